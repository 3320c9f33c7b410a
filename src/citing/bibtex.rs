//! BibLaTeX, for LaTeX and for reference managers.
//!
//! Fields and types are those of the biblatex manual; names of organisations and titles stand in
//! braces of their own, so that no style changes their capitals or takes a body for a person.

use std::fmt::Write;

use super::language;
use super::passage::Passage;
use super::work::Work;
use crate::domain::{Document, DocumentKind};

/// The entries of `documents`, each with what is quoted from it.
pub(super) fn list(documents: &[(&Document, Vec<Passage<'_>>)]) -> String {
    let entries: Vec<String> =
        documents.iter().map(|(document, passages)| entry(document, passages)).collect();
    entries.join("\n")
}

fn entry(document: &Document, passages: &[Passage<'_>]) -> String {
    let work = Work::from_document(document);
    let page = document.kind == DocumentKind::Page;
    // An entry of this type must have an address.
    let kind = if page && work.url.is_some() { "online" } else { "misc" };
    let protected = |text: &str| format!("{{{}}}", escaped(text));
    let labels: Vec<&str> = passages.iter().map(|passage| &*passage.clause.label).collect();
    let note = (!labels.is_empty()).then(|| format!("para. {}", labels.join(", ")));
    let quotes: Vec<String> = passages.iter().map(quotation).collect();
    let fields = [
        ("author", work.organisation.map(protected)),
        ("title", Some(protected(&work.title))),
        ("type", (!page).then(|| work.genre().to_owned())),
        ("howpublished", work.occasion().map(escaped)),
        ("organization", work.site.map(escaped)),
        ("location", work.place().map(escaped)),
        ("date", work.issued().map(|date| date.to_string())),
        ("langid", language::babel(&document.language).map(str::to_owned)),
        ("url", work.url.map(address)),
        ("note", note.map(|note| escaped(&note))),
        ("annotation", (!quotes.is_empty()).then(|| quotes.join(" "))),
    ];
    let mut entry = format!("@{kind}{{{},\n", document.id);
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(entry, "  {name} = {{{value}}},");
        }
    }
    entry.push_str("}\n");
    entry
}

/// The words of `passage` in quotation marks, with the label of their clause.
fn quotation(passage: &Passage<'_>) -> String {
    format!("{}: “{}”", escaped(&passage.clause.label), escaped(passage.quote()))
}

/// `text` with what LaTeX reads as commands written out, in one line.
///
/// Braces are named rather than escaped: BibTeX counts them before LaTeX reads anything.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                result.push('\\');
                result.push(c);
            }
            '{' => result.push_str("\\textbraceleft{}"),
            '}' => result.push_str("\\textbraceright{}"),
            '\\' => result.push_str("\\textbackslash{}"),
            '~' => result.push_str("\\textasciitilde{}"),
            '^' => result.push_str("\\textasciicircum{}"),
            c if c.is_control() => {}
            c => result.push(c),
        }
    }
    result
}

/// A web address: this field is read as it is, but for braces, which have to be balanced.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use biblatex::{Bibliography, ChunksExt};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Clause, Corpus, sample};

    fn entries(corpus: &Corpus, ids: &[&str]) -> String {
        let documents: Vec<_> = ids
            .iter()
            .map(|id| {
                let clause: &Clause = corpus.clause(id).expect("in the sample");
                (corpus.document_of(clause), vec![Passage::of_clause(corpus, clause)])
            })
            .collect();
        list(&documents)
    }

    #[test]
    fn entries_have_the_fields_of_their_type() {
        let corpus = sample::corpus();
        insta::assert_snapshot!(entries(&corpus, &["monaco-2014/P3A", "event-2014/1"]), @"
        @misc{monaco-2014,
          title = {{Outcome Declaration}},
          type = {Declaration},
          howpublished = {83rd INTERPOL General Assembly},
          location = {Monaco},
          date = {2014-11-05},
          langid = {english},
          note = {para. P3A},
          annotation = {P3A: “Support the work of INTERPOL on human trafficking.”},
        }

        @misc{event-2014,
          title = {{Ministerial Meeting}},
          date = {2014-11-05},
          langid = {english},
          note = {para. 1},
          annotation = {1: “More than 1,000 delegates from 166 countries attended the meeting.”},
        }
        ");
    }

    #[test]
    fn a_library_reads_back_what_was_written() {
        let titles = [
            "On the “{Blue}” & _100%_ ‘Book’ #5 $x$ ~^\\",
            "}{",
            "إعلان سنغافورة",
            "@misc{x, title = {y}}",
            "line\nbreak",
        ];
        for title in titles {
            let corpus = sample::corpus();
            let mut document = corpus.document("rome-2012").expect("in the sample").clone();
            document.title = title.to_owned();
            document.source = Some(format!("INTERPOL & {title}, https://un.org/a_{{b}}%20c"));
            let text = entry(&document, &[]);
            let read = Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            let entry = read.get("rome-2012").expect("its key is the id");
            assert_eq!(entry.title().expect("a title").format_verbatim(), title.replace('\n', " "));
            assert_eq!(entry.url().expect("an address"), "https://un.org/a_%7Bb%7D%20c");
            assert_eq!(read.len(), 1, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_title_breaks_an_entry(title in "[ -~éß“”]{1,40}") {
            let mut document = sample::corpus().document("rome-2012").expect("in the sample").clone();
            document.title = title;
            let text = entry(&document, &[]);
            let read = Bibliography::parse(&text);
            prop_assert_eq!(read.map(|read| read.len()).ok(), Some(1), "{}", text);
        }
    }
}
