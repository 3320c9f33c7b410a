//! Checking quotations, by every surface, and over the documents of the project.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use rapporteur::backends::read_corpus;
use rapporteur::domain::{Corpus, Digest, QuoteClaim, QuoteVerdict, Verdict};
use rapporteur::eval::{QuoteCounts, QuoteSources, run_quotes};
use rapporteur::quoting::{QuoteIndex, verify};
use serde_json::{Value, json};

use crate::app::{TestApp, engine, slice, strings};

/// The documents of the project with their index.
static SEED: LazyLock<(Arc<Corpus>, QuoteIndex)> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = read_corpus(&folder, 1 << 20).expect("the corpus of the project");
    let index = QuoteIndex::build(&corpus);
    (Arc::new(corpus), index)
});

fn check(text: &str, clause: Option<&str>) -> QuoteVerdict {
    let (corpus, index) = &*SEED;
    let clause = clause.map(str::to_owned);
    let claim = QuoteClaim { text: text.to_owned(), document: None, clause };
    let verdict = verify(corpus, index, &claim);
    for place in verdict.matches.iter().chain(&verdict.nearest) {
        let source = &corpus.documents()[place.document].text;
        for span in &place.spans {
            assert_eq!(source.slice(span.span), span.quote);
            assert!(corpus.clauses()[span.clause].span.contains(span.span));
        }
        for run in &place.differences {
            assert!(run.left.end <= source.len() && run.right.end <= verdict.text.len());
        }
    }
    verdict
}

/// The words of a clause from `from`, `count` of them, as far as there are; and where they begin
/// in the clause, in code points.
fn stretch(clause: usize, from: usize, count: usize) -> (String, u32, String) {
    let corpus = &SEED.0;
    let clause = &corpus.clauses()[clause % corpus.clauses().len()];
    let text = corpus.text_of(clause);
    let word = |c: char| c.is_alphanumeric();
    let mut starts: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if word(c) && before.is_whitespace() {
            starts.push(at);
        }
        before = c;
    }
    let mut first = from % starts.len();
    // Right behind a negation it would say the opposite of its sentence, which is no exact quotation.
    while text[..starts[first]].ends_with("not ") || text[..starts[first]].ends_with("not be ") {
        first -= 1;
    }
    let last = (first + count).min(starts.len());
    let end = starts.get(last).copied().unwrap_or(text.len());
    let cut = text[starts[first]..end].trim_end_matches(|c: char| !word(c));
    let offset = text[..starts[first]].chars().count() as u32;
    (corpus.id_of(clause), offset, cut.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_stretch_of_any_clause_is_exact_where_it_stands(
        clause in 0_usize..1_000, from in 0_usize..500, count in 1_usize..80,
    ) {
        let (id, offset, text) = stretch(clause, from, count);
        prop_assume!(text.chars().count() <= 2_000);
        let verdict = check(&text, Some(&id));
        prop_assert_eq!(verdict.verdict, Verdict::Exact, "{}: {}", id, text);
        let clause = SEED.0.clause(&id).expect("a clause");
        let start = clause.span.start + offset;
        let here = verdict.matches.iter().flat_map(|place| &place.spans);
        let many = verdict.matches.len() == 20;
        let at = |span: &rapporteur::domain::QuotedSpan| span.span.start == start && span.quote == text;
        prop_assert!(many || here.clone().any(at), "{}: {}", id, text);
        // Wherever it is asked for, it is found as it stands: but of a single word only the first
        // places are looked at, and in those it may be written with another initial.
        let least = if text.contains(' ') { Verdict::Exact } else { Verdict::Normalised };
        prop_assert!(check(&text, None).verdict <= least, "{}", text);
    }

    #[test]
    fn other_formatting_is_never_worse_than_normalised(
        clause in 0_usize..1_000, from in 0_usize..500, count in 3_usize..60, way in 0_usize..6,
    ) {
        let (id, _, text) = stretch(clause, from, count);
        prop_assume!(text.split_whitespace().count() >= 3 && text.chars().count() <= 900);
        let formatted = match way {
            0 => text.to_uppercase(),
            1 => text.to_lowercase(),
            2 => text.split(' ').collect::<Vec<_>>().join(" \n\u{a0}"),
            3 => text.replace(['\u{2019}', '\u{201c}', '\u{201d}'], "'"),
            4 => format!("\u{ab}\u{201e}{text}\u{201c}\u{bb}."),
            _ => format!("*{}*", text.replace(' ', "  ")),
        };
        let verdict = check(&formatted, Some(&id));
        prop_assert!(verdict.verdict <= Verdict::Normalised, "{}: {}", formatted, id);
    }

    #[test]
    fn any_text_is_given_a_verdict(
        text in "([a-z]{1,3}|the|police|not|of|[0-9]{1,4}|\\[|\\]|\\.\\.\\.|\u{2026}|P2A:|\\PC){1,40}",
        spaced in "((the|of|and|police|cooperation|\\[|\\]|not|\\.\\.\\.|P2A:|international) ){1,40}",
    ) {
        check(&text, None);
        check(&spaced, Some(&SEED.0.id_of(&SEED.0.clauses()[0])));
    }
}

