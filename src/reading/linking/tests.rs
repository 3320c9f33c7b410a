//! What names in questions mean, in a collection of treaties that nobody has signed.

use super::*;
use crate::domain::sample::{Made, corpus_of};
use crate::language::analysis::terms;

/// Treaties and statements about honey and rivers.
pub(super) fn corpus() -> Corpus {
    let symbol = |id, title, year, symbol: &str| {
        let mut made = Made::new(id, title, year);
        made.document.catalogue.symbol = Some(symbol.to_owned());
        made
    };
    corpus_of([
        Made::new("lima", "Lima Convention on the Protection of Wild Honey", 1990)
            .clause("The Andean Parties to this Convention agree as follows."),
        Made::new("oslo-1", "Oslo Protocol on Rivers", 1991).clause("Rivers flow."),
        Made::new("oslo-2", "Second Oslo Protocol on Rivers", 1997).clause("Rivers flow on."),
        Made::new("chad-1993", "Joint Statement of Peru and Chad", 1993).clause("We met."),
        Made::new("chad-1996", "Joint Statement of Peru and Chad", 1996).clause("We met again."),
        Made::new("quito", "Joint Statement of the Kingdom of Tonga and Ghana", 1999)
            .clause("We met.")
            .clause("We talked.")
            .clause("We recall the Cairo Charter."),
        Made::new("fish", "Framework of KOT Fisheries", 2002).clause("Fish swim."),
        Made::new("swiss", "Framework of Swiss Cheese", 2003).clause("Cheese ripens."),
        symbol("eighty", "Floods", 2005, "A/RES/80/153").clause("Water is wet."),
        symbol("council", "Dams", 2014, "S/RES/2178 (2014)").clause("Dams hold."),
    ])
}

/// What the names in `question` mean: each with its words, how surely, and its documents.
fn meant(question: &str) -> Vec<(String, Outcome, String)> {
    meant_in(&corpus(), question)
}

/// The same over any documents.
pub(super) fn meant_in(corpus: &Corpus, question: &str) -> Vec<(String, Outcome, String)> {
    let (words, index) = (Words::new(question), LinkIndex::new(corpus));
    let ids = |link: &Link| {
        let ids = link.documents.iter().map(|&at| corpus.documents()[at].id.as_str());
        ids.collect::<Vec<_>>().join(" ")
    };
    let spoken = |word: &str| {
        let clauses = corpus.clauses().iter();
        clauses.flat_map(|clause| terms(corpus.text_of(clause))).any(|term| term.word == word)
    };
    let found = links(&words, corpus, &index, &spoken);
    let told =
        found.iter().map(|link| (words.text_of(&link.words).to_owned(), link.outcome, ids(link)));
    told.collect()
}

/// A question, and the words of the name in it, how surely it is understood, and its documents.
type Case = (&'static str, Option<(&'static str, Outcome, &'static str)>);

/// Each question with the one name in it, as it is understood; or without one.
fn check(cases: &[Case]) {
    for (question, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(words, outcome, ids)| ((*words).to_owned(), *outcome, (*ids).to_owned()))
            .collect();
        assert_eq!(meant(question), expected, "{question}");
    }
}

use Outcome::{Ambiguous, Linked, Missing};

#[test]
fn documents_are_named_by_parts_of_their_titles() {
    check(&[
        (
            "What does the Lima Convention say about honey?",
            Some(("Lima Convention", Linked, "lima")),
        ),
        ("what does the lima convention say about bees", Some(("lima convention", Linked, "lima"))),
        (
            "Under the Convention on the Protection of Wild Honey, who pays?",
            Some(("Convention on the Protection of Wild Honey", Linked, "lima")),
        ),
        ("What does the Oslo Protocol say?", Some(("Oslo Protocol", Linked, "oslo-1"))),
        // By the opening of its text.
        ("What does the Andean convention say?", Some(("Andean convention", Linked, "lima"))),
        // By a word of the same root.
        (
            "What does the Chadian statement of 1993 say?",
            Some(("Chadian statement of 1993", Linked, "chad-1993")),
        ),
        (
            "What does the wild honey convention say?",
            Some(("wild honey convention", Linked, "lima")),
        ),
        // Which of a series.
        (
            "What does the Second Oslo Protocol say?",
            Some(("Second Oslo Protocol", Linked, "oslo-2")),
        ),
        ("What does the Oslo Protocol II say?", Some(("Oslo Protocol II", Linked, "oslo-2"))),
        ("What does the Oslo Protocol I say?", Some(("Oslo Protocol I", Linked, "oslo-1"))),
        ("What does the KOT framework say?", Some(("KOT framework", Linked, "fish"))),
    ]);
}

