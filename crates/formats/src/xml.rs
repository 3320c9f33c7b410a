//! XML whose elements are known, and XML of any other kind.
//!
//! Known is that of the Universal Declaration of Human Rights: `udhr` with a title, a preamble and
//! articles. Of any other XML, the text of the innermost elements is taken as paragraphs.

use crate::numbering;
use crate::prose::Prose;
use crate::sections::PREAMBLE_LEVEL;
use crate::tree::{self, Tree};
use crate::{
    Block, Doubt, Format, FormatError, HeadingWords, Limits, Metadata, ParsedDocument, Role,
    Section,
};

/// The level of an article's heading.
const ARTICLE_LEVEL: u8 = 6;

/// Reads XML that is not Akoma Ntoso.
///
/// # Errors
///
/// If the XML is broken or goes beyond the limits.
pub(crate) fn parse(
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let mut tree = tree::read(text, limits)?;
    let mut doubts = std::mem::take(&mut tree.doubts);
    let (metadata, blocks) = if tree.name(0) == "udhr" {
        declaration(&tree, words)
    } else {
        doubts.push(Doubt {
            place: String::new(),
            message: format!("<{}> is not a known element; all its text was read", tree.name(0)),
        });
        any(&tree)
    };
    limits.admit_blocks(blocks.len())?;
    Ok(ParsedDocument { format: Format::Xml, metadata, blocks, doubts })
}

/// The Universal Declaration in any language.
fn declaration(tree: &Tree<'_>, words: &HeadingWords) -> (Metadata, Vec<Block>) {
    let mut metadata = Metadata::default();
    let language = tree.attribute(0, "xml:lang").or_else(|| tree.attribute(0, "iso639-3"));
    metadata.language = language.map(|code| code.trim().to_owned());
    for key in ["key", "n", "dir", "iso15924", "iso639-3"] {
        if let Some(value) = tree.attribute(0, key) {
            metadata.other.insert(key.to_owned(), value.trim().to_owned());
        }
    }
    let mut reading = Declaration {
        tree,
        words,
        blocks: Vec::new(),
        article: None,
        preamble: 0,
        note: 0,
        in_body: false,
        lists: Vec::new(),
        items: Vec::new(),
    };
    let mut at = 1;
    while at < tree.end(0) {
        at = reading.enter(at);
    }
    let title = reading.blocks.iter().find(|block| block.role == Role::Title);
    metadata.title = title.map(|block| block.text.clone());
    (metadata, reading.blocks)
}

struct Declaration<'t, 'a> {
    tree: &'t Tree<'a>,
    words: &'t HeadingWords,
    blocks: Vec<Block>,
    /// The heading of the article that is open, and where it ends.
    article: Option<(usize, usize)>,
    /// Where the preamble and the note that are open end.
    preamble: usize,
    note: usize,
    /// The articles have begun.
    in_body: bool,
    /// The lists that are open: where they end, and their items so far if those count.
    lists: Vec<(usize, Option<u32>)>,
    /// The items of lists that are open.
    items: Vec<Item>,
}

struct Item {
    end: usize,
    number: Option<String>,
    /// Its first paragraph, once it is there.
    block: Option<usize>,
}

impl Declaration<'_, '_> {
    fn enter(&mut self, at: usize) -> usize {
        let tree = self.tree;
        while self.items.pop_if(|item| item.end <= at).is_some() {}
        while self.lists.pop_if(|(end, _)| *end <= at).is_some() {}
        self.article = self.article.filter(|(_, end)| *end > at);
        match tree.name(at) {
            "preamble" => self.preamble = tree.end(at),
            "note" => self.note = tree.end(at),
            "article" => self.article_heading(at),
            "orderedlist" => self.lists.push((tree.end(at), Some(0))),
            "itemizedlist" => self.lists.push((tree.end(at), None)),
            "listitem" => self.item(at),
            "title" => {
                self.title(at);
                return tree.end(at);
            }
            "para" => {
                self.paragraph(at);
                return tree.end(at);
            }
            _ => {}
        }
        at + 1
    }

