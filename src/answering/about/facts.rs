//! Facts about single documents: from their metadata, or counted in their clauses.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::meta::in_sentence;
use super::super::phrase::{capitalised, date, list, short_name};
use super::super::ranking::Ranked;
use super::binding::binding;
use super::clauses::{of_part, verb_of, whole};
use super::gist::gist;
use super::references::{name_of, own_documents};
use super::{Said, Told};
use crate::domain::{Corpus, Document, OperativeVerb, Part, Query, RefusalReason};
use crate::language::analysis::word_count;
use crate::reading::{Fact, Target};

/// Of how many documents a fact is told: a place may name more.
const DOCUMENTS_MAX: usize = 4;

/// What is told of one fact; `None` where too many documents are meant.
pub(super) fn told(corpus: &Corpus, query: &Query, fact: Fact, target: &Target) -> Option<Told> {
    let adopted = |index: &usize| !corpus.documents()[*index].kind.is_report();
    let own = match target {
        Target::Documents(none) if none.is_empty() => (0..corpus.documents().len()).collect(),
        target => own_documents(corpus, target),
    };
    let mut searched: Vec<usize> = own.iter().copied().filter(adopted).collect();
    if searched.is_empty() {
        searched = own.into_iter().collect();
    }
    searched.retain(|&index| query.filter.admits_document(&corpus.documents()[index]));
    if searched.is_empty() {
        let names = vec![name_of(corpus, target)];
        let said = Err(RefusalReason::DocumentNotInCorpus { names });
        return matches!(target, Target::Symbols(_)).then_some(Told { searched, said });
    }
    if searched.len() > DOCUMENTS_MAX {
        return None;
    }
    let facts: Vec<Result<Said, String>> =
        searched.iter().map(|&index| of_document(corpus, fact, index)).collect();
    let mut all = Said::default();
    let mut unknown = Vec::new();
    for one in facts {
        match one {
            Ok(said) => {
                let gap = if all.fact.is_empty() { "" } else { " " };
                all.fact.push_str(&format!("{gap}{}", said.fact));
                all.holding.extend(said.holding);
                all.of.extend(said.of);
            }
            Err(said) => unknown.push(said),
        }
    }
    let said = if all.fact.is_empty() {
        Err(RefusalReason::FactNotKnown { said: unknown.join(" ") })
    } else {
        Ok(all)
    };
    Some(Told { searched, said })
}

/// The fact about the document at `index`, or a sentence that says that it is not known.
fn of_document(corpus: &Corpus, fact: Fact, index: usize) -> Result<Said, String> {
    let document = &corpus.documents()[index];
    let name = short_name(corpus, index);
    let subject = capitalised(&name);
    let catalogue = &document.catalogue;
    let told = |fact: Option<String>, what: &str| {
        let unknown = || format!("Not known of {name}: {what}.");
        let said = |fact| Said { fact, of: vec![index], ..Said::default() };
        fact.map(said).ok_or_else(unknown)
    };
    let listed = |items: &[String]| (!items.is_empty()).then(|| list(items));
    match fact {
        Fact::Title => told(
            Some(format!("The title of {name} is \u{201c}{}\u{201d}.", document.title)),
            "its title",
        ),
        Fact::Issuer => issuer(corpus, document, &subject)
            .map(|said| Said { of: vec![index], ..said })
            .ok_or_else(|| format!("Not known of {name}: who adopted it.")),
        Fact::Date => told(
            match (document.adopted_on, document.published_on) {
                (Some(day), _) => Some(format!("{subject} was adopted on {}.", date(day))),
                (None, Some(day)) => Some(format!("{subject} is dated {}.", date(day))),
                (None, None) => None,
            },
            "when it was adopted",
        ),
        Fact::Symbol => told(
            catalogue.symbol.as_ref().map(|own| format!("The symbol of {name} is {own}.")),
            "an official symbol",
        ),
        Fact::Source => told(
            document.source.as_ref().map(|own| {
                let dated = document.published_on.map(|day| format!(" It is dated {}.", date(day)));
                format!("{subject} was taken from: {own}.{}", dated.unwrap_or_default())
            }),
            "where it can be read",
        ),
        Fact::Subjects => told(
            listed(&catalogue.keywords).map(|own| format!("The subjects of {name} are {own}.")),
            "its subjects",
        ),
        Fact::Agenda => told(
            listed(&catalogue.agenda_items)
                .map(|own| format!("{subject} was adopted under {own}.")),
            "an item of an agenda",
        ),
        Fact::Sponsors => told(
            listed(&catalogue.sponsors).map(|own| format!("{subject} was proposed by {own}.")),
            "who proposed it",
        ),
        Fact::Clauses(part) => told(Some(counts(corpus, document, &subject, part)), "its clauses"),
        Fact::Articles => articles(corpus, document, &name, &subject).map(|fact| Said {
            fact,
            of: vec![index],
            ..Said::default()
        }),
        Fact::ClausesOf(part) => clauses_of(corpus, index, part),
        Fact::Commitments => Ok(gist(corpus, index)),
        Fact::Binding => binding(corpus, index),
        Fact::Strongest => strongest(corpus, index),
        Fact::Observed => Err(format!("Not known of {name}: which day it proclaims.")),
    }
}

