//! Text fragments: links that lead a browser to the words themselves.
//!
//! After "URL Fragment Text Directives" (WICG): `#:~:text=[prefix-,]start[,end][,-suffix]`. A browser
//! takes the first match, compares without regard to case and accents, and looks for each of the
//! terms within one block of the page. So that the first match is the passage meant, words from
//! around it are added until it is.

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::passage::Passage;
use super::work;

/// Longer quotations are named by their first and last words.
const QUOTED_CHARS_MAX: usize = 300;
/// How many words of a long quotation are named on each side, at first.
const EDGE_WORDS: usize = 5;
/// How many words from around a quotation may be added on each side.
const CONTEXT_WORDS_MAX: usize = 20;

/// Everything is encoded but what neither addresses nor directives read: `-`, `,` and `&` are syntax.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// In longer texts nothing is looked for: context is given, whether it is needed or not.
const SEARCHED_BYTES_MAX: usize = 1 << 20;
/// Context that is given unseen, in words on each side.
const CONTEXT_WORDS_UNSEEN: usize = 4;

/// The directive that finds `passage` in a page with the document's text: `:~:text=...`, to stand after
/// the `#` of an address. None where the passage has no words.
pub fn text_fragment(passage: &Passage<'_>) -> Option<String> {
    let text = passage.document.text.as_str();
    let quoted = bounded(text, passage)?;
    let directive = directive(text, quoted);
    Some(format!(":~:text={}", directive.encoded(text)))
}

/// Where the document was taken from, with [`text_fragment`]. None where that address is not known.
pub fn source_link(passage: &Passage<'_>) -> Option<String> {
    let url = work::address(passage.document.source.as_deref()?)?;
    let fragment = text_fragment(passage)?;
    // A fragment of the address stays what it is, with the directive after it.
    let joint = if url.contains('#') { "" } else { "#" };
    Some(format!("{url}{joint}{fragment}"))
}

/// Byte ranges of a text: what a directive names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    prefix: Range<usize>,
    start: Range<usize>,
    /// Empty where `start` is the whole quotation.
    end: Range<usize>,
    suffix: Range<usize>,
}

impl Directive {
    fn encoded(&self, text: &str) -> String {
        let term = |range: &Range<usize>| {
            let words: Vec<&str> = text[range.clone()].split_whitespace().collect();
            utf8_percent_encode(&words.join(" "), ENCODED).to_string()
        };
        let mut parts = Vec::new();
        if !self.prefix.is_empty() {
            parts.push(format!("{}-", term(&self.prefix)));
        }
        parts.push(term(&self.start));
        if !self.end.is_empty() {
            parts.push(term(&self.end));
        }
        if !self.suffix.is_empty() {
            parts.push(format!("-{}", term(&self.suffix)));
        }
        parts.join(",")
    }
}

/// The bytes of `passage`, without white space at its ends and with the whole of the words that it
/// begins and ends in: browsers find whole words only, by the boundaries of UAX #29.
fn bounded(text: &str, passage: &Passage<'_>) -> Option<Range<usize>> {
    let own = &passage.document.text;
    let (start, end) = (own.byte_of(passage.span.start), own.byte_of(passage.span.end));
    let quote = text.get(start..end)?;
    let trimmed = quote.trim();
    if !trimmed.contains(char::is_alphanumeric) {
        return None;
    }
    let start = start + quote.len() - quote.trim_start().len();
    let end = start + trimmed.len();
    // Words do not go beyond white space.
    let from = start
        - text[..start]
            .chars()
            .rev()
            .take_while(|c| !c.is_whitespace())
            .map(char::len_utf8)
            .sum::<usize>();
    let to = text[end..].find(char::is_whitespace).map_or(text.len(), |at| end + at);
    let (mut first, mut last) = (start, end);
    for (at, word) in text[from..to].split_word_bound_indices() {
        let (begins, ends) = (from + at, from + at + word.len());
        if word.contains(char::is_alphanumeric) {
            if begins < start && start < ends {
                first = begins;
            }
            if begins < end && end < ends {
                last = ends;
            }
        }
    }
    Some(first..last)
}

