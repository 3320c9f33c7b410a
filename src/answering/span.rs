//! The quoted span: the stretch of a clause that decides.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::{Citation, Corpus, Span, Text};
use crate::language::analysis::{TextLanguage, terms_in, word_count};
use crate::retrieval::{Index, WeightedTerm};

/// What a cosine counts beside the rarity of the words held.
const MEANING_WEIGHT: f32 = 6.0;

/// The longest quotation of a clause, in words, unless it is asked for by its label.
const QUOTE_WORDS_MAX: usize = 80;

/// The span of the clause at `position` to quote: all of one that was asked for by its label, and of any other
/// what [`decisive`] finds.
pub(super) fn quoted(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    labelled: bool,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    let clause = corpus.clauses()[position].span;
    if labelled {
        return clause;
    }
    decisive(corpus, index, position, clause, QUOTE_WORDS_MAX, query, vector)
}

/// The words of a citation that a text quotes: `words_max` at most.
pub(super) fn excerpt(
    corpus: &Corpus,
    index: &Index,
    citation: &Citation,
    words_max: usize,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    let (position, within) = (citation.clause, citation.span);
    let span = decisive(corpus, index, position, within, words_max, query, vector);
    let document = corpus.document_of(&corpus.clauses()[position]);
    let language = TextLanguage::of_document(document);
    let span = shortened(language, &document.text, span, words_max, query);
    unmarked(&document.text, trimmed(corpus, position, span))
}

/// The first words of a citation, `words_max` at most.
pub(super) fn beginning(corpus: &Corpus, citation: &Citation, words_max: usize) -> Span {
    let document = corpus.document_of(&corpus.clauses()[citation.clause]);
    let language = TextLanguage::of_document(document);
    let span = shortened(language, &document.text, citation.span, words_max, &[]);
    trimmed(corpus, citation.clause, Span::new(citation.span.start, span.end))
}

/// `span` without a quotation mark that opens it and closes behind it, or not within it: it will stand in marks.
fn unmarked(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let Some(rest) = words.strip_prefix(['\u{201c}', '"']) else { return span };
    let closes = ['\u{201d}', '"'];
    match rest.find(closes) {
        None => Span::new(span.start + 1, span.end),
        Some(at) if rest[at..].chars().count() == 1 => Span::new(span.start + 1, span.end - 1),
        Some(_) => span,
    }
}

/// What decides a question with these terms and vector, of what the clause at `position` says `within` a span:
/// the best segment, with those beside it that make it no longer than `words_max` words.
pub(super) fn decisive(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    within: Span,
    words_max: usize,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    let clause = &corpus.clauses()[position];
    let document = corpus.document_of(clause);
    let (text, language) = (&document.text, TextLanguage::of_document(document));
    let words = |span: Span| word_count(text.slice(span));
    let inside = |segment: &Span| segment.overlaps(within);
    let segments = &*clause.segments;
    let (first, last) = (segments.iter().position(inside), segments.iter().rposition(inside));
    let (Some(first), Some(last)) = (first, last) else { return within };
    if first == last || words(within) <= words_max {
        return within;
    }
    let cosines = index.vectors().segment_cosines(position, vector);
    let held = |&segment: &Span| held_terms(language, text.slice(segment), query);
    let held: Vec<BTreeSet<usize>> = segments.iter().map(held).collect();
    let worth = |terms: &BTreeSet<usize>| -> f32 {
        terms.iter().map(|&at| index.lexical().idf(&query[at].stem) * query[at].weight).sum()
    };
    let value =
        |at: usize| worth(&held[at]) + MEANING_WEIGHT * cosines.get(at).copied().unwrap_or(0.0);
    let best = (first..=last)
        .max_by(|&a, &b| value(a).total_cmp(&value(b)).then(b.cmp(&a)))
        .unwrap_or(first);
    let mut range = best..best + 1;
    let mut covered = held[best].clone();
    loop {
        let joined = |range: &Range<usize>| {
            let (start, end) = (segments[range.start].start, segments[range.end - 1].end);
            Span::new(start.max(within.start), end.min(within.end))
        };
        let gain = |at: usize| {
            let new: BTreeSet<usize> = held[at].difference(&covered).copied().collect();
            worth(&new) + MEANING_WEIGHT * (cosines.get(at).copied().unwrap_or(0.0) - 0.3).max(0.0)
        };
        let before = (range.start > first).then(|| (range.start - 1, range.start - 1..range.end));
        let after = (range.end <= last).then(|| (range.end, range.start..range.end + 1));
        let next = [before, after]
            .into_iter()
            .flatten()
            .filter(|(_, wider)| words(joined(wider)) <= words_max)
            .max_by(|(a, _), (b, _)| gain(*a).total_cmp(&gain(*b)));
        match next {
            Some((at, wider)) => {
                covered.extend(&held[at]);
                range = wider;
            }
            None => return joined(&range),
        }
    }
}

