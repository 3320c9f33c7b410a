//! What people type in chats, by the ways of Slack and Telegram, over the documents that come with the program.

use std::fmt::Write as _;
use std::path::Path;

use rapporteur::backends::read_corpus;
use rapporteur::corpus::FILE_BYTES_MAX;
use serde::Deserialize;
use serde_json::{Value, json};

use super::platform::{Platform, Platforms, form, now};
use crate::app::TestApp;

/// What the tests of clients say, too.
const INPUTS: &str = include_str!("../../chats/inputs.json");

/// What is said, by kinds.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inputs {
    /// Messages that do not ask about the documents.
    small_talk: Vec<String>,
    /// What asks something, in whatever form.
    questions: Vec<String>,
    /// Follow-ups, each behind the question before it in the same chat.
    follow_ups: Vec<(String, String)>,
}

fn platforms() -> Platforms {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = read_corpus(&folder, FILE_BYTES_MAX as u64).expect("the corpus");
    Platforms::with(0, |settings| TestApp::over(corpus, settings))
}

async fn by_slack(platforms: &Platforms, id: usize, channel: &str, text: &str) -> Value {
    let body = form(&[
        ("command", "/rapporteur"),
        ("text", text),
        ("team_id", "T1"),
        ("channel_id", channel),
        ("user_id", "U1"),
        ("response_url", "https://hooks.example/commands/1"),
        ("trigger_id", &id.to_string()),
    ]);
    let reply = platforms.post(&Platform::Slack.signed(&body)).await.json();
    if reply["text"] != "Looking it up \u{2026}" {
        return reply;
    }
    serde_json::from_slice(&platforms.sent().await.body).expect("JSON")
}

async fn by_telegram(platforms: &Platforms, id: usize, chat: usize, text: &str) -> Value {
    let update = json!({
        "update_id": id,
        "message": {
            "message_id": 5, "date": now(), "text": text,
            "from": { "id": 42, "is_bot": false }, "chat": { "id": chat, "type": "private" },
        },
    });
    platforms.post(&Platform::Telegram.signed(&update.to_string())).await.json()
}

/// Checks that Slack takes a message; how many quotations it has.
fn checked_blocks(message: &Value) -> usize {
    let blocks = message["blocks"].as_array().expect("blocks");
    assert!((1..=50).contains(&blocks.len()));
    for block in blocks {
        assert!(["rich_text", "actions"].contains(&block["type"].as_str().expect("a type")));
        assert!(block.to_string().encode_utf16().count() < 5_000);
    }
    let elements = blocks.iter().filter_map(|block| block["elements"].as_array()).flatten();
    elements.filter(|element| element["type"] == "rich_text_quote").count()
}

/// Checks that Telegram takes a message; how many quotations it has.
fn checked_html(message: &Value) -> usize {
    let text = message["text"].as_str().expect("a text");
    let chars = text.encode_utf16().count();
    assert!((1..=4_096).contains(&chars), "{chars}");
    for (open, close) in [("<blockquote>", "</blockquote>"), ("<a href=", "</a>")] {
        assert_eq!(text.matches(open).count(), text.matches(close).count(), "{text}");
    }
    let tags = text.matches('<').count();
    assert_eq!(tags, 2 * (text.matches("<blockquote>").count() + text.matches("<a href=").count()));
    let named = text.split('@').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric));
    assert!(!named, "{text}");
    text.matches("<blockquote>").count()
}

/// What Slack shows, a line for each element: a quotation begins with ">", a link has its address.
fn lines_of(message: &Value) -> String {
    let elements = message["blocks"].as_array().expect("blocks").iter();
    let elements = elements.filter(|block| block["type"] == "rich_text");
    let elements = elements.flat_map(|block| block["elements"].as_array().expect("elements"));
    let mut lines = String::new();
    for element in elements {
        let quotes = if element["type"] == "rich_text_quote" { "> " } else { "" };
        let _ = write!(lines, "\n{quotes}");
        for one in element["elements"].as_array().expect("elements") {
            lines.push_str(one["text"].as_str().expect("a text"));
            if let Some(url) = one["url"].as_str() {
                let _ = write!(lines, " <{url}>");
            }
        }
    }
    lines
}

/// Says `text` in the chat called `chat` of both platforms; what both show.
async fn said(platforms: &Platforms, id: usize, chat: usize, text: &str) -> (Value, Value) {
    let slack = by_slack(platforms, id, &format!("C{chat}"), text).await;
    let telegram = by_telegram(platforms, id, chat, text).await;
    (slack, telegram)
}

/// Checks what both platforms show, and puts it down.
fn put_down(shown: &mut String, input: &str, (slack, telegram): &(Value, Value)) -> usize {
    let (quotes, html) = (checked_blocks(slack), checked_html(telegram));
    assert!(html <= quotes, "{input}: what is left out by one is left out by the shorter");
    let text = telegram["text"].as_str().expect("a text");
    let _ = write!(shown, "=== {input}\nSlack:{}\n\nTelegram:\n{text}\n\n", lines_of(slack));
    quotes
}

#[tokio::test]
async fn chats_are_answered_within_the_limits_of_platforms() {
    let inputs: Inputs = serde_json::from_str(INPUTS).expect("inputs");
    let count = inputs.small_talk.len() + inputs.questions.len() + inputs.follow_ups.len();
    assert!(count >= 74, "{count}");
    let platforms = platforms();
    let mut id = 0;
    let mut next = || {
        id += 1;
        id
    };
    let mut shown = String::new();
    for input in &inputs.small_talk {
        let at = next();
        let both = said(&platforms, at, at, input).await;
        assert_eq!(put_down(&mut shown, input, &both), 0, "{input}");
        assert!(!format!("{both:?}").contains("/c/"), "{input}");
    }
    insta::assert_snapshot!("small_talk", shown);
    let mut shown = String::new();
    for input in &inputs.questions {
        let at = next();
        let both = said(&platforms, at, at, input).await;
        put_down(&mut shown, input, &both);
    }
    insta::assert_snapshot!("questions", shown);
    let mut shown = String::new();
    for (first, input) in &inputs.follow_ups {
        let chat = next();
        said(&platforms, chat, chat, first).await;
        let both = said(&platforms, next(), chat, input).await;
        put_down(&mut shown, &format!("{first} / {input}"), &both);
    }
    insta::assert_snapshot!("follow_ups", shown);
}
