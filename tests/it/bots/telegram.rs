//! Telegram: the response to a webhook is the call that answers.

use rapporteur::domain::FeedbackKind;
use serde_json::{Value, json};

use super::platform::{Platform, Platforms, now};
use crate::app::Reply;

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";

fn message(id: u32, text: &str) -> Value {
    json!({
        "update_id": id,
        "message": {
            "message_id": 5, "date": now(), "text": text,
            "from": { "id": 42, "is_bot": false }, "chat": { "id": -9, "type": "private" },
        },
    })
}

async fn post(platforms: &Platforms, update: &Value) -> Reply {
    platforms.post(&Platform::Telegram.signed(&update.to_string())).await
}

#[tokio::test]
async fn a_message_is_answered_with_quotations_and_links() {
    let platforms = Platforms::new();
    let call = post(&platforms, &message(1, QUESTION)).await.json();
    assert_eq!(
        (&call["method"], &call["chat_id"], &call["parse_mode"]),
        (&json!("sendMessage"), &json!(-9), &json!("HTML"))
    );
    let text = call["text"].as_str().expect("a text");
    assert!(
        text.contains("<blockquote>\u{201c}Strongly urge member countries to connect frontline officers to the I-24/7 network"),
        "{text}"
    );
    assert!(text.contains("<a href=\"https://r.example/c/"), "{text}");
    assert_eq!(call["reply_markup"]["inline_keyboard"][0].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn follow_ups_are_understood_in_their_chat() {
    let platforms = Platforms::new();
    post(&platforms, &message(1, QUESTION)).await;
    let followed = post(&platforms, &message(2, "And Rome?")).await.body;
    assert!(followed.contains("The Monaco declaration, P3A"), "{followed}");
    let mut other = message(3, "And Rome?");
    other["message"]["chat"]["id"] = json!(-10);
    assert!(!post(&platforms, &other).await.body.contains("The Monaco declaration, P3A"));
}

#[tokio::test]
async fn inline_queries_offer_the_answer_and_its_quotations() {
    let platforms = Platforms::new();
    let typed = json!({
        "update_id": 1, "inline_query": { "id": "q1", "from": { "id": 42 }, "query": QUESTION },
    });
    let call = post(&platforms, &typed).await.json();
    assert_eq!(
        (&call["method"], &call["inline_query_id"]),
        (&json!("answerInlineQuery"), &json!("q1"))
    );
    let results = call["results"].as_array().expect("results");
    assert_eq!(results.len(), 2, "{call}");
    let quoted = results[1]["input_message_content"]["message_text"].as_str().expect("a text");
    assert!(quoted.contains("<blockquote>") && quoted.contains("frontline"), "{quoted}");
    let greeting = json!({
        "update_id": 2, "inline_query": { "id": "q2", "from": { "id": 42 }, "query": "hello" },
    });
    assert_eq!(post(&platforms, &greeting).await.json()["results"], json!([]));
}

#[tokio::test]
async fn buttons_are_thanked() {
    let platforms = Platforms::new();
    let call = post(&platforms, &message(1, QUESTION)).await.json();
    let button = &call["reply_markup"]["inline_keyboard"][0][0];
    let pressed = json!({
        "update_id": 2, "callback_query": { "id": "c1", "data": button["callback_data"] },
    });
    let call = post(&platforms, &pressed).await.json();
    assert_eq!(
        (&call["method"], &call["text"]),
        (&json!("answerCallbackQuery"), &json!("Thank you."))
    );
    assert_eq!(platforms.said().await.kind, FeedbackKind::Right);
    // What is said of a follow-up comes with what it follows.
    let call = post(&platforms, &message(3, "and gangs?")).await.json();
    let button = &call["reply_markup"]["inline_keyboard"][0][1];
    let pressed = json!({
        "update_id": 4, "callback_query": { "id": "c2", "data": button["callback_data"] },
    });
    post(&platforms, &pressed).await;
    let said = platforms.said().await;
    assert_eq!((said.kind, said.history), (FeedbackKind::Wrong, vec![QUESTION.to_owned()]));
}

#[tokio::test]
async fn no_text_tells_anybody_or_makes_markup() {
    let platforms = Platforms::new();
    let asked = "verify \u{201c}<b>@somebody</b> connects <a href='x'>officers</a>\u{201d} & more, says the Rome declaration";
    let text = post(&platforms, &message(1, asked)).await.json()["text"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(
        !text.contains("<b>") && !text.contains("@somebody") && !text.contains("<a href='x'"),
        "{text}"
    );
}
