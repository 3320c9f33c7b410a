//! Text files of every look.

use proptest::prelude::*;

use super::*;
use crate::Section;
use crate::tests::blocks::{check, lines, words};

fn read(text: &str) -> ParsedDocument {
    parse(text, &words(), &Limits::default()).expect("the limits are wide")
}

#[test]
fn a_treaty_is_articles_with_paragraphs_and_points() {
    let text = "Pact on Rivers\n\nPreamble\n\nThe Parties to this Pact,Noting the rivers,Mindful of \
        floods,Have agreed as follows:\n\n=Part I. General=\n\nArticle 1. Terms\n\n1. In this Pact:(a) \
        \"river\" means water;(b) \"flood\" means more.\n2. All rivers flow.\n\nArticle 2\n\nThey end.";
    let document = read(text);
    assert_eq!(document.metadata.title.as_deref(), Some("Pact on Rivers"));
    assert_eq!(
        lines(&document.blocks),
        [
            "Title: Pact on Rivers",
            "Heading(6): Preamble",
            "Paragraph: The Parties to this Pact,",
            "Paragraph: Noting the rivers,",
            "Paragraph: Mindful of floods,",
            "Paragraph: Have agreed as follows:",
            "Heading(1) Part I: General",
            "Heading(6) Article 1: Terms",
            "Paragraph 1 ^7: In this Pact:",
            "Point (a) ^8: \"river\" means water;",
            "Point (b) ^8: \"flood\" means more.",
            "Paragraph 2 ^7: All rivers flow.",
            "Heading(6) Article 2: ",
            "Paragraph ^12: They end.",
        ]
    );
    let sections: Vec<_> = document.blocks.iter().map(|block| block.section).collect();
    assert_eq!((sections[0], sections[2]), (None, Some(Section::Preamble)));
    assert_eq!(sections[13], Some(Section::Body));
}

#[test]
fn a_wrapped_statement_is_paragraphs_and_points() {
    let text = "JOINT STATEMENT\n\nWe the ministers met in Bonn and spoke of\nrivers. We shall:\n\n- guard \
        the rivers and the lakes of all\n  our countries;\n  - above all the small ones;\n- pay.\n\nGeneral \
        remarks\n\n1. We thank the hosts of this meeting for\nall that they did.\n2. We part.";
    assert_eq!(
        lines(&read(text).blocks),
        [
            "Title: JOINT STATEMENT",
            "Paragraph: We the ministers met in Bonn and spoke of rivers. We shall:",
            "Point ^1: guard the rivers and the lakes of all our countries;",
            "Point ^2: above all the small ones;",
            "Point ^1: pay.",
            "Heading(2): General remarks",
            "Paragraph 1: We thank the hosts of this meeting for all that they did.",
            "Paragraph 2: We part.",
        ]
    );
}

#[test]
fn titles_of_articles_may_stand_on_their_own_line() {
    let text = "Article 1\nTerms\n\nWords mean what they mean.\n\nArticle 2\n\nScope\n\nAll.";
    assert_eq!(
        lines(&read(text).blocks),
        [
            "Heading(6) Article 1: Terms",
            "Paragraph ^0: Words mean what they mean.",
            "Heading(6) Article 2: Scope",
            "Paragraph ^2: All."
        ]
    );
}

#[test]
fn labels_are_numbers() {
    let text = "P2: We,\n\nP2A: Noting the rivers,\n\nP3: Agree to:\n\nP3A: Meet.";
    let found = lines(&read(text).blocks);
    assert_eq!(
        found,
        [
            "Paragraph P2: We,",
            "Point P2A ^0: Noting the rivers,",
            "Paragraph P3: Agree to:",
            "Point P3A ^2: Meet."
        ]
    );
}

#[test]
fn a_long_line_is_read_in_time() {
    let line = "The States met,Noting (a) peace;(b) war. ".repeat(10_000);
    assert!(read(&line).blocks.len() > 100);
    assert!(!read(&"(".repeat(100_000)).blocks.is_empty());
    assert!(!read(&"1. (a) ".repeat(30_000)).blocks.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn likely_text_is_read_in_order(text in "((Article 1|1\\.|\\(a\\)|- |P2:|Preamble|=|We,|Annex|\n|\n\n|;|:| |[a-z]{1,9}|[A-Z][a-z]){1,4}){0,30}") {
        check(&read(&text).blocks);
    }
}
