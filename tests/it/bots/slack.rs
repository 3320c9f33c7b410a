//! Slack: commands, events and buttons.

use rapporteur::domain::FeedbackKind;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use super::platform::{Platform, Platforms, SECRET, form, now, texts};
use crate::app::{Reply, TestApp};

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";

fn command(text: &str, id: u32) -> String {
    form(&[
        ("command", "/rapporteur"),
        ("text", text),
        ("team_id", "T1"),
        ("channel_id", "C1"),
        ("user_id", "U1"),
        ("response_url", "https://hooks.example/commands/1"),
        ("trigger_id", &id.to_string()),
    ])
}

fn mention(text: &str, event: &str, at: &str) -> Value {
    json!({
        "type": "event_callback", "team_id": "T1", "event_id": event,
        "event": {
            "type": "app_mention", "user": "U1", "channel": "C1", "ts": at, "thread_ts": "17.1",
            "text": text,
        },
    })
}

async fn post(platforms: &Platforms, body: &str) -> Reply {
    platforms.post(&Platform::Slack.signed(body)).await
}

/// What the next message shows.
async fn said(platforms: &Platforms) -> Vec<String> {
    let sent = platforms.sent().await;
    assert_eq!(sent.url, "https://api.example/chat.postMessage");
    let body: Value = serde_json::from_slice(&sent.body).expect("JSON");
    assert_eq!((&body["channel"], &body["thread_ts"]), (&json!("C1"), &json!("17.1")));
    texts(&body["blocks"])
}

#[tokio::test]
async fn a_command_gets_quotations_as_rich_text() {
    let platforms = Platforms::new();
    let body = post(&platforms, &command(QUESTION, 1)).await.json();
    assert_eq!(body["response_type"], "ephemeral");
    let blocks = body["blocks"].as_array().expect("blocks");
    let quotes: Vec<&Value> = blocks
        .iter()
        .flat_map(|block| block["elements"].as_array().expect("elements"))
        .filter(|element| element["type"] == "rich_text_quote")
        .collect();
    assert_eq!(quotes.len(), 1, "{body}");
    let words = quotes[0]["elements"][0]["text"].as_str().expect("a text");
    let start = "\u{201c}Strongly urge member countries to connect frontline officers to the I-24/7 network";
    assert!(words.starts_with(start), "{words}");
    let link = &blocks.iter().find_map(|block| {
        let last = block["elements"].as_array()?.last()?;
        Some(last["elements"].as_array()?.last()?.clone()).filter(|one| one["type"] == "link")
    });
    let url = link.as_ref().expect("a link")["url"].as_str().expect("an address").to_owned();
    let path = url.strip_prefix("https://r.example").expect("an address of this server");
    assert_eq!(platforms.app.get(path, &[]).await.status, 200, "{url}");
    assert!(platforms.is_quiet().await);
}

#[tokio::test]
async fn slow_answers_come_later() {
    let platforms = Platforms::new();
    platforms.app.embedder.close(true);
    let body = post(&platforms, &command(QUESTION, 1)).await.json();
    assert!(!body.to_string().contains("frontline"), "{body}");
    assert!(platforms.is_quiet().await);
    platforms.app.embedder.close(false);
    let sent = platforms.sent().await;
    assert_eq!(sent.url, "https://hooks.example/commands/1");
    let late: Value = serde_json::from_slice(&sent.body).expect("JSON");
    assert!(late.to_string().contains("connect frontline officers"), "{late}");
}

#[tokio::test]
async fn only_slacks_own_addresses_are_called() {
    let platforms = Platforms::new();
    platforms.app.embedder.close(true);
    for astray in ["https://hooks.example.evil/x", "http://127.0.0.1/x", "https://hooks.example"] {
        let body = command(QUESTION, 1).replace(
            "https%3A%2F%2Fhooks.example%2Fcommands%2F1",
            &form_urlencoded::byte_serialize(astray.as_bytes()).collect::<String>(),
        );
        let reply = post(&platforms, &body).await;
        assert!(reply.body.contains("longer than Slack waits"), "{astray}: {}", reply.body);
    }
    platforms.app.embedder.close(false);
    assert!(platforms.is_quiet().await);
}

