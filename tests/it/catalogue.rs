//! What is known about documents beside their titles and dates: by GraphQL, under `/v1`, and as filters.

use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::corpus::{assemble, parse};
use rapporteur::domain::{
    Adoption, AdoptionMethod, Catalogue, Corpus, Doubt, Fact, Scope, SkippedFile,
};
use rapporteur::service::KeyRing;
use serde_json::{Value, json};

use crate::access::issued;
use crate::app::{TestApp, strings};

const EARLIER: &str = "# On police work\n\n## Training of officers\n\n\
    1. Urges the police of all States to train their officers in pairs;\n\n\
    2. Decides to remain seized of the matter.\n";
const LATER: &str = "# On police archives\n\n\
    1. Recalls its resolution 72/233 and resolution 60/1, on the work of the police;\n\n\
    2. Requests the police to keep their archives in order.\n";

fn earlier() -> Catalogue {
    Catalogue {
        symbol: Some("A/RES/72/233".to_owned()),
        aliases: vec!["POLWORK".to_owned()],
        issuer: Some("General  Assembly".to_owned()),
        sponsors: vec!["Chile".to_owned(), "Peru".to_owned()],
        agenda_items: vec!["7".to_owned()],
        draft_symbol: Some("A/72/L.1".to_owned()),
        keywords: vec!["Éducation".to_owned(), "POLICE".to_owned()],
        adoption: Some(Adoption {
            method: AdoptionMethod::Vote,
            in_favour: vec!["CHILE".to_owned(), "PERU".to_owned()],
            against: vec!["FIJI".to_owned()],
            abstaining: Vec::new(),
            counts: Some([2, 1, 0]),
        }),
        other: [("committee".to_owned(), "Third".to_owned())].into(),
        read_from_text: vec![Fact::Title, Fact::Date],
        doubts: vec![Doubt { place: "line 3".to_owned(), message: "no date".to_owned() }],
        limits: vec!["words are not stemmed".to_owned()],
        ..Catalogue::default()
    }
}

/// An earlier document with a full catalogue, a later one that recalls it, and a file at fault.
pub(crate) fn corpus() -> Corpus {
    let file = |name: &str, text: &str, catalogue: Catalogue| {
        let mut parsed = parse(name, text.as_bytes()).expect("a sound file");
        parsed[0].document.catalogue = catalogue;
        (name.to_owned(), parsed)
    };
    let later = Catalogue { issuer: Some("Security Council".to_owned()), ..Catalogue::default() };
    let files = vec![file("earlier.md", EARLIER, earlier()), file("later.md", LATER, later)];
    let skipped = SkippedFile {
        path: "sub/broken.pdf".to_owned(),
        line: Some(4),
        message: "it ends early; print it anew".to_owned(),
        digest: "00".to_owned(),
    };
    assemble(files).with_skipped(vec![skipped])
}

fn app() -> TestApp {
    TestApp::over(corpus(), &Settings::default())
}

#[tokio::test]
async fn a_document_tells_what_its_catalogue_says() {
    let data = app()
        .data(
            "{ document(id: \"earlier\") { symbol aliases issuer sponsors agendaItems draftSymbol
                keywords adoption { method inFavour against abstaining inFavourCount againstCount
                abstainingCount } readFromText doubts { place message } limits
                metadata { name value } } later: document(id: \"later\") { symbol adoption { method } } }",
        )
        .await;
    assert_eq!(
        data["document"],
        json!({
            "symbol": "A/RES/72/233", "aliases": ["POLWORK"], "issuer": "General  Assembly",
            "sponsors": ["Chile", "Peru"], "agendaItems": ["7"], "draftSymbol": "A/72/L.1",
            "keywords": ["Éducation", "POLICE"],
            "adoption": {
                "method": "VOTE", "inFavour": ["CHILE", "PERU"], "against": ["FIJI"],
                "abstaining": [], "inFavourCount": 2, "againstCount": 1, "abstainingCount": 0,
            },
            "readFromText": ["TITLE", "DATE"],
            "doubts": [{ "place": "line 3", "message": "no date" }],
            "limits": ["words are not stemmed"],
            "metadata": [{ "name": "committee", "value": "Third" }],
        })
    );
    assert_eq!(data["later"], json!({ "symbol": null, "adoption": null }));
}

#[tokio::test]
async fn who_recalled_a_document_is_one_query() {
    let query = "{ document(id: \"earlier\") { citedBy { totalCount edges { node { id
        references { text span { start end } document { id } } } } } } }";
    let cited_by = app().data(query).await["document"]["citedBy"].take();
    assert_eq!(cited_by["totalCount"], 1, "{cited_by}");
    let clause = &cited_by["edges"][0]["node"];
    assert_eq!(clause["id"], "later/1");
    let references = clause["references"].as_array().expect("a list");
    assert_eq!(strings(&clause["references"], "text"), ["72/233", "60/1"]);
    assert_eq!(references[0]["document"]["id"], "earlier");
    assert_eq!(references[1]["document"], Value::Null, "the corpus does not have it");
}

