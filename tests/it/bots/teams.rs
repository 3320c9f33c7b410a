//! Teams: outgoing webhooks.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::platform::{Platform, Platforms};

fn activity(id: u32, text: &str) -> Value {
    json!({
        "type": "message", "id": id.to_string(), "timestamp": Timestamp::now().to_string(),
        "from": { "id": "29:1" }, "conversation": { "id": "19:x;messageid=1" }, "text": text,
    })
}

#[tokio::test]
async fn a_mention_is_answered_in_the_response() {
    let platforms = Platforms::new();
    let asked =
        "<at>Rapporteur</at> Who urges to connect frontline officers to the I-24/7 network?";
    let sent = Platform::Teams.signed(&activity(1, asked).to_string());
    let body = platforms.post(&sent).await.json();
    assert_eq!((&body["type"], &body["textFormat"]), (&json!("message"), &json!("xml")));
    let text = body["text"].as_str().expect("a text");
    assert!(text.contains("<blockquote>\u{201c}Strongly urge member countries"), "{text}");
    assert!(!text.contains('\n'), "{text}");
    let next = Platform::Teams.signed(&activity(2, "<at>Rapporteur</at> And Rome?").to_string());
    // The nearest clause on what was asked before.
    let followed = platforms.post(&next).await.body;
    assert!(followed.contains("The Monaco declaration, P3A"), "{followed}");
}

#[tokio::test]
async fn what_takes_too_long_is_said_in_time() {
    let platforms = Platforms::new();
    platforms.app.embedder.close(true);
    let sent = Platform::Teams.signed(&activity(1, "Which ones mention gangs?").to_string());
    let body = platforms.post(&sent).await;
    platforms.app.embedder.close(false);
    assert!(body.body.contains("longer than Teams waits"), "{}", body.body);
}
