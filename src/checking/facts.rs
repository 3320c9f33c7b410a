//! What a text says of a document itself: when, where and at which meeting it was adopted.

use std::ops::Range;

use super::named::References;
use super::page::Passage;
use super::reading::Reading;
use super::reference::{Documents, Sureness, adopted, are_called};
use super::votes;
use super::wording::{called, capital};
use crate::domain::{Attribution, Corpus, Date, Document, ItemKind, ItemVerdict, TextItem};
use crate::language::analysis::terms;
use crate::language::lexicon::{WordList, english};
use crate::language::naming;
use crate::language::states::called_otherwise;
use crate::language::values::{Met, Source, Value, ValueKind, values};
use crate::reading::Phrasebook;

/// Something that is said of a document.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    /// The passage.
    pub passage: usize,
    /// Its sentence, or the part of it that says so, in bytes.
    pub range: Range<usize>,
    /// Whether the sentence says nothing else.
    pub whole: bool,
    /// The document.
    document: usize,
    /// Where it is named.
    named_at: Option<Range<usize>>,
    /// Whether each thing that is told agrees.
    agrees: bool,
}

/// The facts that `reading` tells of the documents of `corpus`, in order.
pub(super) fn facts(reading: &Reading, corpus: &Corpus) -> Vec<Fact> {
    let mut found = Vec::new();
    for (at, passage) in reading.page.passages.iter().enumerate() {
        for sentence in passage.sentences.iter().filter(|own| !passage.asks(own)) {
            found.extend(in_sentence(reading, corpus, at, sentence));
        }
    }
    found
}

/// The first fact of `sentence`.
fn in_sentence(
    reading: &Reading,
    corpus: &Corpus,
    at: usize,
    sentence: &Range<usize>,
) -> Option<Fact> {
    let passage = &reading.page.passages[at];
    let happened = &english().claims.facts.happened;
    let words = passage.terms_in(sentence);
    let outside = |word: &usize| {
        let start = passage.terms[*word].bytes.start;
        !passage.is_quoted(start) && passage.aside_at(start).is_none()
    };
    let main = words.clone().filter(outside).find_map(|word| {
        let length = happened.at(|ahead| passage.word(word + ahead))?;
        Some((word, length))
    });
    let Some((verb, length)) = main else { return by_the_way(reading, corpus, at, sentence) };
    let start = passage.terms.get(verb)?.bytes.start;
    let end = passage.terms.get(verb + length).map_or(sentence.end, |next| next.bytes.start);
    let tail = end.min(sentence.end)..sentence.end;
    let text = &passage.text()[tail.clone()];
    let places = places(reading, at, &tail);
    let subject = subject(reading, corpus, at, words.start, verb);
    let session = &passage.text()[passage.terms[words.start].bytes.start..start];
    let (document, named_at, told) = match subject {
        Some((document, named_at)) => (document, named_at, String::new()),
        // "The 83rd General Assembly was held in Monaco."
        None if values(session).iter().any(is_numbered) => {
            let dated = |document: &usize| {
                let year = corpus.documents()[*document].year();
                years(text).is_empty() || year.is_some_and(|year| years(text).contains(&year))
            };
            let all = adopted(corpus, places.first()?);
            let mut all = all.into_iter().filter(dated);
            let only = all.next().filter(|_| all.next().is_none())?;
            (only, None, session.to_owned())
        }
        None => return None,
    };
    let days = days(&corpus.documents()[document], &|known| {
        (verb..verb + length).any(|at| known.has(passage.word(at)))
    });
    let agreements =
        compared(&corpus.documents()[document], document, &days, (&told, text), &places);
    let agrees = !agreements.is_empty() && agreements.iter().all(|agrees| *agrees);
    let range = sentence.clone();
    let whole = true;
    (!agreements.is_empty()).then_some(Fact {
        passage: at,
        range,
        whole,
        document,
        named_at,
        agrees,
    })
}

