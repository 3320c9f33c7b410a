//! What is shown of the item under the pointer: the finding, and the words of the documents.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};

use super::places::{Places, touch};
use crate::api::graphql::Links;
use crate::citing::{CitationStyle, cite};
use crate::domain::TextVerdict;

/// The first item at `position`.
pub(super) fn hover(verdict: &TextVerdict, position: Position, links: &Links) -> Option<Hover> {
    let places = Places::new(&verdict.text);
    let at = Range::new(position, position);
    let item = verdict.items.iter().find(|item| touch(&places.range(item.span), &at))?;
    let mut value = format!("**{}** {}", item.verdict.name(), item.message);
    if let Some((clause, quote)) = item.source() {
        let corpus = &verdict.corpus;
        let clause = &corpus.clauses()[clause];
        let document = corpus.document_of(clause);
        let citation = cite(document, Some(&clause.label), CitationStyle::Plain, None);
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        value.push_str(&format!("\n\n> {quote}\n\n{citation}"));
        if !links.public_url.is_empty() {
            value.push_str(&format!("\n\n<{}>", links.clause(corpus, clause)));
        }
    }
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(places.range(item.span)) })
}