/// The shortest of some directives whose first match in `text` is `quoted`.
fn directive(text: &str, quoted: Range<usize>) -> Directive {
    let quote = &text[quoted.clone()];
    let whole = quote.chars().count() <= QUOTED_CHARS_MAX && !quote.contains('\n');
    let with_context = |named: &Directive, before, after| Directive {
        prefix: words_before(text, quoted.start, before),
        suffix: words_after(text, quoted.end, after),
        ..named.clone()
    };
    let mut edges = EDGE_WORDS;
    if text.len() > SEARCHED_BYTES_MAX {
        let named = named(text, &quoted, whole, edges);
        return with_context(&named, CONTEXT_WORDS_UNSEEN, CONTEXT_WORDS_UNSEEN);
    }
    let page = Folded::fold(text);
    loop {
        let named = named(text, &quoted, whole, edges);
        let whole = named.end.is_empty();
        for context in 0..=2 * CONTEXT_WORDS_MAX {
            let tried = with_context(&named, context.div_ceil(2), context / 2);
            if page.first_match_is(text, &tried, &quoted) {
                return tried;
            }
        }
        // What is repeated with all that is around it cannot be told apart: it will be the first.
        if whole {
            return with_context(&named, CONTEXT_WORDS_UNSEEN, CONTEXT_WORDS_UNSEEN);
        }
        edges *= 2;
    }
}

/// What names `quoted` itself: all of it, or up to `edges` words of its first and of its last line.
fn named(text: &str, quoted: &Range<usize>, whole: bool, edges: usize) -> Directive {
    let none = quoted.end..quoted.end;
    let (head, tail) =
        (words_after(text, quoted.start, edges), words_before(text, quoted.end, edges));
    let (start, end) =
        if whole || head.end >= tail.start { (quoted.clone(), none.clone()) } else { (head, tail) };
    Directive { prefix: none.clone(), start, end, suffix: none }
}

/// Up to `count` words that end before byte `at`, out of one line.
fn words_before(text: &str, at: usize, count: usize) -> Range<usize> {
    let before = text[..at].trim_end();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let mut begin = before.len();
    for _ in 0..count {
        let rest = before[line..begin].trim_end();
        if rest.is_empty() {
            break;
        }
        let space = rest.char_indices().rev().find(|(_, c)| c.is_whitespace());
        begin = line + space.map_or(0, |(at, c)| at + c.len_utf8());
    }
    if begin == before.len() { at..at } else { begin..before.len() }
}

/// Up to `count` words that begin after byte `at`, out of one line.
fn words_after(text: &str, at: usize, count: usize) -> Range<usize> {
    let from = text.len() - text[at..].trim_start().len();
    let line = text[from..].find('\n').map_or(text.len(), |newline| from + newline);
    let mut end = from;
    for _ in 0..count {
        let rest = text[end..line].trim_start();
        if rest.is_empty() {
            break;
        }
        end = line - rest.len() + rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    if end == from { at..at } else { from..end }
}

/// A text as browsers compare it: without case and accents, with one space for each run of white space.
///
/// Lines are not told apart, and neither are words from parts of them. More is found in it than a
/// browser finds: what comes first here comes first there.
struct Folded {
    text: String,
    /// For each character of the original, the byte of it and of `text`.
    bytes: Vec<(usize, usize)>,
}

impl Folded {
    fn fold(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut bytes = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            bytes.push((at, text.len()));
            fold_into(&mut text, c);
        }
        bytes.push((original.len(), text.len()));
        Self { text, bytes }
    }

    /// Where the original's byte `at` is.
    fn byte(&self, at: usize) -> usize {
        self.bytes[self.bytes.partition_point(|(own, _)| *own < at)].1
    }

    /// Whether what `directive` finds first is `quoted`.
    fn first_match_is(&self, text: &str, directive: &Directive, quoted: &Range<usize>) -> bool {
        let needle = |range: &Range<usize>| folded(&text[range.clone()]);
        let [prefix, start, end, suffix] =
            [&directive.prefix, &directive.start, &directive.end, &directive.suffix].map(needle);
        let (first, last) = (self.byte(quoted.start), self.byte(quoted.end));
        let spaces = |at: usize| at + usize::from(self.text[at..].starts_with(' '));
        let opening = if prefix.is_empty() { &start } else { &prefix };
        for (at, _) in self.text.match_indices(opening.as_str()) {
            let from = if prefix.is_empty() { at } else { spaces(at + prefix.len()) };
            if !self.text[from..].starts_with(&start) {
                continue;
            }
            if from != first {
                // Something earlier would be found, if it can be ended.
                let after = from + start.len();
                if self.ends(after, &end, &suffix).is_some() {
                    return false;
                }
                continue;
            }
            return self.ends(from + start.len(), &end, &suffix) == Some(last);
        }
        false
    }

    /// Where a match ends whose start ends at `at`.
    fn ends(&self, at: usize, end: &str, suffix: &str) -> Option<usize> {
        let followed = |at: usize| {
            let rest = &self.text[at..];
            rest.strip_prefix(' ').unwrap_or(rest).starts_with(suffix)
        };
        if end.is_empty() {
            return followed(at).then_some(at);
        }
        let mut ends = self.text[at..].match_indices(end).map(|(found, _)| at + found + end.len());
        ends.find(|&end| followed(end))
    }
}

