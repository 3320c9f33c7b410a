//! The ways to ask, as far as it matters how long each takes.

use axum::body::HttpBody;
use axum::http::{StatusCode, Uri, header};
use axum::response::Response;

/// What paths of `OpenAI`'s API begin with, beside those that end there.
const OPENAI: [&str; 3] = ["/v1/chat/", "/v1/models/", "/v1/responses/"];

/// A way to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surface {
    /// GraphQL, answered in one piece.
    Graphql,
    /// GraphQL as events: from the request to the word that all was sent.
    Events,
    /// GraphQL over `WebSocket`: each operation, from its beginning to its end.
    Websocket,
    /// What stands under `/v1`.
    Rest,
    /// Permanent links.
    Permalink,
    /// The pages for people, and the files that they load.
    Page,
    /// The Model Context Protocol.
    Mcp,
    /// The API of `OpenAI`.
    Openai,
    /// Chat platforms.
    Bots,
    /// Probes, metrics, and what is nowhere.
    Other,
}

impl Surface {
    /// All surfaces, in order.
    pub(super) const ALL: [Self; 10] = [
        Self::Graphql,
        Self::Events,
        Self::Websocket,
        Self::Rest,
        Self::Permalink,
        Self::Page,
        Self::Mcp,
        Self::Openai,
        Self::Bots,
        Self::Other,
    ];

    /// What a request for `uri` asks by.
    pub(super) fn from_uri(uri: &Uri) -> Self {
        match uri.path() {
            "/graphql" => Self::Graphql,
            path if path.starts_with("/c/") => Self::Permalink,
            "/mcp" => Self::Mcp,
            path if path.starts_with("/bots/") => Self::Bots,
            "/v1/models" | "/v1/responses" => Self::Openai,
            path if OPENAI.iter().any(|start| path.starts_with(start)) => Self::Openai,
            "/v1" => Self::Rest,
            path if path.starts_with("/v1/") => Self::Rest,
            path if is_page(path) => Self::Page,
            _ => Self::Other,
        }
    }

    /// Its name in metrics.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Graphql => "graphql",
            Self::Events => "events",
            Self::Websocket => "websocket",
            Self::Rest => "rest",
            Self::Permalink => "permalink",
            Self::Page => "page",
            Self::Mcp => "mcp",
            Self::Openai => "openai",
            Self::Bots => "bots",
            Self::Other => "other",
        }
    }
}

/// Whether a page for people is at `path`, or a file that they load.
fn is_page(path: &str) -> bool {
    const PAGES: [&str; 8] = [
        "/", "/search", "/compare", "/check", "/feedback", "/documents", "/docs", "/schema.graphql",
    ];
    PAGES.contains(&path) || path.starts_with("/d/") || path.starts_with("/assets/")
}

/// Whether `response` only begins what goes on after it: that says itself when it has ended. Events that were all made
/// before they are sent have a known size.
pub(super) fn goes_on(response: &Response) -> bool {
    let events = |media: &[u8]| media.starts_with(b"text/event-stream");
    let streams = response.body().size_hint().exact().is_none();
    response.status() == StatusCode::SWITCHING_PROTOCOLS
        || streams
            && response.headers().get(header::CONTENT_TYPE).is_some_and(|it| events(it.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_surface_has_its_place_and_its_own_name() {
        for (at, surface) in Surface::ALL.into_iter().enumerate() {
            assert_eq!(surface as usize, at);
            assert!(Surface::ALL[..at].iter().all(|other| other.name() != surface.name()));
        }
    }

    #[test]
    fn paths_tell_surfaces() {
        let cases = [
            ("/graphql?query=x", Surface::Graphql),
            ("/graphql/", Surface::Other),
            ("/v1/ask?q=x", Surface::Rest),
            ("/v1x", Surface::Other),
            ("/c/0123/rome-2012/P1", Surface::Permalink),
            ("/mcp", Surface::Mcp),
            ("/bots/slack", Surface::Bots),
            ("/bots", Surface::Other),
            ("/mcp/x", Surface::Other),
            ("/v1/chat/completions", Surface::Openai),
            ("/v1/responses", Surface::Openai),
            ("/v1/responses/resp_1", Surface::Openai),
            ("/v1/models", Surface::Openai),
            ("/v1/models/rapporteur", Surface::Openai),
            ("/v1/modelsx", Surface::Rest),
            ("/metrics", Surface::Other),
            ("/", Surface::Page),
            ("/?q=x", Surface::Page),
            ("/d/rome-2012", Surface::Page),
            ("/documents", Surface::Page),
            ("/documentsx", Surface::Other),
        ];
        for (uri, surface) in cases {
            assert_eq!(Surface::from_uri(&Uri::from_static(uri)), surface, "{uri}");
        }
    }
}
