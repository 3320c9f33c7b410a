//! Reading the question out of a request.

use serde_json::{Map, Value};

use super::models::Model;
use super::rejected::Rejected;
use crate::api::graphql::PAGE_MAX;
use crate::domain::{AskOptions, HISTORY_MAX, QUESTION_CHARS_MAX, Query};
use crate::service::{ErrorCode, Service};

/// A question, and how its answer is to be sent.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: Query,
    pub(super) model: Model,
    /// As events.
    pub(super) stream: bool,
    /// A stream ends with numbers of tokens.
    pub(super) include_usage: bool,
    /// How many characters the conversation has.
    pub(super) chars: usize,
}

/// A message of a conversation.
struct Message {
    by_user: bool,
    text: String,
}

/// The question of a chat completion.
///
/// # Errors
/// Without a question.
pub(super) fn of_chat(service: &Service, body: &[u8]) -> Result<Asked, Rejected> {
    let fields = object(body)?;
    let messages = match fields.get("messages") {
        Some(Value::Array(messages)) => messages.iter().filter_map(message).collect(),
        _ => return Err(Rejected::parameter("messages", "must be a list of messages")),
    };
    asked(service, &fields, messages, "messages")
}

/// The question of a response.
///
/// # Errors
/// Without a question, or if it goes on from a response that was not kept.
pub(super) fn of_responses(service: &Service, body: &[u8]) -> Result<Asked, Rejected> {
    let fields = object(body)?;
    for kept in ["previous_response_id", "conversation"] {
        if fields.get(kept).is_some_and(|value| !value.is_null()) {
            let message =
                "nothing is kept of earlier responses; send the earlier messages in 'input'";
            return Err(Rejected::parameter(kept, message));
        }
    }
    let messages = match fields.get("input") {
        Some(Value::String(text)) => vec![Message { by_user: true, text: text.clone() }],
        Some(Value::Array(items)) => items.iter().filter_map(message).collect(),
        _ => return Err(Rejected::parameter("input", "must be a text or a list of messages")),
    };
    asked(service, &fields, messages, "input")
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Rejected> {
    let rejected = |message: String| Rejected {
        code: ErrorCode::BadRequest,
        message,
        param: None,
        name: None,
    };
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(rejected("the body must be a JSON object".to_owned())),
        Err(error) => Err(rejected(format!("the body is not JSON: {error}; send a JSON object"))),
    }
}

/// A message with its texts; nothing for other items, such as the result of a tool.
fn message(item: &Value) -> Option<Message> {
    let role = item.get("role")?.as_str()?;
    let text = match item.get("content")? {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|part| part.get("text")?.as_str());
            texts.collect::<Vec<_>>().join("\n")
        }
        _ => return None,
    };
    Some(Message { by_user: role == "user", text })
}

