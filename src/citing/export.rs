//! Exports: which formats there are, and of what.

use super::addresses::Addresses;
use super::passage::Passage;
use super::{akoma_ntoso, annotation, bibtex, csl_json, ris};
use crate::domain::{Corpus, Document, documented};

documented! {
/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportFormat {
    /// Items of the Citation Style Language, in JSON.
    CslJson,
    /// BibLaTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// W3C Web Annotations, in JSON-LD.
    WebAnnotation,
    /// Akoma Ntoso 1.0 (`LegalDocML` of OASIS), in XML; for whole documents only.
    AkomaNtoso,
}
}

impl ExportFormat {
    /// Every format, in order.
    pub const ALL: [Self; 5] =
        [Self::CslJson, Self::Bibtex, Self::Ris, Self::WebAnnotation, Self::AkomaNtoso];

    /// The lower-case name: `csl-json`, `bibtex`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Self::CslJson => "csl-json",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::WebAnnotation => "web-annotation",
            Self::AkomaNtoso => "akoma-ntoso",
        }
    }

    /// The media type: its two parts, without parameters.
    pub const fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::CslJson => ("application", "vnd.citationstyles.csl+json"),
            Self::Bibtex => ("application", "x-bibtex"),
            Self::Ris => ("application", "x-research-info-systems"),
            Self::WebAnnotation => ("application", "ld+json"),
            Self::AkomaNtoso => ("application", "akn+xml"),
        }
    }

    /// What the media type is followed by in `Content-Type`.
    pub const fn parameters(self) -> &'static str {
        match self {
            Self::CslJson => "",
            Self::Bibtex | Self::Ris | Self::AkomaNtoso => "; charset=utf-8",
            Self::WebAnnotation => "; profile=\"http://www.w3.org/ns/anno.jsonld\"",
        }
    }

    /// How names of files with it end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::CslJson => "json",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::WebAnnotation => "jsonld",
            Self::AkomaNtoso => "akn.xml",
        }
    }
}

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A document: itself, or annotations of its clauses.
    Document(&'a Document),
    /// What is quoted: a clause, or the citations of an answer. Documents are listed once, with what is
    /// quoted from them.
    Passages(&'a [Passage<'a>]),
}

/// A format that does not fit what was to be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "akoma-ntoso is of whole documents; export the document, or use csl-json, bibtex, ris or web-annotation"
)]
pub struct NoSuchExport;

/// `subject`, out of `corpus`, as `format`.
///
/// # Errors
/// When the format is of whole documents and `subject` is none.
pub fn export(
    corpus: &Corpus,
    subject: Subject<'_>,
    format: ExportFormat,
    addresses: &Addresses<'_>,
) -> Result<String, NoSuchExport> {
    let documents = || match subject {
        Subject::Document(document) => vec![(document, Vec::new())],
        Subject::Passages(passages) => by_document(passages),
    };
    Ok(match (format, subject) {
        (ExportFormat::CslJson, _) => csl_json::list(corpus, &documents(), addresses),
        (ExportFormat::Bibtex, _) => bibtex::list(&documents()),
        (ExportFormat::Ris, _) => ris::list(&documents()),
        (ExportFormat::WebAnnotation, Subject::Passages(passages)) => {
            annotation::list(passages, addresses)
        }
        (ExportFormat::WebAnnotation, Subject::Document(document)) => {
            let clauses = corpus.clauses_of(document).iter();
            let passages: Vec<_> =
                clauses.map(|clause| Passage::of_clause(corpus, clause)).collect();
            annotation::list(&passages, addresses)
        }
        (ExportFormat::AkomaNtoso, Subject::Document(document)) => {
            akoma_ntoso::write(corpus, document)
        }
        (ExportFormat::AkomaNtoso, Subject::Passages(_)) => return Err(NoSuchExport),
    })
}

/// Each document once, in the order in which `passages` come to it, with its own.
fn by_document<'a>(passages: &[Passage<'a>]) -> Vec<(&'a Document, Vec<Passage<'a>>)> {
    let mut documents: Vec<(&Document, Vec<Passage<'_>>)> = Vec::new();
    for passage in passages {
        match documents.iter_mut().find(|(document, _)| document.id == passage.document.id) {
            Some((_, own)) => own.push(*passage),
            None => documents.push((passage.document, vec![*passage])),
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn every_format_is_made_of_what_it_fits() {
        let corpus = sample::corpus();
        let clause = corpus.clause("rome-2012/P3A").expect("in the sample");
        let document = corpus.document_of(clause);
        let passages = [Passage::of_clause(&corpus, clause)];
        let addresses = Addresses {
            clause: &|clause| format!("/c/{}", corpus.id_of(clause)),
            document: &|document| format!("/d/{}", document.id),
        };
        for format in ExportFormat::ALL {
            let of = |subject| export(&corpus, subject, format, &addresses);
            let whole = of(Subject::Document(document)).expect("every format is of documents");
            assert!(whole.contains("rome-2012"), "{format:?}: {whole}");
            let of_passages = of(Subject::Passages(&passages));
            let quotes = of_passages.ok().map(|text| text.contains(passages[0].quote()));
            assert_eq!(quotes, (format != ExportFormat::AkomaNtoso).then_some(true), "{format:?}");
        }
    }

    #[test]
    fn documents_are_listed_once() {
        let corpus = sample::corpus();
        let passages: Vec<_> = ["rome-2012/P3B", "monaco-2014/P3A", "rome-2012/P2A"]
            .into_iter()
            .map(|id| Passage::of_clause(&corpus, corpus.clause(id).expect("in the sample")))
            .collect();
        let documents = by_document(&passages);
        let rows = documents.iter().map(|(document, own)| (document.id.as_str(), own.len()));
        assert_eq!(rows.collect::<Vec<_>>(), [("rome-2012", 2), ("monaco-2014", 1)]);
    }
}
