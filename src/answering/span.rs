//! The quoted span: the stretch of a clause that decides.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::{Corpus, Span};
use crate::language::analysis::{TextLanguage, terms_in, word_count};
use crate::retrieval::{Index, WeightedTerm};

/// What a cosine counts beside the rarity of the words held.
const MEANING_WEIGHT: f32 = 6.0;

/// What a segment counts that tells the detail which is asked for.
const DETAIL_WEIGHT: f32 = 8.0;

/// Whether words tell the detail that a question asks for: a number, a date, a meaning.
pub(super) type Tells<'a> = &'a dyn Fn(&str) -> bool;

/// For a question that asks for no detail.
pub(super) const NO_DETAIL: Tells<'static> = &|_| false;

/// What a question asks for, by which the words that decide it are known.
#[derive(Clone, Copy)]
pub(super) struct Sought<'a> {
    pub(super) terms: &'a [WeightedTerm],
    pub(super) vector: &'a [f32],
    pub(super) tells: Tells<'a>,
}

impl Sought<'static> {
    /// Nothing in particular.
    pub(super) const NOTHING: Self = Self { terms: &[], vector: &[], tells: NO_DETAIL };
}

/// The longest quotation of a clause, in words, unless it is asked for by its label.
const QUOTE_WORDS_MAX: usize = 80;

/// The span of the clause at `position` to quote: all of one that was asked for by its label, and of any other
/// what [`decisive`] finds.
pub(super) fn quoted(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    labelled: bool,
    sought: Sought<'_>,
) -> Span {
    let clause = corpus.clauses()[position].span;
    if labelled {
        return clause;
    }
    decisive(corpus, index, position, clause, QUOTE_WORDS_MAX, sought)
}

/// What decides the question that is `sought` for, of what the clause at `position` says `within` a span:
/// the best segment, with those beside it that make it no longer than `words_max` words.
pub(super) fn decisive(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    within: Span,
    words_max: usize,
    sought: Sought<'_>,
) -> Span {
    let Sought { terms: query, vector, tells } = sought;
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
    let detail = |segment: &Span| if tells(text.slice(*segment)) { DETAIL_WEIGHT } else { 0.0 };
    let details: Vec<f32> = segments.iter().map(detail).collect();
    let value = |at: usize| {
        worth(&held[at]) + details[at] + MEANING_WEIGHT * cosines.get(at).copied().unwrap_or(0.0)
    };
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
            worth(&new)
                + details[at]
                + MEANING_WEIGHT * (cosines.get(at).copied().unwrap_or(0.0) - 0.3).max(0.0)
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

/// Indexes of the query's terms that `text` holds.
pub(super) fn held_terms(
    language: TextLanguage,
    text: &str,
    query: &[WeightedTerm],
) -> BTreeSet<usize> {
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

    fn sought(terms: &[WeightedTerm]) -> Sought<'_> {
        Sought { terms, vector: &[1.0, 0.0], tells: NO_DETAIL }
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
        let document = Document::new("a", DocumentKind::Resolution, "A", text);
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
        let span = decisive(&corpus, &index, 0, whole, QUOTE_WORDS_MAX, sought(&query));
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
            let span = super::quoted(&corpus, &index, 0, labelled, sought(&[]));
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
}
