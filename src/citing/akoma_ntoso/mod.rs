//! Akoma Ntoso 1.0 (`LegalDocML` of OASIS): a document as XML for legal databases.
//!
//! An adopted text is a `statement`, a treaty an `act`, anything without recitals and commitments a
//! `doc`. Recitals stand in the preamble, commitments are paragraphs of the body; labels are `num`, and
//! make the `eId` by the OASIS Akoma Ntoso Naming Convention. Emphasis is not kept.

mod meta;
mod structure;
mod writer;

use self::structure::Structure;
use self::writer::Xml;
use super::work::Work;
use crate::domain::{Corpus, Document, DocumentKind, Part};

/// The namespace of Akoma Ntoso 1.0; "3.0" is the version of the vocabulary.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// What a document is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    Act,
    Statement,
    Doc,
}

impl Root {
    fn choose(corpus: &Corpus, document: &Document) -> Self {
        let parts = |part: Part| corpus.clauses_of(document).iter().any(|own| own.part == part);
        match document.kind {
            DocumentKind::Page => Self::Doc,
            DocumentKind::Treaty => Self::Act,
            _ if parts(Part::Preambular) || parts(Part::Operative) => Self::Statement,
            _ => Self::Doc,
        }
    }

    /// The element, which is also part of addresses.
    const fn name(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Statement => "statement",
            Self::Doc => "doc",
        }
    }

    const fn body(self) -> &'static str {
        match self {
            Self::Act => "body",
            Self::Statement | Self::Doc => "mainBody",
        }
    }
}

/// `document` as a file of its own.
pub(super) fn write(corpus: &Corpus, document: &Document) -> String {
    let root = Root::choose(corpus, document);
    let work = Work::from_document(document);
    let mut xml = Xml::new();
    xml.within("akomaNtoso", &[("xmlns", NAMESPACE)], |xml| {
        let attributes = [("name", document.kind.name()), ("contains", "originalVersion")];
        xml.within(root.name(), &attributes, |xml| {
            meta::write(xml, corpus, &work, root.name());
            Structure::build(corpus, document).write(xml, &work, root.body());
        });
    });
    xml.finish()
}

#[cfg(test)]
mod tests;
