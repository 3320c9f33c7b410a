//! Comparisons: rows, changes, and what is kept of them.

use std::sync::Arc;

use futures_util::future::join_all;
use rapporteur::answering::Engine;
use rapporteur::api::http::Settings;
use rapporteur::domain::{
    COMPARED_MAX, ChangeKind, Clause, Comparison, ComparisonQuery, Corpus, Digest, Document,
    DocumentKind, LeftOutReason, OperativeVerb, PairedBy, Part, Span, Speaks, Stop, Strength,
    TOPIC_CHARS_MAX, Text,
};
use rapporteur::retrieval::{Embedder, Priority};
use rapporteur::service::{Limits, ServiceError};
use serde_json::{Value, json};

use crate::app::{TestApp, WordEmbedder, engine, slice, strings};

const TOPIC: &str = "gang violence in cities";

const COMPARE: &str = "query ($topic: String!, $documents: [ID!]) {
  compare(topic: $topic, documents: $documents) {
    topic text corpusDigest cached leftOutCount
    counts { compared speaking touching silent }
    rows {
      document { id text }
      speaks
      verb { verb { wording lemma strength intensified span { start end } } clause { id } }
      citation { marker quote start end prefix suffix permalink clause { id } }
      clauses { clause { id } relevance }
      clauseCount clausesSearched
      nearest { clause { id document { id } } relevance }
    }
    changes { from { id } to { id } kind between clauses { kind pairedBy similarity } }
    timeline { first { id } last { id } strongest { id } earlierTouching { id } }
    leftOut { document { id } reason }
    understood { asks topic documents { id } searchedDocuments { id } }
  }
}";

async fn compare(app: &TestApp, variables: Value) -> Value {
    let mut response = app.graphql(COMPARE, variables).await;
    assert_eq!(response["errors"], Value::Null, "{response:#}");
    response["data"]["compare"].take()
}

fn query(topic: &str) -> ComparisonQuery {
    ComparisonQuery { topic: topic.to_owned(), ..ComparisonQuery::default() }
}

#[tokio::test]
async fn every_document_compared_has_a_row_in_order_of_date() {
    let app = TestApp::new();
    let adopted = ["rome-2012", "monaco-2014"];
    let cases: [(Value, &[&str], &[&str]); 4] = [
        (json!({ "topic": TOPIC }), &adopted, &["news-2014"]),
        (json!({ "topic": TOPIC, "documents": [] }), &adopted, &["news-2014"]),
        (json!({ "topic": TOPIC, "documents": ["monaco-2014"] }), &["monaco-2014"], &[]),
        (
            json!({ "topic": TOPIC, "documents": ["news-2014", "rome-2012", "rome-2012"] }),
            &["rome-2012", "news-2014"],
            &[],
        ),
    ];
    for (variables, expected, left_out) in cases {
        let comparison = compare(&app, variables).await;
        let rows = comparison["rows"].as_array().expect("a list");
        let ids: Vec<&str> = rows.iter().filter_map(|row| row["document"]["id"].as_str()).collect();
        assert_eq!(ids, expected, "{comparison:#}");
        let left: Vec<Value> = comparison["leftOut"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["document"]["id"].clone())
            .collect();
        assert_eq!(left, left_out, "{comparison:#}");
        assert_eq!(comparison["leftOutCount"], left_out.len());
        let counts = &comparison["counts"];
        let count = |name: &str| counts[name].as_u64().expect("a count");
        assert_eq!(count("compared"), expected.len() as u64);
        assert_eq!(count("speaking") + count("touching") + count("silent"), count("compared"));
        for row in rows {
            assert_eq!(row["nearest"]["clause"]["document"]["id"], row["document"]["id"]);
            assert!(row["clausesSearched"].as_u64() > Some(1), "{row:#}");
        }
    }
}

