//! What a tagged file says of its letters: the paragraph, and the cell of a table, that they are of.

use std::collections::HashMap;

use pdfboss_core::{Document, OcState, Page, StructureTree, block_on};
use pdfboss_text::{
    FontCache, ReadingOrder, StandardType, Structure, TextSpan,
    extract_spans_and_rulings_reporting_cached_with,
};

/// The elements that letters stand in, by the numbers of their objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tag {
    /// A paragraph, a heading, a point of a list.
    pub(super) paragraph: Option<u32>,
    pub(super) cell: Option<Cell>,
}

/// A cell of a table. Numbers are those of objects, or count up where the file has no tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) table: u32,
    pub(super) row: u32,
    pub(super) number: u32,
}

/// The tags of a page's letters, by the place and the length of each run.
pub(super) type PageTags = HashMap<(u32, u32, usize), Tag>;

/// Reads the tags of a page.
///
/// The library gives tags in their own order only, in which notes stand within paragraphs: the
/// order of the print is read apart.
pub(super) fn read(
    document: &Document,
    page: &Page,
    fonts: &FontCache,
    layers: Option<&OcState>,
    tree: &StructureTree,
) -> PageTags {
    let read = block_on(extract_spans_and_rulings_reporting_cached_with(
        pdfboss_core::Immediate(document),
        page,
        fonts,
        layers,
        Some(tree),
        ReadingOrder::StructureTree,
    ));
    let spans = read.map(|(spans, _, _)| spans).unwrap_or_default();
    spans.iter().filter_map(|span| Some((key(span), tag(span.structure.as_ref()?)?))).collect()
}

/// The tag of a run: nothing where its page has none for it.
pub(super) fn of(tags: &PageTags, span: &TextSpan) -> Tag {
    tags.get(&key(span)).copied().unwrap_or_default()
}

fn key(span: &TextSpan) -> (u32, u32, usize) {
    (span.x.to_bits(), span.y.to_bits(), span.text.len())
}

fn tag(structure: &Structure) -> Option<Tag> {
    use StandardType as Type;
    let innermost = |kinds: &[StandardType]| {
        let found = structure.path.iter().rposition(|one| kinds.contains(&one.standard_type))?;
        Some((found, structure.path[found].object.num))
    };
    let paragraph = innermost(&[
        Type::P,
        Type::H,
        Type::H1,
        Type::H2,
        Type::H3,
        Type::H4,
        Type::H5,
        Type::H6,
        Type::LI,
        Type::TH,
        Type::TD,
        Type::Note,
        Type::Caption,
    ])?;
    let cell = innermost(&[Type::TH, Type::TD]).and_then(|(place, cell)| {
        let above = |kind| {
            let found = structure.path[..place].iter().rev();
            found.into_iter().find(|one| one.standard_type == kind).map(|one| one.object.num)
        };
        Some(Cell { table: above(Type::Table)?, row: above(Type::TR)?, number: cell })
    });
    Some(Tag { paragraph: Some(paragraph.1), cell })
}