/// "The Rome declaration, adopted on 5 November 2012, ...".
fn by_the_way(
    reading: &Reading,
    corpus: &Corpus,
    at: usize,
    sentence: &Range<usize>,
) -> Option<Fact> {
    let passage = &reading.page.passages[at];
    let adoption = &english().claims.documents.adoption;
    let words = passage.terms_in(sentence);
    let (reference, verb) =
        words.filter(|&word| adoption.has(passage.word(word))).find_map(|word| {
            let before = word.checked_sub(1)?;
            let reference = reading.references[at].covering(before)?;
            let gap = passage.text().get(reference.range.end..passage.terms[word].bytes.start)?;
            matches!(gap, ", " | " (").then_some((reference, word))
        })?;
    let named = reference.holds() && reference.sureness == Sureness::Document;
    let [document] = reference.documents[..] else { return None };
    let start = passage.terms[verb].bytes.end;
    let aside = passage.aside_at(passage.terms[verb].bytes.start)?;
    let tail = start..aside.end.max(start);
    let places = places(reading, at, &tail);
    let text = &passage.text()[tail.clone()];
    let days = days(&corpus.documents()[document], &|known| known.has(passage.word(verb)));
    let agreements = compared(&corpus.documents()[document], document, &days, ("", text), &places);
    (named && !agreements.is_empty()).then(|| Fact {
        passage: at,
        range: reference.range.start..tail.end,
        whole: false,
        document,
        named_at: Some(reference.range.clone()),
        agrees: agreements.iter().all(|agrees| *agrees),
    })
}

/// The one document that the words before word `verb` are about, and where it is named.
fn subject(
    reading: &Reading,
    corpus: &Corpus,
    at: usize,
    first: usize,
    verb: usize,
) -> Option<(usize, Option<Range<usize>>)> {
    let passage = &reading.page.passages[at];
    let references = &reading.references[at];
    let outside = |word: usize| {
        let start = passage.terms[word].bytes.start;
        passage.aside_at(start).is_none() && !passage.is_quoted(start)
    };
    let mut last = verb.checked_sub(1)?;
    while last > first && (!outside(last) || issues(passage, references, last)) {
        last -= 1;
    }
    // "..., which was adopted": what the relative clause is about.
    if english().claims.sources.relative.has(passage.word(last)) && last > first {
        let before = references.beginning(&(0..passage.terms[last].bytes.start)).last()?;
        let near = passage.terms_in(&before.range).start >= first;
        last = passage.terms_in(&before.range).end.checked_sub(1).filter(|_| near)?;
    }
    let only = |documents: &[usize]| {
        let adopted = adopted(corpus, documents);
        let all = if adopted.is_empty() { documents.to_vec() } else { adopted };
        match all[..] {
            [only] => Some(only),
            _ => None,
        }
    };
    if let Some(reference) = reading.references[at].covering(last) {
        let named =
            reference.holds() && !reference.governed && reference.sureness == Sureness::Document;
        return named
            .then(|| only(&reference.documents))
            .flatten()
            .map(|document| (document, Some(reference.range.clone())));
    }
    let known = &english().claims.documents;
    let word = passage.word(last);
    let article = last.checked_sub(1).map_or("", |before| passage.word(before));
    let meant: &Documents =
        reading.meant.get(&(at, passage.sentence_at(passage.terms[first].bytes.start).start))?;
    let opens = last == first
        || known.opening.has(article)
        || passage.gap(last).contains([':', ';', '\u{2013}', '\u{2014}']);
    let noun = known.meant.has(word)
        || english().documents.kinds.named.has(word) && are_called(corpus, meant, word);
    let stands = known.pronouns.has(word) && opens || noun && known.articles.has(article);
    if stands { Some((only(meant)?, None)) } else { None }
}

/// Whether word `at` is of who adopted a document, behind its name: "of the General Assembly".
fn issues(passage: &Passage, references: &References, at: usize) -> bool {
    const WORDS_MAX: usize = 8;
    let small = |word: usize| matches!(passage.word(word), "of" | "the");
    let of = |word: usize| small(word) || passage.is_capital(word);
    let run = (at.saturating_sub(WORDS_MAX)..=at).rev().take_while(|&word| {
        of(word) && references.covering(word).is_none() && passage.is_joined(word)
    });
    let first = run.last();
    first.is_some_and(|first| {
        passage.word(first) == "of"
            && first.checked_sub(1).is_some_and(|name| references.covering(name).is_some())
    })
}

/// The documents of each place that is named in `tail`.
fn places(reading: &Reading, at: usize, tail: &Range<usize>) -> Vec<Documents> {
    let named = reading.references[at].beginning(tail).iter();
    let places = named.filter(|reference| {
        reference.label.is_none()
            && !reference.titled
            && !reference.documents.is_empty()
            && reading.page.passages[at].text()[reference.range.clone()]
                .starts_with(char::is_alphabetic)
    });
    places.map(|reference| reference.documents.clone()).collect()
}

fn years(text: &str) -> Vec<i16> {
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.filter_map(Phrasebook::year).collect()
}

