//! What is told of resolutions by their verbs and references, over some that no assembly has adopted.

use crate::answering::{asked_after, asked_of};
use crate::domain::sample::{Made, corpus_of};
use crate::domain::{Answer, AnswerStatus, Corpus, Strength};

fn cited(answer: &Answer) -> Vec<String> {
    let corpus = &answer.corpus;
    answer.citations.iter().map(|one| corpus.id_of(&corpus.clauses()[one.clause])).collect()
}

/// Resolutions of a made-up assembly, by their verbs.
fn resolutions() -> Corpus {
    use Strength::{Commit, Decide, Encourage, Urge};
    let made = |id: &str, title: &str, number: &str| {
        let mut made = Made::new(id, title, 1990);
        made.document.catalogue.symbol = Some(format!("A/RES/{number}"));
        made.document.published_on = Some("1990-06-20".parse().expect("a date"));
        made.document.occasion = Some("Tenth session, 7th plenary meeting".to_owned());
        made
    };
    corpus_of([
        made("bees", "Keeping of bees", "10/1")
            .citing(
                &["18/3", "A/9/88"],
                "Recalling its resolution 18/3 and the report A/9/88 on hives",
            )
            .doing(
                "encourage",
                Encourage,
                "Encourages states to count bees, by a legally binding treaty.",
            )
            .doing("urge", Urge, "Urges states to share honey with wolves."),
        made("wolves", "International Wolf Day", "10/2")
            .citing(
                &["18/3"],
                "Recalling its resolution 18/3 by which it proclaimed Bee Day on 3 May",
            )
            .doing("decide", Decide, "Decides to proclaim 16 November as International Wolf Day.")
            .doing("strive", Commit, "Strives to feed wolves with honey.")
            .labelled("note 1", "Wolf Day in the report of 1989."),
        made("foxes", "International Fox Day", "10/3")
            .doing("proclaim", Decide, "Proclaims International Fox Day, to be kept by keepers.")
            .doing("urge", Urge, "Urges states to keep International Fox Day and to feed foxes."),
    ])
}

#[test]
fn what_binds_is_told_from_the_verbs() {
    let of = |question: &str| asked_of(resolutions(), question).text;
    for question in
        ["Is resolution 10/1 binding on states?", "Does 10/1 bind states?", "is 10/1 mandatory?"]
    {
        let text = of(question);
        let lead = "Resolution 10/1 does not say whether it is binding. Nothing in its operative \
                    clauses obliges: it encourages and urges.";
        assert!(text.starts_with(lead), "{question}: {text}");
        assert!(!text.contains("binding treaty"), "what it asks for is not its force: {text}");
    }
    let decides = of("Is resolution 10/2 binding?");
    assert!(
        decides.contains("It decides and strives in 2 clauses: paragraph 2 and paragraph 3."),
        "{decides}"
    );
    let clause = of("Must states share honey with wolves?");
    let lead = "The verb of paragraph 3 of resolution 10/1 is \u{2018}urges\u{2019}, which asks firmly, \
                and does not oblige.";
    assert!(clause.starts_with(lead), "{clause}");
    let after = asked_after(
        resolutions(),
        &["What does resolution 10/1 say about sharing honey?"],
        "is that binding?",
    );
    assert!(after.text.starts_with(lead), "{}", after.text);
}

#[test]
fn the_strongest_verb_on_a_topic_is_named_with_its_clause() {
    let text = asked_of(resolutions(), "What is the strongest verb used on honey and wolves?").text;
    let lead =
        "The strongest verb on this is \u{2018}strives\u{2019} (paragraph 3 of resolution 10/2).";
    assert!(text.starts_with(lead), "{text}");
    for (question, expected) in [
        (
            "which is stronger, encourage or urge?",
            "\u{2018}urge\u{2019} is stronger than \u{2018}encourage\u{2019}: ",
        ),
        ("Is 'invite' stronger than 'decide'?", "No: \u{2018}decide\u{2019} is stronger than"),
        ("Which is weaker, to note or to welcome?", "\u{2018}note\u{2019} is weaker than"),
        (
            "Is urge stronger than call upon?",
            "No: \u{2018}urge\u{2019} and \u{2018}call upon\u{2019} are as strong",
        ),
    ] {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with(expected), "{question}: {text}");
    }
}

#[test]
fn a_day_that_is_proclaimed_is_no_day_of_adoption() {
    for question in [
        "What day is International Wolf Day?",
        "When is the International Wolf Day?",
        "on which day is International Wolf Day celebrated?",
    ] {
        let answer = asked_of(resolutions(), question);
        let lead = "It is on 16 November: resolution 10/2 says so in paragraph 2.";
        assert!(answer.text.starts_with(lead), "{question}: {}", answer.text);
        assert_eq!(cited(&answer), ["wolves/2"]);
    }
    let adopted =
        asked_of(resolutions(), "When was the International Wolf Day resolution adopted?");
    let lead =
        "Resolution 10/2 was adopted on 1 June 1990, at the tenth session, 7th plenary meeting.";
    assert_eq!(adopted.text, lead, "neither a note nor the day of the page");
    let published =
        asked_of(resolutions(), "When was the International Wolf Day resolution published?");
    assert!(published.text.contains("dated 20 June 1990"), "{}", published.text);
}

