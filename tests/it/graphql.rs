//! The schema, and what it makes of bad input.

use std::fs;

use rapporteur::api::graphql::{schema_builder, sdl};
use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::{TestApp, slice, strings};

#[test]
fn the_committed_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let committed = fs::read_to_string(path).expect("schema.graphql is committed");
    let current = sdl();
    assert!(committed == current, "run: cargo run -- schema > schema.graphql");
}

#[tokio::test]
async fn everything_in_the_schema_is_described() {
    let query = "{ __schema { types { name kind description
        fields { name description args { name description } }
        inputFields { name description } enumValues { name description } } } }";
    let response = schema_builder().finish().execute(query).await;
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    let data = response.data.into_json().expect("JSON");
    let (mut bare, mut checked) = (Vec::new(), 0);
    let mut check = |place: String, item: &Value| {
        checked += 1;
        if item["description"].as_str().is_none_or(str::is_empty) {
            bare.push(place);
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for kind in list(&data["__schema"]["types"]) {
        let name = kind["name"].as_str().expect("a name");
        // GraphQL's own types are described by its specification.
        if name.starts_with("__") || name == "ID" {
            continue;
        }
        check(name.to_owned(), &kind);
        for group in ["fields", "inputFields", "enumValues"] {
            for item in list(&kind[group]) {
                let place = format!("{name}.{}", item["name"].as_str().expect("a name"));
                for argument in list(&item["args"]) {
                    check(format!("{place}({})", argument["name"]), &argument);
                }
                check(place, &item);
            }
        }
    }
    assert_eq!(bare, Vec::<String>::new());
    assert!(checked > 300, "{checked} places");
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field_and_the_remedy() {
    let app = TestApp::new();
    let long = "x".repeat(2_001);
    let cases = [
        ("{ ask(question: \"  \") { text } }", "question: is empty"),
        ("{ search(query: \"\") { totalCount } }", "query: is empty"),
        ("{ search(query: \"x\", first: 0) { totalCount } }", "first: is 0; use 1 to 100"),
        ("{ search(query: \"x\", first: 1000) { totalCount } }", "first: is 1000; use 1 to"),
        ("{ documents(first: -1) { totalCount } }", "first: is -1; use 1 to 100"),
        (
            "{ document(id: \"rome-2012\") { clauses(first: 0) { totalCount } } }",
            "first: is 0; use 1 to 100",
        ),
        ("{ documents(after: \"zzz\") { totalCount } }", "after: is not a cursor"),
        (
            "{ ask(question: \"x\", filter: {documents: [\"rome\"]}) { text } }",
            "filter.documents: no document 'rome' in the corpus; use one of: monaco-2014",
        ),
        (
            "{ documents(filter: {ids: [\"rome\"]}) { totalCount } }",
            "filter.ids: no document 'rome' in the corpus; use one of: monaco-2014",
        ),
        (
            "{ search(query: \"x\", filter: {places: [\"Atlantis\"]}) { totalCount } }",
            "filter.places: no place 'Atlantis'",
        ),
        (
            "{ search(query: \"x\", filter: {years: [123456]}) { totalCount } }",
            "filter.years: 123456 is not a year",
        ),
        (
            "{ ask(question: \"x\", filter: {parts: [PREAMBLE]}) { text } }",
            "filter.parts.0: enumeration type \"Part\" does not contain the value \"PREAMBLE\"; \
             use one of: FRAME, PREAMBULAR, OPERATIVE, BODY",
        ),
        (
            "{ ask(question: \"x\", options: {maxCitations: 0}) { text } }",
            "options.maxCitations: must be from 1 to 100",
        ),
        (
            "{ ask(question: \"x\", options: {maxEvidence: -5}) { text } }",
            "options.maxEvidence: must be from 1 to 1000",
        ),
        ("{ ask(question: 7) { text } }", "question: expected type \"String\""),
        ("{ ask(question: \"x\", filter: {year: 1}) { text } }", "filter: unknown field \"year\""),
        ("query ($q: String!) { ask(question: $q) { text } }", "Variable q is not defined"),
    ];
    for (query, expected) in cases {
        let (code, message) = app.error(query, json!({})).await;
        assert_eq!(code, "BAD_USER_INPUT", "{query}: {message}");
        assert!(message.starts_with(expected), "{query}: {message}");
    }
    let query = "query ($q: String!, $parts: [Part!]) {
        ask(question: $q, filter: {parts: $parts}) { text } }";
    let (code, message) = app.error(query, json!({ "q": long })).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("BAD_USER_INPUT", "question: has 2001 characters; ask in at most 2000",)
    );
    let (code, message) = app.error(query, json!({ "q": "x", "parts": ["body"] })).await;
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(message.starts_with("filter.parts.0: "), "{message}");
    assert_eq!(app.embedder.questions(), 0, "nothing was computed for any of them");
}

