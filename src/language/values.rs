//! What a sentence measures, dates and numbers: "six months", "14 December 2025", "the thirtieth day",
//! "resolution 80/245", "every five years"; and whether another sentence has the same.

use std::ops::Range;

use super::analysis::{Worded, has_stem, stem, terms};
use super::calendar::month_number;
use super::dates::{is_month, year_of};
use super::figures::number_at;
use super::lexicon::english;
use super::numbers::{cardinal, is_ordinal, ordinal};
use crate::domain::Date;

/// The most words behind a number that say what it is the number of.
const NOUN_WORDS_MAX: usize = 3;

/// What sort of value something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// A day, or as much of it as is said.
    Date,
    /// How often: once in so many of a length of time.
    Rhythm,
    /// How many.
    Count,
    /// Which one: "the thirtieth day".
    Place,
    /// What something is called by: "resolution 80/245".
    Number,
    /// Where: "in Paris".
    Site,
}

/// A value where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// Its sort.
    pub kind: ValueKind,
    /// The number, in digits; empty for a date.
    pub number: String,
    /// Stems of the words that tell what it is the number of.
    pub nouns: Vec<String>,
    /// Its words, without those that it is the value of.
    pub words: Range<usize>,
    /// As written, with these,
    pub wording: String,
    /// and where.
    pub bytes: Range<usize>,
    /// Year, month and day of a date, as far as they are told.
    day: [Option<i16>; 3],
}

/// How a value stands to those of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Met {
    /// One of them is the same.
    Same,
    /// They have another value of the same thing: this one.
    Otherwise(Value),
    /// They have none of the same thing.
    Nowhere,
}

impl Value {
    /// Whether it is a day of a month.
    pub(crate) const fn names_day(&self) -> bool {
        matches!(self.day, [_, Some(_), Some(_)])
    }

    /// Whether it is `day`, as far as it is told; nothing where it is no date.
    pub(crate) fn is_day(&self, day: Date) -> Option<bool> {
        let other = [day.year(), i16::from(day.month()), i16::from(day.day())];
        let told = self.day.iter().zip(other);
        let same = told.into_iter().all(|(own, other)| own.is_none_or(|own| own == other));
        (self.kind == ValueKind::Date).then_some(same)
    }

    /// How this value stands to those of a source.
    pub(crate) fn among(&self, source: &Source) -> Met {
        let all = &source.values;
        if all.iter().any(|other| self.is_same(other)) || self.is_named_in(source) {
            return Met::Same;
        }
        let rivals = all.iter().filter(|other| self.is_of_the_same(other));
        // Of several, the one that has most in common with it.
        match rivals.rev().max_by_key(|other| self.parts(other).filter(|same| *same).count()) {
            Some(other) => Met::Otherwise(other.clone()),
            None if all.iter().any(|other| self.is_the_number_of(other)) => Met::Same,
            None => Met::Nowhere,
        }
    }

    /// Whether both are values of the same thing.
    fn is_of_the_same(&self, other: &Self) -> bool {
        self.kind == other.kind
            && match self.kind {
                ValueKind::Date => self.parts(other).next().is_some(),
                ValueKind::Rhythm | ValueKind::Site => true,
                // Those of a list are called by the noun before the first.
                ValueKind::Number if self.nouns.is_empty() || other.nouns.is_empty() => true,
                _ => self.nouns.iter().any(|noun| other.nouns.contains(noun)),
            }
    }

    fn is_same(&self, other: &Self) -> bool {
        if self.kind == ValueKind::Site {
            return self.kind == other.kind && self.nouns == other.nouns;
        }
        let period = self.kind != ValueKind::Rhythm || self.nouns == other.nouns;
        let same = self.number == other.number && self.parts(other).all(|same| same);
        self.is_of_the_same(other) && period && same
    }

    /// Of the parts of a date that both tell, whether they are the same.
    fn parts(&self, other: &Self) -> impl Iterator<Item = bool> {
        let parts = self.day.into_iter().zip(other.day);
        parts.filter_map(|(own, other)| Some(own? == other?))
    }

    /// Whether a place is named in `source`, whatever stands before it: "Cuba", "Cuban".
    fn is_named_in(&self, source: &Source) -> bool {
        const START_CHARS: usize = 4;
        let start = |word: &str| word.chars().take(START_CHARS).collect::<String>();
        let has = |noun: &String| source.words.iter().any(|word| start(word) == start(noun));
        self.kind == ValueKind::Site && self.nouns.iter().any(has)
    }

    /// Whether `other` is the same number of something that is called otherwise.
    fn is_the_number_of(&self, other: &Self) -> bool {
        let counts = |value: &Self| matches!(value.kind, ValueKind::Count | ValueKind::Number);
        counts(self) && counts(other) && self.number == other.number
    }
}

/// A text that values are looked for in.
#[derive(Debug)]
pub(crate) struct Source {
    values: Vec<Value>,
    words: Vec<String>,
}

