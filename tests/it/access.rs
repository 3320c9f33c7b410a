//! Who is let in: keys, scopes, rates, and the headers that tell.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use jiff::{SignedDuration, Timestamp};
use rapporteur::api::http::{AccessSettings, Settings};
use rapporteur::domain::{ApiKey, Scope};
use rapporteur::service::{KeyRequest, KeyRing, Limits, issue_key};
use secrecy::ExposeSecret;

use crate::app::{Reply, TestApp};

const QUERY: &str = "/graphql?query=%7Bcorpus%7BdocumentCount%7D%7D";

/// A key, and the header that presents it.
pub(crate) fn issued(id: u8, scope: Scope, expires_in_hours: Option<i64>) -> (ApiKey, String) {
    let now = Timestamp::now();
    let request = KeyRequest {
        name: "test".to_owned(),
        scopes: vec![scope],
        created_at: now,
        expires_at: expires_in_hours.map(|hours| now + SignedDuration::from_hours(hours)),
    };
    let (key, secret) = issue_key(request, [id; 4], [id; 32]);
    (key, format!("Bearer {}", secret.expose_secret()))
}

fn app(access: AccessSettings) -> TestApp {
    TestApp::with(Limits::default(), &Settings { access, ..Settings::default() })
}

/// Asks as somebody at `peer` would.
async fn ask(app: &TestApp, path: &str, peer: &str, headers: &[(&str, &str)]) -> Reply {
    let peer: IpAddr = peer.parse().expect("an address");
    let mut request = Request::get(path).extension(ConnectInfo(SocketAddr::new(peer, 4_711)));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn keys_and_scopes_decide_who_reads() {
    let (reader, read) = issued(1, Scope::Read, None);
    let (admin, administer) = issued(2, Scope::Admin, Some(1));
    let (old, expired) = issued(3, Scope::Admin, Some(-1));
    let keys = KeyRing::new(vec![reader, admin, old]);
    let unknown = issued(4, Scope::Read, None).1;
    let (data, status) = (QUERY, "/v1/status");
    // Path, key, status where everybody may read, and where keys are needed.
    let cases = [
        (data, "", 200, 401),
        (data, "Basic dTpw", 200, 401),
        (data, &read, 200, 200),
        (data, &administer, 200, 200),
        (data, &expired, 401, 401),
        (data, &unknown, 401, 401),
        (data, "Bearer nonsense", 401, 401),
        (data, "Bearer", 401, 401),
        ("/c/010101010101/rome-2012/P3A", "", 200, 401),
        ("/nowhere", "", 404, 401),
        (status, "", 401, 401),
        (status, &read, 403, 403),
        (status, &administer, 200, 200),
        ("/", "", 200, 200),
        ("/v1/openapi.json", "", 200, 200),
        ("/livez", "", 200, 200),
        ("/readyz", &unknown, 200, 200),
        ("/metrics", "", 200, 200),
    ];
    for anonymous_read in [true, false] {
        let settings =
            AccessSettings { anonymous_read, keys: keys.clone(), ..AccessSettings::default() };
        let app = app(settings);
        for (path, authorization, open, closed) in cases {
            let headers = [("authorization", authorization)];
            let headers = if authorization.is_empty() { &[][..] } else { &headers[..] };
            let reply = ask(&app, path, "192.0.2.1", headers).await;
            let expected = if anonymous_read { open } else { closed };
            assert_eq!(reply.status, expected, "{path} {authorization}: {}", reply.body);
            let challenged = reply.header("www-authenticate").starts_with("Bearer realm=");
            assert_eq!(challenged, matches!(expected, 401 | 403), "{path} {authorization}");
            if challenged {
                assert_eq!(reply.header("cache-control"), "no-store");
                assert!(!reply.body.contains("0404"), "secrets are not repeated: {}", reply.body);
            }
        }
    }
}

#[tokio::test]
async fn refusals_have_the_shape_of_the_surface() {
    let app = app(AccessSettings { anonymous_read: false, ..AccessSettings::default() });
    let graphql = app.get(QUERY, &[]).await;
    assert_eq!(graphql.code(), "UNAUTHENTICATED");
    assert_eq!(graphql.header("www-authenticate"), "Bearer realm=\"rapporteur\"");
    assert!(graphql.body.contains("rapporteur keys create"), "{}", graphql.body);
    let rest = app.get("/v1/ask?q=x", &[("authorization", "Bearer x")]).await;
    assert_eq!(rest.header("content-type"), "application/problem+json");
    let problem = rest.json();
    assert_eq!((&problem["status"], &problem["code"]), (&401.into(), &"UNAUTHENTICATED".into()));
    let challenge = "Bearer realm=\"rapporteur\", error=\"invalid_token\"";
    assert_eq!(rest.header("www-authenticate"), challenge);
}

#[tokio::test]
async fn the_editor_is_shown_to_those_who_have_yet_to_enter_a_key() {
    let app = app(AccessSettings { anonymous_read: false, ..AccessSettings::default() });
    let html = [("accept", "text/html")];
    let editor = app.get("/graphql", &html).await;
    assert_eq!((editor.status.as_u16(), editor.header("vary")), (200, "accept"));
    let queried = app.get(QUERY, &html).await;
    assert_eq!((queried.status.as_u16(), queried.body.contains("id=\"editor\"")), (200, true));
    assert_eq!(app.get(QUERY, &[("accept", "application/json")]).await.status, 401);
    assert_eq!(app.get("/v1/documents", &html).await.status, 401);
}

#[tokio::test]
async fn revoked_keys_count_no_more() {
    let (key, authorization) = issued(1, Scope::Read, None);
    let keys = KeyRing::new(vec![key]);
    let settings =
        AccessSettings { anonymous_read: false, keys: keys.clone(), ..AccessSettings::default() };
    let app = app(settings);
    let headers = [("authorization", authorization.as_str())];
    assert_eq!(app.get(QUERY, &headers).await.status, 200);
    keys.replace(Vec::new());
    assert_eq!(app.get(QUERY, &headers).await.status, 401);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_come_back() {
    let (key, authorization) = issued(1, Scope::Read, None);
    let app = app(AccessSettings {
        keys: KeyRing::new(vec![key]),
        rate_per_minute: 2,
        key_rate_per_minute: 1,
        ..AccessSettings::default()
    });
    let client = "2001:db8:0:1::1";
    for remaining in ["1", "0"] {
        let reply = ask(&app, QUERY, client, &[]).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("ratelimit-limit"), "2");
        assert_eq!(reply.header("ratelimit-remaining"), remaining);
    }
    let refused = ask(&app, QUERY, "2001:db8:0:1:ffff::2", &[]).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "RATE_LIMITED"));
    let seconds: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&seconds), "{seconds}");
    assert_eq!(refused.header("ratelimit"), "\"address\";r=0;t=60");
    assert_eq!(refused.header("cache-control"), "no-store");

    let problem = ask(&app, "/v1/documents", client, &[]).await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert_eq!(problem.status, 429);
    let wrong = [("authorization", "Bearer wrong")];
    assert_eq!(ask(&app, QUERY, client, &wrong).await.status, 429, "guesses are counted");
    assert_eq!(ask(&app, QUERY, "2001:db8:0:2::1", &[]).await.status, 200, "others go on");
    assert_eq!(ask(&app, "/readyz", client, &[]).await.status, 200, "probes are not counted");

    let key = [("authorization", authorization.as_str())];
    let counted = ask(&app, QUERY, client, &key).await;
    assert_eq!((counted.status.as_u16(), counted.header("ratelimit-limit")), (200, "1"));
    let spent = ask(&app, QUERY, "192.0.2.77", &key).await;
    assert_eq!(spent.status, 429, "from everywhere");
    assert!(spent.body.contains("--key-rate-limit"), "{}", spent.body);
    assert!(refused.body.contains("for an API key"), "{}", refused.body);
}

