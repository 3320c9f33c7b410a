//! `rapporteur schema`.

use async_graphql::Request;

use super::arguments::{Api, Format, Schema};
use super::{Outcome, output, runtime};
use crate::api::{graphql, http};

/// The standard introspection query.
const INTROSPECTION: &str = include_str!("introspection.graphql");

pub(super) fn run(arguments: &Schema) -> anyhow::Result<Outcome> {
    if arguments.api == Api::Openapi {
        return output::print(&http::openapi());
    }
    if arguments.format == Format::Text {
        return output::print(&graphql::sdl());
    }
    let schema = graphql::schema_builder().finish();
    let response = runtime()?.block_on(schema.execute(Request::new(INTROSPECTION)));
    output::print_json(&serde_json::to_value(response)?)
}
