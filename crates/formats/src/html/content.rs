//! Which part of a page is its text, and which leads about the site.

use std::collections::BTreeSet;

use super::shape::{heading, is_block, is_furniture, is_unseen};
use super::tree::{Kind, Tree};

/// The part of the page's letters that an element must hold to be its text.
const SHARE_MIN: f64 = 0.4;
/// Links that stand together without words between them are a menu from this many on.
const MENU_LINKS_MIN: usize = 5;
/// The part of its letters that links make up in a menu.
const MENU_SHARE_MIN: f64 = 0.85;
/// Letters of a link in a menu, on average: names of places, not sentences.
const MENU_LINK_LETTERS_MAX: usize = 80;

/// What is to be read of a page.
#[derive(Debug)]
pub(super) struct Content {
    /// The element that holds the text.
    pub(super) root: usize,
    /// Elements within it that are passed over.
    pub(super) passed: BTreeSet<usize>,
    /// Whether links were passed over that no element sets apart.
    pub(super) has_menus: bool,
}

/// What stands in a node, counted.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    letters: usize,
    link_letters: usize,
    links: usize,
    sentences: usize,
    titles: usize,
}

/// Finds the text of a page.
pub(super) fn find(tree: &Tree) -> Content {
    let counts = counts(tree);
    let all = counts[Tree::ROOT].letters;
    let holds = |node: usize| counts[node].letters as f64 >= SHARE_MIN * all as f64;
    let named = |node: usize| {
        tree.attribute(node, "role") == Some("main")
            || matches!(tree.name(node), "main" | "article")
    };
    let root =
        tree.within(Tree::ROOT).find(|&node| named(node) && holds(node)).unwrap_or(Tree::ROOT);
    let mut content = Content { root, passed: BTreeSet::new(), has_menus: false };
    let mut open: Vec<usize> = vec![root];
    while let Some(node) = open.pop() {
        if is_unseen(tree, node) {
            content.passed.insert(node);
            continue;
        }
        let has_title = counts[node].titles > 0;
        // The foot of a quotation is its source.
        let source = || {
            let mut around = tree.around(node);
            tree.name(node) == "footer" && around.any(|outer| tree.name(outer) == "blockquote")
        };
        if node != root && is_furniture(tree, node) && !holds(node) && !has_title && !source() {
            content.passed.insert(node);
            continue;
        }
        if node != root && is_menu(tree, node, &counts[node]) {
            content.passed.insert(node);
            content.has_menus = true;
            continue;
        }
        open.extend(tree.children(node));
    }
    content
}

fn is_menu(tree: &Tree, node: usize, count: &Count) -> bool {
    is_block(tree.name(node))
        && count.links >= MENU_LINKS_MIN
        && count.sentences == 0
        && count.link_letters as f64 >= MENU_SHARE_MIN * count.letters as f64
        && count.link_letters <= MENU_LINK_LETTERS_MAX * count.links
}

/// Counts for every node what stands in it.
fn counts(tree: &Tree) -> Vec<Count> {
    let order: Vec<usize> = seen(tree).collect();
    let mut counts = vec![Count::default(); tree.len()];
    for &node in order.iter().rev() {
        if let Kind::Text(text) = tree.kind(node) {
            counts[node].letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
            let ends = |letter: char| matches!(letter, '.' | ';' | '。' | '；');
            counts[node].sentences = text.trim_end().chars().filter(|&letter| ends(letter)).count();
        }
        if tree.name(node) == "a" && tree.attribute(node, "href").is_some() {
            counts[node].link_letters = counts[node].letters;
            counts[node].links += 1;
        }
        counts[node].titles += usize::from(heading(tree, node) == Some(1));
        if let Some(parent) = tree.parent(node) {
            let own = counts[node];
            let outer = &mut counts[parent];
            outer.letters += own.letters;
            outer.link_letters += own.link_letters;
            outer.links += own.links;
            outer.sentences += own.sentences;
            outer.titles += own.titles;
        }
    }
    counts
}

/// Nodes that a reader sees, each before those in it.
fn seen(tree: &Tree) -> impl Iterator<Item = usize> {
    let mut open = vec![Tree::ROOT];
    std::iter::from_fn(move || {
        let next = open.pop()?;
        open.extend(tree.children_back(next).filter(|&child| !is_unseen(tree, child)));
        Some(next)
    })
}
