//! How terms are met, on the sample of a corpus.

use super::*;
use crate::domain::sample;
use crate::retrieval::{Embedding, PassagesInMemory, TokenVectors, query_terms};
use std::sync::Arc;

/// An index of the sample, without vectors.
fn index(corpus: &Corpus) -> Index {
    let bare = || Embedding { vector: Vec::new(), tokens: TokenVectors::default() };
    let passages: PassagesInMemory = Index::passages(corpus).into_iter().map(|_| bare()).collect();
    Index::build(corpus, Arc::new(passages)).expect("vectors in memory can be had")
}

/// The account of a question that is all topic.
fn account(index: &Index, question: &str) -> Account {
    let reading = Reading::unread(question);
    Account::of(index, question, &reading, &query_terms(&reading.terms))
}

/// How each term of `question` is met by the clause with this id, and by which words.
fn met(question: &str, id: &str) -> Vec<(String, TermKind, MetBy, String)> {
    let corpus = sample::corpus();
    let index = index(&corpus);
    let position = corpus.clause_position(id).expect("a clause");
    let text = &corpus.document_of(&corpus.clauses()[position]).text;
    let met = account(&index, question).met_by(&corpus, position).into_iter();
    met.map(|one| {
        let words = one.words.map_or_else(String::new, |span| text.slice(span).to_owned());
        (one.term, one.kind, one.how, words)
    })
    .collect()
}

#[test]
fn terms_are_met_by_words_forms_and_what_is_known_of_the_document() {
    use MetBy::{Document, NotMet, Variant, WordForWord};
    use TermKind::{Name, Number, Word};
    let corpus = sample::corpus();
    let clause = corpus.clause_position("rome-2012/P2A").expect("a clause");
    let text = corpus.text_of(&corpus.clauses()[clause]).to_owned();
    let own = "violence";
    assert!(text.contains(own), "{text}");
    let found = met("which violences in Rome 2012 concern New Zealand", "rome-2012/P2A");
    let ways: Vec<(&str, TermKind, MetBy)> =
        found.iter().map(|(term, kind, how, _)| (term.as_str(), *kind, *how)).collect();
    assert_eq!(
        ways,
        [
            ("violences", Word, Variant),
            ("Rome", Name, Document),
            ("2012", Number, Document),
            ("concern", Word, NotMet),
            ("New Zealand", Name, NotMet),
        ]
    );
    assert_eq!(found[0].3, own);
    assert_eq!(met("violence", "rome-2012/P2A")[0].2, WordForWord);
}

#[test]
fn words_that_follow_each_other_have_to_stand_together() {
    let corpus = sample::corpus();
    let index = index(&corpus);
    let all: Vec<usize> = (0..corpus.clauses().len()).collect();
    let share = |question| account(&index, question).together(&corpus, &index, &all);
    let unmet = |question| account(&index, question).unmet(&corpus, &index, &all);
    assert!((share("criminal violence") - 1.0).abs() < 1e-9);
    assert!(unmet("criminal violence").is_empty());
    // Both words are there, and never together.
    assert!(share("delegates violence") < 1e-9);
    assert_eq!(unmet("delegates violence"), ["delegates violence"]);
    assert_eq!(unmet("violence of zebras"), ["zebras"]);
    // Two words make one term; beside a name, what is met is not missed.
    assert_eq!(unmet("zebras violence"), ["zebras violence"]);
    assert_eq!(unmet("the Zebra violence"), ["Zebra"]);
    assert_eq!(unmet("striped zebras"), ["striped zebras"]);
    let nowhere = |question| {
        let account = account(&index, question);
        let terms = account.nowhere(&index, &|_| true);
        terms.into_iter().map(|term| term.typed.clone()).collect::<Vec<_>>()
    };
    assert_eq!(nowhere("violence of Zebra Watch"), ["Zebra Watch"]);
}

#[test]
fn how_much_is_asked_is_no_term() {
    let corpus = sample::corpus();
    let index = index(&corpus);
    let typed = |question| -> Vec<String> {
        account(&index, question).terms().iter().map(|term| term.typed.clone()).collect()
    };
    assert_eq!(typed("how many delegates came"), ["delegates", "came"]);
    // Where everything is in capitals, these tell nothing.
    let kinds = |question| -> Vec<TermKind> {
        account(&index, question).terms().iter().map(|term| term.kind).collect()
    };
    assert_eq!(kinds("UNODC DELEGATES"), [TermKind::Word; 2]);
    assert_eq!(kinds("delegates of the UNODC"), [TermKind::Word, TermKind::Name]);
}

#[test]
fn compounds_and_followers_are_met_by_their_kin() {
    use crate::domain::sample::{Made, corpus_of};
    let corpus = corpus_of([Made::new("lima", "Convention", 1990)
        .clause("Prevent crimes in cyberspace.")
        .clause("Condemn acts of terrorist violence.")
        .clause("Prevent crimes at sea.")]);
    let index = index(&corpus);
    let met =
        |question: &str, clause: usize| account(&index, question).met_by(&corpus, clause)[0].how;
    assert_eq!(met("cybercrime", 0), MetBy::Variant);
    assert_eq!(met("terrorism", 1), MetBy::Variant);
    assert_eq!(met("cybercrime", 2), MetBy::NotMet, "crimes alone are others");
    assert_eq!(met("cyberwar", 0), MetBy::NotMet);
    let everywhere = |_| true;
    assert!(account(&index, "cybercrime").nowhere(&index, &everywhere).is_empty());
    assert_eq!(account(&index, "cyberwar").nowhere(&index, &everywhere).len(), 1);
}
