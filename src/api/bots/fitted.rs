//! A message as one text of a limited length, in a platform's markup. What does not fit is left out by whole points.

use super::message::{Message, Point, Source};

/// A way to write text. No text that goes in can make markup, a link or a mention.
pub(super) trait Markup {
    /// `text` as it is.
    fn words(&self, text: &str) -> String;
    /// `text`, set apart as a quotation.
    fn quote(&self, text: &str) -> String;
    /// A link that shows `title`.
    fn link(&self, title: &str, url: &str) -> String;
    /// A line that says that more is at `url`.
    fn more(&self, text: &str, url: Option<&str>) -> String {
        url.map_or_else(|| self.words(text), |url| self.link(text, url))
    }
}

/// What stands between two parts of a message.
const GAP: &str = "\n\n";
/// The longest line that says how much is left out, with its link.
const MORE_MAX: usize = 600;

/// `message` in at most `most` characters, counted as UTF-16 does.
pub(super) fn fitted(message: &Message, markup: &impl Markup, most: usize) -> String {
    let lead = markup.words(&message.lead);
    let mut parts = Parts { text: String::new(), room: most };
    let url = message.page.as_deref();
    if !parts.add(&lead, MORE_MAX) {
        return markup.more("The answer is longer than a message: open it as a page.", url);
    }
    let mut left_out = 0;
    for point in &message.points {
        // What comes later is less near: a gap in the middle would hide that something is missing.
        if left_out > 0 || !parts.add(&written(point, markup), MORE_MAX) {
            left_out += 1;
        }
    }
    for note in &message.notes {
        left_out += usize::from(!parts.add(&markup.words(note), MORE_MAX));
    }
    let sources: Vec<String> = message.sources.iter().map(|one| linked(one, markup)).collect();
    if !sources.is_empty() {
        left_out += usize::from(!parts.add(&sources.join("\n"), MORE_MAX));
    }
    left_out += message.more;
    if left_out > 0 {
        let text = format!("{left_out} more, left out for length");
        parts.add(&markup.more(&text, url), 0);
    }
    parts.text
}

/// A text that grows as long as there is room.
struct Parts {
    text: String,
    room: usize,
}

impl Parts {
    /// Adds `part` if `reserve` characters stay free behind it; whether it was added.
    fn add(&mut self, part: &str, reserve: usize) -> bool {
        let gap = if self.text.is_empty() { "" } else { GAP };
        let length = utf16(gap) + utf16(part);
        if part.is_empty() || length + reserve > self.room {
            return part.is_empty();
        }
        self.text.push_str(gap);
        self.text.push_str(part);
        self.room -= length;
        true
    }
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

fn linked(source: &Source, markup: &impl Markup) -> String {
    let link = markup.link(&source.title, &source.url);
    match source.marker {
        Some(marker) => format!("{} {link}", markup.words(&format!("[{marker}]"))),
        None => link,
    }
}

/// A point: what stands before its quotation, the quotation, what stands behind it.
fn written(point: &Point, markup: &impl Markup) -> String {
    let quote = point.quote.as_ref().map(|quote| markup.quote(quote));
    let words = |text: &str| (!text.is_empty()).then(|| markup.words(text));
    let source = point.source.as_ref().map(|source| linked(source, markup));
    let parts = [words(&point.before), quote, words(&point.after), source];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;

    impl Markup for Plain {
        fn words(&self, text: &str) -> String {
            text.to_owned()
        }

        fn quote(&self, text: &str) -> String {
            format!("> {text}")
        }

        fn link(&self, title: &str, url: &str) -> String {
            format!("{title} <{url}>")
        }
    }

    fn message(points: usize, chars: usize) -> Message {
        let point = |number: usize| Point {
            before: format!("{number}:"),
            quote: Some("x".repeat(chars)),
            source: Some(Source { marker: Some(1), title: "P1".into(), url: "u".into() }),
            ..Point::default()
        };
        let page = Some("https://p.example/".to_owned());
        Message { points: (0..points).map(point).collect(), page, ..Message::plain("Yes.") }
    }

    #[test]
    fn whole_points_are_left_out_and_the_page_is_named() {
        for most in [2_000, 3_000, 4_096] {
            let text = fitted(&message(40, 300), &Plain, most);
            assert!(text.len() <= most && text.len() + 320 + MORE_MAX > most, "{}", text.len());
            let quotes: Vec<&str> =
                text.lines().filter_map(|line| line.strip_prefix("> ")).collect();
            assert!(quotes.iter().all(|quote| quote.len() == 300), "{text}");
            let shown = quotes.len();
            let rest = format!("{} more, left out for length <https://p.example/>", 40 - shown);
            assert!(text.ends_with(&rest), "{text}");
        }
        let all = fitted(&message(2, 10), &Plain, 2_000);
        assert_eq!(all, "Yes.\n\n0:\n> xxxxxxxxxx\n[1] P1 <u>\n\n1:\n> xxxxxxxxxx\n[1] P1 <u>");
    }

    #[test]
    fn what_was_left_out_before_is_counted() {
        for (most, expected) in [(4_096, 7), (1_000, 8)] {
            let text = fitted(&Message { more: 7, ..message(2, 200) }, &Plain, most);
            let rest = format!("\n\n{expected} more, left out for length <https://p.example/>");
            assert!(text.ends_with(&rest), "{text}");
        }
    }

    #[test]
    fn a_lead_that_is_too_long_gives_way_to_the_page() {
        let long = Message { lead: "x".repeat(3_000), ..message(1, 10) };
        let text = fitted(&long, &Plain, 2_000);
        assert_eq!(
            text,
            "The answer is longer than a message: open it as a page. <https://p.example/>"
        );
    }

    #[test]
    fn characters_are_counted_as_platforms_do() {
        let wide = Message::plain("\u{1d4b3}".repeat(800));
        assert!(fitted(&wide, &Plain, 2_200).starts_with('\u{1d4b3}'));
        assert!(!fitted(&wide, &Plain, 2_199).starts_with('\u{1d4b3}'));
    }
}
