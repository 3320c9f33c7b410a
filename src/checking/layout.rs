//! The blocks of a text: paragraphs, list items, cells of tables, block quotations.
//!
//! Marks of Markdown are taken off, so that a sentence that runs over lines, or a quotation behind
//! `>`, is one run of words. Each byte of a block knows where in the text it came from.

use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph, a heading, an item of a list, a footnote.
    Prose,
    /// A cell of a table.
    Cell,
    /// A quotation set apart, by `>` or by its indent.
    Quote,
}

/// A run of text that belongs together.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub shape: Shape,
    /// Its words, lines joined by single spaces.
    pub text: String,
    /// For a cell, the number of its row in the text.
    pub row: Option<usize>,
    /// For each byte of `text`, the byte of the pasted text that it came from.
    origin: Vec<usize>,
}

impl Block {
    fn new(shape: Shape, row: Option<usize>) -> Self {
        Self { shape, text: String::new(), row, origin: Vec::new() }
    }

    /// Where `range` of this block stands in the pasted text.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origin.get(range.start).or(self.origin.last()).copied().unwrap_or(0);
        let end = range.end.checked_sub(1).and_then(|last| self.origin.get(last));
        start..end.map_or(start, |last| (last + 1).max(start))
    }

    /// Appends a line that begins at byte `start` of the pasted text.
    fn push(&mut self, line: &str, start: usize) {
        if !self.text.is_empty() {
            self.text.push(' ');
            self.origin.push(start.saturating_sub(1));
        }
        let mut before = None;
        let mut skip_to = 0;
        // Behind it there is nothing that could end a mark of a footnote.
        let footnotes_end = line.rfind(']').unwrap_or(0);
        for (at, c) in line.char_indices() {
            let after = line[at + c.len_utf8()..].chars().next();
            if at >= skip_to && at < footnotes_end && line[at..].starts_with("[^") {
                skip_to = line[at..].find(']').map_or(0, |end| at + end + 1);
            }
            let alone = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
            let emphasis = matches!(c, '*' | '`') || c == '_' && (alone(before) || alone(after));
            before = Some(c);
            if at < skip_to || emphasis {
                continue;
            }
            self.text.push(c);
            self.origin.extend(start + at..start + at + c.len_utf8());
        }
    }
}

/// How far a block quotation is indented, in columns.
const INDENT: usize = 4;

/// Reads blocks line by line.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Option<Block>,
    /// Whether the line before was empty.
    after_blank: bool,
    in_list: bool,
    /// What opened the code that lines are in: its character, and how often.
    fence: Option<(char, usize)>,
    rows: usize,
}

/// The blocks of `text`, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader { after_blank: true, ..Reader::default() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reader.line(line.trim_end(), start);
        start += line.len();
    }
    reader.close();
    reader.blocks.retain(|block| block.text.chars().any(char::is_alphanumeric));
    reader.blocks
}

impl Reader {
    fn close(&mut self) {
        self.blocks.extend(self.open.take());
    }

    /// Whether the line is code, or a fence around it (`CommonMark`, section 4.5).
    fn fence(&mut self, content: &str) -> bool {
        const LENGTH_MIN: usize = 3;
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| content.chars().take_while(|&c| c == mark).count());
        let rest = &content[length..];
        match (self.fence, mark) {
            (Some((open, least)), Some(mark)) if mark == open && length >= least => {
                if rest.trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            (Some(_), _) => true,
            // A span of code within a line has backticks behind it.
            (None, Some(mark)) if length >= LENGTH_MIN && !(mark == '`' && rest.contains('`')) => {
                self.close();
                self.fence = Some((mark, length));
                true
            }
            _ => false,
        }
    }

    fn line(&mut self, line: &str, start: usize) {
        let content = line.trim_start();
        let at = start + line.len() - content.len();
        if self.fence(content) {
            return;
        }
        if content.is_empty() {
            self.close();
            self.after_blank = true;
            return;
        }
        self.content(line, content, at);
        self.after_blank = false;
    }

