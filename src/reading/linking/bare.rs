//! Names without a noun for documents: symbols, titles, acronyms, dates beside names.

use std::ops::Range;

use super::asked::{Asked, asked_at};
use super::dates::Period;
use super::index::{LinkIndex, TITLE_WORDS};
use super::link::{Link, Outcome};
use super::numerals;
use super::score::{self, Name, TELLING_MIN, best, documents_called};
use super::spans::Spans;
use crate::language::dates::year_of;
use crate::language::lexicon::english;
use crate::reading::words::{Role, Words};

/// A title whose words tell more documents than these names none.
const TOLD_MAX: usize = 6;

/// Symbols: "A/RES/80/153", "resolution 80/153", "resolution 2178 (2014)".
pub(super) fn symbols(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    const PARTS_MAX: usize = 7;
    let digits = |at: usize| {
        !words.word(at).is_empty() && words.word(at).bytes().all(|b| b.is_ascii_digit())
    };
    let kinds = &english().documents.kinds;
    let is_noun = |at: usize| {
        let word = words.word(at);
        let one = word.strip_suffix('s').unwrap_or(word);
        kinds.telling.has(word) || kinds.telling.has(one) || kinds.abbreviated.has(word)
    };
    let mut found: Vec<Link> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // "Resolutions 2178 and 2170": the noun counts for both.
        let joint = found.last().is_some_and(|link| link.words.end + 1 == at)
            && is_noun(found.last().map_or(0, |link| link.words.start))
            && english().questions.labels.joints.has(words.word(at.wrapping_sub(1)));
        let noun = is_noun(at) && digits(at + 1) || joint && digits(at);
        let start = if noun && !digits(at) { at + 1 } else { at };
        let longest = (start + PARTS_MAX).min(words.len());
        let joined = |end: usize| {
            (start + 1..end).all(|at| words.slash_before(at) || words.bracket_before(at))
        };
        let end = (start + 1..=longest).rev().find(|&end| joined(end)).unwrap_or(start + 1);
        let shaped = (start..end).any(digits) && (noun || end > start + 2);
        let known = (start + 1..=end).rev().find_map(|end| {
            let name: Vec<&str> = (start..end).map(|at| words.word(at)).collect();
            let documents = index.called(&name.join(" "));
            let symbol = noun || name.len() > 2 || words.slash_before(start + 1);
            (symbol && name.len() + usize::from(noun) > 1 && !documents.is_empty())
                .then_some((end, documents))
        });
        match known {
            Some((end, documents)) => {
                found.push(Link {
                    words: at..end,
                    documents: documents.to_vec(),
                    outcome: Outcome::Linked,
                    absent: None,
                    subject: None,
                });
                at = end;
            }
            None if shaped
                && (words.slash_before(start + 1)
                    || noun && words.bracket_before(start + 1)
                    || noun && is_dated_number(words, index, start)) =>
            {
                let dated = end == start + 1 && words.word(end) == "of";
                let end = if dated { end + 2 } else { end };
                found.push(Link {
                    words: at..end,
                    documents: Vec::new(),
                    outcome: Outcome::Missing,
                    absent: None,
                    subject: None,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a year stands behind the number at `at`, where documents go by such numbers: "resolution 678 of 1990".
fn is_dated_number(words: &Words<'_>, index: &LinkIndex, at: usize) -> bool {
    let year = words.word(at + 1) == "of" && year_of(words.word(at + 2)).is_some();
    year && index.goes_by_numbers()
}

/// Titles without a noun for documents, where the document is asked or compared: "Does the Spirit of Camp
/// David mention it?". Elsewhere they are a topic.
pub(super) fn titled(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    let compared = words.any(&english().questions.comparing.always);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let ends = TITLE_WORDS.rev().map(|length| at + length).filter(|&end| end <= words.len());
        let link = ends.into_iter().find_map(|end| {
            let name: Vec<&str> = (at..end).map(|at| words.word(at)).collect();
            let documents = index.titled(&name.join(" "));
            // "United States" is told by too many to be the name of one.
            let stems = (at..end).filter(|&at| !words.term(at).is_stopword());
            let stems: Vec<Box<str>> = stems.map(|at| words.stem(at).into()).collect();
            if documents.is_empty() || index.told_by_all(&stems).len() > TOLD_MAX {
                return None;
            }
            let asked = asked_at(words, &(at..end));
            let meant = asked == Asked::By || asked == Asked::Perhaps && compared;
            meant.then(|| Link {
                words: at..end,
                documents: documents.to_vec(),
                outcome: if documents.len() > 1 { Outcome::Ambiguous } else { Outcome::Linked },
                absent: None,
                subject: None,
            })
        });
        at = link.as_ref().map_or(at + 1, |link| link.words.end);
        found.extend(link);
    }
    found
}

/// Acronyms and ids that stand alone: "CERD vs CAT", and "Geneva III".
pub(super) fn acronyms(
    words: &Words<'_>,
    index: &LinkIndex,
    spoken: &dyn Fn(&str) -> bool,
) -> Vec<Link> {
    let mut found = Vec::new();
    for at in (0..words.len()).filter(|&at| words.role(at) == Role::Topic) {
        let mut documents = documents_called(index, words, at);
        // In small letters it is one where no clause uses it as a word.
        let word = words.word(at);
        let plain = word.len() > 2 && word.chars().all(char::is_alphabetic);
        if documents.is_empty() && plain && !spoken(word) {
            documents.extend(index.called(words.word(at)));
        }
        if !documents.is_empty() {
            let outcome = if documents.len() > 1 { Outcome::Ambiguous } else { Outcome::Linked };
            found.push(Link { words: at..at + 1, documents, outcome, absent: None, subject: None });
        }
        let numbered = numerals::roman(words.word(at)).is_some()
            && words.typed(at).chars().all(char::is_uppercase)
            || words.word(at).len() == 1 && words.word(at).bytes().all(|b| b.is_ascii_digit());
        if numbered
            && at > 0
            && words.role(at - 1) == Role::Topic
            && index.in_title(words.stem(at - 1))
        {
            let name = Name::read(index, words, &[at - 1, at]);
            let fits = name.fits(index, None);
            let sure = index.rarity(words.stem(at - 1)) >= TELLING_MIN
                && fits.first().is_some_and(|fit| fit.title > 0.1);
            if let Some((documents, false)) = best(fits, 0.99, false).filter(|_| sure) {
                found.push(Link {
                    words: at - 1..at + 1,
                    documents,
                    outcome: Outcome::Linked,
                    absent: None,
                    subject: None,
                });
            }
        }
    }
    found
}

/// Dates beside names: "Biden and Moon in May 2021".
pub(super) fn dated(spans: &Spans<'_, '_>) -> Vec<Link> {
    const TELLING: f32 = 2.0;
    /// Of what a word tells that stands in no title: where documents are few, all tell little.
    const TELLING_YEAR: f32 = 0.58;
    const CLOSE: f32 = 0.5;
    const MOST: usize = 3;
    let Spans { words, index, periods, .. } = spans;
    let topical = |at: &usize| {
        words.role(*at) == Role::Topic
            && (!words.term(*at).is_stopword() || score::is_initials(words, *at))
    };
    let mut found = Vec::new();
    // A year alone tells documents where a noun for them stands beside it: "their 2023 statement"; or
    // where another date does, as in "2021 against 2023".
    let heads = &english().documents.kinds.named;
    let of_noun = |period: &&Period| {
        let before = period.words.start.checked_sub(2).map_or("", |at| words.word(at));
        heads.has(words.word(period.words.end))
            || heads.has(before)
            || english().questions.pronouns_of_one.has(before)
    };
    let several = periods.len() > 1 || subject(words).is_some();
    for period in periods.iter().filter(|one| one.is_exact() || several || of_noun(one)) {
        // "That of 12 December 2022": of a day on which there is but one.
        if period.from == period.to && of_noun(&period) {
            let own = index.of_days(|day| day == period.from);
            if let [_] = own[..] {
                found.push(Link {
                    words: period.words.clone(),
                    documents: own,
                    outcome: Outcome::Linked,
                    absent: None,
                    subject: None,
                });
                continue;
            }
        }
        let telling = if period.is_exact() { TELLING } else { TELLING_YEAR * index.rarest() };
        // The names nearest to the date go with it: of other dates there are others.
        let from = periods
            .iter()
            .map(|other| other.words.end)
            .filter(|&end| end <= period.words.start)
            .max()
            .unwrap_or(0);
        let until = periods
            .iter()
            .map(|other| other.words.start)
            .filter(|&start| start >= period.words.end)
            .min();
        let all: Vec<usize> = (from..until.unwrap_or(words.len()))
            .filter(topical)
            .filter(|at| !period.words.contains(at))
            .collect();
        let around = told_by(spans, period, &all, 1);
        let near = around.iter().map(|(sum, _)| *sum).fold(0.0, f32::max) >= telling;
        // Or else all names of the question: "the Rome Pact: 2021 against 2023".
        let whole: Vec<usize> = (0..words.len())
            .filter(topical)
            .filter(|at| periods.iter().all(|other| !other.words.contains(at)))
            .collect();
        // Of these, where names are typed with capitals, they alone.
        let capital = |at: &usize| *at > 0 && words.typed(*at).starts_with(char::is_uppercase);
        let named: Vec<usize> = whole.iter().copied().filter(capital).collect();
        let whole = if named.is_empty() { whole } else { named };
        let mut told = if near { around } else { told_by(spans, period, &whole, 2) };
        let most = told.iter().map(|(sum, _)| *sum).fold(0.0, f32::max);
        told.retain(|(sum, _)| *sum >= most - CLOSE);
        if most >= telling && told.len() <= MOST {
            let documents = told.into_iter().map(|(_, document)| document).collect();
            found.push(Link {
                words: period.words.clone(),
                documents,
                outcome: Outcome::Linked,
                absent: None,
                subject: subject(words),
            });
        }
    }
    found
}

/// The documents of `period`, each with how much the words at `places` tell it, where at least so many do.
fn told_by(
    spans: &Spans<'_, '_>,
    period: &Period,
    places: &[usize],
    words_min: usize,
) -> Vec<(f32, usize)> {
    let Spans { words, index, .. } = spans;
    let own = |document: usize, at: &usize| {
        let telling = index.telling(words.stem(*at));
        let found = telling.binary_search_by_key(&document, |&(known, _)| known).ok();
        found.map_or(0.0, |place| telling[place].1 * index.rarity(words.stem(*at)))
    };
    (0..index.len())
        .filter(|&document| index.told(document).day.is_some_and(|day| period.holds(day)))
        .map(|document| {
            let own: Vec<f32> = places.iter().map(|at| own(document, at)).collect();
            let told = own.iter().filter(|told| **told > 0.0).count();
            (if told < words_min { 0.0 } else { own.iter().sum() }, document)
        })
        .collect()
}

/// Parts of titles with capitals that stand in one title alone: "the International Court of Justice against
/// the International Criminal Court". They name documents only where these are `compared`.
pub(super) fn parts_of_titles(words: &Words<'_>, index: &LinkIndex, compared: bool) -> Vec<Link> {
    let asking = &english().questions;
    let capital = |at: usize| words.typed(at).starts_with(char::is_uppercase);
    // In a headline capitals tell nothing; where there are none, hyphens tell names.
    if words.len() < 2 || (1..words.len()).all(capital) {
        return Vec::new();
    }
    let typed = (1..words.len()).any(capital);
    let joined = |at: usize| words.hyphen_before(at) || words.hyphen_before(at + 1);
    let named = |at: usize| {
        at < words.len()
            && words.role(at) == Role::Topic
            && (capital(at) || !typed && joined(at) && index.in_title(words.stem(at)))
            && !words.term(at).is_stopword()
            && !asking.comparing.always.has(words.word(at))
    };
    let inside = |at: usize| asking.documents.in_names_of.has(words.word(at));
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let start = at;
        at += 1;
        if !named(start) {
            continue;
        }
        let mut end = start + 1;
        while !words.mark_before(end) && (typed || words.hyphen_before(end)) {
            let small = (end..words.len()).take_while(|&at| inside(at)).count();
            if !named(end + small) {
                break;
            }
            end += small + 1;
        }
        // "The Court against the Chamber" are two names where no title has both; so is "the Court with the
        // Chamber", if these are compared.
        if titled_by(words, index, start..end).is_none() {
            let one = |cut: &usize| titled_by(words, index, start..*cut).is_some();
            let opposing = |at: &usize| asking.comparing.opposing.has(words.word(*at));
            let mut cuts = (start + 1..end).rev().filter(|&at| compared && inside(at));
            let cut = (start + 1..end).find(opposing).or_else(|| cuts.find(one));
            end = cut.unwrap_or(end);
        }
        at = end;
        if let Some(document) = titled_by(words, index, start..end) {
            found.push(Link {
                words: start..end,
                documents: vec![document],
                outcome: Outcome::Linked,
                absent: None,
                subject: None,
            });
        }
    }
    // Where nothing says that they are compared, they stand on both sides of a joint.
    if compared && !words.any(&asking.comparing.always) {
        let joined = found.windows(2).any(|two| {
            let between = two[0].words.end..two[1].words.start;
            let joint = |at: &usize| asking.comparing.opposing.has(words.word(*at));
            let idle = |at: &usize| joint(at) || words.term(*at).is_stopword();
            between.clone().any(|at| joint(&at)) && between.clone().all(|at| idle(&at))
        });
        if !joined {
            return Vec::new();
        }
    }
    found
}

/// The one document whose title has all words of weight in `range`, which are several.
fn titled_by(words: &Words<'_>, index: &LinkIndex, range: Range<usize>) -> Option<usize> {
    const WORDS_MIN: usize = 2;
    let stems = range.filter(|&at| !words.term(at).is_stopword());
    let stems: Vec<Box<str>> = stems.map(|at| words.stem(at).into()).collect();
    let mut told = index.told_by_all(&stems);
    told.retain(|&document| stems.iter().all(|stem| index.told(document).title.contains(stem)));
    match told[..] {
        [document] if stems.len() >= WORDS_MIN => Some(document),
        _ => None,
    }
}

/// Who is asked what they say: "Peru and Chad" of "what did Peru and Chad say in June 1996?".
pub(super) fn subject(words: &Words<'_>) -> Option<Range<usize>> {
    let saying = &english().questions.saying;
    let start = 1
        + (0..words.len())
            .find(|&at| saying.before_names.has(words.word(at)) || words.word(at) == "do")?;
    let says = (start + 1..words.len()).find(|&at| saying.words.has(words.word(at)))?;
    let named = |at: usize| {
        words.typed(at).starts_with(char::is_uppercase) || matches!(words.word(at), "and" | "the")
    };
    (start..says).all(named).then_some(start..says)
}
