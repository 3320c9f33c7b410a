//! Where a quotation stands, and whether it stands there word for word.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::domain::{Corpus, Span};
use crate::language::analysis::{Term, folded_words, terms};
use crate::language::persons::names;
use crate::retrieval::{Index, query_terms};

/// Clauses that are aligned with a quotation: those that share most of its rare words.
const CANDIDATES: usize = 50;
/// How like a clause must be, from 0 to 1, for the quotation to count as misquoted rather than as
/// absent.
const SIMILARITY_MIN: f64 = 0.5;
/// Words in a row, without marks, that make a run of a question a quotation.
const UNMARKED_WORDS_MIN: usize = 6;

/// Where a quotation was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Position of the clause.
    pub clause: usize,
    /// The words in the document that were quoted.
    pub span: Span,
    /// 1 for word by word; less for a misquotation.
    pub similarity: f64,
    /// Whether every word stands there in this order, case and punctuation aside.
    pub verbatim: bool,
}

/// Every place where `quote` stands word by word, in order of position; or else the one clause
/// that comes nearest, where one is near enough.
pub(super) fn locate(
    corpus: &Corpus,
    index: &Index,
    quote: &str,
    admits: &dyn Fn(usize) -> bool,
) -> Vec<Found> {
    let wanted = terms(quote);
    if wanted.is_empty() {
        return Vec::new();
    }
    let candidates = candidates(corpus, index, &wanted, admits);
    let exact: Vec<Found> = candidates
        .iter()
        .filter_map(|&clause| {
            let text = corpus.text_of(&corpus.clauses()[clause]);
            let own: Vec<(Cow<'_, str>, Range<usize>)> = folded_words(text).collect();
            let start = own
                .windows(wanted.len())
                .position(|window| window.iter().zip(&wanted).all(|(a, b)| a.0 == b.word))?;
            let bytes = own[start].1.start..own[start + wanted.len() - 1].1.end;
            let span = span_in(corpus, clause, bytes);
            Some(Found { clause, span, similarity: 1.0, verbatim: true })
        })
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let nearest = candidates
        .iter()
        .filter_map(|&clause| align(corpus, clause, &wanted))
        .max_by(|a, b| a.similarity.total_cmp(&b.similarity).then(b.clause.cmp(&a.clause)));
    nearest.into_iter().filter(|found| found.similarity >= SIMILARITY_MIN).collect()
}

/// The longest run of at least [`UNMARKED_WORDS_MIN`] words of `question` that stands word by
/// word in a clause.
pub(super) fn unmarked(corpus: &Corpus, index: &Index, question: &str) -> Option<String> {
    let asked = terms(question);
    if asked.len() < UNMARKED_WORDS_MIN {
        return None;
    }
    let candidates = candidates(corpus, index, &asked, &|_| true);
    // Words by the place where the question has them first: equal numbers are equal words.
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(asked.len());
    let asked_words: Vec<usize> = asked
        .iter()
        .enumerate()
        .map(|(at, term)| *places.entry(term.word.as_str()).or_insert(at))
        .collect();
    let mut best: Option<(usize, usize)> = None;
    for &clause in candidates.iter().take(10) {
        let words = folded_words(corpus.text_of(&corpus.clauses()[clause]));
        let own: Vec<Option<usize>> =
            words.map(|(word, _)| places.get(word.as_ref()).copied()).collect();
        for start in 0..asked.len() {
            for from in 0..own.len() {
                let run = asked_words[start..]
                    .iter()
                    .zip(&own[from..])
                    .take_while(|(asked, own)| **own == Some(**asked))
                    .count();
                if run >= UNMARKED_WORDS_MIN && best.is_none_or(|(_, length)| run > length) {
                    best = Some((start, run));
                }
            }
        }
    }
    let (start, length) = best.filter(|(_, length)| 2 * length >= asked.len())?;
    Some(question[asked[start].bytes.start..asked[start + length - 1].bytes.end].to_owned())
}

fn candidates(
    corpus: &Corpus,
    index: &Index,
    wanted: &[Term],
    admits: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let mut query = query_terms(wanted);
    if query.is_empty() {
        return Vec::new();
    }
    for term in &mut query {
        term.weight = 1.0;
    }
    let scores = index.lexical().scores(&query);
    let mut order: Vec<usize> = (0..corpus.clauses().len())
        .filter(|&clause| scores[clause] > 0.0 && admits(clause))
        .collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    order.truncate(CANDIDATES);
    order.sort_unstable();
    order
}

/// What a word that was left out, put in or exchanged takes off an alignment.
const SLIP: f64 = 0.4;

/// The stretch of a clause that is most like the quotation: the best local alignment of their
/// words (Smith and Waterman 1981), each word weighted by its length, so that "threat" counts
/// more than "the".
fn align(corpus: &Corpus, clause: usize, wanted: &[Term]) -> Option<Found> {
    let own = terms(corpus.text_of(&corpus.clauses()[clause]));
    let weight = |term: &Term| if term.is_stopword() { 0.3 } else { term.word.len() as f64 };
    let total: f64 = wanted.iter().map(weight).sum();
    // For each own word: the best alignment that ends there, and the word at which it begins.
    let mut row: Vec<(f64, usize)> = (0..=own.len()).map(|start| (0.0, start)).collect();
    let mut best = (0.0, 0, 0);
    for term in wanted {
        let mut next = vec![(0.0, 0)];
        for (j, other) in own.iter().enumerate() {
            let (before, start) = row[j];
            let step = if term.stem == other.stem { weight(term) } else { -SLIP };
            let options = [
                (0.0, j + 1),
                (before + step, start),
                (row[j + 1].0 - SLIP, row[j + 1].1),
                (next[j].0 - SLIP, next[j].1),
            ];
            let value =
                options.into_iter().fold((0.0, j + 1), |a, b| if b.0 > a.0 { b } else { a });
            if value.0 > best.0 {
                best = (value.0, value.1, j + 1);
            }
            next.push(value);
        }
        row = next;
    }
    let (shared, start, end) = best;
    if end <= start || !shares_enough(&own[start..end], wanted) {
        return None;
    }
    let span = span_in(corpus, clause, own[start].bytes.start..own[end - 1].bytes.end);
    Some(Found { clause, span, similarity: shared / total, verbatim: false })
}

/// Whether `found` holds two content words of `wanted`, or all where there are fewer: one long word
/// in common makes no quotation of a short text.
fn shares_enough(found: &[Term], wanted: &[Term]) -> bool {
    const SHARED_MIN: usize = 2;
    let mut content: Vec<&str> =
        wanted.iter().filter(|term| !term.is_stopword()).map(|term| term.stem.as_str()).collect();
    content.sort_unstable();
    content.dedup();
    let held = |stem: &&&str| found.iter().any(|term| term.stem == **stem);
    content.iter().filter(held).count() >= SHARED_MIN.min(content.len())
}

fn span_in(corpus: &Corpus, clause: usize, bytes: Range<usize>) -> Span {
    let clause = &corpus.clauses()[clause];
    let text = &corpus.document_of(clause).text;
    let base = text.byte_of(clause.span.start);
    text.span_of(base + bytes.start..base + bytes.end)
}

/// Words that introduce or follow direct speech.
const SPEECH: &[&str] =
    &["said", "says", "told", "stated", "added", "concluded", "declared", "stressed", "noted"];

/// Who speaks in `clause`: the name beside a word of speech, in its fullest form in the document.
/// Looks on to the neighbours where the clause itself names nobody.
pub(super) fn speaker(corpus: &Corpus, clause: usize) -> Option<String> {
    let near = [Some(clause), corpus.next(clause), corpus.previous(clause)];
    let name = near.into_iter().flatten().find_map(|position| {
        let text = corpus.text_of(&corpus.clauses()[position]);
        name_beside_speech(&without_quotations(text))
    })?;
    let document = corpus.document_of(&corpus.clauses()[clause]);
    let surname = name.split(' ').next_back()?.to_owned();
    let fullest = names(document.text.as_str())
        .into_iter()
        .filter(|other| other.split(' ').next_back() == Some(surname.as_str()))
        .max_by_key(|full| (full.split(' ').count(), full.clone()));
    Some(fullest.unwrap_or(name))
}

/// The words of the page itself: what it quotes is blanked out.
fn without_quotations(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            match c {
                '\u{201c}' => quoted = true,
                '\u{201d}' => quoted = false,
                '"' => quoted = !quoted,
                _ => return if quoted { '.' } else { c },
            }
            '.'
        })
        .collect()
}

