//! Finding the quotation that a question asks about.

use crate::language::analysis::word_count;
use std::ops::Range;

/// Opening and closing marks of a quotation.
const MARKS: &[(char, char)] = &[
    ('"', '"'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{201c}', '"'),
    ('"', '\u{201d}'),
    ('\u{ab}', '\u{bb}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{300c}', '\u{300d}'),
    ('\u{300e}', '\u{300f}'),
    ('`', '`'),
    ('\'', '\''),
];

/// Marked words shorter than this are a term of art, not a quotation.
const WORDS_MIN: usize = 3;

/// Bytes of the longest marked quotation of `text`, without its marks.
pub(crate) fn marked(text: &str) -> Option<Range<usize>> {
    MARKS
        .iter()
        .flat_map(|&(open, close)| between(text, open, close))
        .filter(|range| word_count(&text[range.clone()]) >= WORDS_MIN)
        .max_by_key(|range| (range.len(), std::cmp::Reverse(range.start)))
}

fn between(text: &str, open: char, close: char) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at + open.len_utf8()) {
        // An apostrophe within a word opens nothing.
        let opens = text[..start - open.len_utf8()].chars().next_back();
        if open == '\'' && opens.is_some_and(char::is_alphanumeric) {
            from = start;
            continue;
        }
        let Some(end) = closing(text, start, close) else { break };
        found.push(start..end);
        from = end + close.len_utf8();
    }
    found
}

/// Where the quotation that starts at `start` closes; an apostrophe within a word closes nothing.
fn closing(text: &str, start: usize, close: char) -> Option<usize> {
    text[start..].match_indices(close).map(|(at, _)| start + at).find(|&at| {
        let after = text[at + close.len_utf8()..].chars().next();
        !matches!(close, '\'' | '\u{2019}') || after.is_none_or(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_longest_quotation_in_any_marks() {
        let cases = [
            ("Who said \"a b c d\"?", Some("a b c d")),
            ("Who said \u{201c}a b c\u{201d} or \u{201c}d e f g\u{201d}?", Some("d e f g")),
            ("source of \u{ab}to fight impunity\u{bb}", Some("to fight impunity")),
            ("did they say 'today's threat is real' then", Some("today's threat is real")),
            ("Rome's line and Monaco's line on police", None),
            ("谁说「决定建造灯塔」？", Some("决定建造灯塔")),
            ("the \"safe haven\" question", None),
            ("an \"unclosed quotation of words", None),
        ];
        for (question, expected) in cases {
            assert_eq!(marked(question).map(|range| &question[range]), expected, "{question}");
        }
    }
}
