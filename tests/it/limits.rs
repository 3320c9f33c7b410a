//! What a request may ask for, and what it is told that it costs.

use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::{Value, json};

use crate::app::TestApp;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn each_limit_has_a_message_that_names_it() {
    let app = TestApp::new();
    let fields = |count: usize, field: &dyn Fn(usize) -> String| {
        format!("{{ {} }}", (0..count).map(field).collect::<Vec<_>>().join(" "))
    };
    let aliased = |count| fields(count, &|n| format!("corpus {{ a{n}: digest }}"));
    let roots = |count| fields(count, &|_| "__typename".to_owned());
    let tokens =
        |count: usize| format!("{{ corpus {{ digest {} }} }}", "# x\n digest ".repeat(count));
    let directives = |count: usize| {
        let one = "... @skip(if: true) { __typename } ";
        format!("{{ corpus {{ digest {} }} }}", one.repeat(count))
    };
    let values = |depth: usize| {
        format!(
            "{{ search(query: {}\"x\"{}) {{ totalCount }} }}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let cases = [
        (aliased(40), None),
        (
            fields(1, &|_| {
                format!(
                    "corpus {}",
                    aliased(0).replace("{  }", &{
                        let many: Vec<String> = (0..100).map(|n| format!("a{n}: digest")).collect();
                        format!("{{ {} }}", many.join(" "))
                    })
                )
            }),
            None,
        ),
        (
            fields(1, &|_| {
                let many: Vec<String> = (0..101).map(|n| format!("a{n}: digest")).collect();
                format!("corpus {{ {} }}", many.join(" "))
            }),
            Some("query: has 101 aliases; send at most 100"),
        ),
        (roots(50), None),
        (roots(51), Some("query: has 51 root fields; send at most 50")),
        (tokens(4_000), None),
        (tokens(5_000), Some("query: has more than 5000 tokens")),
        (directives(100), None),
        (directives(101), Some("query: has 101 directives; send at most 100")),
        (values(70), Some("query: is nested more than 64 levels deep")),
    ];
    for (query, expected) in cases {
        let response = app.graphql(&query, json!({})).await;
        let shown: String = query.chars().take(60).collect();
        match expected {
            None => assert_eq!(response["errors"], Value::Null, "{shown}"),
            Some(message) => {
                let error = &response["errors"][0];
                assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{shown}");
                let found = error["message"].as_str().unwrap_or_default();
                assert!(found.starts_with(message), "{shown}: {found}");
            }
        }
    }
}

#[tokio::test]
async fn what_could_not_be_validated_has_no_cost() {
    let app = TestApp::new();
    let response = app.graphql("{ nothing }", json!({})).await;
    assert_eq!(response.get("extensions"), None);
}

#[tokio::test]
async fn introspection_can_be_switched_off() {
    let settings = Settings { introspection: false, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    for query in [
        "{ __schema { types { name } } }",
        "{ ...F } fragment F on Query { t: __type(name: \"Query\") { name } }",
    ] {
        let (code, message) = app.error(query, json!({})).await;
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        assert!(message.starts_with("query: introspection is off"), "{message}");
    }
    assert_eq!(app.data("{ __typename }").await["__typename"], "Query");
}

#[tokio::test]
async fn lists_of_the_schema_are_not_nested_for_ever() {
    let app = TestApp::new();
    let nested =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    let (code, message) = app.error(nested, json!({})).await;
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
    assert!(message.starts_with("query: nests more than 2 lists of the schema"), "{message}");
    // What tools ask, among them the program's own command.
    let whole = include_str!("../../src/cli/introspection.graphql");
    assert!(
        app.data(whole).await["__schema"]["types"].as_array().is_some_and(|types| types.len() > 50)
    );
}

#[tokio::test]
async fn batches_are_answered_in_order_up_to_their_limit() {
    let settings = Settings { batch_max: 3, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let batch = json!([
        { "query": "{ corpus { documentCount } }" },
        { "query": "{ nothing }" },
        { "query": "subscription { corpusChanged { digest } }" },
    ]);
    let reply = app.post(&batch.to_string(), &[JSON]).await;
    assert_eq!(reply.status, 200);
    let list = reply.json();
    assert_eq!(list[0]["data"]["corpus"]["documentCount"], 3);
    assert_eq!(list[1]["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(list[2]["errors"][0]["extensions"]["code"], "NOT_ACCEPTABLE");
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    for (body, reason) in [
        (json!([{}, {}, {}, {}]), "body: is a batch of 4; send 1 to 3"),
        (json!([]), "body: is a batch of 0; send 1 to 3"),
        (json!([7]), "body: must hold objects"),
    ] {
        let reply = app.post(&body.to_string(), &[JSON]).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "BAD_REQUEST"));
        assert!(reply.body.contains(reason), "{}", reply.body);
    }
    let single = TestApp::new().post(&batch.to_string(), &[JSON]).await;
    assert!(single.body.contains("send one request at a time"), "{}", single.body);
}