#[tokio::test]
async fn bad_documents_are_told_from_bad_input() {
    let app = TestApp::new();
    let deep =
        format!("{{ clause(id: \"x\") {{ {} id {} }} }}", "next {".repeat(22), "}".repeat(22));
    let deeper =
        format!("{{ clause(id: \"x\") {{ {} id {} }} }}", "next {".repeat(40), "}".repeat(40));
    let offsets: Vec<String> = (0..99).map(|n| format!("a{n}: textFragment ")).collect();
    let costly = format!(
        "{{ documents {{ edges {{ node {{ clauses {{ edges {{ node {{ span {{ {} }} }} }} }} }} }} }} }}",
        offsets.concat()
    );
    let fragment =
        |n: usize| format!("fragment F{n} on Clause {{ next {{ ...F{m} ...F{m} }} }} ", m = n + 1);
    let fragments: Vec<String> = (0..40).map(fragment).collect();
    let bomb = format!(
        "{{ clause(id: \"x\") {{ ...F0 }} }} {} fragment F40 on Clause {{ id }}",
        fragments.concat()
    );
    let cases = [
        (bomb.as_str(), "GRAPHQL_VALIDATION_FAILED", "query: has more than 10000 selections"),
        (
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            "GRAPHQL_VALIDATION_FAILED",
            "query: fragment '",
        ),
        ("{ ask(", "GRAPHQL_PARSE_FAILED", " --> 1:7"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED", "Unknown field \"nothing\""),
        ("{ ask { text } }", "GRAPHQL_VALIDATION_FAILED", "Field \"ask\" argument \"question\""),
        ("{ corpus(x: 1) { digest } }", "GRAPHQL_VALIDATION_FAILED", "Unknown argument \"x\""),
        ("{ corpus }", "GRAPHQL_VALIDATION_FAILED", "Field \"corpus\" of type"),
        (
            "query A { corpus { digest } } query B { corpus { digest } }",
            "GRAPHQL_VALIDATION_FAILED",
            "Operation name required",
        ),
        ("mutation { x }", "GRAPHQL_VALIDATION_FAILED", "Unknown field \"x\" on type \"Mutation\""),
        (&deep, "GRAPHQL_VALIDATION_FAILED", "query: is nested too deep"),
        (&deeper, "GRAPHQL_VALIDATION_FAILED", "The recursion depth"),
        (&costly, "GRAPHQL_VALIDATION_FAILED", "query: costs up to "),
    ];
    for (query, code, message) in cases {
        let error = app.error(query, json!({})).await;
        assert_eq!(error.0, code, "{query}: {}", error.1);
        assert!(error.1.starts_with(message), "{query}: {}", error.1);
    }
}

#[tokio::test]
async fn variables_must_fit_where_they_stand() {
    let app = TestApp::new();
    let query = |kind: &str| format!("query ($d: {kind}) {{ document(id: $d) {{ id }} }}");
    let rome = json!({ "d": "rome-2012" });
    let fits = app.graphql(&query("ID!"), rome.clone()).await;
    assert_eq!(fits["data"]["document"]["id"], "rome-2012");
    for (kind, value) in [("Int!", rome), ("Int!", json!({ "d": 7 })), ("ID", json!({}))] {
        let (code, message) = app.error(&query(kind), value).await;
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(message, format!("$d: is {kind}, but id takes ID! here; declare it as ID!"));
    }
}