#[tokio::test]
async fn pages_of_citing_clauses_have_cursors_of_their_own() {
    let app = app();
    let page = app
        .data("{ document(id: \"earlier\") { citedBy(first: 1) { pageInfo { endCursor hasNextPage } } } }")
        .await;
    let info = &page["document"]["citedBy"]["pageInfo"];
    assert_eq!(info["hasNextPage"], false);
    let query = "query($after: String) { document(id: \"earlier\") { clauses(after: $after) { totalCount } } }";
    let (code, message) = app.error(query, json!({ "after": info["endCursor"] })).await;
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(message.contains("another list"), "{message}");
}

#[tokio::test]
async fn a_clause_tells_its_heading() {
    let query =
        "{ a: clause(id: \"earlier/1\") { heading } b: clause(id: \"later/2\") { heading } }";
    let data = app().data(query).await;
    assert_eq!(data["a"]["heading"], "Training of officers");
    assert_eq!(data["b"]["heading"], Value::Null);
}

#[tokio::test]
async fn files_that_could_not_be_read_are_named() {
    let data = app().data("{ corpus { skipped { path line message } } }").await;
    let expected = json!([
        { "path": "sub/broken.pdf", "line": 4, "message": "it ends early; print it anew" }
    ]);
    assert_eq!(data["corpus"]["skipped"], expected);
}

#[tokio::test]
async fn filters_by_symbol_issuer_and_keyword_hold() {
    let app = app();
    let cases: [(&str, &[&str]); 11] = [
        ("symbols: [\"a/res/72/233\"]", &["earlier"]),
        ("symbols: [\"polwork\"]", &["earlier"]),
        ("symbols: [\"A/RES/1/1\"]", &[]),
        ("issuers: [\"GENERAL ASSEMBLY\"]", &["earlier"]),
        ("issuers: [\"general assembly\", \"security council\"]", &["earlier", "later"]),
        ("keywords: [\"education\"]", &["earlier"]),
        ("keywords: [\"educ\"]", &[]),
        ("issuers: [\"security council\"], keywords: [\"police\"]", &[]),
        ("languages: [\"EN\"]", &["earlier", "later"]),
        ("languages: [\"en\"], issuers: [\"security council\"]", &["later"]),
        ("symbols: []", &["earlier", "later"]),
    ];
    for (filter, expected) in cases {
        let query = format!(
            "{{ documents(filter: {{{filter}}}) {{ edges {{ node {{ id }} }} }}
                search(query: \"police\", filter: {{{filter}}}) {{ edges {{ node {{ document {{ id }} }} }} }}
                ask(question: \"What is said of the police?\", filter: {{{filter}}}) {{
                coverage {{ document {{ id }} }} }} }}"
        );
        let data = app.data(&query).await;
        let listed: Vec<&Value> = data["documents"]["edges"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|edge| &edge["node"]["id"])
            .collect();
        assert_eq!(listed, expected, "{filter}");
        let mut found: Vec<&str> = data["search"]["edges"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|edge| edge["node"]["document"]["id"].as_str())
            .collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{filter}");
        let covered = data["ask"]["coverage"].as_array().expect("a list");
        let covered: Vec<&Value> = covered.iter().map(|row| &row["document"]["id"]).collect();
        assert_eq!(covered, expected, "{filter}");
    }
}

#[tokio::test]
async fn filters_tell_cached_answers_apart() {
    let app = app();
    let count = async |filter: &str| {
        let query = format!("{{ search(query: \"police\", filter: {filter}) {{ totalCount }} }}");
        app.data(&query).await["search"]["totalCount"].as_u64().expect("a number")
    };
    let all = count("{}").await;
    for list in ["symbols", "issuers", "keywords"] {
        assert_eq!(count(&format!("{{ {list}: [\"nobody's\"] }}")).await, 0, "{list}");
    }
    assert_eq!(count("{}").await, all);
}

#[tokio::test]
async fn filters_that_are_too_long_are_refused() {
    let app = app();
    for list in ["symbols", "issuers", "keywords", "languages"] {
        let entries: Vec<String> = (0..1_001).map(|n| format!("x{n}")).collect();
        let query = format!(
            "query($list: [String!]) {{ documents(filter: {{ {list}: $list }}) {{ totalCount }} }}"
        );
        let (code, message) = app.error(&query, json!({ "list": entries })).await;
        assert_eq!(code, "BAD_USER_INPUT");
        assert_eq!(message, format!("filter.{list}: has 1001 entries; send 1000 or fewer"));
    }
}

