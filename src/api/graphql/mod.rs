//! GraphQL: a thin skin over domain types.
//!
//! Each type holds a place in a corpus and its fields are projections of it, so that what is not
//! selected costs nothing.

#![expect(clippy::unused_async, reason = "resolvers have one form, whether they wait or not")]

mod answer;
mod clause;
mod connection;
mod corpus;
mod cursor;
mod document;
mod enums;
mod errors;
mod filter;
mod limits;
mod query;
mod reading;
mod scalar;

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, SchemaBuilder};

use crate::domain::{Clause, Corpus};
use crate::service::Service;

pub(super) use cursor::PAGE_MAX;
pub use errors::code_of;
pub use query::Query;

/// The schema with the service behind it.
pub type Schema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// How deep selections may nest; tools that read the schema need 15.
const DEPTH_MAX: usize = 20;
/// How much a request may cost: a field costs 1, a page its items times their cost, and what has
/// to be computed [`COMPUTATION_COST`] more.
const COMPLEXITY_MAX: usize = 20_000;
/// What a question or a search costs beside its fields: a request may have some 200 of them.
const COMPUTATION_COST: usize = 100;
/// How deep a document may nest before it is even looked at.
const RECURSION_MAX: usize = 32;
/// How many directives a field may carry.
const DIRECTIVES_MAX: usize = 5;

/// Where links to clauses lead.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Scheme and host that the service is reached by, without a slash at the end; empty for links
    /// that are relative to wherever the answer is shown.
    pub public_url: String,
}

impl Links {
    /// Where `clause` of this state of the corpus can be read.
    pub fn clause(&self, corpus: &Corpus, clause: &Clause) -> String {
        let document = &corpus.document_of(clause).id;
        let base = self.public_url.trim_end_matches('/');
        format!("{base}/c/{}/{document}/{}", corpus.digest().short(), clause.label)
    }
}

/// The schema without anything behind it: enough to print it.
pub fn schema_builder() -> SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query, EmptyMutation, EmptySubscription)
        .limit_depth(DEPTH_MAX)
        .limit_complexity(COMPLEXITY_MAX)
        .limit_recursive_depth(RECURSION_MAX)
        .limit_directives(DIRECTIVES_MAX)
        .extension(errors::ErrorCodes)
        .extension(limits::ExpansionLimit)
}

/// The schema that answers from `service`.
pub fn schema(service: Service, links: Links) -> Schema {
    schema_builder().data(service).data(Arc::new(links)).finish()
}

/// The schema in GraphQL's own language, as it is kept in `schema.graphql`.
pub fn sdl() -> String {
    let options =
        async_graphql::SDLExportOptions::new().use_space_ident().prefer_single_line_descriptions();
    schema_builder().finish().sdl_with_options(options)
}
