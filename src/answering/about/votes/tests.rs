//! How votes are told.

use super::*;

#[test]
fn members_are_spelt_as_in_running_text() {
    let cases = [
        ("UNITED STATES", "United States"),
        ("BOLIVIA (PLURINATIONAL STATE OF)", "Bolivia (Plurinational State of)"),
        ("GUINEA-BISSAU", "Guinea-Bissau"),
        ("LAO PEOPLE'S DEMOCRATIC REPUBLIC", "Lao People's Democratic Republic"),
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
