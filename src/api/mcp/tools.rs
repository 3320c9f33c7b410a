//! The tools: their names, what they say of themselves, and which of them is called.

use std::sync::Arc;

use rmcp::ErrorData;
use rmcp::model::{CallToolRequestParams, CallToolResult, JsonObject, Tool, ToolAnnotations};
use rmcp::schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::outcome::{Outcome, failed, unfit};
use super::{arguments, ask, comparison, lookups, verdicts};
use crate::api::places::Places;
use crate::service::{Service, ServiceError};

/// Every tool, always in this order.
pub(super) fn list() -> Vec<Tool> {
    vec![
        tool::<arguments::Search, lookups::Found>(
            "search",
            "Search the documents",
            "Find the clauses of the documents that bear on a question or on a few words. Returns the id, title, \
             address and words of each clause, the best first. Fetch a clause by its id before you rely on it.",
        ),
        tool::<arguments::Fetch, lookups::Fetched>(
            "fetch",
            "Read a clause or a document",
            "Read a clause or a whole document by its id, word for word, with its title, date and address.",
        ),
        tool::<arguments::Ask, ask::Answered>(
            "ask",
            "Ask the documents",
            "Answer a question from the documents. The answer quotes clauses word for word, with a marker such as \
             [1] for each citation. If the documents do not answer, it says so and why: then do not answer from \
             memory in their name.",
        ),
        tool::<arguments::VerifyQuote, verdicts::QuoteChecked>(
            "verify_quote",
            "Check a quotation",
            "Say whether a quotation is in the documents, where, and word for word. Use it for every quotation \
             from the documents before you show it.",
        ),
        tool::<arguments::VerifyText, verdicts::TextChecked>(
            "verify_text",
            "Check a text",
            "Check all that a text quotes, names and claims of the documents: each quotation, reference and \
             paraphrase gets a verdict, and changed quotations their right words.",
        ),
        tool::<arguments::Compare, comparison::Compared>(
            "compare",
            "Compare the documents on a topic",
            "Say what each document says on a topic, in order of date: which speak of it and which are silent, \
             with which verb and how strongly, in which words, and what changed from one to the next.",
        ),
        tool::<arguments::Cite, lookups::Cited>(
            "cite",
            "Cite a clause or a document",
            "Set the citation of a clause or a document in a style of the field: Chicago, OSCOLA, Bluebook or plain.",
        ),
    ]
}

fn tool<I: JsonSchema + 'static, O: JsonSchema + 'static>(
    name: &'static str,
    title: &'static str,
    description: &'static str,
) -> Tool {
    let hints = ToolAnnotations::with_title(title).read_only(true).destructive(false);
    let mut tool = Tool::new(name, description, JsonObject::new())
        .with_title(title)
        .with_input_schema::<I>()
        .with_output_schema::<O>()
        .with_annotations(hints.idempotent(true).open_world(false));
    without_formats(Arc::make_mut(&mut tool.input_schema));
    if let Some(output) = &mut tool.output_schema {
        without_formats(Arc::make_mut(output));
    }
    tool
}

/// Removes the formats of numbers, such as `uint32`: JSON Schema has none, and validators complain of each.
fn without_formats(schema: &mut JsonObject) {
    schema.retain(|name, value| name != "format" || !value.is_string());
    for value in schema.values_mut() {
        match value {
            Value::Object(object) => without_formats(object),
            Value::Array(list) => {
                list.iter_mut().filter_map(Value::as_object_mut).for_each(without_formats);
            }
            _ => {}
        }
    }
}

/// Calls a tool.
///
/// # Errors
/// When there is no such tool. What goes wrong in a tool is its answer: assistants read it, and try again.
pub(super) async fn call(
    service: &Service,
    places: &Places,
    request: CallToolRequestParams,
) -> Result<CallToolResult, ErrorData> {
    let given = request.arguments;
    let outcome = match &*request.name {
        "search" => with(given, |given| lookups::search(service, places, given)).await,
        "fetch" => with(given, async |given| lookups::fetch(service, places, &given)).await,
        "ask" => with(given, |given| ask::ask(service, places, given)).await,
        "verify_quote" => with(given, |given| verdicts::quote(service, places, given)).await,
        "verify_text" => with(given, |given| verdicts::text(service, places, given)).await,
        "compare" => with(given, |given| comparison::compare(service, places, given)).await,
        "cite" => with(given, async |given| lookups::cite(service, &given)).await,
        other => {
            let names: Vec<_> = list().into_iter().map(|tool| tool.name).collect();
            let shown: String = other.chars().take(80).collect();
            let message = format!("no tool '{shown}'; call one of: {}", names.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        }
    };
    Ok(outcome.unwrap_or_else(|error| failed(&error)))
}

/// What `run` makes of the arguments.
async fn with<A: DeserializeOwned, F: Future<Output = Outcome>>(
    given: Option<JsonObject>,
    run: impl FnOnce(A) -> F,
) -> Outcome {
    run(read(given)?).await
}

fn read<A: DeserializeOwned>(given: Option<JsonObject>) -> Result<A, ServiceError> {
    serde_json::from_value(Value::Object(given.unwrap_or_default())).map_err(|error| {
        unfit("arguments", format!("{error}; send them as the tool's inputSchema says"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_say_what_they_take_and_give_and_that_they_change_nothing() {
        let tools = list();
        assert_eq!(tools.len(), 7);
        for tool in tools {
            let name = &tool.name;
            let input = &tool.input_schema;
            let described = input["properties"].as_object().expect("properties");
            assert!(described.values().all(|one| one["description"].is_string()), "{name}");
            assert_eq!(input["additionalProperties"], Value::Bool(false), "{name}");
            let output = tool.output_schema.as_ref().expect("an output schema");
            assert_eq!(output["type"], "object", "{name}");
            let schemas = serde_json::to_string(&(input, output)).expect("JSON");
            assert!(!schemas.contains("\"format\":\""), "{name}: {schemas}");
            let hints = tool.annotations.expect("annotations");
            assert_eq!((hints.read_only_hint, hints.open_world_hint), (Some(true), Some(false)));
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let given = |json: Value| json.as_object().cloned();
        let cases = [
            (given(serde_json::json!({ "query": "x" })), None),
            (given(serde_json::json!({ "query": "x", "limit": null })), None),
            (given(serde_json::json!({})), Some("missing field `query`")),
            (given(serde_json::json!({ "query": 1 })), Some("invalid type: integer")),
            (given(serde_json::json!({ "query": "x", "first": 1 })), Some("unknown field `first`")),
            (None, Some("missing field `query`")),
        ];
        for (given, expected) in cases {
            let shown = format!("{given:?}");
            let error = read::<arguments::Search>(given).err().map(|error| error.to_string());
            match expected {
                None => assert_eq!(error, None, "{shown}"),
                Some(part) => assert!(error.is_some_and(|error| error.contains(part)), "{shown}"),
            }
        }
    }
}
