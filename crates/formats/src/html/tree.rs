//! The page as a tree: nodes in one list, tied to each other by their places in it.
//!
//! Nothing here calls itself: a page may nest as deep as it likes until it is refused.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use crate::{FormatError, Limits};

/// Bytes that are parsed between two looks at how deep and how large the tree is.
const CHUNK_BYTES: usize = 32 * 1024;
/// Elements that nobody closes pile up without harm: more of them than elsewhere are borne.
const DEPTH_FACTOR: usize = 10;
/// Nodes for each block that a file may have.
const NODES_FACTOR: usize = 4;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Element { name: String, attributes: Vec<(String, String)> },
    Text(String),
    Other,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    depth: usize,
    parent: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree(Vec<Node>);

impl Tree {
    /// Parses a page.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self, FormatError> {
        let sink =
            Sink { nodes: RefCell::new(vec![Node::new(Kind::Other)]), deepest: Cell::new(0) };
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = rest.len().min(CHUNK_BYTES);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            parser.process(StrTendril::from_slice(&rest[..end]));
            rest = &rest[end..];
            let sink = &parser.tokenizer.sink.sink;
            if sink.deepest.get() > limits.depth_max.saturating_mul(DEPTH_FACTOR) {
                return Err(FormatError::whole(
                    "its elements stand too deep within each other; save it anew with a browser",
                ));
            }
            if sink.nodes.borrow().len() > limits.blocks_max.saturating_mul(NODES_FACTOR) {
                return Err(FormatError::whole(
                    "it has too many elements; split it into smaller files",
                ));
            }
        }
        Ok(parser.finish())
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The node that holds all others.
    pub(super) const ROOT: usize = 0;

    /// The name of an element; empty for anything else.
    pub(super) fn name(&self, node: usize) -> &str {
        match &self.0[node].kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    pub(super) fn kind(&self, node: usize) -> &Kind {
        &self.0[node].kind
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        match &self.0[node].kind {
            Kind::Element { attributes, .. } => {
                attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    pub(super) fn parent(&self, node: usize) -> Option<usize> {
        self.0[node].parent
    }

    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.0[node].first, |&child| self.0[child].after)
    }

    /// Children from the last to the first.
    pub(super) fn children_back(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.0[node].last, |&child| self.0[child].before)
    }

    /// A node and all that stand in it, in the order of the page.
    pub(super) fn within(&self, node: usize) -> impl Iterator<Item = usize> {
        let mut open = vec![node];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.children_back(next));
            Some(next)
        })
    }

    /// Nodes around a node, from the nearest.
    pub(super) fn around(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(node), |&outer| self.parent(outer))
    }

    /// All words of a node.
    pub(super) fn text(&self, node: usize) -> String {
        let mut text = String::new();
        for inner in self.within(node) {
            if let Kind::Text(words) = self.kind(inner) {
                text.push_str(words);
            }
        }
        text
    }
}

impl Node {
    fn new(kind: Kind) -> Self {
        Self { kind, depth: 0, parent: None, first: None, last: None, before: None, after: None }
    }
}

/// What the parser tells of nodes: their place, and the name that it asks for.
#[derive(Debug, Clone)]
struct Handle {
    place: usize,
    name: Option<Rc<QualName>>,
}

/// Where the parser puts its nodes.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    deepest: Cell<usize>,
}

impl Sink {
    fn add(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(kind));
        nodes.len() - 1
    }

    fn attach(&self, parent: usize, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        detach(&mut nodes, child);
        let depth = nodes[parent].depth + 1;
        self.deepest.set(self.deepest.get().max(depth));
        let last = nodes[parent].last.replace(child);
        nodes[child].parent = Some(parent);
        nodes[child].before = last;
        nodes[child].depth = depth;
        match last {
            Some(last) => nodes[last].after = Some(child),
            None => nodes[parent].first = Some(child),
        }
    }

    fn attach_text(&self, parent: usize, text: &str) {
        let last = self.nodes.borrow()[parent].last;
        if !self.grow(last, text) {
            let node = self.add(Kind::Text(text.to_owned()));
            self.attach(parent, node);
        }
    }

    /// Adds to a node that is text, and says whether it is.
    fn grow(&self, node: Option<usize>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let Some(Kind::Text(words)) = node.map(|node| &mut nodes[node].kind) else { return false };
        words.push_str(text);
        true
    }

    fn attach_before(&self, sibling: usize, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        detach(&mut nodes, child);
        let (parent, before) = (nodes[sibling].parent, nodes[sibling].before);
        nodes[child].parent = parent;
        nodes[child].before = before;
        nodes[child].after = Some(sibling);
        nodes[child].depth = nodes[sibling].depth;
        nodes[sibling].before = Some(child);
        match (before, parent) {
            (Some(before), _) => nodes[before].after = Some(child),
            (None, Some(parent)) => nodes[parent].first = Some(child),
            (None, None) => {}
        }
    }
}

fn detach(nodes: &mut [Node], child: usize) {
    let Some(parent) = nodes[child].parent.take() else { return };
    let (before, after) = (nodes[child].before.take(), nodes[child].after.take());
    match before {
        Some(before) => nodes[before].after = after,
        None => nodes[parent].first = after,
    }
    match after {
        Some(after) => nodes[after].before = before,
        None => nodes[parent].last = before,
    }
}

fn pairs(attributes: Vec<Attribute>) -> Vec<(String, String)> {
    attributes.into_iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect()
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree(self.nodes.into_inner())
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { place: Tree::ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.as_ref().expect("the parser asks for names of elements alone").expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        let kind = Kind::Element { name: name.local.to_string(), attributes: pairs(attributes) };
        Handle { place: self.add(kind), name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle { place: self.add(Kind::Other), name: None }
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle { place: self.add(Kind::Other), name: None }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(node) => self.attach(parent.place, node.place),
            NodeOrText::AppendText(text) => self.attach_text(parent.place, &text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.place].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(
        &self,
        _name: StrTendril,
        _public: StrTendril,
        _system: StrTendril,
    ) {
    }

    /// What stands in a template is not shown: it hangs on the template, which is passed over.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.place == other.place
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        match new {
            NodeOrText::AppendNode(node) => self.attach_before(sibling.place, node.place),
            NodeOrText::AppendText(text) => {
                let before = self.nodes.borrow()[sibling.place].before;
                if !self.grow(before, &text) {
                    let node = self.add(Kind::Text(text.to_string()));
                    self.attach_before(sibling.place, node);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        if let Kind::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.place].kind {
            for (name, value) in pairs(new) {
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.place);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.place].first;
            let Some(child) = first else { break };
            self.attach(new_parent.place, child);
        }
    }
}
