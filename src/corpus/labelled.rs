//! Documents whose clauses carry labels: `INTRO: ...`, `P2: ...`, `P3C: ...`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::Fault;
use super::label::Label;
use super::markup::PlainText;
use super::{Draft, parts};
use crate::language::analysis::TextLanguage;

/// A document with fewer labels than this is read as one without.
const LABELS_MIN: usize = 2;

/// A line that begins a clause.
struct Opening<'t> {
    label: &'t str,
    /// Byte of the text at which the line begins.
    line_start: usize,
    /// Byte after the label's colon.
    words_start: usize,
    /// The line of the file.
    file_line: usize,
}

/// The clauses of a labelled document, or `None` where `plain` has no labels.
///
/// A clause runs from its label to the next one: lines without a label belong to the clause before
/// them. What stands above the first label are headings; they belong to the text alone.
pub(super) fn parse(
    plain: &PlainText,
    language: TextLanguage,
) -> Result<Option<Vec<Draft>>, Fault> {
    let openings = openings(plain);
    if openings.len() < LABELS_MIN {
        return Ok(None);
    }
    let mut lines_by_label: BTreeMap<&str, usize> = BTreeMap::new();
    let mut drafts = Vec::with_capacity(openings.len());
    for (index, opening) in openings.iter().enumerate() {
        let Opening { label, file_line, .. } = *opening;
        if let Some(earlier) = lines_by_label.insert(label, file_line) {
            return Err(Fault::at(
                file_line,
                format!(
                    "label '{label}' is on line {earlier} already; give one of the two \
                     clauses another label"
                ),
            ));
        }
        let end = openings.get(index + 1).map_or(plain.text.len(), |next| next.line_start);
        let range = trimmed(&plain.text, opening.words_start..end);
        if range.is_empty() {
            return Err(Fault::at(
                file_line,
                format!("label '{label}' has no text; write its clause after it, or remove it"),
            ));
        }
        drafts.push(Draft::new(label.to_owned(), range));
    }
    parts::assign(&plain.text, language, &mut drafts);
    Ok(Some(drafts))
}

fn openings(plain: &PlainText) -> Vec<Opening<'_>> {
    let mut line_start = 0;
    let mut found = Vec::new();
    for (index, line) in plain.text.split('\n').enumerate() {
        if let Some(label) = label_of(line) {
            found.push(Opening {
                label,
                line_start,
                words_start: line_start + label.len() + 1,
                file_line: plain.file_line(index),
            });
        }
        line_start += line.len() + 1;
    }
    found
}

/// The label of a line `LABEL: text`: `INTRO`, or 1-3 capitals, 1-3 digits and 0-2 capitals.
fn label_of(line: &str) -> Option<&str> {
    let (label, rest) = line.split_once(':')?;
    let spaced = rest.chars().next().is_none_or(char::is_whitespace);
    (spaced && (label == "INTRO" || Label::parse(label).is_some())).then_some(label)
}

/// `range` of `text` without white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    start..start + inside.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_other_words_before_a_colon() {
        let cases = [
            ("INTRO: On 4 November", Some("INTRO")),
            ("P3C: Strive", Some("P3C")),
            ("PP12: Recalling", Some("PP12")),
            ("OP123AB:", Some("OP123AB")),
            ("P2:\u{a0}We", Some("P2")),
            ("INTRODUCTION: On", None),
            ("P: a", None),
            ("ABCD1: a", None),
            ("P1234: a", None),
            ("P1ABC: a", None),
            ("p1: a", None),
            ("P1:a", None),
            ("P1 : a", None),
            ("see P1: a", None),
            ("Éa1: a", None),
        ];
        for (line, expected) in cases {
            assert_eq!(label_of(line), expected, "{line}");
        }
    }

    #[test]
    fn unlabelled_lines_belong_to_the_clause_before_them() {
        let plain = PlainText::from_body("Heading\n\nP1: One\ntwo.\n\nThree.\nP2: Four \n", 0);
        let drafts = parse(&plain, TextLanguage::English)
            .expect("the labels are sound")
            .expect("there are labels");
        let clauses: Vec<(&str, &str)> =
            drafts.iter().map(|d| (d.label.as_str(), &plain.text[d.range.clone()])).collect();
        assert_eq!(clauses, [("P1", "One\ntwo.\n\nThree."), ("P2", "Four")]);
    }

    #[test]
    fn one_label_does_not_make_a_labelled_document() {
        let plain = PlainText::from_body("B12: a vitamin.\n\nMore about it.", 0);
        assert!(parse(&plain, TextLanguage::English).expect("nothing is at fault").is_none());
    }
}
