//! What every bot refuses, and that it answers nothing twice.

use axum::http::StatusCode;
use rapporteur::api::http::Settings;
use rapporteur::service::Limits;
use serde_json::json;

use super::platform::{Platform, Platforms, SECRET, Signed, form, now};
use crate::app::TestApp;

const QUESTION: &str = "Who urges to connect frontline officers to the I-24/7 network?";

/// A question, or a text to be checked, in the form of `platform`; `id` tells it from others.
fn body(platform: Platform, id: u32) -> String {
    match platform {
        Platform::Slack => form(&[
            ("command", "/rapporteur"),
            ("text", QUESTION),
            ("team_id", "T1"),
            ("channel_id", "C1"),
            ("user_id", "U1"),
            ("response_url", "https://hooks.example/commands/1"),
            ("trigger_id", &id.to_string()),
        ]),
        Platform::Discord => json!({
            "type": 2, "id": id.to_string(), "application_id": "77", "token": "t-1", "channel_id": "5",
            "member": { "user": { "id": "42" } },
            "data": { "name": "ask", "options": [{ "name": "question", "value": QUESTION }] },
        })
        .to_string(),
        Platform::Telegram => json!({
            "update_id": id,
            "message": {
                "message_id": 5, "date": now(), "text": QUESTION,
                "from": { "id": 42, "is_bot": false }, "chat": { "id": 42, "type": "private" },
            },
        })
        .to_string(),
        Platform::Teams => json!({
            "type": "message", "id": id.to_string(), "timestamp": jiff::Timestamp::now().to_string(),
            "from": { "id": "29:1" }, "conversation": { "id": "19:x" },
            "text": format!("<at>Rapporteur</at> {QUESTION}"),
        })
        .to_string(),
        Platform::Mattermost => form(&[
            ("command", "/rapporteur"),
            ("text", QUESTION),
            ("team_id", "t"),
            ("channel_id", "c"),
            ("user_id", "u"),
            ("trigger_id", &id.to_string()),
        ]),
        Platform::Github => json!({
            "action": "opened", "repository": { "full_name": "a/b" },
            "pull_request": { "number": id, "body": "The Rome declaration says \u{201c}so be it, and so it is\u{201d}." },
        })
        .to_string(),
    }
}

fn signed(platform: Platform, id: u32) -> Signed {
    platform.signed(&body(platform, id))
}

#[tokio::test]
async fn what_the_platform_signed_is_answered() {
    let platforms = Platforms::new();
    for platform in Platform::ALL {
        let reply = platforms.post(&signed(platform, 1)).await;
        assert_eq!(reply.status, 200, "{platform:?}: {}", reply.body);
        assert_eq!(reply.header("cache-control"), "no-store");
        if platform == Platform::Github {
            assert_eq!(reply.body, "");
        } else {
            assert!(reply.body.contains("frontline officers"), "{platform:?}: {}", reply.body);
            assert!(reply.body.contains("https://r.example/c/"), "{platform:?}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn other_keys_and_changed_bytes_are_refused() {
    let platforms = Platforms::new();
    for platform in Platform::ALL {
        let good = signed(platform, 1);
        let other = platform.sign("another secret", now(), &good.body);
        let bare = Signed { headers: Vec::new(), ..good.clone() };
        let changed = Signed { body: good.body.replacen('1', "2", 1), ..good.clone() };
        assert_ne!(changed.body, good.body);
        for (what, sent) in [("another key", other), ("no key", bare), ("a changed byte", changed)]
        {
            // A token does not cover the body.
            let by_token = [Platform::Telegram, Platform::Mattermost].contains(&platform);
            if what == "a changed byte" && by_token {
                continue;
            }
            let reply = platforms.post(&sent).await;
            assert_eq!(
                reply.status,
                StatusCode::UNAUTHORIZED,
                "{platform:?}, {what}: {}",
                reply.body
            );
            assert_eq!(reply.json()["code"], "UNAUTHENTICATED", "{platform:?}, {what}");
            assert!(!reply.body.contains(SECRET));
        }
    }
    assert!(platforms.is_quiet().await);
}

#[tokio::test]
async fn old_requests_are_refused() {
    let platforms = Platforms::new();
    for platform in [Platform::Slack, Platform::Discord] {
        for at in [now() - 400, now() + 400] {
            let old = platform.sign(SECRET, at, &body(platform, 1));
            assert_eq!(platforms.post(&old).await.status, 401, "{platform:?}");
        }
    }
    let mut old: serde_json::Value = serde_json::from_str(&body(Platform::Teams, 1)).expect("JSON");
    old["timestamp"] = json!("2024-01-01T00:00:00Z");
    let old = Platform::Teams.signed(&old.to_string());
    assert_eq!(platforms.post(&old).await.status, 401);
    let mut old: serde_json::Value =
        serde_json::from_str(&body(Platform::Telegram, 1)).expect("JSON");
    old["message"]["date"] = json!(now() - 90_000);
    let reply = platforms.post(&Platform::Telegram.signed(&old.to_string())).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, ""), "it is left alone");
}

#[tokio::test]
async fn nothing_is_answered_twice() {
    let platforms = Platforms::new();
    for platform in Platform::ALL.into_iter().filter(|one| *one != Platform::Github) {
        let sent = signed(platform, 1);
        assert!(platforms.post(&sent).await.body.contains("frontline"), "{platform:?}");
        // Word for word once more, and signed anew, as platforms do that send again.
        let again = platform.sign(SECRET, now() + 1, &sent.body);
        let repeated = if platform == Platform::Telegram { vec![sent, again] } else { vec![sent] };
        for copy in repeated {
            let reply = platforms.post(&copy).await;
            assert!(!reply.body.contains("frontline"), "{platform:?}: {}", reply.body);
        }
        let next = signed(platform, 2);
        assert!(platforms.post(&next).await.body.contains("frontline"), "{platform:?}");
    }
}

#[tokio::test]
async fn a_copy_whose_signature_has_other_digits_is_refused() {
    let platforms = Platforms::new();
    for platform in [Platform::Slack, Platform::Discord, Platform::Github] {
        let mut sent = signed(platform, 1);
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_hexdigit).count() >= 64;
        let (_, signature) = sent.headers.iter_mut().find(|(_, value)| digits(value)).expect("one");
        let (head, digits) = signature.split_at(signature.find('=').map_or(0, |at| at + 1));
        let other = format!("{head}{}", digits.to_uppercase());
        assert_ne!(*signature, other);
        *signature = other;
        assert_eq!(platforms.post(&sent).await.status, 401, "{platform:?}");
    }
}

