//! Where a clause says otherwise than a claim: with a verb of another strength, another figure, or
//! the opposite.

use crate::domain::{Corpus, Strength, VerbUse};
use crate::retrieval::analysis::{Term, stem, terms};

use super::phrases::LOOSE_VERBS;

/// The verbs that lead in the clause at `position`, and the line that it hangs from.
pub(super) fn verbs_of(corpus: &Corpus, position: usize) -> Vec<VerbUse> {
    let clause = &corpus.clauses()[position];
    let own = clause.verbs.iter();
    let parent = corpus.parent_of(clause).into_iter().flat_map(|parent| &parent.verbs);
    own.chain(parent)
        .map(|verb| VerbUse { lemma: verb.lemma.clone(), strength: verb.strength })
        .collect()
}

/// Whether `claimed` tells more, or less, than `actual` verbs do. Verbs that only report, such as
/// "notes", say nothing about strength; nor do stresses and recognitions of what a clause in fact
/// calls for.
pub(super) fn differs_in_strength(claimed: &VerbUse, actual: &[VerbUse]) -> bool {
    if actual.is_empty() || LOOSE_VERBS.contains(&claimed.lemma.as_str()) {
        return false;
    }
    let same = |verb: &VerbUse| verb.lemma == claimed.lemma || verb.strength == claimed.strength;
    claimed.strength >= Strength::Encourage && !actual.iter().any(same)
}

/// A number with what is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// In digits.
    pub value: String,
    /// Stem of the unit.
    pub unit: String,
    /// As written: "six months".
    pub wording: String,
}

/// The figures of `text`. Years, ordinals and days of a month are none.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    const UNIT_WORDS_MAX: usize = 3;
    let words = terms(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(value) = value(&words[at]) else {
            at += 1;
            continue;
        };
        let start = at;
        let (value, end) = cardinal(value, &words, at + 1);
        at = end;
        // "One of the", "one another" count nothing.
        let far = if value == "1" { 1 } else { UNIT_WORDS_MAX };
        let near = words.iter().skip(at).take(far);
        let unit = near.into_iter().find(|term| !term.is_stopword());
        if let Some(unit) = unit.filter(|unit| !is_month(unit) && value_of(unit).is_none()) {
            let wording = text[words[start].bytes.start..unit.bytes.end].to_owned();
            found.push(Figure { value, unit: unit.stem.clone(), wording });
        }
    }
    found
}

/// A figure of `claimed` where `actual` counts the same thing and has none of that value, with the
/// figure that it has.
pub(super) fn other_figure(claimed: &[Figure], actual: &[Figure]) -> Option<(Figure, Figure)> {
    claimed.iter().find_map(|figure| {
        let mut same = actual.iter().filter(|other| other.unit == figure.unit);
        let first = same.next()?;
        let agrees = first.value == figure.value || same.any(|other| other.value == figure.value);
        (!agrees).then(|| (figure.clone(), first.clone()))
    })
}

/// Whether `text` denies something.
pub(super) fn denies(text: &str) -> bool {
    const DENIALS: [&str; 17] = [
        "cannot", "deni", "deny", "eliminate", "exclude", "forbid", "lack", "neither", "never",
        "no", "none", "nor", "not", "nothing", "prevent", "refuse", "without",
    ];
    terms(text)
        .iter()
        .any(|term| DENIALS.contains(&term.word.as_str()) || DENIALS.contains(&term.stem.as_str()))
}

