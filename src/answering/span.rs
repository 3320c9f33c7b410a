//! The quoted span: the stretch of a clause that decides.

use std::collections::BTreeSet;

use crate::domain::{Corpus, Span};
use crate::language::analysis::{TextLanguage, terms_in, word_count};
use crate::retrieval::{Index, WeightedTerm};

/// Clauses of up to this many words are quoted whole.
const WHOLE_WORDS_MAX: usize = 80;
/// The longest quotation, in words, that is put together out of segments.
const QUOTE_WORDS_MAX: usize = 80;
/// What a cosine counts beside the rarity of the words held.
const MEANING_WEIGHT: f32 = 6.0;

/// The span of the clause at `position` to quote: all of one that was asked for by its label, and
/// of any other what [`decisive`] finds.
pub(super) fn quoted(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    labelled: bool,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    if labelled {
        return corpus.clauses()[position].span;
    }
    decisive(corpus, index, position, query, vector)
}

/// The span of the clause at `position` to quote for a question with these terms and vector.
pub(super) fn decisive(
    corpus: &Corpus,
    index: &Index,
    position: usize,
    query: &[WeightedTerm],
    vector: &[f32],
) -> Span {
    let clause = &corpus.clauses()[position];
    let document = corpus.document_of(clause);
    let (text, language) = (&document.text, TextLanguage::of_document(document));
    let words = |span: Span| word_count(text.slice(span));
    if clause.segments.len() < 2 || words(clause.span) <= WHOLE_WORDS_MAX {
        return clause.span;
    }
    let cosines = index.vectors().segment_cosines(position, vector);
    let held = |&segment: &Span| held_terms(language, text.slice(segment), query);
    let held: Vec<BTreeSet<usize>> = clause.segments.iter().map(held).collect();
    let worth = |terms: &BTreeSet<usize>| -> f32 {
        terms.iter().map(|&at| index.lexical().idf(&query[at].stem) * query[at].weight).sum()
    };
    let value =
        |at: usize| worth(&held[at]) + MEANING_WEIGHT * cosines.get(at).copied().unwrap_or(0.0);
    let best = (0..clause.segments.len())
        .max_by(|&a, &b| value(a).total_cmp(&value(b)).then(b.cmp(&a)))
        .unwrap_or(0);
    let mut range = best..best + 1;
    let mut covered = held[best].clone();
    loop {
        let joined = |range: &std::ops::Range<usize>| {
            Span::new(clause.segments[range.start].start, clause.segments[range.end - 1].end)
        };
        let gain = |at: usize| {
            let new: BTreeSet<usize> = held[at].difference(&covered).copied().collect();
            worth(&new) + MEANING_WEIGHT * (cosines.get(at).copied().unwrap_or(0.0) - 0.3).max(0.0)
        };
        let before = range.start.checked_sub(1).map(|at| (at, at..range.end));
        let after =
            (range.end < clause.segments.len()).then(|| (range.end, range.start..range.end + 1));
        let next = [before, after]
            .into_iter()
            .flatten()
            .filter(|(_, wider)| words(joined(wider)) <= QUOTE_WORDS_MAX)
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
        let span = decisive(&corpus, &index, 0, &query, &[1.0, 0.0]);
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
}