fn asked(
    service: &Service,
    fields: &Map<String, Value>,
    messages: Vec<Message>,
    param: &'static str,
) -> Result<Asked, Rejected> {
    let model = match fields.get("model") {
        None | Some(Value::Null) => Model::named(service, None)?,
        Some(Value::String(name)) => Model::named(service, Some(name))?,
        Some(_) => return Err(Rejected::parameter("model", "must be the name of a model")),
    };
    let chars = messages.iter().map(|message| message.text.chars().count()).sum();
    let mut history: Vec<String> = messages
        .into_iter()
        .filter(|message| message.by_user && !message.text.trim().is_empty())
        .map(|message| message.text)
        .collect();
    let question = history.pop().ok_or_else(|| {
        let message = "has no text of the role 'user'; send the question as the last message";
        Rejected::parameter(param, message)
    })?;
    let old = history.len().saturating_sub(HISTORY_MAX);
    let shorten = |text: String| text.chars().take(QUESTION_CHARS_MAX).collect();
    let options = AskOptions {
        style: model.style,
        // As by the other surfaces, so that one kept answer serves all.
        max_evidence: PAGE_MAX,
        ..AskOptions::default()
    };
    let history = history.drain(old..).map(shorten).collect();
    let query = Query { question, history, options, ..Query::default() };
    let is_set = |value: Option<&Value>| value.and_then(Value::as_bool).unwrap_or(false);
    let usage = fields.get("stream_options").and_then(|options| options.get("include_usage"));
    Ok(Asked {
        query,
        model,
        stream: is_set(fields.get("stream")),
        include_usage: is_set(usage),
        chars,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::Limits;

    fn service() -> Service {
        Service::new(Limits::default())
    }

    #[test]
    fn the_last_message_of_the_user_is_the_question() {
        let said = |role: &str, text: &str| json!({ "role": role, "content": text });
        let image = json!({ "role": "user", "content": [
            { "type": "text", "text": "Which one" },
            { "type": "image_url", "image_url": { "url": "data:," } },
            { "type": "text", "text": "is it?" },
        ]});
        let cases = [
            (vec![said("user", "Who?")], "Who?", vec![]),
            (vec![said("system", "Be brief."), said("user", "Who?")], "Who?", vec![]),
            (
                vec![said("user", "Who?"), said("assistant", "Rome."), said("user", "And when?")],
                "And when?",
                vec!["Who?"],
            ),
            (vec![said("user", "Who?"), said("assistant", "Rome.")], "Who?", vec![]),
            (vec![said("user", " "), said("user", "Who?"), said("user", "")], "Who?", vec![]),
            (vec![json!({ "role": "tool" }), json!(7), image], "Which one\nis it?", vec![]),
        ];
        for (messages, question, history) in cases {
            let chat = json!({ "messages": messages, "temperature": 3, "unheard_of": [1] });
            let responses = json!({ "input": messages, "store": true });
            for asked in [
                of_chat(&service(), chat.to_string().as_bytes()),
                of_responses(&service(), responses.to_string().as_bytes()),
            ] {
                let asked = asked.expect("a question");
                assert_eq!(
                    (&*asked.query.question, &asked.query.history[..]),
                    (
                        question,
                        &history.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()[..]
                    )
                );
            }
        }
        let asked = of_responses(&service(), br#"{"input": "Who?"}"#).expect("a question");
        assert_eq!((asked.query.question.as_str(), asked.model.name), ("Who?", "rapporteur"));
    }

    #[test]
    fn history_stays_within_its_limits() {
        let long = "x".repeat(QUESTION_CHARS_MAX + 1);
        let messages: Vec<Value> = (0..HISTORY_MAX + 5)
            .map(|_| json!({ "role": "user", "content": long }))
            .chain([json!({ "role": "user", "content": "Who?" })])
            .collect();
        let asked = of_chat(&service(), json!({ "messages": messages }).to_string().as_bytes());
        let history = asked.expect("a question").query.history;
        assert_eq!(history.len(), HISTORY_MAX);
        assert!(history.iter().all(|one| one.chars().count() == QUESTION_CHARS_MAX));
    }

    #[test]
    fn what_is_no_question_is_rejected_by_the_parameter_at_fault() {
        let cases = [
            ("[1]", None),
            ("{", None),
            ("{}", Some("messages")),
            (r#"{"messages": "Who?"}"#, Some("messages")),
            (r#"{"messages": []}"#, Some("messages")),
            (r#"{"messages": [{"role": "assistant", "content": "Rome."}]}"#, Some("messages")),
            (r#"{"messages": [{"role": "user", "content": "Who?"}], "model": "x"}"#, Some("model")),
            (r#"{"messages": [{"role": "user", "content": "Who?"}], "model": 1}"#, Some("model")),
        ];
        for (body, param) in cases {
            let rejected = of_chat(&service(), body.as_bytes()).expect_err(body);
            assert_eq!(rejected.param, param, "{body}");
        }
        let goes_on = br#"{"input": "Who?", "previous_response_id": "resp_1"}"#;
        assert_eq!(
            of_responses(&service(), goes_on).expect_err("it").param,
            Some("previous_response_id")
        );
    }
}
