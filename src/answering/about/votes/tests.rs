//! How votes are told.

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
    let asked = |side, member: &str| Asked {
        side,
        method: None,
        only: false,
        most: false,
        members: vec![member.to_owned()],
        topic: Vec::new(),
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
            side: Some(Side::Against),
            method: None,
            most: false,
            only,
            members: vec!["FIJI".to_owned()],
            topic: Vec::new(),
        };
        let said = of_all(&corpus, &asked, vec![0, 1]).said.expect("it is told");
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
