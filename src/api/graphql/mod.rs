//! GraphQL: a thin skin over domain types.
//!
//! Each type holds a place in a corpus and its fields are projections of it, so that what is not
//! selected costs nothing.

#![expect(clippy::unused_async, reason = "resolvers have one form, whether they wait or not")]

mod answer;
mod catalogue;
mod citation;
mod citing;
mod clause;
mod clause_version;
mod comparison;
mod connection;
mod corpus;
mod cost;
mod cursor;
mod defaults;
mod document;
mod enums;
mod errors;
mod facets;
mod filter;
mod limits;
mod mutation;
mod phrased;
mod policy;
mod positions;
mod pricing;
mod query;
mod ranked_clause;
mod reading;
mod reference;
mod response_bytes;
mod scalar;
mod schema_depth;
mod subscription;
mod term_met;
mod text_span;
mod text_verdict;
mod tokens;
mod verdict;

use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{SchemaBuilder, ServerError, TypeDirective};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::domain::{self, AskOptions, Clause, Corpus, Document};
use crate::service::{ErrorCode, Service};

pub use cost::Spent;
pub(super) use cursor::PAGE_MAX;
pub use errors::{code_of, error_with};
pub use mutation::{Caller, Mutation};
pub use query::Query;
pub use response_bytes::{ResponseBytes, too_large, too_large_message};
pub use subscription::Subscription;
pub use tokens::parsed_bytes;

/// The query that `ask` makes of a question without further arguments, here and under `/v1`: all of
/// them are served by one kept answer.
pub fn plain_query(question: String) -> domain::Query {
    let options = AskOptions { max_evidence: PAGE_MAX, ..AskOptions::default() };
    domain::Query { question, options, ..domain::Query::default() }
}

/// The schema with the service behind it.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// How deep selections may nest; tools that read the schema need 15.
const DEPTH_MAX: usize = 20;
/// What a question or a search costs beside its fields.
const COMPUTATION_COST: usize = 250;
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

/// What may not stand in a part of a path as it is. Labels hold blanks, `#` and `¶`.
const IN_PATHS: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Links {
    /// Where `clause` of this state of the corpus can be read.
    pub fn clause(&self, corpus: &Corpus, clause: &Clause) -> String {
        let document = &corpus.document_of(clause).id;
        let base = self.public_url.trim_end_matches('/');
        let label = utf8_percent_encode(&clause.label, &IN_PATHS);
        format!("{base}/c/{}/{document}/{label}", corpus.digest().short())
    }

    /// The page on which `document` can be read, as it stands now.
    pub fn page(&self, document: &Document) -> String {
        let id = utf8_percent_encode(&document.id, &IN_PATHS);
        format!("{}/d/{id}", self.public_url.trim_end_matches('/'))
    }

    /// Where the text of `document` is, as it stands now.
    pub fn document(&self, document: &Document) -> String {
        format!("{}/v1/documents/{}", self.public_url.trim_end_matches('/'), document.id)
    }
}

/// The state, the document and the label that a link to a clause names, as its address or its path.
pub fn read_permalink(link: &str) -> Option<(&str, &str, String)> {
    let link = link.trim().split(['?', '#']).next()?;
    let (_, path) = link.rsplit_once("/c/")?;
    let mut names = path.split('/');
    let (state, document, label) = (names.next()?, names.next()?, names.next()?);
    let whole = names.next().is_none() && ![state, document, label].contains(&"");
    let label = percent_decode_str(label).decode_utf8().ok()?;
    whole.then(|| (state, document, label.into_owned()))
}

/// How long caches may reuse the result of a field. A field without a hint follows the fields around
/// it.
#[TypeDirective(name = "cacheControl", location = "FieldDefinition")]
fn cache_control(#[graphql(desc = "Seconds; 0 if the result may never be reused.")] max_age: i32) {}

/// The schema without anything behind it: enough to print it.
pub fn schema_builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    limited(true, usize::MAX)
}

fn limited(
    introspection: bool,
    response_bytes_max: usize,
) -> SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query, Mutation, Subscription)
        .limit_depth(DEPTH_MAX)
        .limit_recursive_depth(RECURSION_MAX)
        .limit_directives(DIRECTIVES_MAX)
        .extension(policy::Policies {
            limits: limits::DocumentLimits { introspection },
            response_bytes_max,
        })
}

/// The schema that answers from `service`.
pub fn schema(service: Service, links: Links) -> Schema {
    schema_with(service, links, true, usize::MAX)
}

/// The schema that answers from `service`; `introspection` says whether it may be asked for, and
/// `response_bytes_max` how much a response may hold.
pub fn schema_with(
    service: Service,
    links: Links,
    introspection: bool,
    response_bytes_max: usize,
) -> Schema {
    limited(introspection, response_bytes_max).data(service).data(Arc::new(links)).finish()
}

/// Parses a document, unless it is too long or nests too deep.
///
/// # Errors
/// What is wrong with it, with a code and, where it is known, a position.
pub fn parse(document: &str) -> Result<ExecutableDocument, ServerError> {
    tokens::check(document)?;
    parse_query(document).map_err(|error| {
        let mut error = ServerError::from(error);
        errors::set_code(&mut error, ErrorCode::ParseFailed);
        error
    })
}

/// The schema in GraphQL's own language, as it is kept in `schema.graphql`.
pub fn sdl() -> String {
    let options =
        async_graphql::SDLExportOptions::new().use_space_ident().prefer_single_line_descriptions();
    schema_builder().finish().sdl_with_options(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_clauses_are_read_back() {
        let expected = Some(("0a1b2c3d4e5f", "rome-2012", "P3A".to_owned()));
        for link in [
            "/c/0a1b2c3d4e5f/rome-2012/P3A",
            " https://example.org/c/0a1b2c3d4e5f/rome-2012/P3A?x=1#y\n",
            "https://example.org/under/c/0a1b2c3d4e5f/rome-2012/P3A",
        ] {
            assert_eq!(read_permalink(link), expected, "{link}");
        }
        let label =
            read_permalink("/c/0a1b2c3d4e5f/x/12%20(b)%20%C2%B61%20%232").expect("a link").2;
        assert_eq!(label, "12 (b) ¶1 #2");
        for link in
            ["", "/c/%/x", "/c/", "/c/a/b", "/c/a/b/c/d", "/c//b/c", "https://example.org/", "P3A"]
        {
            assert_eq!(read_permalink(link), None, "{link}");
        }
    }
}
