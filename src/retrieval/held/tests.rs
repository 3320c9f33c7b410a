//! What clauses hold of topics, on a few lines of our own.

use std::sync::Arc;

use super::*;
use crate::domain::sample::{Made, corpus_of};
use crate::language::analysis::terms;
use crate::retrieval::{Embedding, PassagesInMemory, RelatedTerm, TokenVectors, query_terms};

/// An index without vectors.
fn index(corpus: &Corpus) -> Index {
    let bare = || Embedding { vector: Vec::new(), tokens: TokenVectors::default() };
    let passages: PassagesInMemory = Index::passages(corpus).into_iter().map(|_| bare()).collect();
    Index::build(corpus, Arc::new(passages)).expect("vectors in memory can be had")
}

/// What each clause of `corpus` holds of `topic`, whose words are related to nothing.
fn shares(corpus: &Corpus, topic: &str) -> Vec<f32> {
    let query = query_terms(&terms(topic));
    held(corpus, &index(corpus), &Reading::unread(topic), &query).expect("a topic with words")
}

/// Which clauses of `corpus` hold all of `topic`, as counted from 1.
fn whole(corpus: &Corpus, topic: &str) -> Vec<usize> {
    let shares = shares(corpus, topic);
    (1..=shares.len()).filter(|at| shares[at - 1] > 0.999).collect()
}

/// Of harbours, and of fishing in them.
fn harbours() -> Corpus {
    corpus_of([Made::new("harbours", "On harbours", 1990)
        .clause("Every harbour keeps a lighthouse.")
        .clause("A harbour may close to smugglers of rum in winter.")
        .clause("The harbour master of a harbour records the tides.")
        .clause("Pilots of a harbour go by the International Harbour Code.")
        .clause("What terrorists leave in a harbour is guarded.")
        .clause("Any international harbour repairs its breakwater.")
        .clause("Nobody smokes.")])
}

#[test]
fn rare_words_tell_more_of_a_topic_than_common_ones() {
    let corpus = harbours();
    let shares = shares(&corpus, "lighthouse in the harbour");
    assert!((shares[0] - 1.0).abs() < 1e-6, "{shares:?}");
    // Six of seven clauses have "harbour", and one has "lighthouse".
    let rarity = |count: f32| (1.0 + (7.0 - count + 0.5) / (count + 0.5)).ln();
    let (common, rare) = (rarity(6.0).powi(2), rarity(1.0).powi(2));
    for at in 1..6 {
        assert!((shares[at] - common / (common + rare)).abs() < 1e-5, "{at}: {shares:?}");
    }
    assert!(shares[6].abs() < 1e-6, "{shares:?}");
}

#[test]
fn a_word_is_held_in_any_of_its_forms() {
    let corpus = harbours();
    for (topic, expected) in [
        ("lighthouses", &[1][..]),
        // Of one family.
        ("terrorism", &[5]),
        // Two words that are also written as one.
        ("light house", &[1]),
        ("break water", &[6]),
        // One word that is also written as two.
        ("harbourmaster", &[3]),
        // Initials.
        ("IHC", &[4]),
        ("zebras", &[]),
        ("tides or rum", &[2, 3]),
        ("tides and rum", &[]),
    ] {
        assert_eq!(whole(&corpus, topic), expected, "{topic}");
    }
}

#[test]
fn what_means_the_same_counts_for_words_that_are_not_known() {
    let corpus = harbours();
    let index = index(&corpus);
    let held_by = |topic: &str, similarity: f32| {
        let query: Vec<WeightedTerm> = query_terms(&terms(topic))
            .into_iter()
            .map(|term| WeightedTerm {
                related: vec![RelatedTerm { stem: stem("breakwater"), similarity }],
                ..term
            })
            .collect();
        held(&corpus, &index, &Reading::unread(topic), &query).expect("a topic with words")[5]
    };
    assert!(held_by("moles", 0.95) > 0.999);
    assert!(held_by("moles", 0.6) < 0.001, "too far");
    assert!(held_by("tides", 0.95) < 0.001, "a word that is known says itself");
}

#[test]
fn a_lead_in_and_a_heading_say_the_rest() {
    let corpus = corpus_of([Made::new("ships", "On ships", 1990)
        .clause("Masters of ships shall")
        .point(0, "carry lanterns;")
        .point(0, "sound bells.")
        .heading("Lanterns in ports and estuaries")
        .clause("Bells are rung by their keepers.")
        .clause("Every port is lit.")
        .clause("Nothing of the kind.")]);
    assert_eq!(whole(&corpus, "lanterns of ships"), [2]);
    assert!(shares(&corpus, "lanterns of ships")[2] < 0.001, "by its lead-in alone");
    assert_eq!(whole(&corpus, "keepers in ports"), [4]);
    assert!(shares(&corpus, "keepers in ports")[5] < 0.001, "by its heading alone");
    // What holds little itself is not helped by its heading.
    assert!(whole(&corpus, "bells in estuaries").is_empty());
}

#[test]
fn a_topic_without_words_is_held_by_none() {
    let corpus = harbours();
    let index = index(&corpus);
    assert_eq!(held(&corpus, &index, &Reading::unread("of the and"), &[]), None);
    assert!(held(&corpus, &index, &Reading::unread("or harbours"), &[]).is_some());
    // Of more words than are told apart, the first count.
    let many: Vec<String> = (0..WORDS_MAX).map(|at| format!("word{at}x")).collect();
    let topic = format!("{} harbour", many.join(" "));
    let shares = held(&corpus, &index, &Reading::unread(&topic), &[]).expect("a topic with words");
    assert!(shares.iter().all(|share| *share < 1e-6), "{shares:?}");
}