#[test]
fn one_of_several_is_ambiguous_and_several_are_all_meant() {
    check(&[
        (
            "What does the statement of Peru and Chad say?",
            Some(("statement of Peru and Chad", Ambiguous, "chad-1993 chad-1996")),
        ),
        (
            "What do the Peru and Chad statements say?",
            Some(("Peru and Chad statements", Linked, "chad-1993 chad-1996")),
        ),
        (
            "What does the statement of Peru and Chad of 1996 say?",
            Some(("statement of Peru and Chad of 1996", Linked, "chad-1996")),
        ),
        (
            "What does the 1996 statement of Peru say?",
            Some(("1996 statement of Peru", Linked, "chad-1996")),
        ),
        (
            "What do the Peru and Chad statements of 1993 and 1996 say?",
            Some(("Peru and Chad statements of 1993 and 1996", Linked, "chad-1993 chad-1996")),
        ),
        (
            "Compare the KOT and Swiss frameworks",
            Some(("KOT and Swiss frameworks", Linked, "fish swiss")),
        ),
        ("What did Peru and Chad say in June 1996?", Some(("June 1996", Linked, "chad-1996"))),
    ]);
}

#[test]
fn what_is_asked_and_is_not_there_is_missing() {
    check(&[
        (
            "What does the Bergen Convention say about honey?",
            Some(("Bergen Convention", Missing, "lima")),
        ),
        ("According to the Bergen Pact, who pays?", Some(("Bergen Pact", Missing, ""))),
        ("Is honey wild in the Bergen Pact?", Some(("Bergen Pact", Missing, ""))),
        ("the Bergen Pact on honey", Some(("Bergen Pact", Missing, ""))),
        // Half of it is called so,
        (
            "What does the Swiss Oslo Protocol say?",
            Some(("Swiss Oslo Protocol", Missing, "oslo-1 oslo-2 swiss")),
        ),
        // and of what is called so for the most part nothing is said.
        ("What does the Wild Honey Cheese Convention say?", None),
        // Some clause speaks of it, so it may be the topic.
        ("Who signed the Cairo Charter?", None),
        ("What does the Cairo Charter say?", Some(("Cairo Charter", Missing, ""))),
        ("Who signed the Bergen Charter?", Some(("Bergen Charter", Missing, ""))),
        // What its opening speaks of is not its name.
        ("What does the Andean Convention say?", Some(("Andean Convention", Missing, "lima"))),
        ("What do the Bergen pacts say?", None),
        ("what does the bergen pact say", None),
        ("What Does The Bergen Pact Say", None),
        ("What does the pact say?", None),
    ]);
}

#[test]
fn what_documents_are_asked_for_to_mention_stays_the_topic() {
    check(&[
        ("Which treaties mention the Lima Convention?", None),
        ("Which statements deal with the Lima Convention?", None),
        (
            "Which paragraphs refer to it in the Lima Convention?",
            Some(("Lima Convention", Linked, "lima")),
        ),
        ("Which statements speak of the Lima Convention?", None),
        ("support for the Lima Convention", None),
        ("references to the Bergen Pact", None),
        ("Which parties of the Lima Convention pay?", Some(("Lima Convention", Linked, "lima"))),
        (
            "Which statements welcome honey according to the Lima Convention?",
            Some(("Lima Convention", Linked, "lima")),
        ),
        (
            "Which protocols mention article 3 of the Lima Convention?",
            Some(("Lima Convention", Linked, "lima")),
        ),
    ]);
}

