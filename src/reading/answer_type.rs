//! What an answer has to give, whatever its topic: a number, a time, a cost, an outcome.
//!
//! "How many months were states given?" is not answered by a clause on states that has no number
//! in it, however near it comes.

use std::ops::Range;

use super::names::Names;
use super::selection::is_document_noun;
use super::several;
use super::words::Words;
use super::{cost, definition, outcome};
use crate::domain::{Part, QuestionType};
use crate::language::analysis::{Term, folded_words, stem, terms};
use crate::language::dates::{self, is_month, is_year};
use crate::language::lexicon::{WordList, english};
use crate::language::numbers::{is_number, is_ordinal};
use crate::language::persons::names;

/// What an answer has to give, whatever its topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerType {
    /// How many, or how much.
    Number {
        /// Stems of what is counted: a number counts before one of them; empty where the question
        /// names no unit.
        units: Vec<String>,
    },
    /// When, since when, or for how long.
    Time,
    /// When something was done: a length of time that is still to come tells nothing of it.
    Date,
    /// What something costs, or who bears it.
    Cost,
    /// What came of something.
    Outcome,
    /// What a word means.
    Definition {
        /// Stems of what is to be defined: all stand right before the verb that defines them; empty
        /// where the question does not say.
        of: Vec<String>,
    },
    /// Who somebody is: the holder of an office has a name.
    Person,
}

/// How far behind a number its unit may stand, in words: "100 different member countries".
const UNIT_WORDS_MAX: usize = 4;
/// How far behind a name the office that its bearer holds may stand, in words.
const OFFICE_WORDS_MAX: usize = 3;
/// Words from the start in which "when" asks, rather than tells when.
const OPENING_WORDS: usize = 4;

/// What the question wants an answer to give, if it says so.
pub(super) fn expected(words: &Words<'_>, names: &Names) -> Option<AnswerType> {
    let known = &english().questions.answer_types;
    let cost = || cost::asked(words).then_some(AnswerType::Cost);
    if let Some(range) = words.find(&known.number) {
        return number(words, names, range).or_else(cost);
    }
    // "When should police intervene" and "when is extradition possible" ask for a case.
    let when = (0..OPENING_WORDS.min(words.len()))
        .filter(|&at| words.word(at) == "when")
        .map(|at| several::behind_joined(words, at))
        .find(|&at| known.dated.has(words.word(at)));
    let past = when.is_some_and(|at| known.past.has(words.word(at)));
    let date = words.has_phrase(&known.date);
    // "The date by which it was to be ready" is still to come.
    let by_which =
        || (1..words.len()).any(|at| (words.word(at - 1), words.word(at)) == ("by", "which"));
    if past || date && words.any(&known.past) && !by_which() {
        return Some(AnswerType::Date);
    }
    if when.is_some() || date || words.has_phrase(&known.time) {
        return Some(AnswerType::Time);
    }
    // "What is the budget?" is answered by a sum; "who pays?" may be by whoever does.
    if words.any(&known.budgets) && matches!(words.word(0), "what" | "which") {
        let units = known.currencies.iter().map(stem).collect();
        return Some(AnswerType::Number { units });
    }
    if let Some(of) = definition::asked(words) {
        return Some(AnswerType::Definition { of });
    }
    if office_holder(words) {
        return Some(AnswerType::Person);
    }
    cost()
}

/// Whether the question asks who holds one office: "who is the head of the agency?".
fn office_holder(words: &Words<'_>) -> bool {
    let known = &english().questions.answer_types;
    let asks = words.word(0) == "who" && known.being.has(words.word(1));
    let end = (2..words.len()).find(|&at| known.ending_offices.has(words.word(at)));
    let office = end.unwrap_or(words.len()).wrapping_sub(1);
    // "The head of the mission" is whoever is, "the head of the Rome Mission" has a name.
    let named = (2..words.len()).any(|at| words.typed(at).starts_with(char::is_uppercase));
    asks && named && words.word(2) == "the" && office > 2 && known.offices.has(words.word(office))
}

