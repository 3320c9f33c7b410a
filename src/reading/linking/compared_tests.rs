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
