//! The detail that an answer has to give, whatever its topic: a number, a time, a definition.
//!
//! "How many months were states given?" is not answered by a clause on states that has no number
//! in it, however near it comes.

use super::lexicon::{
    ABOUT_DOCUMENTS, DEFINITION_PHRASES, DEFINITION_WORDS, DOCUMENT_NOUNS, NUMBER_PHRASES,
    TIME_PHRASES,
};
use super::words::Words;
use crate::retrieval::analysis::{Term, folded_words, stem, terms};

/// A detail that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// How many, or how much.
    Number {
        /// Stems of what is counted: a number counts before one of them; empty where the question
        /// names no unit.
        units: Vec<String>,
    },
    /// When, since when, or for how long.
    Time,
    /// What a word means.
    Definition,
}

/// How far behind a number its unit may stand, in words: "100 different member countries".
const UNIT_WORDS_MAX: usize = 4;
/// Verbs behind "when" in a question for a date; "when should police intervene" and "when is
/// extradition possible" ask for a case.
const DATED_VERBS: &[&str] = &["was", "were", "did", "will", "has", "had", "have"];
/// What follows "how much" where it asks for a sum.
const MONEY: &[&str] = &["money", "funding", "funds"];
/// Words from the start in which "when" asks, rather than tells when.
const OPENING_WORDS: usize = 4;

/// The detail that the question asks for, if any.
pub(super) fn read(words: &Words<'_>) -> Option<Detail> {
    let number = NUMBER_PHRASES.iter().find_map(|phrase| words.find(phrase));
    if let Some(range) = number {
        let counts = matches!(words.word(range.end - 1), "many" | "much");
        let counted = words.word(range.end);
        let documents = DOCUMENT_NOUNS.contains(&counted) || ABOUT_DOCUMENTS.contains(&counted);
        // "How much force", "how much does it matter": a degree is told in words.
        let degree = words.word(range.end - 1) == "much"
            && words.word(range.start.wrapping_sub(1)) != "by"
            && !MONEY.contains(&counted);
        if counts && counted == "time" {
            return Some(Detail::Time);
        }
        if degree || counts && documents {
            return None;
        }
        let counted = (range.end..words.len())
            .take(UNIT_WORDS_MAX)
            .take_while(|&at| counts && !words.term(at).is_stopword());
        let units = match words.word(range.end - 1) {
            "percentage" | "percent" | "proportion" | "share" => FRACTIONS.to_vec(),
            "amount" | "sum" => CURRENCIES.to_vec(),
            _ if MONEY.contains(&words.word(range.end)) => CURRENCIES.to_vec(),
            _ => counted.map(|at| words.stem(at)).collect(),
        };
        let mut units: Vec<String> = units.into_iter().map(str::to_owned).collect();
        let persons = PERSONS.contains(&words.word(range.end)) && words.any(ATTENDANCE);
        if counts && (persons || ATTENDERS.contains(&words.word(range.end))) {
            units.extend(ATTENDING.iter().map(|word| stem(word)));
        }
        return Some(Detail::Number { units });
    }
    let when = (0..OPENING_WORDS.min(words.len()))
        .any(|at| words.word(at) == "when" && DATED_VERBS.contains(&words.word(at + 1)));
    if when || words.has_phrase(TIME_PHRASES) {
        return Some(Detail::Time);
    }
    let defines = words.any(DEFINITION_WORDS) || words.has_phrase(DEFINITION_PHRASES);
    defines.then_some(Detail::Definition)
}

impl Detail {
    /// Whether `text` gives such a detail.
    pub fn given_by(&self, text: &str) -> bool {
        // Most texts have no such word: they are not worth their stems.
        let may_give = |word: &str| match self {
            Self::Number { .. } => is_number(word),
            Self::Time => is_number(word) || MONTHS.contains(&word),
            Self::Definition => DEFINING.contains(&word),
        };
        if !folded_words(text).any(|(word, _)| may_give(&word)) {
            return false;
        }
        let words = terms(text);
        let number = |at: usize| words.get(at).is_some_and(|term| is_number(&term.word));
        let dated = |at: usize| words.get(at + 1).is_some_and(is_month);
        let count = |at: usize| number(at) && !dated(at);
        (0..words.len()).any(|at| match self {
            Self::Number { units } if units.is_empty() => count(at) && !is_year(&words[at]),
            // "Half" is a unit and its own number.
            Self::Number { units } => {
                // A year is a number only right before its unit: "2000 delegates".
                let ahead = if is_year(&words[at]) { 1 } else { UNIT_WORDS_MAX };
                count(at)
                    && !is_ordinal(&words[at])
                    && words[at..].iter().take(ahead + 1).any(|term| units.contains(&term.stem))
            }
            Self::Time => {
                let word = words[at].word.as_str();
                let beside = at.checked_sub(1).is_some_and(number) || number(at + 1);
                is_year(&words[at])
                    || is_month(&words[at]) && (word != "may" || beside)
                    || PERIODS.contains(&words[at].stem.as_str()) && beside
            }
            Self::Definition => {
                let word = |ahead: usize| words.get(at + ahead).map_or("", |term| &term.word);
                matches!(word(0), "meaning" | "definition")
                    || word(0) == "means" && word(1) != "of"
                    || word(0) == "purposes" && word(1) == "of"
                    || word(0) == "defined" && word(1) == "as"
            }
        })
    }

    /// What is missing where no clause gives it; completes "no clause near the question gives".
    /// `None` for what may be given in other words, so that its absence proves nothing.
    pub const fn required(&self) -> Option<&'static str> {
        match self {
            Self::Number { .. } => Some("such a number"),
            Self::Time => Some("a date or a length of time"),
            Self::Definition => None,
        }
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word)
}