/// `span` of `text`, cut to `words_max` words where it has more: from a break on behind which it holds the most of
/// the query's terms, up to the last break before it grows too long.
fn shortened(
    language: TextLanguage,
    text: &Text,
    span: Span,
    words_max: usize,
    query: &[WeightedTerm],
) -> Span {
    let whole = text.slice(span);
    if word_count(whole) <= words_max {
        return span;
    }
    let weight = |at: &usize| query[*at].weight;
    let worth = |range: &Range<usize>| -> f32 {
        held_terms(language, &whole[range.clone()], query).iter().map(weight).sum()
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

/// Indexes of the query's terms that `text` holds.
fn held_terms(language: TextLanguage, text: &str, query: &[WeightedTerm]) -> BTreeSet<usize> {
    let own: BTreeSet<String> =
        terms_in(language, text).into_iter().map(|term| term.stem).collect();
    (0..query.len()).filter(|&at| own.contains(&query[at].stem)).collect()
}

/// The segments of the clause at `position` that `span` touches: a quotation with its sentence.
pub(super) fn enclosing(corpus: &Corpus, position: usize, span: Span) -> Span {
    let segments = &corpus.clauses()[position].segments;
    let touched = || segments.iter().filter(|segment| segment.overlaps(span));
    match (touched().next(), touched().next_back()) {
        (Some(first), Some(last)) => Span::new(first.start.min(span.start), last.end.max(span.end)),
        _ => span,
    }
}

/// `span` without the separators that end a clause, and without a word that only leads on to what
/// is not quoted any more.
pub(super) fn trimmed(corpus: &Corpus, position: usize, span: Span) -> Span {
    let text = corpus.document_of(&corpus.clauses()[position]).text.slice(span);
    let kept = text.trim_end_matches([';', ',', ':', ' ', '\u{a0}']);
    let kept = [", and", "; and", ", therefore", "; therefore"]
        .iter()
        .find_map(|ending| kept.strip_suffix(ending))
        .unwrap_or(kept);
    Span::new(span.start, span.start + kept.chars().count() as u32)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{Clause, Digest, Document, DocumentKind, Part, Text};
    use crate::retrieval::{Embedding, PassagesInMemory, TokenVectors};

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

    /// A corpus of one clause of four segments, `words` words each, and its index; the segments
    /// numbered in `near` point where a question would.
    fn indexed(words: usize, near: &[usize]) -> (Corpus, Index) {
        let segment = |at: usize| vec![["alpha", "beta", "gamma", "delta"][at]; words].join(" ");
        let text = Text::new((0..4).map(segment).collect::<Vec<_>>().join(" "));
        let mut from = 0;
        let segments: Box<[Span]> = (0..4)
            .map(|at| {
                let span = text.span_of(from..from + segment(at).len());
                from += segment(at).len() + 1;
                span
            })
            .collect();
        let clause = Clause {
            document: 0,
            label: "1".into(),
            part: Part::Body,
            span: Span::new(0, text.len()),
            verbs: Box::default(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments,
        };
        let document = Document {
            id: "a".to_owned(),
            title: "A".to_owned(),
            kind: DocumentKind::Resolution,
            adopted_on: None,
            published_on: None,
            place: None,
            occasion: None,
            language: "en".to_owned(),
            source: None,
            catalogue: crate::domain::Catalogue::default(),
            text,
            digest: Digest([0; 32]),
            clauses: 0..0,
        };
        let corpus = Corpus::new(vec![(document, vec![clause])], Digest([0; 32])).expect("one id");
        let embedding = |near: bool| Embedding {
            vector: if near { vec![1.0, 0.0] } else { vec![0.0, 1.0] },
            tokens: TokenVectors::default(),
        };
        let segments = (0..4).map(|at| embedding(near.contains(&at)));
        let embeddings = std::iter::once(embedding(false)).chain(segments);
        let vectors: PassagesInMemory = embeddings.collect();
        let index = Index::build(&corpus, Arc::new(vectors)).expect("vectors in memory");
        (corpus, index)
    }

    fn quoted(words: usize, near: &[usize], stems: &[&str]) -> String {
        let (corpus, index) = indexed(words, near);
        let term = |stem: &&str| WeightedTerm::new(stem, 1.0);
        let query: Vec<WeightedTerm> = stems.iter().map(term).collect();
        let whole = corpus.clauses()[0].span;
        let span = decisive(&corpus, &index, 0, whole, QUOTE_WORDS_MAX, &query, &[1.0, 0.0]);
        let text = corpus.documents()[0].text.slice(span);
        let mut kinds: Vec<&str> = text.split(' ').collect();
        kinds.dedup();
        kinds.join(" ")
    }

    #[test]
    fn a_short_clause_is_quoted_whole_and_a_long_one_where_it_answers() {
        assert_eq!(quoted(10, &[2], &[]), "alpha beta gamma delta");
        assert_eq!(quoted(30, &[2], &[]), "gamma delta");
        assert_eq!(quoted(30, &[1, 2], &[]), "beta gamma");
        assert_eq!(
            quoted(50, &[1, 2], &[]).split(' ').count(),
            1,
            "no more words than a quotation has"
        );
        assert_eq!(quoted(30, &[], &["delta"]), "gamma delta");
    }

    #[test]
    fn a_clause_asked_for_by_its_label_is_quoted_whole() {
        let (corpus, index) = indexed(30, &[2]);
        let words = |labelled: bool| {
            let span = super::quoted(&corpus, &index, 0, labelled, &[], &[1.0, 0.0]);
            corpus.documents()[0].text.slice(span).split(' ').count()
        };
        assert_eq!((words(true), words(false)), (120, 60));
    }

    #[test]
    fn a_quotation_comes_with_its_segments() {
        let (corpus, _) = indexed(3, &[]);
        let segments = &corpus.clauses()[0].segments;
        let inside = Span::new(segments[1].start + 2, segments[2].start + 1);
        let expected = Span::new(segments[1].start, segments[2].end);
        assert_eq!(enclosing(&corpus, 0, inside), expected);
    }

    #[test]
    fn what_is_too_long_is_cut_at_marks_where_it_holds_the_terms() {
        let cut = |text: &str, words_max: usize, stems: &[&str]| {
            let query: Vec<WeightedTerm> =
                stems.iter().map(|stem| WeightedTerm::new(stem, 1.0)).collect();
            let text = Text::new(text.to_owned());
            let whole = Span::new(0, text.len());
            let language = TextLanguage::of_tag("en");
            text.slice(shortened(language, &text, whole, words_max, &query)).to_owned()
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