/// Whether `claimed` is against something, or says that it is not so, and `actual` does neither.
pub(super) fn opposes(claimed: &str, actual: &str) -> bool {
    const AGAINST: [&str; 10] = [
        "abolish", "abstain", "ban", "forbid", "oppose", "prohibit", "refuse", "reject", "stop",
        "withdraw",
    ];
    const NOT: [&str; 6] = ["cannot", "neither", "never", "no", "nor", "not"];
    let kinds: [&[&str]; 2] = [&AGAINST, &NOT];
    let (claimed, actual) = (terms(claimed), terms(actual));
    let has = |text: &[Term], kind: &[&str]| {
        let stems: Vec<String> = kind.iter().map(|word| stem(word)).collect();
        text.iter().any(|term| kind.contains(&term.word.as_str()) || stems.contains(&term.stem))
    };
    kinds.into_iter().any(|kind| has(&claimed, kind) && !has(&actual, kind))
}

/// Pairs of opposites, by their stems.
const OPPOSITES: &[(&str, &str)] = &[
    ("decreas", "increas"),
    ("declin", "increas"),
    ("rise", "declin"),
    ("rise", "decreas"),
    ("strengthen", "weaken"),
    ("facilit", "hinder"),
    ("accept", "reject"),
    ("expand", "reduc"),
    ("condemn", "prais"),
];

/// Two opposite words, the first in `claimed` alone and the second in `actual` alone.
pub(super) fn opposite(claimed: &str, actual: &str) -> Option<(String, String)> {
    let (claimed, actual) = (terms(claimed), terms(actual));
    let word = |text: &[Term], stem: &str| {
        text.iter().find(|term| term.stem == stem).map(|term| term.word.clone())
    };
    OPPOSITES.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).find_map(|(own, other)| {
        let (said, found) = (word(&claimed, own)?, word(&actual, other)?);
        let both = word(&claimed, other).is_some() || word(&actual, own).is_some();
        (!both).then_some((said, found))
    })
}

/// Numbers in words.
const NUMBERS: [(&str, &str); 28] = [
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("hundred", "100"),
];

/// The value of a word that counts something.
fn value(term: &Term) -> Option<&str> {
    let year = term.word.len() == 4
        && term.word.parse::<u16>().is_ok_and(|year| (1800..2200).contains(&year))
        // "2,000 delegates" has a separator in it.
        && term.bytes.len() == term.word.len();
    value_of(term).filter(|_| !year)
}

fn value_of(term: &Term) -> Option<&str> {
    let digits = !term.word.is_empty() && term.word.bytes().all(|b| b.is_ascii_digit());
    let spelt = NUMBERS.iter().find(|(word, _)| *word == term.word).map(|(_, value)| *value);
    spelt.or_else(|| digits.then_some(term.word.as_str()))
}

/// The number that begins with `first` and goes on at `words[at]`, in digits, and where it ends:
/// "twenty-four", "a hundred and twelve", "2 million".
fn cardinal(first: &str, words: &[Term], mut at: usize) -> (String, usize) {
    let Ok(mut part) = first.parse::<u64>() else { return (first.to_owned(), at) };
    let mut whole = 0_u64;
    while let Some(term) = words.get(at) {
        let joined = term.word == "and" && (part > 0 || whole > 0) && part.is_multiple_of(100);
        let next = if joined { words.get(at + 1) } else { Some(term) };
        let Some(next) = next else { break };
        let small = NUMBERS.iter().find(|(word, _)| *word == next.word);
        let small = small.and_then(|(_, value)| value.parse::<u64>().ok());
        match (next.word.as_str(), small) {
            ("hundred", _) if !joined => part = part.saturating_mul(100),
            ("thousand", _) if !joined => (whole, part) = (raised(whole, part, 1_000), 0),
            ("million", _) if !joined => (whole, part) = (raised(whole, part, 1_000_000), 0),
            ("billion", _) if !joined => (whole, part) = (raised(whole, part, 1_000_000_000), 0),
            // Units behind tens, tens and units behind hundreds, anything behind thousands.
            (_, Some(value)) if value < part.max(1) && value < step(part) => part += value,
            (_, Some(value)) if part == 0 && whole > 0 && value < 1_000 => part = value,
            _ => break,
        }
        at += if joined { 2 } else { 1 };
    }
    (whole.saturating_add(part).to_string(), at)
}

