//! The attributes of an element, read when they are asked for.

use std::borrow::Cow;

use quick_xml::events::attributes::Attributes;

use super::{Kind, Tree};

impl<'a> Tree<'a> {
    /// The value of an attribute, by its name with its prefix. None if it is empty.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<Cow<'a, str>> {
        let Kind::Element { tag, .. } = self.nodes[node].kind else { return None };
        let attribute =
            of(tag).flatten().find(|attribute| attribute.key.as_ref() == name.as_bytes())?;
        let value = attribute.unescape_value().ok()?;
        (!value.trim().is_empty()).then_some(value)
    }

    /// Whether an attribute has a value.
    pub(crate) fn has(&self, node: usize, name: &str, value: &str) -> bool {
        self.attribute(node, name).is_some_and(|found| found == value)
    }
}

/// The attributes in a tag. Their names are not compared with each other: a hostile tag has many.
pub(super) fn of(tag: &str) -> Attributes<'_> {
    let name = tag.find(|char: char| char.is_ascii_whitespace()).unwrap_or(tag.len());
    let mut attributes = Attributes::new(tag, name);
    attributes.with_checks(false);
    attributes
}
