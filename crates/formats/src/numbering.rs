//! The number at the beginning of a paragraph, as printed, and what is left of the paragraph.

mod headed;
mod sequence;
mod token;

pub(crate) use sequence::{before, take_numbers};
pub(crate) use token::{NumberKind, Reading, in_figures};

use crate::HeadingWords;

/// What stands around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mark {
    /// `12.`, `12:`, `十二、`.
    Behind,
    /// `12)`.
    Bracket,
    /// `(12)`.
    Brackets,
    /// A word goes with it: `Article 12`, `OP12`.
    Word,
    /// `12`, and then a blank.
    None,
}

/// How surely something is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sureness {
    /// It is one wherever it stands.
    Sure,
    /// It is one if the number before it or after it is there too: `A. Smith` is none.
    InSequence,
    /// It is one if it goes on counting: `26 Condemns`, and not `20 May`.
    Next,
}

/// A number as printed and what it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// As printed, without a dot or a colon behind it.
    pub(crate) printed: String,
    /// Its meanings: two where a letter may be a roman number.
    pub(crate) readings: Vec<Reading>,
    /// What stands around it.
    pub(crate) mark: Mark,
}

/// A paragraph that begins with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numbered<'a> {
    /// The number.
    pub(crate) number: Number,
    /// How surely it is one.
    pub(crate) sureness: Sureness,
    /// What stands behind it.
    pub(crate) rest: &'a str,
}

/// Marks of points that do not count.
const BULLETS: &str = "-*+#•·‣◦▪▫■□●○–—➢➤✓∙⁃◆◇►▶❖⚫";
/// Longest number that is looked at, in characters.
const NUMBER_CHARS_MAX: usize = 24;

/// The text behind a bullet, where `text` begins with one.
pub(crate) fn after_bullet(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    let mark = characters.next()?;
    // Word's own bullets lie where no character is defined.
    let private = ('\u{f000}'..='\u{f0ff}').contains(&mark);
    let rest = characters.as_str();
    let apart = rest.starts_with(char::is_whitespace);
    // Some marks are never anything else, and need no blank.
    let alone = private || "•‣◦▪▫■□●➢➤∙⁃◆◇►▶❖".contains(mark);
    ((BULLETS.contains(mark) && apart) || (alone && !rest.is_empty()))
        .then(|| rest.trim_start())
        .filter(|rest| !rest.is_empty())
}

/// The number that `text` begins with, if it begins with one.
pub(crate) fn read<'a>(text: &'a str, words: &HeadingWords) -> Option<Numbered<'a>> {
    let text = text.trim_start();
    headed::read(text, words)
        .or_else(|| in_brackets(text))
        .or_else(|| label(text))
        .or_else(|| marked(text))
}

/// The number that `printed` is as a whole, with or without a dot behind it.
///
/// For formats that set a number apart from its paragraph. A mere bullet is none.
pub(crate) fn whole(printed: &str, words: &HeadingWords) -> Option<Number> {
    let printed = printed.trim();
    let bare = printed.trim_end_matches(['.', ':', '．', '、', '\u{a0}', ' ', '-', '–', '—']);
    if let Some(found) = read(bare, words)
        && found.rest.is_empty()
    {
        return Some(found.number);
    }
    let readings = token::readings(bare);
    (!readings.is_empty()).then(|| Number {
        printed: bare.to_owned(),
        readings,
        mark: if bare.len() < printed.len() { Mark::Behind } else { Mark::None },
    })
}

/// `(b)`, `（六）`.
fn in_brackets(text: &str) -> Option<Numbered<'_>> {
    let inner = text.strip_prefix(['(', '（'])?;
    let length = inner.chars().take(NUMBER_CHARS_MAX).position(|one| matches!(one, ')' | '）'))?;
    let end = inner.char_indices().nth(length).map(|(at, _)| at)?;
    let readings = token::readings(inner[..end].trim());
    (!readings.is_empty()).then_some(())?;
    let close = inner[end..].chars().next().map_or(0, char::len_utf8);
    let behind = &inner[end + close..];
    let open = text.len() - inner.len();
    let printed = [&text[..open], inner[..end].trim(), &inner[end..end + close]].concat();
    // A year in brackets is none, and neither is "(s)" glued to a small letter.
    let long = readings.iter().any(|reading| reading.value > 999);
    let sureness = if long { Sureness::InSequence } else { Sureness::Sure };
    let rest = behind.strip_prefix(['.', ':']).unwrap_or(behind).trim_start();
    Some(Numbered { number: Number { printed, readings, mark: Mark::Brackets }, sureness, rest })
}

