//! Documents that a question asks and that are not there.

use std::ops::Range;

use super::asked::{Asked, asked_at, speaks_of};
use super::bare::subject;
use super::dates::day_count;
use super::index::LinkIndex;
use super::link::{Link, Outcome};
use super::score::{Name, is_initials};
use super::spans::{Span, Spans};
use crate::domain::Corpus;
use crate::language::lexicon::english;
use crate::reading::words::Words;

/// Below this, none is meant.
const MISSING_MAX: f32 = 0.66;
/// How many documents are named as the nearest to one that is missing.
const NEAREST_MAX: usize = 3;

/// That `span` asks a document that is not there.
pub(super) fn missing(
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
    if let Some(link) = of_other_day(spans, corpus, span, &range) {
        return Some(link);
    }
    let places = spans.places(range.clone());
    let names: Vec<usize> = places
        .iter()
        .copied()
        // The first word of a question has a capital, whatever it is.
        .filter(|&at| {
            let proper = at > 0 && capital(at) && !headline;
            at != span.head && (proper || is_initials(words, at))
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
    let proper = names.iter().any(|&at| !is_initials(words, at));
    if asked == Asked::Perhaps && !proper {
        return None;
    }
    if asked == Asked::Perhaps
        && (speaks_of(corpus, words.text_of(&range)) || speaks_of_all(spans, corpus, span, &names))
    {
        return None;
    }
    let mut documents: Vec<usize> =
        name.fits(index, None).iter().take(NEAREST_MAX).map(|fit| fit.document).collect();
    documents.sort_unstable();
    Some(Link { words: range, documents, outcome: Outcome::Missing, absent: None, subject: None })
}

/// That what the question asks to say something is no document that is there, nor anything that a document speaks of:
/// "what does the Pacific Compact Partnership say?".
pub(super) fn missing_subject(
    words: &Words<'_>,
    corpus: &Corpus,
    index: &LinkIndex,
) -> Option<Link> {
    const WORDS_MIN: usize = 2;
    let named = subject(words)?;
    let articles = &english().documents.articles;
    let range = named.start + 1..named.end;
    let kinds = &english().documents.kinds;
    // What has a noun for documents is looked at as their name.
    let plain = |at: usize| {
        let word = words.word(at);
        !words.term(at).is_stopword() && !kinds.named.has(word) && !kinds.nouns.has(word)
    };
    let one = range.clone().all(plain);
    if range.len() < WORDS_MIN || !one || !articles.has(words.word(named.start)) {
        return None;
    }
    let stems: Vec<Box<str>> = range.clone().map(|at| words.stem(at).into()).collect();
    let known = !index.told_by_all(&stems).is_empty() || speaks_of(corpus, words.text_of(&range));
    let missing = Link {
        words: range,
        documents: Vec::new(),
        outcome: Outcome::Missing,
        absent: None,
        subject: None,
    };
    (!known).then_some(missing)
}

/// Whether some clause has the noun of `span` and all its `names`: what it is about may be that.
fn speaks_of_all(spans: &Spans<'_, '_>, corpus: &Corpus, span: &Span, names: &[usize]) -> bool {
    let words = spans.words;
    let noun = words.word(span.head);
    let capital: String = noun.chars().take(1).flat_map(char::to_uppercase).collect();
    let capital = format!("{capital}{}", noun.chars().skip(1).collect::<String>());
    let typed: Vec<&str> = names.iter().map(|&at| words.typed(at)).collect();
    corpus.clauses().iter().any(|clause| {
        let text = corpus.text_of(clause);
        (text.contains(noun) || text.contains(&*capital))
            && typed.iter().all(|name| text.contains(name))
    })
}

/// That `span` asks a document of a day on which none is dated, by its day alone: "the declaration of 6
/// November 2012". The nearest are those of the days nearest to it.
fn of_other_day(
    spans: &Spans<'_, '_>,
    corpus: &Corpus,
    span: &Span,
    range: &Range<usize>,
) -> Option<Link> {
    let Spans { words, index, .. } = spans;
    let dates = spans.periods_in(range);
    let &[day] = &dates[..] else { return None };
    let named = spans.places(range.clone()).into_iter();
    let named = named.filter(|&at| at != span.head && !words.term(at).is_stopword()).count();
    let dated = |document: usize| index.told(document).day;
    if day.from != day.to || named > 0 || (0..index.len()).any(|at| dated(at) == Some(day.from)) {
        return None;
    }
    let asked = asked_at(words, range);
    let spoken = || asked == Asked::Perhaps && speaks_of(corpus, words.text_of(&day.words));
    if asked == Asked::About || spoken() {
        return None;
    }
    let mut near: Vec<(u32, usize)> = (0..index.len())
        .filter_map(|at| dated(at).map(|own| (day_count(own).abs_diff(day_count(day.from)), at)))
        .collect();
    near.sort_unstable();
    let mut documents: Vec<usize> =
        near.into_iter().take(NEAREST_MAX).map(|(_, document)| document).collect();
    documents.sort_unstable();
    Some(Link {
        words: range.clone(),
        documents,
        outcome: Outcome::Missing,
        absent: None,
        subject: None,
    })
}
