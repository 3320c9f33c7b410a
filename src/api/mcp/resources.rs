//! Documents and clauses as resources, and finding them by their ids.

use percent_encoding::percent_decode_str;
use rmcp::model::{
    ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};

use super::bounds::{PAGE, TEXT_CHARS};
use super::outcome::unfit;
use crate::api::places::{CLAUSES, DOCUMENTS, clause_resource, document_resource};
use crate::api::plain;
use crate::domain::{Corpus, Document, Span};
use crate::service::{Service, ServiceError, short_name};

const PLAIN: &str = "text/plain";
/// The most ids that a message lists.
const LISTED_MAX: usize = 20;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The document at this index.
    Document(usize),
    /// The clause at this position.
    Clause(usize),
}

impl Named {
    /// The document, or the one that the clause belongs to.
    pub(super) fn document(self, corpus: &Corpus) -> &Document {
        match self {
            Self::Document(index) => &corpus.documents()[index],
            Self::Clause(position) => corpus.document_of(&corpus.clauses()[position]),
        }
    }

    /// Where it stands in the document's text.
    pub(super) fn span(self, corpus: &Corpus) -> Span {
        match self {
            Self::Document(index) => {
                let text = &corpus.documents()[index].text;
                Span::new(0, text.char_of(text.as_str().len()))
            }
            Self::Clause(position) => corpus.clauses()[position].span,
        }
    }
}

/// What has this id, or this address as a resource.
///
/// # Errors
/// When nothing has; it says which ids come near.
pub(super) fn find(corpus: &Corpus, id: &str) -> Result<Named, ServiceError> {
    let id = id.trim();
    let path = id.strip_prefix(DOCUMENTS).or_else(|| id.strip_prefix(CLAUSES));
    let decoded = path.and_then(|path| percent_decode_str(path).decode_utf8().ok());
    let bare = decoded.as_deref().unwrap_or(id);
    let document = corpus.document_index(bare).map(Named::Document);
    let found = document.or_else(|| corpus.clause_position(bare).map(Named::Clause));
    found.ok_or_else(|| {
        let shown: String = bare.chars().take(200).collect();
        let remedy = remedy(corpus, bare);
        ServiceError::NotFound(format!("the corpus has no document or clause '{shown}'; {remedy}"))
    })
}

/// Which ids to use instead.
fn remedy(corpus: &Corpus, id: &str) -> String {
    let document = id.split_once('/').and_then(|(document, _)| corpus.document(document));
    let (whose, ids): (String, Vec<String>) = if let Some(document) = document {
        let clauses = corpus.clauses_of(document).iter().map(|clause| corpus.id_of(clause));
        (format!("clauses of {}", document.id), clauses.take(LISTED_MAX).collect())
    } else {
        let documents = corpus.documents().iter().map(|document| document.id.clone());
        ("documents".to_owned(), documents.take(LISTED_MAX).collect())
    };
    format!("search for it, or use an id such as those of the {whose}: {}", ids.join(", "))
}

/// A page of the documents, after the one with the id `cursor`.
pub(super) fn list(
    service: &Service,
    cursor: Option<&str>,
) -> Result<ListResourcesResult, ServiceError> {
    let corpus = service.corpus()?;
    let first = match cursor {
        None => 0,
        Some(id) => {
            let index = corpus.document_index(id);
            1 + index.ok_or_else(|| unfit("cursor", "is of no list; list again without it"))?
        }
    };
    let page: Vec<usize> = (first..corpus.documents().len()).take(PAGE).collect();
    let more = page.last().filter(|&&last| last + 1 < corpus.documents().len());
    let next = more.map(|&last| corpus.documents()[last].id.clone());
    let mut list = ListResourcesResult::with_all_items(
        page.iter().map(|&one| resource(&corpus, one)).collect(),
    );
    list.next_cursor = next;
    Ok(list)
}

fn resource(corpus: &Corpus, index: usize) -> Resource {
    let document = &corpus.documents()[index];
    let (kind, clauses) = (document.kind.name(), document.clauses.len());
    Resource::new(document_resource(document), document.id.clone())
        .with_title(plain::about(document))
        .with_description(format!("{}: a {kind} of {clauses} clauses", short_name(corpus, index)))
        .with_mime_type(PLAIN)
        .with_size(document.text.as_str().len() as u64)
}

/// The forms of addresses.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |start: &str, rest: &str, name: &str, title: &str, what: &str| {
        ResourceTemplate::new(format!("{start}{rest}"), name)
            .with_title(title)
            .with_description(what)
            .with_mime_type(PLAIN)
    };
    vec![
        template(
            DOCUMENTS,
            "{document}",
            "document",
            "A document",
            "The text of a document, by its id.",
        ),
        template(
            CLAUSES,
            "{document}/{label}",
            "clause",
            "A clause",
            "The words of a clause, by the id of its document and its label.",
        ),
    ]
}

/// The text of a resource.
pub(super) fn read(service: &Service, uri: &str) -> Result<ReadResourceResult, ServiceError> {
    let corpus = service.corpus()?;
    if !uri.starts_with(DOCUMENTS) && !uri.starts_with(CLAUSES) {
        let shown: String = uri.chars().take(200).collect();
        let message =
            format!("no resource '{shown}'; addresses begin with {DOCUMENTS} or {CLAUSES}");
        return Err(ServiceError::NotFound(message));
    }
    let named = find(&corpus, uri)?;
    let document = named.document(&corpus);
    let address = match named {
        Named::Document(_) => document_resource(document),
        Named::Clause(position) => clause_resource(document, &corpus.clauses()[position]),
    };
    let span = named.span(&corpus);
    let end = span.end.min(span.start.saturating_add(TEXT_CHARS as u32));
    let mut contents = vec![ResourceContents::text(
        document.text.slice(Span::new(span.start, end)),
        address.clone(),
    )];
    if end < span.end {
        let more = format!(
            "The text goes on: it has {} characters, and these were the first {}. Call the tool `fetch` with the id \
             '{}' and the offset {} for the next.",
            span.end - span.start,
            end - span.start,
            document.id,
            end - span.start,
        );
        contents.push(ResourceContents::text(more, format!("{address}#more")));
    }
    Ok(ReadResourceResult::new(contents))
}
