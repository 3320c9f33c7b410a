//! What requests cost: told before, held to afterwards, and refused where it is too much.

use rapporteur::api::http::Settings;
use rapporteur::domain::Corpus;
use serde_json::{Value, json};

use crate::app::{TestApp, corpus_of, long_document};

/// What the limit of requests is.
const LIMIT: u64 = 50_000;

fn app_over(corpus: Corpus) -> TestApp {
    TestApp::over(corpus, &Settings::default())
}

/// What `query` was said to cost, and what it did; it must succeed.
async fn cost(app: &TestApp, query: &str, variables: Value) -> (u64, u64) {
    let response = app.graphql(query, variables).await;
    assert_eq!(response["errors"], Value::Null, "{query}");
    let cost = &response["extensions"]["cost"];
    let number = |name: &str| cost[name].as_u64().unwrap_or_else(|| panic!("{query}: {response}"));
    assert_eq!(cost.as_object().map(serde_json::Map::len), Some(2), "{response}");
    (number("requestedQueryCost"), number("actualQueryCost"))
}

/// What `query` is refused for; its message must say so.
async fn refused(app: &TestApp, query: &str) -> u64 {
    let response = app.graphql(query, json!({})).await;
    let error = &response["errors"][0];
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{query}: {response}");
    assert_eq!(error["extensions"]["limit"], LIMIT);
    let cost = error["extensions"]["cost"].as_u64().expect("a number");
    let message = error["message"].as_str().expect("a message");
    let expected = format!("query: costs up to {cost}, more than the limit of {LIMIT}; ");
    assert!(message.starts_with(&expected), "{message}");
    cost
}

/// `selection` under `count` names.
fn aliased(count: usize, selection: &str) -> String {
    (0..count).map(|n| format!("b{n}: {selection} ")).collect::<Vec<_>>().concat()
}

#[tokio::test]
async fn long_texts_cannot_be_asked_for_again_and_again() {
    let app = app_over(corpus_of(&[vec![118; 100]]));
    let texts = aliased(99, "text");
    let query = format!(
        "{{ search(query: \"police\", first: 100) {{ edges {{ node {{ document {{ {texts} }} }} }} }} }}"
    );
    // 100 documents of 11,900 characters, 99 times.
    let cost = refused(&app, &query).await;
    assert!((200_000..300_000).contains(&cost), "{cost}");
    for format in ["AKOMA_NTOSO", "WEB_ANNOTATION"] {
        let exports = aliased(99, &format!("export(format: {format})"));
        refused(&app, &query.replace(&texts, &exports)).await;
    }
    let annotations = aliased(9, "export(format: WEB_ANNOTATION)");
    let of_clauses = format!(
        "{{ search(query: \"police\", first: 100) {{ edges {{ node {{ {annotations} }} }} }} }}"
    );
    refused(&app, &of_clauses).await;
    assert_eq!(app.embedder.questions(), 0, "nothing was computed for any of them");
}

#[tokio::test]
async fn a_long_document_costs_as_much_as_it_holds() {
    let app = app_over(corpus_of(&[vec![40_000], vec![40; 10]]));
    let text = |id: &str, times: usize| {
        format!("{{ document(id: \"declaration-{id}\") {{ {} }} }}", aliased(times, "text"))
    };
    assert_eq!(cost(&app, &text("0", 1), json!({})).await, (82, 82));
    assert_eq!(cost(&app, &text("1", 1), json!({})).await, (2, 2), "which it is, is known");
    assert_eq!(cost(&app, &text("0", 90), json!({})).await, (1 + 90 * 81, 1 + 90 * 81));
    let clauses = "{ document(id: \"declaration-1\") { clauses(first: 10) { edges { node { text
        document { text } } } } } }";
    assert_eq!(cost(&app, clauses, json!({})).await, (43, 43));
    let search = |inner: &str| {
        format!("{{ search(query: \"police\", first: 10) {{ edges {{ node {{ {inner} }} }} }} }}")
    };
    let (requested, _) = cost(&app, &search("document { text }"), json!({})).await;
    assert!(requested > 10 * 80, "each of them may be the long one: {requested}");
    let (requested, _) = cost(&app, &search("text"), json!({})).await;
    assert!((250 + 80..500).contains(&requested), "but each is there once: {requested}");
    let again = search(&format!("document {{ {} }}", aliased(90, "text")));
    refused(&app, &again).await;
}

