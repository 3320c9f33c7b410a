//! Counterparts: clauses of two documents that say the same, in the same words or in others.

use std::collections::{BTreeMap, BTreeSet};

use crate::answering::ranking::Ranked;
use crate::answering::sources::Sources;
use crate::domain::{Corpus, PairedBy, Pairing, Part};
use crate::language::analysis::{Term, terms};
use crate::retrieval::{Index, cosine};

/// Words of a run by which wordings are compared.
const RUN_WORDS: usize = 3;
/// Words of a run that must carry meaning: "in order to" is shared by all.
const RUN_CONTENT_MIN: usize = 2;
/// With so many capitals a run is of a name: to cite the same convention is not to say the same.
const NAME_WORDS_MIN: usize = 2;
/// Two clauses share their wording from this share of runs on,
const WORDING_MIN: f64 = 0.1;
/// and from so many runs on: a name of three words is no wording.
const WORDING_RUNS_MIN: usize = 3;
/// A clause with so much of its wording in another is a part of it.
const PART_MIN: f64 = 0.6;
/// Two clauses that bear on the topic are counterparts from this likeness of meaning on.
const MEANING_MIN: f64 = 0.5;
/// Two clauses of any topic are counterparts from this likeness of meaning on.
const WHOLE_MEANING_MIN: f64 = 0.65;
/// The longest clause that is compared word by word, in code points.
const CLAUSE_CHARS_MAX: u32 = 20_000;

/// A clause of the earlier and one of the later document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) pairing: Pairing,
}

/// Pairs the clauses at `from` with those at `to`, which bear on the topic. Each clause has one
/// counterpart; same wording goes before same meaning. What stands elsewhere in the other document
/// in the same wording is a counterpart, too: it has not been dropped. A clause that was split in
/// several, or into which several were merged, is the counterpart of each of them.
pub(super) fn pairs(sources: &Sources, ranked: &Ranked, from: &[usize], to: &[usize]) -> Vec<Pair> {
    let (corpus, index) = (&*sources.corpus, &sources.index);
    let (vector, stop) = (&ranked.embedding.vector, &ranked.stop);
    let (Some(&earlier), Some(&later)) = (from.first(), to.first()) else { return Vec::new() };
    let document = |position: usize| corpus.document_of(&corpus.clauses()[position]);
    let mut runs = Runs { corpus, known: BTreeMap::new() };
    let mut found: Vec<Pair> = Vec::new();
    for &own in from.iter().take_while(|_| !stop.is_set()) {
        for other in document(later).clauses.clone() {
            let meaning = to.contains(&other).then(|| alike(index, vector, own, other));
            found.extend(pair(&mut runs, own, other, meaning));
        }
    }
    for &own in to.iter().take_while(|_| !stop.is_set()) {
        let elsewhere = document(earlier).clauses.clone().filter(|other| !from.contains(other));
        found.extend(elsewhere.filter_map(|other| pair(&mut runs, other, own, None)));
    }
    found.sort_by(|a, b| {
        let likeness = b.pairing.similarity.total_cmp(&a.pairing.similarity);
        a.pairing.by.cmp(&b.pairing.by).then(likeness).then((a.from, a.to).cmp(&(b.from, b.to)))
    });
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut kept: BTreeSet<(usize, usize)> = BTreeSet::new();
    let is_part =
        |pair: &Pair| pair.pairing.by == PairedBy::Wording && pair.pairing.similarity >= PART_MIN;
    for parts in [false, true] {
        for pair in &found {
            let (from, to) = (taken.contains(&pair.from), taken.contains(&pair.to));
            if !from && !to || parts && from != to && is_part(pair) {
                taken.extend([pair.from, pair.to]);
                kept.insert((pair.from, pair.to));
            }
        }
    }
    found.retain(|pair| kept.contains(&(pair.from, pair.to)));
    // In the order of the later document, which is the one that is read.
    found.sort_by_key(|pair| (pair.to, pair.from));
    found
}

/// Which of the clauses at `own` have no counterpart in the document at `other`, whatever their topic: none that
/// shares their wording, and none that means nearly the same.
pub(in crate::answering) fn without_counterpart(
    sources: &Sources,
    ranked: &Ranked,
    other: usize,
    own: &[usize],
) -> Vec<usize> {
    let (corpus, vectors) = (&*sources.corpus, sources.index.vectors());
    let by_meaning = !ranked.embedding.vector.is_empty();
    let mut runs = Runs { corpus, known: BTreeMap::new() };
    let mut alone = |position: usize| {
        let vector = by_meaning.then(|| vectors.vector(position));
        corpus.documents()[other].clauses.clone().all(|at| {
            let meaning = vector.as_ref().map(|own| f64::from(cosine(own, &vectors.vector(at))));
            let meaning = meaning.filter(|&likeness| likeness >= WHOLE_MEANING_MIN);
            pair(&mut runs, at, position, meaning).is_none()
        })
    };
    let going_on = own.iter().copied().take_while(|_| !ranked.stop.is_set());
    going_on.filter(|&position| alone(position)).collect()
}

