//! What the lexical index finds, built and read back.

use proptest::prelude::*;

use super::*;
use crate::language::analysis::terms;
use crate::retrieval::RelatedTerm;

const PASSAGES: [&str; 4] = [
    "Urge police to share information",
    "Police police police and nothing but police",
    "Extradition of criminals, and mutual legal assistance",
    "Nothing here",
];

fn scores(query: &str) -> Vec<f32> {
    let index = LexicalIndex::build(PASSAGES.into_iter());
    index.scores(&query_terms(&terms(query)))
}

#[test]
fn rare_terms_weigh_more_and_repetition_saturates() {
    let extradition = scores("extradite the police");
    assert!(extradition[2] > extradition[0], "{extradition:?}");
    let police = scores("police");
    assert!(police[1] > police[0] && police[1] < 2.2 * police[0], "{police:?}");
    assert_eq!(police[2..], [0.0, 0.0]);
}

#[test]
fn one_score_worked_by_hand() {
    // "nothing" stands in 2 of 4 passages; passage 3 has one term, the mean is 3.5 terms
    // ("here" and "but" are function words).
    let idf = (1.0_f32 + 2.5 / 2.5).ln();
    let mean = (4.0 + 5.0 + 5.0 + 1.0) / 4.0;
    let norm = 1.0 - B + B * 1.0 / mean;
    let expected = idf * (K1 + 1.0) / (1.0 + K1 * norm);
    assert!((scores("nothing")[3] - expected).abs() < 1e-5);
}

#[test]
fn a_related_term_counts_as_far_as_it_is_near() {
    let index = LexicalIndex::build(PASSAGES.into_iter());
    let score = |similarity: f32| {
        let related = vec![RelatedTerm { stem: "extradit".to_owned(), similarity }];
        let query = WeightedTerm { related, ..WeightedTerm::new("surrend", 1.0) };
        index.scores(&[query])[2]
    };
    assert!(score(0.9) > 2.0 * score(0.6) && score(0.6) > 0.0);
    assert!(score(0.5).abs() < 1e-6);
}

#[test]
fn unknown_terms_score_nothing() {
    assert_eq!(scores("zebra the of"), vec![0.0; 4]);
    let empty = LexicalIndex::build(std::iter::empty::<&str>());
    assert!(empty.is_empty());
    assert_eq!(empty.scores(&query_terms(&terms("police"))), Vec::<f32>::new());
}

#[test]
fn a_passage_that_says_a_word_beyond_measure_is_indexed() {
    let passage = "police ".repeat(70_000);
    let index = LexicalIndex::build([passage.as_str(), "police"].into_iter());
    let postings = index.postings.get(0).iter().map(|posting| posting.frequency.get());
    assert_eq!(postings.collect::<Vec<_>>(), [u16::MAX, 1]);
    assert_eq!(index.lengths[0].get(), 70_000);
}

/// An index of words that come up often enough to meet.
fn passages() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("((a|police|crime|drugs|Rome|Dr\u{e9}) ){0,9}", 0..30)
}

/// The scores of `passages` as the formula has them, each passage read alone.
fn plain_scores(passages: &[String], query: &[WeightedTerm]) -> Vec<f32> {
    let stems = |text: &String| -> Vec<String> {
        let terms = terms(text).into_iter().filter(|term| !term.is_stopword());
        terms.map(|term| term.stem).collect()
    };
    let passages: Vec<Vec<String>> = passages.iter().map(stems).collect();
    let total: usize = passages.iter().map(Vec::len).sum();
    let mean = (total as f32 / passages.len().max(1) as f32).max(1.0);
    let score = |passage: &Vec<String>| {
        let mut score = 0.0;
        for term in query {
            let holding = passages.iter().filter(|other| other.contains(&term.stem)).count();
            let idf = idf(passages.len(), holding) * term.weight;
            let frequency = passage.iter().filter(|stem| **stem == term.stem).count() as f32;
            let norm = 1.0 - B + B * passage.len() as f32 / mean;
            if frequency > 0.0 {
                score += idf * frequency * (K1 + 1.0) / (frequency + K1 * norm);
            }
        }
        score
    };
    passages.iter().map(score).collect()
}

proptest! {
    #[test]
    fn scores_are_those_of_the_formula_to_the_bit_also_when_read_back(passages in passages()) {
        let query = query_terms(&terms("crime police, dr\u{e9} police in Rome zebra"));
        let index = LexicalIndex::build(passages.iter().map(String::as_str));
        let mut sections = Sections::default();
        index.store(&mut sections);
        let restored = LexicalIndex::restore(&sections).expect("what was stored");
        let expected = plain_scores(&passages, &query);
        for index in [&index, &restored] {
            prop_assert_eq!(index.scores(&query), expected.clone());
            prop_assert_eq!(index.len(), passages.len());
        }
    }

    #[test]
    fn coverages_are_the_shares_of_what_is_held(
        passages in passages(), step in 1_usize..4, from in 0_usize..4,
    ) {
        let query = query_terms(&terms("crime police, police in Rome zebra"));
        let index = LexicalIndex::build(passages.iter().map(String::as_str));
        let wanted: Vec<usize> = (from..passages.len() + 3).step_by(step).collect();
        let weight = |term: &WeightedTerm| index.idf(&term.stem) * term.weight;
        let total: f32 = query.iter().map(weight).sum();
        let expected: Vec<f32> = wanted
            .iter()
            .map(|&at| {
                let held = query.iter().filter(|term| index.holds(at, &term.stem));
                held.map(weight).sum::<f32>() / total
            })
            .collect();
        prop_assert_eq!(index.coverages(&query, &wanted), expected);
    }

    #[test]
    fn damaged_postings_are_errors_or_count_for_nothing(
        passages in passages(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        section in any::<prop::sample::Index>(),
        cut in 0_usize..3,
    ) {
        let mut sections = Sections::default();
        LexicalIndex::build(passages.iter().map(String::as_str)).store(&mut sections);
        damage_one(&mut sections, section, &damage, cut);
        if let Ok(index) = LexicalIndex::restore(&sections) {
            let query = query_terms(&terms("crime police drugs Rome"));
            prop_assert_eq!(index.scores(&query).len(), index.len());
            index.coverages(&query, &[0, 1, 7, 90]);
            index.occurs("polic", &|passage| passage >= index.len());
            prop_assert!(!index.occurs("polic", &|passage| passage >= index.len()));
        }
    }
}

/// Overwrites bytes of a section, and cuts off its end.
pub(in crate::retrieval) fn damage_one(
    sections: &mut Sections,
    section: prop::sample::Index,
    damage: &[(prop::sample::Index, u8)],
    cut: usize,
) {
    let names: Vec<String> = sections.iter().map(|(name, _)| name.to_owned()).collect();
    let name = section.get(&names);
    let mut bytes = sections.get(name).expect("it is there").to_vec();
    bytes.truncate(bytes.len().saturating_sub(cut));
    for (at, byte) in damage {
        let at = at.index(bytes.len().max(1));
        if let Some(old) = bytes.get_mut(at) {
            *old = *byte;
        }
    }
    sections.put(name, bytes.into());
}
