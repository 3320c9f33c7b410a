//! What other programs leave in a text that is copied out of them: marks of notes, HTML, line
//! numbers. Taken out, with where each thing stood.

pub(crate) mod latex;
mod lines;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lexicon::WordList;

/// What was taken out of a text, or written otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Debris {
    /// The mark of a note: `[^1]`, `¹`, `[3]`.
    Note,
    /// Tags, entities and links.
    Markup,
    /// The number of a line.
    LineNumber,
    /// The hyphen of a word that is broken at the end of a line.
    Hyphen,
}

/// Something that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The byte of the cleaned text before which it stood.
    pub(crate) at: usize,
    /// What it was.
    pub(crate) debris: Debris,
    /// For the mark of a note, its number or name.
    pub(crate) note: Option<String>,
}

/// Which marks are taken out besides.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Also {
    /// Marks of emphasis and line breaks, as in a paragraph of Markdown.
    pub(crate) emphasis: bool,
    /// The addresses of links.
    pub(crate) links: bool,
}

/// A text without what was left in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cleaned {
    /// The text.
    pub(crate) text: String,
    /// What was taken out, in order.
    pub(crate) taken: Vec<Taken>,
    /// For each byte of the text, what it came from begins and ends at these bytes.
    origin: Vec<(usize, usize)>,
}

/// The longest tag that is looked at, in bytes.
const TAG_BYTES_MAX: usize = 300;
/// The longest entity, without its marks.
const ENTITY_BYTES_MAX: usize = 8;
/// The most digits of a mark of a note, or of a number of a line.
const DIGITS_MAX: usize = 4;
/// A raised figure behind a shorter word is a unit or a formula.
const NOTED_WORD_MIN: usize = 4;
/// The longest name of a note.
const NOTE_BYTES_MAX: usize = 40;

/// Names of HTML.
static HTML: LazyLock<Html> = LazyLock::new(|| {
    toml::from_str(include_str!("markup.toml")).expect("the file is checked by a test")
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Html {
    /// Elements that stand in running text or around it.
    elements: WordList,
    /// Those of them at which a word ends.
    breaks: WordList,
    /// Commands of `LaTeX` around words that stand out,
    commands: WordList,
    /// and around a quotation.
    quoting: WordList,
    /// Characters by their names.
    entities: BTreeMap<String, char>,
}

/// `text` without marks of notes, tags, entities and numbers of lines.
pub(crate) fn clean(text: &str, also: Also) -> Cleaned {
    let mut cleaner = Cleaner {
        text,
        also,
        at: 0,
        found: Cleaned {
            text: String::with_capacity(text.len()),
            taken: Vec::new(),
            origin: Vec::with_capacity(text.len()),
        },
        latex_end: text.rfind("''").unwrap_or(0),
        latex: false,
        bracket_end: text.rfind(']').unwrap_or(0),
        footnote_end: None,
        command_ends: Vec::new(),
    };
    while let Some(c) = text[cleaner.at..].chars().next() {
        cleaner.step(c);
    }
    cleaner.found
}

impl Cleaned {
    /// What `range` of the text came from, in bytes.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let last = self.origin.last().map_or(0, |&(_, end)| end);
        let start = self.origin.get(range.start).map_or(last, |&(start, _)| start);
        let end = range.end.checked_sub(1).and_then(|last| self.origin.get(last));
        start..end.map_or(start, |&(_, end)| end.max(start))
    }

    /// What was taken out within `range`, or at its ends.
    pub(crate) fn taken_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Taken> + use<'_> {
        let first = self.taken.partition_point(|taken| taken.at < range.start);
        let end = range.end;
        self.taken[first..].iter().take_while(move |taken| taken.at <= end)
    }
}

struct Cleaner<'t> {
    text: &'t str,
    also: Also,
    /// The byte that comes next.
    at: usize,
    found: Cleaned,
    /// Behind it no LaTeX mark closes.
    latex_end: usize,
    /// Whether one is open.
    latex: bool,
    /// Behind it no bracket closes.
    bracket_end: usize,
    /// Where the open footnote of `LaTeX` ends.
    footnote_end: Option<usize>,
    /// Where the open commands of `LaTeX` end, the innermost last, and whether these quote.
    command_ends: Vec<(usize, bool)>,
}

