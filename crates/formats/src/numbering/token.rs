//! What a number means without its marks: `12`, `3.1.2`, `b`, `iv`, `六`.

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NumberKind {
    /// `12`, `12 bis`.
    Arabic,
    /// `3.1.2`.
    Dotted,
    /// `b`.
    LowerLetter,
    /// `B`.
    UpperLetter,
    /// `iv`.
    LowerRoman,
    /// `IV`.
    UpperRoman,
    /// `Article 6`, `§ 4`.
    Article,
    /// `Annex II`.
    Annex,
    /// `Chapter II`.
    Division,
    /// `OP12`.
    Label,
}

/// One meaning of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// How it counts.
    pub(crate) kind: NumberKind,
    /// Its place in the sequence. Of a dotted number, that of its last part.
    pub(crate) value: u32,
}

/// The meanings of a number: none, one, or two where a letter is a roman number too.
pub(crate) type Readings = Vec<Reading>;

/// Roman numbers of paragraphs do not go further, and words such as "mix" do not count.
const ROMAN_MAX: u32 = 200;
/// Parts of a dotted number.
const PARTS_MAX: usize = 8;

/// Alphabets in the order in which points are lettered.
const ALPHABETS: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "甲乙丙丁戊己庚辛壬癸",
];

/// What is put behind a number that comes between two others.
const INSERTED: [&str; 6] = ["bis", "ter", "quater", "quinquies", "sexies", "septies"];

/// The meanings of `token`, which has no marks around it.
pub(crate) fn readings(token: &str) -> Readings {
    let mut found = Vec::new();
    let mut add = |kind, value: Option<u32>| {
        if let Some(value) = value {
            found.push(Reading { kind, value });
        }
    };
    add(NumberKind::Arabic, arabic(token));
    add(NumberKind::Dotted, dotted(token));
    add(NumberKind::Arabic, ideographs(token));
    let lower = token.chars().all(|letter| !letter.is_uppercase() && !is_upper_roman(letter));
    let (letter, roman) = if lower {
        (NumberKind::LowerLetter, NumberKind::LowerRoman)
    } else {
        (NumberKind::UpperLetter, NumberKind::UpperRoman)
    };
    add(letter, letters(token));
    add(roman, self::roman(token));
    found
}

/// The digit that `character` is in any of the scripts that treaties are printed in.
pub(crate) fn digit(character: char) -> Option<u32> {
    let zeros = ['0', '٠', '۰', '०', '০', '０'];
    zeros
        .iter()
        .map(|zero| u32::from(character).wrapping_sub(u32::from(*zero)))
        .find(|value| *value <= 9)
}

/// `15 bis` of `十五之二`.
pub(crate) fn in_figures(token: &str) -> Option<String> {
    let (token, put_in) = token.split_once('之').unwrap_or((token, ""));
    let figure = ideographs(token)?.to_string();
    let word = ideographs(put_in).and_then(|place| INSERTED.get((place as usize).checked_sub(2)?));
    Some(word.map_or(figure.clone(), |word| format!("{figure} {word}")))
}

