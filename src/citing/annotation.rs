//! Passages as web annotations (W3C Web Annotation Data Model), in JSON-LD.
//!
//! The target is the plain text of the document, in the state that is served: what is at its address
//! when it is asked for by `Accept: text/plain`. Positions count its code points.

use serde_json::{Value, json};

use super::export::Addresses;
use super::passage::Passage;
use super::style::{Style, cite};
use crate::domain::Corpus;

/// The context of JSON-LD that defines the terms.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// One annotation, or a page of several.
pub(super) fn list(corpus: &Corpus, passages: &[Passage<'_>], addresses: &Addresses<'_>) -> String {
    let annotation = |passage| annotation(corpus, passage, addresses);
    let mut value = match passages {
        [passage] => annotation(passage),
        passages => json!({
            "type": "AnnotationPage",
            "items": passages.iter().map(annotation).collect::<Vec<_>>(),
        }),
    };
    value["@context"] = CONTEXT.into();
    format!("{value:#}\n")
}

fn annotation(corpus: &Corpus, passage: &Passage<'_>, addresses: &Addresses<'_>) -> Value {
    let (quote, position) = (passage.text_quote(), passage.text_position());
    let permalink = (addresses.clause)(passage.clause);
    // Two quotations of a clause are two annotations: RFC 5147 names positions in plain text.
    let id = format!("{permalink}#char={},{}", position.start, position.end);
    let citation = cite(passage.document, Some(&passage.clause.label), Style::Plain, None);
    json!({
        "id": id,
        "type": "Annotation",
        "motivation": "identifying",
        "body": { "type": "TextualBody", "value": citation, "format": "text/plain", "purpose": "identifying" },
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": (addresses.document)(passage.document),
                "type": "Text",
                "format": "text/plain",
                "language": passage.document.language,
            },
            "state": { "type": "HttpRequestState", "value": "Accept: text/plain" },
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": quote.exact,
                    "prefix": quote.prefix,
                    "suffix": quote.suffix,
                },
                { "type": "TextPositionSelector", "start": position.start, "end": position.end },
            ],
        },
        "via": permalink,
        "rights": Value::Null,
        "stateDigest": corpus.digest().to_string(),
    })
}