#[tokio::test]
async fn every_quotation_and_verb_is_its_span() {
    let app = TestApp::new();
    let comparison = compare(&app, json!({ "topic": TOPIC })).await;
    let row = &comparison["rows"][0];
    assert_eq!(
        (&row["speaks"], &row["verb"]["verb"]["lemma"]),
        (&json!("YES"), &json!("encourage"))
    );
    assert_eq!(row["citation"]["clause"]["id"], "rome-2012/P3A");
    let text = row["document"]["text"].as_str().expect("a text");
    let (citation, verb) = (&row["citation"], &row["verb"]["verb"]);
    for (words, place) in [(&citation["quote"], citation), (&verb["wording"], &verb["span"])] {
        assert_eq!(*words, slice(text, &place["start"], &place["end"]).as_str());
    }
    let link = row["citation"]["permalink"].as_str().expect("a link");
    assert_eq!(app.get(link, &[]).await.status, 200);
    let said = comparison["text"].as_str().expect("a text");
    assert!(said.contains(row["citation"]["quote"].as_str().expect("words")), "{said}");
    assert!(said.contains("[1]") && said.contains("1 of 2 documents speaks"), "{said}");
    assert_eq!(comparison["understood"]["asks"], "COMPARISON");
}

#[tokio::test]
async fn what_a_document_says_does_not_depend_on_the_others() {
    let app = TestApp::new();
    for topic in [TOPIC, "cultural property", "police", "frontline officers"] {
        let all = compare(&app, json!({ "topic": topic })).await;
        let rows = all["rows"].as_array().expect("a list");
        assert_eq!(rows.len(), 2, "{topic}");
        for row in rows {
            let variables = json!({ "topic": topic, "documents": [row["document"]["id"]] });
            let alone = compare(&app, variables).await["rows"][0].take();
            for field in ["speaks", "verb", "clauses", "nearest"] {
                assert_eq!(row[field], alone[field], "{topic}: {field}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_comparison_is_said_by_name() {
    let app = TestApp::new();
    let long = "a".repeat(TOPIC_CHARS_MAX + 1);
    let many = vec!["rome-2012"; COMPARED_MAX + 1];
    let cases = [
        (json!({ "topic": " \n" }), "topic: is empty"),
        (json!({ "topic": long }), "topic: has 501 characters"),
        (json!({ "topic": TOPIC, "documents": many }), "documents: has 101 entries"),
        (
            json!({ "topic": TOPIC, "documents": ["paris-2015"] }),
            "documents: no document 'paris-2015'",
        ),
    ];
    for (variables, expected) in cases {
        let (code, message) = app.error(COMPARE, variables).await;
        assert_eq!(code, "BAD_USER_INPUT", "{message}");
        assert!(message.starts_with(expected), "{message}");
    }
    for (path, status, expected) in [
        ("/v1/compare", 400, "topic: is missing"),
        ("/v1/compare?topic=+", 422, "topic: is empty"),
        ("/v1/compare?topic=x&document=paris-2015", 422, "document: no document 'paris-2015'"),
        ("/v1/compare?topic=x&topic=y", 422, "topic: is given more than once"),
        ("/v1/compare?topic=x&year=2012", 400, "no parameter 'year'"),
    ] {
        let reply = app.get(path, &[]).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        assert!(reply.body.contains(expected), "{path}: {}", reply.body);
    }
}

#[tokio::test]
async fn topics_without_sense_are_silence_and_no_failure() {
    let app = TestApp::new();
    for topic in ["the of and", "?!", "\"\"", "zebras", "\u{1f694}", "P3A", "Rome"] {
        let comparison = compare(&app, json!({ "topic": topic })).await;
        assert_eq!(comparison["counts"]["speaking"], 0, "{topic}: {comparison:#}");
        assert_eq!(comparison["changes"], json!([]), "{topic}");
        assert_eq!(comparison["timeline"]["first"], json!([]), "{topic}");
        let said = comparison["text"].as_str().expect("a text");
        assert!(said.starts_with("None of "), "{topic}: {said}");
    }
}

#[tokio::test]
async fn the_look_up_has_the_same_in_three_forms() {
    let app = TestApp::new();
    let path = "/v1/compare?topic=gang+violence+in+cities";
    let reply = app.get(path, &[]).await;
    let body = reply.json();
    assert_eq!(strings(&body["rows"], "speaks"), ["YES", "SILENT"]);
    assert_eq!(body["timeline"]["first"], json!(["rome-2012"]));
    assert_eq!(body["leftOut"], json!([{ "document": "news-2014", "reason": "REPORT" }]));
    let held = [("if-none-match", reply.header("etag"))];
    assert_eq!(app.get(path, &held).await.status, 304);
    let quote = body["rows"][0]["citation"]["quote"].as_str().expect("words");
    let markdown = app.get(path, &[("accept", "text/markdown")]).await.body;
    assert!(markdown.contains(quote), "{markdown}");
    assert!(markdown.contains("| 2014-11-04 | monaco-2014 | no |  |  |"), "{markdown}");
    let plain = app.get(path, &[("accept", "text/plain")]).await.body;
    assert!(plain.contains("2012-11-05  rome-2012  \"Encourage\" (encourage), P3A"), "{plain}");
    assert!(plain.contains("Left out: news-2014 (reports"), "{plain}");
    let wide = plain.lines().filter(|line| line.chars().count() > 80);
    assert_eq!(wide.count(), 0, "{plain}");
}

#[tokio::test]
async fn the_same_comparison_is_computed_once() {
    let app = TestApp::new();
    let before = app.embedder.questions();
    let (one, other) = (query(TOPIC), query(" gang  violence in\tcities"));
    let asked = (0..20).map(|at| app.service.compare(if at % 2 == 0 { &one } else { &other }));
    let fresh = join_all(asked).await.into_iter().filter(|served| {
        let (_, cached) = served.as_ref().expect("a comparison");
        !cached
    });
    assert_eq!(fresh.count(), 1);
    assert_eq!(app.embedder.questions() - before, 1, "one topic of known words");
    let chosen = |ids: &[&str]| ComparisonQuery {
        documents: ids.iter().map(|&id| id.to_owned()).collect(),
        ..query(TOPIC)
    };
    let first = app.service.compare(&chosen(&["rome-2012", "monaco-2014"])).await;
    assert!(!first.expect("a comparison").1, "other documents, another comparison");
    let again = app.service.compare(&chosen(&["monaco-2014", "rome-2012"])).await;
    assert!(again.expect("a comparison").1, "whatever their order");
    app.service.replace(engine(2, &app.embedder)).expect("a corpus was there");
    let (comparison, cached) = app.service.compare(&one).await.expect("a comparison");
    assert!(!cached && comparison.corpus_digest() == Digest([2; 32]));
}

#[tokio::test]
async fn failures_are_told_and_not_kept() {
    let app = TestApp::new();
    let failed = app.service.compare(&query("unembeddable")).await;
    assert_eq!(failed.err(), Some(ServiceError::Internal));
    let loading = TestApp::loading(Limits::default(), &Settings::default());
    let failed = loading.service.compare(&query(TOPIC)).await;
    assert_eq!(failed.err(), Some(ServiceError::NotReady));
}

/// A declaration of each year from 1900 on with one operative clause, its verb first; an empty
/// clause for one that is silent.
fn yearly(clauses: &[(&str, Strength, &str)]) -> Engine {
    let documents = clauses.iter().enumerate().map(|(at, &(verb, strength, rest))| {
        let clause = format!("{verb} {rest}");
        let span = Span::new(0, clause.chars().count() as u32);
        let wording = Span::new(0, verb.chars().count() as u32);
        let lemma = verb.to_lowercase().replace("strongly ", "");
        let verb = OperativeVerb {
            lemma,
            intensified: verb.starts_with("Strongly"),
            wording: verb.to_owned(),
            strength,
            span: wording,
        };
        let id = format!("d-{at:04}");
        let clause_of = Clause {
            document: 0,
            label: "1".into(),
            part: Part::Operative,
            span,
            verbs: [verb].into(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments: [span].into(),
        };
        let year = 1900 + i16::try_from(at).expect("a few hundred documents");
        let document = Document {
            id,
            title: format!("Declaration number {at}"),
            kind: DocumentKind::Declaration,
            adopted_on: Some(rapporteur::domain::Date::constant(year, 1, 1)),
            published_on: None,
            place: None,
            occasion: None,
            language: "en".to_owned(),
            source: None,
            catalogue: rapporteur::domain::Catalogue::default(),
            text: Text::new(clause),
            digest: Digest([0; 32]),
            clauses: 0..0,
        };
        (document, vec![clause_of])
    });
    let corpus = Corpus::new(documents.collect(), Digest([3; 32])).expect("ids differ");
    let embedder = WordEmbedder::new();
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&texts, Priority::Bulk).expect("vectors");
    Engine::build(Arc::new(corpus), embeddings)
}

fn compared(engine: &Engine, topic: &str) -> Comparison {
    engine.compare(&query(topic), &WordEmbedder::new(), &Stop::never()).expect("a comparison")
}

#[test]
fn verbs_grow_stronger_and_weaker_and_wordings_pair() {
    use ChangeKind::{Strengthened, Weakened};
    use Strength::{Decide, Encourage, Urge};
    use rapporteur::domain::DifferenceKind::Equal;

    let same = "police forces to share every stolen passport at once with border posts";
    let other = "the sale of bananas by weight";
    let engine = yearly(&[
        ("Encourage", Encourage, same),
        ("Decide", Decide, other),
        ("Urge", Urge, same),
        ("Strongly urge", Urge, same),
        ("Encourage", Encourage, same),
    ]);
    let comparison = compared(&engine, "stolen passport at border posts");
    let speaks: Vec<bool> = comparison.rows.iter().map(|row| row.speaks == Speaks::Yes).collect();
    assert_eq!(speaks, [true, false, true, true, true]);
    let kinds: Vec<ChangeKind> = comparison.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [Strengthened, Strengthened, Weakened]);
    for change in &comparison.changes {
        let clause = &change.clauses[0];
        assert_eq!((change.clauses.len(), clause.kind), (1, change.kind));
        assert_eq!(clause.pairing.map(|pairing| pairing.by), Some(PairedBy::Wording));
        let [from, to] = [change.from, change.to].map(|at| &engine.corpus().documents()[at].text);
        assert!(clause.differences.len() > 1, "{clause:?}");
        for run in &clause.differences {
            let same = from.slice(run.left).eq_ignore_ascii_case(to.slice(run.right));
            assert_eq!(same, run.kind == Equal, "{run:?}");
        }
    }
    let timeline = &comparison.timeline;
    assert_eq!(
        (&timeline.first[..], &timeline.last[..], &timeline.strongest[..]),
        (&[0][..], &[4][..], &[3][..])
    );
    assert!(comparison.text.contains("grows weaker: \u{201c}Strongly urge\u{201d}"));
}

#[test]
fn a_large_corpus_has_as_many_rows_as_fit_and_counts_the_rest() {
    let clauses: Vec<(&str, Strength, &str)> = (0..600)
        .map(|at| match at % 4 {
            0 => ("Urge", Strength::Urge, "police forces to search for every stolen passport"),
            _ => ("Note", Strength::Note, "the sale of bananas by weight on open markets"),
        })
        .collect();
    let comparison = compared(&yearly(&clauses), "stolen passport");
    let counts = comparison.counts;
    assert_eq!((counts.compared, counts.speaking), (600, 150));
    assert_eq!(counts.touching + counts.silent, 450);
    assert_eq!(comparison.rows.len(), COMPARED_MAX);
    assert!(comparison.rows.iter().all(|row| row.speaks == Speaks::Yes));
    assert!(comparison.rows.is_sorted_by_key(|row| row.document));
    assert_eq!(comparison.changes.len(), COMPARED_MAX - 1);
    // All are equally sure: the first hundred are shown, and the last of all is told of.
    assert_eq!(
        (&comparison.timeline.first[..], &comparison.timeline.last[..]),
        (&[0][..], &[596][..])
    );
    assert!(comparison.text.contains("138 more speak of it."), "{}", comparison.text);
}

#[test]
fn what_is_left_out_is_counted() {
    let engine = yearly(&[("Urge", Strength::Urge, "police forces to share passports"); 3]);
    let mut chosen = query("passports");
    chosen.documents = vec!["d-0001".to_owned()];
    let embedder = WordEmbedder::new();
    let comparison = engine.compare(&chosen, &embedder, &Stop::never()).expect("a comparison");
    assert_eq!((comparison.rows.len(), comparison.left_out_count), (1, 0));
    assert!(comparison.changes.is_empty());
    let named = compared(&engine, "passports in the declarations of 1900 and 1902");
    let reasons: Vec<(usize, LeftOutReason)> =
        named.left_out.iter().map(|one| (one.document, one.reason)).collect();
    assert_eq!(reasons, [(1, LeftOutReason::NotNamed)]);
}