#[tokio::test]
async fn look_ups_tell_the_same() {
    let app = app();
    let document = app.get("/v1/documents/earlier", &[]).await.json();
    assert_eq!(document["document"]["symbol"], "A/RES/72/233");
    let catalogue = &document["catalogue"];
    assert_eq!(catalogue["adoption"]["method"], "VOTE");
    assert_eq!(catalogue["adoption"]["againstCount"], 1);
    assert_eq!(catalogue["metadata"], json!({ "committee": "Third" }));
    assert_eq!(catalogue["readFromText"], json!(["TITLE", "DATE"]));
    let clause = app.get("/v1/clauses/later/1", &[]).await.json();
    assert_eq!(strings(&clause["references"], "text"), ["72/233", "60/1"]);
    assert_eq!(clause["references"][0]["document"], "earlier");
    let clause = app.get("/v1/clauses/earlier/1", &[]).await.json();
    assert_eq!(clause["heading"], "Training of officers");
    for (filter, expected) in [
        ("symbol=A/RES/72/233", vec!["earlier"]),
        ("issuer=security+council", vec!["later"]),
        ("keyword=EDUCATION", vec!["earlier"]),
        ("keyword=x", vec![]),
    ] {
        let list = app.get(&format!("/v1/documents?{filter}"), &[]).await.json();
        assert_eq!(strings(&list["documents"], "id"), expected, "{filter}");
        let asked = app.get(&format!("/v1/ask?q=police&{filter}"), &[]).await.json();
        assert_eq!(strings(&asked["coverage"], "document"), expected, "{filter}");
    }
}

#[tokio::test]
async fn operators_see_files_that_could_not_be_read() {
    let (key, bearer) = issued(1, Scope::Admin, None);
    let access = AccessSettings { keys: KeyRing::new(vec![key]), ..AccessSettings::default() };
    let app = TestApp::over(corpus(), &Settings { access, ..Settings::default() });
    let status = app.get("/v1/status", &[("authorization", &bearer)]).await.json();
    assert_eq!(strings(&status["skipped"], "path"), ["sub/broken.pdf"]);
}

#[tokio::test]
async fn facets_count_all_of_a_list() {
    let app = TestApp::new();
    let count = |value: &str, count: usize| json!({ "value": value, "count": count });
    let facets = app
        .data(
            "{ documents(first: 1) { facets { kinds { value count } years { value count }
                places(first: 1) { value count } languages { value count } issuers { value }
                parts { value count } verbs { value count } strengths { value count } } } }",
        )
        .await["documents"]["facets"]
        .take();
    assert_eq!(facets["kinds"], json!([count("DECLARATION", 2), count("PAGE", 1)]));
    assert_eq!(facets["years"], json!([count("2014", 2), count("2012", 1)]));
    assert_eq!(facets["places"], json!([count("Monaco", 1)]));
    assert_eq!(facets["languages"], json!([count("en", 3)]));
    assert_eq!(facets["issuers"], json!([]));
    let parts = ["FRAME", "OPERATIVE", "PREAMBULAR"].map(|part| count(part, 2));
    let parts: Vec<Value> = [count("BODY", 1)].into_iter().chain(parts).collect();
    let mut expected = parts;
    expected.rotate_left(1);
    assert_eq!(facets["parts"], json!(expected));
    let verbs = ["condemn", "encourage", "recognize", "support", "urge"].map(|verb| count(verb, 1));
    assert_eq!(facets["verbs"], json!(verbs));
    let strengths = [count("ENCOURAGE", 2), count("RECOGNIZE", 2), count("URGE", 1)];
    assert_eq!(facets["strengths"], json!(strengths));

    let of_filter = "{ documents(filter: { years: [2012] }) { facets { kinds { value count } } } }";
    let facets = app.data(of_filter).await["documents"]["facets"].take();
    assert_eq!(facets["kinds"], json!([count("DECLARATION", 1)]));
    let query = "{ search(query: \"police\", first: 1) { totalCount facets { languages { value count } } } }";
    let search = app.data(query).await["search"].take();
    assert_eq!(search["facets"]["languages"][0]["count"], search["totalCount"]);
    let (code, message) =
        app.error("{ documents { facets { kinds(first: 0) { value } } } }", json!({})).await;
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "first: is 0; use 1 to 100"));
}

#[tokio::test]
async fn facets_count_issuers() {
    let query = "{ documents { facets { issuers { value count } } } }";
    let facets = app().data(query).await["documents"]["facets"].take();
    assert_eq!(strings(&facets["issuers"], "value"), ["General  Assembly", "Security Council"]);
}
