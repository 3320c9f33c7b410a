//! How much of a topic a clause holds by its words: its own, and those of the lead-in and the heading
//! that it stands under.
//!
//! A word is held by its stem, by another of its family ("terrorism", "terrorist"), by what its
//! initials stand for, or by what means about the same. Words joined by "or" are one: either does.

use std::collections::HashMap;

use super::index::Index;
use super::lexical::{LexicalIndex, WeightedTerm};
use super::vocabulary::Vocabulary;
use super::word_family::compounds;
use crate::domain::{Corpus, Span};
use crate::language::analysis::{Term, TextLanguage, stem, terms_in};
use crate::language::lexicon::english;
use crate::reading::Reading;

/// The most words of a topic that are told apart.
const WORDS_MAX: usize = 32;
/// From this nearness on, another word says the same.
const SAME_NEARNESS_MIN: f32 = 0.5;
/// The heading of a clause is read for the rest where it holds such a share itself.
const HEADED_MIN: f32 = 0.3;

/// A word of a topic: each way to hold it, by all the stems of that way.
type Ways = Vec<Vec<String>>;

/// The share of the words of the topic of `reading`, by the square of their rarity, that each clause holds; nothing
/// where the topic has no words. Rare words tell what a topic is, where common ones only go with it.
pub(super) fn held(
    corpus: &Corpus,
    index: &Index,
    reading: &Reading,
    query: &[WeightedTerm],
) -> Option<Vec<f32>> {
    let lexical = index.lexical();
    let words = words_of(reading, lexical, index.vocabulary(), query);
    if words.is_empty() {
        return None;
    }
    let mut own = vec![0_u32; lexical.len()];
    for (at, ways) in words.iter().enumerate() {
        for way in ways {
            add(&mut own, lexical, way, 1 << at);
        }
    }
    let holding = |at: usize| own.iter().filter(|bits| **bits & (1 << at) != 0).count();
    let weights: Vec<f32> = (0..words.len())
        .map(|at| {
            let rarity = lexical.idf_of_count(holding(at));
            rarity * rarity
        })
        .collect();
    let total: f32 = weights.iter().sum();
    let share = |bits: u32| {
        let held = weights.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
        held.map(|(_, weight)| weight).sum::<f32>() / total
    };
    let mut headings: HashMap<(usize, Span), u32> = HashMap::new();
    let all = u32::MAX >> (32 - words.len());
    let shares = corpus.clauses().iter().zip(&own).map(|(clause, &bits)| {
        let led = clause.parent.and_then(|parent| own.get(parent)).copied().unwrap_or(0);
        let bits = if bits == 0 { 0 } else { bits | led };
        let own = share(bits);
        let heading = clause.heading.filter(|_| bits != all && own >= HEADED_MIN);
        heading.map_or(own, |heading| {
            let document = corpus.document_of(clause);
            let language = TextLanguage::of_document(document);
            let read = || in_heading(&words, language, document.text.slice(heading));
            share(bits | *headings.entry((clause.document, heading)).or_insert_with(read))
        })
    });
    Some(shares.collect())
}

/// Sets `bit` for the clauses that hold all the stems of `way`.
fn add(own: &mut [u32], lexical: &LexicalIndex, way: &[String], bit: u32) {
    let Some((first, others)) = way.split_first() else { return };
    for passage in lexical.holding(first) {
        if others.iter().all(|stem| lexical.holds(passage, stem)) {
            own[passage] |= bit;
        }
    }
}

/// Which of `words` stand in `heading`.
fn in_heading(words: &[Ways], language: TextLanguage, heading: &str) -> u32 {
    let stems: Vec<String> =
        terms_in(language, heading).into_iter().map(|term| term.stem).collect();
    let holds = |ways: &Ways| ways.iter().any(|way| way.iter().all(|stem| stems.contains(stem)));
    let held = words.iter().enumerate().filter(|(_, ways)| holds(ways));
    held.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// The words of the topic of `reading`, each once, with the ways to hold them.
fn words_of(
    reading: &Reading,
    lexical: &LexicalIndex,
    vocabulary: &Vocabulary,
    query: &[WeightedTerm],
) -> Vec<Ways> {
    let all = terms_in(reading.language, &reading.search_text());
    let mut words: Vec<(String, Ways)> = Vec::new();
    let mut either = false;
    for (at, term) in all.iter().enumerate() {
        let generic = || english().claims.generic.has(&term.word) && all.len() > 1;
        if term.is_stopword() || generic() {
            either |= matches!(&*term.word, "or" | "nor");
            continue;
        }
        let beside = (at.checked_sub(1).map(|before| &all[before]), all.get(at + 1));
        let ways = ways(term, beside, lexical, vocabulary, query);
        if let Some((_, known)) = words.last_mut().filter(|_| either) {
            known.extend(ways);
        } else if words.iter().all(|(stem, _)| *stem != term.stem) {
            words.push((term.stem.clone(), ways));
        }
        either = false;
    }
    words.truncate(WORDS_MAX);
    words.into_iter().map(|(_, ways)| ways).collect()
}

/// The ways to hold `term`, which stands between the two `beside` it.
fn ways(
    term: &Term,
    beside: (Option<&Term>, Option<&Term>),
    lexical: &LexicalIndex,
    vocabulary: &Vocabulary,
    query: &[WeightedTerm],
) -> Ways {
    let mut ways: Ways = vec![vec![term.stem.clone()]];
    let known = query.iter().filter(|own| own.stem == term.stem).flat_map(|own| &own.related);
    let alike = known.filter(|related| related.similarity >= 1.0);
    ways.extend(alike.map(|related| vec![related.stem.clone()]));
    ways.extend(lexical.family(&term.stem).map(|stem| vec![stem.to_owned()]));
    // Words that are also written as one are both held by it.
    let (before, next) = beside;
    let joined = [
        before.map(|before| format!("{}{}", before.word, term.word)),
        next.map(|next| format!("{}{}", term.word, next.word)),
    ];
    let joined = joined.into_iter().flatten().filter(|joined| vocabulary.has(joined));
    ways.extend(joined.map(|joined| vec![stem(&joined)]));
    ways.extend(compounds(vocabulary, &term.word));
    if !vocabulary.has(&term.word) {
        if let Some(stems) = vocabulary.expand(&term.word) {
            ways.push(stems.into_iter().map(str::to_owned).collect());
        } else if let Some((first, second)) = vocabulary.split(&term.word) {
            ways.push(vec![stem(first), stem(second)]);
        }
        let related = query.iter().filter(|own| own.stem == term.stem).flat_map(|own| &own.related);
        let same = related.filter(|related| related.nearness() >= SAME_NEARNESS_MIN);
        ways.extend(same.map(|related| vec![related.stem.clone()]));
    }
    ways
}

#[cfg(test)]
mod tests;
