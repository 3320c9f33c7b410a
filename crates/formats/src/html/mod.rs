//! Web pages: their text without the site around it.

mod charset;
mod content;
mod head;
mod items;
mod lists;
mod notes;
mod shape;
mod tree;
mod walk;

#[cfg(test)]
mod tests;

use items::Item;
use tree::Tree;

use crate::piece::Piece;
use crate::{
    Block, Doubt, Format, FormatError, HeadingWords, Limits, ParsedDocument, Role, assemble,
    scripts,
};

/// Reads a web page.
pub(crate) fn parse(
    bytes: &[u8],
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let tree = Tree::parse(&charset::decode(bytes), limits)?;
    let content = content::find(&tree);
    let found = walk::walk(&tree, &content, words);
    let mut items = notes::place(found.items, &found.marks);
    let mut metadata = head::metadata(&tree);
    title(&mut items, &mut metadata.title);
    let pieces = items.into_iter().map(piece).collect();
    let blocks = assemble::blocks(pieces, words, limits)?;
    let mut doubts = Vec::new();
    if content.has_menus {
        doubts.push("lists of links are taken for menus and left out");
    }
    if scripts::are_mixed(&blocks) {
        doubts.push("it has text in two languages side by side: both are read");
    }
    let doubts = doubts
        .into_iter()
        .map(|message| Doubt { place: String::new(), message: message.to_owned() });
    Ok(ParsedDocument { format: Format::Html, metadata, blocks, doubts: doubts.collect() })
}

/// Makes the only heading of the highest level the title.
fn title(items: &mut [Item], title: &mut Option<String>) {
    let mut highest = items.iter_mut().filter(|item| item.role == Role::Heading(1));
    if let (Some(only), None) = (highest.next(), highest.next()) {
        only.role = Role::Title;
        *title = Some(only.flow.text().trim().to_owned());
    }
}

fn piece(item: Item) -> Piece {
    let (text, links, lead_in) = item.flow.finish();
    let Item { role, number, quoted, .. } = item;
    let block = Block { number, lead_in, links, quoted, ..Block::new(role, text) };
    Piece { block, depth: Some(item.depth) }
}
