//! The prompt that people can choose.

use rmcp::ErrorData;
use rmcp::model::{
    GetPromptRequestParams, GetPromptResult, Prompt, PromptArgument, PromptMessage, Role,
};

const NAME: &str = "answer_with_quotations";
const TOPIC: &str = "question";
const DESCRIPTION: &str = "Answer a question from the documents alone, with checked quotations.";

/// Every prompt.
pub(super) fn list() -> Vec<Prompt> {
    let question = PromptArgument::new(TOPIC)
        .with_title("Question")
        .with_description("What the documents are asked")
        .with_required(true);
    vec![
        Prompt::new(NAME, Some(DESCRIPTION), Some(vec![question]))
            .with_title("Answer with quotations"),
    ]
}

/// The messages of a prompt.
///
/// # Errors
/// When there is no such prompt, or it lacks its argument.
pub(super) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    if request.name != NAME {
        let shown: String = request.name.chars().take(80).collect();
        let message = format!("no prompt '{shown}'; get '{NAME}'");
        return Err(ErrorData::invalid_params(message, None));
    }
    let given = request.arguments.as_ref().and_then(|given| given.get(TOPIC)?.as_str());
    let question =
        given.map(str::trim).filter(|question| !question.is_empty()).ok_or_else(|| {
            ErrorData::invalid_params(
                format!("{TOPIC}: is missing; send it in the arguments"),
                None,
            )
        })?;
    let text = format!(
        "Answer this question from the documents of the server Rapporteur alone: {question}\n\n\
         1. Call `ask` with the question. If it is about what changed, or about several documents, call `compare`, too.\n\
         2. If the documents do not answer, say so and give the reason that the tool gives. Do not answer from memory.\n\
         3. Otherwise begin with the answer in a sentence. Then quote the decisive words exactly as returned, each with \
         its document, its clause and a link to its address.\n\
         4. Call `verify_text` with your draft, and correct what it finds wrong before you show it."
    );
    let messages = vec![PromptMessage::new_text(Role::User, text)];
    Ok(GetPromptResult::new(messages).with_description(DESCRIPTION))
}