fn name_beside_speech(text: &str) -> Option<String> {
    let words = terms(text);
    let at = words.iter().position(|term| SPEECH.contains(&term.word.as_str()))?;
    let speech = words[at].bytes.clone();
    let after = &text[speech.end..];
    let after_end = after.find(['.', ',', '\u{201c}', '"']).unwrap_or(after.len());
    // "said Mr Noble." ends at the mark behind the name, but not at the point of "Mr.".
    let following = names(after.get(..after_end.max(24).min(after.len())).unwrap_or(after));
    let preceding = names(&text[..speech.start]);
    following.into_iter().next().or_else(|| preceding.into_iter().next_back())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::sample;
    use crate::retrieval::{Embedding, PassagesInMemory, TokenVectors};

    fn indexed() -> (Corpus, Index) {
        let corpus = sample::corpus();
        let none = |_| Embedding { vector: Vec::new(), tokens: TokenVectors::default() };
        let embeddings = Index::passages(&corpus).into_iter().map(none);
        let vectors: PassagesInMemory = embeddings.collect();
        let index = Index::build(&corpus, Arc::new(vectors)).expect("vectors in memory");
        (corpus, index)
    }

    #[test]
    fn a_quotation_is_verbatim_only_word_for_word() {
        let (corpus, index) = indexed();
        let cases = [
            ("THE SOARING demands, for police", Some(("the soaring demands for police", true))),
            // The same stems in other forms are another wording.
            ("the soaring demand for police", Some(("the soaring demands for police", false))),
            (
                "the soaring global demands for police",
                Some(("the soaring demands for police", false)),
            ),
            ("nobody ever wrote anything like it", None),
            // One word in common.
            ("no cyberspace can win", None),
            ("of the", None),
            ("\u{1f694}", None),
        ];
        for (quote, expected) in cases {
            let found = locate(&corpus, &index, quote, &|_| true);
            let first = found.first().map(|found| {
                let document = corpus.document_of(&corpus.clauses()[found.clause]);
                (document.text.slice(found.span), found.verbatim)
            });
            assert_eq!(first, expected, "{quote}");
        }
        let nowhere = locate(&corpus, &index, "the soaring demands for police", &|_| false);
        assert!(nowhere.is_empty(), "{nowhere:?}");
    }

    #[test]
    fn a_run_of_six_words_is_a_quotation_without_marks() {
        let (corpus, index) = indexed();
        let cases = [
            ("who wrote largely lawless and seemingly limitless cyberspace", Some(6)),
            ("who wrote seemingly limitless cyberspace somewhere in there", None),
        ];
        for (question, words) in cases {
            let run = unmarked(&corpus, &index, question);
            assert_eq!(run.map(|run| run.split(' ').count()), words, "{question}");
        }
    }
}