#[tokio::test]
async fn defaults_of_variables_decide_what_is_skipped() {
    let app = TestApp::new();
    let query = "query ($yes: Boolean = true, $no: Boolean = false) { corpus {
        a: digest @include(if: $yes) b: digest @include(if: $no)
        c: digest @skip(if: $yes) d: digest @skip(if: $no) } }";
    let keys = async |variables: Value| {
        let response = app.graphql(query, variables).await;
        let corpus = response["data"]["corpus"].as_object().expect("an object").clone();
        corpus.keys().map(String::as_str).collect::<String>()
    };
    assert_eq!(keys(json!({})).await, "ad");
    assert_eq!(keys(json!({ "yes": false, "no": true })).await, "bc");
}

#[tokio::test]
async fn documents_are_listed_filtered_and_paged() {
    let app = TestApp::new();
    let ids = |connection: &Value| -> Vec<String> {
        let edges = connection["edges"].as_array().expect("a list");
        strings(&edges.iter().map(|edge| edge["node"].clone()).collect(), "id")
    };
    let cases = [
        ("", vec!["rome-2012", "monaco-2014", "news-2014"]),
        ("(filter: {kinds: [PAGE]})", vec!["news-2014"]),
        ("(filter: {years: [2014]})", vec!["monaco-2014", "news-2014"]),
        ("(filter: {places: [\"monaco\"]})", vec!["monaco-2014"]),
        ("(filter: {ids: [\"rome-2012\"], years: [2014]})", vec![]),
        ("(first: 2)", vec!["rome-2012", "monaco-2014"]),
    ];
    for (arguments, expected) in cases {
        let query =
            format!("{{ documents{arguments} {{ totalCount edges {{ node {{ id }} }} }} }}");
        let data = app.data(&query).await;
        assert_eq!(ids(&data["documents"]), expected, "{arguments}");
    }
    let first = app.data("{ documents(first: 2) { totalCount pageInfo { endCursor } } }").await;
    assert_eq!(first["documents"]["totalCount"], 3);
    let cursor = &first["documents"]["pageInfo"]["endCursor"];
    let next = format!("{{ documents(after: {cursor}) {{ edges {{ node {{ id }} }} }} }}");
    assert_eq!(ids(&app.data(&next).await["documents"]), ["news-2014"]);
    let foreign = format!("{{ search(query: \"x\", after: {cursor}) {{ totalCount }} }}");
    let (code, message) = app.error(&foreign, json!({})).await;
    // What a search computes first may differ; that the cursor is refused may not.
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(message.starts_with("after: belongs to another list"), "{message}");
}

#[tokio::test]
async fn clauses_know_their_place() {
    let app = TestApp::new();
    let data = app
        .data(
            "{ clause(id: \"rome-2012/P3A\") { id label part text start end permalink
                span { text start end startUtf16 endUtf16 prefix suffix }
                verbs { lemma wording strength span { start end } }
                document { id text kind adoptedOn publishedOn place language }
                parent { id } previous { id next { id } } next { id } } }",
        )
        .await;
    let clause = &data["clause"];
    let text = clause["document"]["text"].as_str().expect("a text");
    assert_eq!(clause["text"], slice(text, &clause["start"], &clause["end"]).as_str());
    let span = &clause["span"];
    assert_eq!((&span["text"], &span["start"]), (&clause["text"], &clause["start"]));
    let units: Vec<u16> = text.encode_utf16().collect();
    let unit = |name: &str| usize::try_from(span[name].as_u64().expect("a number")).expect("small");
    let own = String::from_utf16(&units[unit("startUtf16")..unit("endUtf16")]).expect("whole");
    assert_eq!(span["text"], own.as_str());
    let verb = &clause["verbs"][0];
    let place = &verb["span"];
    assert_eq!(verb["wording"], slice(text, &place["start"], &place["end"]).as_str());
    assert_eq!((&verb["lemma"], &verb["strength"]), (&json!("encourage"), &json!("ENCOURAGE")));
    assert_eq!(clause["part"], "OPERATIVE");
    assert_eq!(clause["parent"]["id"], "rome-2012/P2");
    assert_eq!(clause["previous"]["id"], "rome-2012/P2A");
    assert_eq!(clause["previous"]["next"]["id"], clause["id"]);
    assert_eq!(clause["next"], Value::Null);
    assert_eq!(clause["document"]["adoptedOn"], "2012-11-05");
    assert_eq!(clause["document"]["publishedOn"], Value::Null);
    assert_eq!(clause["permalink"], "/c/010101010101/rome-2012/P3A");
}

