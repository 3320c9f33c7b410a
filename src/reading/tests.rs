//! Questions and what is read out of them.

use super::*;
use crate::domain::sample;
use crate::language::analysis::folded_words;

pub(super) fn read(history: &[&str], question: &str) -> (Corpus, Reading) {
    let corpus = sample::corpus();
    let spoken = |wanted: &str| {
        let mut texts = corpus.clauses().iter().map(|clause| corpus.text_of(clause));
        texts.any(|text| folded_words(text).any(|(word, _)| word == wanted))
    };
    let history: Vec<String> = history.iter().map(|&earlier| earlier.to_owned()).collect();
    let book = Phrasebook::new(&corpus);
    let reading = book.read_question(&corpus, question, &history, &spoken);
    (corpus, reading)
}

pub(super) fn ids(corpus: &Corpus, documents: &[usize]) -> String {
    let ids: Vec<&str> =
        documents.iter().map(|&index| corpus.documents()[index].id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn an_acronym_that_is_spelt_like_a_function_word_is_a_topic() {
    let corpus = sample::corpus();
    let read =
        |question: &str| Phrasebook::new(&corpus).read_question(&corpus, question, &[], &|_| true);
    for (question, topic) in [
        ("Which declarations mention the WHO?", "WHO"),
        ("What did ministers say about the US?", "US"),
        ("Which declarations mention who?", ""),
    ] {
        assert_eq!(read(question).topic, topic, "{question}");
    }
}

#[test]
fn documents_are_named_by_place_year_session_and_kind() {
    let cases = [
        ("What does the Rome declaration say about police?", "rome-2012"),
        ("Rome 2012 and Monaco 2014 on extradition", "rome-2012 monaco-2014"),
        ("police in Monaco", "event-2014 monaco-2014 news-2014"),
        ("Compare the declarations of Rome 2012 and Monaco 2014", "rome-2012 monaco-2014"),
        ("what was agreed at the 81st General Assembly", "rome-2012"),
        ("declarations after 2010", "rome-2012 monaco-2014"),
        ("which texts before 2012 speak of it", "singapore-2009"),
        ("which texts refer to the 2012 action plan on crime", ""),
        ("declarations from 2009 to 2012", "singapore-2009 rome-2012"),
        ("the latest declaration on crime", "monaco-2014"),
        ("first declaration on police", "singapore-2009"),
        ("What was the first declaration to mention crime?", ""),
        ("What does the news report say?", "news-2014"),
        ("the 81st birthday", ""),
        ("what happened in 1914", ""),
        ("monaco-2014 on cyberspace", "monaco-2014"),
    ];
    for (question, expected) in cases {
        let (corpus, reading) = read(&[], question);
        assert_eq!(ids(&corpus, &reading.scope.named), expected, "{question}");
    }
}

#[test]
fn exclusions_take_documents_out() {
    let cases = [
        ("declarations other than Monaco on crime", "", "event-2014 monaco-2014 news-2014"),
        ("all declarations except Rome and Singapore", "", "singapore-2009 rome-2012"),
        ("Rome, not in Singapore", "rome-2012", "singapore-2009"),
    ];
    for (question, named, excluded) in cases {
        let (corpus, reading) = read(&[], question);
        assert_eq!(ids(&corpus, &reading.scope.named), named, "{question}");
        assert_eq!(ids(&corpus, &reading.scope.excluded), excluded, "{question}");
    }
}

#[test]
fn a_year_of_which_nothing_is_known_is_missing() {
    let (_, reading) = read(&[], "bali 2016 ministerial declaration");
    assert_eq!(reading.scope.missing_years, [2016]);
    assert_eq!(read(&[], "police in 1914").1.scope.missing_years, [0_i16; 0]);
}

#[test]
fn a_document_that_is_named_and_not_there_is_missing() {
    let cases = [
        ("What does the Paris declaration say about drugs?", "Paris declaration"),
        ("What does the Rome declaration say about drugs?", ""),
        ("What does the joint declaration say?", ""),
        ("Final declaration on drugs", ""),
        ("which declaration cites UNSC resolution 2178", ""),
        ("what does the UN declaration say", "UN declaration"),
        ("What Does The Final Declaration Say", ""),
        ("Which declaration speaks of Paris?", ""),
    ];
    for (question, expected) in cases {
        let missing = read(&[], question).1.scope.missing_names;
        assert_eq!(missing.join(" "), expected, "{question}");
    }
}

#[test]
fn decades_and_ranges_name_documents_or_none() {
    let cases = [
        ("What did the declarations of the 2010s say about gangs?", "rome-2012 monaco-2014", ""),
        ("What did declarations say before the 2010s about gangs?", "singapore-2009", ""),
        ("What did declarations say after the 2000s?", "rome-2012 monaco-2014", ""),
        ("What did the declarations of the 1990s say about gangs?", "", "document of the 1990s"),
        ("What did declarations say after the 2010s?", "", "document after the 2010s"),
        ("What was said about gangs before 2000?", "", "document before 2000"),
        ("What was said about gangs after 2090?", "", "document after 2090"),
    ];
    for (question, named, missing) in cases {
        let (corpus, reading) = read(&[], question);
        assert_eq!(ids(&corpus, &reading.scope.named), named, "{question}");
        assert_eq!(reading.scope.missing_names.join(" "), missing, "{question}");
    }
}

#[test]
fn what_is_asked_for() {
    let cases = [
        ("What did ministers say about trafficking?", QuestionType::Topic),
        ("Which of the declarations refer to human rights?", QuestionType::WhichDocument),
        ("What does declaration 2 say?", QuestionType::Topic),
        ("What is resolution 80/4 about?", QuestionType::Topic),
        ("hey, which interpol declaration talks about gangs pls", QuestionType::WhichDocument),
        ("Who said \"the soaring demands for police\"?", QuestionType::Quotation),
        ("Compare Rome 2012 and Monaco 2014 on extradition", QuestionType::Comparison),
        ("terrorism: what changed between 2012 and 2014?", QuestionType::Comparison),
        ("Is Monaco stronger than Rome on terrorism?", QuestionType::Comparison),
        ("how do climate changes matter", QuestionType::Topic),
        ("When was the Rome declaration adopted?", QuestionType::When),
        ("is there a date by which that has to be done?", QuestionType::Topic),
        ("Where did the ministers meet in 2012?", QuestionType::Where),
        ("How many delegates came in 2014?", QuestionType::HowMany),
        ("who moderated the meeting", QuestionType::Who),
        ("officers who know the area", QuestionType::Topic),
        ("How many declarations mention gangs?", QuestionType::WhichDocument),
        ("When and where was the Rome ministerial held?", QuestionType::When),
        ("what declarations can i search here", QuestionType::Listing),
        ("what does P2A of Rome say", QuestionType::Clause),
        ("are states obliged to freeze assets", QuestionType::Strength),
    ];
    for (question, expected) in cases {
        assert_eq!(read(&[], question).1.asks, expected, "{question}");
    }
}

#[test]
fn several_documents_are_expected_where_they_are_asked_for_in_the_plural() {
    let cases = [
        ("Which declarations mention gangs?", true),
        ("Which of the declarations refer to human rights?", true),
        ("rule of law - which declarations?", true),
        ("which ones talk about gangs", true),
        ("Which declaration mentions gangs?", false),
        ("Which of the declarations is about gangs?", false),
        ("Which of the declarations first mentioned gangs?", false),
        ("Which of the declarations mentions gangs?", false),
        ("Which one of the declarations mentions gangs?", false),
        ("What are many declarations about?", false),
        ("Which of the declarations address gangs?", true),
        ("What do the declarations say about gangs?", false),
    ];
    for (question, expected) in cases {
        assert_eq!(
            read(&[], question).1.selection == DocumentSelection::Several,
            expected,
            "{question}"
        );
    }
    for question in ["How many declarations mention gangs?", "How many of the texts mention gangs?"]
    {
        let (_, reading) = read(&[], question);
        assert_eq!(
            (reading.topic.as_str(), reading.selection),
            ("gangs", DocumentSelection::Count)
        );
    }
    for question in [
        "How many declarations were adopted in 2014?",
        "How many documents were forged?",
        "In how many declarations are gangs not mentioned?",
    ] {
        assert_ne!(read(&[], question).1.selection, DocumentSelection::Count, "{question}");
    }
}

#[test]
fn documents_that_do_not_say_it_are_asked_for() {
    let cases = [
        ("Which declarations do not mention gangs?", true),
        ("Which declarations don't mention gangs?", true),
        ("which text doesn\u{2019}t speak of gangs", true),
        ("Which declaration never mentions gangs?", true),
        ("Which declarations fail to mention gangs?", true),
        ("Which declarations say nothing about gangs?", true),
        ("Which declarations mention no gangs?", true),
        ("Which of the declarations are silent on gangs?", true),
        ("Which declarations say that police must not fight gangs alone?", false),
        ("Which declarations mention gangs without arms?", false),
        ("Which declaration speaks of a lack of trust in police?", false),
        ("Which declaration says no state may harbour gangs?", false),
        ("Which declaration not only mentions gangs but cities?", false),
        ("Which declarations say that crime has no borders?", false),
        ("Which declaration speaks of states that fail to address corruption?", false),
        ("Which declarations say that police should not deal with crime alone?", false),
        ("Which declarations condemn violence but do not mention gangs?", false),
        ("Which declarations mention gangs without mentioning arms?", false),
        ("Which declarations make no reference to gangs?", true),
        ("Which declarations do not yet mention gangs?", true),
        ("How many declarations do not mention gangs?", true),
    ];
    for (question, expected) in cases {
        let (_, reading) = read(&[], question);
        assert_eq!(reading.selection == DocumentSelection::Silent, expected, "{question}");
        assert!(!expected || reading.topic == "gangs", "{question}: {}", reading.topic);
    }
}

#[test]
fn the_topic_is_what_is_left_of_the_frame() {
    let cases = [
        ("What did ministers say about human trafficking?", "human trafficking"),
        ("What does the Monaco declaration say about terrorism?", "terrorism"),
        ("Compare what Rome 2012 and Monaco 2014 say about extradition", "extradition"),
        ("facial recognition dna fingerprints", "facial recognition dna fingerprints"),
        ("Which of the declarations refer to human rights?", "human rights"),
        ("How many ministers came to Rome?", "many ministers came to"),
        ("Is what Rome says on gangs binding or just a wish?", "gangs"),
    ];
    for (question, expected) in cases {
        assert_eq!(read(&[], question).1.topic, expected, "{question}");
    }
}

#[test]
fn labels_name_clauses() {
    let (corpus, reading) = read(&[], "P2A of Monaco");
    let named: Vec<String> =
        reading.clauses.iter().map(|&at| corpus.id_of(&corpus.clauses()[at])).collect();
    assert_eq!(named, ["monaco-2014/P2A"]);
}

#[test]
fn follow_ups_carry_documents_and_topic_over() {
    let history = &["What does the Rome declaration say about extradition?"];
    let (corpus, reading) = read(history, "and about violence in cities?");
    assert!(reading.follow_up);
    assert_eq!(ids(&corpus, &reading.scope.named), "rome-2012");
    assert_eq!(reading.search_text(), "violence in cities", "another topic, not both");

    let (corpus, reading) = read(history, "and the one two years later?");
    assert_eq!(ids(&corpus, &reading.scope.named), "monaco-2014");
    assert_eq!(reading.search_text(), "extradition");

    let (corpus, reading) = read(history, "and Singapore?");
    assert_eq!(ids(&corpus, &reading.scope.named), "singapore-2009");

    let (_, reading) = read(history, "what kind of help exactly?");
    assert!(reading.follow_up);

    let (_, reading) =
        read(&["Which declaration deals with cities?"], "what does it say on youth?");
    assert!(reading.points_back && reading.scope.named.is_empty());

    let (_, reading) = read(history, "How many delegates from which countries attended?");
    assert!(!reading.follow_up);
    assert_eq!(reading.earlier_topic, "");
}

#[test]
fn a_speaker_is_a_name_beside_the_quotation() {
    let cases = [
        ("Did Noble really say \"our world is vast\"?", Some("Noble")),
        ("source for Ronald Noble \"no country can win\"", Some("Ronald Noble")),
        ("Is it true that the Monaco ministers wrote \"soaring demands for police\"?", None),
    ];
    for (question, expected) in cases {
        assert_eq!(read(&[], question).1.speaker.as_deref(), expected, "{question}");
    }
}

#[test]
fn the_first_or_the_last_that_says_it() {
    let cases = [
        (
            "Which declaration first mentioned terrorism?",
            DocumentSelection::ByDate(Order::First),
            "terrorism",
        ),
        (
            "Which text was the last to speak of gangs?",
            DocumentSelection::ByDate(Order::Last),
            "gangs",
        ),
        (
            "What was the first declaration to mention drugs?",
            DocumentSelection::ByDate(Order::First),
            "drugs",
        ),
        ("the latest text that speaks of gangs", DocumentSelection::ByDate(Order::Last), "gangs"),
        ("What does the first declaration say about gangs?", DocumentSelection::Any, "gangs"),
        (
            "Which declaration mentions first responders?",
            DocumentSelection::Any,
            "first responders",
        ),
        ("What do the first declaration and the last say?", DocumentSelection::Any, ""),
    ];
    for (question, order, topic) in cases {
        let (_, reading) = read(&[], question);
        assert_eq!(reading.selection, order, "{question}");
        assert!(topic.is_empty() || reading.topic == topic, "{question}: {}", reading.topic);
    }
}

#[test]
fn the_first_or_the_last_of_all_is_a_document_and_its_date_is_asked_for() {
    let cases = [
        ("Which declaration came first?", "singapore-2009", QuestionType::When),
        ("which text is the most recent", "monaco-2014", QuestionType::When),
        ("Which is the latest declaration?", "monaco-2014", QuestionType::When),
        ("What does the latest declaration say about gangs?", "monaco-2014", QuestionType::Topic),
        ("Which declaration is the first to mention gangs?", "", QuestionType::WhichDocument),
        ("Which declaration mentions the first congress?", "", QuestionType::WhichDocument),
    ];
    for (question, named, asks) in cases {
        let (corpus, reading) = read(&[], question);
        assert_eq!(ids(&corpus, &reading.scope.named), named, "{question}");
        assert_eq!(reading.asks, asks, "{question}");
    }
}

#[test]
fn outcomes_are_asked_of_topics() {
    let cases = [
        ("Was the plan finished in time?", true),
        ("Has extradition been reformed since the Monaco declaration?", true),
        ("Which declarations say what has been done about gangs?", false),
        ("Has the Monaco declaration addressed gangs?", false),
        ("Did the ministers in Rome think of prisons?", false),
        ("Have Rome and Monaco differed on gangs?", false),
    ];
    for (question, expected) in cases {
        let outcome = read(&[], question).1.answer_type == Some(AnswerType::Outcome);
        assert_eq!(outcome, expected, "{question}");
    }
}

#[test]
fn whose_words_are_asked_for() {
    let cases = [
        ("What did Ronald Noble tell the delegates?", Some("Ronald Noble")),
        ("What does Rome say about police?", None),
        ("What did ministers say about Europe?", None),
        ("What did Thomas de Maizière say?", Some("Thomas de Maizière")),
        ("What does de facto control say?", None),
        ("need a quote from Noble on the monaco declaration", Some("Noble")),
        ("a quote from the Rome declaration", None),
        ("Did Noble really say \"our world is vast\"?", None),
    ];
    for (question, expected) in cases {
        assert_eq!(read(&[], question).1.asked_speaker.as_deref(), expected, "{question}");
    }
}

#[test]
fn the_press_as_a_topic_is_no_report() {
    let cases = [
        ("Which text speaks of schools and the press against violence?", false),
        ("How was the meeting covered in the press?", true),
    ];
    for (question, expected) in cases {
        assert_eq!(read(&[], question).1.scope.wants_reports, expected, "{question}");
    }
}

#[test]
fn what_is_compared_or_followed_up_are_declarations_unless_reports_are_asked_for() {
    let history = &["What does the Rome declaration say about extradition?"][..];
    let cases: [(&[&str], &str, &str); 3] = [
        (history, "And Monaco?", "monaco-2014"),
        (&[], "Compare Rome and Monaco on extradition", "rome-2012 monaco-2014"),
        (&[], "extradition in Monaco", "event-2014 monaco-2014 news-2014"),
    ];
    for (history, question, expected) in cases {
        let (corpus, reading) = read(history, question);
        assert_eq!(ids(&corpus, &reading.scope.named), expected, "{question}");
    }
    let adopted = |question: &str| read(&[], question).1.scope.wants_adopted;
    assert!(adopted("list the declarations") && !adopted("list the documents"));
}
