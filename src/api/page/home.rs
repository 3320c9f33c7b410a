//! The start page: the box for a question, questions to begin with, and what there is to ask about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::address::Choices;
use super::form::Line;
use super::{address, names};
use crate::domain::{Corpus, Document, Part, QUESTION_CHARS_MAX};

/// So many of the newest documents are named.
const NEWEST: usize = 6;
/// So many questions are offered.
const EXAMPLES_MAX: usize = 5;

/// The start page of `corpus`.
pub(in crate::api) fn home(corpus: &Corpus) -> Markup {
    let line = Line {
        path: "/",
        label: "Your question",
        name: "q",
        value: "",
        button: "Ask",
        chars_max: QUESTION_CHARS_MAX,
    };
    html! {
        div.hero {
            h1 { "Ask what the documents say" }
            p.lede { "Answers are clauses, word for word, each with its source. If the documents do not answer, you are told so." }
            (line.form(&Choices::default(), &html! {}))
            (examples(corpus))
        }
        (contents(corpus))
    }
}

/// Questions made of the documents that are there.
fn examples(corpus: &Corpus) -> Markup {
    let questions = questions(corpus);
    html! {
        @if !questions.is_empty() {
            div.examples {
                h2 { "For example" }
                ul {
                    @for (path, name, question) in &questions {
                        li {
                            a href=(Choices::default().with(name, question).address(path)) {
                                @if *path == "/compare" { "Compare: " }
                                (question)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The first of them that is asked on this page.
pub(super) fn example(corpus: &Corpus) -> Option<String> {
    let asked = questions(corpus).into_iter().find(|(path, _, _)| *path == "/");
    asked.map(|(_, _, question)| question)
}

/// The questions, each with its page and parameter: about a verb, a document, a number of votes, a topic.
fn questions(corpus: &Corpus) -> Vec<(&'static str, &'static str, String)> {
    let mut questions = Vec::new();
    let mut ask = |question: String| questions.push(("/", "q", question));
    let adopted: Vec<usize> = (0..corpus.documents().len())
        .filter(|&index| !corpus.documents()[index].kind.is_report())
        .collect();
    let name = |index: usize| crate::service::short_name(corpus, index);
    // A document of which a clause has a verb that binds: the strongest first.
    let strongest = corpus
        .clauses()
        .iter()
        .filter(|clause| !corpus.documents()[clause.document].kind.is_report())
        .filter_map(|clause| {
            let verb = clause.verbs.iter().max_by_key(|verb| verb.strength)?;
            Some((verb.strength, clause.document, verb.lemma.clone()))
        })
        .max_by_key(|(strength, document, _)| (*strength, usize::MAX - document));
    if let Some((_, document, verb)) = strongest {
        ask(format!("What does {} {verb}?", name(document)));
    }
    let voted = adopted.iter().rev().find(|&&index| {
        let adoption = corpus.documents()[index].catalogue.adoption.as_ref();
        adoption.is_some_and(|own| own.counts.is_some() || !own.against.is_empty())
    });
    if let Some(&index) = voted {
        ask(format!("Who voted against {}?", name(index)));
    }
    let noun = noun_of(corpus, &adopted);
    let topics = topics(corpus);
    if let Some(topic) = topics.first() {
        ask(format!("Which {noun}s mention {topic}?"));
    }
    if let Some(&index) = adopted.last() {
        ask(format!("When was {} adopted?", name(index)));
    }
    if let Some(cited) = (0..corpus.documents().len()).max_by_key(|&at| corpus.citing(at).len())
        && !corpus.citing(cited).is_empty()
    {
        ask(format!("Which documents cite {}?", name(cited)));
    }
    questions.truncate(EXAMPLES_MAX - 1);
    if let Some(topic) = topics.into_iter().nth(1) {
        questions.push(("/compare", "topic", topic));
    }
    questions
}

/// What most of the documents are.
fn noun_of(corpus: &Corpus, adopted: &[usize]) -> &'static str {
    let kinds = adopted.iter().map(|&index| corpus.documents()[index].kind);
    let mut counts = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind.name()).or_insert(0) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or("document", |(name, _)| name)
}

/// What several documents speak of, what the most speak of first, but for what more than a third of many do:
/// their subjects, where a catalogue names them, or else two words that stand together.
fn topics(corpus: &Corpus) -> Vec<String> {
    const TOPICS_MAX: usize = 2;
    let mut places: BTreeMap<String, Places> = BTreeMap::new();
    for (index, document) in corpus.documents().iter().enumerate() {
        for keyword in document.catalogue.keywords.iter().filter(|keyword| is_plain(keyword)) {
            places.entry(keyword.to_lowercase()).or_default().add(index);
        }
    }
    if places.is_empty() {
        pairs(corpus, &mut places);
    }
    let most = (corpus.documents().len() / 3).max(3);
    let mut found: Vec<(String, Places)> = places.into_iter().collect();
    found.retain(|(_, places)| (2..=most).contains(&places.documents.len()));
    found.sort_by_key(|(_, places)| Reverse((places.documents.len(), places.clauses)));
    found.truncate(TOPICS_MAX);
    found.into_iter().map(|(topic, _)| topic).collect()
}

/// Where a topic stands.
#[derive(Default)]
struct Places {
    documents: BTreeSet<usize>,
    clauses: usize,
}

impl Places {
    fn add(&mut self, document: usize) {
        self.documents.insert(document);
        self.clauses += 1;
    }
}

/// Counts two words that stand together, in documents that were adopted.
fn pairs(corpus: &Corpus, places: &mut BTreeMap<String, Places>) {
    /// Enough to find something to begin with.
    const CLAUSES_MAX: usize = 2_000;
    for clause in corpus.clauses().iter().take(CLAUSES_MAX) {
        let document = corpus.document_of(clause);
        if document.kind.is_report() || document.language != "en" || clause.part == Part::Frame {
            continue;
        }
        let words: Vec<&str> = corpus.text_of(clause).split(' ').collect();
        for pair in words.windows(2) {
            let second = pair[1].trim_end_matches([',', ';', '.']);
            if telling(pair[0]) && telling(second) {
                places.entry(format!("{} {second}", pair[0])).or_default().add(clause.document);
            }
        }
    }
}

/// Whether a subject reads well in a question.
fn is_plain(keyword: &str) -> bool {
    const CHARS_MAX: usize = 40;
    keyword.chars().all(|c| c.is_alphabetic() || c == ' ') && keyword.chars().count() <= CHARS_MAX
}

/// Whether a word may name a topic: long, and of small letters.
fn telling(word: &str) -> bool {
    const CHARS_MIN: usize = 6;
    word.chars().count() >= CHARS_MIN
        && word.chars().all(char::is_lowercase)
        && !word.ends_with("ly")
}

/// What there is: how much, of which years, and the newest of it.
fn contents(corpus: &Corpus) -> Markup {
    let documents = corpus.documents();
    let years: Vec<i16> = documents.iter().filter_map(Document::year).collect();
    let newest = documents.iter().enumerate().rev().take(NEWEST);
    html! {
        section.contents aria-labelledby="contents" {
            h2 id="contents" { "In these documents" }
            p {
                (names::count(documents.len(), "document"))
                @if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
                    @if first == last { " of " (first) } @else { " from " (first) " to " (last) }
                }
                ", " (names::count(corpus.clauses().len(), "clause")) ". "
                a href="/documents" { "All documents" }
            }
            ol.cards {
                @for (index, document) in newest {
                    li {
                        a href=(address::document(document)) {
                            span.name {
                                @if document.kind.is_report() { (names::kind(document.kind)) }
                                @else { (names::short(corpus, index)) }
                            }
                            span.title lang=(document.language) { (document.title) }
                            span.meta { (names::place_and_date(document)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn questions_are_made_of_the_documents() {
        let corpus = sample::corpus();
        let questions = questions(&corpus);
        assert!(questions.iter().any(|(_, _, question)| question.contains("declaration")));
        let page = home(&corpus).into_string();
        for (_, _, question) in questions {
            assert!(page.contains(&question), "{question}");
        }
        for document in corpus.documents() {
            assert!(page.contains(&format!("/d/{}", document.id)), "{}", document.id);
        }
    }
}
