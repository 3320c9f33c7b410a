//! Passages: what is quoted, and where it stands.

use crate::domain::{Citation, Clause, Corpus, Document, Span};

/// A span of a clause's document: a whole clause, or the part of one that an answer quotes.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The document that it stands in.
    pub document: &'a Document,
    /// The clause that it belongs to.
    pub clause: &'a Clause,
    /// Where it stands in the document's text.
    pub span: Span,
}

impl<'a> Passage<'a> {
    /// All of `clause`.
    pub fn of_clause(corpus: &'a Corpus, clause: &'a Clause) -> Self {
        Self { document: corpus.document_of(clause), clause, span: clause.span }
    }

    /// What `citation` quotes.
    pub fn of_citation(corpus: &'a Corpus, citation: &Citation) -> Self {
        let clause = &corpus.clauses()[citation.clause];
        Self { document: corpus.document_of(clause), clause, span: citation.span }
    }

    /// The words, exactly as the document has them.
    pub fn quote(&self) -> &'a str {
        self.document.text.slice(self.span)
    }
}