/// How alike two clauses are in what they mean: as wholes, and in what each says on the topic. The
/// whole alone would pair what is said of police cooperation in any context; the topic alone, all
/// that bears on it.
fn alike(index: &Index, topic: &[f32], from: usize, to: usize) -> f64 {
    if topic.is_empty() {
        return 0.0;
    }
    let vectors = index.vectors();
    let whole = cosine(&vectors.vector(from), &vectors.vector(to));
    let part = cosine(&vectors.nearest_segment(from, topic), &vectors.nearest_segment(to, topic));
    f64::from(f32::midpoint(whole, part)).clamp(0.0, 1.0)
}

fn pair(runs: &mut Runs<'_>, from: usize, to: usize, meaning: Option<f64>) -> Option<Pair> {
    let frame = |position: usize| runs.corpus.clauses()[position].part == Part::Frame;
    if frame(from) || frame(to) {
        return None;
    }
    let (by, similarity) = match (runs.shared(from, to), meaning) {
        (Some(share), _) => (PairedBy::Wording, share),
        (None, Some(likeness)) if likeness >= MEANING_MIN => (PairedBy::Meaning, likeness),
        _ => return None,
    };
    Some(Pair { from, to, pairing: Pairing { by, similarity } })
}

/// The runs of words of clauses, each taken once.
struct Runs<'a> {
    corpus: &'a Corpus,
    known: BTreeMap<usize, BTreeSet<Vec<String>>>,
}

impl Runs<'_> {
    /// The share of wording of two clauses, where they share it.
    fn shared(&mut self, from: usize, to: usize) -> Option<f64> {
        for position in [from, to] {
            let clause = &self.corpus.clauses()[position];
            if clause.span.len() > CLAUSE_CHARS_MAX {
                return None;
            }
            self.known.entry(position).or_insert_with(|| runs(self.corpus.text_of(clause)));
        }
        share(&self.known[&from], &self.known[&to])
    }
}

/// The share of runs of words that the text with fewer of them has in common with the other, where
/// the two share their wording.
fn share(own: &BTreeSet<Vec<String>>, other: &BTreeSet<Vec<String>>) -> Option<f64> {
    let shared = own.intersection(other).count();
    let share = shared as f64 / own.len().min(other.len()).max(1) as f64;
    (shared >= WORDING_RUNS_MIN && share >= WORDING_MIN).then_some(share)
}

/// The runs of [`RUN_WORDS`] words of a text that carry meaning, and are not of a name.
fn runs(text: &str) -> BTreeSet<Vec<String>> {
    let terms = terms(text);
    let capital = |term: &&Term| text[term.bytes.clone()].starts_with(char::is_uppercase);
    let content = |run: &&[Term]| {
        let words = || run.iter().filter(|term| !term.is_stopword());
        words().count() >= RUN_CONTENT_MIN && words().filter(capital).count() < NAME_WORDS_MIN
    };
    let stems = |run: &[Term]| run.iter().map(|term| term.stem.clone()).collect();
    terms.windows(RUN_WORDS).filter(content).map(stems).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(left: &str, right: &str) -> Option<f64> {
        share(&runs(left), &runs(right))
    }

    #[test]
    fn wording_is_shared_by_runs_of_words_and_not_by_a_name() {
        let cases = [
            (
                "measures fully comply with human rights principles and the rule of law",
                "police capacity in compliance with human rights principles and the rule of law",
                true,
            ),
            (
                "work with the United Nations Security Council on crime",
                "training for police officers of the United Nations Security Council",
                false,
            ),
            (
                "under the UN Convention against Transnational Organized Crime",
                "see the UN Convention against Transnational Organized Crime",
                false,
            ),
            ("in order to be at the top of it", "in order to be at the end of it", false),
            ("Combating organised crime groups", "combatting organized crime groups", false),
            (
                "Combating organised crime groups in cities",
                "combatting organized crime groups in the cities",
                true,
            ),
            ("", "", false),
        ];
        for (left, right, expected) in cases {
            assert_eq!(wording(left, right).is_some(), expected, "{left} / {right}");
            assert_eq!(wording(left, right), wording(right, left));
        }
        assert_eq!(
            wording("human trafficking must stop now", "human trafficking must stop now"),
            None
        );
        let same = "human trafficking must stop in every single country";
        assert_eq!(wording(same, same), Some(1.0));
    }
}
