//! How requests come: over streamable HTTP, or over stdin and stdout.

use std::io;
use std::sync::Arc;

use rmcp::ServiceExt;
use rmcp::transport::stdio as standard_streams;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use super::server::McpServer;

/// Streamable HTTP, as a handler of requests.
pub(in crate::api) type Http = StreamableHttpService<McpServer, NeverSessionManager>;

/// Answers from `server`, to bodies of at most `body_bytes_max`. No session is kept: each request stands for
/// itself, and any of several servers can answer it. Names of hosts and origins are for the caller to check.
pub(in crate::api) fn http(server: McpServer, body_bytes_max: usize) -> Http {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(body_bytes_max)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let sessions = Arc::new(NeverSessionManager::default());
    StreamableHttpService::new(move || Ok(server.clone()), sessions, config)
}

/// Answers over stdin and stdout until the client closes them.
///
/// # Errors
/// When the client does not speak the protocol, or a stream breaks.
pub async fn stdio(server: McpServer) -> io::Result<()> {
    let running = Box::pin(server.serve(standard_streams())).await.map_err(io::Error::other)?;
    running.waiting().await.map_err(io::Error::other)?;
    Ok(())
}
