//! Stretches of texts: of documents, of quotations and texts that were sent.

use std::sync::Arc;

use async_graphql::Object;

use crate::citing::{self, Passage};
use crate::domain::{Corpus, QuoteVerdict, Span, Text, TextVerdict};

/// Which text a stretch is of.
enum Source {
    /// The text of a document: that of the clause at this position.
    Document(Arc<Corpus>, usize),
    /// A quotation that was sent.
    Quotation(Arc<QuoteVerdict>),
    /// A text that was sent.
    Sent(Arc<TextVerdict>),
}

/// A stretch of a text.
pub(super) struct TextSpan {
    source: Source,
    span: Span,
}

impl TextSpan {
    /// `span` of the document of the clause at position `clause` of `corpus`.
    pub(super) fn in_document(corpus: &Arc<Corpus>, clause: usize, span: Span) -> Self {
        Self { source: Source::Document(Arc::clone(corpus), clause), span }
    }

    /// `span` of the quotation that `verdict` is about.
    pub(super) fn in_quotation(verdict: &Arc<QuoteVerdict>, span: Span) -> Self {
        Self { source: Source::Quotation(Arc::clone(verdict)), span }
    }

    /// `span` of the text that `verdict` is about.
    pub(super) fn in_sent_text(verdict: &Arc<TextVerdict>, span: Span) -> Self {
        Self { source: Source::Sent(Arc::clone(verdict)), span }
    }

    fn whole(&self) -> &Text {
        match &self.source {
            Source::Document(corpus, clause) => {
                &corpus.document_of(&corpus.clauses()[*clause]).text
            }
            Source::Quotation(verdict) => &verdict.text,
            Source::Sent(verdict) => &verdict.text,
        }
    }

    /// The same as a passage of a document; none where the text was sent.
    fn passage(&self) -> Option<Passage<'_>> {
        let Source::Document(corpus, clause) = &self.source else { return None };
        let clause = &corpus.clauses()[*clause];
        Some(Passage { document: corpus.document_of(clause), clause, span: self.span })
    }
}

/// A stretch of a text: of `Document.text`, or of the text that was sent. It may be empty: then
/// `start` and `end` are the place where words are missing.
#[Object]
impl TextSpan {
    /// The words, exactly as the text has them (`exact` of W3C's `TextQuoteSelector`).
    async fn text(&self) -> &str {
        self.whole().slice(self.span)
    }

    /// Where it begins, in Unicode code points from 0 (W3C's `TextPositionSelector`).
    async fn start(&self) -> u32 {
        self.span.start
    }

    /// Where it ends, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.span.end
    }

    /// Where it begins, in UTF-16 code units from 0, for strings of JavaScript, Java and C#.
    async fn start_utf16(&self) -> u32 {
        self.whole().utf16_of(self.span.start)
    }

    /// Where it ends, in UTF-16 code units, exclusive.
    async fn end_utf16(&self) -> u32 {
        self.whole().utf16_of(self.span.end)
    }

    /// Up to 32 code points before it.
    async fn prefix(&self) -> &str {
        self.whole().around(self.span).0
    }

    /// Up to 32 code points after it.
    async fn suffix(&self) -> &str {
        self.whole().around(self.span).1
    }

    /// A directive that leads browsers to it in a page that has the text: append it to the address
    /// after `#`. It begins with `:~:text=`. Null for an empty span and for a text that was sent.
    async fn text_fragment(&self) -> Option<String> {
        citing::text_fragment(&self.passage()?)
    }

    /// The address of the document's source, with that directive. Null if the address is not known,
    /// and for a text that was sent.
    async fn source_link(&self) -> Option<String> {
        citing::source_link(&self.passage()?)
    }
}
