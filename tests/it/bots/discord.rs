//! Discord: interactions.

use rapporteur::domain::{DeliveryMethod, FeedbackKind};
use serde_json::{Value, json};

use super::platform::{Platform, Platforms};
use crate::app::Reply;

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";

fn interaction(id: u32, data: &Value) -> Value {
    json!({
        "type": 2, "id": id.to_string(), "application_id": "77", "token": "t-1", "channel_id": "5",
        "member": { "user": { "id": "42" } }, "data": data,
    })
}

fn ask(id: u32, question: &str) -> Value {
    interaction(
        id,
        &json!({ "name": "ask", "options": [{ "name": "question", "value": question }] }),
    )
}

async fn post(platforms: &Platforms, sent: &Value) -> Reply {
    platforms.post(&Platform::Discord.signed(&sent.to_string())).await
}

fn described(body: &Value) -> String {
    assert_eq!(body["data"]["allowed_mentions"], json!({ "parse": [] }));
    body["data"]["embeds"][0]["description"].as_str().expect("a description").to_owned()
}

#[tokio::test]
async fn pings_are_answered_as_often_as_they_come() {
    let platforms = Platforms::new();
    let ping = Platform::Discord.signed(&json!({ "type": 1 }).to_string());
    for _ in 0..2 {
        assert_eq!(platforms.post(&ping).await.json(), json!({ "type": 1 }));
    }
}

#[tokio::test]
async fn a_question_is_answered_as_an_embed() {
    let platforms = Platforms::new();
    let body = post(&platforms, &ask(1, QUESTION)).await.json();
    assert_eq!(body["type"], 4);
    let text = described(&body);
    assert!(text.contains("\n> \u{201c}Strongly urge member countries to connect frontline officers to the I\\-24/7 network"), "{text}");
    assert!(text.contains("](<https://r.example/c/"), "{text}");
    let buttons = &body["data"]["components"][0]["components"];
    assert_eq!(buttons.as_array().map(Vec::len), Some(2));
    let pressed = json!({ "type": 3, "data": { "custom_id": buttons[0]["custom_id"] } });
    let thanks = post(&platforms, &pressed).await.json();
    assert_eq!(
        (&thanks["data"]["content"], &thanks["data"]["flags"]),
        (&json!("Thank you."), &json!(64))
    );
    assert_eq!(platforms.said().await.kind, FeedbackKind::Right);
}

#[tokio::test]
async fn slow_answers_change_the_message_that_says_to_wait() {
    let platforms = Platforms::new();
    platforms.app.embedder.close(true);
    let body = post(&platforms, &ask(1, QUESTION)).await.json();
    assert_eq!(body, json!({ "type": 5 }));
    platforms.app.embedder.close(false);
    let sent = platforms.sent().await;
    assert_eq!(sent.method, DeliveryMethod::Patch);
    assert_eq!(sent.url, "https://api.example/webhooks/77/t-1/messages/@original");
    let late: Value = serde_json::from_slice(&sent.body).expect("JSON");
    assert!(described(&json!({ "data": late })).contains("frontline officers"));
}

#[tokio::test]
async fn documents_are_offered_while_they_are_typed_and_narrow_the_question() {
    let platforms = Platforms::new();
    let typed = json!({ "type": 4, "data": { "options": [{ "name": "document", "value": "rom", "focused": true }] } });
    let offered = post(&platforms, &typed).await.json();
    assert_eq!(offered["type"], 8);
    assert_eq!(
        offered["data"]["choices"],
        json!([{ "name": "rome-2012 (2012-11-05)", "value": "rome-2012" }])
    );
    let narrow = |id: u32, document: &str| {
        interaction(
            id,
            &json!({ "name": "ask", "options": [
                { "name": "question", "value": QUESTION }, { "name": "document", "value": document },
            ]}),
        )
    };
    let rome = described(&post(&platforms, &narrow(1, "rome-2012")).await.json());
    assert!(!rome.contains("connect frontline"), "{rome}");
    let none = described(&post(&platforms, &narrow(2, "nowhere")).await.json());
    assert!(none.starts_with("The choice of documents"), "{none}");
}

#[tokio::test]
async fn commands_verify_and_compare() {
    let platforms = Platforms::new();
    let verify = json!({ "name": "verify", "options": [{ "name": "text", "value": "connect frontline officers to the I-24/7 network" }] });
    let text = described(&post(&platforms, &interaction(1, &verify)).await.json());
    assert!(text.starts_with("Exact\\: found word for word"), "{text}");
    let compare = json!({ "name": "compare", "options": [{ "name": "topic", "value": "cultural property" }] });
    let text = described(&post(&platforms, &interaction(2, &compare)).await.json());
    assert!(text.contains("protection of cultural property"), "{text}");
}