impl<'t> Cleaner<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The character before the next one.
    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Writes `c` for the next `length` bytes.
    fn put(&mut self, c: char, length: usize) {
        let (start, end) = (self.at, self.at + length);
        self.found.text.push(c);
        if length == c.len_utf8() {
            self.found.origin.extend((start..end).map(|byte| (byte, end)));
        } else {
            self.found.origin.extend(std::iter::repeat_n((start, end), c.len_utf8()));
        }
        self.at = end;
    }

    fn take(&mut self, debris: Debris, note: Option<String>, length: usize) {
        self.found.taken.push(Taken { at: self.found.text.len(), debris, note });
        self.at += length;
    }

    fn step(&mut self, c: char) {
        let done = match c {
            '&' => self.entity(),
            '<' => self.tag(),
            '[' => self.bracket(),
            '\n' => self.line_end(),
            '`' | '\'' => self.latex(c),
            '\\' | '}' => self.command() || self.footnote(),
            '~' => self.tie(),
            '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}' | '\u{2074}'..='\u{2079}' => self.raised(),
            _ => false,
        };
        if done {
            return;
        }
        if self.also.emphasis && self.is_emphasis(c) {
            self.at += c.len_utf8();
        } else {
            self.put(c, c.len_utf8());
        }
    }

    fn is_emphasis(&self, c: char) -> bool {
        let alone = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
        let after = || self.rest().chars().nth(1);
        matches!(c, '*' | '`') || c == '_' && (alone(self.before()) || alone(after()))
    }

    /// "&quot;", "&#8217;", "&#x2019;".
    fn entity(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let Some(end) = rest.bytes().take(ENTITY_BYTES_MAX + 1).position(|b| b == b';') else {
            return false;
        };
        let name = &rest[..end];
        let number = name.strip_prefix('#').and_then(|number| {
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = match hexadecimal {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| !c.is_control())
        });
        let named = || HTML.entities.get(name).copied();
        let Some(c) = number.or_else(named) else { return false };
        self.take(Debris::Markup, None, 0);
        self.put(c, end + 2);
        true
    }

    /// `<em>`, `</em>`, `<sup>3</sup>`, `<q>`.
    fn tag(&mut self) -> bool {
        let rest = self.rest();
        let Some(end) = rest.bytes().take(TAG_BYTES_MAX).position(|b| b == b'>') else {
            return false;
        };
        let inside = &rest[1..end];
        let closes = inside.starts_with('/');
        let name = inside.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let whole = inside.trim_start_matches('/')[name.len()..].starts_with([' ', '/', '\n'])
            || inside.trim_start_matches('/').len() == name.len();
        let lower = name.to_ascii_lowercase();
        if !whole || !HTML.elements.has(&lower) {
            return false;
        }
        let length = end + 1;
        match (lower.as_str(), closes) {
            ("sup", false) => {
                let behind = &rest[length..];
                let close = behind.bytes().take(NOTE_BYTES_MAX).position(|b| b == b'<');
                let raised = close.map(|close| &behind[..close]).unwrap_or_default();
                let ends = close.is_some_and(|close| behind[close..].starts_with("</sup>"));
                let mark = !raised.is_empty()
                    && raised.chars().all(|c| c.is_alphanumeric() || "[]*\u{2020}()".contains(c));
                if ends && mark {
                    let name = raised.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
                    let length = length + raised.len() + "</sup>".len();
                    self.take(Debris::Note, Some(name), length);
                } else {
                    self.take(Debris::Markup, None, length);
                }
            }
            ("q", _) => {
                self.take(Debris::Markup, None, 0);
                self.put(if closes { '\u{201d}' } else { '\u{201c}' }, length);
            }
            (name, _) if HTML.breaks.has(name) => {
                self.take(Debris::Markup, None, 0);
                self.put(' ', length);
            }
            _ => self.take(Debris::Markup, None, length),
        }
        true
    }

    /// `[^1]`, `[3]` behind a word, `[words](https://...)`.
    fn bracket(&mut self) -> bool {
        if self.at >= self.bracket_end {
            return false;
        }
        let rest = self.rest();
        let Some(end) = rest.bytes().take(TAG_BYTES_MAX).position(|b| b == b']') else {
            return false;
        };
        let inside = &rest[1..end];
        if let Some(name) = inside.strip_prefix('^') {
            let name = name.to_owned();
            self.take(Debris::Note, Some(name), end + 1);
            return true;
        }
        let digits =
            (1..DIGITS_MAX).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit());
        let joined = self.before().is_some_and(|c| !c.is_whitespace() && c != '(');
        if digits && joined {
            let name = inside.to_owned();
            self.take(Debris::Note, Some(name), end + 1);
            return true;
        }
        let behind = &rest[end + 1..];
        let address = behind.strip_prefix('(').filter(|_| self.also.links);
        let length =
            address.and_then(|rest| rest.bytes().take(TAG_BYTES_MAX).position(|b| b == b')'));
        let Some(length) = length.filter(|_| !inside.contains('[')) else { return false };
        self.take(Debris::Markup, None, 1);
        let stop = self.at + inside.len();
        while self.at < stop {
            let c = self.rest().chars().next().expect("the stop is behind it");
            self.put(c, c.len_utf8());
        }
        self.take(Debris::Markup, None, 1 + 1 + length + 1);
        true
    }

    /// Raised figures behind a word or a mark.
    fn raised(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(is_raised).len();
        let before = &self.text[..self.at];
        let letters = before.chars().rev().take(NOTED_WORD_MIN).take_while(|c| c.is_alphabetic());
        let letters = letters.count();
        let behind_mark = before.ends_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
        if letters < NOTED_WORD_MIN && !behind_mark {
            return false;
        }
        let name: String = rest[..length].chars().filter_map(lowered).collect();
        self.take(Debris::Note, Some(name), length);
        true
    }
}