#[test]
fn symbols_are_read_in_the_forms_in_which_they_are_typed() {
    check(&[
        ("What does A/RES/80/153 say?", Some(("A/RES/80/153", Linked, "eighty"))),
        ("what does resolution 80/153 say", Some(("resolution 80/153", Linked, "eighty"))),
        (
            "What does resolution 2178 (2014) say?",
            Some(("resolution 2178 (2014)", Linked, "council")),
        ),
        ("What does resolution 2178 say?", Some(("resolution 2178", Linked, "council"))),
        ("What does A/RES/80/154 say?", Some(("A/RES/80/154", Missing, ""))),
        ("What does resolution 678 of 1990 say?", Some(("resolution 678 of 1990", Missing, ""))),
        ("What does resolution 2178 of 2014 say?", Some(("resolution 2178", Linked, "council"))),
        ("Which texts recall resolution 678 of 1990?", None),
        ("What does the Pacific Wax Union say of it?", Some(("Pacific Wax Union", Missing, ""))),
        ("What do the Andean Parties say of it?", None),
        ("What does Pacific Wax say of it?", None),
        ("What does resolution 80/154 say?", Some(("resolution 80/154", Missing, ""))),
        ("Are 2178 dams enough?", None),
        ("Which texts refer to A/RES/80/153?", None),
    ]);
}

#[test]
fn acronyms_stand_for_whole_titles_and_initials_for_names() {
    check(&[
        ("What does the LCPWH say?", Some(("LCPWH", Linked, "lima"))),
        ("What does the CPWH say?", Some(("CPWH", Linked, "lima"))),
        ("what does lcpwh say", None),
        ("What does the LCPX say?", None),
        // "KOT" is also what the first letters of a name in another title are.
        ("What does the KOT statement say?", Some(("KOT statement", Linked, "quito"))),
        (
            "What does the framework of the Kingdom of Tonga say?",
            Some(("framework of the Kingdom of Tonga", Linked, "fish")),
        ),
        ("Oslo V or Tokyo?", None),
        ("what does lima say of wax", Some(("lima", Linked, "lima"))),
        ("Oslo II or Tokyo?", Some(("Oslo II", Linked, "oslo-2"))),
    ]);
}

#[test]
fn of_one_document_no_name_means_anything() {
    let corpus = corpus_of([Made::new("lima", "Lima Convention", 1990).clause("Bees fly.")]);
    let words = Words::new("What does the Cairo Convention say?");
    assert_eq!(links(&words, &corpus, &LinkIndex::new(&corpus), &|_| true), []);
}

#[test]
fn what_a_title_speaks_of_is_not_its_name() {
    let corpus = corpus_of([
        Made::new("study", "Study on the Charter of Bees", 1990).clause("Bees fly."),
        Made::new("bears", "Convention on Bears", 1991).clause("Bears sleep."),
        Made::new("storks", "Storks of Spring: Words on Nests", 1992).clause("Storks build."),
    ]);
    assert_eq!(meant_in(&corpus, "What does the Charter of Bees say?"), []);
    let bears = meant_in(&corpus, "What does the Convention on Bears say?");
    assert_eq!(bears, [("Convention on Bears".to_owned(), Linked, "bears".to_owned())]);
    let storks = meant_in(&corpus, "What does the Storks of Spring say?");
    assert_eq!(storks, [("Storks of Spring".to_owned(), Linked, "storks".to_owned())]);
}

#[test]
fn words_that_tell_many_documents_name_none_by_themselves() {
    let of = |at: i16| {
        let id = format!("coast-{at}");
        Made::new(&id, &format!("High Coast: Words of Year {at}"), 1990 + at).clause("Cliffs fall.")
    };
    let few = corpus_of((0..3).map(of));
    let many = corpus_of((0..9).map(of));
    let question = "What is said in High Coast?";
    assert_eq!(meant_in(&few, question).len(), 1);
    assert_eq!(meant_in(&many, question), []);
}

#[test]
fn one_of_two_that_is_not_there_is_told() {
    let corpus = corpus();
    let absent = |question: &str| {
        let words = Words::new(question);
        let found = links(&words, &corpus, &LinkIndex::new(&corpus), &|_| true);
        found.into_iter().find_map(|link| link.absent)
    };
    assert_eq!(
        absent("What do the Lima and Bergen conventions say?"),
        Some("Bergen convention".to_owned())
    );
    assert_eq!(absent("What do the Lima and San Bergen conventions say?"), None);
}

