//! `rapporteur ask`.

use serde_json::json;

use super::arguments::{Ask, Format};
use super::{Outcome, output, runtime, service, terminal};
use crate::api::plain;
use crate::config::Config;
use crate::domain::{AnswerStatus, AskOptions, Query};

/// Every field of an answer.
const ASK: &str = concat!(include_str!("ask.graphql"), include_str!("span_fields.graphql"));

pub(super) fn run(config: &Config, arguments: Ask) -> anyhow::Result<Outcome> {
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    if arguments.format == Format::Json {
        let variables = json!({
            "question": arguments.question,
            "history": arguments.history,
            "filter": arguments.filter.to_graphql(),
            "first": arguments.first,
            "style": arguments.style.name().to_uppercase(),
        });
        let answer = runtime.block_on(output::graphql(service, links, ASK, variables, "ask"))?;
        output::print_json(&answer)?;
        let found = answer["status"] == "ANSWERED";
        return Ok(if found { Outcome::Done } else { Outcome::NotFound });
    }
    let defaults = AskOptions::default();
    let query = Query {
        question: arguments.question,
        history: arguments.history,
        filter: arguments.filter.to_domain(),
        options: AskOptions {
            style: arguments.style,
            max_evidence: arguments.first.map_or(defaults.max_evidence, usize::from),
            ..defaults
        },
    };
    let answer = runtime.block_on(service.ask(query))?.answer;
    match terminal::width().filter(|_| arguments.first.is_none()) {
        Some(width) => terminal::print(&terminal::answer(&answer, &links, width))?,
        None => output::print(&plain::answer(&answer, &links, arguments.first.is_some()))?,
    };
    Ok(match answer.status {
        AnswerStatus::Answered => Outcome::Done,
        AnswerStatus::Nearest | AnswerStatus::NotFound => Outcome::NotFound,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graphql::{Links, code_of, schema};
    use crate::service::{ErrorCode, Limits, Service};

    #[test]
    fn the_full_selection_fits_the_schema() {
        let schema = schema(Service::new(Limits::default()), Links::default());
        let variables = async_graphql::Variables::from_json(json!({ "question": "?" }));
        let request = async_graphql::Request::new(ASK).variables(variables);
        let response = runtime().expect("a runtime").block_on(schema.execute(request));
        let codes: Vec<_> = response.errors.iter().map(code_of).collect();
        assert_eq!(codes, [Some(ErrorCode::NotReady)], "{:?}", response.errors);
    }
}