#[tokio::test]
async fn nodes_are_found_by_id() {
    let app = TestApp::new();
    let data = app
        .data(
            "{ a: node(id: \"rome-2012\") { __typename id ... on Document { title } }
               b: node(id: \"rome-2012/P2\") { __typename id ... on Clause { text } }
               c: node(id: \"rome-2012/P9\") { id }
               d: document(id: \"rome\") { id }
               e: clause(id: \"rome-2012\") { id } }",
        )
        .await;
    assert_eq!(
        data,
        json!({
            "a": { "__typename": "Document", "id": "rome-2012", "title": "OUTCOME DECLARATION" },
            "b": { "__typename": "Clause", "id": "rome-2012/P2", "text": "We, the Ministers," },
            "c": null, "d": null, "e": null,
        })
    );
}

#[tokio::test]
async fn a_document_lists_its_clauses_by_part() {
    let app = TestApp::new();
    let data = app
        .data(
            "{ document(id: \"monaco-2014\") {
                all: clauses { totalCount edges { relevance node { label } } }
                operative: clauses(part: OPERATIVE, first: 1) {
                    totalCount pageInfo { hasNextPage } edges { node { label } } } } }",
        )
        .await;
    let document = &data["document"];
    assert_eq!(document["all"]["totalCount"], 4);
    assert_eq!(document["all"]["edges"][0]["relevance"], Value::Null);
    assert_eq!(
        document["operative"],
        json!({
            "totalCount": 2,
            "pageInfo": { "hasNextPage": true },
            "edges": [{ "node": { "label": "P3A" } }],
        })
    );
}

#[tokio::test]
async fn the_corpus_is_described() {
    let app = TestApp::new();
    let data = app
        .data(
            "{ corpus { digest documentCount clauseCount partCounts { part clauseCount } languages
                model { name digest dimensions } loadedAt } }",
        )
        .await;
    let mut corpus = data["corpus"].clone();
    let loaded: jiff::Timestamp =
        corpus["loadedAt"].take().as_str().expect("a string").parse().expect("a time");
    assert!(loaded <= jiff::Timestamp::now());
    assert_eq!(
        corpus,
        json!({
            "digest": "01".repeat(32), "documentCount": 3, "clauseCount": 9, "languages": ["en"],
            "partCounts": [
                { "part": "FRAME", "clauseCount": 2 }, { "part": "PREAMBULAR", "clauseCount": 2 },
                { "part": "OPERATIVE", "clauseCount": 3 }, { "part": "BODY", "clauseCount": 2 },
            ],
            "model": { "name": "words", "digest": "09".repeat(32), "dimensions": 512 },
            "loadedAt": null,
        })
    );
}

#[tokio::test]
async fn a_field_that_fails_leaves_the_others_alone() {
    let app = TestApp::new();
    let query = "{ corpus { documentCount } ask(question: \"\") { text }
        clauseVersion(permalink: \"no link\") { change } document(id: \"rome-2012\") { id name } }";
    let response = app.graphql(query, Value::Null).await;
    let expected = json!({
        "corpus": { "documentCount": 3 }, "ask": null, "clauseVersion": null,
        "document": { "id": "rome-2012", "name": "the Rome declaration" },
    });
    assert_eq!(response["data"], expected, "{response:#}");
    assert_eq!(response["errors"].as_array().map(Vec::len), Some(2));
    let codes = response["errors"].as_array().expect("a list").iter();
    let codes: Vec<&Value> = codes.map(|error| &error["extensions"]["code"]).collect();
    assert_eq!(codes, ["BAD_USER_INPUT", "BAD_USER_INPUT"]);
    // Where nothing is left, HTTP says so.
    let alone = app.graphql("{ ask(question: \"\") { text } }", Value::Null).await;
    assert_eq!(alone["data"], Value::Null, "{alone}");
}

#[tokio::test]
async fn links_lead_to_the_public_address() {
    let settings = Settings { public_url: "https://r.example/".to_owned(), ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let data = app.data("{ clause(id: \"rome-2012/P2\") { permalink } }").await;
    let link = "https://r.example/c/010101010101/rome-2012/P2";
    assert_eq!(data["clause"]["permalink"], link);
}
