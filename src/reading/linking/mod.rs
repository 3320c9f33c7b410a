//! Which documents a question names, of any collection.
//!
//! A name is a noun for documents with the words and dates around it ("the Rome declaration of May
//! 2012"), an acronym, a symbol, or a date beside names. It is looked up among all that tells the
//! documents: each word counts by its rarity. What fits well enough is meant; where several fit
//! alike, all are kept; where a document is asked that none fits, it is missing.

mod asked;
mod bare;
mod dates;
mod index;
mod index_words;
mod link;
mod missing;
mod numbered;
mod numerals;
mod score;
mod spans;

use std::collections::BTreeSet;
use std::ops::Range;

use super::words::Words;
use crate::domain::Corpus;
use crate::language::lexicon::english;
use asked::{Asked, asked_at, asks_for_documents};
pub(crate) use asked::{is_mentioned_by_asked, is_topic_of_asked, speaks_of};
use bare::{acronyms, dated, parts_of_titles, symbols, titled};
pub(crate) use dates::{Period, day_number, periods};
pub(crate) use index::LinkIndex;
pub(crate) use link::{Link, Outcome};
use missing::{missing, missing_subject};
use numbered::numbered;
pub(crate) use numerals::numeral;
use score::{Name, TELLING_MIN, best};
use spans::{Span, Spans};

/// A document that fits a name so well is meant.
const LINKED_MIN: f32 = 0.72;
/// A name that goes on behind its noun is taken where its document fits it so well.
const LONGER_MIN: f32 = 0.88;

/// What the names in `words` mean, in order. `spoken` tells whether a word stands in some clause.
pub(crate) fn links(
    words: &Words<'_>,
    corpus: &Corpus,
    index: &LinkIndex,
    spoken: &dyn Fn(&str) -> bool,
) -> Vec<Link> {
    links_in(words, Some(corpus), index, spoken)
}

/// The same without names that no document goes by: the documents are not read.
pub(crate) fn known_links(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    let mut links = links_in(words, None, index, &|_| true);
    links.retain(|link| link.outcome != Outcome::Missing);
    links
}

/// How many names of one question are looked up in all clauses, where no document has them.
const LOOKED_UP_MAX: usize = 16;

