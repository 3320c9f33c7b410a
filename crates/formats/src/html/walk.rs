//! Goes through the text of a page and puts down its paragraphs.

use std::collections::BTreeMap;

use super::content::Content;
use super::items::{self, Item};
use super::lists::List;
use super::notes;
use super::shape::{self, Breaks};
use super::tree::{Kind, Tree};
use crate::flow::Flow;
use crate::numbering::{self, Sureness};
use crate::{HeadingWords, Role};

/// What was found in a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    /// Notes by the names of the paragraphs that hold them, with their marks.
    pub(super) marks: Vec<(String, String)>,
}

/// A step of the way: into an element, or out of it.
enum Step {
    Into(usize),
    OutOf(usize),
}

/// A link that is open.
struct OpenLink {
    start: usize,
    target: String,
}

/// A point of a list that has no words yet.
struct OpenPoint {
    number: Option<String>,
}

struct Walk<'a> {
    tree: &'a Tree,
    words: &'a HeadingWords,
    places: BTreeMap<&'a str, usize>,
    flow: Flow,
    ids: Vec<String>,
    /// Where finished paragraphs go: the page, within it cells.
    sinks: Vec<Vec<Item>>,
    rows: Vec<Vec<Vec<Item>>>,
    lists: Vec<List>,
    point: Option<OpenPoint>,
    heading: Option<u8>,
    /// Quotations set apart that are open.
    quotes: usize,
    links: Vec<OpenLink>,
    raised: Vec<usize>,
    italics: usize,
    breaks: Vec<Breaks>,
    /// Line breaks since the last word.
    line_breaks: usize,
    marks: Vec<(String, String)>,
}

/// Reads what `content` says.
pub(super) fn walk(tree: &Tree, content: &Content, words: &HeadingWords) -> Found {
    let mut walk = Walk {
        tree,
        words,
        places: notes::places(tree),
        flow: Flow::default(),
        ids: Vec::new(),
        sinks: vec![Vec::new()],
        rows: Vec::new(),
        lists: Vec::new(),
        point: None,
        heading: None,
        quotes: 0,
        links: Vec::new(),
        raised: Vec::new(),
        italics: 0,
        breaks: vec![Breaks::Blanks],
        line_breaks: 0,
        marks: Vec::new(),
    };
    let mut steps = vec![Step::Into(content.root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::OutOf(node) => walk.leave(node),
            Step::Into(node) => match tree.kind(node) {
                Kind::Text(text) => walk.text(text),
                Kind::Other if node == Tree::ROOT => {
                    steps.extend(tree.children_back(node).map(Step::Into));
                }
                Kind::Other => {}
                Kind::Element { .. } if content.passed.contains(&node) => {}
                Kind::Element { .. } => {
                    walk.enter(node);
                    steps.push(Step::OutOf(node));
                    steps.extend(tree.children_back(node).map(Step::Into));
                }
            },
        }
    }
    walk.flush();
    Found { items: walk.sinks.into_iter().flatten().collect(), marks: walk.marks }
}

