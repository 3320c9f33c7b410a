//! Where sentences end.

use std::ops::Range;

use super::lexicon::{english, other_languages};

/// The closing marks that belong to the sentence before them.
const CLOSERS: [char; 12] = ['”', '’', '"', '\'', ')', ']', '»', '」', '』', '》', '）', '】'];
/// The marks that open a sentence.
const OPENERS: [char; 13] = ['“', '‘', '"', '\'', '(', '[', '«', '„', '「', '『', '《', '（', '【'];
/// The marks that end a sentence, or a part of one that stands by itself, where no blank need follow.
const WIDE_ENDS: [char; 4] = ['。', '！', '？', '；'];

/// The sentences of `text`, in order, without white space at their ends. None ends inside one of the
/// passages `apart`, which ascend, but one may end with such a passage.
pub(crate) fn sentences(text: &str, apart: &[Range<usize>]) -> Vec<Range<usize>> {
    let ends = ends(text).into_iter().filter(|&end| !is_inside(apart, end));
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends.chain([text.len()]) {
        let words = &text[start..end];
        let first = start + words.len() - words.trim_start().len();
        let range = first..first + words.trim().len();
        if !range.is_empty() {
            found.push(range);
        }
        start = end;
    }
    found
}

/// Whether byte `at` lies inside one of `ranges`, which ascend.
pub(crate) fn is_inside(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.end <= at);
    ranges.get(after).is_some_and(|range| range.start < at)
}

/// Bytes of `text` at which a sentence ends that another one follows after white space.
pub(crate) fn ends(text: &str) -> Vec<usize> {
    let follows = |rest: &str| {
        let next = rest.trim_start();
        next.len() < rest.len()
            && next.trim_start_matches(OPENERS).starts_with(|first: char| {
                first.is_uppercase() || first.is_ascii_digit() || is_caseless(first)
            })
    };
    terminators(text)
        .map(|after| (text[..after].ends_with(WIDE_ENDS), after + closers(&text[after..])))
        .filter(|&(wide, end)| wide && end < text.len() || follows(&text[end..]))
        .map(|(_, end)| end)
        .collect()
}

/// Whether a letter is of a script without capitals, such as Arabic.
fn is_caseless(letter: char) -> bool {
    !letter.is_ascii() && letter.is_alphabetic() && !letter.is_lowercase() && !letter.is_uppercase()
}

/// Bytes of `text` at which a sentence is glued to the next one: `internationally.The`,
/// `Noble.“Since`.
pub(crate) fn glued(text: &str) -> Vec<usize> {
    let mut straight_quotes = (0_usize, 0_usize);
    let mut found = Vec::new();
    for after in terminators(text) {
        let (counted, quotes) = straight_quotes;
        let quotes = quotes + text[counted..after].matches('"').count();
        straight_quotes = (after, quotes);
        // A straight quotation mark closes what an earlier one has opened, and opens otherwise.
        let closers = text[after..]
            .chars()
            .take_while(|&c| CLOSERS.contains(&c) && (c != '"' || quotes % 2 == 1));
        let end = after + closers.map(char::len_utf8).sum::<usize>();
        if starts_glued(&text[end..]) && !is_address(text, after) {
            found.push(end);
        }
    }
    found
}

/// Whether a sentence begins right here: a capital and a small letter, or "A" and "I" alone.
fn starts_glued(rest: &str) -> bool {
    let mut chars = rest.trim_start_matches(['“', '‘', '"', '(']).chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    let second = chars.next();
    let acronym = second.is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|third| third.is_uppercase() || third.is_whitespace());
    first && (acronym || second.is_some_and(|c| c.is_lowercase() || c.is_whitespace() || c == '’'))
}

/// Whether the word around byte `at` is a web or mail address.
fn is_address(text: &str, at: usize) -> bool {
    /// Longer words are no addresses, and not worth a search.
    const REACH_CHARS: usize = 200;
    let solid = |c: &char| !c.is_whitespace();
    let before = text[..at].chars().rev().take(REACH_CHARS).take_while(solid);
    let after = text[at..].chars().take(REACH_CHARS).take_while(solid);
    let start = at - before.map(char::len_utf8).sum::<usize>();
    let end = at + after.map(char::len_utf8).sum::<usize>();
    let word = &text[start..end];
    word.contains("://") || word.contains('@') || word.contains("www.")
}