fn links_in(
    words: &Words<'_>,
    corpus: Option<&Corpus>,
    index: &LinkIndex,
    spoken: &dyn Fn(&str) -> bool,
) -> Vec<Link> {
    if index.len() < 2 {
        return Vec::new();
    }
    let periods = periods(words);
    let spans = Spans::new(words, index, &periods);
    let mut found: Vec<Link> = symbols(words, index);
    let free = |found: &[Link], range: &Range<usize>| {
        found.iter().all(|link| link.words.end <= range.start || range.end <= link.words.start)
    };
    for (nth, span) in spans.all().into_iter().enumerate() {
        let corpus = corpus.filter(|_| nth < LOOKED_UP_MAX);
        if let Some(link) = link_span(&spans, corpus, &span)
            && free(&found, &link.words)
        {
            found.push(link);
        }
    }
    for link in numbered(words, index).into_iter().chain(titled(words, index)) {
        if free(&found, &link.words) {
            found.push(link);
        }
    }
    let rest = acronyms(words, index, spoken).into_iter().chain(dated(&spans));
    for link in rest.chain(compared_parts(words, index, &found)) {
        if free(&found, &link.words) {
            found.push(link);
        } else {
            narrow(&spans, &mut found, link);
        }
    }
    let absent = corpus.and_then(|corpus| missing_subject(words, corpus, index));
    found.extend(absent.filter(|link| free(&found, &link.words)));
    found.sort_by_key(|link| link.words.start);
    let about = asks_for_documents(words);
    let before = |link: &Link| words.word(link.words.start.wrapping_sub(1));
    let starts: Vec<usize> =
        found.iter().filter(|link| before(link) == "from").map(|link| link.words.end).collect();
    found.retain(|link| {
        // "What changed from resolution 1 to resolution 2?"
        if before(link) == "to" && starts.iter().any(|&end| end < link.words.start) {
            return true;
        }
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

/// Parts of titles where documents are compared; none where only one document would be named: the other
/// has to be found by what it says.
fn compared_parts(words: &Words<'_>, index: &LinkIndex, found: &[Link]) -> Vec<Link> {
    let parts = parts_of_titles(words, index, true);
    let documents = found.iter().chain(&parts).flat_map(|link| &link.documents);
    let documents: BTreeSet<usize> = documents.copied().collect();
    if documents.len() > 1 { parts } else { Vec::new() }
}

/// Puts `link`, of one date, in place of one that leaves open which of several documents of that date is
/// meant, where its own are among them: "Peru's statement of June 1996", of which month there are three.
fn narrow(spans: &Spans<'_, '_>, found: &mut [Link], link: Link) {
    let Some(period) = spans.periods.iter().find(|period| period.words == link.words) else {
        return;
    };
    let touches = |other: &&mut Link| {
        other.words.start < link.words.end && link.words.start < other.words.end
    };
    let Some(other) = found.iter_mut().find(touches) else { return };
    let within = link.documents.iter().all(|document| other.documents.contains(document));
    let dated =
        |&document: &usize| spans.index.told(document).day.is_some_and(|day| period.holds(day));
    let open = other.documents.iter().all(dated) && link.documents.len() < other.documents.len();
    if within && open {
        let outcome = if link.documents.len() > 1 { other.outcome } else { Outcome::Linked };
        *other = Link { words: other.words.clone(), outcome, ..link };
    }
}

/// The documents whose title alone holds a name of several words with capitals in `words`: "the International
/// Court of Justice". It is of them that the question speaks, though it does not name them.
pub(crate) fn leaning(words: &Words<'_>, index: &LinkIndex) -> Vec<usize> {
    let mut documents: Vec<usize> =
        parts_of_titles(words, index, false).into_iter().flat_map(|link| link.documents).collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// Whether the words of `range` begin right behind "which", or are "the resolutions on ..." of "list the
/// resolutions on ...": what they call documents is what those that
/// are asked for have to be.
fn asks_for_some(words: &Words<'_>, range: &Range<usize>) -> bool {
    let which = &english().questions.which;
    let listed = &english().questions.documents.listed;
    let plain = asks_for_documents(words) == Some(range.start)
        && (0..range.start).any(|at| listed.has(words.word(at)));
    plain
        || range.start > 0 && which.has(words.word(range.start - 1))
        || which.has(words.word(range.start))
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
    let mut absent = None;
    let readings = readings(spans, span, &places);
    for places in &readings {
        let name = Name::read(spans.index, spans.words, places);
        if name.weight(spans.index) < TELLING_MIN && !dates.iter().any(|period| period.is_exact()) {
            return None;
        }
        let whole = [None];
        let dated: Vec<_> = dates.iter().map(|&period| Some(period)).collect();
        for period in if dated.is_empty() { &whole[..] } else { &dated } {
            let Some((mut own, several)) =
                best(name.fits(spans.index, *period), least, span.plural)
            else {
                absent = Some(absent_name(spans, span, places).filter(|_| readings.len() > 1)?);
                continue;
            };
            ambiguous |= several;
            documents.append(&mut own);
        }
    }
    if documents.is_empty() {
        return None;
    }
    documents.sort_unstable();
    documents.dedup();
    let outcome = if ambiguous { Outcome::Ambiguous } else { Outcome::Linked };
    Some(Link { words: range, documents, outcome, absent, subject: None })
}

/// What the words at `places` call a document, where a word of it stands in no title: "London declaration" of
/// "the London and Rome declarations".
fn absent_name(spans: &Spans<'_, '_>, span: &Span, places: &[usize]) -> Option<String> {
    let Spans { words, index, .. } = spans;
    let unknown = |&at: &usize| {
        let capital = words.typed(at).chars().next().is_some_and(char::is_uppercase);
        capital && at != span.head && index.telling(words.stem(at)).is_empty()
    };
    // Of "London and Los Angeles" it is not told which words go together.
    if places.len() != 2 || !places.iter().any(unknown) {
        return None;
    }
    let typed: Vec<&str> = places.iter().map(|&at| words.typed(at)).collect();
    Some(typed.join(" ").trim_end_matches('s').to_owned())
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
    // "The Oslo-Lima and Oslo-Cairo pacts": what hyphens join stays together.
    let hyphen = |at: &usize| spans.words.hyphen_before(places[*at]);
    let before = (1..joint).rev().take_while(hyphen).count();
    let behind = (joint + 2..places.len()).take_while(hyphen).count();
    let without = |left_out: Range<usize>| {
        let kept = |at: &usize| !left_out.contains(at) && *at != joint;
        (0..places.len()).filter(kept).map(|at| places[at]).collect()
    };
    vec![without(joint + 1..joint + 2 + behind), without(joint - 1 - before..joint)]
}

#[cfg(test)]
mod compared_tests;
#[cfg(test)]
mod tests;
