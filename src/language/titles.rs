//! What titles say about their documents.

use super::analysis::folded_words;
use super::lexicon::english;
use crate::domain::DocumentKind;

/// What the first telling words of a title say.
pub(crate) fn kind_of_title(title: &str) -> Option<DocumentKind> {
    let words: Vec<_> = folded_words(title).map(|(word, _)| word).collect();
    let titles = &english().documents.titles;
    (0..words.len()).find_map(|at| {
        let word = |ahead: usize| words.get(at + ahead).map_or("", AsRef::as_ref);
        DocumentKind::ALL
            .into_iter()
            .find(|kind| titles.get(kind.name()).is_some_and(|known| known.at(word).is_some()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_the_kind() {
        let cases = [
            ("Joint Statement on the Treaty of Friendship", DocumentKind::Communique),
            ("Optional Protocol to the Convention", DocumentKind::Treaty),
            ("Los Angeles Declaration on Migration", DocumentKind::Declaration),
            ("FACT SHEET: The Declaration of North America", DocumentKind::Page),
            ("Chair’s Summary of the Summit", DocumentKind::Communique),
        ];
        for (title, expected) in cases {
            assert_eq!(kind_of_title(title), Some(expected), "{title}");
        }
        assert_eq!(kind_of_title("Hello"), None);
    }
}
