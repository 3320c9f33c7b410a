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

/// A title in one line of at most `chars_max` characters, cut between words where it is longer.
pub(crate) fn shortened(title: &str, chars_max: usize) -> String {
    let words = || title.split_whitespace();
    let whole = words().collect::<Vec<_>>().join(" ");
    if whole.chars().count() <= chars_max {
        return whole;
    }
    let (mut short, mut chars) = (String::new(), 0);
    for word in words() {
        // A blank before it, and the ellipsis behind.
        chars += word.chars().count() + 1;
        if chars > chars_max {
            break;
        }
        short.extend((!short.is_empty()).then_some(' '));
        short.push_str(word);
    }
    // A cut title ends with no mark of its own.
    short.truncate(short.trim_end_matches([',', ';', ':', '–', '-']).len());
    short + "…"
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

    #[test]
    fn long_titles_are_cut_between_words() {
        let cases = [
            ("On  peace\nand rivers", 19, "On peace and rivers"),
            ("On peace, and rivers", 19, "On peace, and…"),
            ("On peace, and rivers", 10, "On peace…"),
            ("On peace, and rivers", 9, "On…"),
            ("Übereinkünfte über Flüsse", 19, "Übereinkünfte über…"),
        ];
        for (title, chars_max, expected) in cases {
            let short = shortened(title, chars_max);
            assert_eq!(short, expected, "{title}");
            assert!(short.chars().count() <= chars_max, "{short}");
        }
    }
}
