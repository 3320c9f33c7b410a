//! The text of one paragraph, with what stands out in it.

use std::ops::Range;

use super::names;
use crate::Link;
use crate::prose::Prose;
use crate::tree::Tree;

/// The text of an element and what its markup says about parts of it. All ranges are bytes of
/// `text`.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub(super) text: String,
    /// The node behind the element.
    pub(super) end: usize,
    /// Set in italics, in order.
    pub(super) italics: Vec<Range<usize>>,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    pub(super) links: Vec<Link>,
    /// Notes and references to notes, as nodes.
    pub(super) notes: Vec<usize>,
    /// Paragraphs, tables and quoted structures that stand within it, as nodes.
    pub(super) inner: Vec<usize>,
    /// Marks of notes that stood in the text.
    pub(super) marks: Vec<String>,
    /// The mark of a note that the text begins with: it is a note itself.
    pub(super) own_mark: Option<String>,
}

impl Inline {
    /// Whether there is nothing to read in it: no text, or a line drawn with stars or dashes.
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|char| matches!(char, '*' | '_' | '-' | '–' | '—' | '=' | ' '))
    }

    /// Leaves out the first bytes of the text and the white space behind them.
    pub(super) fn cut_front(&mut self, bytes: usize) {
        let rest = self.text[bytes..].trim_start();
        let cut = self.text.len() - rest.len();
        self.text = rest.to_owned();
        self.italics.retain_mut(|range| shift(range, cut));
        self.links.retain_mut(|link| shift(&mut link.range, cut));
    }

    /// The words that are set apart at the beginning: those that `name` gives, if they are there,
    /// else those in italics.
    pub(super) fn lead_in(&self, name: Option<&str>) -> Option<Range<usize>> {
        let name = name.map(str::trim).filter(|name| name.chars().any(char::is_alphanumeric));
        if let Some(name) = name
            && self.text.starts_with(name)
        {
            return Some(0..name.len());
        }
        if let Some(first) = self.italics.first().filter(|first| first.start == 0) {
            let next = self.italics[1..].iter();
            let end = next.fold(first.end, |end, range| {
                let touches = self.text[end..].trim_start().len() == self.text.len() - range.start;
                if touches { range.end } else { end }
            });
            return Some(0..end);
        }
        let at = self.text.find(name?)?;
        Some(at..at + name?.len())
    }
}

fn shift(range: &mut Range<usize>, cut: usize) -> bool {
    *range = range.start.saturating_sub(cut)..range.end.saturating_sub(cut);
    range.start < range.end
}

/// What is open while an element is read.
enum Open {
    Italics,
    Bold,
    Link(String),
}

/// What raised text may be besides text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks<'m> {
    /// The marks of the document's notes, sorted.
    pub(super) known: &'m [String],
    /// Whether letters may be marks: in tables they are, elsewhere they may be the end of a word.
    pub(super) in_table: bool,
}

/// Reads the text of an element.
pub(super) fn read(tree: &Tree<'_>, element: usize, marks: Marks<'_>) -> Inline {
    let mut reading = Reading { tree, marks, prose: Prose::default(), inline: Inline::default() };
    let mut open: Vec<(usize, usize, Open)> = Vec::new();
    let mut bold = 0;
    let own = opens(tree, element, tree.name(element));
    open.extend(own.into_iter().map(|kind| (tree.end(element), 0, kind)));
    let mut at = element + 1;
    while at < tree.end(element) {
        while let Some((_, mark, kind)) = open.pop_if(|(end, ..)| *end <= at) {
            reading.close(mark, kind, &mut bold);
        }
        if !tree.is_element(at) {
            tree.append(at, &mut reading.prose);
            at += 1;
            continue;
        }
        let name = tree.name(at);
        if reading.passes_over(at, name) {
            at = tree.end(at);
            continue;
        }
        let opened = opens(tree, at, name);
        if opened.is_empty() && names::parts_words(name) {
            reading.prose.part();
        }
        let (end, mark) = (tree.end(at), reading.prose.mark());
        open.extend(opened.into_iter().map(|kind| (end, mark, kind)));
        at += 1;
    }
    while let Some((_, mark, kind)) = open.pop() {
        reading.close(mark, kind, &mut bold);
    }
    let mut inline = reading.inline;
    inline.text = reading.prose.into_text();
    inline.end = tree.end(element);
    let visible = inline.text.bytes().filter(|byte| *byte != b' ').count();
    inline.is_bold = visible > 0 && bold >= visible;
    inline
}

