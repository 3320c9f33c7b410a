//! Numbers that go with a word: `Article 6(2)`, `第六条`, `§ 4`, `Annex II`.

use crate::HeadingWords;

use super::token::{self, NumberKind, Reading};
use super::{Mark, Number, Numbered, Sureness, inserted, run};

/// What may stand before a number that has its word behind it: `第六条`, `제6조`.
const ORDINAL_MARKS: [char; 2] = ['第', '제'];
/// What parts a number from its title.
const PARTING: [char; 7] = ['.', ':', '-', '–', '—', '．', '：'];

/// The number with a word that `text` begins with.
pub(super) fn read<'a>(text: &'a str, words: &HeadingWords) -> Option<Numbered<'a>> {
    let lists = [
        (NumberKind::Article, &words.article),
        (NumberKind::Annex, &words.annex),
        (NumberKind::Division, &words.division),
    ];
    if let Some(behind) = text.strip_prefix('§') {
        return word_first(text, behind.trim_start_matches('§'), NumberKind::Article);
    }
    for (kind, list) in lists {
        let length = list.iter().filter_map(|word| prefix(text, word)).max();
        if let Some(length) = length {
            let found = word_first(text, &text[length..], kind);
            if found.is_some() || kind != NumberKind::Annex {
                return found;
            }
            return word_alone(text, length);
        }
    }
    lists.into_iter().find_map(|(kind, list)| number_first(text, kind, list))
}

/// Bytes of `text` that are `word`, whatever the case, and end where a word ends.
pub(super) fn prefix(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    for (at, character) in text.char_indices() {
        let mut lower = character.to_lowercase();
        let mut rest = wanted.clone();
        match rest.next() {
            None => return ends(word, character).then_some(at),
            Some(first) if lower.next() == Some(first) => {
                // One capital may be two small characters.
                for further in lower {
                    if rest.next() != Some(further) && further.is_alphanumeric() {
                        return None;
                    }
                }
                wanted = rest;
            }
            Some(_) => return None,
        }
    }
    (wanted.next().is_none() && !word.is_empty()).then_some(text.len())
}

/// Whether a word ends before `next`. Ideographs have no blanks between words.
fn ends(word: &str, next: char) -> bool {
    !next.is_alphabetic() || word.chars().next_back().is_some_and(is_ideograph)
}

fn is_ideograph(character: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&character)
}

/// `Article 6(2)`, `附件一`.
fn word_first<'a>(text: &'a str, behind: &'a str, kind: NumberKind) -> Option<Numbered<'a>> {
    // An abbreviation has a dot: `Art. 6`.
    let number = behind.strip_prefix('.').unwrap_or(behind).trim_start();
    let end = run(number);
    let token = &number[..end];
    let readings = token::readings(ordinal(token));
    let reading = *readings.last()?;
    let small = token.chars().all(char::is_lowercase) && token.is_ascii();
    (!small).then_some(())?;
    let mut end = end
        + number[end..].chars().take_while(|one| *one == '°').map(char::len_utf8).sum::<usize>();
    end += inserted(&number[end..]);
    end += path(&number[end..]);
    let (sureness, rest) = title(&number[end..])?;
    let printed = text[..text.len() - number.len() + end].trim_end().to_owned();
    Some(found(printed, kind, reading.value, sureness, rest))
}

/// `1er`, `1re` and the like without the letters.
fn ordinal(token: &str) -> &str {
    let end = token.find(|one| token::digit(one).is_none()).unwrap_or(token.len());
    let suffix = &token[end..];
    if end > 0
        && matches!(suffix, "er" | "re" | "e" | "o" | "a" | "st" | "nd" | "rd" | "th" | "º" | "ª")
    {
        &token[..end]
    } else {
        token
    }
}

/// Bytes of `(2)(b)` at the beginning of `text`.
fn path(text: &str) -> usize {
    let mut end = 0;
    while let Some(inner) = text[end..].strip_prefix('(') {
        let Some(close) = inner.find(')').filter(|close| *close <= 8) else { break };
        if token::readings(&inner[..close]).is_empty() {
            break;
        }
        end += close + 2;
    }
    end
}

/// What stands behind the number, if it may be a title: not the rest of a sentence.
fn title(behind: &str) -> Option<(Sureness, &str)> {
    let rest = behind.trim_start();
    let Some(next) = rest.chars().next() else { return Some((Sureness::Sure, "")) };
    if PARTING.contains(&next) {
        let title = rest.trim_start_matches(PARTING);
        let apart = title.is_empty() || title.starts_with(char::is_whitespace);
        // `Article 6.The`, but not `Article 6-bis` and not `Part 2.5`.
        let glued = title.chars().next().is_some_and(|one| one.is_uppercase() || is_ideograph(one));
        return (apart || glued).then(|| (Sureness::Sure, title.trim_start()));
    }
    let opens = next.is_uppercase() || matches!(next, '(' | '"' | '“' | '«' | '（');
    let caseless = next.is_alphabetic() && !next.is_lowercase() && !next.is_uppercase();
    let apart = rest.len() < behind.len();
    (apart && (opens || caseless)).then_some((Sureness::InSequence, rest))
}

/// `第六条`, `6. cikk`.
fn number_first<'a>(text: &'a str, kind: NumberKind, list: &[String]) -> Option<Numbered<'a>> {
    let bare = text.strip_prefix(ORDINAL_MARKS).unwrap_or(text);
    let marked = bare.len() < text.len();
    let length = numeral(bare);
    (length > 0).then_some(())?;
    let behind = bare[length..].trim_start_matches(['.', ' ', '\u{a0}']);
    let word = list.iter().filter_map(|word| prefix(behind, word)).max()?;
    let reading = *token::readings(&bare[..length]).first()?;
    let rest = &behind[word..];
    let printed = text[..text.len() - rest.len()].to_owned();
    if marked {
        // `第三條之一` goes on with what is put in.
        return Some(found(
            printed,
            kind,
            reading.value,
            Sureness::Sure,
            rest.trim_start_matches(PARTING).trim_start(),
        ));
    }
    let (sureness, rest) = title(rest)?;
    (sureness == Sureness::Sure).then(|| found(printed, kind, reading.value, sureness, rest))
}

/// Bytes of the digits or Chinese numerals at the beginning of `text`.
fn numeral(text: &str) -> usize {
    let of = |character: char| {
        character.is_ascii_digit()
            || token::digit(character).is_some()
            || "〇零○Ｏ一二三四五六七八九十百千之".contains(character)
    };
    let short = text.char_indices().take(8).find(|(_, character)| !of(*character));
    short.map_or(0, |(at, _)| at)
}

/// An annex without a number: `Annex`, `Annex: List of States`.
fn word_alone(text: &str, length: usize) -> Option<Numbered<'_>> {
    let rest = text[length..].trim_start();
    let title = rest.strip_prefix([':', '.', '-', '–', '—']).unwrap_or(rest);
    (rest.is_empty() || title.len() < rest.len()).then(|| {
        found(text[..length].to_owned(), NumberKind::Annex, 1, Sureness::Sure, title.trim_start())
    })
}

fn found(
    printed: String,
    kind: NumberKind,
    value: u32,
    sureness: Sureness,
    rest: &str,
) -> Numbered<'_> {
    let number = Number { printed, readings: vec![Reading { kind, value }], mark: Mark::Word };
    Numbered { number, sureness, rest }
}