/// Who adopted it: its issuer, its occasion, or else what its opening says.
fn issuer(corpus: &Corpus, document: &Document, subject: &str) -> Option<Said> {
    let body = document.catalogue.issuer.as_ref();
    let occasion = document.occasion.as_ref().map(|own| in_sentence(own));
    let fact = match (body, occasion) {
        (Some(body), _) => format!("{subject} was adopted by {body}."),
        (None, Some(occasion)) => format!("{subject} was adopted at the {occasion}."),
        (None, None) => return None,
    };
    // Lines of the frame say who speaks.
    let frame = document.clauses.clone().filter(|&at| corpus.clauses()[at].part == Part::Frame);
    let holding = frame.take(2).map(|at| (at, whole(corpus, at))).collect();
    let holding = if document.kind.is_report() { Vec::new() } else { holding };
    Some(Said { fact, holding, ..Said::default() })
}

/// "The Monaco declaration has 25 clauses: 12 preambular, 10 operative and 3 of its frame."
fn counts(corpus: &Corpus, document: &Document, subject: &str, part: Option<Part>) -> String {
    let clauses = corpus.clauses_of(document);
    let of = |part: Part| clauses.iter().filter(|clause| clause.part == part).count();
    let noun = |count: usize| if count == 1 { "clause" } else { "clauses" };
    if let Some(part) = part {
        let count = of(part);
        return format!("{subject} has {count} {} {}.", part.name(), noun(count));
    }
    let parts: Vec<String> = [Part::Preambular, Part::Operative, Part::Frame, Part::Body]
        .into_iter()
        .filter(|&part| of(part) > 0)
        .map(|part| match part {
            Part::Frame => format!("{} that frame them", of(part)),
            part => format!("{} {}", of(part), part.name()),
        })
        .collect();
    let split = if parts.len() > 1 { format!(": {}", list(&parts)) } else { String::new() };
    format!("{subject} has {} {}{split}.", clauses.len(), noun(clauses.len()))
}

/// "The Rivers Convention has 19 articles."; by the labels of its clauses.
fn articles(
    corpus: &Corpus,
    document: &Document,
    name: &str,
    subject: &str,
) -> Result<String, String> {
    let labels = document.clauses.clone().map(|at| &*corpus.clauses()[at].label);
    let end = |label: &str| label.find(['(', '\u{b6}', '#']).unwrap_or(label.len());
    let articles: BTreeSet<&str> = labels
        .filter_map(|label| label.strip_prefix("Article "))
        .map(|label| label[..end(label)].trim_end())
        .collect();
    match articles.len() {
        0 => {
            let own = counts(corpus, document, subject, None);
            Err(format!("No clause of {name} is labelled as an article. {own}"))
        }
        1 => Ok(format!("{subject} has 1 article.")),
        count => Ok(format!("{subject} has {count} articles.")),
    }
}

fn clauses_of(corpus: &Corpus, index: usize, part: Part) -> Result<Said, String> {
    let name = short_name(corpus, index);
    let own = of_part(corpus, index, part);
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
        return Err(format!("{} has no {} clause.", capitalised(&name), part.name()));
    };
    let label = |at: usize| &corpus.clauses()[at].label;
    let labels = match own.len() {
        1 => label(first).to_string(),
        _ => format!("{} to {}", label(first), label(last)),
    };
    let noun = if own.len() == 1 { "clause" } else { "clauses" };
    let fact =
        format!("{} has {} {} {noun}: {labels}.", capitalised(&name), own.len(), part.name());
    let holding = own.into_iter().map(|at| (at, whole(corpus, at))).collect();
    Ok(Said { fact, holding, of: vec![index], ..Said::default() })
}

fn strongest(corpus: &Corpus, index: usize) -> Result<Said, String> {
    let name = short_name(corpus, index);
    let own = of_part(corpus, index, Part::Operative);
    let verbs = own.iter().filter_map(|&at| Some((at, verb_of(&corpus.clauses()[at])?)));
    let verbs: Vec<(usize, &OperativeVerb)> = verbs.collect();
    let Some(force) = verbs.iter().map(|(_, verb)| verb.force()).max() else {
        return Err(format!("{} has no operative clause with a verb.", capitalised(&name)));
    };
    let strongest: Vec<(usize, &OperativeVerb)> =
        verbs.into_iter().filter(|(_, verb)| verb.force() == force).collect();
    let clauses = match strongest.len() {
        1 => "in one clause".to_owned(),
        count => format!("in {count} clauses"),
    };
    let wording = strongest[0].1.wording.to_lowercase();
    let fact = format!("The strongest verb of {name} is \u{201c}{wording}\u{201d}, {clauses}.");
    let holding = strongest.into_iter().map(|(at, _)| (at, whole(corpus, at))).collect();
    Ok(Said { fact, holding, of: vec![index], ..Said::default() })
}

/// The document in scope with the most clauses, or the fewest.
pub(super) fn longest(corpus: &Corpus, ranked: &Ranked, most: bool) -> Option<Told> {
    let adopted = |index: &usize| !corpus.documents()[*index].kind.is_report();
    let searched: Vec<usize> = ranked.scope.iter().copied().filter(adopted).collect();
    let words = |index: usize| word_count(corpus.documents()[index].text.as_str());
    let lengths = searched.iter().map(|&index| (words(index), index));
    let (length, found) =
        if most { lengths.max_by_key(|&(n, at)| (n, Reverse(at))) } else { lengths.min() }?;
    let document = &corpus.documents()[found];
    let which = if most { "longest" } else { "shortest" };
    let fact = format!(
        "{} is the {which} of {}: {length} words in {} clauses.",
        capitalised(&short_name(corpus, found)),
        searched.len(),
        document.clauses.len()
    );
    Some(Told { searched, said: Ok(Said { fact, of: vec![found], ..Said::default() }) })
}
