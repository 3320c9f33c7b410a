//! Names of documents that are compared, and of states.

use super::tests::meant_in;
use crate::domain::sample::{Made, corpus_of};

#[test]
fn a_day_on_which_there_is_one_document_tells_it_where_it_is_spoken_of() {
    let corpus = corpus_of([
        Made::new("owls", "Joint Statement on Owls", 1991).clause("Owls fly."),
        Made::new("bats", "Joint Statement on Bats", 1992).clause("Bats fly."),
    ]);
    let question = "What is said in the statement of 1 June 1991, and in that of 1 June 1992?";
    let ids: Vec<String> = meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect();
    assert_eq!(ids, ["owls", "bats"]);
    assert_eq!(meant_in(&corpus, "What happened on 1 June 1992?"), []);
}

#[test]
fn titles_on_both_sides_of_a_joint_name_what_is_compared() {
    let corpus = corpus_of([
        Made::new("court-1", "Statute of the High Court of Honey", 1990).clause("Judges taste."),
        Made::new("chamber-1", "Statute of the Great Chamber of Wax", 1991).clause("Judges melt."),
    ]);
    let ids = |question: &str| -> Vec<String> {
        meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect()
    };
    let against = "Number of judges: High Court of Honey against Great Chamber of Wax";
    assert_eq!(ids(against), ["court-1", "chamber-1"]);
    let beside = "Who judges at the High Court of Honey and eats at the Great Chamber of Wax?";
    assert!(ids(beside).is_empty());
}

#[test]
fn states_are_known_by_the_seats_of_their_governments_and_by_their_people() {
    let corpus = corpus_of([
        Made::new("owls", "Framework of Ecuador on Trade", 1991).clause("Owls fly."),
        Made::new("bats", "Framework of the Netherlands on Trade", 1992).clause("Bats fly."),
    ]);
    let cases = [
        ("What does the Quito framework say?", "owls"),
        ("What does the Dutch framework say?", "bats"),
    ];
    for (question, expected) in cases {
        let ids: Vec<String> =
            meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect();
        assert_eq!(ids, [expected], "{question}");
    }
}

/// The documents that the names in `question` mean, among pacts that are titled by their parties.
fn parties(question: &str) -> Vec<String> {
    let corpus = corpus_of([
        Made::new("tea", "Oslo - Lima", 1991).clause("Tea is free of duties."),
        Made::new("silk", "Oslo - Cairo", 1992).clause("Silk is free of duties."),
        Made::new("salt", "Union of Salt (SALT) - Quito", 1993).clause("Salt is free."),
        Made::new("rice", "Bern - Rome Free Trade Agreement", 1994).clause("Rice is free."),
        Made::new("wine", "Bonn - Kyiv Free Trade Agreement", 1995).clause("Wine is free."),
        Made::new("oats", "Owls, Bats, Rivers Free Trade Agreement", 1996).clause("Oats."),
    ]);
    meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect()
}

#[test]
fn pacts_are_named_by_their_parties() {
    let cases: &[(&str, &[&str])] = &[
        ("What does the free trade agreement of Oslo with Lima say?", &["tea"]),
        ("what does the free trade agreement of oslo with lima say?", &["tea"]),
        ("What is free under the 1992 Oslo-Cairo agreement?", &["silk"]),
        ("Compare the Oslo-Lima agreement with the SALT-Quito one", &["tea", "salt"]),
        ("Compare Oslo-Lima with SALT-Quito on duties", &["tea", "salt"]),
        ("Compare Oslo-Lima 1991 and Oslo-Cairo on duties", &["tea", "silk"]),
        ("compare oslo-lima and oslo-cairo on duties", &["tea", "silk"]),
        ("compare oslo and cairo on duties", &[]),
        // What kind of document is asked tells none.
        ("How can one leave their 1990 trade agreement?", &[]),
    ];
    for (question, expected) in cases {
        assert_eq!(parties(question), *expected, "{question}");
    }
    let both = "Compare the Oslo-Lima and Oslo-Cairo agreements on duties";
    assert_eq!(parties(both), ["tea silk"]);
}

#[test]
fn a_title_without_a_kind_is_named_by_most_of_it() {
    let corpus = corpus_of([
        Made::new("event", "OWLS Ministerial Meeting", 1991).clause("Owls met."),
        Made::new("pact", "Pact of Birds", 1992).clause("Owls and bats agree."),
    ]);
    let question = "Was an agreement between OWLS and the bats concluded?";
    assert_eq!(meant_in(&corpus, question), []);
}

#[test]
fn initials_that_several_titles_have_are_short_for_no_other() {
    let corpus = corpus_of([
        Made::new("ores", "ORFT - Lima", 1991).clause("Ores."),
        Made::new("rugs", "ORFT - Cairo", 1992).clause("Rugs."),
        Made::new("oats", "Owls, Rivers Free Trade", 1996).clause("Oats."),
    ]);
    let ids = |question: &str| -> Vec<String> {
        meant_in(&corpus, question).into_iter().map(|(.., ids)| ids).collect()
    };
    assert_eq!(ids("What does the ORFT-Lima agreement say?"), ["ores"]);
    for question in
        ["What does the ORFTA say?", "What does ORFT say?", "Compare ORFT with the rugs"]
    {
        assert_eq!(ids(question), [] as [&str; 0], "{question}");
    }
}