#[test]
fn what_was_done_is_told_by_the_clauses_that_did_it() {
    for question in [
        "Which international days did the Assembly proclaim?",
        "Which international days were proclaimed?",
        "Which new international days did the Assembly create?",
        "Which resolutions proclaim an international day?",
    ] {
        let answer = asked_of(resolutions(), question);
        assert!(
            answer.text.starts_with("In 2 of 3 documents searched"),
            "{question}: {}",
            answer.text
        );
        assert_eq!(cited(&answer), ["foxes/1", "wolves/2"], "{question}");
    }
    let asked_to = asked_of(resolutions(), "Which resolutions endorse the keeping of foxes?");
    assert!(!asked_to.text.starts_with("In "), "{}", asked_to.text);
    let none = asked_of(resolutions(), "Which international weeks did the Assembly proclaim?");
    assert!(!none.text.starts_with("In "), "{}", none.text);
}

#[test]
fn it_is_told_of_the_document_that_answered_before() {
    let which = ["Which resolution is about sharing honey with wolves?"];
    let foxes = ["Which resolution is about feeding foxes?"];
    for (question, expected) in [
        ("and when was that adopted", "Resolution 10/3 was adopted on 1 June 1990."),
        ("what is its symbol?", "The symbol of resolution 10/3 is A/RES/10/3."),
        ("who adopted it", "Resolution 10/3 was adopted at the tenth session"),
    ] {
        let answer = asked_after(resolutions(), &foxes, question);
        assert!(answer.text.starts_with(expected), "{question}: {}", answer.text);
    }
    let again =
        asked_after(resolutions(), &[foxes[0], "who adopted it"], "and when was that adopted?");
    assert!(again.text.starts_with("Resolution 10/3 was adopted on"), "{}", again.text);
    assert_ne!(asked_of(resolutions(), which[0]).status, AnswerStatus::NotFound);
}

#[test]
fn resolutions_are_told_from_other_texts_that_are_recalled() {
    let resolutions_alone =
        asked_of(resolutions(), "Which earlier resolutions does 10/1 recall?").text;
    assert!(
        resolutions_alone.starts_with("Resolution 10/1 recalls 1 resolution: 18/3."),
        "{resolutions_alone}"
    );
    let all = asked_of(resolutions(), "What does 10/1 recall?").text;
    assert!(
        all.starts_with(
            "Resolution 10/1 recalls 2 texts by their symbols: resolution 18/3 and A/9/88."
        ),
        "{all}"
    );
    let missing = asked_of(resolutions(), "What does resolution 18/3 say about hives?").text;
    let cited = "Resolution 18/3 is cited in resolution 10/1 and resolution 10/2.";
    assert!(missing.contains(cited), "{missing}");
}

#[test]
fn what_is_not_quoted_of_a_list_is_named() {
    let mut made = Made::new("lima", "Lima Convention on Bees", 1990);
    for at in 0..10 {
        made = made.doing(
            "agree",
            Strength::Commit,
            &format!("Agrees to plant {at} limes by the hive."),
        );
    }
    let others = [("oslo", "Oslo Convention on Bears"), ("vow", "Bergen Convention on Wolves")];
    let others = others.map(|(id, title)| Made::new(id, title, 1995).clause("Wolves howl."));
    let corpus = corpus_of([made].into_iter().chain(others));
    let text = asked_of(corpus, "What was agreed in the Lima Convention?").text;
    assert!(text.contains("Not quoted: paragraph 9 and paragraph 10."), "{text}");
}

#[test]
fn what_is_new_has_no_counterpart() {
    let made = |id: &str, place: &str, year| {
        let mut made = Made::new(id, "Treaty on animals", year);
        made.document.place = Some(place.to_owned());
        made
    };
    let corpus = || {
        corpus_of([
            made("oslo", "Oslo", 1990).doing(
                "urge",
                Strength::Urge,
                "Urges keepers to count their bees in every winter month.",
            ),
            made("lima", "Lima", 1995)
                .doing(
                    "urge",
                    Strength::Urge,
                    "Urges keepers to count their bees in every winter month, by hand.",
                )
                .doing("decide", Strength::Decide, "Decides upon new ferries between islands."),
        ])
    };
    for question in [
        "What is new in the Lima treaty compared with the Oslo treaty?",
        "what's new in Lima that Oslo didn't have",
        "Compared with the Oslo treaty, what is new in the Lima treaty?",
    ] {
        let answer = asked_of(corpus(), question);
        assert!(
            answer.text.starts_with("1 of the 2 operative clauses of the Lima treaty"),
            "{question}: {}",
            answer.text
        );
        assert_eq!(cited(&answer), ["lima/2"], "{question}");
    }
}
