//! Texts that ask several questions, and what is left out of answers.

use super::*;
use crate::answering::asked_of;
use crate::domain::sample;
use crate::domain::sample::{Made, corpus_of};

fn asked(question: &str) -> Answer {
    asked_of(sample::corpus(), question)
}

/// What the text says behind each marker, by the markers' numbers.
fn marked(answer: &Answer) -> Vec<u32> {
    let markers = answer.citations.iter().map(|citation| {
        let quoted = format!("\u{201c}{}\u{201d} [{}]", citation.quote, citation.marker);
        assert!(answer.text.contains(&quoted), "{quoted} in {}", answer.text);
        citation.marker
    });
    markers.collect()
}

#[test]
fn questions_are_answered_in_their_order_with_markers_that_go_on() {
    let first = "What does the Rome declaration say about criminal violence?";
    let second = "When was the Monaco declaration adopted?";
    let (one, other) = (asked(first), asked(second));
    let both = asked(&format!("{first} {second}"));
    assert_eq!(both.understood.questions, [first, second]);
    assert!(one.understood.questions.is_empty());
    let (head, tail) = both.text.split_once("\n\n").expect("two parts");
    assert_eq!(head, one.text);
    assert!(tail.starts_with(other.text.split(" [").next().expect("text")), "{tail}");
    let count = u32::try_from(one.citations.len() + other.citations.len()).expect("few");
    assert_eq!(marked(&both), (1..=count).collect::<Vec<_>>());
    for part in &both.parts {
        assert!(both.text[part.place.clone()].ends_with(['.', ':', '…']), "{}", both.text);
    }
    assert_eq!(both.parts.last().expect("some").place.end, both.text.len());
    assert_eq!(both.lead(), format!("{} {}", one.lead(), other.lead()));
    let rows: Vec<usize> = both.coverage.iter().map(|row| row.document).collect();
    assert!(rows.is_sorted() && rows.len() >= one.coverage.len(), "{rows:?}");
}

#[test]
fn what_one_question_finds_is_kept_where_another_finds_nothing() {
    let answered = "When was the Monaco declaration adopted?";
    let refused = "What does the declaration of 1911 say about whales?";
    for question in [format!("{answered} {refused}"), format!("{refused} {answered}")] {
        let both = asked(&question);
        assert_eq!(both.status, AnswerStatus::Answered, "{}", both.text);
        assert!(both.refusal.is_none() && both.text.contains("Not found."), "{}", both.text);
    }
    let both = asked(&format!("{refused} {refused}"));
    assert_eq!(both.status, AnswerStatus::NotFound);
    assert!(both.refusal.is_some());
}

#[test]
fn those_that_one_question_finds_are_asked_by_the_next() {
    told_of_those_found(
        "Which declarations mention criminal violence, and when were they adopted?",
    );
    told_of_those_found("Which declarations mention criminal violence, and when?");
}

/// The second answer tells the dates of the documents that the first one cites, and of no others.
fn told_of_those_found(question: &str) {
    let both = asked(question);
    let cited: Vec<usize> = both
        .coverage
        .iter()
        .filter(|row| !row.markers.is_empty())
        .map(|row| row.document)
        .collect();
    assert!(!cited.is_empty(), "{}", both.text);
    let tail = both.text.split_once("\n\n").expect("two parts").1;
    for (index, document) in both.corpus.documents().iter().enumerate() {
        let Some(date) = document.adopted_on.as_ref().filter(|_| !document.kind.is_report()) else {
            continue;
        };
        let told = tail.contains(&format!(" {}", date.year()));
        assert_eq!(told, cited.contains(&index), "{} in {tail}", document.id);
    }
}

#[test]
fn documents_that_speak_of_what_is_excluded_are_left_out() {
    let treaties = || {
        corpus_of([
            Made::new("lima", "Lima Convention", 1990).clause("Honey and wax are sold by weight."),
            Made::new("oslo", "Oslo Convention", 1995).clause("Honey is sold by weight."),
            Made::new("bern", "Bern Convention", 1999).clause("Bears are counted in winter."),
        ])
    };
    let all = asked_of(treaties(), "Which conventions mention honey?");
    let some = asked_of(treaties(), "Which conventions mention honey but not wax?");
    let same = asked_of(treaties(), "Which conventions on honey do not mention wax?");
    assert_eq!(same.understood.excluded, ["lima"], "{}", same.text);
    let named = asked_of(treaties(), "Which conventions mention honey but not Lima?");
    assert_eq!(named.understood.excluded, ["lima"], "{}", named.text);
    let cited = |answer: &Answer| -> Vec<String> {
        let documents = answer.citations.iter().map(|one| {
            let clause = &answer.corpus.clauses()[one.clause];
            answer.corpus.documents()[clause.document].id.clone()
        });
        documents.collect()
    };
    assert_eq!(cited(&all), ["lima", "oslo"], "{}", all.text);
    assert_eq!(cited(&some), ["oslo"], "{}", some.text);
    let said = "Left out, since it mentions wax: the Lima Convention.";
    assert!(some.text.ends_with(said), "{}", some.text);
    assert_eq!(some.understood.excluded, ["lima"]);
    assert!(
        some.evidence.iter().all(|one| {
            some.corpus.document_of(&some.corpus.clauses()[one.clause]).id != "lima"
        })
    );
}