    fn content(&mut self, line: &str, content: &str, at: usize) {
        let indent: usize = line[..line.len() - content.len()]
            .chars()
            .map(|c| if c == '\t' { INDENT } else { 1 })
            .sum();
        if let Some(quoted) = content.strip_prefix('>') {
            let words = quoted.trim_start_matches(['>', ' ']);
            self.continued(Shape::Quote, words, at + content.len() - words.len());
        } else if content.starts_with('|') {
            self.row(content, at);
        } else if let Some(marker) = marker(content) {
            self.close();
            self.in_list = true;
            let words = content[marker..].trim_start();
            self.continued(Shape::Prose, words, at + content.len() - words.len());
        } else if indent >= INDENT && !self.in_list && (self.after_blank || self.open_is_quote()) {
            self.continued(Shape::Quote, content, at);
        } else if content.starts_with('#') {
            self.close();
            self.in_list = false;
            let words = content.trim_start_matches('#').trim_start();
            self.continued(Shape::Prose, words, at + content.len() - words.len());
            self.close();
        } else {
            self.in_list &= indent > 0 || !self.after_blank;
            self.continued(Shape::Prose, content, at);
        }
    }

    fn open_is_quote(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.shape == Shape::Quote)
    }

    /// Appends to the open block, or begins one where that has another shape. A line without a
    /// mark goes on with a quotation, as in Markdown.
    fn continued(&mut self, shape: Shape, words: &str, at: usize) {
        let lazy = shape == Shape::Prose && self.open_is_quote();
        if !lazy && self.open.as_ref().is_none_or(|open| open.shape != shape) {
            self.close();
        }
        self.open.get_or_insert_with(|| Block::new(shape, None)).push(words, at);
    }

    fn row(&mut self, content: &str, at: usize) {
        self.close();
        self.rows += 1;
        let mut start = at;
        for cell in content.split('|') {
            let words = cell.trim();
            if words.chars().any(char::is_alphanumeric) {
                let mut block = Block::new(Shape::Cell, Some(self.rows));
                block.push(words, start + cell.len() - cell.trim_start().len());
                self.blocks.push(block);
            }
            start += cell.len() + 1;
        }
    }
}

/// Length of what marks an item of a list or a footnote at the start of a line.
fn marker(line: &str) -> Option<usize> {
    const ORDINAL_MAX: usize = 4;
    if let Some(rest) = line.strip_prefix("[^") {
        return rest.find("]:").map(|end| end + 4);
    }
    let (first, rest) = line.split_once(' ')?;
    if matches!(first, "-" | "*" | "+" | "\u{2022}" | "\u{2013}") {
        return Some(line.len() - rest.len());
    }
    let inner = first.strip_prefix('(').unwrap_or(first);
    let inner = inner.strip_suffix(['.', ')'])?;
    let digits = !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
    let letter = inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_lowercase());
    (inner.len() <= ORDINAL_MAX && (digits || letter && first.ends_with(')')))
        .then_some(line.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_together_as_blocks_and_know_where_they_stood() {
        let text = "# A *title*\n\nOne line\ngoes on.[^1]\n\n> quoted\n> words\n\n- item\n  more\n\
                    1. next\n\n| a | b c |\n|---|---|\n\nText:\n\n    set apart\n    so\n\n\
                    [^1]: a note\n```\ncode\n```\n(a) last";
        let found: Vec<(Shape, &str)> = [
            (Shape::Prose, "A title"),
            (Shape::Prose, "One line goes on."),
            (Shape::Quote, "quoted words"),
            (Shape::Prose, "item more"),
            (Shape::Prose, "next"),
            (Shape::Cell, "a"),
            (Shape::Cell, "b c"),
            (Shape::Prose, "Text:"),
            (Shape::Quote, "set apart so"),
            (Shape::Prose, "a note"),
            (Shape::Prose, "last"),
        ]
        .into();
        let blocks = blocks(text);
        let shown: Vec<(Shape, &str)> =
            blocks.iter().map(|block| (block.shape, block.text.as_str())).collect();
        assert_eq!(shown, found);
        let quote = &blocks[2];
        assert_eq!(&text[quote.original(&(0..quote.text.len()))], "quoted\n> words");
        let cell = &blocks[6];
        assert_eq!(&text[cell.original(&(2..3))], "c");
    }

    proptest::proptest! {
        #[test]
        fn every_byte_of_a_block_leads_back(text in "[a-z\u{e9}\u{201c} >|*#\n.`-]{0,200}") {
            for block in blocks(&text) {
                for (at, c) in block.text.char_indices() {
                    let range = block.original(&(at..at + c.len_utf8()));
                    proptest::prop_assert!(text.get(range.clone()).is_some());
                    if c != ' ' {
                        proptest::prop_assert_eq!(&text[range], &block.text[at..at + c.len_utf8()]);
                    }
                }
            }
        }
    }
}
