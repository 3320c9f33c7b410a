//! What titles say about their documents.

use super::analysis::folded_words;
use super::lexicon::{WordList, english};
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

/// The words by which a document with this title is called in running text: in one line and without
/// quotation marks. Of a long title that is a name ("Joint Statement by ... on ..."), those before a
/// mark, or before what tells what it is about, or who speaks.
pub(crate) fn first_words(title: &str) -> String {
    const WORDS_MAX: usize = 8;
    const NAME_WORDS_MAX: usize = 12;
    let plain = plain(title);
    let words: Vec<&str> = plain.split(' ').collect();
    let kind = |end: usize| kind_of_title(&words[..end].join(" "));
    let at_mark = (1..words.len()).find(|&end| {
        words[end - 1].ends_with([':', ';'])
            || words[end].starts_with(['[', '\u{2013}', '\u{2014}'])
    });
    // A name before a mark is enough, even of a title that is not long.
    let telling = |end: &usize| kind(*end).is_some() && (*end > 2 || words.len() > WORDS_MAX);
    if let Some(end) = at_mark.filter(telling).filter(|&end| end <= NAME_WORDS_MAX) {
        return trimmed(&words[..end]);
    }
    let treaty = kind(words.len()) == Some(DocumentKind::Treaty);
    if words.len() <= if treaty { NAME_WORDS_MAX } else { WORDS_MAX } {
        return trimmed(&words);
    }
    let before = &english().documents.titles_end;
    let at = |list: &WordList| {
        let ends = 2..words.len().min(NAME_WORDS_MAX - 1);
        ends.rev().find(|&end| list.has(&words[end].to_lowercase()) && kind(end).is_some())
    };
    let at_comma = || {
        let mut ends = (2..NAME_WORDS_MAX.min(words.len())).rev();
        ends.find(|&end| treaty && words[end - 1].ends_with(','))
    };
    match at_comma().or_else(|| at(&before.about)).or_else(|| at(&before.speakers)) {
        Some(end) => trimmed(&words[..end]),
        None => cut(&words, WORDS_MAX + 2),
    }
}

/// At most so many first words of a title, with an ellipsis where it has more.
pub(crate) fn cut_after(title: &str, words_max: usize) -> String {
    let plain = plain(title);
    cut(&plain.split(' ').collect::<Vec<_>>(), words_max)
}

fn cut(words: &[&str], most: usize) -> String {
    if words.len() <= most {
        return trimmed(words);
    }
    let small = &english().text.stop_words;
    let kept = words[..most].iter().rposition(|word| !small.has(&word.to_lowercase()));
    trimmed(&words[..kept.map_or(most, |last| last + 1)]) + "\u{2026}"
}

/// A title in one line without quotation marks.
fn plain(title: &str) -> String {
    const MARKS: [char; 6] = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
    title.replace(MARKS, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `words` as a line that ends in no mark of its own.
fn trimmed(words: &[&str]) -> String {
    let line = words.join(" ");
    line.trim_end_matches([',', ';', ':', '\u{2013}', '\u{2014}', '-', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_called_by_its_first_words() {
        let cases = [
            ("Convention on the Rights of the Child", "Convention on the Rights of the Child"),
            (
                "Joint\nStatement: A  Partnership for Good",
                "Joint Statement: A Partnership for Good",
            ),
            (
                "Leaders\u{2019} Joint Statement: \u{201c}The Spirit\u{201d}",
                "Leaders\u{2019} Joint Statement",
            ),
            (
                "Joint Statement by President A and President B of C on Cooperation in Energy",
                "Joint Statement by President A and President B of C",
            ),
            (
                "The Border Security Joint Statement by Assistant to the President and the Secretary",
                "The Border Security Joint Statement",
            ),
            (
                "Convention against All Forms of Taking and Other Unfair or Improper Acts",
                "Convention against All Forms of Taking and Other Unfair or Improper Acts",
            ),
            ("Statement [made by some] at the meeting of all those who came today", "Statement"),
            ("\u{201c}\u{201c}Our world", "Our world"),
            (
                "Ending unfair economic, commercial and other embargoes everywhere in and on the world",
                "Ending unfair economic, commercial and other embargoes everywhere\u{2026}",
            ),
        ];
        for (title, expected) in cases {
            assert_eq!(first_words(title), expected);
        }
    }

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
