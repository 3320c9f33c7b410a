//! What handlers share.

use std::sync::Arc;

use super::super::bots::Bots;
use super::super::graphql::Links;
use super::super::mcp;
use super::access::Access;
use super::hosts::Hosts;
use super::operation::Executor;
use super::origins::Origins;
use super::requests::Requests;
use super::streams::Streams;
use crate::service::Service;

/// What handlers share. It is passed on by pointer, several times a request.
pub(super) type App = Arc<Shared>;

/// All that answers requests.
pub(super) struct Shared {
    pub(super) service: Service,
    pub(super) executor: Executor,
    pub(super) streams: Streams,
    pub(super) links: Links,
    /// The tools of assistants.
    pub(super) mcp: mcp::Http,
    /// Whose pages may connect by `WebSocket`, and call tools.
    pub(super) origins: Origins,
    /// Whether the schema may be known.
    pub(super) introspection: bool,
    pub(super) graphiql: bool,
    pub(super) batch_max: usize,
    pub(super) body_bytes_max: usize,
    pub(super) response_bytes_max: usize,
    pub(super) access: Arc<Access>,
    pub(super) hosts: Hosts,
    pub(super) requests: Requests,
    /// The bots of chat platforms.
    pub(super) bots: Bots,
}
