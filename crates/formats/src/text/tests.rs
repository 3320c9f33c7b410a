//! Text files of every look.

use proptest::prelude::*;

use super::*;
use crate::Section;

fn words() -> HeadingWords {
    HeadingWords {
        article: vec!["article".to_owned()],
        annex: vec!["annex".to_owned()],
        division: vec!["part".to_owned(), "chapter".to_owned()],
        preamble: vec!["preamble".to_owned()],
    }
}

fn read(text: &str) -> ParsedDocument {
    let mut documents =
        parse("x.txt", text, &words(), &Limits::default()).expect("the limits are wide");
    documents.pop().expect("a text is one document")
}

/// Role, number, parent and text of each block.
fn shown(document: &ParsedDocument) -> Vec<String> {
    let show = |block: &Block| {
        let role = match block.role {
            Role::Title => "T".to_owned(),
            Role::Heading(level) => format!("H{level}"),
            Role::Paragraph => "P".to_owned(),
            Role::Point => "-".to_owned(),
            other => format!("{other:?}"),
        };
        let number = block.number.as_deref().unwrap_or("");
        let parent = block.parent.map_or(String::new(), |parent| parent.to_string());
        format!("{role}|{number}|{parent}|{}", block.text)
    };
    document.blocks.iter().map(show).collect()
}

#[test]
fn a_treaty_is_articles_with_paragraphs_and_points() {
    let text = "Pact on Rivers\n\nPreamble\n\nThe Parties to this Pact,Noting the rivers,Mindful of \
        floods,Have agreed as follows:\n\n=Part I. General=\n\nArticle 1. Terms\n\n1. In this Pact:(a) \
        \"river\" means water;(b) \"flood\" means more.\n2. All rivers flow.\n\nArticle 2\n\nThey end.";
    let document = read(text);
    assert_eq!(document.metadata.title.as_deref(), Some("Pact on Rivers"));
    assert_eq!(
        shown(&document),
        [
            "T|||Pact on Rivers",
            "H6|||Preamble",
            "P|||The Parties to this Pact,",
            "P|||Noting the rivers,",
            "P|||Mindful of floods,",
            "P|||Have agreed as follows:",
            "H1|Part I||General",
            "H6|Article 1||Terms",
            "P|1|7|In this Pact:",
            "-|(a)|8|\"river\" means water;",
            "-|(b)|8|\"flood\" means more.",
            "P|2|7|All rivers flow.",
            "H6|Article 2||",
            "P||12|They end.",
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
        shown(&read(text)),
        [
            "T|||JOINT STATEMENT",
            "P|||We the ministers met in Bonn and spoke of rivers. We shall:",
            "-||1|guard the rivers and the lakes of all our countries;",
            "-||2|above all the small ones;",
            "-||1|pay.",
            "H2|||General remarks",
            "P|1||We thank the hosts of this meeting for all that they did.",
            "P|2||We part.",
        ]
    );
}

#[test]
fn titles_of_articles_may_stand_on_their_own_line() {
    let text = "Article 1\nTerms\n\nWords mean what they mean.\n\nArticle 2\n\nScope\n\nAll.";
    assert_eq!(
        shown(&read(text)),
        [
            "H6|Article 1||Terms",
            "P||0|Words mean what they mean.",
            "H6|Article 2||Scope",
            "P||2|All."
        ]
    );
}

#[test]
fn labels_are_numbers() {
    let text = "P2: We,\n\nP2A: Noting the rivers,\n\nP3: Agree to:\n\nP3A: Meet.";
    let shown = shown(&read(text));
    assert_eq!(
        shown,
        ["P|P2||We,", "-|P2A|0|Noting the rivers,", "P|P3||Agree to:", "-|P3A|2|Meet."]
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
        let blocks = read(&text).blocks;
        for (at, block) in blocks.iter().enumerate() {
            prop_assert!(block.parent.is_none_or(|parent| parent < at));
            prop_assert!(block.text.trim() == block.text && !block.text.contains('\n'));
        }
    }
}
