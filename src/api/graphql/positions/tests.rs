//! Where variables may stand, and where they may not.

use async_graphql::{
    EmptyMutation, EmptySubscription, ID, InputObject, Object, Request, Schema, Variables,
};
use serde_json::json;

use super::super::limits::DocumentLimits;
use super::super::policy::Policies;

struct Query;

#[derive(InputObject)]
struct Filter {
    ids: Option<Vec<ID>>,
    year: Option<i32>,
    #[graphql(default = 7)]
    limit: i32,
    inner: Option<Box<Filter>>,
}

#[Object]
impl Query {
    async fn optional(&self, n: Option<i32>) -> Option<i32> {
        n
    }

    async fn required(&self, n: i32) -> i32 {
        n
    }

    async fn with_default(&self, #[graphql(default = 7)] n: i32) -> i32 {
        n
    }

    async fn float(&self, x: f64) -> f64 {
        x
    }

    async fn by_id(&self, id: ID) -> ID {
        id
    }

    async fn list(&self, ids: Option<Vec<ID>>) -> usize {
        ids.unwrap_or_default().len()
    }

    async fn nested(&self, rows: Option<Vec<Vec<Option<i32>>>>) -> usize {
        rows.unwrap_or_default().len()
    }

    async fn filtered(&self, filter: Option<Filter>) -> bool {
        filter.is_some()
    }

    async fn this(&self) -> Self {
        Self
    }
}

/// The errors that `text` leads to, with a value for each variable that is in use.
async fn errors(text: &str) -> Vec<(String, String)> {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription);
    let schema = schema
        .extension(Policies {
            limits: DocumentLimits { introspection: true },
            response_bytes_max: usize::MAX,
        })
        .finish();
    let values = json!({
        "n": 1, "m": 1, "x": 1.5, "s": "x", "id": "x", "ids": ["x"], "row": [1], "rows": [[1]],
        "b": true, "f": { "year": 1 },
    });
    let request = Request::new(text).variables(Variables::from_json(values));
    let response = schema.execute(request).await;
    let code = |error: &async_graphql::ServerError| {
        super::super::code_of(error).map_or("none", crate::service::ErrorCode::name).to_owned()
    };
    response.errors.iter().map(|error| (code(error), error.message.clone())).collect()
}

#[tokio::test]
async fn variables_stand_where_their_types_fit() {
    let allowed = [
        "query($n: Int) { optional(n: $n) }",
        "query($n: Int!) { optional(n: $n) }",
        "query($n: Int!) { required(n: $n) }",
        "query($n: Int = 1) { required(n: $n) }",
        "query($n: Int! = 1) { required(n: $n) }",
        "query($n: Int) { withDefault(n: $n) }",
        "query($id: ID!) { byId(id: $id) }",
        "query($ids: [ID!]) { list(ids: $ids) }",
        "query($ids: [ID!]!) { list(ids: $ids) }",
        "query($id: ID!) { list(ids: [$id, \"y\"]) }",
        "query($rows: [[Int]!]) { nested(rows: $rows) }",
        "query($rows: [[Int!]!]!) { nested(rows: $rows) }",
        "query($row: [Int!]!) { nested(rows: [$row]) }",
        "query($n: Int) { nested(rows: [[$n]]) }",
        "query($f: Filter) { filtered(filter: $f) }",
        "query($n: Int) { filtered(filter: { year: $n }) }",
        "query($n: Int) { filtered(filter: { limit: $n }) }",
        "query($id: ID!) { filtered(filter: { inner: { ids: [$id] } }) }",
        "query($b: Boolean!) { this @skip(if: $b) { optional } }",
        "query($b: Boolean = true) { ... @include(if: $b) { optional } }",
        "query($n: Int!) { ...A } fragment A on Query { this { ...B } }
         fragment B on Query { required(n: $n) }",
        "query { optional }",
    ];
    for text in allowed {
        assert_eq!(errors(text).await, [], "{text}");
    }
}

