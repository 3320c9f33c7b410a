//! Diagnostics: what is wrong, with the kind of finding as their code.

use lsp_types::{CodeDescription, Diagnostic, DiagnosticSeverity, NumberOrString, Range};

use super::places::Places;
use crate::api::graphql::Links;
use crate::domain::{Standing, TextItem, TextVerdict};

/// Who says so, as editors show it.
const SOURCE: &str = "rapporteur";

/// A diagnostic for each wrong item, and one at the start of a text that was not checked to its end.
pub(super) fn diagnostics(verdict: &TextVerdict, links: &Links) -> Vec<Diagnostic> {
    let places = Places::new(&verdict.text);
    let wrong = verdict.items.iter().filter(|item| item.verdict.standing() == Standing::Wrong);
    let found = wrong.map(|item| of_item(verdict, item, &places, links));
    let left = verdict.not_checked();
    let rest = (left > 0).then(|| whole(format!("{left} items were not checked; split the text")));
    found.chain(rest).collect()
}

fn of_item(
    verdict: &TextVerdict,
    item: &TextItem,
    places: &Places<'_>,
    links: &Links,
) -> Diagnostic {
    let clause = item.source().map(|(clause, _)| &verdict.corpus.clauses()[clause]);
    // Editors open whole addresses only.
    let link = clause.filter(|_| !links.public_url.is_empty());
    let link = link.and_then(|clause| links.clause(&verdict.corpus, clause).parse().ok());
    Diagnostic {
        range: places.range(item.span),
        severity: Some(DiagnosticSeverity::WARNING),
        code: Some(NumberOrString::String(item.verdict.name().to_owned())),
        code_description: link.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: item.message.clone(),
        ..Diagnostic::default()
    }
}

/// What is said of a text as a whole stands at its start.
pub(super) fn whole(message: String) -> Diagnostic {
    Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}