/// The byte after each mark that can end a sentence.
fn terminators(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, mark)| match mark {
        // In turn: of all scripts, Arabic, Devanagari.
        '!' | '?' | '…' | '؟' | '؛' | '।' => Some(at + mark.len_utf8()),
        mark if WIDE_ENDS.contains(&mark) => Some(at + mark.len_utf8()),
        '.' if !is_abbreviation(text, at) => Some(at + 1),
        _ => None,
    })
}

/// How many bytes of closing marks stand at the start of `rest`.
fn closers(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(CLOSERS).len()
}

/// Whether the full stop at byte `stop` belongs to an abbreviation (`H.E.`, `Mr.`), to the initial
/// of a name (`Ronald K.`) or to an ordinal at the start of a line (`1. Decides`).
fn is_abbreviation(text: &str, stop: usize) -> bool {
    let before = &text[..stop];
    let word = &before[before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))..];
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let above = before[..before.len() - word.len()].chars().next_back();
    let opens_line = above.is_none_or(|c| c == '\n');
    let ordinal = opens_line && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let lower = word.to_lowercase();
    let abroad = || other_languages().any(|(_, language)| language.abbreviations.has(&lower));
    initial || ordinal || english().text.abbreviations.has(&lower) || abroad()
}

/// Whether a mark that closes elsewhere opens before `next`: Arabic has them mirrored.
pub(crate) fn opens_mirrored(next: Option<char>) -> bool {
    next.is_some_and(|next| matches!(next, '\u{600}'..='\u{6ff}') && next.is_alphabetic())
}