#[tokio::test]
async fn this_machine_is_not_counted_unless_it_passes_on() {
    let app = app(AccessSettings { rate_per_minute: 1, ..AccessSettings::default() });
    for _ in 0..3 {
        let reply = ask(&app, QUERY, "127.0.0.1", &[]).await;
        assert_eq!((reply.status.as_u16(), reply.header("ratelimit-limit")), (200, ""));
    }
    let relayed = [("x-forwarded-for", "198.51.100.1")];
    assert_eq!(ask(&app, QUERY, "127.0.0.1", &relayed).await.status, 200);
    assert_eq!(ask(&app, QUERY, "127.0.0.1", &relayed).await.status, 429);
}

#[tokio::test]
async fn clients_behind_trusted_proxies_are_told_apart() {
    let app = app(AccessSettings {
        rate_per_minute: 1,
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        ..AccessSettings::default()
    });
    let via = |client| [("x-forwarded-for", client)];
    for (peer, client, status) in [
        ("10.0.0.1", "198.51.100.1", 200),
        ("10.0.0.2", "198.51.100.1", 429),
        ("10.0.0.1", "198.51.100.2", 200),
        ("192.0.2.1", "198.51.100.3", 200),
        ("192.0.2.1", "198.51.100.4", 429),
    ] {
        assert_eq!(ask(&app, QUERY, peer, &via(client)).await.status, status, "{peer} {client}");
    }
}

