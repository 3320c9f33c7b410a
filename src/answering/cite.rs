//! Citations: verbatim spans with the words around them.

use crate::domain::{Citation, Corpus, Span};

/// Code points of context on either side of a quotation (W3C `TextQuoteSelector`).
const CONTEXT_CHARS: u32 = 32;

/// Cites `span` of the document of the clause at `position`. The marker is given later, in the
/// order of the answer's text.
pub(super) fn cite(corpus: &Corpus, position: usize, span: Span, relevance: f64) -> Citation {
    let text = &corpus.document_of(&corpus.clauses()[position]).text;
    let before = Span::new(span.start.saturating_sub(CONTEXT_CHARS), span.start);
    let after = Span::new(span.end, (span.end + CONTEXT_CHARS).min(text.len()));
    Citation {
        marker: 0,
        clause: position,
        quote: text.slice(span).to_owned(),
        span,
        prefix: text.slice(before).to_owned(),
        suffix: text.slice(after).to_owned(),
        relevance,
    }
}
