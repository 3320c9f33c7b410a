//! Which documents a question names, of any collection.
//!
//! A name is a noun for documents with the words and dates around it ("the Rome declaration of May
//! 2012"), an acronym, a symbol, or a date beside names. It is looked up among all that tells the
//! documents: each word counts by its rarity. What fits well enough is meant; where several fit
//! alike, all are kept; where a document is asked that none fits, it is missing.

mod asked;
mod dates;
mod index;
mod numerals;
mod score;
mod spans;

use std::ops::Range;

use super::words::{Role, Words};
use crate::domain::Corpus;
use crate::language::lexicon::english;
use asked::{Asked, asked_at, asks_for_documents, speaks_of};
pub(crate) use dates::{Period, day_number, periods};
pub(crate) use index::LinkIndex;
use score::{Fit, Name, documents_called};
use spans::{Span, Spans};

/// A document that fits a name so well is meant.
const LINKED_MIN: f32 = 0.72;
/// A name that goes on behind its noun is taken where its document fits it so well.
const LONGER_MIN: f32 = 0.88;
/// Below this, none is meant.
const MISSING_MAX: f32 = 0.6;
/// Documents that fit alike are this close.
const ALIKE: f32 = 0.04;
const TITLES_ALIKE: f32 = 0.12;
/// What the words of a name must tell at least, by their rarity.
const TELLING_MIN: f32 = 1.2;
/// Of so many documents that fit alike one cannot be meant: they are told by what they share.
const AMBIGUOUS_MAX: usize = 6;
/// How many documents are named as the nearest to one that is missing.
const NEAREST_MAX: usize = 3;

/// What a name in a question means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The words that name it.
    pub(crate) words: Range<usize>,
    /// The documents that are meant, or the nearest where it is missing.
    pub(crate) documents: Vec<usize>,
    /// How surely.
    pub(crate) outcome: Outcome,
}

/// How surely a name is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// These are meant.
    Linked,
    /// One of these is meant, and all fit.
    Ambiguous,
    /// None goes by that name.
    Missing,
}

/// What the names in `words` mean, in order.
pub(crate) fn links(words: &Words<'_>, corpus: &Corpus, index: &LinkIndex) -> Vec<Link> {
    links_in(words, Some(corpus), index)
}

/// The same without names that no document goes by: the documents are not read.
pub(crate) fn known_links(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    let mut links = links_in(words, None, index);
    links.retain(|link| link.outcome != Outcome::Missing);
    links
}

fn links_in(words: &Words<'_>, corpus: Option<&Corpus>, index: &LinkIndex) -> Vec<Link> {
    if index.len() < 2 {
        return Vec::new();
    }
    let periods = periods(words);
    let spans = Spans::new(words, index, &periods);
    let mut found: Vec<Link> = symbols(words, index);
    let free = |found: &[Link], range: &Range<usize>| {
        found.iter().all(|link| link.words.end <= range.start || range.end <= link.words.start)
    };
    for span in spans.all() {
        if let Some(link) = link_span(&spans, corpus, &span)
            && free(&found, &link.words)
        {
            found.push(link);
        }
    }
    for link in acronyms(words, index).into_iter().chain(dated(&spans)) {
        if free(&found, &link.words) {
            found.push(link);
        }
    }
    found.sort_by_key(|link| link.words.start);
    let about = asks_for_documents(words);
    found.retain(|link| {
        // What documents are asked for to mention stays the topic.
        let asked = asked_at(words, &link.words);
        // "Which US-India statements call for it" asks for some; "which of the two" names them.
        if about.is_some_and(|at| link.words.contains(&at)) && asks_for_some(words, &link.words) {
            return false;
        }
        !(asked == Asked::About
            || about.is_some_and(|at| at < link.words.start) && asked != Asked::By)
            || link.outcome == Outcome::Linked && asked == Asked::By
    });
    found
}

/// Whether the words of `range` begin right behind "which": what they call documents is what those that
/// are asked for have to be.
fn asks_for_some(words: &Words<'_>, range: &Range<usize>) -> bool {
    let which = &english().questions.which;
    range.start > 0 && which.has(words.word(range.start - 1)) || which.has(words.word(range.start))
}

