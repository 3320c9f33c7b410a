//! CSL-JSON: the form in which reference managers and citation processors exchange items.
//!
//! After the schema `csl-data.json` of the Citation Style Language, 1.0.2.

use serde_json::{Map, Value, json};

use super::addresses::Addresses;
use super::passage::Passage;
use super::work::Work;
use crate::domain::{Corpus, Date, Document, DocumentKind};

/// What CSL calls a document of this kind. It has no name for declarations and resolutions; those of
/// its types that come near would make styles look for sessions and volumes.
const fn item_type(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Declaration | DocumentKind::Resolution | DocumentKind::Communique => {
            "document"
        }
        DocumentKind::Treaty => "treaty",
        DocumentKind::Page => "webpage",
    }
}

/// `work` as an item; its id is that of the document.
pub(super) fn item(work: &Work<'_>) -> Map<String, Value> {
    let document = work.document;
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| {
        if !value.is_null() {
            item.insert(key.to_owned(), value);
        }
    };
    set("id", json!(document.id));
    set("type", json!(item_type(document.kind)));
    set("title", json!(work.title));
    set("language", json!(document.language));
    set("author", work.organisation.map_or(Value::Null, |name| json!([{ "literal": name }])));
    set("issued", date(work.issued()));
    set("available-date", date(work.available()));
    set("genre", if document.kind.is_report() { Value::Null } else { json!(work.genre()) });
    set("event-title", json!(work.occasion()));
    set("event-place", json!(work.place()));
    set("container-title", json!(work.site));
    set("URL", json!(work.url));
    item
}

/// `date` as CSL has it; null where there is none.
pub(super) fn date(date: Option<Date>) -> Value {
    date.map_or(
        Value::Null,
        |date| json!({ "date-parts": [[date.year(), date.month(), date.day()]] }),
    )
}

/// The list of `documents`, each with what is quoted from it under `custom`.
pub(super) fn list(
    corpus: &Corpus,
    documents: &[(&Document, Vec<Passage<'_>>)],
    addresses: &Addresses<'_>,
) -> String {
    let items = documents.iter().map(|(document, passages)| {
        let mut item = item(&Work::from_document(document));
        let passages = passages.iter().map(|passage| {
            json!({
                "clause": passage.clause.id_in(passage.document),
                "start": passage.span.start,
                "end": passage.span.end,
                "quote": passage.quote(),
                "permalink": (addresses.clause)(passage.clause),
            })
        });
        let custom = json!({
            "corpusDigest": corpus.digest().to_string(),
            "documentDigest": document.digest.to_string(),
            "passages": passages.collect::<Vec<_>>(),
        });
        item.insert("custom".to_owned(), custom);
        Value::Object(item)
    });
    format!("{:#}\n", Value::Array(items.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn kinds_have_their_items() {
        let corpus = sample::corpus();
        let of = |id| item(&Work::from_document(corpus.document(id).expect("in the sample")));
        insta::assert_snapshot!(Value::Object(of("monaco-2014")), @r#"{"event-place":"Monaco","event-title":"83rd INTERPOL General Assembly","genre":"Declaration","id":"monaco-2014","issued":{"date-parts":[[2014,11,5]]},"language":"en","title":"Outcome Declaration","type":"document"}"#);
        insta::assert_snapshot!(Value::Object(of("event-2014")), @r#"{"id":"event-2014","issued":{"date-parts":[[2014,11,5]]},"language":"en","title":"Ministerial Meeting","type":"webpage"}"#);
    }
}