#[tokio::test]
async fn a_page_of_fifty_documents_with_a_hundred_short_clauses_passes() {
    let app = app_over(corpus_of(&vec![vec![60; 100]; 50]));
    let query = "{ documents(first: 50) { totalCount pageInfo { endCursor } edges { cursor node {
        id title adoptedOn place clauses(first: 100) { edges { node { id label part text start end } } }
        } } } }";
    let (requested, actual) = cost(&app, query, json!({})).await;
    assert_eq!(requested, actual);
    assert!(actual > 5_000 * 7, "all of them came: {actual}");
    let again = query.replace("start end", "start end document { title text }");
    refused(&app, &again).await;
}

#[tokio::test]
async fn pages_cost_what_they_hold() {
    let app = TestApp::new();
    let page =
        |first: usize| format!("{{ documents(first: {first}) {{ edges {{ node {{ id }} }} }} }}");
    assert_eq!(cost(&app, &page(1), json!({})).await, (4, 4));
    assert_eq!(cost(&app, &page(10), json!({})).await, (8, 8), "three are all there are");
    assert_eq!(cost(&app, "{ __typename }", json!({})).await, (1, 1));
    let nobody = "{ document(id: \"paris\") { text clauses { edges { node { text } } } } }";
    assert_eq!(cost(&app, nobody, json!({})).await, (1, 1));
}

#[tokio::test]
async fn what_is_skipped_costs_nothing() {
    let app = app_over(long_document(400_000));
    let costly = format!("{{ {} }}", aliased(45, "text text text"));
    let cases = [
        format!("... @skip(if: true) {costly}"),
        format!("... @include(if: false) {costly}"),
        format!("... @skip(if: $yes) {costly}"),
        format!("... @include(if: $no) {costly}"),
        format!("... @skip(if: $default) {costly}"),
        format!("... @include(if: true) @skip(if: true) {costly}"),
        "...Costly @skip(if: $yes)".to_owned(),
        "...Costly @include(if: $no)".to_owned(),
        "text @skip(if: true) clauses @include(if: $no) { edges { node { text } } }".to_owned(),
    ];
    let all = "query ($yes: Boolean!, $no: Boolean!, $default: Boolean = true) {
        u: corpus @skip(if: $yes) { digest } v: corpus @skip(if: $no) { digest }
        w: corpus @skip(if: $default) { digest }";
    for skipped in cases {
        let spread = if skipped.contains("...Costly") { "" } else { "...Costly @skip(if: true)" };
        let query = format!(
            "{all} document(id: \"declaration-0\") {{ id {spread} {skipped} }} }}
             fragment Costly on Document {costly}"
        );
        let found = cost(&app, &query, json!({ "yes": true, "no": false })).await;
        assert_eq!(found, (4, 4), "{skipped}");
    }
    let taken = "query ($yes: Boolean!) { document(id: \"declaration-0\") {
        text @include(if: $yes) } }";
    assert_eq!(cost(&app, taken, json!({ "yes": true })).await, (802, 802));
}

#[tokio::test]
async fn only_the_operation_that_is_meant_is_paid_for() {
    let app = app_over(long_document(400_000));
    let body = json!({
        "query": format!(
            "query Small {{ corpus {{ digest }} }}
             query Large {{ document(id: \"declaration-0\") {{ {} }} }}", aliased(80, "text")),
        "operationName": "Small",
    });
    let reply = app.post(&body.to_string(), &[("content-type", "application/json")]).await;
    assert_eq!(reply.json()["extensions"]["cost"]["requestedQueryCost"], 2, "{}", reply.body);
}

/// Everything that a clause has.
const CLAUSE: &str = "fragment C on Clause { id label part text start end permalink
    verbs { lemma wording intensified strength span { text start endUtf16 } }
    parent { id text } previous { text previous { text } } next { text document { text } }
    span { text prefix suffix start end startUtf16 endUtf16 textFragment sourceLink }
    chicago: cite(style: CHICAGO, accessed: \"2026-11-22\") plain: cite(style: PLAIN)
    csl: export(format: CSL_JSON) bib: export(format: BIBTEX) ris: export(format: RIS)
    annotation: export(format: WEB_ANNOTATION) heading
    references { text span { text start } document { id symbol } } }";
/// Everything that a document has, without its clauses.
const DOCUMENT: &str =
    "fragment D on Document { id name title kind adoptedOn publishedOn place occasion
    language source text digest cite(style: OSCOLA) akn: export(format: AKOMA_NTOSO)
    csl: export(format: CSL_JSON) bib: export(format: BIBTEX) ris: export(format: RIS)
    annotation: export(format: WEB_ANNOTATION) symbol aliases issuer sponsors agendaItems draftSymbol
    keywords adoption { method inFavour against abstaining inFavourCount againstCount
    abstainingCount } readFromText doubts { place message } limits metadata { name value }
    citedBy(first: 5) { totalCount edges { node { id text } } } }";
/// What was read out of a question.
const READING: &str = "fragment R on QueryReading { asks topic documents { id name } years parts
    excludedDocuments { text } lemmas strength clauses { id text } quotation { text marked speaker } followUp corrections { from to } unknownTerms
    searchedDocuments { id name } wordsAlone }";
/// Everything that a verdict has.
const VERDICT: &str = "fragment V on QuoteVerdict { verdict corpusDigest
    matches { ...M } nearest { ...M } }
    fragment M on QuoteMatch { similarity normalised document { id } clauses { id }
    spans { clause { id } span { text start end prefix suffix } permalink }
    differences { kind source { text start end } quoted { text startUtf16 endUtf16 } } }";