#[tokio::test]
async fn bodies_that_are_too_large_or_not_in_form_are_refused() {
    let platforms = Platforms::with(0, |settings| {
        let settings = Settings { body_bytes_max: 4_096, ..settings.clone() };
        TestApp::with(Limits::default(), &settings)
    });
    for platform in Platform::ALL {
        let large = platform.signed(&"x".repeat(5_000));
        assert_eq!(platforms.post(&large).await.status, 413, "{platform:?}");
        for body in ["", "{", "[1]", "\u{1d4b3}=%FF&&", "null", "{\"type\":99}"] {
            let reply = platforms.post(&platform.signed(body)).await;
            // Slack and GitHub send events that nobody asked for.
            assert!([200, 400, 401].contains(&reply.status.as_u16()), "{platform:?} {body}");
            assert!(!reply.body.contains("frontline"), "{platform:?}: {}", reply.body);
        }
        let get = platforms.app.get(platform.signed("").path, &[]).await;
        assert_eq!(get.status, 405, "{platform:?}");
    }
}

#[tokio::test]
async fn bots_that_are_off_are_not_there() {
    let app = TestApp::new();
    for platform in Platform::ALL {
        let sent = signed(platform, 1);
        let request = axum::http::Request::post(sent.path).body(axum::body::Body::empty());
        assert_eq!(app.send(request.expect("a request")).await.status, 404, "{platform:?}");
    }
}

#[tokio::test]
async fn keys_do_not_open_bots_and_bots_need_none() {
    let platforms = Platforms::with(0, |settings| {
        let mut settings = settings.clone();
        settings.access.anonymous_read = false;
        TestApp::with(Limits::default(), &settings)
    });
    let reply = platforms.post(&signed(Platform::Slack, 1)).await;
    assert!(reply.body.contains("frontline"), "{}", reply.body);
    assert_eq!(platforms.app.get("/v1/ask?q=x", &[]).await.status, 401);
}

#[tokio::test]
async fn one_person_may_ask_so_often_and_others_too() {
    let platforms = Platforms::with(2, |settings| TestApp::with(Limits::default(), settings));
    for platform in Platform::ALL.into_iter().filter(|one| *one != Platform::Github) {
        for (id, answered) in [(1, true), (2, true), (3, false)] {
            let reply = platforms.post(&signed(platform, id)).await;
            assert_eq!(reply.status, 200, "{platform:?}");
            assert_eq!(reply.body.contains("frontline"), answered, "{platform:?}: {}", reply.body);
            assert_eq!(reply.body.contains("more than 2 messages"), !answered);
        }
    }
    let other = body(Platform::Slack, 4).replace("U1", "U2");
    assert!(platforms.post(&Platform::Slack.signed(&other)).await.body.contains("frontline"));
}

#[tokio::test]
async fn addresses_that_sign_nothing_are_refused_for_a_while() {
    let platforms = Platforms::with(0, |settings| {
        let mut settings = settings.clone();
        settings.access.rate_per_minute = 3;
        TestApp::with(Limits::default(), &settings)
    });
    let wrong = Platform::Slack.sign("another secret", now(), &body(Platform::Slack, 1));
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(platforms.post(&wrong).await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 429, 429]);
}

#[tokio::test]
async fn a_service_that_is_loading_says_so_in_the_chat() {
    let platforms = Platforms::with(0, |settings| TestApp::loading(Limits::default(), settings));
    for platform in Platform::ALL.into_iter().filter(|one| *one != Platform::Github) {
        let reply = platforms.post(&signed(platform, 1)).await;
        assert_eq!(reply.status, 200, "{platform:?}");
        assert!(reply.body.contains("still being loaded"), "{platform:?}: {}", reply.body);
    }
}