#[test]
fn quotations_made_of_the_documents_get_the_verdict_that_is_due() {
    let counts =
        QuoteCounts { exact: 100, normalised: 100, altered: 100, misattributed: 50, absent: 60 };
    let sources = QuoteSources::read(&SEED.0, &[]).expect("nothing to read");
    let report = run_quotes(&sources, counts, &mut |_, _| ());
    for (name, least) in [
        ("exact", 1.0),
        ("normalised", 0.98),
        ("altered", 0.96),
        ("misattributed", 1.0),
        ("absent", 0.9),
    ] {
        let score = &report.by_verdict[name];
        let share = score.right as f64 / score.of as f64;
        assert!(score.of >= 5 && share >= least, "{name}: {score:?} {:#?}", report.wrong);
        assert_eq!(score.false_exact, 0, "{name}: {:#?}", report.wrong);
    }
}

const ALL: &str = "verdict corpusDigest
    nearest { similarity document { id } }
    matches { similarity normalised document { id text } clauses { id }
        spans { span { text start end prefix suffix } permalink clause { id } }
        differences { kind source { text start end } quoted { text start end } } }";

fn query(arguments: &str) -> String {
    format!("{{ verifyQuote({arguments}) {{ {ALL} }} }}")
}

#[tokio::test]
async fn a_verdict_says_where_and_what() {
    let app = TestApp::new();
    let data =
        app.data(&query(r#"text: "connect frontline officials to the I-24/7 network""#)).await;
    let verdict = &data["verifyQuote"];
    assert_eq!(verdict["verdict"], "ALTERED", "{verdict:#}");
    let place = &verdict["matches"][0];
    assert_eq!(strings(&place["clauses"], "id"), ["monaco-2014/P3A"]);
    let (span, text) = (&place["spans"][0], place["document"]["text"].as_str().expect("a text"));
    let own = &span["span"];
    assert_eq!(own["text"], slice(text, &own["start"], &own["end"]));
    assert!(span["permalink"].as_str().is_some_and(|link| link.ends_with("/monaco-2014/P3A")));
    let run = &place["differences"][1];
    assert_eq!(
        (&run["kind"], &run["source"]["text"], &run["quoted"]["text"]),
        (&json!("REPLACED"), &json!("officers"), &json!("officials"))
    );
    assert_eq!(run["source"]["text"], slice(text, &run["source"]["start"], &run["source"]["end"]));
    assert_eq!((&run["quoted"]["start"], &run["quoted"]["end"]), (&json!(18), &json!(27)));
}

#[tokio::test]
async fn a_question_and_a_check_give_one_verdict() {
    let app = TestApp::new();
    let cases = [
        ("connect frontline officers to the I-24/7 network", "EXACT", true),
        ("CONNECT frontline, officers to the i-24/7 network", "NORMALISED", true),
        ("encourage cities to share best practise", "NORMALISED", true),
        ("connect front-line officers to the network", "ALTERED", true),
        ("share best practice ... of urban gang violence", "NORMALISED", true),
        ("[M]ember countries to connect frontline officers", "NORMALISED", true),
        ("connect frontline officials to the I-24/7 network", "ALTERED", true),
        ("technology has improved the performance of police", "NOT_FOUND", true),
        ("the moon is made of green cheese", "NOT_FOUND", false),
    ];
    let fields =
        "verdict matches { similarity normalised spans { span { text start end } clause { id } } }
        nearest { similarity spans { span { text start end } clause { id } } }";
    for (text, verdict, answered) in cases {
        let query = format!(
            "query ($question: String!, $text: String!) {{
                ask(question: $question) {{ status text quotation {{ {fields} }} }}
                verifyQuote(text: $text) {{ {fields} }}
            }}"
        );
        let question = format!("Who said \"{text}\"?");
        let variables = json!({ "question": question, "text": text });
        let data = app.graphql(&query, variables).await["data"].take();
        let answer = &data["ask"];
        assert_eq!(data["verifyQuote"]["verdict"], verdict, "{text}: {data:#}");
        assert_eq!(answer["quotation"], data["verifyQuote"], "{text}");
        assert_eq!(answer["status"] == "ANSWERED", answered, "{text}: {answer:#}");
        let said = answer["text"].as_str().expect("a text");
        let expected = match verdict {
            "EXACT" => "These words are verbatim. ",
            "NORMALISED" => "These words are verbatim, apart from ",
            _ if answered => "These words are not verbatim; this is the nearest wording. ",
            _ => "Not found. No document searched has these words",
        };
        assert!(said.starts_with(expected), "{text}: {said}");
        let encode = |text: &str| text.replace(' ', "+");
        let path = format!("/v1/ask?q={}", encode(&question.replace('"', "%22")));
        let asked = app.get(&path, &[]).await.json();
        let checked = app.get(&format!("/v1/verify-quote?text={}", encode(text)), &[]).await.json();
        assert_eq!(asked["quotation"], checked, "{text}");
    }
}

