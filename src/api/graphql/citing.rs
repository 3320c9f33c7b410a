//! Citations, exports and selectors of what is cited elsewhere.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Links;
use super::enums::ExportFormat;
use crate::citing::{self, Addresses, NoSuchExport, Passage, Subject};
use crate::domain::{Clause, Corpus, Document, InvalidQuery, Span};

/// `subject` as `format`, with the links of this service.
pub(super) fn export(
    context: &Context<'_>,
    corpus: &Corpus,
    subject: Subject<'_>,
    format: ExportFormat,
) -> async_graphql::Result<String> {
    let links = context.data::<Arc<Links>>()?;
    Ok(links.export(corpus, subject, format.into())?)
}

impl Links {
    /// `subject`, out of `corpus`, as `format`, with these links in it.
    ///
    /// # Errors
    /// When the format is of whole documents and `subject` is none.
    pub fn export(
        &self,
        corpus: &Corpus,
        subject: Subject<'_>,
        format: citing::Format,
    ) -> Result<String, InvalidQuery> {
        let addresses = Addresses {
            clause: &|clause: &Clause| self.clause(corpus, clause),
            document: &|document: &Document| self.document(document),
        };
        let refused =
            |refusal: NoSuchExport| InvalidQuery { field: "format", message: refusal.to_string() };
        citing::export(corpus, subject, format, &addresses).map_err(refused)
    }
}

/// A passage of a corpus state.
pub(super) struct TextSelectors {
    corpus: Arc<Corpus>,
    clause: usize,
    span: Span,
}

impl TextSelectors {
    /// Those of `span`, in the clause at position `clause` of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, clause: usize, span: Span) -> Self {
        Self { corpus: Arc::clone(corpus), clause, span }
    }

    fn passage(&self) -> Passage<'_> {
        let clause = &self.corpus.clauses()[self.clause];
        Passage { document: self.corpus.document_of(clause), clause, span: self.span }
    }
}

/// Where a passage stands in `Document.text`, as the W3C Web Annotation Data Model has it.
#[Object]
impl TextSelectors {
    /// Its words (`TextQuoteSelector`).
    async fn exact(&self) -> &str {
        self.passage().text_quote().exact
    }

    /// Up to 32 code points before it.
    async fn prefix(&self) -> &str {
        self.passage().text_quote().prefix
    }

    /// Up to 32 code points after it.
    async fn suffix(&self) -> &str {
        self.passage().text_quote().suffix
    }

    /// Where it begins, in Unicode code points from 0 (`TextPositionSelector`).
    async fn start(&self) -> u32 {
        self.passage().text_position().start
    }

    /// Where it ends, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.passage().text_position().end
    }

    /// Where it begins, in UTF-16 code units from 0, for strings of JavaScript, Java and C#.
    async fn utf16_start(&self) -> u32 {
        self.passage().utf16_position().start
    }

    /// Where it ends, in UTF-16 code units, exclusive.
    async fn utf16_end(&self) -> u32 {
        self.passage().utf16_position().end
    }

    /// A directive that leads browsers to it in a page that has the text, to stand after the `#` of an
    /// address: `:~:text=...`. Null where it has no words.
    async fn text_fragment(&self) -> Option<String> {
        citing::text_fragment(&self.passage())
    }

    /// Where the document was taken from, with that directive; null where the address is not known.
    async fn source_link(&self) -> Option<String> {
        citing::source_link(&self.passage())
    }
}
