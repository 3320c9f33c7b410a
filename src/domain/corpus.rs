//! The corpus: documents in order of date, with all of their clauses.

use std::collections::HashMap;

use super::{Clause, Digest, Document};

/// An immutable set of documents and clauses.
///
/// Documents stand in order of date, then id; clauses in the order of their documents, then of
/// the text. A clause's *position* is its index in [`Corpus::clauses`].
#[derive(Debug)]
pub struct Corpus {
    documents: Vec<Document>,
    clauses: Vec<Clause>,
    digest: Digest,
    documents_by_id: HashMap<String, usize>,
    clauses_by_id: HashMap<String, usize>,
}

/// An id that stands twice in a corpus.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DuplicateId {
    /// Of two documents.
    #[error("two documents have the id '{0}'")]
    Document(String),
    /// Of two clauses.
    #[error("two clauses have the id '{0}'")]
    Clause(String),
}

impl Corpus {
    /// Puts documents together with their clauses. In each pair `Clause::parent` counts from the
    /// document's own first clause; `Clause::document` and `Document::clauses` are set here.
    ///
    /// # Errors
    /// When two documents or two clauses have the same id.
    pub fn new(
        mut parts: Vec<(Document, Vec<Clause>)>,
        digest: Digest,
    ) -> Result<Self, DuplicateId> {
        parts.sort_by(|(a, _), (b, _)| (a.date(), &a.id).cmp(&(b.date(), &b.id)));
        let mut documents = Vec::with_capacity(parts.len());
        let mut clauses = Vec::with_capacity(parts.iter().map(|(_, own)| own.len()).sum());
        let mut documents_by_id = HashMap::with_capacity(parts.len());
        let mut clauses_by_id = HashMap::with_capacity(clauses.capacity());
        for (index, (mut document, own)) in parts.into_iter().enumerate() {
            let first = clauses.len();
            document.clauses = first..first + own.len();
            if documents_by_id.insert(document.id.clone(), index).is_some() {
                return Err(DuplicateId::Document(document.id));
            }
            for mut clause in own {
                clause.document = index;
                clause.parent = clause.parent.map(|local| first + local);
                if clauses_by_id.insert(clause.id.clone(), clauses.len()).is_some() {
                    return Err(DuplicateId::Clause(clause.id));
                }
                clauses.push(clause);
            }
            documents.push(document);
        }
        Ok(Self { documents, clauses, digest, documents_by_id, clauses_by_id })
    }

    /// Every document, in order of date.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Every clause, in order of documents, then of the text.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// SHA-256 over the ids and digests of all documents.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Index of the document with this id.
    pub fn document_index(&self, id: &str) -> Option<usize> {
        self.documents_by_id.get(id).copied()
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.document_index(id).map(|index| &self.documents[index])
    }

    /// Position of the clause with this id.
    pub fn clause_position(&self, id: &str) -> Option<usize> {
        self.clauses_by_id.get(id).copied()
    }

    /// The clause with this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clause_position(id).map(|position| &self.clauses[position])
    }

    /// The document that `clause` belongs to.
    pub fn document_of(&self, clause: &Clause) -> &Document {
        &self.documents[clause.document]
    }

    /// The words of `clause`.
    pub fn text_of(&self, clause: &Clause) -> &str {
        self.document_of(clause).text.slice(clause.span)
    }

    /// The lead-in of `clause`, where it has one.
    pub fn parent_of(&self, clause: &Clause) -> Option<&Clause> {
        clause.parent.map(|position| &self.clauses[position])
    }

    /// The clauses of `document`, in order of the text.
    pub fn clauses_of(&self, document: &Document) -> &[Clause] {
        &self.clauses[document.clauses.clone()]
    }

    /// Position of the clause before `position` in the same document.
    pub fn previous(&self, position: usize) -> Option<usize> {
        let document = &self.documents[self.clauses[position].document];
        position.checked_sub(1).filter(|before| document.clauses.contains(before))
    }

    /// Position of the clause after `position` in the same document.
    pub fn next(&self, position: usize) -> Option<usize> {
        let document = &self.documents[self.clauses[position].document];
        Some(position + 1).filter(|after| document.clauses.contains(after))
    }
}
