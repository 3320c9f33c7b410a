//! Where an assistant's reader can open what is cited.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::graphql::Links;
use crate::domain::{Clause, Corpus, Document};

/// What may stand in a part of a resource's address as it is.
const IN_ADDRESSES: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What addresses of documents as resources begin with.
pub(super) const DOCUMENTS: &str = "rapporteur://documents/";
/// What addresses of clauses as resources begin with.
pub(super) const CLAUSES: &str = "rapporteur://clauses/";

/// Addresses of clauses and documents. They are never empty and never relative: assistants cite nothing
/// that cannot be opened by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// The server's links, if there is a server.
    links: Option<Links>,
}

impl Places {
    /// Addresses below `public_url`; where that is empty, below the name by which a request reached the server,
    /// with this `uri` and `headers`.
    pub(super) fn new(public_url: &str, request: Option<(&Uri, &HeaderMap)>) -> Self {
        let host = request.and_then(|(uri, headers)| {
            // In HTTP/2 it stands in the address.
            let named = || headers.get(header::HOST)?.to_str().ok();
            uri.authority().map(Authority::as_str).or_else(named)
        });
        let base = match (public_url, host) {
            ("", Some(host)) => Some(format!("http://{host}")),
            ("", None) => None,
            (url, _) => Some(url.to_owned()),
        };
        Self { links: base.map(|public_url| Links { public_url }) }
    }

    /// Where `clause` can be read.
    pub(super) fn clause(&self, corpus: &Corpus, clause: &Clause) -> String {
        match &self.links {
            Some(links) => links.clause(corpus, clause),
            None => source(corpus.document_of(clause))
                .unwrap_or_else(|| clause_resource(corpus.document_of(clause), clause)),
        }
    }

    /// Where `document` can be read.
    pub(super) fn document(&self, document: &Document) -> String {
        match &self.links {
            Some(links) => links.page(document),
            None => source(document).unwrap_or_else(|| document_resource(document)),
        }
    }

    /// The page at `path` with these parameters; none where there is no server.
    pub(super) fn page(&self, path: &str, parameters: &[(&str, &str)]) -> Option<String> {
        let base = self.links.as_ref()?.public_url.trim_end_matches('/');
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let mark = if query.is_empty() { "" } else { "?" };
        Some(format!("{base}{path}{mark}{query}"))
    }
}

/// Where the text of `document` was taken from, if that is a page.
fn source(document: &Document) -> Option<String> {
    let is_page =
        |source: &&String| source.starts_with("https://") || source.starts_with("http://");
    document.source.as_ref().filter(is_page).cloned()
}

/// The address of `document` as a resource.
pub(super) fn document_resource(document: &Document) -> String {
    format!("{DOCUMENTS}{}", encoded(&document.id))
}

/// The address of `clause` of `document` as a resource.
pub(super) fn clause_resource(document: &Document, clause: &Clause) -> String {
    format!("{CLAUSES}{}/{}", encoded(&document.id), encoded(&clause.label))
}

fn encoded(part: &str) -> String {
    utf8_percent_encode(part, &IN_ADDRESSES).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_as_the_server_was_reached_unless_they_are_set() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "r.example:8080".parse().expect("a header value"));
        let (bare, whole) = (Uri::from_static("/mcp"), Uri::from_static("http://h2.example/mcp"));
        let none = HeaderMap::new();
        let cases = [
            ("", Some((&bare, &headers)), Some("http://r.example:8080")),
            ("", Some((&whole, &none)), Some("http://h2.example")),
            ("https://p.example", Some((&bare, &headers)), Some("https://p.example")),
            ("https://p.example", None, Some("https://p.example")),
            ("", Some((&bare, &none)), None),
            ("", None, None),
        ];
        for (public_url, request, expected) in cases {
            let places = Places::new(public_url, request);
            let base = places.links.as_ref().map(|links| links.public_url.as_str());
            assert_eq!(base, expected, "{public_url:?}");
        }
    }

    #[test]
    fn pages_have_their_parameters() {
        let places = Places::new("https://p.example/", None);
        let page = |path: &str, parameters: &[(&str, &str)]| places.page(path, parameters);
        assert_eq!(page("/", &[("q", "a b&c")]).as_deref(), Some("https://p.example/?q=a+b%26c"));
        assert_eq!(page("/check", &[]).as_deref(), Some("https://p.example/check"));
        assert_eq!(Places::default().page("/", &[]), None);
    }
}
