//! How documents, parts, kinds and verdicts are called on pages.

use crate::domain::{Clause, Corpus, Date, Document, DocumentKind, Part, Strength};
use crate::service::{capitalised, short_name};

/// The short name of the document at `index`, as a heading begins: of a page its title.
pub(super) fn short(corpus: &Corpus, index: usize) -> String {
    let document = &corpus.documents()[index];
    if document.kind.is_report() {
        return document.title.clone();
    }
    let name = short_name(corpus, index);
    let bare = name.strip_prefix("the ").unwrap_or(&name);
    capitalised(bare)
}

/// "5 November 2012".
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Place and date of a document; what is not known is left out.
pub(super) fn place_and_date(document: &Document) -> String {
    let date = document.date().map(day);
    let parts = [document.place.clone(), date];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What a clause is called beside its document: its label, or the number of its paragraph.
pub(super) fn label(clause: &Clause) -> String {
    if clause.label.starts_with(|first: char| first.is_ascii_digit()) {
        format!("paragraph {}", clause.label)
    } else {
        clause.label.to_string()
    }
}

/// A kind of document.
pub(super) fn kind(kind: DocumentKind) -> String {
    capitalised(kind.name())
}

/// A part of a document.
pub(super) const fn part(part: Part) -> &'static str {
    match part {
        Part::Frame => "Introduction",
        Part::Preambular => "Preamble",
        Part::Operative => "Operative part",
        Part::Body => "Text",
    }
}

/// A strength of verbs.
pub(super) fn strength(strength: Strength) -> String {
    capitalised(strength.name())
}

/// A name of the API in words: `NOT_FOUND` is "not found".
pub(super) fn words(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

/// "1 clause", "2 clauses".
pub(super) fn count(count: usize, noun: &str) -> String {
    let digits = grouped(count);
    if count == 1 { format!("{digits} {noun}") } else { format!("{digits} {noun}s") }
}

/// Digits in groups of three from ten thousand on.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    if count < 10_000 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        let cases = [
            (0, "0 clauses"),
            (1, "1 clause"),
            (9_999, "9999 clauses"),
            (12_345, "12,345 clauses"),
        ];
        for (number, expected) in cases {
            assert_eq!(count(number, "clause"), expected);
        }
    }
}