/// The same for a question whose words in `range` ask for a number, or a degree.
fn number(words: &Words<'_>, names: &Names, range: Range<usize>) -> Option<AnswerType> {
    let known = &english().questions.answer_types;
    let measure = words.word(range.end - 1);
    let counts = matches!(measure, "many" | "much");
    // "How many of these requests".
    let skipped =
        (range.end..words.len()).take_while(|&at| counts && known.partitive.has(words.word(at)));
    let start = range.end + if words.word(range.end) == "of" { skipped.count() } else { 0 };
    let counted = words.word(start);
    let documents = is_document_noun(counted, names) || known.about_documents.has(counted);
    // "How much force", "how much does it matter": a degree is told in words.
    let degree = measure == "much"
        && words.word(range.start.wrapping_sub(1)) != "by"
        && !known.money.has(counted);
    if counts && counted == "time" {
        return Some(AnswerType::Time);
    }
    // "How much will it cost", "how much does the bank invest".
    let paid =
        measure == "much" && (range.end..words.len()).any(|at| known.paying.has(words.word(at)));
    // "How many of them" counts documents, as what was spoken of.
    let of_them = start > range.end && (start == words.len() || words.term(start).is_stopword());
    if degree && !paid || counts && (documents || of_them) {
        return None;
    }
    let stems = |list: &WordList| list.iter().map(stem).collect();
    let mut units: Vec<String> = if known.shares.has(measure) {
        stems(&known.fractions)
    } else if paid || known.sums.has(measure) || known.money.has(counted) {
        stems(&known.currencies)
    } else {
        (start..words.len())
            .take(UNIT_WORDS_MAX)
            .take_while(|&at| counts && !words.term(at).is_stopword())
            .map(|at| words.stem(at).to_owned())
            .collect()
    };
    let persons = known.persons.has(counted) && words.any(&known.attendance);
    if counts && (persons || known.attenders.has(counted)) {
        units.extend(known.attending.iter().map(stem));
    }
    Some(AnswerType::Number { units })
}

/// That the question asks what came of something, which only one about a topic or a person does.
pub(super) fn outcome(words: &Words<'_>, names: &Names, asks: QuestionType) -> Option<AnswerType> {
    let may_ask = matches!(asks, QuestionType::Topic | QuestionType::Who);
    (may_ask && outcome::asked(words, names)).then_some(AnswerType::Outcome)
}

impl AnswerType {
    /// Whether `text`, a clause of `part`, gives what is asked for.
    pub fn given_by(&self, text: &str, part: Part) -> bool {
        // Most texts have no such word: they are not worth their stems.
        let may_give = |word: &str| match self {
            Self::Number { .. } => is_number(word),
            Self::Time | Self::Date => is_number(word) || dates::may_tell(word),
            Self::Definition { .. } => english().questions.answer_types.defining.has(word),
            Self::Cost | Self::Outcome | Self::Person => true,
        };
        if !folded_words(text).any(|(word, _)| may_give(&word)) {
            return false;
        }
        let words = terms(text);
        let mut places = 0..words.len();
        match self {
            Self::Number { units } => {
                places.any(|at| counts(&words, at, units)) || is_money(units) && has_sum(text)
            }
            Self::Time => places.any(|at| dates::is_time(&words, at)),
            Self::Date => places.any(|at| dates::is_past(&words, at)),
            Self::Definition { of } => definition::gives(&words, of),
            Self::Person => names_holder(text) || places.any(|at| is_person(&words, at)),
            Self::Cost => cost::gives_cost(&words),
            Self::Outcome => outcome::gives_outcome(&words, part),
        }
    }

    /// Whether a clause that gives it stands out by that: nearly every clause may tell an outcome.
    pub const fn stands_out(&self) -> bool {
        !matches!(self, Self::Outcome)
    }