#[tokio::test]
async fn mentions_are_answered_once_in_their_thread_and_follow_ups_are_understood() {
    let platforms = Platforms::new();
    let first = mention(&format!("<@U0BOT> {QUESTION}"), "Ev1", "17.1").to_string();
    assert_eq!(post(&platforms, &first).await.body, "");
    assert!(said(&platforms).await.concat().contains("frontline officers"));
    // Slack sends again what was answered late, signed anew.
    let retry = Platform::Slack.sign(SECRET, now() + 2, &first);
    assert_eq!(platforms.post(&retry).await.status, 200);
    // The same message as another kind of event.
    let twice = mention(&format!("<@U0BOT> {QUESTION}"), "Ev2", "17.1").to_string();
    assert_eq!(post(&platforms, &twice).await.status, 200);
    let follow_up = mention("<@U0BOT> And Rome?", "Ev3", "17.2").to_string();
    assert_eq!(post(&platforms, &follow_up).await.status, 200);
    let followed = said(&platforms).await.concat();
    assert!(
        followed.contains("the Rome declaration")
            && followed.contains("The Monaco declaration, P3A"),
        "{followed}"
    );
    assert!(platforms.is_quiet().await, "each was answered once");
}

#[tokio::test]
async fn the_address_is_verified_and_other_events_are_left_alone() {
    let platforms = Platforms::new();
    let challenge = json!({ "type": "url_verification", "challenge": "3eZbrw1a" }).to_string();
    assert_eq!(post(&platforms, &challenge).await.json()["challenge"], "3eZbrw1a");
    let mut joined = mention("x", "Ev9", "1.1");
    joined["event"]["type"] = json!("member_joined_channel");
    assert_eq!(post(&platforms, &joined.to_string()).await.body, "");
    assert!(platforms.is_quiet().await);
}

#[tokio::test]
async fn buttons_are_thanked_and_what_they_say_is_kept() {
    let platforms = Platforms::new();
    let body = post(&platforms, &command(QUESTION, 1)).await.json();
    let buttons =
        body["blocks"].as_array().expect("blocks").last().expect("a block")["elements"].clone();
    let value = buttons[1]["value"].as_str().expect("a value");
    let press = |value: &str| {
        let payload = json!({
            "type": "block_actions", "actions": [{ "value": value }],
            "response_url": "https://hooks.example/actions/1",
        });
        form(&[("payload", &payload.to_string())])
    };
    assert_eq!(post(&platforms, &press(value)).await.body, "");
    let thanks = platforms.sent().await;
    assert_eq!(thanks.url, "https://hooks.example/actions/1");
    assert!(String::from_utf8_lossy(&thanks.body).contains("Thank you."));
    let said = platforms.said().await;
    assert_eq!((said.kind, said.question.as_str()), (FeedbackKind::Wrong, QUESTION));
    assert_eq!(post(&platforms, &press("fb+0123456789abcdef")).await.status, 200);
    assert!(platforms.nobody_says_more().await, "nothing is made up");
}

#[tokio::test]
async fn small_talk_has_no_buttons_and_no_quotation() {
    let platforms = Platforms::new();
    for (id, text) in ["hello there", "thanks!", "help", ""].into_iter().enumerate() {
        let body = post(&platforms, &command(text, id as u32)).await.json();
        let shown = body["blocks"].to_string();
        assert!(!shown.contains("rich_text_quote") && !shown.contains("button"), "{text}: {shown}");
    }
}

#[tokio::test]
async fn quotations_are_verified_and_topics_compared() {
    let platforms = Platforms::new();
    let exact = "verify \u{201c}connect frontline officers to the I-24/7 network\u{201d}";
    let body = post(&platforms, &command(exact, 1)).await.json();
    assert_eq!(body["text"], "Exact: found word for word.");
    let altered = "verify \u{201c}connect backline officers to the I-24/7 network\u{201d}";
    let shown = texts(&post(&platforms, &command(altered, 2)).await.json()).concat();
    assert!(shown.contains("Altered") && shown.contains("frontline"), "{shown}");
    let shown = texts(&post(&platforms, &command("compare cultural property", 3)).await.json());
    assert!(shown.concat().contains("protection of cultural property"), "{shown:?}");
}

#[tokio::test]
async fn what_is_too_long_is_refused_in_words() {
    let platforms = Platforms::with(0, |settings| TestApp::with(Limits::default(), settings));
    let long = "drugs ".repeat(400);
    let body = post(&platforms, &command(&long, 1)).await.json();
    assert!(texts(&body).concat().contains("has 2399 characters"), "{body}");
}
