//! Findings as SARIF 2.1.0 (OASIS), the exchange format of static analysis.

use serde_json::{Value, json};

use super::Checked;
use super::position::Lines;
use crate::api::graphql::Links;
use crate::domain::{ItemVerdict, Standing, TextItem};

/// The schema of the log.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run: a result for each wrong item.
pub(super) fn log(checked: &[Checked], links: &Links) -> Value {
    let wrong = ItemVerdict::ALL.into_iter().filter(|v| v.standing() == Standing::Wrong);
    let rules: Vec<Value> = wrong
        .map(|verdict| {
            json!({
                "id": verdict.name(),
                "shortDescription": { "text": description(verdict) },
                "defaultConfiguration": { "level": "error" },
            })
        })
        .collect();
    let results: Vec<Value> = checked.iter().flat_map(|checked| results(checked, links)).collect();
    let notifications: Vec<Value> = checked
        .iter()
        .filter(|checked| checked.verdict.not_checked() > 0)
        .map(|checked| {
            let text = format!(
                "{}: {} items were not checked; split the text",
                checked.file.name,
                checked.verdict.not_checked()
            );
            json!({ "level": "error", "message": { "text": text } })
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "rapporteur",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
}

/// The description of each kind of finding.
const fn description(verdict: ItemVerdict) -> &'static str {
    match verdict {
        ItemVerdict::Altered => "A quotation changes words of its source.",
        ItemVerdict::Misattributed => {
            "A quotation is from another document or clause than the one named."
        }
        ItemVerdict::NotFound => "A quotation was not found in the documents.",
        ItemVerdict::NoSuchDocument => "A reference names a document that does not exist.",
        ItemVerdict::NoSuchClause => "A reference names a clause that its document does not have.",
        ItemVerdict::Mismatched => {
            "The place and the year of a reference name different documents."
        }
        ItemVerdict::NotSupported => "A document does not say what is ascribed to it.",
        ItemVerdict::Contradicted => "A document says otherwise.",
        _ => "Nothing is wrong.",
    }
}

fn results<'a>(checked: &'a Checked, links: &'a Links) -> impl Iterator<Item = Value> + 'a {
    let lines = Lines::find(&checked.file.text);
    let wrong = checked.verdict.items.iter();
    wrong.filter(|item| item.verdict.standing() == Standing::Wrong).map(move |item| {
        let (start, end) = lines.of_span(item.span);
        json!({
            "ruleId": item.verdict.name(),
            "level": "error",
            "message": { "text": message(checked, item, links) },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(&checked.file.name) },
                    "region": {
                        "startLine": start.line,
                        "startColumn": start.column,
                        "endLine": end.line,
                        "endColumn": end.column,
                        "snippet": { "text": item.words },
                    },
                },
            }],
        })
    })
}

/// The finding, with a link to the source if it is known.
fn message(checked: &Checked, item: &TextItem, links: &Links) -> String {
    let corpus = &checked.verdict.corpus;
    match item.source() {
        Some((clause, _)) if !links.public_url.is_empty() => {
            format!("{} {}", item.message, links.clause(corpus, &corpus.clauses()[clause]))
        }
        _ => item.message.clone(),
    }
}

/// A path as a URI, relative or of a file: its bytes percent-encoded where they need to be.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).replace('\\', "/");
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./docs/a b\u{e9}.md"), "docs/a%20b%C3%A9.md");
        assert_eq!(uri("/docs/a.md"), "file:///docs/a.md");
    }
}
