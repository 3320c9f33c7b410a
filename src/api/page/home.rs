//! The start page: the box for a question, questions to begin with, and what there is to ask about.

use maud::{Markup, html};

use super::address::Choices;
use super::form::Line;
use super::{address, names};
use crate::domain::{Corpus, Document, QUESTION_CHARS_MAX};

/// So many of the newest documents are named.
const NEWEST: usize = 6;
/// So many questions are offered.
const EXAMPLES_MAX: usize = 5;
/// Longer titles make no question that reads well.
const TITLE_CHARS_MAX: usize = 90;

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
            p.lede { "Answers are clauses, word for word, each with its source. What no document says is not answered." }
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
                            a href=(Choices::default().with(name, question).address(path)) { (question) }
                        }
                    }
                }
            }
        }
    }
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
    let keyword = adopted.iter().rev().find_map(|&index| {
        let keywords = &corpus.documents()[index].catalogue.keywords;
        keywords.iter().find(|keyword| keyword.chars().all(|c| c.is_alphabetic() || c == ' '))
    });
    if let Some(keyword) = keyword {
        let noun = noun_of(corpus, &adopted);
        ask(format!("Which {noun}s speak of {}?", keyword.to_lowercase()));
    }
    if let Some(&index) = adopted.last() {
        ask(format!("When was {} adopted?", name(index)));
    }
    if let Some(cited) = (0..corpus.documents().len()).max_by_key(|&at| corpus.citing(at).len())
        && !corpus.citing(cited).is_empty()
    {
        ask(format!("Which documents cite {}?", name(cited)));
    }
    if let Some(topic) = topic(corpus, &adopted) {
        questions.push(("/compare", "topic", topic));
    }
    questions.truncate(EXAMPLES_MAX);
    questions
}

/// What most of the documents are.
fn noun_of(corpus: &Corpus, adopted: &[usize]) -> &'static str {
    let kinds = adopted.iter().map(|&index| corpus.documents()[index].kind);
    let mut counts = std::collections::BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind.name()).or_insert(0) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or("document", |(name, _)| name)
}

/// A heading that more than one document has, or else a short title: what can be compared.
fn topic(corpus: &Corpus, adopted: &[usize]) -> Option<String> {
    let title = |&index: &usize| {
        let title = &corpus.documents()[index].title;
        let topic = title.rsplit(':').next().unwrap_or(title).trim();
        let words = topic.split_whitespace().count();
        ((2..=6).contains(&words) && topic.chars().count() <= TITLE_CHARS_MAX)
            .then(|| topic.to_lowercase())
    };
    adopted.iter().find_map(title)
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
                            span.name { (names::short(corpus, index)) }
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
            assert!(page.contains(&question.replace('’', "’")), "{question}");
        }
        for document in corpus.documents() {
            assert!(page.contains(&format!("/d/{}", document.id)), "{}", document.id);
        }
    }
}
