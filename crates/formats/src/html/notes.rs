//! Notes of a page: marks that link to them, and the paragraphs that hold them.

use std::collections::BTreeMap;

use super::items::Item;
use super::shape::{is_block, is_raised};
use super::tree::Tree;
use crate::Role;

/// Longest mark, in characters without brackets.
const MARK_CHARS_MAX: usize = 3;
/// Nodes of a note that are looked through for the link that leads back.
const LOOKED_THROUGH_MAX: usize = 200;

/// The mark in these words, without brackets: `1` of `[1]`.
pub(super) fn mark(words: &str) -> Option<String> {
    let mark = words.trim().trim_matches(['(', ')', '[', ']', ' ', ',']);
    let is_mark = |letter: char| letter.is_ascii_digit() || "*†‡§¶".contains(letter);
    let is_letter =
        mark.chars().count() == 1 && mark.chars().all(|letter| letter.is_ascii_lowercase());
    let fits = !mark.is_empty() && mark.chars().count() <= MARK_CHARS_MAX;
    (fits && (is_letter || mark.chars().all(is_mark))).then(|| mark.to_owned())
}

/// Whether a link with these words only leads back to the mark.
pub(super) fn leads_back(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|letter| "↩↑^⏎\u{fe0e}\u{fe0f} ".contains(letter))
}

/// Whether what stands before a raised figure is a unit or a sign, so that it is a power: `m²`.
pub(super) fn has_power(before: &str) -> bool {
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let count = word.chars().count();
    count > 0 && count <= 2 && word.chars().all(char::is_alphabetic)
}

/// Where elements stand, by the names by which links find them.
pub(super) fn places(tree: &Tree) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    for node in tree.within(Tree::ROOT) {
        if let Some(id) = tree.attribute(node, "id") {
            places.entry(id).or_insert(node);
        }
    }
    places
}

/// Whether the link `node` to the name `id` is the mark of a note: it is raised, or the note leads
/// back to it.
pub(super) fn is_mark_of_note(
    tree: &Tree,
    places: &BTreeMap<&str, usize>,
    node: usize,
    id: &str,
) -> bool {
    let is_named = tree.attribute(node, "role") == Some("doc-noteref")
        || tree.attribute(node, "epub:type") == Some("noteref");
    let around = || tree.around(node).take_while(|&outer| !is_block(tree.name(outer)));
    let raised = around().any(|outer| is_raised(tree, outer))
        || tree.within(node).take(LOOKED_THROUGH_MAX).any(|inner| is_raised(tree, inner));
    if is_named || raised {
        return true;
    }
    let own: Vec<&str> =
        std::iter::once(node).chain(around()).filter_map(|it| tree.attribute(it, "id")).collect();
    if own.is_empty() {
        return false;
    }
    let Some(&target) = places.get(id) else {
        return false;
    };
    let block =
        std::iter::once(target).chain(tree.around(target)).find(|&it| is_block(tree.name(it)));
    tree.within(block.unwrap_or(target)).take(LOOKED_THROUGH_MAX).any(|inner| {
        tree.attribute(inner, "href")
            .and_then(|href| href.strip_prefix('#'))
            .is_some_and(|back| own.contains(&back))
    })
}

/// Makes notes of the paragraphs that marks lead to, and puts each behind the first of its marks.
pub(super) fn place(items: Vec<Item>, marks: &[(String, String)]) -> Vec<Item> {
    let mut printed: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, mark) in marks {
        printed.entry(id).or_insert(mark);
    }
    let mut notes: BTreeMap<String, Item> = BTreeMap::new();
    let mut texts = Vec::new();
    for mut item in items {
        let id = item
            .ids
            .iter()
            .find(|id| printed.contains_key(id.as_str()) && !notes.contains_key(*id))
            .cloned();
        let Some(id) = id.filter(|_| matches!(item.role, Role::Paragraph | Role::Point)) else {
            texts.push(item);
            continue;
        };
        let mark = printed[id.as_str()];
        item.role = Role::Note;
        let bytes = bytes_of_mark(item.flow.text(), mark);
        item.flow.cut(bytes);
        item.number = Some(mark.to_owned());
        notes.insert(id, item);
    }
    let mut placed = Vec::new();
    for item in texts {
        let marks = item.flow.marks().to_vec();
        placed.push(item);
        placed.extend(marks.iter().filter_map(|id| notes.remove(id)));
    }
    // Their marks stand in what is itself a note.
    placed.extend(notes.into_values());
    placed
}

/// Bytes of the mark that a note begins with.
fn bytes_of_mark(text: &str, mark: &str) -> usize {
    let rest = text.trim_start().trim_start_matches(['(', '[']);
    let Some(rest) = rest.strip_prefix(mark) else { return 0 };
    if rest.starts_with(|letter: char| letter.is_alphanumeric()) {
        return 0;
    }
    text.len() - rest.trim_start_matches([')', ']', '.', ':', ' ', '\u{a0}']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_short() {
        assert_eq!(mark(" (1)").as_deref(), Some("1"));
        assert_eq!(mark("[12]").as_deref(), Some("12"));
        assert_eq!(mark("*").as_deref(), Some("*"));
        assert_eq!(mark("th"), None);
        assert_eq!(mark("1234"), None);
        assert_eq!(mark(""), None);
    }

    #[test]
    fn units_have_powers() {
        assert!(has_power("120 km"));
        assert!(!has_power("the Committee"));
        assert!(!has_power("in 2019"));
        assert!(!has_power("end."));
    }

    #[test]
    fn a_note_begins_with_its_mark() {
        assert_eq!(bytes_of_mark("(1) See", "1"), 4);
        assert_eq!(bytes_of_mark("1. See", "1"), 3);
        assert_eq!(bytes_of_mark("12 See", "1"), 0);
        assert_eq!(bytes_of_mark("See", "1"), 0);
    }
}