    /// Whether it is what a certain word means.
    pub const fn defines(&self) -> bool {
        matches!(self, Self::Definition { of } if !of.is_empty())
    }

    /// What is missing where no clause gives it; completes "no clause near the question gives".
    /// `None` for what may be given in other words, so that its absence proves nothing.
    pub const fn required(&self) -> Option<&'static str> {
        match self {
            Self::Number { .. } => Some("such a number"),
            Self::Time => Some("a date or a length of time"),
            Self::Date => Some("a date"),
            Self::Cost => Some("a cost, or who bears it"),
            Self::Outcome => Some("an outcome, only what is to be done"),
            Self::Person => Some("the name of a person"),
            Self::Definition { .. } => None,
        }
    }
}

/// Whether a number at `at` counts one of `units`, or anything where there are none.
fn counts(words: &[Term], at: usize, units: &[String]) -> bool {
    let term = &words[at];
    if !is_number(&term.word) || words.get(at + 1).is_some_and(is_month) {
        return false;
    }
    if units.is_empty() {
        return !is_year(term);
    }
    // A year is a number only right before its unit: "2000 delegates". "Half" is a unit and its own
    // number.
    let ahead = if is_year(term) { 1 } else { UNIT_WORDS_MAX };
    !is_ordinal(&term.word)
        && words[at..].iter().take(ahead + 1).any(|term| units.contains(&term.stem))
}

/// Whether the words from `at` on say who somebody is by what he does: "is the person who".
fn is_person(words: &[Term], at: usize) -> bool {
    let word = |ahead: usize| words.get(at + ahead).map_or("", |term| term.word.as_str());
    english().questions.answer_types.being.has(word(0)) && word(1) == "the" && word(2) == "person"
}

/// Whether `text` names the holder of an office: "President Ronald Noble", "Ronald Noble, head of the
/// agency".
fn names_holder(text: &str) -> bool {
    let offices = &english().questions.answer_types.offices;
    names(text).iter().any(|name| {
        let Some((before, behind)) = text.split_once(name.as_str()) else { return false };
        let title = before.strip_suffix([' ', '\u{a0}']).map(folded_words);
        let title = title.and_then(Iterator::last);
        let office = behind.strip_prefix(',').map(str::trim_start).unwrap_or_default();
        title.is_some_and(|(word, _)| offices.has(&word))
            || folded_words(office).take(OFFICE_WORDS_MAX).any(|(word, _)| offices.has(&word))
    })
}

/// Whether `units` are those of money.
fn is_money(units: &[String]) -> bool {
    let first = english().questions.answer_types.currencies.iter().next();
    first.is_some_and(|first| units.contains(&stem(first)))
}