/// The days of `document` that a verb with words of a list may tell: adopted is not published.
fn days(document: &Document, verb: &dyn Fn(&WordList) -> bool) -> Vec<Date> {
    let known = &english().claims.facts;
    let (adopted, published) = (document.adopted_on, document.published_on);
    let days = if verb(&known.adopting) {
        [adopted.or(published), None]
    } else if verb(&known.publishing) {
        [published.or(adopted), None]
    } else {
        [adopted, published]
    };
    days.into_iter().flatten().collect()
}

/// Whether each thing that is told of `document` agrees: its day or year, its place, its session.
fn compared(
    document: &Document,
    index: usize,
    days: &[Date],
    (session, text): (&str, &str),
    places: &[Documents],
) -> Vec<bool> {
    let mut found = Vec::new();
    let told = values(text);
    if !days.is_empty() {
        let same = |value: &Value| {
            let day = |day: &Date| value.is_day(*day);
            days.iter().filter_map(day).reduce(|some, other| some || other)
        };
        found.extend(told.iter().find_map(same));
    }
    if let Some(place) = places.first() {
        found.push(place.contains(&index));
    } else if document.place.is_some() {
        // A country is not known of a place.
        let site = told.iter().find(|value| value.kind == ValueKind::Site);
        let site = site.filter(|site| !is_state(site) && !names(document, site));
        found.extend(site.map(|_| false));
    }
    let adoption = document.catalogue.adoption.as_ref();
    found.extend(votes::told(text).zip(adoption).map(|(told, own)| votes::agrees(&told, own)));
    let own = Source::of(document.occasion.as_deref().unwrap_or_default());
    let session = values(session);
    let met = session
        .iter()
        .chain(&told)
        .filter(|value| is_numbered(value))
        .map(|value| value.among(&own));
    let met: Vec<Met> = met.filter(|met| *met != Met::Nowhere).collect();
    if !met.is_empty() {
        found.push(met.iter().all(|met| *met == Met::Same));
    }
    found
}

/// Whether a session may be told by `value`.
fn is_numbered(value: &Value) -> bool {
    matches!(value.kind, ValueKind::Place | ValueKind::Number)
}

/// Whether `site` is a state, and no place in it.
fn is_state(site: &Value) -> bool {
    let words = terms(&site.wording);
    let last = words.len().checked_sub(1);
    last.is_some_and(|last| !called_otherwise(&words, last, &|_| false).is_empty())
}

/// Whether `document` was adopted at a meeting that is called by the place `site`.
fn names(document: &Document, site: &Value) -> bool {
    let known = [document.place.as_deref(), document.occasion.as_deref(), Some(&*document.title)];
    known.into_iter().flatten().any(|known| site.among(&Source::of(known)) == Met::Same)
}

/// The item about `fact`.
pub(super) fn item(reading: &Reading, corpus: &Corpus, fact: &Fact) -> TextItem {
    let document = &corpus.documents()[fact.document];
    let span = reading.page.span(fact.passage, &fact.range);
    let verdict = if fact.agrees { ItemVerdict::Supported } else { ItemVerdict::Contradicted };
    let named_at = fact.named_at.as_ref().map(|range| reading.page.span(fact.passage, range));
    let attribution =
        Attribution { documents: vec![fact.document], named_at, ..Attribution::default() };
    TextItem {
        kind: ItemKind::Paraphrase,
        verdict,
        span,
        words: reading.page.slice(span).to_owned(),
        attribution: Some(attribution),
        quote: None,
        support: None,
        message: format!("{}: {}.", capital(&called(document)), known(document)),
    }
}

/// What is known of `document` itself: "adopted on 5 November 2012, in Rome, 81st General Assembly".
fn known(document: &Document) -> String {
    let on =
        |verb: &str, day: Option<Date>| day.map(|day| format!("{verb} on {}", naming::date(day)));
    let other = document.published_on.filter(|day| document.adopted_on != Some(*day));
    let (adopted, published) = (on("adopted", document.adopted_on), on("published", other));
    let place = document.place.as_ref().map(|place| format!("in {place}"));
    let votes = document.catalogue.adoption.as_ref().map(votes::describe);
    let parts = [adopted, votes, published, place, document.occasion.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Whether `fact` is told in `sentence` of passage `at`.
pub(super) fn is_in(fact: &Fact, at: usize, sentence: &Range<usize>) -> bool {
    fact.passage == at && fact.whole && fact.range == *sentence
}

/// Whether `passage` is read for what it says of documents.
pub(super) fn is_read(passage: &Passage) -> bool {
    !passage.is_citation
        && passage.text().trim_end().ends_with(['.', '!', ';', ':', '\u{201d}', '"', ')'])
}
