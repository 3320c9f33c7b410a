//! Links that lead elsewhere than their words say.

use percent_encoding::percent_decode_str;

use crate::{Block, Doubt, Link};

/// Hosts whose paths are symbols of documents.
const SYMBOL_HOSTS: [&str; 2] = ["undocs.org", "docs.un.org"];

/// Doubts about the links of a block: what is shown is what was adopted, and the target is kept.
pub(super) fn doubts(block: &Block, place: &str) -> Vec<Doubt> {
    let differs = |link: &&Link| {
        let shown = &block.text[link.range.clone()];
        symbol_of(&link.target).is_some_and(|symbol| !agree(shown, &symbol))
    };
    let doubt = |link: &Link| {
        let shown = &block.text[link.range.clone()];
        let message =
            format!("\"{shown}\" links to {}; the words are kept as they are", link.target);
        Doubt { place: place.to_owned(), message }
    };
    block.links.iter().filter(differs).map(doubt).collect()
}

/// The symbol of the document that a link leads to, if its host has symbols for paths.
fn symbol_of(target: &str) -> Option<String> {
    let (_, path) = target.split_once("://")?;
    let (host, path) = path.split_once('/')?;
    let host = host.trim_start_matches("www.").to_ascii_lowercase();
    if !SYMBOL_HOSTS.contains(&host.as_str()) {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let language = path.split('/').next().filter(|part| part.len() == 2);
    let symbol = language.map_or(path, |language| path[language.len()..].trim_start_matches('/'));
    Some(percent_decode_str(symbol).decode_utf8_lossy().into_owned())
}

/// Whether words can be a symbol or a part of it. Case, blanks and marks do not matter.
fn agree(shown: &str, symbol: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (shown, symbol) = (bare(shown), bare(symbol));
    shown.is_empty() || symbol.contains(&shown) || shown.contains(&symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn found(shown: &str, target: &str) -> usize {
        let mut block = Block::new(Role::Paragraph, shown);
        block.links = vec![Link { range: 0..shown.len(), target: target.to_owned() }];
        doubts(&block, "line 1").len()
    }

    #[test]
    fn words_that_are_a_part_of_the_symbol_agree() {
        assert_eq!(found("72/233", "https://docs.un.org/en/A/RES/72/233"), 0);
        assert_eq!(found("2250 (2015)", "https://undocs.org/S/RES/2250%20(2015)"), 0);
        assert_eq!(found("2200 A (XXI)", "http://undocs.org/en/A/RES/2200(xxi)"), 1);
        assert_eq!(found("72/233", "https://docs.un.org/en/A/RES/72/234"), 1);
        assert_eq!(found("the Charter", "https://example.org/charter"), 0);
    }
}
