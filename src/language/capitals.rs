//! Titles that were printed in capitals, set as titles.

use std::borrow::Cow;

use super::lexicon::english;

/// `title`, with capitals where a title has them, if it is all in capitals.
///
/// A word stays as it is where `text` mostly writes it in capitals: an abbreviation, such as a body's
/// name. Letters of scripts without case are left alone.
pub(crate) fn as_title<'t>(title: &'t str, text: &str) -> Cow<'t, str> {
    let letters = title.chars().filter(|c| c.is_alphabetic());
    let cased = letters.clone().any(char::is_uppercase);
    // One word may be a name that is written so.
    let words = title.split_whitespace().count();
    if !cased || words < 2 || title.chars().any(char::is_lowercase) {
        return Cow::Borrowed(title);
    }
    let mut begins = true;
    let mut result = String::with_capacity(title.len());
    for piece in title.split_inclusive(char::is_whitespace) {
        // Numbers of documents are no words: A/RES/70/1.
        if piece.contains(|c: char| c == '/' || c.is_ascii_digit()) {
            result.push_str(piece);
            begins = opens(piece);
            continue;
        }
        let joint = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’');
        for part in piece.split_inclusive(joint) {
            let word = part.trim_end_matches(joint);
            result.push_str(&set_word(word, begins, text));
            result.push_str(&part[word.len()..]);
            begins = opens(part) || begins && word.is_empty();
        }
    }
    Cow::Owned(result)
}

/// Whether what follows `piece` begins a title or a part of one.
fn opens(piece: &str) -> bool {
    piece.trim_end().ends_with([':', '.', '?', '!', '“', '"', '–', '—', '('])
}

fn set_word(word: &str, begins: bool, text: &str) -> String {
    let lower = word.to_lowercase();
    let mut chars = lower.chars();
    let capital: String =
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    if is_abbreviation(word, &lower, &capital, text) {
        word.to_owned()
    } else if !begins && english().text.small_in_titles.has(&lower) {
        lower
    } else {
        capital
    }
}

/// Whether `text` has the word in capitals among words that are not, and more often than otherwise.
fn is_abbreviation(word: &str, lower: &str, capital: &str, text: &str) -> bool {
    if word.chars().count() < 2 {
        return false;
    }
    // Headings in capitals say nothing about a word.
    let lines = text.lines().filter(|line| line.chars().any(char::is_lowercase));
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    let (mut as_it_is, mut otherwise) = (0_usize, 0_usize);
    for own in words {
        as_it_is += usize::from(own == word);
        otherwise += usize::from(own == lower || own == capital);
    }
    as_it_is > otherwise
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_those_of_a_title() {
        let text = "OUTCOME DECLARATION\nThe INTERPOL member states and the declaration of 2014.\n\
            The EU and the US told us of US steel.";
        let cases = [
            ("OUTCOME DECLARATION", "Outcome Declaration"),
            ("DECLARATION OF THE INTERPOL MEETING", "Declaration of the INTERPOL Meeting"),
            ("THE WAY: A DECLARATION", "The Way: A Declaration"),
            (
                "RESOLUTION A/RES/70/1 ON THE STATES’ RIGHTS",
                "Resolution A/RES/70/1 on the States’ Rights",
            ),
            ("JOINT US-EU STATEMENT", "Joint US-EU Statement"),
            ("DÉCLARATION ÉTAT-MAJOR", "Déclaration État-Major"),
            ("Outcome Declaration", "Outcome Declaration"),
            ("INTERPOL", "INTERPOL"),
            ("إعلان سنغافورة", "إعلان سنغافورة"),
            ("2014 / 15", "2014 / 15"),
            ("", ""),
        ];
        for (title, expected) in cases {
            assert_eq!(as_title(title, text), expected, "{title}");
        }
    }
}
