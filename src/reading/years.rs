//! Years and dates that choose documents.

use std::ops::Range;

use super::linking::{Period, day_number, is_mentioned_by_asked, periods};
use super::names::Names;
use super::scope::{Mention, Scope};
use super::words::{Role, Words};
use crate::language::dates::{decade, year_of};
use crate::language::lexicon::english;

/// Years and decades, dates, and ranges of them ("after 2010", "since the 1990s", "from 2009 to
/// 2012", "in May 2012"), but for those in the `linked` names.
pub(super) fn years_in(
    words: &Words<'_>,
    names: &Names,
    scope: &mut Scope,
    spoken: &dyn Fn(&str) -> bool,
    linked: &[Range<usize>],
) -> Vec<Mention> {
    let times = &english().text.times;
    let mut spans: Vec<Period> = periods(words);
    spans.extend((0..words.len()).filter_map(|at| decade_at(words, at)));
    spans.sort_by_key(|span| span.words.start);
    spans.retain(|span| !linked.iter().any(|link| link.contains(&span.words.start)));
    spans.retain(|span| span.words.clone().all(|at| words.role(at) == Role::Topic));
    spans.retain(|span| !is_of_what_is_mentioned(words, span));
    let mut found = Vec::new();
    for span in spans {
        let last = words.word(span.words.end - 1);
        let is_decade = decade(last).is_some();
        // "Since the early 1990s".
        let small = |at: &usize| is_decade && times.before_decades.has(words.word(*at));
        let behind = (0..span.words.start).rev().find(|at| !small(at));
        let before = behind.map_or("", |at| words.word(at));
        let (first, until) = (span.from, span.to);
        let days = |admits: &dyn Fn(i32) -> bool| names.links().of_days(admits);
        let governs = || behind.is_some_and(|at| tells_documents(words, at));
        let behind = behind.unwrap_or_default();
        let (start, documents) = match before {
            "after" => (behind, days(&|day| day > until)),
            "before" => (behind, days(&|day| day < first)),
            _ if times.from_on.has(before) => (behind, days(&|day| day >= first)),
            _ if times.up_to.has(before) && governs() => (behind, days(&|day| day <= until)),
            // "Reduce emissions by 2030".
            _ if times.up_to.has(before) => continue,
            _ if words.word(behind) == "than" && words.word(behind.wrapping_sub(1)) == "later" => {
                (behind - 1, days(&|day| day <= until))
            }
            // "The budget for 2026" is of no document of that year, unlike "the declaration for 2014".
            "for" if !governs() => continue,
            // A span of months is mostly of what is asked about: "cut demand from May to June 2012".
            _ if years_of(words, &span) > 1 && span.is_narrow() && !scope.wants_documents => {
                continue;
            }
            // "Which statement was adopted on 5 November 2012?"
            _ if span.from == span.to && governs() => (behind, names.in_span(&span)),
            // Days and months stay in the topic: more than one may be asked about.
            _ if years_of(words, &span) == 1 && !is_decade => {
                (span.words.end - 1, names.in_span(&span))
            }
            _ => (span.words.start, names.in_span(&span)),
        };
        let years = span.words.clone().filter_map(|at| year_of(words.word(at)));
        let years: Vec<i16> = years.collect();
        let year = (!is_decade).then(|| years.first().copied()).flatten();
        if !documents.is_empty() {
            let words = start..span.words.end;
            scope.years.extend(years.iter().skip(1));
            found.push(Mention { words, documents, year, excluded: false });
        } else if start < span.words.start || years.len() > 1 {
            let range = if years.len() > 1 { "of" } else { before };
            let the = if is_decade { "the " } else { "" };
            let name = words.text_of(&span.words);
            scope.missing_names.push(format!("document {range} {the}{name}"));
        } else if !spoken(last) {
            match year {
                Some(year) => scope.missing_years.push(year),
                None => scope.missing_names.push(format!("document of the {last}")),
            }
        }
    }
    found
}

/// Whether `span` dates a document that others are to mention: "which texts refer to the April 2022 political
/// declaration".
fn is_of_what_is_mentioned(words: &Words<'_>, span: &Period) -> bool {
    const BEHIND_MAX: usize = 3;
    let kinds = &english().documents.kinds;
    let behind = span.words.end..(span.words.end + BEHIND_MAX).min(words.len());
    let mut behind =
        behind.take_while(|&at| !words.mark_before(at) && !words.term(at).is_stopword());
    behind.any(|at| kinds.named.has(words.word(at))) && is_mentioned_by_asked(words, &span.words)
}

/// How many years `span` is told by.
fn years_of(words: &Words<'_>, span: &Period) -> usize {
    span.words.clone().filter(|&at| year_of(words.word(at)).is_some()).count()
}

/// Whether a year behind the word at `at` is one of documents: "declarations by 2013", "adopted
/// until 2012".
fn tells_documents(words: &Words<'_>, at: usize) -> bool {
    let before = words.word(at.wrapping_sub(1));
    english().documents.kinds.nouns.has(before)
        || english().documents.kinds.named.has(before)
        || english().documents.adoption.has(before)
}

/// The decade that the word at `at` names.
fn decade_at(words: &Words<'_>, at: usize) -> Option<Period> {
    let first = decade(words.word(at))?;
    Some(Period {
        words: at..at + 1,
        from: day_number(first, 1, 1),
        to: day_number(first + 9, 12, 31),
    })
}