/// What `span` means, if anything.
fn link_span(spans: &Spans<'_, '_>, corpus: Option<&Corpus>, span: &Span) -> Option<Link> {
    let told = span.start..span.told_end;
    let mut fallback = None;
    for &end in &span.ends {
        let range = span.start..end;
        // A date makes a name no longer.
        let behind = spans.places(span.head + 1..end);
        let longer = behind.iter().any(|&at| !spans.words.term(at).is_stopword());
        let least = if longer { LONGER_MIN } else { LINKED_MIN };
        if let Some(link) = linked(spans, span, range.clone(), least) {
            return Some(link);
        }
        if end == span.told_end {
            fallback = linked(spans, span, range, LINKED_MIN);
        }
    }
    fallback.or_else(|| missing(spans, corpus?, span, told))
}

/// The documents that the words of `range` name.
fn linked(spans: &Spans<'_, '_>, span: &Span, range: Range<usize>, least: f32) -> Option<Link> {
    let places = spans.places(range.clone());
    let dates = spans.periods_in(&range);
    let mut documents = Vec::new();
    let mut ambiguous = false;
    let readings = readings(spans, span, &places);
    for places in &readings {
        let name = Name::read(spans.index, spans.words, places);
        if name.weight(spans.index) < TELLING_MIN && !dates.iter().any(|period| period.is_exact()) {
            return None;
        }
        let whole = [None];
        let dated: Vec<_> = dates.iter().map(|&period| Some(period)).collect();
        for period in if dated.is_empty() { &whole[..] } else { &dated } {
            let (mut own, several) = best(name.fits(spans.index, *period), least, span.plural)?;
            ambiguous |= several;
            documents.append(&mut own);
        }
    }
    documents.sort_unstable();
    documents.dedup();
    let outcome = if ambiguous { Outcome::Ambiguous } else { Outcome::Linked };
    Some(Link { words: range, documents, outcome })
}

/// The name as a whole; or, of "EU and Swiss frameworks", one for each, where none is called by both.
fn readings(spans: &Spans<'_, '_>, span: &Span, places: &[usize]) -> Vec<Vec<usize>> {
    let joint = places.iter().position(|&at| at < span.head && spans.words.word(at) == "and");
    let Some(joint) = joint.filter(|&joint| span.plural && joint > 0 && joint + 1 < places.len())
    else {
        return vec![places.to_vec()];
    };
    let whole = Name::read(spans.index, spans.words, places);
    if best(whole.fits(spans.index, None), LONGER_MIN, true).is_some() {
        return vec![places.to_vec()];
    }
    let without = |left_out: usize| {
        let kept = |&at: &usize| at != places[left_out] && at != places[joint];
        places.iter().copied().filter(kept).collect()
    };
    vec![without(joint + 1), without(joint - 1)]
}

/// The documents that fit best, and whether one of several is meant.
fn best(fits: Vec<Fit>, least: f32, plural: bool) -> Option<(Vec<usize>, bool)> {
    let first = *fits.first().filter(|fit| fit.named >= least)?;
    let mut alike: Vec<Fit> =
        fits.into_iter().filter(|fit| fit.named >= first.named - ALIKE).collect();
    if !plural {
        let title = alike.iter().map(|fit| fit.title).fold(0.0, f32::max);
        alike.retain(|fit| fit.title >= title - TITLES_ALIKE);
    }
    let ambiguous = !plural && (2..=AMBIGUOUS_MAX).contains(&alike.len());
    Some((alike.into_iter().map(|fit| fit.document).collect(), ambiguous))
}

