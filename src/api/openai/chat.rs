//! `POST /v1/chat/completions`.

use serde_json::{Value, json};

use super::asked::{Asked, of_chat};
use super::events::Events;
use super::ids;
use super::rejected::Rejected;
use super::reply::Reply;
use super::spoken::{Annotation, Spoken};
use crate::api::places::Places;
use crate::service::Service;

/// Answers a chat.
///
/// # Errors
/// When the request has no question, or the service fails.
pub(in crate::api) async fn chat(
    service: &Service,
    places: &Places,
    body: &[u8],
) -> Result<Reply, Rejected> {
    let Asked { query, model, stream, include_usage, chars } = of_chat(service, body)?;
    let question = query.question.clone();
    let served = service.ask(query).await;
    let served = served.map_err(|error| Rejected::service(error, "messages"))?;
    let spoken = Spoken::of(service, model, &served.answer, &question, places).await;
    let (id, created) = (ids::fresh("chatcmpl-"), ids::now());
    let (asked, said) = (ids::tokens(chars), ids::tokens(spoken.chars()));
    let usage =
        json!({ "prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said });
    let fingerprint = served.answer.corpus_digest().short();
    let body = |object: &str, choices: Value| {
        json!({
            "id": id,
            "object": object,
            "created": created,
            "model": model.name,
            "system_fingerprint": fingerprint,
            "choices": choices,
        })
    };
    if !stream {
        let message = json!({
            "role": "assistant",
            "content": spoken.text,
            "refusal": null,
            "annotations": annotations(&spoken.annotations),
        });
        let choice =
            json!({ "index": 0, "message": message, "logprobs": null, "finish_reason": "stop" });
        let mut body = body("chat.completion", json!([choice]));
        body["usage"] = usage;
        return Ok(Reply::Json(body));
    }
    let chunk = |delta: Value, finish: Option<&str>| {
        let choice =
            json!({ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish });
        let mut chunk = body("chat.completion.chunk", json!([choice]));
        if include_usage {
            chunk["usage"] = Value::Null;
        }
        chunk
    };
    let mut events = Events::default();
    events.push(&chunk(json!({ "role": "assistant", "content": "" }), None));
    for piece in spoken.pieces() {
        events.push(&chunk(json!({ "content": piece }), None));
    }
    if !spoken.annotations.is_empty() {
        events.push(&chunk(json!({ "annotations": annotations(&spoken.annotations) }), None));
    }
    events.push(&chunk(json!({}), Some("stop")));
    if include_usage {
        let mut last = body("chat.completion.chunk", json!([]));
        last["usage"] = usage;
        events.push(&last);
    }
    Ok(Reply::Events(events.finish()))
}

fn annotations(annotations: &[Annotation]) -> Vec<Value> {
    let one = |cited: &Annotation| json!({ "type": "url_citation", "url_citation": cited });
    annotations.iter().map(one).collect()
}
