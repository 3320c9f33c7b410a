//! What a question takes from those before it.

use super::tests::{ids, read};
use super::{Pronoun, Sequence};
use crate::domain::QuestionType;

#[test]
fn a_new_topic_takes_the_place_of_the_old_one_and_the_scope_stays() {
    let rome = &["What does the Rome declaration say about extradition?"][..];
    let which = &["Which declarations mention extradition?"][..];
    let cases = [
        (rome, "What about the use of force?", "use of force", "rome-2012"),
        (rome, "And cyberspace?", "cyberspace", "rome-2012"),
        (which, "And human trafficking?", "human trafficking", ""),
        (rome, "And Monaco?", "extradition", "monaco-2014"),
        (rome, "and about them using force?", "extradition, using force", "rome-2012"),
        // A whole question needs none before it, however short its topic is.
        (which, "Which declarations mention trafficking?", "trafficking", ""),
    ];
    for (history, question, topic, named) in cases {
        let (corpus, reading) = read(history, question);
        assert_eq!(reading.search_text(), topic, "{question}");
        assert_eq!(ids(&corpus, &reading.scope.named), named, "{question}");
    }
    assert_eq!(read(which, "And human trafficking?").1.asks, QuestionType::WhichDocument);
}

#[test]
fn the_others_are_all_that_were_not_asked() {
    let rome = &["What does the Rome declaration say about extradition?"];
    for question in ["Which other declarations mention it?", "Do the others mention it too?"] {
        let (corpus, reading) = read(rome, question);
        assert_eq!(ids(&corpus, &reading.scope.excluded), "rome-2012", "{question}");
        assert_eq!(ids(&corpus, &reading.scope.named), "", "{question}");
        assert_eq!(reading.search_text(), "extradition", "{question}");
        assert_eq!(reading.asks, QuestionType::WhichDocument, "{question}");
    }
    let which = &["Which declarations mention extradition?"];
    for question in ["Which of them urges the most?", "Are those the only ones?"] {
        let (_, reading) = read(which, question);
        assert!(!reading.points_back, "{question}: of all that answered");
        assert!(reading.search_text().starts_with("extradition"), "{question}");
    }
    let (corpus, reading) = read(rome, "Compare that with Monaco.");
    assert_eq!(ids(&corpus, &reading.scope.named), "rome-2012 monaco-2014");
}

#[test]
fn when_those_that_say_it_were_adopted_is_told_with_their_dates() {
    let which = &["Which declarations mention extradition?"][..];
    let (_, reading) = read(which, "and when were they adopted?");
    assert_eq!(reading.asks, QuestionType::WhichDocument);
    assert_eq!(reading.sequence, Sequence::ByDate);
    assert_eq!(reading.search_text(), "extradition");
    let alone = read(&[], "When were they adopted?").1;
    assert_eq!((alone.asks, alone.sequence), (QuestionType::When, Sequence::BySureness));
    let changed = read(&[], "How has the language on extradition changed?").1;
    assert_eq!(changed.sequence, Sequence::Changes);
}

#[test]
fn the_same_is_asked_of_another_document() {
    use crate::reading::{About, Fact, Target};
    let fact = |reading: &super::Reading| match &reading.about {
        Some(About::Fact(fact, Target::Documents(named))) => Some((*fact, named.clone())),
        _ => None,
    };
    for (before, question, expected) in [
        (
            "Summarise the Rome declaration in a few points.",
            "now the same for Singapore",
            Fact::Commitments,
        ),
        ("Which clause of Rome uses the strongest wording?", "And of Singapore?", Fact::Strongest),
        (
            "How many clauses does the Rome declaration have?",
            "What about the Singapore declaration?",
            Fact::Clauses(None),
        ),
    ] {
        let (_, first) = read(&[], before);
        assert_eq!(fact(&first).map(|(fact, _)| fact), Some(expected), "{before}");
        let (corpus, reading) = read(&[before], question);
        let (found, named) = fact(&reading).unwrap_or_else(|| panic!("{question}: {reading:?}"));
        assert_eq!(
            (found, ids(&corpus, &named).as_str()),
            (expected, "singapore-2009"),
            "{question}"
        );
    }
    // Another topic is no fact.
    assert_eq!(
        fact(&read(&["Summarise the Rome declaration"], "And police in Singapore?").1),
        None
    );
}

#[test]
fn when_and_where_go_on_with_another_document() {
    let when = "When was the Rome declaration adopted?";
    let (corpus, reading) = read(&[when], "And the Singapore one?");
    assert_eq!(reading.asks, QuestionType::When);
    assert_eq!(ids(&corpus, &reading.scope.named), "singapore-2009");
    let (corpus, reading) = read(&[when, "And the Singapore one?"], "where was that?");
    assert_eq!(reading.asks, QuestionType::Where);
    assert_eq!(ids(&corpus, &reading.scope.named), "singapore-2009");
}

#[test]
fn the_other_two_are_those_that_were_not_asked() {
    let rome = &["What does the Rome declaration say about extradition?"];
    let (corpus, reading) = read(rome, "What about the other two?");
    assert_eq!(ids(&corpus, &reading.scope.excluded), "rome-2012");
    assert_eq!(reading.search_text(), "extradition");
}

#[test]
fn she_is_whom_the_question_before_asks_for() {
    let who = &["Who was INTERPOL president in 2014?"][..];
    let (_, reading) = read(who, "and what did she say in Monaco?");
    let person = |word: &str, speaks| Some(Pronoun { word: word.to_owned(), speaks });
    assert_eq!(reading.person, person("she", true));
    assert_eq!(reading.asked_speaker.as_deref(), Some("INTERPOL president"));
    assert_eq!(read(who, "was he in Rome as well?").1.person, person("he", false));
    let topic = &["What does the Rome declaration say about extradition?"][..];
    assert_eq!(read(topic, "was he in Rome as well?").1.person, None);
    assert_eq!(read(&[], "what did she say?").1.person, None);
}
