//! Small files in the shape of real ones, and files that nobody should send.

mod acts;
mod hostile;
mod metadata;
mod resolutions;

use super::parse;
use crate::{Block, HeadingWords, Limits, ParsedDocument};

fn words() -> HeadingWords {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    HeadingWords {
        article: list(&["article", "art."]),
        annex: list(&["annex"]),
        division: list(&["chapter", "part"]),
        preamble: list(&["preamble"]),
    }
}

fn read(text: &str) -> Vec<ParsedDocument> {
    parse("x_1234_E.xml", text, &words(), &Limits::default()).expect("read")
}

/// A resolution with a preamble and a main body.
fn resolution(preamble: &str, body: &str) -> ParsedDocument {
    read(&format!(
        "<akomaNtoso xmlns=\"urn:akn\"><statement name=\"resolution\"><meta/>\
         <preamble>{preamble}</preamble><mainBody>{body}</mainBody></statement></akomaNtoso>"
    ))
    .remove(0)
}

/// A paragraph as the United Nations write it.
fn paragraph(number: &str, words: &str) -> String {
    let num = if number.is_empty() { String::new() } else { format!("<num>{number}</num>") };
    format!(
        "<paragraph class=\"SingleTxt\">{num}<content>\r\n<p>\t{words}</p></content></paragraph>"
    )
}

/// Blocks of everything but the title page: role, number, parent, words.
fn shown(document: &ParsedDocument) -> Vec<String> {
    document.blocks.iter().map(line).collect()
}

fn line(block: &Block) -> String {
    let number = block.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
    let parent = block.parent.map(|parent| format!(" ^{parent}")).unwrap_or_default();
    format!("{:?}{number}{parent}: {}", block.role, block.text)
}

fn lead_in(block: &Block) -> Option<&str> {
    block.lead_in.clone().map(|range| &block.text[range])
}
