//! `rapporteur compare`.

use serde_json::json;

use super::arguments::{Compare, Format};
use super::{Outcome, output, runtime, service};
use crate::api::table;
use crate::config::Config;
use crate::domain::ComparisonQuery;

/// Every field of a comparison.
const COMPARE: &str = concat!(include_str!("compare.graphql"), include_str!("span_fields.graphql"));

pub(super) fn run(config: &Config, arguments: Compare) -> anyhow::Result<Outcome> {
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    let speaking = if arguments.format == Format::Json {
        let variables = json!({ "topic": arguments.topic, "documents": arguments.document });
        let comparison =
            runtime.block_on(output::graphql(service, links, COMPARE, variables, "compare"))?;
        output::print_json(&comparison)?;
        comparison["counts"]["speaking"] != 0
    } else {
        let query = ComparisonQuery { topic: arguments.topic, documents: arguments.document };
        let (comparison, _) = runtime.block_on(service.compare(&query))?;
        output::print(&table::comparison(&comparison, &links))?;
        comparison.counts.speaking > 0
    };
    Ok(if speaking { Outcome::Done } else { Outcome::NotFound })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graphql::{Links, code_of, schema};
    use crate::service::{ErrorCode, Limits, Service};

    #[test]
    fn the_full_selection_fits_the_schema() {
        let schema = schema(Service::new(Limits::default()), Links::default());
        let variables = async_graphql::Variables::from_json(json!({ "topic": "?" }));
        let request = async_graphql::Request::new(COMPARE).variables(variables);
        let response = runtime().expect("a runtime").block_on(schema.execute(request));
        let codes: Vec<_> = response.errors.iter().map(code_of).collect();
        assert_eq!(codes, [Some(ErrorCode::NotReady)], "{:?}", response.errors);
    }
}
