//! A message as Slack's blocks. Rich text is used throughout: Slack reads no markup and no mentions in it.

use serde_json::{Value, json};

use crate::api::bots::asked::in_a_line;
use crate::api::bots::feedback;
use crate::api::bots::message::{Message, Point, Source};

/// The most blocks of a message are 50: one says what is left out, one has the buttons.
const BLOCKS_MAX: usize = 48;
/// The most characters of a block.
const BLOCK_CHARS_MAX: usize = 3_000;
/// The most characters of a message.
const MESSAGE_CHARS_MAX: usize = 12_000;

/// The body of a message: its blocks, and the lead for notifications.
pub(super) fn body(message: &Message) -> Value {
    let fallback: String = escaped(&message.lead).chars().take(BLOCK_CHARS_MAX).collect();
    json!({
        "text": fallback,
        "mrkdwn": false,
        "blocks": blocks(message),
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

/// What cannot be a mention or a link in a text outside of blocks.
fn escaped(text: &str) -> String {
    in_a_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn blocks(message: &Message) -> Vec<Value> {
    let mut room = Room { blocks: Vec::new(), chars: MESSAGE_CHARS_MAX, left_out: 0 };
    if !room.add(section(&[text(&message.lead)])) {
        room.left_out = 1;
        room.add(section(&[text("The answer is longer than a message: open it as a page.")]));
    }
    for point in &message.points {
        if room.left_out > 0 || !room.add(pointed(point)) {
            room.left_out += 1;
        }
    }
    for note in &message.notes {
        room.left_out += usize::from(!room.add(section(&[text(note)])));
    }
    if !message.sources.is_empty() {
        let sources = message.sources.iter().map(|one| section_of(&linked(one)));
        let block = rich_text(&sources.collect::<Vec<_>>());
        room.left_out += usize::from(!room.add(block));
    }
    let Room { mut blocks, mut left_out, .. } = room;
    left_out += message.more;
    if left_out > 0 {
        blocks.push(section(&[more(left_out, message.page.as_deref())]));
    }
    blocks.extend(message.feedback.as_deref().map(buttons));
    blocks
}

/// Blocks, and how many characters still fit.
struct Room {
    blocks: Vec<Value>,
    chars: usize,
    left_out: usize,
}

impl Room {
    /// Adds a block with what it shows, unless it is too long; whether it was added.
    fn add(&mut self, block: Value) -> bool {
        let chars = chars(&block);
        let fits = chars <= BLOCK_CHARS_MAX.min(self.chars) && self.blocks.len() < BLOCKS_MAX;
        if fits {
            self.chars -= chars;
            self.blocks.push(block);
        }
        fits
    }
}

/// How many characters a block shows, the addresses of links among them.
fn chars(block: &Value) -> usize {
    match block {
        Value::Object(fields) => {
            let own = |name: &str| fields.get(name).and_then(Value::as_str);
            let own: usize = [own("text"), own("url")]
                .into_iter()
                .flatten()
                .map(|text| text.encode_utf16().count())
                .sum();
            own + fields.get("elements").map_or(0, chars)
        }
        Value::Array(values) => values.iter().map(chars).sum(),
        _ => 0,
    }
}

/// What stands before a quotation, the quotation, and what stands behind it.
fn pointed(point: &Point) -> Value {
    let mut elements = Vec::new();
    if !point.before.is_empty() {
        elements.push(section_of(&[text(&point.before)]));
    }
    if let Some(quote) = &point.quote {
        elements.push(json!({ "type": "rich_text_quote", "elements": [text(quote)] }));
    }
    if !point.after.is_empty() {
        elements.push(section_of(&[text(&point.after)]));
    }
    if let Some(source) = &point.source {
        elements.push(section_of(&linked(source)));
    }
    rich_text(&elements)
}

fn more(left_out: usize, page: Option<&str>) -> Value {
    let title = format!("{left_out} more, left out for length");
    match page {
        Some(url) => link(&title, url),
        None => text(&title),
    }
}

fn buttons(id: &str) -> Value {
    let button = |(value, label): (String, &str)| {
        json!({
            "type": "button",
            "text": { "type": "plain_text", "text": label },
            "action_id": value,
            "value": value,
        })
    };
    json!({ "type": "actions", "elements": feedback::buttons(id).map(button) })
}

fn rich_text(elements: &[Value]) -> Value {
    json!({ "type": "rich_text", "elements": elements })
}

fn section(elements: &[Value]) -> Value {
    rich_text(&[section_of(elements)])
}

fn section_of(elements: &[Value]) -> Value {
    json!({ "type": "rich_text_section", "elements": elements })
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": in_a_line(text) })
}

fn link(title: &str, url: &str) -> Value {
    json!({ "type": "link", "url": url, "text": in_a_line(title) })
}

/// The marker of a source, and the link to it.
fn linked(source: &Source) -> Vec<Value> {
    let marker =
        source.marker.map(|marker| json!({ "type": "text", "text": format!("[{marker}] ") }));
    marker.into_iter().chain([link(&source.title, &source.url)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(points: usize, chars: usize) -> Message {
        let source =
            Source { marker: Some(1), title: "P1".into(), url: "https://p.example/c/1".into() };
        let quote = "x".repeat(chars);
        let point = Point { quote: Some(quote), source: Some(source), ..Point::default() };
        let page = Some("https://p.example/?q=x".to_owned());
        Message { points: vec![point; points], page, ..Message::plain("Yes.") }
    }

    #[test]
    fn limits_are_kept_by_leaving_out_whole_points() {
        for (points, long) in [(3, 2_900), (100, 10), (60, 1_000), (2, 4_000)] {
            let body = body(&message(points, long));
            let blocks = body["blocks"].as_array().expect("blocks");
            assert!(blocks.len() <= 50, "{}", blocks.len());
            assert!(blocks.iter().all(|block| chars(block) <= BLOCK_CHARS_MAX));
            let all: usize = blocks.iter().map(chars).sum();
            assert!(all <= MESSAGE_CHARS_MAX + 100, "{all}");
            let quotes: Vec<&Value> = blocks
                .iter()
                .filter(|block| block["elements"][0]["type"] == "rich_text_quote")
                .collect();
            for quote in &quotes {
                let words = quote["elements"][0]["elements"][0]["text"].as_str();
                assert_eq!(words.map(str::len), Some(long));
            }
            let last = blocks.last().expect("blocks").to_string();
            let left_out = points - quotes.len();
            let told = format!("{left_out} more, left out for length");
            assert_eq!(left_out > 0, last.contains(&told), "{last}");
        }
    }

    #[test]
    fn what_was_left_out_before_is_counted() {
        let body = body(&Message { more: 7, ..message(2, 10) });
        let blocks = body["blocks"].as_array().expect("blocks");
        assert_eq!(blocks.len(), 4);
        let link = &blocks[3]["elements"][0]["elements"][0];
        assert_eq!(
            (&link["text"], &link["url"]),
            (&json!("7 more, left out for length"), &json!("https://p.example/?q=x"))
        );
    }

    #[test]
    fn no_text_is_markup_and_buttons_stand_below() {
        let said = Message { feedback: Some("00ff".into()), ..Message::plain("<!channel> *x* &") };
        let body = body(&said);
        assert_eq!(body["text"], "&lt;!channel&gt; *x* &amp;");
        let shown = &body["blocks"][0]["elements"][0]["elements"][0];
        assert_eq!(*shown, json!({ "type": "text", "text": "<!channel> *x* &" }));
        let buttons = &body["blocks"][1]["elements"];
        assert_eq!(
            (&buttons[0]["value"], &buttons[1]["value"]),
            (&json!("fb+00ff"), &json!("fb-00ff"))
        );
    }
}