#[tokio::test]
async fn what_cannot_be_checked_is_refused_with_the_remedy() {
    let app = TestApp::new();
    let long = format!(r#"text: "{}""#, "x ".repeat(1_001));
    let cases = [
        (r#"text: "  ""#, "text: is empty; paste"),
        (r#"text: "?!""#, "text: has no words; paste"),
        (long.as_str(), "text: has 2002 characters; check at most 2000"),
        (r#"text: "x", document: "paris""#, "document: no document 'paris' in the corpus; use one"),
        (r#"text: "x", clause: "rome-2012/P9""#, "clause: no clause 'rome-2012/P9' in the corpus"),
        (
            r#"text: "x", document: "rome-2012", clause: "monaco-2014/P3A""#,
            "clause: 'monaco-2014/P3A' is a clause of 'monaco-2014', not of 'rome-2012'",
        ),
    ];
    for (arguments, expected) in cases {
        let (code, message) = app.error(&query(arguments), json!({})).await;
        assert_eq!(code, "BAD_USER_INPUT", "{message}");
        assert!(message.starts_with(expected), "{message}");
    }
}

#[tokio::test]
async fn rest_says_what_graphql_says() {
    let app = TestApp::new();
    let path = "/v1/verify-quote?text=connect+frontline+officers&document=rome-2012";
    let body = app.get(path, &[]).await.json();
    assert_eq!(body["verdict"], "MISATTRIBUTED", "{body:#}");
    assert_eq!(body["matches"][0]["spans"][0]["clause"], "monaco-2014/P3A");
    for (accept, begins) in
        [("text/plain", "Misattributed: found elsewhere"), ("text/markdown", "**Misattributed: ")]
    {
        let text = app.get(path, &[("accept", accept)]).await.body;
        assert!(text.starts_with(begins) && text.contains("connect frontline officers"), "{text}");
    }
    for (path, status, detail) in [
        ("/v1/verify-quote", 400, "text: is missing; send"),
        ("/v1/verify-quote?text=x&q=y", 400, "no parameter 'q'"),
        ("/v1/verify-quote?text=x&document=paris", 422, "document: no document 'paris'"),
    ] {
        let reply = app.get(path, &[]).await;
        assert_eq!(reply.status, status);
        assert!(reply.body.contains(detail), "{}", reply.body);
    }
}

#[tokio::test]
async fn a_verdict_is_kept_until_the_corpus_changes() {
    let app = TestApp::new();
    let claim = || QuoteClaim { text: "frontline officers".into(), ..QuoteClaim::default() };
    let (first, cached) = app.service.verify_quote(claim()).await.expect("a verdict");
    assert!(!cached && first.verdict == Verdict::Exact);
    let (again, cached) = app.service.verify_quote(claim()).await.expect("a verdict");
    assert!(cached && Arc::ptr_eq(&first, &again));
    app.service.replace(engine(2, &app.embedder)).expect("one was installed");
    let (fresh, cached) = app.service.verify_quote(claim()).await.expect("a verdict");
    assert!(!cached);
    assert_ne!(fresh.corpus_digest(), first.corpus_digest());
    assert_eq!(fresh.corpus_digest(), Digest([2; 32]));
    let data: Value = app.data(&query(r#"text: "frontline officers""#)).await;
    assert_eq!(data["verifyQuote"]["corpusDigest"], Digest([2; 32]).to_string());
}
