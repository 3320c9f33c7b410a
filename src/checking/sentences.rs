//! The sentences of a block.

use std::ops::Range;

use crate::language::quotation_marks::Marked;

/// Short forms that end with a point and do not end a sentence.
const SHORT_FORMS: &[&str] = &[
    "art", "arts", "cf", "cl", "dr", "e.g", "eg", "fig", "gen", "i.e", "ibid", "inter", "mr",
    "mrs", "ms", "no", "nos", "op", "p", "para", "paras", "pp", "prof", "res", "sec", "st", "vol",
    "vs",
];

/// Byte ranges of the sentences of `text`, in order. What stands in quotation marks does not end
/// one, but a quotation that itself ends with a point does.
pub(super) fn sentences(text: &str, marked: &[Marked]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let quoted = marked.iter().find(|marked| marked.outer.contains(&at));
        let stops = match quoted {
            Some(marked) => {
                end == marked.outer.end && text[..marked.inner.end].ends_with(['.', '!', '?'])
            }
            None => {
                matches!(c, '!' | '?' | '.' | '\u{2026}')
                    && !(c == '.' && is_short_form(&text[start..at]))
            }
        };
        if stops && begins_anew(&text[end..]) {
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..text.len());
    for range in &mut found {
        let words = &text[range.clone()];
        range.start += words.len() - words.trim_start().len();
        range.end -= words.len() - words.trim_end().len();
        range.end = range.end.max(range.start);
    }
    found.retain(|range| !range.is_empty());
    found
}

/// Whether a sentence can begin after a stop that `rest` follows.
fn begins_anew(rest: &str) -> bool {
    let Some(first) = rest.chars().next() else { return false };
    let next = rest.trim_start().chars().next();
    first.is_whitespace()
        && next.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric())
        && !rest.trim_start().starts_with(['.', ','])
        && !rest.trim_start().starts_with('[')
}

fn is_short_form(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dots = word.ends_with('.');
    initial || dots || SHORT_FORMS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::quotation_marks::marked;

    #[test]
    fn sentences_end_where_they_end() {
        let cases: &[(&str, &[&str])] = &[
            ("One. Two! Three", &["One.", "Two!", "Three"]),
            (
                "See para. 3 and cf. P2. Mr. Noble left.",
                &["See para. 3 and cf. P2.", "Mr. Noble left."],
            ),
            ("\"One. Two.\" Three.", &["\"One. Two.\"", "Three."]),
            ("He said \"stop.\" and left. So.", &["He said \"stop.\" and left.", "So."]),
            ("It rose 2.5 per cent. (P2B) The end.", &["It rose 2.5 per cent.", "(P2B) The end."]),
            ("reform ... [and] deny. Next", &["reform ... [and] deny.", "Next"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> =
                sentences(text, &marked(text)).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