    fn part(&self, at: usize) -> Section {
        if at < self.preamble {
            Section::Preamble
        } else if self.in_body {
            Section::Body
        } else {
            Section::Preface
        }
    }

    /// Adds the heading of an article: its number as its title has it.
    fn article_heading(&mut self, at: usize) {
        let tree = self.tree;
        let title = tree.child(at, "title").map(|title| tree.all_text(title)).unwrap_or_default();
        let counted = tree.attribute(at, "number").map(|number| number.trim().to_owned());
        let mut block = Block::new(Role::Heading(ARTICLE_LEVEL), "");
        block.section = Some(Section::Body);
        match numbering::read(&title, self.words) {
            Some(read) => {
                read.rest.clone_into(&mut block.text);
                block.number = Some(read.number.printed);
            }
            None if title.is_empty() => block.number = counted,
            None => block.number = Some(title.trim_end_matches('.').to_owned()),
        }
        self.in_body = true;
        self.article = Some((self.blocks.len(), tree.end(at)));
        self.blocks.push(block);
    }

    fn title(&mut self, at: usize) {
        let is_of_article = self.article.is_some();
        let text = self.tree.all_text(at);
        if is_of_article || text.is_empty() {
            return;
        }
        let role = match at < self.preamble {
            _ if self.blocks.is_empty() => Role::Title,
            // Articles end it.
            true => Role::Heading(PREAMBLE_LEVEL),
            false => Role::Heading(1),
        };
        let mut block = Block::new(role, text);
        block.section = Some(self.part(at));
        self.blocks.push(block);
    }

    /// Opens an item of a list. An ordered list counts its items, although they print no number.
    fn item(&mut self, at: usize) {
        let count = self.lists.last_mut().and_then(|(_, count)| count.as_mut());
        let number = count.map(|count| {
            *count += 1;
            count.to_string()
        });
        self.items.push(Item { end: self.tree.end(at), number, block: None });
    }

    fn paragraph(&mut self, at: usize) {
        let text = self.tree.all_text(at);
        if text.is_empty() {
            return;
        }
        let mut block = Block::new(Role::Paragraph, text);
        block.section = Some(self.part(at));
        let is_note = at < self.note;
        if is_note {
            block.role = Role::Note;
        }
        let index = self.blocks.len();
        let outer = self.items.iter().rev().find_map(|item| item.block);
        block.parent = outer.or(self.article.map(|(heading, _)| heading)).filter(|_| !is_note);
        if let Some(item) = self.items.last_mut()
            && item.block.is_none()
        {
            block.number = item.number.take();
            item.block = Some(index);
            if outer.is_some() {
                block.role = Role::Point;
            }
        }
        self.blocks.push(block);
    }
}

/// The text of all innermost elements, a paragraph each.
fn any(tree: &Tree<'_>) -> (Metadata, Vec<Block>) {
    let mut blocks = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() {
            blocks.push(Block::new(Role::Paragraph, text));
        }
    };
    let mut at = 0;
    while at < tree.end(0) {
        let has_text = tree.children(at).any(|child| tree.is_visible_text(child));
        if has_text {
            add(words(tree, at));
            at = tree.end(at);
        } else {
            at += 1;
        }
    }
    let language = tree.attribute(0, "xml:lang").map(|code| code.trim().to_owned());
    (Metadata { language, ..Metadata::default() }, blocks)
}

/// The text below an element. Elements that hold only elements part words.
fn words(tree: &Tree<'_>, at: usize) -> String {
    let mut prose = Prose::default();
    for node in at..tree.end(at) {
        if tree.is_element(node) && !tree.children(node).any(|child| tree.is_visible_text(child)) {
            prose.part();
        }
        tree.append(node, &mut prose);
    }
    prose.into_text()
}

#[cfg(test)]
mod tests;
