//! Named runs of bytes: what a file of columns is made of.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::column::{Column, Item};

/// Runs of bytes by name.
#[derive(Debug, Clone, Default)]
pub struct Sections(BTreeMap<String, Bytes>);

/// A section is not there, or cannot be what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("section '{0}' is missing or damaged")]
pub struct Damaged(String);

impl Damaged {
    /// The section with this name is.
    pub fn new(section: &str) -> Self {
        Self(section.to_owned())
    }
}

impl Sections {
    /// Puts a section there, in place of one of that name.
    pub fn put(&mut self, name: &str, bytes: Bytes) {
        self.0.insert(name.to_owned(), bytes);
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// When it is not there.
    pub fn get(&self, name: &str) -> Result<Bytes, Damaged> {
        self.0.get(name).cloned().ok_or_else(|| Damaged::new(name))
    }

    /// A section as an array.
    ///
    /// # Errors
    /// When it is not there, or does not end with an item.
    pub fn column<T: Item>(&self, name: &str) -> Result<Column<T>, Damaged> {
        Column::from_bytes(self.get(name)?).ok_or_else(|| Damaged::new(name))
    }

    /// All of them, in order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes))
    }
}