/// `OP12`, `P3C:`.
fn label(text: &str) -> Option<Numbered<'_>> {
    let letters = text.chars().take(5).take_while(char::is_ascii_uppercase).count();
    (1..=4).contains(&letters).then_some(())?;
    let behind = &text[letters..];
    let digits = behind.chars().take(5).take_while(char::is_ascii_digit).count();
    (1..=4).contains(&digits).then_some(())?;
    let counted = letters + digits;
    let letter = text[counted..].chars().next().filter(char::is_ascii_alphabetic);
    let mut end = counted + letter.map_or(0, char::len_utf8);
    end += inserted(&text[end..]);
    // The letter counts where there is one: `P3C` is the third below `P3`.
    let value = match letter {
        Some(letter) => u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1,
        None => text[letters..counted].parse().ok()?,
    };
    let (sureness, rest) = match text[end..].chars().next() {
        Some(':') => (Sureness::Sure, &text[end + 1..]),
        Some('.' | ')') => (Sureness::InSequence, &text[end + 1..]),
        None => (Sureness::InSequence, ""),
        Some(next) if next.is_whitespace() => (Sureness::InSequence, &text[end..]),
        Some(_) => return None,
    };
    let number = Number {
        printed: text[..end].to_owned(),
        readings: vec![Reading { kind: NumberKind::Label, value }],
        mark: Mark::Word,
    };
    Some(Numbered { number, sureness, rest: rest.trim_start() })
}

/// Bytes of " bis" and the like at the beginning of `text`.
fn inserted(text: &str) -> usize {
    let word = text.trim_start_matches([' ', '\u{a0}']);
    let end = word.find(|one: char| !one.is_alphabetic()).unwrap_or(word.len());
    // Some write the Chinese numeral alone.
    let numeral = end == 3 && word.starts_with(|one| "二三四五六七八九".contains(one));
    if token::is_inserted(&word[..end]) || (numeral && word.len() < text.len()) {
        text.len() - word.len() + end
    } else {
        0
    }
}

/// Bytes of the run of letters and digits at the beginning of `text`, with dots and hyphens before
/// digits.
fn run(text: &str) -> usize {
    let mut end = 0;
    for (count, (at, character)) in text.char_indices().enumerate() {
        let next = text[at + character.len_utf8()..].chars().next();
        let between = matches!(character, '.' | '-' | '–');
        let inner = between && at > 0 && next.is_some_and(|one| one.is_ascii_digit());
        if !(character.is_alphanumeric() || inner) || count >= NUMBER_CHARS_MAX {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// `12.`, `b)`, `iii.`, `3.1.2`, `12 bis.`
fn marked(text: &str) -> Option<Numbered<'_>> {
    let end = run(text);
    let token = &text[..end];
    let mut readings = token::readings(token);
    (!readings.is_empty()).then_some(())?;
    let kind = readings[0].kind;
    let end = if kind == NumberKind::Arabic { end + inserted(&text[end..]) } else { end };
    let behind = &text[end..];
    let next = behind.chars().next();
    let after = next.map_or("", |one| &behind[one.len_utf8()..]);
    let (mark, rest) = match next {
        Some('.' | '．' | '、') if goes_on(kind, after) => (Mark::Behind, after),
        Some(')' | '）') => (Mark::Bracket, after),
        Some(':') if kind == NumberKind::Arabic && after.starts_with(' ') => (Mark::Behind, after),
        Some('\t') => (Mark::Behind, after),
        Some(one) if one.is_whitespace() => (Mark::None, after),
        None => (Mark::None, ""),
        Some(_) => return None,
    };
    let sureness = sureness(token, &mut readings, mark, rest)?;
    let mut printed = text[..end].to_owned();
    if mark == Mark::Bracket {
        printed.extend(next);
    }
    Some(Numbered { number: Number { printed, readings, mark }, sureness, rest: rest.trim_start() })
}

/// Whether a number with a dot may be followed by `after`: `1.The`, and not `e.g.` or `U.S.`
fn goes_on(kind: NumberKind, after: &str) -> bool {
    match after.chars().next() {
        None => true,
        Some(next) if next.is_whitespace() => true,
        Some(next) => {
            let counted = matches!(kind, NumberKind::Arabic | NumberKind::Dotted);
            counted && !next.is_lowercase() && !next.is_numeric() && next != '.' && next != ','
        }
    }
}

/// Whether what follows a figure makes a day of it: a word and a year, and nothing more.
fn goes_on_as_date(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let is_word = words.next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    let year = words.next().map(|year| year.trim_end_matches(['.', ',']));
    let is_year =
        year.is_some_and(|year| year.len() == 4 && year.bytes().all(|one| one.is_ascii_digit()));
    is_word && is_year && words.next().is_none()
}

fn sureness(token: &str, readings: &mut Vec<Reading>, mark: Mark, rest: &str) -> Option<Sureness> {
    let first = readings[0];
    let capital = rest.trim_start().chars().next().is_none_or(|one| !one.is_lowercase());
    match (first.kind, mark) {
        (NumberKind::Dotted, Mark::None) => capital.then_some(Sureness::InSequence),
        (NumberKind::Arabic, Mark::None) => {
            let figure = token.chars().all(|one| token::digit(one).is_some());
            let counted = capital && figure && !rest.is_empty() && !goes_on_as_date(rest);
            counted.then_some(Sureness::Next)
        }
        (NumberKind::Arabic, _) if first.value > 999 => Some(Sureness::InSequence),
        (_, Mark::None) => None,
        (NumberKind::Dotted | NumberKind::Arabic, _) | (_, Mark::Bracket) => Some(Sureness::Sure),
        _ => {
            // Two letters alike before a dot are no number unless they are roman.
            readings.retain(|reading| {
                token.chars().count() == 1
                    || matches!(reading.kind, NumberKind::LowerRoman | NumberKind::UpperRoman)
            });
            (!readings.is_empty()).then_some(Sureness::InSequence)
        }
    }
}

#[cfg(test)]
mod tests;