const QUERIES: &[&str] = &[
    "{ documents { facets { kinds { value count } years(first: 1) { value } places { value count } issuers {
        value } languages { value } parts { value } verbs { value count } strengths { value } } }
        search(query: \"police\") { facets { parts { value count } verbs(first: 2) { value } } }
        document(id: \"rome-2012\") { clauses { facets { strengths { value count } } } } }",
    "{ corpus { digest documentCount clauseCount partCounts { part clauseCount } languages loadedAt
        skipped { path line message }
        model { name digest dimensions } } }",
    "{ documents(first: 3) { totalCount edges { cursor node { ...D } } } }",
    "{ documents(filter: { years: [2012] }) { edges { node { clauses(part: OPERATIVE, first: 2) {
        totalCount pageInfo { endCursor hasNextPage } edges { cursor node { ...C } } } } } } }",
    "{ documents { edges { node { id ... on Document { clauses { edges { node { document {
        clauses(first: 2) { edges { node { text document { id text } } } } } } } } } } } } }",
    "{ a: document(id: \"rome-2012\") { ...D } b: document(id: \"declaration-0\") { ...D
        clauses { edges { node { ...C document { clauses(first: 1) { edges { node { text } } } } } } } } }",
    "{ a: clause(id: \"rome-2012/P3A\") { ...C document { ...D } } b: clause(id: \"declaration-1/P2\") {
        ...C next { ...C } previous { previous { ...C } } document { ...D } } c: clause(id: \"x\") { ...C } }",
    "{ a: node(id: \"declaration-0\") { id ... on Document { text } ... on Clause { text label } }
        b: node(id: \"declaration-0/P1\") { __typename ... on Document { ...D } ...C } }",
    "{ search(query: \"police work\", first: 100) { totalCount edges { relevance explanation { score
        signals { name value contribution } } node { ...C } } } }",
    "{ search(query: \"police\") { edges { node { a: text b: text document { ...D a: text b: text } } } } }",
    "{ ask(question: \"Which declaration supports the police?\", options: { maxCitations: 3 }) { status text
        confidence corpusDigest cached understood { ...R } citations { marker quote prefix suffix start
        end relevance permalink cite(style: BLUEBOOK) span { text endUtf16 textFragment }
        clause { ...C } } coverage { speaks markers clausesSearched document { ...D } nearest { clause { ...C } relevance } }
        evidence { relevance clause { ...C } explanation { signals { name } } }
        csl: export(format: CSL_JSON) ris: export(format: RIS) ann: export(format: WEB_ANNOTATION) } }",
    "{ ask(question: \"polcie wrok with others\", history: [\"the police\", \"and the countries\"],
        options: { maxEvidence: 1000, maxCitations: 100 }) { understood { ...R } evidence { clause { text } }
        citations { quote } text } }",
    "{ compare(topic: \"support of the police\") { topic text cached counts { compared speaking touching
        silent } rows { document { id title text } speaks verb { verb { wording } clause { id text } }
        clauseCount clausesSearched citation { quote span { text } clause { text } } clauses { relevance clause { text } }
        nearest { clause { text } } } changes { from { text } to { title } kind between
        fromVerb { clause { text } } clauses { kind from { text } to { id } similarity pairedBy
        differences { kind before { text start } after { text endUtf16 } } } }
        timeline { first { text } last { text } strongest { id } earlierTouching { id } }
        leftOut { reason document { title } } leftOutCount understood { ...R } corpusDigest } }",
    "{ verifyQuote(text: \"Support the police of all countries in their work\") { ...V } }",
    "{ verifyText(text: \"The Rome declaration says “Encourage cities to share best practice”. It urges \
        countries to connect officers, says P3A of monaco-2014.\") { allRight leftOutCount corpusDigest
        counts { verdict standing count } items { kind verdict standing span { text start end } message
        attribution { documents { id text } clause { text } namedAt { text } } quoteVerdict { ...V }
        support { clause { text } span { text prefix suffix } score claimedVerb { lemma strength }
        actualVerb { lemma } permalink } } } }",
    "query ($no: Boolean = false) { corpus { digest } documents @include(if: $no) { totalCount } }",
    "{ __schema { types { name description kind fields { name args { name type { name ofType { name } } }
        type { name ofType { name ofType { name } } } } enumValues { name } } } }",
];

