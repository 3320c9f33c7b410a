//! XML as a tree in reading order, with bounds on its depth and its size.
//!
//! Names and texts are slices of the file. Nothing is expanded but the five entities that XML has
//! and numbers of characters.

mod attributes;
mod read;

pub(crate) use read::read;

use crate::Doubt;
use crate::prose::Prose;

/// A file of XML. Node 0 is its root element, and a node's descendants follow it.
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Where the tags do not fit together.
    pub(crate) doubts: Vec<Doubt>,
}

struct Node<'a> {
    kind: Kind<'a>,
    /// The first node that is no descendant of it.
    end: usize,
    line: usize,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    /// The name without its prefix, and all that stands between the angle brackets of its tag.
    Element {
        name: &'a str,
        tag: &'a str,
    },
    Text(&'a str),
    Char(char),
}

impl<'a> Tree<'a> {
    /// The name of an element without its prefix; empty for text.
    pub(crate) fn name(&self, node: usize) -> &'a str {
        match self.nodes[node].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) | Kind::Char(_) => "",
        }
    }

    /// Whether the element at a place has a name. Beyond the end there is none.
    pub(crate) fn comes_next(&self, node: usize, name: &str) -> bool {
        node < self.nodes.len() && self.name(node) == name
    }

    /// Whether it is an element.
    pub(crate) fn is_element(&self, node: usize) -> bool {
        matches!(self.nodes[node].kind, Kind::Element { .. })
    }

    /// Adds the text of a node of text; an element adds nothing.
    pub(crate) fn append(&self, node: usize, prose: &mut Prose) {
        match self.nodes[node].kind {
            Kind::Text(text) => prose.push_str(text),
            Kind::Char(char) => prose.push(char),
            Kind::Element { .. } => {}
        }
    }

    /// Whether it is text with something to see in it.
    pub(crate) fn is_visible_text(&self, node: usize) -> bool {
        match self.nodes[node].kind {
            Kind::Text(text) => text.chars().any(|char| !char.is_whitespace()),
            Kind::Char(char) => !char.is_whitespace(),
            Kind::Element { .. } => false,
        }
    }

    /// All the text below a node, of elements of any kind.
    pub(crate) fn all_text(&self, node: usize) -> String {
        let mut prose = Prose::default();
        for at in node..self.end(node) {
            self.append(at, &mut prose);
        }
        prose.into_text()
    }

    /// The first node after the descendants of this one.
    pub(crate) fn end(&self, node: usize) -> usize {
        self.nodes[node].end
    }

    /// The line that it begins on, from 1.
    pub(crate) fn line(&self, node: usize) -> usize {
        self.nodes[node].line
    }

    /// Its children in order, elements and texts.
    pub(crate) fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(node);
        let mut next = node + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.end(child);
                child
            })
        })
    }

    /// Its first child of a name.
    pub(crate) fn child(&self, node: usize, name: &str) -> Option<usize> {
        self.children(node).find(|&child| self.name(child) == name)
    }

    /// The elements of a name below it, in order.
    pub(crate) fn below<'t>(
        &'t self,
        node: usize,
        name: &'t str,
    ) -> impl Iterator<Item = usize> + 't {
        (node + 1..self.end(node)).filter(move |&at| self.name(at) == name)
    }
}
