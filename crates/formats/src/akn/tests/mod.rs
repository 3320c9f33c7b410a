//! Small files in the shape of real ones, and files that nobody should send.

mod acts;
mod hostile;
mod metadata;
mod resolutions;

use super::parse;
use crate::tests::blocks::{check, lead_in, lines, linked, words};
use crate::{Limits, ParsedDocument};

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

fn shown(document: &ParsedDocument) -> Vec<String> {
    lines(&document.blocks)
}
