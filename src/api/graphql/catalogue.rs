//! What is known about a document beside its title and date, and the files that no document was made of.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::enums::AdoptionMethod;
use crate::domain::{self, Corpus};

/// How the document at `index` of `corpus` was adopted.
pub(super) struct Adoption {
    corpus: Arc<Corpus>,
    index: usize,
}

impl Adoption {
    /// Of the document at `index`; none where nothing says how it was adopted.
    pub(super) fn of(corpus: &Arc<Corpus>, index: usize) -> Option<Self> {
        let known = corpus.documents()[index].catalogue.adoption.is_some();
        known.then(|| Self { corpus: Arc::clone(corpus), index })
    }

    fn adoption(&self) -> &domain::Adoption {
        let adoption = self.corpus.documents()[self.index].catalogue.adoption.as_ref();
        adoption.expect("an adoption is made of one that is known")
    }

    fn count(&self, place: usize) -> Option<u32> {
        self.adoption().counts.map(|counts| counts[place])
    }
}

/// How a document was adopted, and who voted how.
#[Object]
impl Adoption {
    /// By a vote or without one.
    async fn method(&self) -> AdoptionMethod {
        self.adoption().method.into()
    }

    /// Members in favour, as spelt in the record; empty where it has no names.
    async fn in_favour(&self) -> &[String] {
        &self.adoption().in_favour
    }

    /// Members against.
    async fn against(&self) -> &[String] {
        &self.adoption().against
    }

    /// Members that abstained.
    async fn abstaining(&self) -> &[String] {
        &self.adoption().abstaining
    }

    /// How many voted in favour, as printed.
    async fn in_favour_count(&self) -> Option<u32> {
        self.count(0)
    }

    /// How many voted against, as printed.
    async fn against_count(&self) -> Option<u32> {
        self.count(1)
    }

    /// How many abstained, as printed.
    async fn abstaining_count(&self) -> Option<u32> {
        self.count(2)
    }
}

/// Something in a file that a person should look at.
#[derive(SimpleObject)]
pub(super) struct Doubt {
    /// Where: a line, a page, an element; empty for the file as a whole.
    place: String,
    /// What is doubtful, and what was done.
    message: String,
}

impl From<&domain::Doubt> for Doubt {
    fn from(doubt: &domain::Doubt) -> Self {
        Self { place: doubt.place.clone(), message: doubt.message.clone() }
    }
}

/// A fact that a file gives under a name of its own.
#[derive(SimpleObject)]
pub(super) struct MetadataEntry {
    /// The file's name for it.
    name: String,
    /// What the file says.
    value: String,
}

impl MetadataEntry {
    /// What the file of the document says beside what the document's own fields have.
    pub(super) fn all(catalogue: &domain::Catalogue) -> Vec<Self> {
        let entry =
            |(name, value): (&String, &String)| Self { name: name.clone(), value: value.clone() };
        catalogue.other.iter().map(entry).collect()
    }
}

/// A file of the corpus folder that no document was made of.
#[derive(SimpleObject)]
pub(super) struct SkippedFile {
    /// Its path below the folder.
    path: String,
    /// The line at fault, from 1, where one line is at fault.
    line: Option<usize>,
    /// What is wrong, and the remedy.
    message: String,
}

impl From<&domain::SkippedFile> for SkippedFile {
    fn from(file: &domain::SkippedFile) -> Self {
        Self { path: file.path.clone(), line: file.line, message: file.message.clone() }
    }
}
