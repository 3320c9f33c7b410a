//! The lexical query: the topic's terms, and what else they may be called.

use super::lexical::WeightedTerm;
use super::related::RelatedTerm;
use super::vocabulary::Vocabulary;
use super::word_family::{compounds, follower_of};
use crate::language::analysis::{Term, stem};
use crate::reading::Reading;

/// What a term of an earlier question counts beside one of the question itself.
const EARLIER_WEIGHT: f32 = 0.7;
/// What the halves of a word, or the words behind initials, count together.
const DERIVED_WEIGHT: f32 = 0.8;

/// The weighted terms that `reading` searches for. `related` tells what means about the same as a
/// word that the corpus does not use.
pub fn lexical_query(
    reading: &Reading,
    vocabulary: &Vocabulary,
    related: &dyn Fn(&str) -> Vec<RelatedTerm>,
) -> Vec<WeightedTerm> {
    let mut query = Vec::new();
    add_all(&mut query, &reading.terms, 1.0, vocabulary);
    add_all(&mut query, &reading.earlier_terms, EARLIER_WEIGHT, vocabulary);
    for term in reading.terms.iter().chain(&reading.earlier_terms) {
        let others = term.others.iter().cloned();
        let others = others.map(|stem| RelatedTerm { stem, similarity: 1.0 });
        relate(&mut query, &term.stem, others.collect());
        let followers = follower_of(&term.stem).filter(|stem| vocabulary.has_stem(stem));
        let follower = |stem| RelatedTerm { stem, similarity: DERIVED_WEIGHT };
        relate(&mut query, &term.stem, followers.map(follower).collect());
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
        for compound in compounds(vocabulary, &term.word) {
            for stem in &compound {
                add(query, stem, weight * DERIVED_WEIGHT / compound.len() as f32);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;

    /// Stems with their weights.
    type Stems<'a> = &'a [(&'a str, f32)];

    fn reading(question: &str, earlier: &str) -> Reading {
        Reading { earlier_terms: terms(earlier), ..Reading::unread(question) }
    }

    /// Stems and weights of the query for `question` after `earlier`.
    fn weights(question: &str, earlier: &str) -> Vec<(String, f32)> {
        let passages = ["Security Council and cyber space", "cyberspace, air and police"];
        let vocabulary = Vocabulary::build(passages.into_iter());
        let query = lexical_query(&reading(question, earlier), &vocabulary, &|_| Vec::new());
        query.into_iter().map(|term| (term.stem, term.weight)).collect()
    }

    #[test]
    fn words_are_joined_split_and_spelt_out() {
        let cases: [(&str, &str, Stems<'_>); 5] = [
            ("police", "", &[("polic", 1.0)]),
            ("police", "police air", &[("polic", 1.0), ("air", EARLIER_WEIGHT)]),
            ("cyber space", "", &[("cyber", 1.0), ("cyberspac", 1.0), ("space", 1.0)]),
            ("airspace", "", &[("airspac", 1.0)]),
            (
                "sc",
                "",
                &[("sc", 1.0), ("secur", DERIVED_WEIGHT / 2.0), ("council", DERIVED_WEIGHT / 2.0)],
            ),
        ];
        for (question, earlier, expected) in cases {
            let found = weights(question, earlier);
            let found: Vec<(&str, f32)> =
                found.iter().map(|(stem, w)| (stem.as_str(), *w)).collect();
            assert_eq!(found, expected, "{question}");
        }
    }

    #[test]
    fn a_related_term_goes_to_the_nearest_and_never_beside_itself() {
        let related = |word: &str| match word {
            "narcotics" => vec![("drug", 0.7), ("polic", 0.9)],
            "medicines" => vec![("drug", 0.8)],
            "pills" => vec![("drug", 0.6)],
            _ => Vec::new(),
        };
        let related = |word: &str| {
            let terms = related(word).into_iter();
            terms
                .map(|(stem, similarity)| RelatedTerm { stem: stem.to_owned(), similarity })
                .collect()
        };
        let query = lexical_query(
            &reading("narcotics medicines pills police", ""),
            &Vocabulary::default(),
            &related,
        );
        let found: Vec<usize> = query.iter().map(|term| term.related.len()).collect();
        assert_eq!(found, [0, 1, 0, 0], "{query:?}");
    }
}
