//! `POST /v1/responses`.

use serde_json::{Value, json};

use super::asked::{Asked, of_responses};
use super::events::Events;
use super::ids;
use super::models::Model;
use super::rejected::Rejected;
use super::reply::Reply;
use super::spoken::{Annotation, Spoken};
use crate::api::places::Places;
use crate::service::Service;

/// Answers a request for a response.
///
/// # Errors
/// When the request has no question, or the service fails.
pub(in crate::api) async fn responses(
    service: &Service,
    places: &Places,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Asked { query, model, stream, chars, .. } = of_responses(service, body)?;
    let question = query.question.clone();
    let served = service.ask(query).await;
    let served = served.map_err(|error| Rejected::service(error, "input"))?;
    let spoken = Spoken::of(service, model, &served.answer, &question, places).await;
    let response = Response {
        id: ids::fresh("resp_"),
        item: ids::fresh("msg_"),
        created: ids::now(),
        model,
        asked: ids::tokens(chars),
        spoken,
    };
    Ok(if stream {
        Reply::Events(response.events())
    } else {
        Reply::Json(response.body("completed"))
    })
}

/// A response.
struct Response {
    id: String,
    /// Id of its message.
    item: String,
    created: i64,
    model: Model,
    /// About how many tokens the conversation has.
    asked: usize,
    spoken: Spoken,
}

impl Response {
    /// The body, while it is `in_progress` or once it is `completed`.
    fn body(&self, status: &str) -> Value {
        let completed = status == "completed";
        let said = ids::tokens(self.spoken.chars());
        let usage = json!({
            "input_tokens": self.asked,
            "input_tokens_details": { "cached_tokens": 0 },
            "output_tokens": said,
            "output_tokens_details": { "reasoning_tokens": 0 },
            "total_tokens": self.asked + said,
        });
        let output = if completed { vec![self.message(status)] } else { Vec::new() };
        json!({
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "completed_at": completed.then(ids::now),
            "status": status,
            "error": null,
            "incomplete_details": null,
            "instructions": null,
            "max_output_tokens": null,
            "max_tool_calls": null,
            "model": self.model.name,
            "output": output,
            "parallel_tool_calls": false,
            "previous_response_id": null,
            "prompt_cache_key": null,
            "reasoning": null,
            "safety_identifier": null,
            "service_tier": "default",
            "store": false,
            "background": false,
            "temperature": 0.0,
            "top_p": 1.0,
            "presence_penalty": 0.0,
            "frequency_penalty": 0.0,
            "top_logprobs": 0,
            "text": { "format": { "type": "text" } },
            "tool_choice": "none",
            "tools": [],
            "truncation": "disabled",
            "usage": if completed { usage } else { Value::Null },
            "metadata": {},
        })
    }

    fn message(&self, status: &str) -> Value {
        let content =
            if status == "completed" { vec![self.content(&self.spoken.text)] } else { Vec::new() };
        json!({
            "type": "message",
            "id": self.item,
            "status": status,
            "role": "assistant",
            "content": content,
        })
    }

    /// The message's only content, with as much of its text as has been sent.
    fn content(&self, text: &str) -> Value {
        let sent = text.len() == self.spoken.text.len();
        let annotations: Vec<Value> =
            self.spoken.annotations.iter().filter(|_| sent).map(annotation).collect();
        json!({ "type": "output_text", "text": text, "annotations": annotations, "logprobs": [] })
    }

    fn events(&self) -> String {
        let mut events = Events::default();
        let mut number = 0;
        let mut push = |name: &str, mut data: Value| {
            data["type"] = name.into();
            data["sequence_number"] = number.into();
            number += 1;
            events.push_named(name, &data);
        };
        let at = |mut data: Value| {
            data["item_id"] = self.item.as_str().into();
            data["output_index"] = 0.into();
            data["content_index"] = 0.into();
            data
        };
        for name in ["response.created", "response.in_progress"] {
            push(name, json!({ "response": self.body("in_progress") }));
        }
        let begun = self.message("in_progress");
        push("response.output_item.added", json!({ "output_index": 0, "item": begun }));
        push("response.content_part.added", at(json!({ "part": self.content("") })));
        for piece in self.spoken.pieces() {
            push("response.output_text.delta", at(json!({ "delta": piece, "logprobs": [] })));
        }
        for (index, cited) in self.spoken.annotations.iter().enumerate() {
            let data = json!({ "annotation_index": index, "annotation": annotation(cited) });
            push("response.output_text.annotation.added", at(data));
        }
        let text = &self.spoken.text;
        push("response.output_text.done", at(json!({ "text": text, "logprobs": [] })));
        push("response.content_part.done", at(json!({ "part": self.content(text) })));
        let ended = self.message("completed");
        push("response.output_item.done", json!({ "output_index": 0, "item": ended }));
        push("response.completed", json!({ "response": self.body("completed") }));
        events.finish()
    }
}

fn annotation(cited: &Annotation) -> Value {
    let mut body = serde_json::to_value(cited).expect("annotations have string keys only");
    body["type"] = "url_citation".into();
    body
}