/// A number with its scale, added to what stands before it.
fn raised(whole: u64, part: u64, scale: u64) -> u64 {
    whole.saturating_add(part.max(1).saturating_mul(scale))
}

/// The power of ten that `number` is a multiple of: what may be added to it is less.
fn step(number: u64) -> u64 {
    match number {
        0 => 1,
        _ if number.is_multiple_of(100) => 100,
        _ if number.is_multiple_of(10) => 10,
        _ => 1,
    }
}

fn is_month(term: &Term) -> bool {
    matches!(
        term.word.as_str(),
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_differ_only_where_the_same_is_counted() {
        let cases = [
            (
                "within six months",
                "no later than twelve months",
                Some(("six months", "twelve months")),
            ),
            ("within 12 months", "no later than twelve months", None),
            (
                "more than 2,000 delegates",
                "1,000 delegates from 166 countries",
                Some(("2,000 delegates", "1,000 delegates")),
            ),
            ("two thousand delegates", "2,000 delegates", None),
            (
                "within seventeen months",
                "twelve months",
                Some(("seventeen months", "twelve months")),
            ),
            ("twenty-four months", "twelve months", Some(("twenty-four months", "twelve months"))),
            ("a hundred and twelve months", "112 months", None),
            ("one month", "twelve months", Some(("one month", "twelve months"))),
            ("one of the months", "twelve months", None),
            ("two hundred thousand delegates", "200,000 delegates", None),
            ("three million and five delegates", "3,000,005 delegates", None),
            ("two panels", "1,000 delegates", None),
            ("on 4 November 2014", "on 5 November 2012", None),
            ("the 83rd session", "the 81st session", None),
        ];
        for (claimed, actual, expected) in cases {
            let found = other_figure(&figures(claimed), &figures(actual));
            let found = found.as_ref().map(|(a, b)| (a.wording.as_str(), b.wording.as_str()));
            assert_eq!(found, expected, "{claimed} / {actual}");
        }
    }

    #[test]
    fn verbs_differ_where_they_bind_otherwise() {
        use Strength::{Commit, Encourage, Note, Recognize, Urge};
        let verb = |lemma: &str, strength| VerbUse { lemma: lemma.to_owned(), strength };
        let cases = [
            (("urge", Urge), &[("encourage", Encourage)][..], true),
            (("urge", Urge), &[("call upon", Urge)], false),
            (("encourage", Encourage), &[("urge", Urge)], true),
            (("stress", Recognize), &[("urge", Urge)], false),
            (("note", Note), &[("strive", Commit)], false),
            (("uphold", Commit), &[("uphold", Recognize)], false),
            (("call for", Urge), &[("encourage", Encourage)], false),
            (("urge", Urge), &[], false),
        ];
        for ((lemma, strength), actual, expected) in cases {
            let actual: Vec<VerbUse> = actual.iter().map(|&(l, s)| verb(l, s)).collect();
            assert_eq!(differs_in_strength(&verb(lemma, strength), &actual), expected, "{lemma}");
        }
    }

    #[test]
    fn what_is_against_something_is_not_for_it() {
        let cases = [
            ("opposes cooperation", "cooperate with companies", true),
            ("officials are not to cooperate", "officials to cooperate", true),
            ("no State shall grant refuge", "no State shall grant refuge", false),
            ("rejects extradition", "not extradite", true),
            ("cooperate", "not cooperate", false),
        ];
        for (claimed, actual, expected) in cases {
            assert_eq!(opposes(claimed, actual), expected, "{claimed} / {actual}");
        }
    }

    #[test]
    fn opposites_count_where_neither_side_has_both() {
        let told = opposite("violence has decreased", "violence has increased");
        assert_eq!(told, Some(("decreased".to_owned(), "increased".to_owned())));
        assert_eq!(opposite("a decrease and an increase", "an increase"), None);
    }
}