fn opens(tree: &Tree<'_>, at: usize, name: &str) -> Vec<Open> {
    match name {
        "a" | "ref" | "rref" => {
            let target = tree.attribute(at, "href").or_else(|| tree.attribute(at, "from"));
            target.map(|target| Open::Link(target.trim().to_owned())).into_iter().collect()
        }
        "i" | "em" => vec![Open::Italics],
        "b" | "strong" => vec![Open::Bold],
        "span" | "inline" => {
            let class = tree.attribute(at, "class").unwrap_or_default();
            let mut open = Vec::new();
            if class.contains("italic") {
                open.push(Open::Italics);
            }
            if class.contains("bold") {
                open.push(Open::Bold);
            }
            open
        }
        _ => Vec::new(),
    }
}

struct Reading<'t, 'a> {
    tree: &'t Tree<'a>,
    marks: Marks<'t>,
    prose: Prose,
    inline: Inline,
}

impl Reading<'_, '_> {
    /// Whether an element is no part of the text. It is kept apart where it has words.
    fn passes_over(&mut self, at: usize, name: &str) -> bool {
        match name {
            "authorialNote" | "noteRef" => self.inline.notes.push(at),
            "sup" => return self.is_mark(at),
            _ if names::is_inner(name) => {
                self.prose.part();
                self.inline.inner.push(at);
            }
            _ => return names::is_passed_over(name),
        }
        true
    }

    /// Whether raised text is the mark of a note: brackets around one, or a mark that is known.
    fn is_mark(&mut self, at: usize) -> bool {
        let text = self.tree.all_text(at);
        if !text.is_empty() && text.chars().all(|char| matches!(char, '(' | ')')) {
            return self.inline.notes.last().is_some_and(|&note| self.tree.end(note) == at)
                || self.tree.comes_next(self.tree.end(at), "authorialNote");
        }
        if self.marks.known.binary_search(&text).is_err() {
            return false;
        }
        let last = self.prose.text().chars().next_back();
        let is_number = text.chars().all(|char| char.is_ascii_digit());
        let may_be = match last {
            None => true,
            // "m" with a raised 3 is a measure.
            Some(last) if is_number => !last.is_alphanumeric(),
            Some(_) => self.marks.in_table,
        };
        if may_be && last.is_none() {
            self.inline.own_mark = Some(text);
        } else if may_be {
            self.inline.marks.push(text);
        }
        may_be
    }

    fn close(&mut self, mark: usize, kind: Open, bold: &mut usize) {
        let Some(range) = self.prose.since(mark) else { return };
        match kind {
            Open::Italics => {
                // Italics in italics are one range.
                while self.inline.italics.pop_if(|inner| inner.start >= range.start).is_some() {}
                self.inline.italics.push(range);
            }
            Open::Bold => {
                let text = self.prose.text();
                *bold += text[range].bytes().filter(|byte| *byte != b' ').count();
            }
            Open::Link(target) => self.link(range, target),
        }
    }

    /// Adds a link. One citation may be split over more than one: they are one again.
    fn link(&mut self, range: Range<usize>, target: String) {
        let text = self.prose.text();
        if let Some(last) = self.inline.links.last_mut()
            && last.target == target
            && text.get(last.range.end..range.start).is_some_and(|gap| gap.trim().is_empty())
        {
            last.range.end = range.end;
            return;
        }
        self.inline.links.push(Link { range, target });
    }
}
