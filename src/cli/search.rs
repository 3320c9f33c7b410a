//! `rapporteur search`.

use serde_json::json;

use super::arguments::{Format, Search};
use super::{Outcome, output, runtime, service};
use crate::api::plain;
use crate::config::Config;
use crate::domain::{AskOptions, Query};
use crate::service::ServiceError;

/// Every field of a page of search results.
const SEARCH: &str = concat!(include_str!("search.graphql"), include_str!("span_fields.graphql"));

pub(super) fn run(config: &Config, arguments: Search) -> anyhow::Result<Outcome> {
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    if arguments.format == Format::Json {
        let variables = json!({
            "query": arguments.query,
            "filter": arguments.filter.to_graphql(),
            "first": arguments.first,
        });
        let page =
            runtime.block_on(output::graphql(service, links, SEARCH, variables, "search"))?;
        output::print_json(&page)?;
        return Ok(outcome(page["totalCount"] == 0));
    }
    let query = Query {
        question: arguments.query,
        history: Vec::new(),
        filter: arguments.filter.to_domain(),
        options: AskOptions { max_evidence: usize::from(arguments.first), ..AskOptions::default() },
    };
    let (ranking, _) = runtime.block_on(service.search(query)).map_err(ServiceError::in_search)?;
    output::print(&plain::ranking(&ranking, ranking.evidence.len(), &links))?;
    Ok(outcome(ranking.evidence.is_empty()))
}

fn outcome(empty: bool) -> Outcome {
    if empty { Outcome::NotFound } else { Outcome::Done }
}