/// Whether `c` is a raised figure.
fn is_raised(c: char) -> bool {
    lowered(c).is_some()
}

/// The digit that is raised in `c`.
pub(crate) fn lowered(c: char) -> Option<char> {
    match c {
        '\u{b9}' => Some('1'),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{2070}' => Some('0'),
        '\u{2074}'..='\u{2079}' => char::from_digit(c as u32 - 0x2070, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_programs_leave_is_taken_out() {
        let all = Also { emphasis: true, links: true };
        let cases = [
            ("groups\u{b9} who, 5 km\u{b2}", "groups who, 5 km\u{b2}"),
            ("groups[3] who[^a] are [3] or [sic]", "groups who are [3] or [sic]"),
            ("groups<sup>3</sup> <em>who</em> a<b", "groups who a<b"),
            (
                "&quot;a&nbsp;b&#8217;s&quot; & &co; x&#x2019;s",
                "\"a\u{a0}b\u{2019}s\" & &co; x\u{2019}s",
            ),
            ("one\n12\ntwo\n13", "one two 13"),
            ("``a b'' and `c` and *d*", "\u{201c}a b\u{201d} and c and d"),
            ("the [social fabric](https://a.example/x) of", "the social fabric of"),
            ("<q>a</q>.\u{b9}\u{b2}", "\u{201c}a\u{201d}."),
            ("sub-\njects, 5-\nfold, re-\nA", "subjects, 5- fold, re- A"),
            (
                "\\emph{a \\textbf{b}} \\enquote{c} 5\\% P~2 \\x{d}",
                "a b \u{201c}c\u{201d} 5% P 2 \\x{d}",
            ),
            ("a<footer>b</footer>", "a b "),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text, all).text, expected, "{text}");
        }
        let notes: Vec<_> = clean("a word\u{b9}\u{b2} b[^x] c<sup>4</sup>", all).taken;
        let notes: Vec<&str> = notes.iter().filter_map(|taken| taken.note.as_deref()).collect();
        assert_eq!(notes, ["12", "x", "4"]);
    }

    proptest! {
        #[test]
        fn every_byte_leads_back(text in "[a-c \u{b9}\u{e9}<>/sup\\[\\]^3&;#quot`'*_\n()]{0,80}") {
            let cleaned = clean(&text, Also { emphasis: true, links: true });
            for (at, c) in cleaned.text.char_indices() {
                let range = cleaned.original(&(at..at + c.len_utf8()));
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
