//! Documents that a question names by their place in the order of dates.

use std::ops::Range;

use super::names::Names;
use super::scope::Mention;
use super::selection::{Order, goes_on_to_say, is_document_noun, order_of};
use super::words::{Role, Words};
use crate::domain::Corpus;
use crate::language::lexicon::english;

/// "the first declaration", "the latest text": by date over all that is no report. "The first
/// declaration to mention drugs" names none: which one that is has to be found out.
pub(super) fn ordered(words: &Words<'_>, corpus: &Corpus, names: &Names) -> Option<Mention> {
    let asking = &english().questions;
    let noun = |at: usize| is_document_noun(words.word(at), names);
    let ordered = |at: usize| Some((at, order_of(words.word(at))?));
    let (order, range, told) = (0..words.len()).filter_map(ordered).find_map(|(at, order)| {
        let before = noun(at + 1) && !goes_on_to_say(words, at + 2)
            || words.word(at + 1) == "of" && (noun(at + 3) || noun(at + 4));
        if let Some((range, told)) = qualified(words, names, at, &noun) {
            return Some((order, range, Some(told)));
        }
        // "Which declaration came first?", "which text is the most recent?"
        let copula =
            (0..at).rev().take_while(|&at| asking.documents.copula.has(words.word(at))).count();
        let behind = copula > 0
            && at > copula
            && noun(at - copula - 1)
            && (at + 1..words.len()).all(|at| asking.fillers.has(words.word(at)));
        let start = if before { at } else { at - copula };
        (before || behind).then_some((order, start..at + 1, None))
    })?;
    let mut documents = corpus.documents().iter().enumerate();
    let adopted = |(index, document): &(usize, &crate::domain::Document)| {
        let fits = told.as_ref().is_none_or(|told| told.contains(index));
        fits && !document.kind.is_report() && document.date().is_some()
    };
    let found = match order {
        Order::First => documents.find(adopted),
        Order::Last => documents.rfind(adopted),
    };
    let (index, document) = found?;
    let year = document.year();
    Some(Mention { words: range, documents: vec![index], year, excluded: false })
}

/// "The oldest AUKUS statement", "the newest declaration with India": where that stands, with the documents
/// that these words tell; none where they tell none.
fn qualified(
    words: &Words<'_>,
    names: &Names,
    at: usize,
    noun: &dyn Fn(usize) -> bool,
) -> Option<(Range<usize>, Vec<usize>)> {
    const BETWEEN_MAX: usize = 4;
    let weighs = |at: &usize| words.role(*at) == Role::Topic && !words.term(*at).is_stopword();
    let head = (at + 1..(at + 1 + BETWEEN_MAX).min(words.len())).find(|&at| noun(at))?;
    if goes_on_to_say(words, head + 1) {
        return None;
    }
    let mut qualifying: Vec<usize> = (at + 1..head).filter(weighs).collect();
    let mut end = head + 1;
    if english().questions.documents.in_names.has(words.word(end)) {
        let saying = &english().questions.saying.words;
        let named = |at: &usize| !saying.has(words.word(*at)) && !words.mark_before(*at);
        let behind: Vec<usize> = (end + 1..words.len()).take_while(named).filter(weighs).collect();
        end = behind.last().map_or(end, |last| last + 1);
        qualifying.extend(behind);
    }
    if qualifying.is_empty() {
        return None;
    }
    let stems: Vec<Box<str>> = qualifying.iter().map(|&at| words.stem(at).into()).collect();
    let told = names.links().told_by_all(&stems);
    (!told.is_empty()).then_some((at..end, told))
}
