//! Places in clauses that cite documents.

use std::sync::Arc;

use async_graphql::Object;

use super::document::Document;
use super::text_span::TextSpan;
use crate::domain::{self, Corpus};

/// A reference of a clause.
pub(super) struct Reference {
    corpus: Arc<Corpus>,
    /// Position of the clause.
    clause: usize,
    /// Which of its references.
    index: usize,
}

impl Reference {
    /// The reference number `index` of the clause at position `clause` of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, clause: usize, index: usize) -> Self {
        Self { corpus: Arc::clone(corpus), clause, index }
    }

    fn reference(&self) -> &domain::Reference {
        &self.corpus.clauses()[self.clause].references[self.index]
    }
}

/// A place in a clause that cites a document by its symbol.
#[Object]
impl Reference {
    /// The words of the citation: `2178 (2014)`.
    async fn text(&self) -> &str {
        let clause = &self.corpus.clauses()[self.clause];
        self.corpus.document_of(clause).text.slice(self.reference().span)
    }

    /// The same as a span of `Document.text`.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.clause, self.reference().span)
    }

    /// The document that is cited; null where the corpus does not have it.
    async fn document(&self) -> Option<Document> {
        let index = self.corpus.document_by_symbol(&self.reference().key)?;
        Some(Document::new(&self.corpus, index))
    }
}