/// "21st", "83rd": which one, not how many.
fn is_ordinal(term: &Term) -> bool {
    let end = term.word.trim_start_matches(|c: char| c.is_ascii_digit());
    end.len() < term.word.len() && matches!(end, "st" | "nd" | "rd" | "th")
}

fn is_month(term: &Term) -> bool {
    MONTHS.contains(&term.word.as_str())
}

fn is_year(term: &Term) -> bool {
    term.word.parse::<u16>().is_ok_and(|number| (1800..2200).contains(&number))
}

/// Numbers as words. "One" is left out: it mostly stands for a person or a thing.
const NUMBER_WORDS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "millions",
    "billion", "billions", "half", "third", "quarter", "percent",
];

/// Words that begin what a word means.
const DEFINING: &[&str] = &["meaning", "definition", "means", "purposes", "defined"];

/// Stems of what shares are counted in.
const FRACTIONS: &[&str] = &["percent", "cent", "half", "third", "quarter"];

/// Stems of what money is counted in.
const CURRENCIES: &[&str] =
    &["euro", "dollar", "pound", "franc", "usd", "eur", "million", "billion"];

/// General words for persons.
const PERSONS: &[&str] = &["people", "persons"];

/// What says of persons that they took part in something.
const ATTENDANCE: &[&str] =
    &["came", "come", "attend", "attended", "joined", "participated", "gathered", "present"];

/// Words for those who did. They may be counted under another,
const ATTENDERS: &[&str] = &["participants", "attendees"];

/// such as these.
const ATTENDING: &[&str] = &[
    "people", "person", "participant", "attendee", "guest", "official", "representative",
    "delegate", "member", "visitor",
];

const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
];

/// Stems of lengths of time.
const PERIODS: &[&str] = &["hour", "day", "week", "month", "year", "decad", "centuri"];

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(question: &str) -> Option<Detail> {
        read(&Words::new(question))
    }

    #[test]
    fn questions_for_a_number_or_a_time() {
        let number = |units: &[&str]| {
            Some(Detail::Number { units: units.iter().map(|&unit| unit.to_owned()).collect() })
        };
        let cases = [
            ("How many months did the declaration give states?", number(&["month"])),
            ("How many foreign fighters have been found?", number(&["foreign", "fighter"])),
            ("By how much has homicide gone down?", number(&[])),
            ("how much money did ministers pledge", number(CURRENCIES)),
            ("how much time do states have", Some(Detail::Time)),
            ("rules on how much force officers may use", None),
            ("How is violence defined?", Some(Detail::Definition)),
            ("what is meant by smuggling", Some(Detail::Definition)),
            ("What percentage of officers are women?", number(FRACTIONS)),
            ("How much does this matter to ministers?", None),
            ("How many declarations mention gangs?", None),
            ("When was the agreement signed?", Some(Detail::Time)),
            ("since when is this so", Some(Detail::Time)),
            ("When should police intervene?", None),
            ("When is extradition possible?", None),
            ("When will the plan be ready?", Some(Detail::Time)),
            ("does crime shift when police get better?", None),
            ("On what date was the agreement signed?", Some(Detail::Time)),
        ];
        for (question, expected) in cases {
            assert_eq!(detail(question), expected, "{question}");
        }
    }

    #[test]
    fn people_are_counted_under_other_names_and_ordinals_count_nothing() {
        let cases = [
            ("How many people came?", "More than 1,000 delegates attended the meeting", true),
            ("How many participants were there?", "some 300 people came together", true),
            ("How many people came?", "four panels in five days", false),
            ("How many people are trafficked?", "More than 1,000 delegates attended", false),
            ("How many fighters came?", "More than 1,000 delegates attended the meeting", false),
            ("How many people came?", "On 5 November 2012, Ministers came together", false),
            ("How many delegates came?", "2000 delegates came together", true),
            ("How many centuries has it taken?", "crimes of the 21st Century", false),
            ("What number of session was it?", "the 81st session", true),
            ("By how much has crime gone down?", "on 4 November", false),
            ("By how much has crime gone down?", "by 21 percent", true),
            ("Since when has crime gone down?", "crimes of the 21st Century", true),
        ];
        for (question, text, expected) in cases {
            let detail = detail(question).expect("a detail is asked for");
            assert_eq!(detail.given_by(text), expected, "{question} {text}");
        }
    }

    #[test]
    fn what_gives_the_detail() {
        let countries = Detail::Number { units: vec!["countri".to_owned()] };
        let any = Detail::Number { units: Vec::new() };
        let share = detail("what share of officers").expect("a number is asked for");
        let cases = [
            (&countries, "ministers from some 100 countries attended", true),
            (&countries, "all countries, in 100 years", false),
            (&countries, "dozens of member countries", true),
            (&any, "a decline by half", true),
            (&share, "women are a third of officers, or 33 per cent", true),
            (&share, "at least 30 percent", true),
            (&share, "twelve months", false),
            (&any, "declines over the past century, in 2014", false),
            (&Detail::Time, "no later than twelve months after", true),
            (&Detail::Time, "on 4 November", true),
            (&Detail::Time, "in 2014", true),
            (&Detail::Time, "states may share months of work", false),
            (&Detail::Definition, "for the purposes of this declaration, meaning all acts", true),
            (&Detail::Definition, "by all means of transport", false),
            (&Detail::Definition, "condemning violence", false),
        ];
        for (detail, text, expected) in cases {
            assert_eq!(detail.given_by(text), expected, "{text}");
        }
    }
}
