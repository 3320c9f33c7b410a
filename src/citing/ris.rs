//! RIS, which every reference manager imports.
//!
//! A line is a tag of two characters, two spaces, a hyphen, a space and a value; it ends with CR LF.
//! There are no escapes, so that values stand in one line.

use super::passage::Passage;
use super::work::Work;
use crate::domain::{Document, DocumentKind};

/// The records of `documents`, each with what is quoted from it.
pub(super) fn list(documents: &[(&Document, Vec<Passage<'_>>)]) -> String {
    documents.iter().map(|(document, passages)| record(document, passages)).collect()
}

fn record(document: &Document, passages: &[Passage<'_>]) -> String {
    let work = Work::from_document(document);
    let page = document.kind == DocumentKind::Page;
    let date = work.issued();
    let kind = if page { "ELEC" } else { "GEN" };
    let single = [
        ("TY", Some(kind.to_owned())),
        ("ID", Some(document.id.clone())),
        ("AU", work.organisation.map(str::to_owned)),
        ("TI", Some(work.title.to_string())),
        ("T2", work.occasion().or(work.site).map(str::to_owned)),
        ("M3", (!page).then(|| work.genre().to_owned())),
        ("PY", date.map(|date| format!("{:04}", date.year()))),
        ("DA", date.map(|date| date.strftime("%Y/%m/%d/").to_string())),
        ("CY", work.place().map(str::to_owned)),
        ("LA", Some(document.language.clone())),
        ("UR", work.url.map(str::to_owned)),
    ];
    let notes = passages
        .iter()
        .map(|passage| ("N1", Some(format!("{}: “{}”", passage.clause.label, passage.quote()))));
    let lines = single.into_iter().chain(notes).chain([("ER", Some(String::new()))]);
    let line = |(tag, value): (&str, String)| format!("{tag}  - {}\r\n", in_one_line(&value));
    let mut record: String =
        lines.filter_map(|(tag, value)| value.map(|value| line((tag, value)))).collect();
    record.push_str("\r\n");
    record
}

/// `value` without line breaks and control characters.
fn in_one_line(value: &str) -> String {
    let kept: String = value.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn records_have_a_line_for_each_value() {
        let corpus = sample::corpus();
        let clause = corpus.clause("monaco-2014/P3A").expect("in the sample");
        let mut document = corpus.document_of(clause).clone();
        document.title = "Title\r\nER  - \nTY  - GEN".to_owned();
        let record = record(&document, &[Passage::of_clause(&corpus, clause)]);
        insta::assert_snapshot!(record.replace("\r\n", "\n"), @"
        TY  - GEN
        ID  - monaco-2014
        TI  - Title ER - TY - GEN
        T2  - 83rd INTERPOL General Assembly
        M3  - Declaration
        PY  - 2014
        DA  - 2014/11/05/
        CY  - Monaco
        LA  - en
        N1  - P3A: “Support the work of INTERPOL on human trafficking.”
        ER  -
        ");
        assert_eq!(record.matches('\n').count(), record.matches("\r\n").count());
        assert_eq!(record.lines().filter(|line| line.starts_with("ER")).count(), 1);
    }
}