impl Walk<'_> {
    fn enter(&mut self, node: usize) {
        let tree = self.tree;
        let name = tree.name(node);
        if shape::is_block(name) {
            self.flush();
        }
        self.ids.extend(tree.attribute(node, "id").map(str::to_owned));
        if let Some(breaks) = shape::breaks(tree, node) {
            self.breaks.push(breaks);
        }
        self.italics += usize::from(shape::is_italic(tree, node));
        if shape::is_raised(tree, node) {
            self.raised.push(self.flow.len());
        }
        match name {
            "a" => {
                self.ids.extend(tree.attribute(node, "name").map(str::to_owned));
                let target = tree.attribute(node, "href").unwrap_or_default().trim().to_owned();
                self.links.push(OpenLink { start: self.flow.len(), target });
            }
            "br" => self.line_breaks += 1,
            "ol" | "ul" | "menu" | "dir" => self.lists.push(List::open(tree, node)),
            "li" => {
                let number = self.lists.last_mut().and_then(|list| list.count(tree, node));
                self.point = Some(OpenPoint { number });
            }
            "blockquote" => self.quotes += 1,
            // Browsers show marks around it.
            "q" => self.push("\u{201c}"),
            "tr" => self.rows.push(Vec::new()),
            "td" | "th" => self.sinks.push(Vec::new()),
            _ => self.heading = shape::heading(tree, node).or(self.heading),
        }
    }

    fn leave(&mut self, node: usize) {
        let tree = self.tree;
        let name = tree.name(node);
        if shape::is_block(name) {
            self.flush();
        }
        match name {
            "a" => self.leave_link(node),
            "ol" | "ul" | "menu" | "dir" => drop(self.lists.pop()),
            "li" => self.point = None,
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "q" => self.push("\u{201d}"),
            "td" | "th" => {
                let cell = self.sinks.pop().unwrap_or_default();
                match self.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => self.put(cell),
                }
            }
            "tr" => {
                let cells = self.rows.pop().unwrap_or_default();
                let row = items::row(cells, self.words);
                self.put(row);
            }
            _ if shape::heading(tree, node).is_some() => self.heading = None,
            _ => {}
        }
        if shape::is_raised(tree, node) {
            self.leave_raised(node);
        }
        self.italics -= usize::from(shape::is_italic(tree, node));
        if shape::breaks(tree, node).is_some() {
            self.breaks.pop();
        }
    }

    fn leave_link(&mut self, node: usize) {
        let Some(OpenLink { start, target }) = self.links.pop() else { return };
        let words = self.flow.text().get(start..).unwrap_or_default().trim().to_owned();
        if let Some(id) = target.strip_prefix('#') {
            if notes::leads_back(&words) {
                self.flow.cut_back(start);
            } else if let Some(mark) = notes::mark(&words)
                && !self.flow.text()[..start].trim().is_empty()
                && notes::is_mark_of_note(self.tree, &self.places, node, id)
            {
                self.flow.cut_back(start);
                self.marks.push((id.to_owned(), mark));
                self.flow.mark(id);
            }
        } else if !target.to_ascii_lowercase().starts_with("javascript:") {
            self.flow.link(start, &target);
        }
    }

    /// Raised figures without a link are marks too, unless they are powers.
    fn leave_raised(&mut self, node: usize) {
        let Some(start) = self.raised.pop() else { return };
        let before = self.flow.text().get(..start).unwrap_or_default();
        let raised = self.flow.text().get(start..).unwrap_or_default();
        let in_link = self.tree.around(node).any(|outer| self.tree.name(outer) == "a");
        if !in_link && notes::mark(raised).is_some() && !notes::has_power(before) {
            self.flow.cut_back(start);
        }
    }

    fn text(&mut self, text: &str) {
        match self.breaks.last() {
            Some(Breaks::Lines) => {
                for (at, line) in text.split('\n').enumerate() {
                    if at > 0 {
                        self.flush();
                    }
                    self.push(line);
                }
            }
            Some(Breaks::Wrapped) => {
                for (at, line) in text.split('\n').enumerate() {
                    if at > 0 {
                        self.flow.blank();
                    }
                    if at > 0 && (line.trim().is_empty() || self.begins_with_number(line)) {
                        self.flush();
                    }
                    self.push(line);
                }
            }
            _ => self.push(text),
        }
    }

    fn begins_with_number(&self, line: &str) -> bool {
        let number =
            numbering::read(line, self.words).is_some_and(|it| it.sureness == Sureness::Sure);
        number || numbering::after_bullet(line.trim_start()).is_some()
    }

    fn push(&mut self, words: &str) {
        let broken = std::mem::take(&mut self.line_breaks);
        if words.trim().is_empty() {
            self.line_breaks = broken;
        } else if broken > 0 {
            // One line break may be for looks; behind a full stop it ends a paragraph.
            let ended = self
                .flow
                .text()
                .trim_end()
                .ends_with(['.', ';', ':', ',', '!', '?', '。', '；', '：', '，']);
            if broken > 1 || ended || self.begins_with_number(words) {
                self.flush();
            } else {
                self.flow.blank();
            }
        }
        if self.italics > 0 { self.flow.push_italic(words) } else { self.flow.push(words) }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        self.line_breaks = 0;
        if self.flow.is_empty() {
            self.flow.clear();
            self.restart();
            return;
        }
        let mut flow = std::mem::take(&mut self.flow);
        for link in &self.links {
            if !link.target.starts_with('#') {
                flow.link(link.start, &link.target);
            }
        }
        self.restart();
        let point = self.point.take();
        let is_bullet = point.as_ref().is_some_and(|point| point.number.is_none());
        let role = match self.heading {
            Some(level) => Role::Heading(level),
            None if is_bullet => Role::Point,
            None => Role::Paragraph,
        };
        let depth = self.lists.len() as u32;
        let number = point.and_then(|point| point.number);
        let ids = std::mem::take(&mut self.ids);
        let quoted = self.quotes > 0;
        self.put(vec![Item { role, number, flow, depth, ids, quoted }]);
    }

    /// What is open goes on at the beginning of the next paragraph.
    fn restart(&mut self) {
        self.links.iter_mut().for_each(|link| link.start = 0);
        self.raised.iter_mut().for_each(|start| *start = 0);
    }

    fn put(&mut self, items: Vec<Item>) {
        if let Some(sink) = self.sinks.last_mut() {
            sink.extend(items);
        }
    }
}