/// The passages of `text` in quotation marks or parentheses, outermost only, in order. A mark
/// without a partner encloses nothing, nor does one inside very many others.
pub(crate) fn enclosed(text: &str) -> Vec<Range<usize>> {
    const DEPTH_MAX: usize = 64;
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, mark) in text.char_indices() {
        let next = text[at + mark.len_utf8()..].chars().next();
        let close = match mark {
            // German closes with what English opens with, and Arabic the other way round.
            '“' if open.iter().any(|(opener, _)| matches!(opener, '„' | '”')) => {
                let opener = open.iter().rfind(|(opener, _)| matches!(opener, '„' | '”'));
                opener.map_or('“', |(opener, _)| *opener)
            }
            '”' if opens_mirrored(next) => {
                if open.len() < DEPTH_MAX {
                    open.push((mark, at));
                }
                continue;
            }
            '(' | '[' | '“' | '‘' | '«' | '„' | '「' | '『' | '《' | '（' | '【' => {
                if open.len() < DEPTH_MAX {
                    open.push((mark, at));
                }
                continue;
            }
            '"' if open.len() < DEPTH_MAX && open.iter().all(|(opener, _)| *opener != '"') => {
                open.push((mark, at));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '»' => '«',
            '」' => '「',
            '』' => '『',
            '》' => '《',
            '）' => '（',
            '】' => '【',
            '”' => '“',
            '"' => '"',
            // Otherwise it is an apostrophe.
            '’' if next.is_none_or(|next| !next.is_alphanumeric()) => '‘',
            _ => continue,
        };
        if let Some(depth) = open.iter().rposition(|(opener, _)| *opener == close) {
            let range = open[depth].1..at + mark.len_utf8();
            open.truncate(depth);
            while found.last().is_some_and(|inner| inner.start >= range.start) {
                found.pop();
            }
            found.push(range);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, at: &[usize]) -> Vec<String> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for &end in at.iter().chain([&text.len()]) {
            pieces.push(text[start..end].trim().to_owned());
            start = end;
        }
        pieces
    }

    #[test]
    fn sentences_end_where_another_one_begins() {
        let cases: [(&str, &[&str]); 15] = [
            (
                "大会，决定：一、行动。二、“报告。”三",
                &["大会，决定：一、行动。", "二、“报告。”", "三"],
            ),
            ("重申其决议；请秘书长报告。", &["重申其决议；", "请秘书长报告。"]),
            ("تقرر ذلك. وتطلب إليه؟ نعم", &["تقرر ذلك.", "وتطلب إليه؟", "نعم"]),
            ("Del párr. 3 y del Sr. Ban. Decide", &["Del párr. 3 y del Sr. Ban.", "Decide"]),
            ("В 2015 г. Ассамблея и др. Государства", &["В 2015 г. Ассамблея и др. Государства"]),
            ("Il dit « oui ». Elle part", &["Il dit « oui ».", "Elle part"]),
            ("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]),
            ("He said “Go.” Then he left.", &["He said “Go.”", "Then he left."]),
            (
                "Said H.E. Mr. Noble of the U.N. Secretariat.",
                &["Said H.E. Mr. Noble of the U.N. Secretariat."],
            ),
            ("Ronald K. Noble spoke. All rose.", &["Ronald K. Noble spoke.", "All rose."]),
            ("1. Decides to act. 2 States", &["1. Decides to act.", "2 States"]),
            ("Born in 1914. The idea", &["Born in 1914.", "The idea"]),
            ("at 3.5 per cent. of it", &["at 3.5 per cent. of it"]),
            ("cf. Art. 5 of it.", &["cf. Art. 5 of it."]),
            ("A line.\u{a0} Other areas", &["A line.", "Other areas"]),
        ];
        for (text, expected) in cases {
            assert_eq!(cut(text, &ends(text)), expected, "{text}");
        }
    }

    #[test]
    fn sentences_go_on_in_quotation_marks() {
        let cases: [(&str, &[&str]); 7] = [
            ("One. Two! Three", &["One.", "Two!", "Three"]),
            (
                "See para. 3 and cf. P2. Mr. Noble left.",
                &["See para. 3 and cf. P2.", "Mr. Noble left."],
            ),
            ("“One. Two.” Three.", &["“One. Two.”", "Three."]),
            ("He said “stop.” and left. So.", &["He said “stop.” and left.", "So."]),
            ("It rose 2.5 per cent. (P2B) The end.", &["It rose 2.5 per cent.", "(P2B) The end."]),
            ("reform ... [and] deny. Next", &["reform ... [and] deny.", "Next"]),
            (" e.g. Rome, i.e. Italy. ", &["e.g. Rome, i.e. Italy."]),
        ];
        for (text, expected) in cases {
            let found = sentences(text, &enclosed(text));
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn glued_sentences_come_apart() {
        let cases: [(&str, &[&str]); 8] = [
            ("internationally.The declaration", &["internationally.", "The declaration"]),
            ("said Mr Noble.“Since then", &["said Mr Noble.", "“Since then"]),
            ("by INTERPOL.INTERPOL said", &["by INTERPOL.", "INTERPOL said"]),
            ("“We came.”The end", &["“We came.”", "The end"]),
            ("\"We came.\"The end.\"No", &["\"We came.\"", "The end.", "\"No"]),
            ("the U.N.Office, H.E.Curia and K.Noble", &["the U.N.Office, H.E.Curia and K.Noble"]),
            ("at www.Interpol.Int or a.Bee@Cee.Dee", &["at www.Interpol.Int or a.Bee@Cee.Dee"]),
            ("One. Two.A third", &["One. Two.", "A third"]),
        ];
        for (text, expected) in cases {
            assert_eq!(cut(text, &glued(text)), expected, "{text}");
        }
    }

    #[test]
    fn enclosed_passages_are_found() {
        let cases: [(&str, &[&str]); 10] = [
            ("题为“变革。世界”的《宪章》", &["“变革。世界”", "《宪章》"]),
            ("a „b“ c “d” e", &["„b“", "“d”"]),
            ("المعنون ”تحويل عالمنا“ في", &["”تحويل عالمنا“"]),
            ("dit « oui » et", &["« oui »"]),
            ("a (b (c) d) e", &["(b (c) d)"]),
            ("a “b’s c” d \"e\" f", &["“b’s c”", "\"e\""]),
            ("the ‘Turn Back’ of today’s", &["‘Turn Back’"]),
            ("never “closed and) opened", &[]),
            ("“open (closed) still", &["(closed)"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = enclosed(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
