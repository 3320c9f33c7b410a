//! Passages as web annotations (W3C Web Annotation Data Model), in JSON-LD.
//!
//! The target is the plain text of the document: what is at its address when it is asked for by
//! `Accept: text/plain`. Positions count its code points, in the state of the corpus that the
//! annotation's own address names.

use serde_json::{Value, json};

use super::addresses::Addresses;
use super::passage::Passage;
use super::style::{CitationStyle, cite};

/// The context of JSON-LD that defines the terms.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// One annotation, or a page of several.
pub(super) fn list(passages: &[Passage<'_>], addresses: &Addresses<'_>) -> String {
    let annotation = |passage| annotation(passage, addresses);
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

fn annotation(passage: &Passage<'_>, addresses: &Addresses<'_>) -> Value {
    let (quote, position) = (passage.text_quote(), passage.text_position());
    let permalink = (addresses.clause)(passage.clause);
    // Two quotations of a clause are two annotations: RFC 5147 names positions in plain text.
    let id = format!("{permalink}#char={},{}", position.start, position.end);
    let citation = cite(passage.document, Some(&passage.clause.label), CitationStyle::Plain, None);
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn one_passage_is_an_annotation_and_several_a_page() {
        let corpus = sample::corpus();
        let passage = |id| {
            let clause = corpus.clause(id).expect("in the sample");
            Passage::of_clause(&corpus, clause)
        };
        let addresses = Addresses {
            clause: &|clause| format!("/c/7/{}", corpus.id_of(clause)),
            document: &|document| format!("/d/{}", document.id),
        };
        let read = |passages: &[Passage<'_>]| -> Value {
            serde_json::from_str(&list(passages, &addresses)).expect("JSON")
        };
        let one = read(&[passage("rome-2012/P3A")]);
        assert_eq!((&one["type"], &one["@context"]), (&json!("Annotation"), &json!(CONTEXT)));
        assert_eq!(one["target"]["source"]["id"], "/d/rome-2012");
        let position = &one["target"]["selector"][1];
        let expected = format!("/c/7/rome-2012/P3A#char={},{}", position["start"], position["end"]);
        assert_eq!(one["id"], expected);
        let page = read(&[passage("rome-2012/P3A"), passage("rome-2012/P3B")]);
        assert_eq!(
            (&page["type"], &page["items"][0]["id"]),
            (&json!("AnnotationPage"), &one["id"])
        );
        assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(read(&[])["items"], json!([]), "no citations, no annotations");
    }
}