impl Source {
    /// Reads `text`.
    pub(crate) fn of(text: &str) -> Self {
        let words = terms(text).into_iter().map(|term| term.word).collect();
        Self { values: values(text), words }
    }
}

/// The values of `text`, in order.
pub(crate) fn values(text: &str) -> Vec<Value> {
    let text = Worded::of(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.words.len() {
        let value = text
            .date(at)
            .or_else(|| text.rhythm(at))
            .or_else(|| text.name(at))
            .or_else(|| text.place(at))
            .or_else(|| text.count(at))
            .or_else(|| text.site(at));
        at = value.as_ref().map_or(at + 1, |value| value.words.end.max(at + 1));
        found.extend(value);
    }
    found
}

impl Worded<'_> {
    fn value(&self, kind: ValueKind, number: String, words: Range<usize>, last: usize) -> Value {
        let last = last.max(words.end).min(self.words.len());
        let bytes = self.words[words.start].bytes.start..self.words[last - 1].bytes.end;
        let wording = self.text[bytes.clone()].to_owned();
        Value { kind, number, nouns: Vec::new(), words, wording, bytes, day: [None; 3] }
    }

    /// "14 December 2025", "December 14th", "March 1685", "in 2032"; the first end of a range has the month
    /// and the year of the last one.
    fn date(&self, at: usize) -> Option<Value> {
        let told = |day: [Option<i16>; 3], end: usize| {
            let value = self.value(ValueKind::Date, String::new(), at..end, end);
            Some(Value { day, ..value })
        };
        let year = |at: usize| self.year_behind_month(at);
        if let Some(month) = self.month(at) {
            let day = self.day(at + 1).filter(|_| self.gap(at + 1) == " ");
            let end = at + 1 + usize::from(day.is_some());
            let year = year(end);
            // Without a day or a year, "may" is mostly a verb.
            let is = day.is_some() || year.is_some() || self.word(at) != "may";
            return is
                .then_some(())
                .and_then(|()| told([year, Some(month), day], end + usize::from(year.is_some())));
        }
        if let Some(day) = self.day(at) {
            let joins = &english().text.times.until;
            let joined = joins.has(self.word(at + 1)) || self.word(at + 1) == "and";
            let ranged = joined && self.day(at + 2).is_some() && self.month(at + 3).is_some();
            let behind = if ranged { at + 3 } else { at + 1 };
            let behind = behind + usize::from(self.word(behind) == "of");
            let month = self.month(behind)?;
            let year = year(behind + 1);
            let end = if ranged { at + 1 } else { behind + 1 + usize::from(year.is_some()) };
            return told([year, Some(month), Some(day)], end);
        }
        let year = year_of(self.word(at))?;
        // "2,000" is no year, nor is a number behind a slash or before one.
        let plain = self.words[at].bytes.len() == self.word(at).len();
        let parts = |at: usize| self.gap(at).contains('/');
        (plain && !parts(at) && !parts(at + 1)).then_some(())?;
        told([Some(year), None, None], at + 1)
    }

    fn month(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let capital = || self.typed(at).starts_with(char::is_uppercase);
        (!word.is_empty() && capital()).then(|| month_number(word).map(i16::from))?
    }

    /// The day of a month that word `at` is, in digits.
    fn day(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let plain = word.trim_end_matches(char::is_alphabetic);
        let day = plain.parse().ok().filter(|day| (1..=31).contains(day))?;
        (plain == word || is_ordinal(word)).then_some(day)
    }

    /// The year right behind a month: also one long ago.
    fn year_behind_month(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let near = matches!(self.gap(at), " " | ", " | "\u{a0}" | "\n");
        word.parse().ok().filter(|year| near && word.len() == 4 && (1000..2100).contains(year))
    }

    /// "every five years", "each week", "two letters a month", "monthly".
    fn rhythm(&self, at: usize) -> Option<Value> {
        let times = &english().text.times;
        let period = |at: usize| {
            let stem = &self.words.get(at)?.stem;
            has_stem(&times.periods, stem).then(|| stem.clone())
        };
        let told = |number: String, period: String, end: usize| {
            let value = self.value(ValueKind::Rhythm, number, at..end, end);
            Some(Value { nouns: vec![period], ..value })
        };
        if let Some((number, word)) = times.rhythms.get(self.word(at)) {
            return told(number.to_string(), stem(word), at + 1);
        }
        if times.each.has(self.word(at)) {
            if let Some(period) = period(at + 1) {
                return told("1".to_owned(), period, at + 2);
            }
            let second = ordinal(self.word(at + 1)).map(|number| (number.to_string(), at + 2));
            let (number, end) = second.or_else(|| number_at(&self.words, at + 1))?;
            return told(number, period(end)?, end + 1);
        }
        // "Two letters a month", but not "within a month".
        let before = at.checked_sub(1).map(|before| &self.words[before]);
        let counted = before.is_some_and(|before| {
            let small = before.is_stopword() || english().claims.force.behind.has(&before.word);
            !small && self.gap(at) == " "
        });
        if counted && times.per.has(self.word(at)) {
            return told("1".to_owned(), period(at + 1)?, at + 2);
        }
        None
    }

    /// "resolution 80/245", "Resolution 2178": what is called by a number.
    fn name(&self, at: usize) -> Option<Value> {
        let digits = |at: usize| {
            let word = self.word(at);
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
        };
        if !digits(at) {
            return None;
        }
        let parted = digits(at + 1) && self.gap(at + 1) == "/";
        let noun = at.checked_sub(1).map(|before| &self.words[before]);
        let noun = noun.filter(|_| self.gap(at) == " ").filter(|noun| {
            let capital = self.text[noun.bytes.clone()].starts_with(char::is_uppercase);
            let named = english().documents.kinds.named.has(&noun.word);
            !noun.is_stopword() && (capital || named)
        });
        if noun.is_none() && !parted {
            return None;
        }
        let end = at + 1 + usize::from(parted);
        let number = self.wording(at..end);
        let from = at - usize::from(noun.is_some());
        let value = self.value(ValueKind::Number, number.to_owned(), from..end, end);
        let nouns = noun.into_iter().map(|noun| noun.stem.clone()).collect();
        Some(Value { nouns, ..value })
    }

    /// "the thirtieth day", "the 83rd General Assembly", "the sixty-fifth anniversary".
    fn place(&self, at: usize) -> Option<Value> {
        let in_letters = |at: usize| ordinal(self.word(at));
        let in_digits = is_ordinal(self.word(at))
            .then(|| self.word(at).trim_end_matches(char::is_alphabetic).parse::<u64>().ok());
        let tens = || {
            let tens = cardinal(self.word(at)).filter(|tens| tens % 10 == 0 && *tens < 100)?;
            let ones = in_letters(at + 1).filter(|ones| *ones < 10 && self.gap(at + 1) == "-")?;
            Some((tens + ones, at + 2))
        };
        let one = in_digits.flatten().or_else(|| in_letters(at)).map(|number| (number, at + 1));
        let (number, end) = tens().or(one)?;
        let nouns = self.nouns(end);
        if nouns.is_empty() {
            return None;
        }
        let value = self.value(ValueKind::Place, number.to_string(), at..end, end + nouns.len());
        Some(Value { nouns, ..value })
    }

    /// "six months", "the age of fifteen".
    fn count(&self, at: usize) -> Option<Value> {
        let (number, end) = number_at(&self.words, at)?;
        let mut nouns = self.nouns(end);
        // "One of the", "one another" count nothing.
        if number == "1" && nouns.is_empty() {
            return None;
        }
        let told = end + nouns.len();
        let governed = at >= 2 && self.word(at - 1) == "of" && !self.words[at - 2].is_stopword();
        if governed {
            nouns.push(self.words[at - 2].stem.clone());
        }
        let value = self.value(ValueKind::Count, number, at..end, told);
        Some(Value { nouns, ..value })
    }

    /// "in Paris".
    fn site(&self, at: usize) -> Option<Value> {
        let capital = |at: &usize| {
            let term = &self.words[*at];
            let plain = !term.is_stopword() && !is_month(term) && !is_of_texts(&term.word);
            self.typed(*at).starts_with(char::is_uppercase) && plain && self.gap(*at) == " "
        };
        if !english().text.times.sites.has(self.word(at)) {
            return None;
        }
        let name = at + 1..self.words.len();
        let name: Vec<usize> = name.take_while(capital).take(NOUN_WORDS_MAX).collect();
        let last = name.last()?;
        let value = self.value(ValueKind::Site, String::new(), at..last + 1, *last);
        Some(Value { nouns: name.iter().map(|&at| self.word(at).to_owned()).collect(), ..value })
    }

    /// The stems of the words of weight that begin at word `at`.
    fn nouns(&self, at: usize) -> Vec<String> {
        let near = (at..self.words.len().min(at + NOUN_WORDS_MAX)).take_while(|&at| {
            let close = matches!(self.gap(at), " " | "-" | "\n" | "\u{a0}");
            close && !self.words[at].is_stopword()
        });
        near.map(|at| self.words[at].stem.clone()).collect()
    }
}

/// Whether `word` is of documents and their parts, and of no place: "in Article 5".
fn is_of_texts(word: &str) -> bool {
    let kinds = &english().documents.kinds;
    let sources = &english().claims.sources;
    [&kinds.named, &kinds.nouns, &kinds.clauses, &kinds.instruments]
        .iter()
        .any(|list| list.has(word))
        || sources.divisions.has(word)
        || sources.citing.has(word)
}

#[cfg(test)]
mod tests;
