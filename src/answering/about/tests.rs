//! What is told of documents as a whole, over treaties that nobody has signed.

use crate::answering::asked_of;
use crate::domain::sample::{Made, corpus_of};
use crate::domain::{Answer, AnswerStatus, Corpus, QuestionType, RefusalKind};

fn treaties() -> Corpus {
    let mut dated = Made::new("lima", "Lima Convention on Honey", 1990)
        .heading("Bees")
        .clause("Beekeepers label their honey in the language of the buyer.")
        .clause("Too short.")
        .heading("Hives")
        .clause("Hives stand ten metres from each road at the least.")
        .clause("Whoever moves a hive tells the neighbours a week before.");
    dated.document.adopted_on = None;
    dated.document.published_on = Some("1990-06-05".parse().expect("a date"));
    corpus_of([
        dated,
        Made::new("oslo", "Oslo Convention on Bears", 1995)
            .clause("This Convention is binding on those who have signed it, and on bears."),
        Made::new("vow", "The Promise of Bergen: Words on Wolves", 1999)
            .clause("Wolves are counted in every winter by those who live near.")
            .clause("Wolves were first counted on 3 May 1980, in deep snow."),
    ])
}

fn asked(question: &str) -> Answer {
    asked_of(treaties(), question)
}

fn cited(answer: &Answer) -> Vec<String> {
    let corpus = &answer.corpus;
    answer.citations.iter().map(|one| corpus.id_of(&corpus.clauses()[one.clause])).collect()
}

#[test]
fn what_a_document_says_on_the_whole_is_told_by_its_headings_and_its_first_clauses() {
    for question in [
        "What does the Lima Convention say?",
        "Summarize the Lima Convention",
        "What did the parties agree in the Lima Convention?",
        "Lima Convention",
    ] {
        let answer = asked(question);
        let lead =
            "The Lima Convention on Honey has 4 clauses, under the headings ‘Bees’ and ‘Hives’.";
        assert!(answer.text.starts_with(lead), "{question}: {}", answer.text);
        assert_eq!(cited(&answer), ["lima/1", "lima/3", "lima/4"], "{question}");
    }
    let titled = asked("What does the Promise of Bergen say?");
    assert_eq!(cited(&titled), ["vow/1", "vow/2"], "{}", titled.text);
}

#[test]
fn whether_a_document_binds_is_told_in_its_own_words_or_not_at_all() {
    let told = asked("Is the Oslo Convention legally binding?");
    assert_eq!((told.status, cited(&told)), (AnswerStatus::Answered, vec!["oslo/1".to_owned()]));
    let silent = asked("Is the Lima Convention legally binding?");
    assert_eq!(silent.status, AnswerStatus::NotFound);
    let said = "The Lima Convention on Honey does not say whether it is binding.";
    assert!(silent.text.contains(said), "{}", silent.text);
}

#[test]
fn documents_are_listed_and_found_by_their_dates() {
    for question in ["list all conventions", "List the documents", "show me all treaties"] {
        let answer = asked(question);
        assert_eq!(answer.understood.asks, QuestionType::Listing, "{question}");
        assert!(answer.text.starts_with("There are 3:"), "{question}: {}", answer.text);
    }
    let newest = asked("What is the newest treaty?");
    assert!(newest.text.contains("1 June 1999"), "{}", newest.text);
    let published = asked("When was the Lima Convention signed?");
    assert!(published.text.contains("is dated 5 June 1990"), "{}", published.text);
    let happened = asked("What happened on 1 June 1995?");
    assert_eq!(cited(&happened), ["oslo/1"], "{}", happened.text);
    let oldest = asked("Which is the oldest bears convention?");
    assert!(oldest.text.contains("1 June 1995"), "{}", oldest.text);
    let of_honey = asked("What is the newest convention on honey?");
    assert!(of_honey.text.contains("5 June 1990"), "{}", of_honey.text);
    assert!(!of_honey.text.contains("1999"), "{}", of_honey.text);
    let spoken = asked("What happened on 3 May 1980?");
    assert_ne!(spoken.refusal.map(|own| own.kind()), Some(RefusalKind::DocumentNotInCorpus));
    let nothing = asked("What happened on 2 June 1995?");
    assert!(nothing.text.contains("no document of 2 June 1995"), "{}", nothing.text);
    let other = asked("What does the convention of 2 June 1995 say?");
    let kind = other.refusal.as_ref().map(crate::domain::Refusal::kind);
    assert_eq!(kind, Some(RefusalKind::DocumentNotInCorpus), "{}", other.text);
    assert!(other.text.contains("no convention of 2 June 1995"), "{}", other.text);
}

#[test]
fn labels_that_a_document_does_not_have_are_said_to_be_missing() {
    let answer = asked("What does article 99 of the Lima Convention say about hives?");
    assert_eq!(answer.status, AnswerStatus::NotFound);
    assert!(
        answer.text.contains("The Lima Convention on Honey has no Article 99."),
        "{}",
        answer.text
    );
    let there = asked("What does paragraph 3 of the Lima Convention say?");
    assert_eq!(cited(&there), ["lima/3"], "{}", there.text);
    let mut several = cited(&asked("What do paragraphs 1 and 3 of the Lima Convention say?"));
    several.sort_unstable();
    assert_eq!(several, ["lima/1", "lima/3"]);
}