/// Whether `word` marks a number as put between two others, as "bis" does.
pub(crate) fn is_inserted(word: &str) -> bool {
    INSERTED.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn arabic(token: &str) -> Option<u32> {
    if let [only] = *token.chars().collect::<Vec<_>>().as_slice()
        && ('①'..='⑳').contains(&only)
    {
        return Some(u32::from(only) - u32::from('①') + 1);
    }
    let end = token.find(|letter| digit(letter).is_none()).unwrap_or(token.len());
    let (digits, suffix) = token.split_at(end);
    let suffix = suffix.trim_start();
    let plain =
        suffix.is_empty() || is_inserted(suffix) || is_one_letter(suffix) || is_span(suffix);
    (1..=4).contains(&digits.chars().count()).then_some(())?;
    plain.then(|| digits.chars().filter_map(digit).fold(0, |sum, next| sum * 10 + next))
}

/// `-31` of `30-31`.
fn is_span(suffix: &str) -> bool {
    let last = suffix.strip_prefix(['-', '–']);
    last.is_some_and(|last| !last.is_empty() && last.chars().all(|one| digit(one).is_some()))
}

fn is_one_letter(suffix: &str) -> bool {
    suffix.len() == 1 && suffix.chars().all(char::is_alphabetic)
}

fn dotted(token: &str) -> Option<u32> {
    let parts: Vec<&str> = token.split('.').collect();
    ((2..=PARTS_MAX).contains(&parts.len())).then_some(())?;
    // The first part may be a letter: `A.1`.
    let first_letter = parts[0].len() == 1 && parts[0].chars().all(|one| one.is_ascii_uppercase());
    let digits =
        |part: &&str| (1..=3).contains(&part.len()) && part.chars().all(|one| one.is_ascii_digit());
    (first_letter || digits(&parts[0])).then_some(())?;
    parts[1..].iter().all(digits).then(|| parts[parts.len() - 1].parse().ok()).flatten()
}

fn letters(token: &str) -> Option<u32> {
    let mut rest = token.chars().flat_map(char::to_lowercase);
    let first = rest.next()?;
    let (size, place) = ALPHABETS.iter().find_map(|alphabet| {
        let place = alphabet.chars().position(|letter| letter == first)?;
        Some((alphabet.chars().count(), place))
    })?;
    // `aa` follows `z`.
    let repeated = match (rest.next(), rest.next()) {
        (None, _) => 0,
        (Some(second), None) if second == first => 1,
        _ => return None,
    };
    Some((repeated * size + place + 1) as u32)
}

fn is_upper_roman(character: char) -> bool {
    ('Ⅰ'..='Ⅻ').contains(&character)
}

fn roman(token: &str) -> Option<u32> {
    if let [only] = *token.chars().collect::<Vec<_>>().as_slice() {
        if is_upper_roman(only) {
            return Some(u32::from(only) - u32::from('Ⅰ') + 1);
        }
        if ('ⅰ'..='ⅻ').contains(&only) {
            return Some(u32::from(only) - u32::from('ⅰ') + 1);
        }
    }
    let alike = token.chars().all(|letter| letter.is_ascii_lowercase())
        || token.chars().all(|letter| letter.is_ascii_uppercase());
    (alike && (1..=9).contains(&token.len())).then_some(())?;
    let value = |letter: char| match letter.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let values: Vec<u32> = token.chars().map(value).collect::<Option<_>>()?;
    let sum = values_sum(&values)?;
    (sum <= ROMAN_MAX && roman_of(sum).eq_ignore_ascii_case(token)).then_some(sum)
}

/// The sum of roman digits, where a lesser one before a greater one is taken off.
fn values_sum(values: &[u32]) -> Option<u32> {
    let mut sum = 0_i64;
    for (at, one) in values.iter().enumerate() {
        let sign = if values.get(at + 1).is_some_and(|next| next > one) { -1 } else { 1 };
        sum += sign * i64::from(*one);
    }
    u32::try_from(sum).ok()
}

fn roman_of(mut value: u32) -> String {
    let steps =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")];
    let mut written = String::new();
    for (step, letters) in steps.into_iter().chain([(1, "i")]) {
        while value >= step {
            value -= step;
            written.push_str(letters);
        }
    }
    written
}

/// The number that Chinese numerals write: `六`, `十二`, `三二〇`, `一百零五`.
fn ideographs(token: &str) -> Option<u32> {
    if let Some((token, put_in)) = token.split_once('之') {
        return ideographs(put_in).and_then(|_| ideographs(token));
    }
    let count = token.chars().count();
    (1..=7).contains(&count).then_some(())?;
    let (mut sum, mut last, mut positional) = (0_u32, 0_u32, true);
    for character in token.chars() {
        match character {
            '十' | '百' | '千' => {
                let unit = match character {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                sum += last.max(1) * unit;
                (last, positional) = (0, false);
            }
            _ => {
                let next = ideograph(character)?;
                last = if positional { last * 10 + next } else { next };
            }
        }
        (sum < 10_000 && last < 10_000).then_some(())?;
    }
    Some(sum + last)
}

fn ideograph(character: char) -> Option<u32> {
    if matches!(character, '零' | 'Ｏ' | '○') {
        return Some(0);
    }
    "〇一二三四五六七八九".chars().position(|known| known == character).map(|at| at as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(token: &str) -> Vec<(NumberKind, u32)> {
        readings(token).into_iter().map(|reading| (reading.kind, reading.value)).collect()
    }

    #[test]
    fn tokens_have_the_values_that_they_count() {
        use NumberKind::{Arabic, Dotted, LowerLetter, LowerRoman, UpperLetter, UpperRoman};
        for (token, expected) in [
            ("12", vec![(Arabic, 12)]),
            ("12a", vec![(Arabic, 12)]),
            ("12 bis", vec![(Arabic, 12)]),
            ("30-31", vec![(Arabic, 30)]),
            ("٣", vec![(Arabic, 3)]),
            ("②", vec![(Arabic, 2)]),
            ("3.1.2", vec![(Dotted, 2)]),
            ("A.1", vec![(Dotted, 1)]),
            ("b", vec![(LowerLetter, 2)]),
            ("bb", vec![(LowerLetter, 28)]),
            ("i", vec![(LowerLetter, 9), (LowerRoman, 1)]),
            ("ii", vec![(LowerLetter, 35), (LowerRoman, 2)]),
            ("vii", vec![(LowerRoman, 7)]),
            ("XIV", vec![(UpperRoman, 14)]),
            ("D", vec![(UpperLetter, 4)]),
            ("в", vec![(LowerLetter, 3)]),
            ("ج", vec![(LowerLetter, 3)]),
            ("六", vec![(Arabic, 6)]),
            ("十二", vec![(Arabic, 12)]),
            ("三二〇", vec![(Arabic, 320)]),
            ("一百零五", vec![(Arabic, 105)]),
            ("十五之二", vec![(Arabic, 15)]),
            ("丙", vec![(LowerLetter, 3)]),
        ] {
            assert_eq!(read(token), expected, "{token}");
        }
    }

    #[test]
    fn chinese_numerals_are_written_in_figures() {
        assert_eq!(in_figures("三二〇").as_deref(), Some("320"));
        assert_eq!(in_figures("十五之三").as_deref(), Some("15 ter"));
        assert_eq!(in_figures("12"), None);
    }

    #[test]
    fn words_are_no_numbers() {
        for token in ["", "the", "mix", "dim", "civil", "iiii", "vx", "20219", "1.2.x", "to", "Iv"]
        {
            assert_eq!(read(token), vec![], "{token}");
        }
    }
}