#[tokio::test]
async fn pages_of_allowed_origins_may_send_keys_and_read_rates() {
    let access = AccessSettings { anonymous_read: false, ..AccessSettings::default() };
    let cors_origins = vec!["https://a.example".to_owned()];
    let settings = Settings { access, cors_origins, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let preflight = Request::options("/v1/ask")
        .header("origin", "https://a.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization,content-type,traceparent")
        .body(Body::empty())
        .expect("a request");
    let reply = app.send(preflight).await;
    assert_eq!(reply.status, 200, "preflights carry no key");
    let allowed: Vec<&str> = reply.header("access-control-allow-headers").split(',').collect();
    for name in ["authorization", "content-type", "apollographql-client-name", "traceparent"] {
        assert!(allowed.contains(&name), "{name}: {allowed:?}");
    }
    let refused = app.get("/v1/ask", &[("origin", "https://a.example")]).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), "https://a.example");
    assert!(refused.header("access-control-expose-headers").contains("ratelimit-remaining"));
}

#[tokio::test]
async fn requests_keep_their_id_or_get_one() {
    let app = TestApp::new();
    let cases = [(Some("trace-0af7.1"), true), (Some("forged id"), false), (None, false)];
    for (given, kept) in cases {
        let headers: Vec<_> = given.map(|id| ("x-request-id", id)).into_iter().collect();
        for path in ["/livez", "/nowhere", QUERY] {
            let reply = app.get(path, &headers).await;
            let id = reply.header("x-request-id");
            assert_eq!(Some(id) == given, kept, "{path} {given:?}: {id}");
            assert!(!id.is_empty());
        }
    }
}

#[tokio::test]
async fn each_request_of_a_batch_is_counted() {
    let access = AccessSettings { rate_per_minute: 3, ..AccessSettings::default() };
    let settings = Settings { access, batch_max: 10, ..Settings::default() };
    let app = TestApp::with(Limits::default(), &settings);
    let batch = serde_json::json!(vec![serde_json::json!({ "query": "{ __typename }" }); 5]);
    let reply = app.post(&batch.to_string(), &[("content-type", "application/json")]).await;
    let list = reply.json();
    let code = |one: &serde_json::Value| one["errors"][0]["extensions"]["code"].clone();
    let codes: Vec<_> = list.as_array().expect("a list").iter().map(code).collect();
    assert_eq!(codes[..3], [(); 3].map(|()| serde_json::Value::Null));
    assert_eq!(codes[3..], ["RATE_LIMITED", "RATE_LIMITED"]);
}
