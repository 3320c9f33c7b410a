//! How votes are told.

use super::how::how_adopted;
use super::*;
use crate::domain::sample::{Made, corpus_of};

#[test]
fn members_are_spelt_as_in_running_text() {
    let cases = [
        ("UNITED STATES", "United States"),
        ("BOLIVIA (PLURINATIONAL STATE OF)", "Bolivia (Plurinational State of)"),
        ("GUINEA-BISSAU", "Guinea-Bissau"),
        ("LAO PEOPLE'S DEMOCRATIC REPUBLIC", "Lao People's Democratic Republic"),
        ("COTE D'IVOIRE", "Cote D'Ivoire"),
        ("T\u{dc}RK\u{130}YE", "T\u{fc}rkiye"),
        ("Cuba", "Cuba"),
    ];
    for (member, expected) in cases {
        assert_eq!(spelt(member), expected);
    }
}

#[test]
fn the_record_is_told_by_who_and_how_many() {
    let adoption = Adoption {
        method: AdoptionMethod::Vote,
        in_favour: vec!["CUBA".to_owned(), "CHINA".to_owned()],
        against: vec!["ISRAEL".to_owned()],
        abstaining: Vec::new(),
        counts: Some([2, 1, 0]),
    };
    let asked = |side: Option<Side>, member: &str| Asked {
        sides: side.into_iter().collect(),
        whether: true,
        members: vec![member.to_owned()],
        ..Asked::default()
    };
    let of = |side, member| of_members(&asked(side, member), &adoption, "resolution 80/4");
    let told = |text: &str| Ok(text.to_owned());
    assert_eq!(
        of(Some(Side::Against), "ISRAEL"),
        told("Yes: Israel voted against resolution 80/4.")
    );
    assert_eq!(
        of(Some(Side::Against), "CUBA"),
        told("No: Cuba voted in favour of resolution 80/4.")
    );
    assert!(of(None, "FRANCE").is_err());
    let how = how_adopted(&adoption, "Resolution 80/4", None);
    assert_eq!(how, "Resolution 80/4 was adopted by a vote: 2 in favour, 1 against, 0 abstaining.");
}

#[test]
fn those_who_voted_alone_are_told_from_those_who_did_not() {
    let resolution = |id: &str, against: &[&str]| {
        let mut made = Made::new(id, "On bees", 1990).clause("Bees fly.");
        made.document.catalogue.adoption = Some(Adoption {
            method: AdoptionMethod::Vote,
            in_favour: vec!["CUBA".to_owned()],
            against: against.iter().map(|&member| member.to_owned()).collect(),
            abstaining: Vec::new(),
            counts: None,
        });
        made
    };
    let corpus = corpus_of([resolution("many", &["FIJI", "PERU"]), resolution("alone", &["FIJI"])]);
    let of = |only: bool| {
        let asked = Asked {
            sides: vec![Side::Against],
            only,
            members: vec!["FIJI".to_owned()],
            ..Asked::default()
        };
        let said = all::told(&corpus, &asked, vec![0, 1]).said.expect("it is told");
        (said.of.len(), said.fact)
    };
    assert_eq!(of(false), (2, "Fiji voted against 2 of 2 documents with a record.".to_owned()));
    assert_eq!(of(true), (1, "Only Fiji voted against 1 of 2 documents with a record.".to_owned()));
}

#[test]
fn a_vote_is_gone_on_with_by_a_member_or_a_side() {
    use crate::answering::asked_after;
    let resolution = |id: &str, title: &str, against: &str| {
        let mut made = Made::new(id, title, 1990).clause("Bees fly.").clause("Honey is sweet.");
        made.document.catalogue.adoption = Some(Adoption {
            method: AdoptionMethod::Vote,
            in_favour: vec!["CUBA".to_owned(), "PERU".to_owned()],
            against: vec![against.to_owned()],
            abstaining: vec!["FRANCE".to_owned()],
            counts: None,
        });
        made
    };
    let corpus = || {
        corpus_of([
            resolution("bees", "Protection of pollinators", "FIJI"),
            resolution("wolves", "Census of wolves", "CUBA"),
        ])
    };
    let how = "How did Peru vote on the protection of pollinators?";
    for (question, expected) in
        [("and France?", "France abstained on"), ("who was against?", "Fiji")]
    {
        let answer = asked_after(corpus(), &[how], question);
        assert!(answer.text.contains(expected), "{question}: {}", answer.text);
        assert!(!answer.text.contains("Cuba"), "{question} is of the one that was spoken of");
    }
    let topic = asked_after(corpus(), &[how], "and honey?");
    assert!(!topic.text.contains("voted"), "a topic is no member: {}", topic.text);
}

/// A resolution of this title, with who voted how.
pub(super) fn voted(id: &str, title: &str, sides: [&[&str]; 3]) -> Made {
    let members = |side: &[&str]| side.iter().map(|&member| member.to_owned()).collect();
    let mut made =
        Made::new(id, title, 1990).clause("Bees fly.").clause("Who is absent sends a letter.");
    made.document.catalogue.adoption = Some(Adoption {
        method: AdoptionMethod::Vote,
        in_favour: members(sides[0]),
        against: members(sides[1]),
        abstaining: members(sides[2]),
        counts: None,
    });
    made
}

fn unvoted(id: &str, title: &str) -> Made {
    let mut made = voted(id, title, [&[], &[], &[]]);
    if let Some(adoption) = &mut made.document.catalogue.adoption {
        adoption.method = AdoptionMethod::WithoutVote;
    }
    made
}

