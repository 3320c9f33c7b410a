//! What the text of an answer quotes of a citation, which may be longer.

use std::ops::Range;

use super::span::{Sought, decisive, held_terms, trimmed};
use crate::domain::{Citation, Corpus, Span, Text};
use crate::language::analysis::{TextLanguage, word_count};
use crate::retrieval::Index;

/// The words of a citation that a text quotes: `words_max` at most.
pub(super) fn excerpt(
    corpus: &Corpus,
    index: &Index,
    citation: &Citation,
    words_max: usize,
    sought: Sought<'_>,
) -> Span {
    let (position, within) = (citation.clause, citation.span);
    let span = decisive(corpus, index, position, within, words_max, sought);
    let document = corpus.document_of(&corpus.clauses()[position]);
    let language = TextLanguage::of_document(document);
    let span = shortened(language, &document.text, span, words_max, sought);
    unmarked(&document.text, trimmed(corpus, position, span))
}

/// The first words of a citation, `words_max` at most.
pub(super) fn beginning(corpus: &Corpus, citation: &Citation, words_max: usize) -> Span {
    let document = corpus.document_of(&corpus.clauses()[citation.clause]);
    let language = TextLanguage::of_document(document);
    let span = shortened(language, &document.text, citation.span, words_max, Sought::NOTHING);
    trimmed(corpus, citation.clause, Span::new(citation.span.start, span.end))
}

/// `span` without a quotation mark that opens it and closes behind it, or not within it: it will stand in marks.
pub(super) fn unmarked(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let Some(rest) = words.strip_prefix(['\u{201c}', '"']) else { return span };
    let closes = ['\u{201d}', '"'];
    match rest.find(closes) {
        None => Span::new(span.start + 1, span.end),
        Some(at) if rest[at..].chars().count() == 1 => Span::new(span.start + 1, span.end - 1),
        Some(_) => span,
    }
}

/// `span` of `text`, cut to `words_max` words where it has more: from a break on behind which it holds the most of
/// the query's terms, up to the last break before it grows too long.
fn shortened(
    language: TextLanguage,
    text: &Text,
    span: Span,
    words_max: usize,
    sought: Sought<'_>,
) -> Span {
    let Sought { terms: query, tells, .. } = sought;
    let whole = text.slice(span);
    if word_count(whole) <= words_max {
        return span;
    }
    let weight = |at: &usize| query[*at].weight;
    // Of two stretches that hold about as much, the one that tells it.
    let detail = 0.5 + query.iter().map(|term| term.weight).sum::<f32>();
    let worth = |range: &Range<usize>| -> f32 {
        let words = &whole[range.clone()];
        let held: f32 = held_terms(language, words, query).iter().map(weight).sum();
        if tells(words) { held + detail } else { held }
    };
    let length = |range: &Range<usize>| word_count(&whole[range.clone()]);
    // The longest stretch from each start, with what it holds.
    let best = |starts: &[usize], ends: &[usize]| {
        let stretch = |&from: &usize| {
            let behind = ends.partition_point(|&end| end <= from);
            let fits = |end: &&usize| length(&(from..**end)) <= words_max;
            let to = *ends[behind..].iter().take_while(fits).last()?;
            Some((from..to, worth(&(from..to))))
        };
        // Of two that hold as much, the longer one, and then the first.
        let chosen = starts.iter().filter_map(stretch).max_by(|(a, held), (b, other)| {
            let longer = || length(a).cmp(&length(b));
            held.total_cmp(other).then_with(longer).then(b.start.cmp(&a.start))
        });
        chosen.map(|(range, _)| range)
    };
    let marks = breaks(whole);
    let starts: Vec<usize> = std::iter::once(0).chain(marks.iter().copied()).collect();
    // Between any two words only where marks leave next to nothing.
    let at_marks = best(&starts, &marks).filter(|range| 4 * length(range) >= words_max);
    let cut = at_marks.or_else(|| {
        let blanks = blanks(whole);
        let apart = blanks.iter().step_by(words_max.max(2) / 2).copied();
        best(&apart.chain(starts).collect::<Vec<_>>(), &blanks)
    });
    let Some(Range { start, end }) = cut else { return span };
    let part = &whole[start..end];
    let start = start + (part.len() - part.trim_start().len());
    let at = |byte: usize| span.start + whole[..byte].chars().count() as u32;
    Span::new(at(start), at(end))
}

