//! GitHub: the text of a pull request is checked, and one comment says what was found.

use rapporteur::domain::{Delivery, DeliveryMethod};
use rapporteur::service::Limits;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::platform::{Platform, Platforms};
use crate::app::TestApp;

const TEXT: &str = "The Monaco declaration of 2014 urges to \u{201c}connect backline officers to the I-24/7 network\u{201d}. @somebody #12";

fn event(action: &str, number: u32, text: &str) -> Value {
    json!({
        "action": action, "repository": { "full_name": "a/b" },
        "pull_request": { "number": number, "body": text },
    })
}

async fn post(platforms: &Platforms, event: &Value) {
    let reply = platforms.post(&Platform::Github.signed(&event.to_string())).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, ""));
}

async fn comment(platforms: &Platforms) -> (Delivery, String) {
    let listed = platforms.sent().await;
    assert_eq!(listed.method, DeliveryMethod::Get);
    assert_eq!(listed.url, "https://api.example/repos/a/b/issues/5/comments?per_page=100");
    let sent = platforms.sent().await;
    assert_eq!(sent.bearer.as_ref().map(ExposeSecret::expose_secret), Some("ghp_1"));
    let body: Value = serde_json::from_slice(&sent.body).expect("JSON");
    let text = body["body"].as_str().expect("a text").to_owned();
    (sent, text)
}

#[tokio::test]
async fn a_pull_request_gets_a_comment() {
    let platforms = Platforms::new();
    post(&platforms, &event("opened", 5, TEXT)).await;
    let (sent, text) = comment(&platforms).await;
    assert_eq!(sent.method, DeliveryMethod::Post);
    assert_eq!(sent.url, "https://api.example/repos/a/b/issues/5/comments");
    assert!(text.starts_with("<!-- rapporteur: quotations -->\n"), "{text}");
    assert!(text.contains("ALTERED") && text.contains("frontline"), "{text}");
    assert!(!text.contains("@somebody") && !text.contains("#12"), "{text}");
    // The same event once more.
    post(&platforms, &event("opened", 5, TEXT)).await;
    post(&platforms, &event("closed", 5, TEXT)).await;
    assert!(platforms.is_quiet().await);
}

#[tokio::test]
async fn the_own_comment_is_changed() {
    let listed = "[{\"id\": 7, \"body\": \"x\"}, {\"id\": 8, \"body\": \"<!-- rapporteur: quotations -->\\n1\"}]";
    let platforms =
        Platforms::answering(listed, 0, |settings| TestApp::with(Limits::default(), settings));
    post(&platforms, &event("edited", 5, TEXT)).await;
    let (sent, _) = comment(&platforms).await;
    assert_eq!(sent.method, DeliveryMethod::Patch);
    assert_eq!(sent.url, "https://api.example/repos/a/b/issues/comments/8");
    post(&platforms, &event("synchronize", 5, "")).await;
    let (_, text) = comment(&platforms).await;
    assert!(text.ends_with("\nNothing to check."), "{text}");
}
