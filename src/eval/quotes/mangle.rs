//! Ways to spoil a quotation without changing a word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::random::Random;
use super::truth::Truth;
use crate::quoting::negates;

/// The ways, each by its name.
pub(super) const WAYS: [&str; 16] = [
    "case", "capitals", "quotation marks", "line ends", "no-break spaces", "dashes", "accents",
    "decomposed", "ligatures", "spelling", "emphasis", "punctuation", "hyphenated", "misread",
    "ellipsis", "brackets",
];

/// `text` spoiled in the way of this name; the same where it has nothing to spoil.
pub(super) fn mangle(text: &str, way: &str, random: &mut Random, truth: &Truth) -> String {
    match way {
        "case" => text.to_lowercase(),
        "capitals" => text.to_uppercase(),
        "quotation marks" => exchange(
            text,
            &[
                ("\u{2019}", "'"),
                ("\u{201c}", "\""),
                ("\u{201d}", "\""),
                ("'", "\u{2019}"),
                ("\"", "\u{201c}"),
            ],
        ),
        "line ends" => some_spaces(text, random, "\n  "),
        "no-break spaces" => some_spaces(text, random, "\u{a0}"),
        "dashes" => exchange(text, &[("\u{2013}", "-"), ("\u{2014}", " - "), ("-", "\u{2011}")]),
        "accents" => text.nfd().filter(|&c| !is_combining_mark(c)).collect(),
        "decomposed" => text.nfd().collect(),
        "ligatures" => {
            exchange(text, &[("ffi", "\u{fb03}"), ("fi", "\u{fb01}"), ("fl", "\u{fb02}")])
        }
        "spelling" => respell(text),
        "emphasis" => on_a_word(text, random, |word| format!("*{word}*")),
        "punctuation" => text.replace(", ", " "),
        "hyphenated" => on_a_word(text, random, |word| {
            let middle = word.char_indices().nth(word.chars().count() / 2).map_or(0, |at| at.0);
            format!("{}-\n{}", &word[..middle], &word[middle..])
        }),
        "misread" => misread(text, truth),
        "ellipsis" => leave_out(text, random),
        _ => in_brackets(text, random),
    }
}

/// The first of `pairs` that there is something to exchange of.
fn exchange(text: &str, pairs: &[(&str, &str)]) -> String {
    let found = pairs.iter().find(|(from, _)| text.contains(from));
    found.map_or_else(|| text.to_owned(), |(from, to)| text.replace(from, to))
}

fn some_spaces(text: &str, random: &mut Random, space: &str) -> String {
    let spoil = |part: &str| format!("{part}{}", if random.below(3) == 0 { space } else { " " });
    let parts: String = text.split(' ').map(spoil).collect();
    parts.trim_end().to_owned()
}

/// Spoils one word of at least six letters.
fn on_a_word(text: &str, random: &mut Random, spoil: impl Fn(&str) -> String) -> String {
    let mut parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..parts.len())
        .filter(|&at| parts[at].len() >= 6 && parts[at].chars().all(char::is_alphabetic))
        .collect();
    if let Some(&at) = random.one_of(&long) {
        parts[at] = spoil(&parts[at]);
    }
    parts.join(" ")
}

/// British spellings for American ones, or the reverse.
fn respell(text: &str) -> String {
    exchange(
        text,
        &[
            ("ization", "isation"),
            ("isation", "ization"),
            ("recogniz", "recognis"),
            ("organiz", "organis"),
            ("labour", "labor"),
            ("programme ", "program "),
            ("centre", "center"),
            ("favour", "favor"),
            ("emphasiz", "emphasis"),
            ("defense", "defence"),
        ],
    )
}

/// Puts letters in place of those that they are mistaken for, where that makes no other word.
fn misread(text: &str, truth: &Truth) -> String {
    let mut done = false;
    let spoil = |part: &str| {
        let pairs = [("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("d", "cl")];
        let plain = part.len() >= 5 && part.chars().all(|c| c.is_ascii_lowercase());
        if done || !plain {
            return part.to_owned();
        }
        let made = pairs.iter().map(|(from, to)| part.replacen(from, to, 1));
        let made = made.into_iter().find(|word| word != part && !truth.knows(word));
        done = made.is_some();
        made.unwrap_or_else(|| part.to_owned())
    };
    text.split(' ').map(spoil).collect::<Vec<_>>().join(" ")
}

/// Leaves words out of the middle, none of them a negation.
fn leave_out(text: &str, random: &mut Random) -> String {
    const KEPT: usize = 4;
    let parts: Vec<&str> = text.split(' ').collect();
    if parts.len() < 2 * KEPT + 3 {
        return text.to_owned();
    }
    let from = KEPT + random.below(parts.len() - 2 * KEPT - 1);
    let to = from + 1 + random.below(parts.len() - KEPT - from);
    if parts[from..to].iter().any(|part| is_negation(part)) {
        return text.to_owned();
    }
    let mark = ["...", "[...]", "\u{2026}", "[\u{2026}]", ". . ."][random.below(5)];
    format!("{} {mark} {}", parts[..from].join(" "), parts[to..].join(" "))
}

/// Puts the first letter, or a word of its own, in brackets.
fn in_brackets(text: &str, random: &mut Random) -> String {
    let mut rest = text.chars();
    let first = rest.next().filter(char::is_ascii_alphabetic);
    match first {
        Some(first) if random.below(2) == 0 => {
            let other = if first.is_ascii_lowercase() {
                first.to_ascii_uppercase()
            } else {
                first.to_ascii_lowercase()
            };
            format!("[{other}]{}", rest.as_str())
        }
        _ => {
            let mut parts: Vec<&str> = text.split(' ').collect();
            let at = 1 + random.below(parts.len() - 1);
            parts.insert(at, "[the said parties]");
            parts.join(" ")
        }
    }
}

/// Whether `part` is a negation.
pub(super) fn is_negation(part: &str) -> bool {
    let word = part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    negates(&word.replace('\u{2019}', "'"))
}
