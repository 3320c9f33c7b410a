//! What is told of votes as people type who have not seen the titles.

use super::tests::{resolutions, voted};
use crate::answering::asked_of;
use crate::domain::sample::corpus_of;
use crate::domain::{AnswerStatus, Corpus};

#[test]
fn who_took_part_is_told_without_a_word_for_a_vote() {
    for (question, expected) in [
        ("who voted no on the census of wolves", "1 member voted against the treaty"),
        ("which countries were against the census of wolves?", "1 member voted against"),
        ("did Chad support the resolution on the census of wolves?", "No: Chad voted against"),
        ("Which countries opposed the question of lagoons?", "The treaty \u{2018}Question"),
    ] {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with(expected), "{question}: {text}");
    }
    let nobody = asked_of(resolutions(), "did they support the resolution on bees?").text;
    assert!(!nobody.contains("in favour"), "{nobody}");
}

#[test]
fn one_member_is_told_how_it_voted_on_all() {
    let text = asked_of(resolutions(), "votes cuba").text;
    let told = "Of 4 documents with a record, Cuba voted in favour of 2, voted against 1 and \
                abstained on 0.";
    assert!(text.starts_with(told), "{text}");
}

#[test]
fn each_of_two_titles_is_told() {
    let text = asked_of(resolutions(), "Compare the votes on tuna and on the census of wolves.");
    assert!(text.text.contains("Tuna fishing by Peru\u{2019} was adopted"), "{}", text.text);
    assert!(text.text.contains("Census against wolves\u{2019} was adopted"), "{}", text.text);
}

#[test]
fn of_votes_on_single_paragraphs_no_record_tells() {
    let question = "How did Chad vote separately on single paragraphs of the census of wolves?";
    let answer = asked_of(resolutions(), question);
    assert_eq!(answer.status, AnswerStatus::NotFound, "{}", answer.text);
    assert!(answer.text.contains("no vote on single parts"), "{}", answer.text);
}

fn by_months() -> Corpus {
    let dated = |id: &str, day: &str, against: &str| {
        let mut made = voted(id, "Care of old lighthouses", [&["CUBA"], &[against], &[]]);
        made.document.adopted_on = Some(day.parse().expect("a date"));
        made
    };
    corpus_of([dated("spring", "1990-03-05", "PERU"), dated("winter", "1990-12-05", "FIJI")])
}

#[test]
fn a_month_chooses_among_documents_of_one_title() {
    for (month, expected, other) in [("March", "Peru", "Fiji"), ("december", "Fiji", "Peru")] {
        let question = format!("who voted against the care of old lighthouses in {month}");
        let text = asked_of(by_months(), &question).text;
        assert!(text.starts_with("1 member voted against"), "{text}");
        assert!(text.contains(expected) && !text.contains(other), "{question}: {text}");
    }
}

#[test]
fn a_title_that_lacks_one_word_is_found() {
    let text =
        asked_of(by_months(), "Did Cuba vote against the maintenance of old lighthouses in march?");
    assert!(text.text.contains("Cuba voted in favour"), "{}", text.text);
}