#[tokio::test]
async fn nothing_costs_more_than_was_said() {
    let long = vec![vec![9_000, 700], vec![90; 12], vec![12, 3_000, 500, 499, 501]];
    let apps = [
        TestApp::new(),
        app_over(corpus_of(&long)),
        app_over(corpus_of(&[])),
        app_over(crate::catalogue::corpus()),
    ];
    let fragments = [("...C", CLAUSE), ("...D", DOCUMENT), ("...R", READING), ("...V", VERDICT)];
    for (number, app) in apps.iter().enumerate() {
        for query in QUERIES {
            let used = fragments.iter().filter(|(spread, _)| query.contains(spread));
            let query =
                used.fold((*query).to_owned(), |query, (_, text)| format!("{query} {text}"));
            for _ in 0..2 {
                let (requested, actual) = cost(app, &query, json!({})).await;
                assert!(
                    actual > 0 && actual <= requested,
                    "{number}: {query}: {actual} of {requested}"
                );
            }
        }
    }
}

#[tokio::test]
async fn what_the_command_line_asks_for_passes_over_many_documents() {
    let mut documents = vec![vec![80; 6]; 60];
    documents.push(vec![60_000]);
    let app = app_over(corpus_of(&documents));
    let cases = [
        (include_str!("../../src/cli/ask.graphql"), json!({ "question": "police", "first": 100 })),
        (include_str!("../../src/cli/search.graphql"), json!({ "query": "police", "first": 100 })),
        (include_str!("../../src/cli/compare.graphql"), json!({ "topic": "police" })),
        (
            include_str!("../../src/cli/verify/verify.graphql"),
            json!({ "text": "The Rome declaration says “Support the police”." }),
        ),
    ];
    for (query, variables) in cases {
        let query = &(query.to_owned() + include_str!("../../src/cli/span_fields.graphql"));
        let (requested, actual) = cost(&app, query, variables).await;
        assert!(actual <= requested && requested < LIMIT * 2 / 3, "{query}: {requested}");
    }
}

#[tokio::test]
async fn texts_count_by_their_characters() {
    let app = app_over(corpus_of(&[vec![499, 500, 1_250]]));
    let query = "{ document(id: \"declaration-0\") { clauses { edges { node { text } } } } }";
    // Four fields above, three clauses with a text each, and three times five hundred characters.
    assert_eq!(cost(&app, query, json!({})).await.1, 3 + 2 * 3 + (1 + 2));
}

#[tokio::test]
async fn checks_cost_by_the_length_of_what_they_check() {
    let app = TestApp::new();
    let text = "query($text: String!) { verifyText(text: $text) { leftOutCount } }";
    for (words, points) in [(1, 1), (400, 700), (9_000, 15_750)] {
        let text_of = json!({ "text": "police ".repeat(words) });
        let expected = 2 + 2_500 + points;
        assert_eq!(cost(&app, text, text_of.clone()).await, (expected, expected), "{words} words");
        // Texts are not kept.
        assert_eq!(cost(&app, text, text_of).await, (expected, expected), "{words} words");
    }
    let quote = "query($text: String!) { verifyQuote(text: $text) { verdict } }";
    let quoted = json!({ "text": "police ".repeat(100) });
    assert_eq!(cost(&app, quote, quoted.clone()).await, (2 + 250 + 175, 2 + 250 + 175));
    assert_eq!(cost(&app, quote, quoted).await, (2 + 250 + 175, 2), "it is kept");
}
