//! The answer's text: sentences of our own around verbatim quotations.

use std::collections::BTreeSet;

use super::phrase::{Namer, capitalised, list, saying, short_name};
use crate::domain::{Asks, Citation, Corpus, Part};

/// A composed answer: its text, and its citations in the order in which the text uses them.
pub(super) struct Composed {
    pub text: String,
    pub citations: Vec<Citation>,
}

/// Puts sentences around `citations`, which come best first. `lead` is a sentence of our own that
/// answers in advance ("It was adopted on ..."); `silent` are documents to be named as silent.
pub(super) fn compose(
    corpus: &Corpus,
    asks: Asks,
    lead: Option<String>,
    citations: Vec<Citation>,
    silent: &[usize],
) -> Composed {
    let mut namer = Namer::new(corpus);
    let mut sentences: Vec<String> = lead.into_iter().collect();
    let mut ordered = Vec::with_capacity(citations.len());
    for group in groups(corpus, asks, citations) {
        let document = corpus.clauses()[group[0].clause].document;
        for (at, mut citation) in group.into_iter().enumerate() {
            citation.marker = ordered.len() as u32 + 1;
            let subject = if at == 0 { namer.name(document) } else { "it also".to_owned() };
            sentences.push(sentence(corpus, &subject, at > 0, &citation));
            ordered.push(citation);
        }
    }
    if !silent.is_empty() {
        sentences.push(silence(corpus, silent));
    }
    Composed { text: sentences.join(" "), citations: ordered }
}

/// Citations by document. A comparison goes by date; any other answer begins with the document
/// that answers best, and goes on by date.
fn groups(corpus: &Corpus, asks: Asks, citations: Vec<Citation>) -> Vec<Vec<Citation>> {
    let document = |citation: &Citation| corpus.clauses()[citation.clause].document;
    let first = citations.first().map(document);
    let documents: BTreeSet<(bool, usize)> = citations
        .iter()
        .map(document)
        .map(|index| (asks == Asks::Comparison || Some(index) != first, index))
        .collect();
    let mut groups: Vec<Vec<Citation>> = documents.iter().map(|_| Vec::new()).collect();
    for citation in citations {
        let own = document(&citation);
        let at = documents.iter().position(|&(_, index)| index == own);
        groups[at.expect("every document has its group")].push(citation);
    }
    groups
}

/// `The Rome declaration (Rome, 5 November 2012) strongly encourages (P3F): "..." [1].`
fn sentence(corpus: &Corpus, subject: &str, continues: bool, citation: &Citation) -> String {
    let clause = &corpus.clauses()[citation.clause];
    let document = corpus.document_of(clause);
    let verb = if document.kind.is_report() {
        "reports".to_owned()
    } else if clause.part == Part::Frame {
        "says".to_owned()
    } else {
        saying(clause, citation.span).unwrap_or_else(|| "says".to_owned())
    };
    let subject = if continues { subject.to_owned() } else { capitalised(subject) };
    let subject = if continues { capitalised(&subject) } else { subject };
    let label = if document.kind.is_report() {
        format!("paragraph {}", clause.label)
    } else {
        clause.label.clone()
    };
    let quote = &citation.quote;
    let marker = citation.marker;
    format!("{subject} {verb} ({label}): \u{201c}{quote}\u{201d} [{marker}].")
}

/// "The Singapore declaration says nothing that answers this."
fn silence(corpus: &Corpus, silent: &[usize]) -> String {
    let names: Vec<String> = silent.iter().map(|&index| short_name(corpus, index)).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb} silent on this.", capitalised(&list(&names)))
}
