//! Bodies that chat platforms send, read once their signatures fit.

use rapporteur::api::bots::fuzzing::read;

/// Bodies by platform.
pub(crate) const SEEDS: [(&str, &str); 12] = [
    (
        "slack",
        "command=%2Frapporteur&text=Which+ones+mention+%3C%23C42%7Cgangs%3E%3F&team_id=T1&user_id=U1&channel_id=C1&response_url=https%3A%2F%2Fhooks.slack.com%2F1&trigger_id=1",
    ),
    (
        "slack",
        r#"{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"17.1","thread_ts":"17.0","text":"<@U0BOT> verify &lt;x&gt; <https://a.int|drugs>"}}"#,
    ),
    (
        "slack",
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%7B%22value%22%3A%22fb%2B1%22%7D%5D%7D",
    ),
    (
        "discord",
        r#"{"type":2,"application_id":"77","token":"t-1","channel_id":"5","member":{"user":{"id":"42"}},"data":{"name":"ask","options":[{"name":"question","type":3,"value":"<@1> Who?"},{"name":"document","value":"rome-2012"}]}}"#,
    ),
    (
        "discord",
        r#"{"type":4,"data":{"options":[{"name":"document","value":"rom","focused":true}]}}"#,
    ),
    ("discord", r#"{"type":3,"data":{"custom_id":"fb+1"}}"#),
    (
        "telegram",
        r#"{"update_id":1,"message":{"message_id":5,"date":9999999999,"text":"/ask@rapporteur_bot @rapporteur_bot é Who?","from":{"id":42,"is_bot":false},"chat":{"id":-9,"type":"group"},"message_thread_id":3}}"#,
    ),
    ("telegram", r#"{"update_id":1,"inline_query":{"id":"q","from":{"id":42},"query":"gangs"}}"#),
    ("telegram", r#"{"update_id":1,"callback_query":{"id":"c","data":"fb-1"}}"#),
    (
        "teams",
        r#"{"type":"message","id":"1","timestamp":"2026-01-01T00:00:00Z","from":{"id":"29:1"},"conversation":{"id":"19:x"},"text":"<at id=\"0\">R</at>&nbsp;<p>Who?</p>"}"#,
    ),
    (
        "mattermost",
        "command=%2Frapporteur&text=compare+gangs&team_id=t&user_id=u&channel_id=c&trigger_id=1&root_id=r",
    ),
    (
        "github",
        r#"{"action":"opened","repository":{"full_name":"a/b"},"pull_request":{"number":5,"body":"Rome says."}}"#,
    ),
];

/// What tells one way through a reader from another: the first words of what was read, without its texts.
pub(crate) fn shape(platform: &str, body: &[u8]) -> Option<String> {
    let read = read(platform, body)?;
    let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let words = read.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_name);
    Some(words.take(6).collect::<Vec<_>>().join(" "))
}
