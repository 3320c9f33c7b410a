//! Events of Slack's Events API.

use serde_json::Value;

use super::wanted::{Mention, Request};
use crate::api::bots::asked::{Asked, Wants};

/// What an event wants.
pub(super) fn read(outer: &Value) -> Request {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match outer["type"].as_str() {
        Some("url_verification") => return Request::Challenge(text(&outer["challenge"])),
        Some("event_callback") => {}
        _ => return Request::Other,
    }
    let event = &outer["event"];
    let direct = event["channel_type"] == "im";
    let is_for_us = event["type"] == "app_mention" || event["type"] == "message" && direct;
    // What bots say is no question, nor is that a message was edited or deleted.
    let by_bot = !event["bot_id"].is_null() || !event["subtype"].is_null();
    if !is_for_us || by_bot || !event["user"].is_string() {
        return Request::Other;
    }
    let (team, user) = (text(&outer["team_id"]), text(&event["user"]));
    let (channel, at) = (text(&event["channel"]), text(&event["ts"]));
    let in_thread = event["thread_ts"].as_str().map(str::to_owned);
    let thread = in_thread.or_else(|| (!direct).then(|| at.clone()));
    let place = thread.as_deref().unwrap_or_default();
    let asked = Asked {
        who: format!("slack:{team}:{user}"),
        place: format!("slack:{team}:{channel}:{place}"),
        wants: Wants::read(&text_of(&text(&event["text"]))),
    };
    Request::Mention(Mention { event: text(&outer["event_id"]), channel, at, thread, asked })
}

/// The words of a message: links as their labels, without mentions, which stand in `<...>` as links do.
pub(super) fn text_of(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some((tag, behind)) = rest.split_once('>') else {
            text.push('<');
            break;
        };
        if !tag.starts_with(['@', '#', '!']) {
            text.push_str(tag.rsplit('|').next().unwrap_or_default());
        }
        rest = behind;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(event: &Value) -> Request {
        read(
            &json!({ "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event }),
        )
    }

    #[test]
    fn mentions_are_answered_in_their_thread() {
        let said = json!({
            "type": "app_mention", "user": "U1", "channel": "C1", "ts": "17.1",
            "text": "<@U0BOT> <!here> Which ones mention <https://a.int|drugs>?",
        });
        let Request::Mention(mention) = event(&said) else { panic!("a mention") };
        assert_eq!(mention.thread.as_deref(), Some("17.1"));
        assert_eq!(mention.asked.place, "slack:T1:C1:17.1");
        assert_eq!(mention.asked.wants, Wants::question("Which ones mention drugs?"));
        let mut later = said;
        later["ts"] = "18.1".into();
        later["thread_ts"] = "17.1".into();
        let Request::Mention(later) = event(&later) else { panic!("a mention") };
        assert_eq!((later.asked.place, later.at.as_str()), (mention.asked.place, "18.1"));
    }

    #[test]
    fn direct_messages_are_answered_outside_of_threads() {
        let said = json!({
            "type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "17.1",
            "text": "hello",
        });
        let Request::Mention(mention) = event(&said) else { panic!("a message") };
        assert_eq!((mention.thread, mention.asked.place.as_str()), (None, "slack:T1:D1:"));
    }

    #[test]
    fn what_asks_nothing_is_left_alone() {
        let message =
            json!({ "type": "message", "channel_type": "channel", "user": "U1", "text": "x" });
        let own = json!({ "type": "message", "channel_type": "im", "user": "U1", "bot_id": "B1", "text": "x" });
        let edited = json!({ "type": "message", "channel_type": "im", "user": "U1", "subtype": "message_changed" });
        let nobody = json!({ "type": "app_mention", "text": "x" });
        for other in [message, own, edited, nobody, json!({}), json!(7), json!(null)] {
            assert_eq!(event(&other), Request::Other, "{other}");
        }
        assert_eq!(read(&json!({ "type": "app_rate_limited" })), Request::Other);
        let challenge = json!({ "type": "url_verification", "challenge": "abc" });
        assert_eq!(read(&challenge), Request::Challenge("abc".into()));
    }

    #[test]
    fn texts_lose_mentions_and_keep_words() {
        let cases = [
            ("<@U1> a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
            ("<@U1|bot>x<!channel>", "x"),
            ("a < b", "a < b"),
            ("<https://a.int>", "https://a.int"),
            ("", ""),
        ];
        for (message, expected) in cases {
            assert_eq!(text_of(message), expected, "{message}");
        }
    }
}