/// That `span` asks a document that is not there.
fn missing(
    spans: &Spans<'_, '_>,
    corpus: &Corpus,
    span: &Span,
    range: Range<usize>,
) -> Option<Link> {
    let Spans { words, index, .. } = spans;
    if !english().documents.kinds.telling.has(words.word(span.head)) {
        return None;
    }
    let capital = |at: usize| words.typed(at).chars().next().is_some_and(char::is_uppercase);
    // In a headline capitals tell nothing.
    let headline = (0..words.len()).all(capital);
    let places = spans.places(range.clone());
    let names: Vec<usize> = places
        .iter()
        .copied()
        // The first word of a question has a capital, whatever it is.
        .filter(|&at| {
            let proper = at > 0 && capital(at) && !headline;
            at != span.head && (proper || score::is_initials(words, at))
        })
        .collect();
    if names.is_empty() {
        return None;
    }
    let name = Name::read(index, words, &places);
    let dates = spans.periods_in(&range);
    let fits = name.fits(index, dates.first().copied());
    if fits.first().is_some_and(|fit| fit.named >= MISSING_MAX) {
        return None;
    }
    let asked = asked_at(words, &range);
    // Initials are of those who declare, or of a body: "UN resolution".
    let proper = names.iter().any(|&at| !score::is_initials(words, at));
    if asked == Asked::Perhaps && !proper {
        return None;
    }
    if asked == Asked::Perhaps && speaks_of(corpus, words.text_of(&range)) {
        return None;
    }
    let mut documents: Vec<usize> =
        name.fits(index, None).iter().take(NEAREST_MAX).map(|fit| fit.document).collect();
    documents.sort_unstable();
    Some(Link { words: range, documents, outcome: Outcome::Missing })
}

/// Symbols: "A/RES/80/153", "resolution 80/153", "resolution 2178 (2014)".
fn symbols(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    const PARTS_MAX: usize = 7;
    let digits = |at: usize| {
        !words.word(at).is_empty() && words.word(at).bytes().all(|b| b.is_ascii_digit())
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let noun = english().documents.kinds.telling.has(words.word(at)) && digits(at + 1);
        let start = if noun { at + 1 } else { at };
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
                });
                at = end;
            }
            None if shaped
                && (words.slash_before(start + 1) || noun && words.bracket_before(start + 1)) =>
            {
                found.push(Link {
                    words: at..end,
                    documents: Vec::new(),
                    outcome: Outcome::Missing,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Acronyms and ids that stand alone: "CERD vs CAT", and "Geneva III".
fn acronyms(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    let mut found = Vec::new();
    for at in (0..words.len()).filter(|&at| words.role(at) == Role::Topic) {
        let documents = documents_called(index, words, at);
        if !documents.is_empty() {
            let outcome = if documents.len() > 1 { Outcome::Ambiguous } else { Outcome::Linked };
            found.push(Link { words: at..at + 1, documents, outcome });
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
                found.push(Link { words: at - 1..at + 1, documents, outcome: Outcome::Linked });
            }
        }
    }
    found
}

/// Dates beside names: "Biden and Moon in May 2021".
fn dated(spans: &Spans<'_, '_>) -> Vec<Link> {
    const TELLING: f32 = 2.0;
    const CLOSE: f32 = 0.5;
    const MOST: usize = 3;
    let Spans { words, index, periods, .. } = spans;
    let topical = |at: &usize| {
        words.role(*at) == Role::Topic
            && (!words.term(*at).is_stopword() || score::is_initials(words, *at))
    };
    let mut found = Vec::new();
    for period in periods.iter().filter(|period| period.is_exact()) {
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
        let mut told: Vec<(f32, usize)> = (0..index.len())
            .filter(|&document| index.told(document).day.is_some_and(|day| period.holds(day)))
            .map(|document| {
                let own = |at: &usize| {
                    let telling = index.telling(words.stem(*at));
                    let found = telling.binary_search_by_key(&document, |&(known, _)| known).ok();
                    found.map_or(0.0, |place| telling[place].1 * index.rarity(words.stem(*at)))
                };
                (all.iter().map(own).sum(), document)
            })
            .collect();
        let most = told.iter().map(|(sum, _)| *sum).fold(0.0, f32::max);
        told.retain(|(sum, _)| *sum >= most - CLOSE);
        if most >= TELLING && told.len() <= MOST {
            let documents = told.into_iter().map(|(_, document)| document).collect();
            found.push(Link { words: period.words.clone(), documents, outcome: Outcome::Linked });
        }
    }
    found
}

#[cfg(test)]
mod tests;
