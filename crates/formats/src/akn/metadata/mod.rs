//! What a file in Akoma Ntoso says about its document.

mod cover;
mod dates;
mod language_tag;
mod votes;
mod workflow;

use crate::tree::Tree;
use crate::unique::Unique;
use crate::{Block, Doubt, Metadata};

/// Where a document's facts stand in the tree.
struct Source<'t, 'a> {
    tree: &'t Tree<'a>,
    /// The document.
    document: usize,
    /// The collection that it is a component of.
    collection: Option<usize>,
    /// The name of the file.
    name: &'t str,
}

impl Source<'_, '_> {
    /// The document's metadata.
    fn meta(&self) -> Option<usize> {
        self.tree.child(self.document, "meta")
    }

    /// The first element of a name in the metadata, and its attribute.
    fn meta_attribute(&self, element: &str, attribute: &str) -> Option<String> {
        let meta = self.meta()?;
        let found =
            self.tree.below(meta, element).find_map(|at| self.tree.attribute(at, attribute));
        found.map(|value| value.trim().to_owned())
    }

    /// The title pages: the document's own, and that of its collection.
    fn fronts(&self) -> impl Iterator<Item = usize> + '_ {
        let documents = std::iter::once(self.document).chain(self.collection);
        let fronts =
            documents.flat_map(|document| ["coverPage", "preface"].map(|name| (document, name)));
        fronts.filter_map(|(document, name)| self.tree.child(document, name))
    }

    /// Elements of a name on the title pages.
    fn on_fronts<'s>(&'s self, name: &'s str) -> impl Iterator<Item = usize> + 's {
        self.fronts().flat_map(move |front| self.tree.below(front, name))
    }

    /// What an element reads, if anything.
    fn words(&self, at: usize) -> Option<String> {
        let text = super::inline::read(self.tree, at, super::inline::Marks::default()).text;
        (!text.is_empty()).then_some(text)
    }
}

/// Reads what a file says about a document, and what of it is doubtful.
pub(super) fn read(
    tree: &Tree<'_>,
    document: usize,
    collection: Option<usize>,
    name: &str,
    blocks: &[Block],
) -> (Metadata, Vec<Doubt>) {
    let source = Source { tree, document, collection, name };
    let mut metadata = Metadata::default();
    let mut doubts = Vec::new();
    metadata.kind = Some(kind_of(tree, document));
    cover::read(&source, &mut metadata, &mut doubts);
    dates::read(&source, &mut metadata, &mut doubts);
    workflow::read(&source, &mut metadata, &mut doubts);
    metadata.adoption = votes::read(&source, &mut doubts);
    metadata.language = language_tag::read(&source, blocks, &mut doubts);
    metadata.keywords = keywords(&source);
    (metadata, doubts)
}

/// The name that a document gives its kind, in words: `presidential statement`.
fn kind_of(tree: &Tree<'_>, document: usize) -> String {
    let named = tree.attribute(document, "name");
    let name = named.unwrap_or_else(|| tree.name(document).into());
    let mut kind = String::new();
    for char in name.trim().chars() {
        if char.is_uppercase() && !kind.is_empty() && !kind.ends_with(' ') {
            kind.push(' ');
        }
        kind.extend(char.to_lowercase());
    }
    kind
}

/// Subjects, each once. Agenda items and titles stand among them in the file.
fn keywords(source: &Source<'_, '_>) -> Vec<String> {
    let mut found = Unique::default();
    let keywords = source.meta().into_iter().flat_map(|meta| source.tree.below(meta, "keyword"));
    for at in keywords.filter(|&at| source.tree.attribute(at, "refersTo").is_none()) {
        let shown = source.tree.attribute(at, "showAs");
        let shown = shown.or_else(|| source.tree.attribute(at, "value")).unwrap_or_default();
        found.add(shown.replace('_', " ").trim());
    }
    found.into_items()
}

/// A doubt about the metadata.
fn doubt(doubts: &mut Vec<Doubt>, place: &str, message: String) {
    doubts.push(Doubt { place: place.to_owned(), message });
}