#[test]
fn articles_are_counted_and_found_by_their_paragraphs() {
    let corpus = || {
        let made = Made::new("lima", "Lima Convention on Honey", 1990)
            .labelled("Article 1", "Honey is sweet.")
            .labelled("Article 2(1)", "Bees fly.")
            .labelled("Article 2(2)", "Bees sting.")
            .labelled("Article 2(2)(a)", "Wasps sting.");
        let other = Made::new("oslo", "Oslo Convention on Bears", 1995).clause("Bears sleep.");
        let third = Made::new("vow", "The Promise of Bergen", 1999).clause("Wolves howl.");
        corpus_of([made, other, third])
    };
    let asked = |question: &str| asked_of(corpus(), question);
    let count = asked("How many articles does the Lima Convention have?");
    assert!(count.text.contains("has 2 articles."), "{}", count.text);
    let none = asked("How many articles does the Oslo Convention have?");
    assert!(none.text.contains("labelled as an article"), "{}", none.text);
    let paragraph = asked("What does paragraph 2 of article 2 of the Lima Convention say?");
    let mut own = cited(&paragraph);
    own.sort_unstable();
    assert_eq!(own, ["lima/Article 2(2)", "lima/Article 2(2)(a)"], "{}", paragraph.text);
    let missing = asked("What does Article 2(9) of the Lima Convention say?");
    assert!(missing.text.contains("has no Article 2(9)."), "{}", missing.text);
}

#[test]
fn where_no_date_is_known_that_is_said() {
    let corpus = || {
        let mut made = Made::new("lima", "Lima Convention on Honey", 1990)
            .clause("The rules that were adopted on 3 May 1980 are repealed.");
        made.document.adopted_on = None;
        let other = Made::new("oslo", "Oslo Convention on Bears", 1995).clause("Bears sleep.");
        let third = Made::new("vow", "The Promise of Bergen", 1999).clause("Wolves howl.");
        corpus_of([made, other, third])
    };
    let unknown = asked_of(corpus(), "When was the Lima Convention adopted?");
    assert_eq!(unknown.status, AnswerStatus::NotFound, "{}", unknown.text);
    assert!(unknown.text.contains("when it was adopted"), "{}", unknown.text);
    let known = asked_of(corpus(), "When was the Oslo Convention adopted?");
    assert_eq!(known.status, AnswerStatus::Answered, "{}", known.text);
}

#[test]
fn what_speaks_of_neither_is_found() {
    let corpus = corpus_of([
        Made::new("lima", "Lima Convention", 1990).clause("Bees make honey."),
        Made::new("oslo", "Oslo Convention", 1995).clause("Wasps are hunted in winter."),
        Made::new("vow", "Bergen Convention", 1999).clause("Rivers flow to the sea."),
    ]);
    let answer = asked_of(corpus, "Which conventions mention neither bees nor wasps?");
    assert_eq!(answer.understood.asks, QuestionType::WhichDocument);
    assert_eq!(answer.understood.topic, "bees nor wasps");
}

#[test]
fn how_often_something_is_mentioned_is_counted() {
    let corpus = || {
        corpus_of([
            Made::new("lima", "Lima Convention", 1990)
                .clause("Bees make honey, and bees sting.")
                .clause("A bee is small.")
                .clause("Honey bees fly."),
            Made::new("oslo", "Oslo Convention", 1995).clause("Wasps hunt bees."),
        ])
    };
    let of = |question: &str| asked_of(corpus(), question);
    for (question, lead) in [
        (
            "How often does the Lima Convention mention bees?",
            "The Lima Convention has \u{2018}bees\u{2019} 4 times, in 3 clauses.",
        ),
        (
            "How many times is honey mentioned in the Lima Convention?",
            "The Lima Convention has \u{2018}honey\u{2019} twice, in 2 clauses.",
        ),
        (
            "How many clauses of the Lima Convention mention honey bees?",
            "The Lima Convention has \u{2018}honey bees\u{2019} in 1 clause, once in all.",
        ),
        (
            "How often do the conventions mention bees?",
            "\u{2018}bees\u{2019} stands 5 times in 4 clauses: the Lima Convention (4 times) and the Oslo Convention (once).",
        ),
    ] {
        let answer = of(question);
        assert!(answer.text.starts_with(lead), "{question}: {}", answer.text);
        assert_eq!(answer.status, AnswerStatus::Answered);
    }
    let all = of("How often does the Lima Convention mention bees?");
    assert_eq!(cited(&all), ["lima/1", "lima/2", "lima/3"]);
    let never = of("How often does the Lima Convention mention bears?");
    assert_ne!(never.status, AnswerStatus::Answered, "{}", never.text);
}
