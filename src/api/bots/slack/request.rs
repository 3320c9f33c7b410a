//! What Slack sends: a form with a slash command or a button, or JSON with an event.

use serde_json::Value;

use super::events;
use super::wanted::{Command, Request};
use crate::api::bots::asked::{Asked, Wants};
use crate::api::bots::reply::Rejected;

/// Reads the body of a verified request.
///
/// # Errors
/// When it is neither a form nor JSON of Slack's.
pub(in crate::api::bots) fn read(body: &[u8]) -> Result<Request, Rejected> {
    if body.first() == Some(&b'{') {
        let event = serde_json::from_slice::<Value>(body);
        let event =
            event.map_err(|error| Rejected::malformed(format!("the body is not JSON: {error}")))?;
        return Ok(events::read(&event));
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let field = |name: &str| {
        let pair = pairs.iter().find(|(own, _)| own == name);
        pair.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    if let Some((_, payload)) = pairs.iter().find(|(name, _)| name == "payload") {
        let payload = serde_json::from_str::<Value>(payload);
        let payload = payload
            .map_err(|error| Rejected::malformed(format!("payload: is not JSON: {error}")))?;
        return Ok(button(&payload));
    }
    if field("command").is_empty() {
        let tests = field("ssl_check") == "1";
        let unknown = Rejected::malformed("the form has neither 'command' nor 'payload'");
        return if tests { Ok(Request::Other) } else { Err(unknown) };
    }
    let (team, user) = (field("team_id"), field("user_id"));
    let asked = Asked {
        who: format!("slack:{team}:{user}"),
        place: format!("slack:{team}:{}:{user}", field("channel_id")),
        wants: wanted(field("command"), field("text")),
    };
    Ok(Request::Command(Command { asked, response_url: field("response_url").to_owned() }))
}

/// What a slash command wants: one that is called as what it does, `/verify`, needs no further word.
fn wanted(command: &str, text: &str) -> Wants {
    let text = events::text_of(text);
    let own = command.trim_start_matches('/').to_lowercase();
    let is_command = own == "verify" || own == "compare";
    Wants::read(&if is_command { format!("{own} {text}") } else { text })
}

fn button(payload: &Value) -> Request {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let action = &payload["actions"][0];
    if payload["type"] != "block_actions" || !action["value"].is_string() {
        return Request::Other;
    }
    Request::Button { value: text(&action["value"]), response_url: text(&payload["response_url"]) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Result<Request, Rejected> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        read(form.extend_pairs(pairs).finish().as_bytes())
    }

    #[test]
    fn a_command_is_read() {
        let command = form(&[
            ("command", "/ask"),
            ("text", "Which ones mention &lt;drugs&gt; &amp; <#C42|gangs>?"),
            ("team_id", "T1"),
            ("channel_id", "C1"),
            ("user_id", "U1"),
            ("response_url", "https://hooks.slack.com/commands/1"),
        ]);
        let expected = Command {
            asked: Asked {
                who: "slack:T1:U1".into(),
                place: "slack:T1:C1:U1".into(),
                wants: Wants::question("Which ones mention <drugs> & ?"),
            },
            response_url: "https://hooks.slack.com/commands/1".into(),
        };
        assert_eq!(command, Ok(Request::Command(expected)));
        let Ok(Request::Command(compare)) = form(&[("command", "/compare"), ("text", "gangs")])
        else {
            panic!("a command")
        };
        assert_eq!(compare.asked.wants, Wants::Comparison("gangs".into()));
    }

    #[test]
    fn other_forms_are_told_apart() {
        let pressed = json!({ "type": "block_actions", "actions": [{ "value": "fb+1" }], "response_url": "u" });
        let button = Request::Button { value: "fb+1".into(), response_url: "u".into() };
        assert_eq!(form(&[("payload", &pressed.to_string())]), Ok(button));
        assert_eq!(form(&[("payload", "{\"type\":\"view_closed\"}")]), Ok(Request::Other));
        assert_eq!(form(&[("ssl_check", "1")]), Ok(Request::Other));
        assert!(form(&[("payload", "{")]).is_err());
        assert!(form(&[("text", "x")]).is_err() && read(b"").is_err() && read(b"{").is_err());
    }
}
