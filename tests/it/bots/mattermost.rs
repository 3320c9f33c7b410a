//! Mattermost: slash commands.

use super::platform::{Platform, Platforms, form};

fn command(text: &str, trigger: &str) -> String {
    form(&[
        ("command", "/rapporteur"),
        ("text", text),
        ("team_id", "t"),
        ("channel_id", "c"),
        ("user_id", "u"),
        ("trigger_id", trigger),
    ])
}

#[tokio::test]
async fn a_command_is_answered_in_markdown_for_the_one_who_asked() {
    let platforms = Platforms::new();
    let question = "Who urges to connect frontline officers to the I-24/7 network?";
    let body = platforms.post(&Platform::Mattermost.signed(&command(question, "1"))).await.json();
    assert_eq!(body["response_type"], "ephemeral");
    let text = body["text"].as_str().expect("a text");
    assert!(
        text.contains("\n> \u{201c}Strongly urge member countries to connect frontline officers"),
        "{text}"
    );
    assert!(text.contains("](<https://r.example/c/"), "{text}");
    let follow_up = platforms.post(&Platform::Mattermost.signed(&command("And Rome?", "2"))).await;
    assert!(follow_up.body.contains("The Monaco declaration, P3A"), "{}", follow_up.body);
}

#[tokio::test]
async fn nobody_is_told() {
    let platforms = Platforms::new();
    let asked = "verify \u{201c}@all @channel connect officers\u{201d}, says the Rome declaration";
    let body = platforms.post(&Platform::Mattermost.signed(&command(asked, "1"))).await.json();
    let text = body["text"].as_str().expect("a text");
    assert!(text.contains("all") && !text.contains("@all") && !text.contains("@channel"), "{text}");
}
