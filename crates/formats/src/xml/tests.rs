//! The Universal Declaration, and XML of unknown kinds.

use super::*;
use crate::tests::blocks::{lines, words};

fn read(text: &str) -> ParsedDocument {
    parse(text, &words(), &Limits::default()).expect("the file is sound")
}

#[test]
fn numbers_in_other_languages_lose_their_dot() {
    let document = read(
        "<udhr xml:lang='sw' xmlns='urn:x'><article number='23'><title>Kifungu 23.</title>
        <para>Kila mtu.</para></article></udhr>",
    );
    assert_eq!(document.blocks[0].number.as_deref(), Some("Kifungu 23"));
}

#[test]
fn the_universal_declaration() {
    let document = read(
        "<?xml version='1.0'?>\n<udhr xml:lang='en' key='eng' xmlns='urn:x'>
        <title>Declaration</title><note><para>Adopted.</para></note>
        <preamble><title>Preamble</title><para>Whereas all  are\n free,</para></preamble>
        <article number='1'><title>Article 1</title><para>All are free.</para></article>
        <article number='2'><title>Article 2</title><orderedlist>
          <listitem><para>One.</para><para>More.</para></listitem>
          <listitem><para>Two.</para></listitem></orderedlist></article></udhr>",
    );
    assert_eq!(document.metadata.title.as_deref(), Some("Declaration"));
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    assert_eq!(
        lines(&document.blocks),
        [
            "Title: Declaration",
            "Note: Adopted.",
            "Heading(6): Preamble",
            "Paragraph: Whereas all are free,",
            "Heading(6) Article 1: ",
            "Paragraph ^4: All are free.",
            "Heading(6) Article 2: ",
            "Paragraph 1 ^6: One.",
            "Paragraph ^7: More.",
            "Paragraph 2 ^6: Two.",
        ]
    );
    let parts: Vec<_> = document.blocks.iter().map(|block| block.section).collect();
    assert_eq!(
        parts[2..5],
        [Some(Section::Preamble), Some(Section::Preamble), Some(Section::Body)]
    );
}

#[test]
fn titles_in_other_scripts_are_numbers() {
    let document =
        read("<udhr><article number='1'><title>第一條</title><para>人</para></article></udhr>");
    assert_eq!(document.blocks[0].number.as_deref(), Some("第一條"));
    let bare = read("<udhr><article number='7'><para>x</para></article></udhr>");
    assert_eq!(bare.blocks[0].number.as_deref(), Some("7"));
}

#[test]
fn unknown_elements_give_their_text() {
    let document = read("<r><a>One <b>bold</b> word.</a><c><d>Two.</d></c><e/></r>");
    assert_eq!(lines(&document.blocks), ["Paragraph: One bold word.", "Paragraph: Two."]);
    assert_eq!(document.doubts.len(), 1);
}
