//! Citations: verbatim spans with the words around them.

use crate::domain::{Citation, Corpus, Span};

/// Cites `span` of the document of the clause at `position`. The marker is given later, in the
/// order of the answer's text.
pub(super) fn cite(corpus: &Corpus, position: usize, span: Span, relevance: f64) -> Citation {
    let text = &corpus.document_of(&corpus.clauses()[position]).text;
    let (prefix, suffix) = text.around(span);
    Citation {
        marker: 0,
        clause: position,
        quote: text.slice(span).to_owned(),
        span,
        prefix: prefix.to_owned(),
        suffix: suffix.to_owned(),
        relevance,
        meets: Vec::new(),
    }
}
