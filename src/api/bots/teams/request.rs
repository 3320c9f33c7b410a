//! The activity that an outgoing webhook of Teams sends.

use jiff::Timestamp;
use serde_json::Value;

use crate::api::bots::asked::{Asked, Wants};
use crate::api::bots::html::text_of;
use crate::api::bots::reply::Rejected;
use crate::api::bots::signature::is_fresh;

/// A message that mentions the webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Activity {
    pub(in crate::api::bots) id: String,
    pub(in crate::api::bots) asked: Asked,
}

/// Reads the body of a verified request.
///
/// # Errors
/// When it is no message, or an old one.
pub(in crate::api::bots) fn read(body: &[u8]) -> Result<Activity, Rejected> {
    let sent = serde_json::from_slice::<Value>(body);
    let sent =
        sent.map_err(|error| Rejected::malformed(format!("the body is not JSON: {error}")))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if sent["type"] != "message" || !sent["id"].is_string() {
        return Err(Rejected::malformed("type: is no message of Teams"));
    }
    // The time is signed with the rest.
    let at = sent["timestamp"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
    if !at.is_some_and(is_fresh) {
        return Err(Rejected::unsigned(
            "timestamp: is missing or too old, or the clock of this server is wrong",
        ));
    }
    let conversation = text(&sent["conversation"]["id"]);
    let asked = Asked {
        who: format!("teams:{}", text(&sent["from"]["id"])),
        // It names the thread.
        place: format!("teams:{conversation}"),
        wants: Wants::read(&text_of(&text(&sent["text"]), "at")),
    };
    Ok(Activity { id: text(&sent["id"]), asked })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_read_and_an_old_one_is_not() {
        let now = Timestamp::now();
        let sent = |at: Timestamp| {
            let sent = json!({
                "type": "message", "id": "1", "timestamp": at.to_string(), "from": { "id": "29:1" },
                "conversation": { "id": "19:x;messageid=1" },
                "text": "<at>Rapporteur</at>&nbsp;Which ones mention drugs &amp; arms?",
            });
            read(sent.to_string().as_bytes())
        };
        let asked = sent(now).expect("a message").asked;
        assert_eq!(asked.wants, Wants::question("Which ones mention drugs & arms?"));
        assert_eq!(asked.place, "teams:19:x;messageid=1");
        assert!(sent(now - SignedDuration::from_mins(6)).is_err());
        for broken in ["", "{}", "[]", "{\"type\":\"message\",\"id\":\"1\"}"] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
