//! The JSON body of a stretch of a text.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Corpus, Span, Text};

/// A stretch of a text: of a document, or of the text that was sent. It may be empty: then `start` and
/// `end` are the place where words are missing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TextSpan)]
pub(super) struct TextSpanBody {
    /// The words, exactly as the text has them.
    text: String,
    /// Where it begins, in Unicode code points from 0.
    start: u32,
    /// Where it ends, in Unicode code points, exclusive.
    end: u32,
    /// Where it begins, in UTF-16 code units from 0, for strings of JavaScript, Java and C#.
    start_utf16: u32,
    /// Where it ends, in UTF-16 code units, exclusive.
    end_utf16: u32,
    /// Up to 32 code points before it.
    prefix: String,
    /// Up to 32 code points after it.
    suffix: String,
}

impl TextSpanBody {
    /// `span` of `text`.
    pub(super) fn new(text: &Text, span: Span) -> Self {
        let (prefix, suffix) = text.around(span);
        Self {
            text: text.slice(span).to_owned(),
            start: span.start,
            end: span.end,
            start_utf16: text.utf16_of(span.start),
            end_utf16: text.utf16_of(span.end),
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
        }
    }

    /// `span` of the document of the clause at position `clause` of `corpus`.
    pub(super) fn in_document(corpus: &Corpus, clause: usize, span: Span) -> Self {
        Self::new(&corpus.document_of(&corpus.clauses()[clause]).text, span)
    }
}