#[test]
fn a_day_that_a_clause_speaks_of_may_be_the_topic() {
    let corpus = corpus_of([
        Made::new("seals", "Convention on Seals", 1990)
            .clause("It replaces what was agreed on 3 May 1980."),
        Made::new("bears", "Convention on Bears", 1991).clause("Bears sleep."),
    ]);
    assert_eq!(meant_in(&corpus, "Who signed the convention of 3 May 1980?"), []);
    let other = meant_in(&corpus, "Who signed the convention of 4 May 1980?");
    let nearest = "seals bears".to_owned();
    assert_eq!(other, [("convention of 4 May 1980".to_owned(), Missing, nearest)]);
}

#[test]
fn what_others_are_called_and_what_is_included_tells_no_document() {
    let corpus = corpus_of([
        Made::new("shores", "Treaty on the Sea, including its Shells", 1990)
            .clause("Recalling the Tunis Convention and the Charter of Malta, we agree."),
        Made::new("bears", "Convention on Bears", 1991).clause("Bears sleep."),
    ]);
    let cases = [
        ("What does the Tunis convention say?", vec![("Tunis convention".to_owned(), Missing)]),
        ("What does the Malta treaty say?", vec![("Malta treaty".to_owned(), Missing)]),
        ("What does the Shells Treaty say?", vec![("Shells Treaty".to_owned(), Missing)]),
        ("What does the Sea Treaty say?", vec![("Sea Treaty".to_owned(), Linked)]),
    ];
    for (question, expected) in cases {
        let found: Vec<_> = meant_in(&corpus, question)
            .into_iter()
            .map(|(name, outcome, _)| (name, outcome))
            .collect();
        assert_eq!(found, expected, "{question}");
    }
}

#[test]
fn a_year_beside_a_noun_tells_what_those_who_speak_said() {
    let corpus = corpus_of([
        Made::new("owls", "Joint Statement of Peru and Tonga", 1990).clause("Owls fly."),
        Made::new("bats", "Joint Statement of Peru and Tonga", 1991).clause("Bats fly."),
        Made::new("storks", "Joint Statement on Storks", 1991).clause("Storks fly."),
        Made::new("bears", "Joint Statement on Bears", 1991).clause("Bears sleep."),
        Made::new("seals", "Joint Statement on Seals", 1991).clause("Seals dive."),
    ]);
    let question = "What did Peru and Tonga say about owls in the 1991 statement?";
    let words = Words::new(question);
    let found = links(&words, &corpus, &LinkIndex::new(&corpus), &|_| true);
    let told: Vec<_> =
        found.iter().map(|link| (link.documents.clone(), link.subject.clone())).collect();
    assert_eq!(told, [(vec![1], Some(2..5))]);
}

#[test]
fn of_several_of_one_month_the_names_beside_it_tell() {
    let corpus = corpus_of([
        Made::new("owls", "Joint Statement of Peru and Tonga", 1991).clause("Owls fly."),
        Made::new("bats", "Joint Statement of Chad and Ghana", 1991).clause("Bats fly."),
        Made::new("seals", "Joint Statement of Oman and Cuba", 1992).clause("Seals dive."),
    ]);
    let meant = |question: &str| -> Vec<String> {
        meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect()
    };
    assert_eq!(meant("What did Chad and Ghana say in their June 1991 statement?"), ["bats"]);
    assert_eq!(meant("What did they say in the June 1991 statement?"), ["bats owls"]);
}

#[test]
fn parts_of_titles_name_what_is_compared_and_else_lean_towards_it() {
    let corpus = corpus_of([
        Made::new("court-1", "Statute of the High Court of Honey", 1990).clause("Judges taste."),
        Made::new("chamber-1", "Statute of the Great Chamber of Wax", 1991).clause("Judges melt."),
    ]);
    let index = LinkIndex::new(&corpus);
    let compared = "High Court of Honey versus Great Chamber of Wax: how many judges?";
    let ids: Vec<String> = meant_in(&corpus, compared).into_iter().map(|(.., ids)| ids).collect();
    assert_eq!(ids, ["court-1", "chamber-1"]);
    let one = "Who tastes at the High Court of Honey?";
    let half = "High Court of Honey versus other courts";
    for question in [one, half] {
        assert_eq!(meant_in(&corpus, question), [], "{question}");
        assert_eq!(leaning(&Words::new(question), &index), [0], "{question}");
    }
    assert!(leaning(&Words::new("who tastes at the high court of honey?"), &index).is_empty());
}
