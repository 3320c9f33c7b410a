//! Responses to Discord's interactions.

use serde_json::{Value, json};

use crate::api::bots::feedback;
use crate::api::bots::fitted::fitted;
use crate::api::bots::markdown::Markdown;
use crate::api::bots::message::Message;

/// The most characters of an embed's description.
const CHARS_MAX: usize = 4_096;
/// Characters of the name of a choice, and of its value.
const CHOICE_CHARS_MAX: usize = 100;
/// Only the one who pressed a button sees the response.
const EPHEMERAL: u32 = 64;

/// A message as the response to a command.
pub(super) fn message(said: &Message) -> Value {
    json!({ "type": 4, "data": data(said) })
}

/// The message itself. Nobody is told of what stands in it.
pub(super) fn data(said: &Message) -> Value {
    let mut data = json!({
        "embeds": [{ "description": fitted(said, &Markdown::Discord, CHARS_MAX) }],
        "allowed_mentions": { "parse": [] },
    });
    if let Some(id) = &said.feedback {
        let button =
            |(value, label)| json!({ "type": 2, "style": 2, "label": label, "custom_id": value });
        let row = feedback::buttons(id).map(button);
        data["components"] = json!([{ "type": 1, "components": row }]);
    }
    data
}

/// The documents that fit what is typed: their ids, and what is shown.
pub(super) fn choices(documents: &[(String, String)]) -> Value {
    let fits = |id: &&(String, String)| id.0.chars().count() <= CHOICE_CHARS_MAX;
    let choice = |(id, name): &(String, String)| {
        let name: String = name.chars().take(CHOICE_CHARS_MAX).collect();
        json!({ "name": name, "value": id })
    };
    let choices: Vec<Value> = documents.iter().filter(fits).map(choice).collect();
    json!({ "type": 8, "data": { "choices": choices } })
}

/// That a button was pressed.
pub(super) fn thanks(said: &str) -> Value {
    let allowed = json!({ "parse": [] });
    json!({ "type": 4, "data": { "content": said, "flags": EPHEMERAL, "allowed_mentions": allowed } })
}