fn fold_into(text: &mut String, c: char) {
    if c.is_whitespace() {
        if !text.ends_with(' ') {
            text.push(' ');
        }
        return;
    }
    let plain = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c));
    text.extend(plain.flat_map(char::to_lowercase));
}

fn folded(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    words.chars().for_each(|c| fold_into(&mut text, c));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Document, Span, Text, sample};

    /// The fragment for `quote`, as it stands for the `nth` time in `text`.
    fn fragment(text: &str, quote: &str, nth: usize) -> Option<String> {
        let corpus = sample::corpus();
        let mut document: Document = corpus.documents()[0].clone();
        document.text = Text::new(text.to_owned());
        let (at, _) = text.match_indices(quote).nth(nth).expect("the text has it");
        let span: Span = document.text.span_of(at..at + quote.len());
        let passage = Passage { document: &document, clause: &corpus.clauses()[0], span };
        text_fragment(&passage).map(|fragment| fragment.replace(":~:text=", ""))
    }

    #[test]
    fn the_first_match_is_the_passage() {
        let cases = [
            ("Ministers met in Monaco.", "met in", 0, "met%20in"),
            ("One way. Another way.", "way", 0, "way"),
            ("One way. Another way.", "way", 1, "Another-,way"),
            ("a way of it. a way on.", "a way", 1, "it.-,a%20way"),
            ("Éa way. ea way, too.", "ea way", 0, "way.-,ea%20way"),
            (
                "x-ray, A&B: 100% #1",
                "x-ray, A&B: 100% #1",
                0,
                "x%2Dray%2C%20A%26B%3A%20100%25%20%231",
            ),
            ("States’ rights", "States’", 0, "States%E2%80%99"),
            // The words run together: browsers find the whole of them only.
            ("internationally.The end", "internationally.", 0, "internationally.The"),
            ("Said “Noble. Since then”", "Noble.", 0, "Noble."),
            (
                "إعلان سنغافورة عام",
                "سنغافورة",
                0,
                "%D8%B3%D9%86%D8%BA%D8%A7%D9%81%D9%88%D8%B1%D8%A9",
            ),
            // Two lines are two blocks.
            ("One two\nthree four.", "two\nthree", 0, "two,three"),
            (
                "a b c d e f g h\ni j k l m n",
                "b c d e f g h\ni j k l m n",
                0,
                "b%20c%20d%20e%20f,j%20k%20l%20m%20n",
            ),
        ];
        for (text, quote, nth, expected) in cases {
            assert_eq!(fragment(text, quote, nth).as_deref(), Some(expected), "{text}: {quote}");
        }
        assert_eq!(fragment("One, two", ", ", 0), None, "punctuation alone is not found");
    }

    #[test]
    fn long_quotations_are_named_by_their_edges() {
        let long = format!("Begin here {} and end there.", "word ".repeat(200));
        let found = fragment(&long, &long, 0).expect("words");
        assert!(found.len() < 100 && found.contains(','), "{found}");
        // What cannot be told apart does not run on for ever.
        let repeated = "same words ".repeat(500);
        assert!(fragment(&repeated, "same words", 300).is_some());
    }

    #[test]
    fn links_lead_to_the_source() {
        let corpus = sample::corpus();
        let mut document = corpus.documents()[0].clone();
        let clause = &corpus.clauses()[0];
        let link =
            |document: &Document| source_link(&Passage { document, clause, span: clause.span });
        assert_eq!(link(&document), None);
        document.source = Some("INTERPOL, https://www.interpol.int/d".to_owned());
        let found = link(&document).expect("there is an address");
        assert!(
            found.starts_with("https://www.interpol.int/d#:~:text=On%2012%20October"),
            "{found}"
        );
        document.source = Some("https://www.interpol.int/d#top".to_owned());
        assert!(link(&document).expect("an address").contains("d#top:~:text="));
    }
}
