//! The page of a failure: what is wrong, and a way on.

use maud::{Markup, html};

use super::address::{self, Choices};
use crate::domain::Corpus;
use crate::service::{capitalised, short_name};

/// Why a page is not there.
pub(in crate::api) struct Dead<'a> {
    /// The HTTP status.
    pub(in crate::api) status: u16,
    /// What is wrong, and the remedy.
    pub(in crate::api) message: &'a str,
    /// The path that was asked for.
    pub(in crate::api) path: &'a str,
    /// Where the clause stands today, if it does.
    pub(in crate::api) permalink: Option<&'a str>,
}

/// The page of a failure.
pub(in crate::api) fn failure(dead: &Dead<'_>, corpus: Option<&Corpus>) -> Markup {
    html! {
        div.column.dead {
            p.eyebrow { (dead.status) }
            h1 { (title(dead.status)) }
            p.lede { (capitalised(message(dead))) "." }
            @if dead.status == 401 { (how_to_show_a_key()) }
            ul.rows {
                @if let Some(link) = dead.permalink {
                    li { a href=(link) { "The clause as it stands today" } }
                }
                @if let Some((corpus, index)) = corpus.and_then(|corpus| Some((corpus, meant(corpus, dead.path)?))) {
                    li {
                        a href=(address::document(&corpus.documents()[index])) {
                            "Read " (short_name(corpus, index))
                        }
                    }
                }
                @if dead.status == 404 {
                    li { a href=(Choices::default().with("q", &words(dead.path)).address("/search")) { "Search for it" } }
                }
                li { a href="/documents" { "All documents" } }
                li { a href="/" { "Ask a question" } }
            }
        }
    }
}

/// What is wrong. Where a page is not there, the remedy is among the links.
fn message<'d>(dead: &Dead<'d>) -> &'d str {
    let wrong = dead.message.split("; ").next().filter(|_| matches!(dead.status, 404 | 410));
    wrong.unwrap_or(dead.message)
}

const fn title(status: u16) -> &'static str {
    match status {
        401 => "This server asks for a key",
        403 => "This key does not open this page",
        404 => "There is no such page",
        410 => "This text is lost",
        429 => "Too many requests",
        503 => "Not ready yet",
        500..=599 => "This did not work",
        _ => "This cannot be shown",
    }
}

/// How a browser shows a key.
fn how_to_show_a_key() -> Markup {
    html! {
        p {
            "Load this page again: your browser asks for a name and a password. "
            "Leave the name empty, and give your API key, " code { "rptr_…" } ", as the password. "
            "The operator of this server issues keys."
        }
    }
}

/// The document that a path names.
fn meant(corpus: &Corpus, path: &str) -> Option<usize> {
    path.split('/').find_map(|part| corpus.document_index(part))
}

/// The words of a path.
fn words(path: &str) -> String {
    let parts = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path);
    parts.replace(['-', '_', '/'], " ").trim().chars().take(100).collect()
}
