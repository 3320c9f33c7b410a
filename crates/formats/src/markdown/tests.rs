//! Markdown of every kind that people write.

use proptest::prelude::*;

use super::*;
use crate::tests::blocks::{check, lead_in, lines, linked, words};

fn read(text: &str) -> ParsedDocument {
    parse(text, &words(), &Limits::default()).expect("the limits are wide")
}

fn shown(text: &str) -> Vec<String> {
    lines(&read(text).blocks)
}

#[test]
fn numbered_paragraphs_keep_the_numbers_that_were_typed() {
    let text = "1.  We met in\n    Bonn.\n      \n    **<u>A. PEACE</u>**  \n\n2.  We spoke.\n\n17\\. We part.\n\n30-31. We \
        pay.\n";
    assert_eq!(
        shown(text),
        [
            "Paragraph 1: We met in Bonn.",
            "Heading(2): A. PEACE",
            "Paragraph 2: We spoke.",
            "Paragraph 17: We part.",
            "Paragraph 30-31: We pay."
        ]
    );
}

#[test]
fn lists_stand_under_what_leads_them_in() {
    let text = "We shall:\n\n-   **guard** the rivers:\n    -   all of\n        them;\n-   pay.\n\nWe part.\n";
    assert_eq!(
        shown(text),
        [
            "Paragraph: We shall:",
            "Point ^0: guard the rivers:",
            "Point ^1: all of them;",
            "Point ^0: pay.",
            "Paragraph: We part."
        ]
    );
    let typed = "We shall:\n\n(a) guard the rivers;\n(b) pay:\n(i) much;\n\n•           All\n";
    assert_eq!(
        shown(typed),
        [
            "Paragraph: We shall:",
            "Point (a) ^0: guard the rivers;",
            "Point (b) ^0: pay:",
            "Point (i) ^2: much;",
            "Point ^3: All"
        ]
    );
}

#[test]
fn lines_in_bold_are_headings_by_their_look() {
    let text = "# Pact\n\n**Rivers**  \nWe guard rivers.\n\n***On lakes***\n\nWe guard lakes.\n\n**Seas**\n\n\
        **Aims:**\n\n- peace\n\n**We meet.**\n";
    assert_eq!(
        shown(text),
        [
            "Title: Pact",
            "Heading(2): Rivers",
            "Paragraph: We guard rivers.",
            "Heading(3): On lakes",
            "Paragraph: We guard lakes.",
            "Heading(2): Seas",
            "Paragraph: Aims:",
            "Point ^6: peace",
            "Paragraph: We meet."
        ]
    );
}

#[test]
fn no_mark_is_left_in_the_text() {
    let text = "We meet[^1] the **leaders ** of all `states`\\* on the 21<sup>st</sup>&nbsp;of <u>June</u> \
        in [the\ncity](https://example.org/a) **\n\n\\###\n\n<!-- -->\n\n* * *\n\n[^1]: A note.\n\n<p>End</p>\n";
    assert_eq!(
        shown(text),
        [
            "Paragraph: We meet the leaders of all states* on the 21st of June in the city",
            "Note 1 ^0: A note.",
            "Paragraph: End"
        ]
    );
    let document = read(text);
    assert_eq!(linked(&document.blocks[0]), ["the city"]);
    assert_eq!(document.blocks[0].links[0].target, "https://example.org/a");
}

#[test]
fn raised_figures_are_notes() {
    let text = "33. <sup>1 </sup>We meet, on 5 km<sup>2</sup>.\n\nWe part.\n\n<sup>1 </sup>One does not.\n";
    assert_eq!(
        shown(text),
        ["Paragraph 33: We meet, on 5 km².", "Paragraph: We part.", "Note 1 ^0: One does not."]
    );
}

#[test]
fn figures_in_brackets_behind_a_word_are_notes() {
    let shown = shown("We agreed.[1] We met [2] again.\n\n[1] In part.\n\n[2] As before.");
    assert_eq!(shown[..2], ["Paragraph: We agreed. We met [2] again.", "Note 1 ^0: In part."]);
    assert_eq!(shown.len(), 3);
}

#[test]
fn marks_without_a_partner_go() {
    let text = "**Rivers  \n  \n**1. We guard rivers.\n\n*Lakes *  \nWe guard lakes of 3 * 4 miles.\n\nThe \
        agency*.*\n\n\\*One star\n";
    assert_eq!(
        shown(text),
        [
            "Heading(2): Rivers",
            "Paragraph 1: We guard rivers.",
            "Heading(3): Lakes",
            "Paragraph: We guard lakes of 3 * 4 miles.",
            "Paragraph: The agency.",
            "Paragraph: *One star"
        ]
    );
}

#[test]
fn words_set_apart_at_the_beginning_lead_in() {
    let document = read("1. *Recalling* the pact;\n\n*We part.*\n");
    let first = &document.blocks[0];
    assert_eq!(first.number.as_deref(), Some("1"));
    assert_eq!(lead_in(first), Some("Recalling"));
    assert_eq!(document.blocks[1].lead_in, None);
}

#[test]
fn tables_are_rows_with_tabs() {
    let text = "| State | Vote |\n|---|---|\n| [A](x) | yes |\n| B | |\n";
    assert_eq!(shown(text), ["Row: State\tVote", "Row: A\tyes", "Row: B"]);
    let document = read(text);
    assert_eq!(document.blocks[1].links[0].range, 0..1);
}

#[test]
fn a_paragraph_above_a_rule_is_no_heading() {
    assert_eq!(
        shown("We met in Bonn.\n---\n\nPeace\n---\n\nWe part."),
        ["Paragraph: We met in Bonn.", "Heading(2): Peace", "Paragraph: We part."]
    );
}

#[test]
fn front_matter_never_stops_a_text() {
    let document = read("---\ntitle: \"Pact\ntags: a\nweight: 3\n---\n# Other\n\nText.\n");
    assert_eq!(document.doubts.len(), 1);
    assert_eq!(document.metadata.other["weight"], "3");
    assert_eq!(document.blocks.len(), 2);
}

#[test]
fn what_nests_too_deep_is_refused() {
    let limits = Limits { depth_max: 10, ..Limits::default() };
    let deep = "> ".repeat(50) + "x";
    assert!(parse(&deep, &words(), &limits).is_err());
}

#[test]
fn hostile_text_is_read_in_time() {
    // A star that looks at all others takes minutes here.
    read(&format!("Text{}", "*".repeat(200_000)));
    for mark in ["[", "*", "**a ", "> ", "- ", "[^a]", "<a ", "`", "| a ", "![", "1. (a) ", "_a*"] {
        let _ = parse(&mark.repeat(20_000), &words(), &Limits::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn likely_text_is_read_in_order(text in "((# |\\*\\*|\\*|1\\. |\\(a\\) |- |\\[|\\]\\(x\\)|\\[\\^1\\]|: |<u>|<br>|\\|---\\||\\| |> |---|    |\n|\n\n| |[a-z]{1,9}|[A-Z][a-z]){1,4}){0,30}") {
        check(&read(&text).blocks);
    }
}