pub(super) fn resolutions() -> Corpus {
    corpus_of([
        voted("tuna", "Tuna fishing by Peru", [&["CUBA", "CHAD"], &["PERU", "FIJI"], &["OMAN"]]),
        voted(
            "wolves",
            "Census against wolves",
            [&["PERU", "FIJI", "CUBA"], &["CHAD"], &["UNITED STATES", "OMAN"]],
        ),
        voted("bees", "Nations for bees", [&["PERU"], &["CUBA", "CHAD", "FIJI"], &[]]),
        unvoted("guam", "Question of lagoons"),
    ])
}

#[test]
fn a_member_in_the_title_is_not_asked_how_it_voted() {
    use crate::answering::asked_of;
    let against =
        "2 members voted against the treaty \u{2018}Tuna fishing by Peru\u{2019}: Peru and Fiji.";
    for question in [
        "How many countries voted against the Peru tuna resolution?",
        "Who voted against tuna fishing by Peru?",
        "Which members voted against the resolution on Peru and tuna?",
        "Which countries opposed the Peru tuna resolution in the vote?",
        "Who voted with Fiji against the Peru tuna resolution?",
    ] {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with(against), "{question}: {text}");
        assert!(text.contains("2 in favour, 2 against, 1 abstaining"), "{text}");
    }
    let by_vote = asked_of(resolutions(), "Was the Peru tuna resolution adopted by a vote?").text;
    assert!(by_vote.contains("was adopted on 1 June 1990 by a vote"), "{by_vote}");
    let own = asked_of(resolutions(), "How did Peru vote on the tuna of Peru?").text;
    assert!(own.starts_with("Peru voted against the treaty \u{2018}Tuna"), "{own}");
}

#[test]
fn yes_and_no_are_said_where_they_are_asked_for() {
    use crate::answering::asked_of;
    for (question, expected) in [
        ("How did Oman vote on the census against wolves?", "Oman abstained on"),
        ("How did the US vote on the census against wolves?", "United States abstained on"),
        ("How did Cuba vote on the census against wolves?", "Cuba voted in favour of"),
        ("Did Chad vote for or against the census of wolves?", "Chad voted against"),
        ("Did Chad vote against the census of wolves?", "Yes: Chad voted against"),
        ("Did Chad oppose the census of wolves in the vote?", "Yes: Chad voted against"),
        ("Has Cuba voted against the census of wolves?", "No: Cuba voted in favour of"),
        ("What was the vote of Oman on the census of wolves?", "Oman abstained on"),
        ("What was the vote for the census of wolves?", "The treaty \u{2018}Census"),
    ] {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with(expected), "{question}: {text}");
        assert!(text.contains("3 in favour, 1 against, 2 abstaining"), "{question}: {text}");
    }
}

#[test]
fn reasons_of_a_vote_are_not_in_its_record() {
    use crate::answering::asked_of;
    use crate::domain::AnswerStatus;
    let answer = asked_of(resolutions(), "Why did Chad vote against the census of wolves?");
    assert_eq!(answer.status, AnswerStatus::NotFound);
    let said = "Not found. The record of a vote gives no reasons. Chad voted against the treaty";
    assert!(answer.text.starts_with(said), "{}", answer.text);
}

#[test]
fn a_vote_is_read_behind_what_was_mistyped() {
    use crate::answering::asked_of;
    for question in
        ["Who voted agianst the census of wolves?", "who votd aganst the census of wolves"]
    {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with("1 member voted against the treaty"), "{question}: {text}");
    }
}

#[test]
fn the_most_the_fewest_and_the_closest_votes_are_found() {
    use crate::answering::asked_of;
    for (question, document, told) in [
        ("Which resolution got the fewest votes in favour?", "bees", ": 1."),
        ("Which resolution had the most votes against?", "bees", ": 3."),
        ("What received the most votes in favour?", "wolves", ": 3."),
        ("What was the closest vote?", "tuna", "2 in favour, 2 against"),
        ("Which resolution was adopted with the fewest votes against?", "wolves", ": 1."),
    ] {
        let answer = asked_of(resolutions(), question);
        let speaking =
            answer.coverage.iter().filter(|row| row.speaks == crate::domain::Speaks::Yes);
        let found: Vec<&str> =
            speaking.map(|row| answer.corpus.documents()[row.document].id.as_str()).collect();
        assert_eq!(found, [document], "{question}: {}", answer.text);
        assert!(answer.text.contains(told), "{question}: {}", answer.text);
    }
    let tied = asked_of(resolutions(), "Which resolutions had the fewest votes against?").text;
    assert!(tied.contains("of the 3 documents with a recorded vote: 1."), "{tied}");
    // "Absent" stands in the documents, and "abstentions" does not.
    let abstained = asked_of(resolutions(), "Which resolution had the most abstentions?").text;
    assert!(abstained.contains("had the most abstentions"), "{abstained}");
    let member = asked_of(resolutions(), "Which country voted against most often?").text;
    assert!(member.starts_with("Chad and Fiji voted against most often: in 2 of 3"), "{member}");
}

#[test]
fn two_are_told_apart_by_how_they_were_adopted() {
    use crate::answering::asked_of;
    for (question, verdict) in [
        (
            "Was the resolution on wolves adopted in the same way as the one on lagoons?",
            "No: one was adopted by a vote, and the other without.",
        ),
        (
            "Were the resolution on tuna and the one on bees adopted in the same way?",
            "Both were adopted by a vote, with other numbers.",
        ),
    ] {
        let text = asked_of(resolutions(), question).text;
        assert!(text.starts_with(verdict), "{question}: {text}");
    }
}