/// Bytes of `text` at which one may leave off reading: behind commas and the like, and at the end.
fn breaks(text: &str) -> Vec<usize> {
    let marks =
        |mark: char| matches!(mark, ',' | ';' | ':' | '\u{2014}' | ')' | '、' | '。' | '，' | '；');
    // "1,000" and "12:30" are one word.
    let splits = |end: usize| text[end..].starts_with(|c: char| c.is_ascii_digit());
    let marked = text.char_indices().filter(|&(_, mark)| marks(mark));
    let behind = marked.map(|(at, mark)| at + mark.len_utf8()).filter(|&end| !splits(end));
    behind.chain([text.len()]).collect()
}

/// Bytes of `text` at which a blank stands, and its end.
fn blanks(text: &str) -> Vec<usize> {
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    blanks.chain([text.len()]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::span::{NO_DETAIL, Tells};
    use super::*;
    use crate::retrieval::WeightedTerm;

    #[test]
    fn a_quotation_is_cut_to_what_tells_the_detail() {
        let text = "States shall report on their plans, which they adopt in public and with care, \
                    not later than twelve months from now, and shall then publish their plans.";
        let stored = Text::new(text.to_owned());
        let whole = Span::new(0, stored.len());
        let cut = |tells: Tells<'_>| {
            let span = shortened(
                TextLanguage::English,
                &stored,
                whole,
                8,
                Sought { tells, ..Sought::NOTHING },
            );
            stored.slice(span).to_owned()
        };
        assert!(!cut(NO_DETAIL).contains("twelve"));
        assert_eq!(
            cut(&|words| words.contains("twelve")),
            "not later than twelve months from now,"
        );
    }

    #[test]
    fn marks_at_the_ends_of_a_quotation_are_left_to_the_sentence() {
        for (words, expected) in [
            ("\u{201c}I hope\u{201d}", "I hope"),
            ("\u{201c}I hope that", "I hope that"),
            ("\u{201c}I hope\u{201d} he said", "\u{201c}I hope\u{201d} he said"),
            ("I \u{201c}hope\u{201d}", "I \u{201c}hope\u{201d}"),
        ] {
            let text = Text::new(words.to_owned());
            let span = unmarked(&text, Span::new(0, text.len()));
            assert_eq!(text.slice(span), expected);
        }
    }

    #[test]
    fn what_is_too_long_is_cut_at_marks_where_it_holds_the_terms() {
        let cut = |text: &str, words_max: usize, stems: &[&str]| {
            let query: Vec<WeightedTerm> =
                stems.iter().map(|stem| WeightedTerm::new(stem, 1.0)).collect();
            let text = Text::new(text.to_owned());
            let whole = Span::new(0, text.len());
            let language = TextLanguage::of_tag("en");
            text.slice(shortened(
                language,
                &text,
                whole,
                words_max,
                Sought { terms: &query, ..Sought::NOTHING },
            ))
            .to_owned()
        };
        let text = "one two three, four five six; seven 1,000 nine, ten";
        for (words_max, stems, expected) in [
            (20, &["ten"][..], text),
            (6, &[], "one two three, four five six;"),
            (6, &["seven"], "four five six; seven 1,000 nine,"),
            (4, &["ten"], "seven 1,000 nine, ten"),
            (1, &["ten"], "ten"),
            (7, &["four"], "four five six; seven 1,000 nine, ten"),
        ] {
            assert_eq!(cut(text, words_max, stems), expected, "{words_max} {stems:?}");
        }
        let unmarked = ["word"; 30].join(" ");
        assert_eq!(cut(&unmarked, 12, &[]).split(' ').count(), 12);
        let group = format!("{}, of all the world\u{2019}s people", ["word"; 8].join(" "));
        assert!(cut(&group, 12, &[]).ends_with("word,"), "no word group is cut");
        let late = format!("one, {}", ["word"; 30].join(" "));
        assert_eq!(cut(&late, 12, &["word"]).split(' ').count(), 12, "marks leave one word");
        let unspaced = "\u{51b3}\u{5b9a}".repeat(40);
        assert!(!cut(&unspaced, 12, &[]).is_empty());
    }
}
