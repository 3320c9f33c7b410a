//! The lexical query: the topic's terms, and what else they may be called.

use super::analysis::{Term, stem};
use super::lexical::WeightedTerm;
use super::reading::Reading;
use super::related::RelatedTerm;
use super::vocabulary::Vocabulary;

/// What a term of an earlier question counts beside one of the question itself.
const EARLIER_WEIGHT: f32 = 0.7;
/// What the halves of a word, or the words behind initials, count together.
const DERIVED_WEIGHT: f32 = 0.8;

/// The weighted terms that `reading` searches for. `related` finds what means about the same as a
/// folded word.
pub fn lexical_query(
    reading: &Reading,
    vocabulary: &Vocabulary,
    related: &dyn Fn(&str) -> Vec<RelatedTerm>,
) -> Vec<WeightedTerm> {
    let mut query = Vec::new();
    add_all(&mut query, &reading.terms, 1.0, vocabulary);
    add_all(&mut query, &reading.earlier_terms, EARLIER_WEIGHT, vocabulary);
    for term in reading.terms.iter().chain(&reading.earlier_terms) {
        relate(&mut query, &term.stem, related(&term.word));
    }
    query
}

/// Gives the term `stem` of `query` its related terms. One that is searched for anyway, or that is
/// nearer to another term, is not counted again.
fn relate(query: &mut [WeightedTerm], stem: &str, related: Vec<RelatedTerm>) {
    for new in related {
        if query.iter().any(|term| term.stem == new.stem) {
            continue;
        }
        let nearer =
            |known: &RelatedTerm| known.stem == new.stem && known.similarity >= new.similarity;
        if query.iter().any(|term| term.related.iter().any(nearer)) {
            continue;
        }
        for term in query.iter_mut() {
            term.related.retain(|known| known.stem != new.stem);
        }
        if let Some(term) = query.iter_mut().find(|term| term.stem == stem) {
            term.related.push(new);
        }
    }
}

fn add_all(query: &mut Vec<WeightedTerm>, terms: &[Term], weight: f32, vocabulary: &Vocabulary) {
    for (at, term) in terms.iter().enumerate() {
        add(query, &term.stem, weight);
        if let Some(next) = terms.get(at + 1) {
            let joined = format!("{}{}", term.word, next.word);
            if vocabulary.has(&joined) {
                add(query, &stem(&joined), weight);
            }
        }
        if vocabulary.has(&term.word) {
            continue;
        }
        if let Some(stems) = vocabulary.expand(&term.word) {
            let share = weight * DERIVED_WEIGHT / stems.len() as f32;
            for stem in stems {
                add(query, stem, share);
            }
        } else if let Some((first, second)) = vocabulary.split(&term.word) {
            for half in [first, second] {
                add(query, &stem(half), weight * DERIVED_WEIGHT / 2.0);
            }
        }
    }
}

/// A term that is there already keeps the greater weight.
fn add(query: &mut Vec<WeightedTerm>, stem: &str, weight: f32) {
    match query.iter_mut().find(|known| known.stem == stem) {
        Some(known) => known.weight = known.weight.max(weight),
        None => query.push(WeightedTerm::new(stem, weight)),
    }
}