#[tokio::test]
async fn variables_that_do_not_fit_are_refused() {
    let refused = [
        ("query($id: Int!) { byId(id: $id) }", "$id: is Int!, but id takes ID! here"),
        ("query($id: String!) { byId(id: $id) }", "$id: is String!, but id takes ID! here"),
        ("query($id: ID) { byId(id: $id) }", "$id: is ID, but id takes ID! here"),
        ("query($n: Int = null) { required(n: $n) }", "$n: is Int, but n takes Int! here"),
        ("query($n: Int) { required(n: $n) }", "$n: is Int, but n takes Int! here"),
        ("query($n: Int!) { float(x: $n) }", "$n: is Int!, but x takes Float! here"),
        ("query($n: String) { optional(n: $n) }", "$n: is String, but n takes Int here"),
        ("query($id: ID!) { list(ids: $id) }", "$id: is ID!, but ids takes [ID!] here"),
        ("query($ids: [ID]) { list(ids: $ids) }", "$ids: is [ID], but ids takes [ID!] here"),
        ("query($ids: [ID!]) { list(ids: [$ids]) }", "$ids: is [ID!], but ids takes ID! here"),
        ("query($id: ID) { list(ids: [$id]) }", "$id: is ID, but ids takes ID! here"),
        ("query($row: [Int]) { nested(rows: [$row]) }", "$row: is [Int], but rows takes [Int]!"),
        ("query($rows: [[Int]]) { nested(rows: $rows) }", "$rows: is [[Int]], but rows takes"),
        ("query($n: Int) { filtered(filter: $n) }", "$n: is Int, but filter takes Filter here"),
        ("query($s: String) { filtered(filter: { year: $s }) }", "$s: is String, but year takes"),
        (
            "query($n: Int!) { filtered(filter: { inner: { inner: { ids: [$n] } } }) }",
            "$n: is Int!, but ids takes ID! here",
        ),
        ("query($b: Boolean) { this @skip(if: $b) { optional } }", "$b: is Boolean, but if takes"),
        ("query($s: String!) { ... @include(if: $s) { optional } }", "$s: is String!, but if"),
        (
            "query($s: String) { ...A } fragment A on Query { this { ... on Query { ...B } } }
             fragment B on Query { this { optional(n: $s) } }",
            "$s: is String, but n takes Int here; declare it as Int",
        ),
        (
            "query A($n: Int!) { ...F } query B($n: ID!) { ...F }
             fragment F on Query { required(n: $n) }",
            "$n: is ID!, but n takes Int! here",
        ),
    ];
    for (text, expected) in refused {
        let found = errors(text).await;
        let (code, message) = found.first().expect(text);
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{text}: {message}");
        assert!(message.starts_with(expected), "{text}: {message}");
        assert_eq!(found.len(), 1, "{text}: {found:?}");
    }
}

#[tokio::test]
async fn what_is_unknown_is_refused_for_that() {
    let cases = [
        "query($n: Nothing) { optional(n: $n) }",
        "query { optional(n: $n) }",
        "query($n: Int) { optional(nothing: $n) }",
        "query($n: Int) { nothing(n: $n) { nothing(n: $n) } }",
        "query($n: Int) { ...Gone optional(n: $n) }",
    ];
    for text in cases {
        let found = errors(text).await;
        assert!(
            !found.is_empty() && found.iter().all(|(_, told)| !told.contains(" here; ")),
            "{text}: {found:?}"
        );
    }
}

#[tokio::test]
async fn no_more_than_a_few_misfits_are_told() {
    let uses: Vec<String> = (0..40).map(|at| format!("a{at}: optional(n: $s)")).collect();
    let found = errors(&format!("query($s: String) {{ {} }}", uses.join(" "))).await;
    assert_eq!(found.len(), super::TOLD_MAX);
}
