//! Interactions of Discord.

use serde_json::Value;

use crate::api::bots::asked::{Asked, Wants, without_names};
use crate::api::bots::reply::Rejected;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) enum Interaction {
    /// Discord tests the address.
    Ping,
    /// A command.
    Command { asked: Asked, later: Later },
    /// The name of a document is being typed.
    Typed(String),
    /// A button was pressed.
    Button(String),
}

/// Where a late answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Later {
    /// Id of the application.
    pub(in crate::api::bots) application: String,
    /// The interaction's own token, which allows to answer it for some minutes.
    pub(in crate::api::bots) token: String,
}

/// Reads the body of a verified request.
///
/// # Errors
/// When it is no interaction, or one that no command of ours leads to.
pub(in crate::api::bots) fn read(body: &[u8]) -> Result<Interaction, Rejected> {
    let sent = serde_json::from_slice::<Value>(body);
    let sent =
        sent.map_err(|error| Rejected::malformed(format!("the body is not JSON: {error}")))?;
    let data = &sent["data"];
    match sent["type"].as_u64() {
        Some(1) => Ok(Interaction::Ping),
        Some(2) => command(&sent, data),
        Some(3) => {
            let pressed = data["custom_id"].as_str().map(str::to_owned).map(Interaction::Button);
            pressed.ok_or_else(|| Rejected::malformed("data.custom_id: is missing"))
        }
        Some(4) => {
            let options = data["options"].as_array().map(Vec::as_slice).unwrap_or_default();
            let typed = options.iter().find(|option| option["focused"] == true);
            let typed = typed.and_then(|option| option["value"].as_str()).unwrap_or_default();
            Ok(Interaction::Typed(typed.to_owned()))
        }
        _ => Err(Rejected::malformed("type: is no interaction of this bot")),
    }
}

fn command(sent: &Value, data: &Value) -> Result<Interaction, Rejected> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let option = |name: &str| {
        let options = data["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        let own = options.iter().find(|option| option["name"] == name);
        own.and_then(|option| option["value"].as_str()).map(without_mentions)
    };
    let wants = match (data["name"].as_str(), option("question"), option("text"), option("topic")) {
        (Some("ask"), Some(question), ..) => {
            let document = option("document").filter(|document| !document.is_empty());
            Wants::Answer { question: without_names(&question), document }
        }
        (Some("verify"), _, Some(text), _) => Wants::Check(text),
        (Some("compare"), .., Some(topic)) => Wants::Comparison(topic),
        (Some("help"), ..) => Wants::Help,
        _ => return Err(Rejected::malformed("data.name: is no command of this bot")),
    };
    let user =
        [&sent["member"]["user"]["id"], &sent["user"]["id"]].into_iter().find_map(Value::as_str);
    let user = user.ok_or_else(|| Rejected::malformed("user: is missing"))?;
    let asked = Asked {
        who: format!("discord:{user}"),
        place: format!("discord:{}:{user}", text(&sent["channel_id"])),
        wants,
    };
    let later = Later { application: text(&sent["application_id"]), token: text(&sent["token"]) };
    let plain = |text: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !text.is_empty() && text.bytes().all(is_plain)
    };
    if !plain(&later.application) || !plain(&later.token) {
        return Err(Rejected::malformed("token: cannot stand in an address"));
    }
    Ok(Interaction::Command { asked, later })
}

/// `text` without mentions: `<@1>`, `<@!1>`, `<#1>`, `<@&1>`.
fn without_mentions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut rest, mut closes) = (text, true);
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at..];
        let is_mention = closes && tag[1..].starts_with(['@', '#']);
        let end = if is_mention { tag.find('>') } else { None };
        // What is not found here is not found further on.
        closes = closes && (!is_mention || end.is_some());
        let end = end.map_or(1, |end| end + 1);
        if end == 1 {
            kept.push('<');
        }
        rest = &tag[end..];
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(data: &Value) -> Result<Interaction, Rejected> {
        let sent = json!({
            "type": 2, "application_id": "77", "token": "aW50.x-_", "channel_id": "5",
            "member": { "user": { "id": "42" } }, "data": data,
        });
        read(sent.to_string().as_bytes())
    }

    fn wants(data: &Value) -> Option<Wants> {
        match sent(data) {
            Ok(Interaction::Command { asked, later }) => {
                assert_eq!(
                    (asked.who.as_str(), asked.place.as_str()),
                    ("discord:42", "discord:5:42")
                );
                assert_eq!((later.application.as_str(), later.token.as_str()), ("77", "aW50.x-_"));
                Some(asked.wants)
            }
            _ => None,
        }
    }

    #[test]
    fn commands_are_read() {
        let options =
            |name: &str, value: &str| json!([{ "name": name, "type": 3, "value": value }]);
        let cases = [
            (
                json!({ "name": "ask", "options": options("question", "<@9> @here Who?") }),
                Some(Wants::question("Who?")),
            ),
            (
                json!({ "name": "verify", "options": options("text", "\u{201c}so\u{201d}") }),
                Some(Wants::Check("\u{201c}so\u{201d}".into())),
            ),
            (
                json!({ "name": "compare", "options": options("topic", "gangs") }),
                Some(Wants::Comparison("gangs".into())),
            ),
            (json!({ "name": "help" }), Some(Wants::Help)),
            (json!({ "name": "ask" }), None),
            (json!({ "name": "ban", "options": options("question", "x") }), None),
            (json!({}), None),
        ];
        for (data, expected) in cases {
            assert_eq!(wants(&data), expected, "{data}");
        }
        let named = json!({ "name": "ask", "options": [
            { "name": "question", "value": "Who?" }, { "name": "document", "value": "rome-2012" },
        ]});
        let document = Some("rome-2012".to_owned());
        assert_eq!(wants(&named), Some(Wants::Answer { question: "Who?".into(), document }));
    }

    #[test]
    fn other_interactions_are_told_apart() {
        let of = |sent: Value| read(sent.to_string().as_bytes());
        assert_eq!(of(json!({ "type": 1 })), Ok(Interaction::Ping));
        let pressed = json!({ "type": 3, "data": { "custom_id": "fb+1" } });
        assert_eq!(of(pressed), Ok(Interaction::Button("fb+1".into())));
        let typed = json!({ "type": 4, "data": { "options": [{ "value": "q" }, { "value": "rom", "focused": true }] } });
        assert_eq!(of(typed), Ok(Interaction::Typed("rom".into())));
        for broken in
            [json!({ "type": 5 }), json!({ "type": "1" }), json!({ "type": 3 }), json!([])]
        {
            assert!(of(broken.clone()).is_err(), "{broken}");
        }
        let astray = json!({ "type": 2, "application_id": "../x", "token": "t", "user": { "id": "1" }, "data": { "name": "help" } });
        assert!(of(astray).is_err());
    }
}
