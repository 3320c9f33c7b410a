//! Calls of Telegram's Bot API as responses to its webhook.

use serde_json::{Value, json};

use super::request::Incoming;
use crate::api::bots::asked::in_a_line;
use crate::api::bots::feedback;
use crate::api::bots::fitted::fitted;
use crate::api::bots::html::Html;
use crate::api::bots::message::{Message, Point};

/// The most characters of a message.
const CHARS_MAX: usize = 4_096;
/// How many quotations are offered inline beside the whole answer.
const INLINE_POINTS_MAX: usize = 9;
/// Characters of a title or a description that is offered inline.
const OFFERED_CHARS: usize = 100;
/// How long Telegram may offer the same for the same words.
const INLINE_SECS: u32 = 60;

/// The answer to a message.
pub(super) fn message(to: &Incoming, said: &Message) -> Value {
    let mut call = text(said);
    call["method"] = "sendMessage".into();
    call["chat_id"] = to.chat.into();
    call["reply_parameters"] =
        json!({ "message_id": to.message, "allow_sending_without_reply": true });
    if let Some(topic) = to.topic {
        call["message_thread_id"] = topic.into();
    }
    if let Some(id) = &said.feedback {
        let button = |(value, label)| json!({ "text": label, "callback_data": value });
        let row = feedback::buttons(id).map(button);
        call["reply_markup"] = json!({ "inline_keyboard": [row] });
    }
    call
}

/// What is offered for words that are typed inline: the whole answer, then each quotation alone.
pub(super) fn inline(id: &str, said: &Message) -> Value {
    let mut results = Vec::new();
    if !said.points.is_empty() {
        results.push(article("all", &said.lead, &in_order(&said.points), said));
    }
    for (at, point) in said.points.iter().take(INLINE_POINTS_MAX).enumerate() {
        let quote = point.quote.clone().unwrap_or_default();
        let alone = Message { points: vec![point.clone()], ..Message::plain("") };
        // The lead speaks for the first where this has no words of its own.
        let title = if point.before.is_empty() { &said.lead } else { &point.before };
        results.push(article(&at.to_string(), title, &quote, &alone));
    }
    json!({
        "method": "answerInlineQuery",
        "inline_query_id": id,
        "results": results,
        "cache_time": INLINE_SECS,
    })
}

/// That a button was pressed.
pub(super) fn button(id: &str, said: &str) -> Value {
    json!({ "method": "answerCallbackQuery", "callback_query_id": id, "text": said })
}

/// A message's text with what goes with it.
fn text(said: &Message) -> Value {
    json!({
        "text": fitted(said, &Html, CHARS_MAX),
        "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
    })
}

fn article(id: &str, title: &str, description: &str, said: &Message) -> Value {
    let content = text(said);
    json!({
        "type": "article",
        "id": id,
        "title": offered(title),
        "description": offered(description),
        "input_message_content": {
            "message_text": content["text"],
            "parse_mode": content["parse_mode"],
            "link_preview_options": content["link_preview_options"],
        },
    })
}

/// The sources of points in a line.
fn in_order(points: &[Point]) -> String {
    let titles = points.iter().filter_map(|point| point.source.as_ref());
    titles.map(|source| source.title.as_str()).collect::<Vec<_>>().join("; ")
}

fn offered(text: &str) -> String {
    let line = in_a_line(text);
    if line.chars().count() <= OFFERED_CHARS {
        return if line.is_empty() { "-".to_owned() } else { line };
    }
    let cut: String = line.chars().take(OFFERED_CHARS).collect();
    format!("{}\u{2026}", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::bots::message::Source;

    #[test]
    fn answers_are_offered_whole_and_by_quotation() {
        let point = |number: u32| Point {
            before: format!("Rome urges {number}:"),
            quote: Some("\u{201c}act <now>\u{201d}".into()),
            source: Some(Source {
                marker: Some(number),
                title: "Rome".into(),
                url: "https://p/c".into(),
            }),
            ..Point::default()
        };
        let said = Message { points: (0..12).map(point).collect(), ..Message::plain("Yes.") };
        let call = inline("q1", &said);
        let results = call["results"].as_array().expect("results");
        assert_eq!((results.len(), &call["inline_query_id"]), (10, &json!("q1")));
        assert_eq!(results[0]["title"], "Yes.");
        let alone = &results[1]["input_message_content"]["message_text"];
        let expected = "Rome urges 0:\n<blockquote>\u{201c}act &lt;now&gt;\u{201d}</blockquote>\n[0] <a href=\"https://p/c\">Rome</a>";
        assert_eq!(alone, expected);
        assert_eq!(inline("q2", &Message::plain("Hello."))["results"], json!([]));
    }
}
