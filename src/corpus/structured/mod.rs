//! From the blocks of a file to a document with its clauses.
//!
//! `layout` puts the blocks into one text and remembers where each stands; `paths` gives each a
//! label that says where it is found; `parts` says what it is to the document; `identity` and
//! `facts` find what no metadata gives.

mod facts;
mod identity;
mod layout;
mod parts;
mod paths;
mod titles;

use formats::ParsedDocument;

use super::{Draft, clause, verbs};
use crate::domain::{Clause, Digest, Document, Text};
pub(super) use facts::{adoption, doubt};
pub use identity::id_of_file;
pub(super) use identity::slug;
use layout::Layout;

/// The document that `parsed` is, with its clauses, under the id `id`. None where no clause is in it.
pub(super) fn document(
    parsed: ParsedDocument,
    id: String,
    digest: Digest,
) -> Option<(Document, Vec<Clause>)> {
    let ParsedDocument { format, metadata, blocks, doubts } = parsed;
    let layout = Layout::of(&blocks);
    if layout.clauses.is_empty() {
        return None;
    }
    let facts = facts::read(format, metadata, &blocks, doubts);
    let text = Text::new(layout.text);
    let labels = paths::labels(&blocks, &layout.clauses);
    let mut drafts = Vec::with_capacity(labels.len());
    for (place, label) in layout.clauses.iter().zip(labels) {
        let mut draft = Draft::new(label, place.range.clone());
        draft.parent = place.parent;
        draft.heading.clone_from(&place.heading);
        drafts.push(draft);
    }
    parts::assign(text.as_str(), &blocks, &layout.clauses, &mut drafts, &facts);
    let clauses = drafts.into_iter().map(|draft| clause(draft, &text)).collect();
    let document = Document {
        id,
        title: facts.title,
        kind: facts.kind,
        adopted_on: facts.adopted_on,
        published_on: facts.published_on,
        place: facts.place,
        occasion: facts.occasion,
        language: facts.language,
        source: facts.source,
        catalogue: facts.catalogue,
        text,
        digest,
        clauses: 0..0,
    };
    Some((document, clauses))
}
