//! Facets: the values that occur among what is listed, how often, and a link that narrows the list to each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::address::Choices;
use super::{form, names};
use crate::domain::{Clause, Corpus, Document};

/// So many values of a facet are shown at first.
const SHOWN: usize = 6;
/// So many are shown at all.
const VALUES_MAX: usize = 40;

/// Whether a list may be narrowed by what its clauses have, or only by what documents have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A list of clauses.
    Clauses,
    /// The clauses near a question.
    Answer,
    /// A list of documents.
    Documents,
}

/// The values of one parameter.
struct Facet {
    name: &'static str,
    /// What a value is called, and how often it occurs.
    values: BTreeMap<String, (String, usize)>,
}

impl Facet {
    fn new(name: &'static str) -> Self {
        Self { name, values: BTreeMap::new() }
    }

    /// Counts `value`, which is `shown` so: that is asked for once.
    fn count(&mut self, value: &str, shown: impl FnOnce() -> String) {
        match self.values.get_mut(value) {
            Some((_, count)) => *count += 1,
            None => {
                self.values.insert(value.to_owned(), (shown(), 1));
            }
        }
    }
}

/// The facets of what is listed.
pub(super) struct Facets {
    facets: Vec<Facet>,
    /// Whether it is shown how often a value occurs.
    counted: bool,
}

impl Facets {
    /// Those of clauses, by their positions.
    pub(super) fn of_clauses(corpus: &Corpus, positions: impl Iterator<Item = usize>) -> Self {
        Self::count_clauses(Of::Clauses, corpus, positions)
    }

    fn count_clauses(of: Of, corpus: &Corpus, positions: impl Iterator<Item = usize>) -> Self {
        let mut own = Self::new(of);
        for position in positions {
            let clause = &corpus.clauses()[position];
            own.count_document(corpus, clause.document);
            own.count_clause(clause);
        }
        own
    }

    /// Those of the clauses near a question: they tell what it can be asked of, and not how often.
    pub(super) fn of_answer(corpus: &Corpus, positions: impl Iterator<Item = usize>) -> Self {
        Self::count_clauses(Of::Answer, corpus, positions)
    }

    /// Those of documents, by their indices.
    pub(super) fn of_documents(corpus: &Corpus, indices: impl Iterator<Item = usize>) -> Self {
        let mut own = Self::new(Of::Documents);
        for index in indices {
            own.count_document(corpus, index);
        }
        own
    }

    fn new(of: Of) -> Self {
        let parameters: &[Parameter] = match of {
            Of::Documents => &Parameter::OF_DOCUMENTS,
            Of::Clauses => &Parameter::OF_CLAUSES,
            Of::Answer => &Parameter::OF_ANSWERS,
        };
        let facets = parameters.iter().map(|parameter| Facet::new(parameter.name())).collect();
        Self { facets, counted: of != Of::Answer }
    }

    fn count(&mut self, parameter: Parameter, value: &str, shown: impl FnOnce() -> String) {
        if let Some(facet) = self.facets.iter_mut().find(|facet| facet.name == parameter.name()) {
            facet.count(value, shown);
        }
    }

    fn count_document(&mut self, corpus: &Corpus, index: usize) {
        let document: &Document = &corpus.documents()[index];
        let catalogue = &document.catalogue;
        self.count(Parameter::Document, &document.id, || names::short(corpus, index));
        if let Some(year) = document.year() {
            let year = year.to_string();
            self.count(Parameter::Year, &year, || year.clone());
        }
        let kind = document.kind;
        self.count(Parameter::Kind, kind.name(), || names::kind(kind));
        for (parameter, value) in
            [(Parameter::Place, &document.place), (Parameter::Issuer, &catalogue.issuer)]
        {
            if let Some(value) = value {
                self.count(parameter, value, || value.clone());
            }
        }
        for keyword in &catalogue.keywords {
            self.count(Parameter::Keyword, keyword, || keyword.clone());
        }
        let language = &document.language;
        self.count(Parameter::Language, language, || language.to_uppercase());
    }

    fn count_clause(&mut self, clause: &Clause) {
        let part = clause.part;
        self.count(Parameter::Part, part.name(), || names::part(part).to_owned());
        let verbs: BTreeSet<&str> = clause.verbs.iter().map(|verb| verb.lemma.as_str()).collect();
        for verb in verbs {
            self.count(Parameter::Verb, verb, || verb.to_owned());
        }
        let strengths: BTreeSet<_> = clause.verbs.iter().map(|verb| verb.strength).collect();
        for strength in strengths {
            self.count(Parameter::Strength, strength.name(), || names::strength(strength));
        }
    }

    /// Those that narrow anything, as lists of links below `path`.
    pub(super) fn show(&self, path: &str, choices: &Choices, title: &str) -> Markup {
        let telling: Vec<&Facet> =
            self.facets.iter().filter(|facet| facet.values.len() > 1).collect();
        html! {
            @if !telling.is_empty() {
                section.facets aria-labelledby="narrow" {
                    h2 id="narrow" { (title) }
                    @for facet in telling {
                        (values(facet, self.counted, path, choices))
                    }
                }
            }
        }
    }
}

fn values(facet: &Facet, counted: bool, path: &str, choices: &Choices) -> Markup {
    let mut values: Vec<(&String, &(String, usize))> = facet.values.iter().collect();
    // Years stand in order of time, all else by how often it occurs.
    if facet.name == Parameter::Year.name() {
        values.reverse();
    } else {
        values.sort_by_key(|(_, (_, count))| Reverse(*count));
    }
    values.truncate(VALUES_MAX);
    let (first, more) = values.split_at(values.len().min(SHOWN));
    let link = |value: &str, shown: &str, count: usize| {
        let held = choices.has(facet.name, value);
        let target =
            if held { choices.without(facet.name, value) } else { choices.with(facet.name, value) };
        html! {
            li {
                a href=(target.address(path)) aria-current=[held.then_some("true")] {
                    span.value { (shown) }
                    @if counted { " " span.count { (names::grouped(count)) } }
                }
            }
        }
    };
    html! {
        div.facet {
            h3 { (form::filter_title(facet.name).unwrap_or_default()) }
            ul {
                @for (value, (shown, count)) in first { (link(value, shown, *count)) }
            }
            @if !more.is_empty() {
                details.more {
                    summary { (more.len()) " more" }
                    ul {
                        @for (value, (shown, count)) in more { (link(value, shown, *count)) }
                    }
                }
            }
        }
    }
}

/// A parameter that narrows lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parameter {
    Document,
    Year,
    Kind,
    Place,
    Issuer,
    Keyword,
    Language,
    Part,
    Verb,
    Strength,
}

impl Parameter {
    const OF_DOCUMENTS: [Self; 6] =
        [Self::Year, Self::Kind, Self::Place, Self::Issuer, Self::Language, Self::Keyword];
    const OF_CLAUSES: [Self; 10] = [
        Self::Document,
        Self::Part,
        Self::Verb,
        Self::Strength,
        Self::Year,
        Self::Kind,
        Self::Place,
        Self::Issuer,
        Self::Language,
        Self::Keyword,
    ];
    const OF_ANSWERS: [Self; 6] =
        [Self::Document, Self::Year, Self::Kind, Self::Part, Self::Verb, Self::Language];

    const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Place => "place",
            Self::Issuer => "issuer",
            Self::Keyword => "keyword",
            Self::Language => "language",
            Self::Part => "part",
            Self::Verb => "verb",
            Self::Strength => "strength",
        }
    }
}