/// Whether `text` has a sum by its sign: "$500,000", "EUR 3".
fn has_sum(text: &str) -> bool {
    let sign = |c: char| matches!(c, '$' | '\u{a3}' | '\u{a5}' | '\u{20ac}');
    text.match_indices(sign).any(|(at, sign)| {
        let rest = text[at + sign.len()..].trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit())
            || text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(question: &str) -> Option<AnswerType> {
        expected(&Words::new(question), &Names::new(&crate::domain::sample::corpus()))
    }

    #[test]
    fn questions_for_a_number_or_a_time() {
        let number = |units: &[&str]| {
            Some(AnswerType::Number { units: units.iter().map(|&unit| unit.to_owned()).collect() })
        };
        let cases = [
            ("How many months did the declaration give states?", number(&["month"])),
            ("How many foreign fighters have been found?", number(&["foreign", "fighter"])),
            ("By how much has homicide gone down?", number(&[])),
            (
                "how much money did ministers pledge",
                number(&["euro", "dollar", "pound", "franc", "usd", "eur", "million", "billion"]),
            ),
            ("how much time do states have", Some(AnswerType::Time)),
            ("rules on how much force officers may use", None),
            (
                "How is violence defined?",
                Some(AnswerType::Definition { of: vec!["violenc".to_owned()] }),
            ),
            (
                "what is meant by smuggling",
                Some(AnswerType::Definition { of: vec!["smuggl".to_owned()] }),
            ),
            (
                "What percentage of officers are women?",
                number(&["percent", "cent", "half", "third", "quarter"]),
            ),
            ("How much does this matter to ministers?", None),
            ("How many declarations mention gangs?", None),
            ("When was the agreement signed?", Some(AnswerType::Date)),
            ("since when is this so", Some(AnswerType::Time)),
            ("When should police intervene?", None),
            ("When is extradition possible?", None),
            ("When will the plan be ready?", Some(AnswerType::Time)),
            ("does crime shift when police get better?", None),
            ("On what date was the agreement signed?", Some(AnswerType::Date)),
            ("What is the date by which it is to be ready?", Some(AnswerType::Time)),
            ("how many of these requests were granted?", number(&["request"])),
            ("how many of them mention gangs?", None),
            ("How many of the declarations mention gangs?", None),
            (
                "How much does such training cost?",
                number(&["euro", "dollar", "pound", "franc", "usd", "eur", "million", "billion"]),
            ),
            (
                "What is the budget of the agency?",
                number(&["euro", "dollar", "pound", "franc", "usd", "eur", "million", "billion"]),
            ),
            ("Who is the head of the Rome Agency?", Some(AnswerType::Person)),
            ("Who is the head of the agency?", None),
            (
                "Who is a police officer?",
                Some(AnswerType::Definition { of: vec!["polic".to_owned(), "offic".to_owned()] }),
            ),
            ("Who pays for it?", Some(AnswerType::Cost)),
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
            assert_eq!(detail.given_by(text, Part::Body), expected, "{question} {text}");
        }
    }

    #[test]
    fn what_gives_the_detail() {
        let countries = AnswerType::Number { units: vec!["countri".to_owned()] };
        let any = AnswerType::Number { units: Vec::new() };
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
            (&AnswerType::Time, "no later than twelve months after", true),
            (&AnswerType::Time, "on 4 November", true),
            (&AnswerType::Time, "in 2014", true),
            (&AnswerType::Time, "report at its eighty-second session", true),
            (&AnswerType::Time, "report at a session", false),
            (&AnswerType::Date, "in 2014", true),
            (&AnswerType::Date, "no later than twelve months after", false),
            (&AnswerType::Date, "over the past century", true),
            (&AnswerType::Date, "they came in 1066", true),
            (&AnswerType::Date, "in the 10th and 11th centuries", true),
            (&AnswerType::Date, "during the late 1990s", true),
            (&AnswerType::Date, "between 1204 and 1310", true),
            (&AnswerType::Date, "1990s methods were abandoned", true),
            (&AnswerType::Date, "in the nineteenth century", true),
            (&AnswerType::Date, "the crimes of the 21st Century", false),
            (&AnswerType::Date, "challenges of the twenty-first century", false),
            (&AnswerType::Date, "to be repaired within two centuries", false),
            (&AnswerType::Date, "1066 delegates from 166 countries", false),
            (&AnswerType::Date, "opened by 1500 workers in 1540 schools", false),
            (&AnswerType::Date, "the 1540 Committee", false),
            (&AnswerType::Date, "Resolution 2178", false),
            (&AnswerType::Date, "begun some ten years ago", true),
            (&AnswerType::Time, "states may share months of work", false),
            (
                &AnswerType::Definition { of: Vec::new() },
                "for the purposes of this declaration, meaning all acts",
                true,
            ),
            (&AnswerType::Definition { of: Vec::new() }, "by all means of transport", false),
            (&AnswerType::Definition { of: Vec::new() }, "condemning violence", false),
        ];
        for (detail, text, expected) in cases {
            assert_eq!(detail.given_by(text, Part::Body), expected, "{text}");
        }
    }
}
