//! The answer's text: sentences of our own around verbatim quotations.

use std::collections::BTreeSet;
use std::ops::Range;

use super::compare::changed;
use super::phrase::Namer;
use super::sentences::{Unquoted, more_speak, quoting, silence, touching};
use crate::domain::{Change, Citation, Corpus, QuestionType};

/// A composed answer: its text, and its citations in the order in which the text uses them.
pub(super) struct Composed {
    pub text: String,
    /// Where each sentence stands in `text`, in bytes.
    pub sentences: Vec<Range<usize>>,
    pub citations: Vec<Citation>,
}

/// What is said beside the quotations.
#[derive(Default)]
pub(super) struct Remarks {
    /// A sentence of our own that answers in advance ("It was adopted on ...").
    pub lead: Option<String>,
    /// Documents that speak of it and are not quoted.
    pub unlisted: Vec<usize>,
    /// Documents that a reader would expect to hear about.
    pub unquoted: Vec<Unquoted>,
    /// Where documents are compared.
    pub changes: Vec<Change>,
    /// Sentences on documents: names that may mean several, those that are not there, those left out.
    pub notes: Vec<String>,
    /// A sentence on words that occur nowhere.
    pub unknown: Option<String>,
    /// How many citations stand before these.
    pub markers_before: usize,
}

/// Puts sentences around `citations`, which come best first.
pub(super) fn compose(
    corpus: &Corpus,
    asks: QuestionType,
    citations: Vec<Citation>,
    remarks: Remarks,
) -> Composed {
    let Remarks { lead, unlisted, unquoted, changes, notes, unknown, markers_before } = remarks;
    let silence = silence(corpus, &unquoted).filter(|silence| lead.as_ref() != Some(silence));
    let mut namer = Namer::new(corpus);
    let mut sentences: Vec<String> = lead.into_iter().collect();
    let mut ordered = Vec::with_capacity(citations.len());
    for group in groups(corpus, asks, citations) {
        let document = corpus.clauses()[group[0].clause].document;
        for (at, mut citation) in group.into_iter().enumerate() {
            citation.marker = (markers_before + ordered.len()) as u32 + 1;
            let subject = (at == 0).then(|| namer.name(document));
            sentences.push(quoting(corpus, subject.as_deref(), &citation));
            ordered.push(citation);
        }
    }
    sentences.extend(more_speak(corpus, &unlisted));
    sentences.extend(changed(corpus, &changes, &ordered));
    sentences.extend(touching(corpus, &unquoted));
    sentences.extend(silence);
    sentences.extend(notes);
    sentences.extend(unknown);
    let places = places(&sentences);
    Composed { text: sentences.join(" "), sentences: places, citations: ordered }
}

/// Where each of `sentences` will stand once they are joined by spaces.
fn places(sentences: &[String]) -> Vec<Range<usize>> {
    let place = |end: &mut usize, sentence: &String| {
        let start = *end;
        *end += sentence.len() + 1;
        Some(start..start + sentence.len())
    };
    sentences.iter().scan(0, place).collect()
}

/// Citations by document. A comparison goes by date; any other answer begins with the document
/// that answers best, and goes on by date.
fn groups(corpus: &Corpus, asks: QuestionType, citations: Vec<Citation>) -> Vec<Vec<Citation>> {
    let document = |citation: &Citation| corpus.clauses()[citation.clause].document;
    let first = citations.first().map(document);
    let documents: BTreeSet<(bool, usize)> = citations
        .iter()
        .map(document)
        .map(|index| (asks == QuestionType::Comparison || Some(index) != first, index))
        .collect();
    let mut groups: Vec<Vec<Citation>> = documents.iter().map(|_| Vec::new()).collect();
    for citation in citations {
        let own = document(&citation);
        let at = documents.iter().position(|&(_, index)| index == own);
        groups[at.expect("every document has its group")].push(citation);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::cite::cite;
    use crate::domain::sample;

    /// Id of a document that is not cited, and of its clause that comes near.
    type Near<'a> = (&'a str, Option<&'a str>);

    fn composed(asks: QuestionType, cited: &[&str], unquoted: &[Near<'_>]) -> Composed {
        let corpus = sample::corpus();
        let position = |id: &str| corpus.clause_position(id).expect("a clause");
        let citations = cited
            .iter()
            .map(|id| cite(&corpus, position(id), corpus.clauses()[position(id)].span, 0.9))
            .collect();
        let unquoted: Vec<Unquoted> = unquoted
            .iter()
            .map(|(document, near)| Unquoted {
                document: corpus.document_index(document).expect("a document"),
                near: near.map(position),
            })
            .collect();
        compose(&corpus, asks, citations, Remarks { unquoted, ..Remarks::default() })
    }

    #[test]
    fn citations_are_numbered_as_the_text_uses_them() {
        let cited = ["monaco-2014/P2A", "rome-2012/P2A", "monaco-2014/INTRO"];
        let corpus = sample::corpus();
        for (asks, expected) in [
            (QuestionType::Topic, ["monaco-2014/P2A", "monaco-2014/INTRO", "rome-2012/P2A"]),
            (QuestionType::Comparison, ["rome-2012/P2A", "monaco-2014/P2A", "monaco-2014/INTRO"]),
        ] {
            let Composed { text, sentences, citations } = composed(asks, &cited, &[]);
            let ids: Vec<String> =
                citations.iter().map(|c| corpus.id_of(&corpus.clauses()[c.clause])).collect();
            assert_eq!(ids, expected);
            let ends: Vec<bool> =
                sentences.iter().map(|at| text[at.clone()].ends_with("].")).collect();
            assert_eq!(ends, [true; 3], "a sentence for each citation");
            let mut rest = text.as_str();
            for citation in &citations {
                let quoted = format!("\u{201c}{}\u{201d} [{}]", citation.quote, citation.marker);
                rest = rest.split_once(&quoted).expect("in the order of the text").1;
            }
        }
    }

    #[test]
    fn a_page_reports_and_never_declares() {
        let text = composed(QuestionType::Topic, &["event-2014/1"], &[]).text;
        let name = "The web page ‘Ministerial Meeting’ (published 5 November 2014)";
        assert!(text.starts_with(&format!("{name} reports (paragraph 1): ")), "{text}");
    }

    #[test]
    fn only_a_document_with_nothing_near_is_silent() {
        let cases: [(&[Near<'_>], &str); 4] = [
            (&[], ""),
            (&[("rome-2012", None)], "The Rome declaration is silent on this."),
            (
                &[("singapore-2009", None), ("rome-2012", Some("rome-2012/P2A"))],
                "The Rome declaration may touch on this in P2A. The Singapore declaration is \
                 silent on this.",
            ),
            (&[("rome-2012", None); 7], "7 other documents are silent on this."),
        ];
        for (unquoted, expected) in cases {
            assert_eq!(composed(QuestionType::WhichDocument, &[], unquoted).text, expected);
        }
    }
}
