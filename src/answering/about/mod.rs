//! Answers to questions about documents themselves: from references and metadata, not from a ranking.

mod acts;
mod binding;
mod clauses;
mod counts;
mod days;
mod facts;
mod gist;
mod novelty;
mod references;
mod scale;
mod votes;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cite::cite;
use super::cited_by::cited_by;
use super::compose::{Composed, Remarks, compose};
use super::decide::CERTAIN;
use super::excerpt::beginning;
use super::in_scope::searched_in;
use super::parts::Parts;
use super::phrase::{list, place_in, short_name};
use super::ranking::{Ranked, evidence};
use super::refusal::{not_found_lead, refusal};
use super::sources::Sources;
use crate::domain::{
    Answer, AnswerStatus, AnswerStyle, Citation, Corpus, DocumentCoverage, PartKind, Query,
    QuestionType, RefusalReason, Span, Speaks,
};
use crate::reading::{About, Fact};

/// Of so many clauses that hold a fact, all is quoted.
const WHOLE_MAX: usize = 2;

/// What is told of documents.
struct Told {
    /// The documents that were looked through, in order of date.
    searched: Vec<usize>,
    said: Result<Said, RefusalReason>,
}

/// What is said, and what holds it.
#[derive(Default)]
struct Said {
    /// The fact, in a sentence or more.
    fact: String,
    /// The words that hold it: position of a clause, and what is quoted of it; best first.
    holding: Vec<(usize, Span)>,
    /// A sentence about these documents, where not all of them can be cited.
    beyond: Option<Beyond>,
    /// Documents that it is true of, beside those that hold it.
    of: Vec<usize>,
}

/// Words a sentence about the documents that are not cited: their list goes between the two.
struct Beyond {
    before: &'static str,
    behind: &'static str,
}

/// The answer to a question about documents themselves; `None` for any other.
pub(super) fn answer(sources: &Sources, query: &Query, ranked: &Ranked) -> Option<Answer> {
    let corpus = &sources.corpus;
    let told = match ranked.reading.about.as_ref()? {
        About::References(referring) => references::told(corpus, query, ranked, referring)?,
        About::Votes(target) => votes::told(corpus, query, ranked, target.as_ref())?,
        About::Fact(Fact::Observed, target) => days::told(corpus, &ranked.question, target)?,
        About::Fact(fact, target) => facts::told(corpus, query, *fact, target)?,
        About::Act(act) => acts::told(corpus, query, ranked, act)?,
        About::Scale(scale) => scale::told(scale),
        About::New { of, beside } => novelty::told(sources, ranked, *of, *beside)?,
        About::Count(counted) => counts::told(corpus, query, ranked, *counted)?,
        About::Longest { most } => facts::longest(corpus, ranked, *most)?,
    };
    Some(worded(corpus, query, ranked, told))
}

fn worded(corpus: &Arc<Corpus>, query: &Query, ranked: &Ranked, told: Told) -> Answer {
    let Told { searched, said } = told;
    let (composed, refusal, of) = match said {
        Ok(said) => {
            let of = documents(corpus, &said);
            (composed(corpus, query, said, ranked.markers_before), None, of)
        }
        Err(reason) => {
            let cited = match &reason {
                RefusalReason::DocumentNotInCorpus { names } => cited_by(corpus, names),
                _ => Vec::new(),
            };
            let refusal = refusal(reason);
            let mut parts = Parts::default();
            parts.add(PartKind::Lead, &not_found_lead(&refusal));
            parts.add_all(PartKind::Note, cited);
            let composed = Composed::without_quotations(parts);
            (composed, Some(refusal), BTreeSet::new())
        }
    };
    let mut understood = ranked.understood.clone();
    understood.searched =
        searched.iter().map(|&index| corpus.documents()[index].id.clone()).collect();
    let coverage = coverage(corpus, query, &searched, &of, &composed.citations);
    Answer {
        status: if refusal.is_none() { AnswerStatus::Answered } else { AnswerStatus::NotFound },
        refusal,
        unmet: Vec::new(),
        text: composed.text,
        parts: composed.parts,
        confidence: CERTAIN,
        coverage,
        citations: composed.citations,
        evidence: evidence(&ranked.hits, query.options.max_evidence),
        quotation: ranked.quoted.as_ref().map(|quoted| Arc::clone(&quoted.verdict)),
        understood,
        corpus: Arc::clone(corpus),
    }
}

/// The documents that it is true of.
fn documents(corpus: &Corpus, said: &Said) -> BTreeSet<usize> {
    let holding = said.holding.iter().map(|&(clause, _)| corpus.clauses()[clause].document);
    holding.chain(said.of.iter().copied()).collect()
}

fn composed(corpus: &Corpus, query: &Query, said: Said, markers_before: usize) -> Composed {
    let most = query.options.max_citations;
    let cited = said.holding.iter().take(most);
    let citations: Vec<Citation> =
        cited.map(|&(clause, span)| cite(corpus, clause, span, CERTAIN)).collect();
    let of_citation = |one: &Citation| corpus.clauses()[one.clause].document;
    let quoted: BTreeSet<usize> = citations.iter().map(of_citation).collect();
    let left: Vec<usize> =
        documents(corpus, &said).into_iter().filter(|index| !quoted.contains(index)).collect();
    let unquoted = unquoted(corpus, &said.holding[citations.len()..], &quoted);
    let beyond = said.beyond.filter(|_| !left.is_empty());
    let beyond =
        beyond.map(|words| format!("{} {}{}.", words.before, names(corpus, &left), words.behind));
    let notes = unquoted.into_iter().collect();
    let lead = Some(said.fact);
    let remarks = Remarks { lead, notes, unknown: beyond, markers_before, ..Remarks::default() };
    // What holds a fact is told with it, in whatever style; of many, the beginning of each.
    let most = query.options.quote_words().filter(|_| citations.len() > WHOLE_MAX);
    let shown = |one: &Citation| most.map_or(one.span, |most| beginning(corpus, one, most));
    let citations = citations.into_iter().map(|one| (one.clone(), shown(&one))).collect();
    compose(corpus, QuestionType::Comparison, AnswerStyle::Full, citations, remarks)
}

/// "Not quoted: P3I and P3J." of the clauses that hold it as well, in documents that are quoted.
fn unquoted(corpus: &Corpus, left: &[(usize, Span)], quoted: &BTreeSet<usize>) -> Option<String> {
    const NAMED_MAX: usize = 20;
    let clauses: Vec<usize> = left
        .iter()
        .map(|(at, _)| *at)
        .filter(|&at| quoted.contains(&corpus.clauses()[at].document))
        .collect();
    let place = |&at: &usize| {
        let clause = &corpus.clauses()[at];
        let place = place_in(corpus.document_of(clause), clause);
        match quoted.len() {
            1 => place,
            _ => format!("{place} of {}", short_name(corpus, clause.document)),
        }
    };
    let mut places: Vec<String> = clauses.iter().take(NAMED_MAX).map(place).collect();
    let more = clauses.len().saturating_sub(NAMED_MAX);
    places.extend((more > 0).then(|| format!("{more} more")));
    (!places.is_empty()).then(|| format!("Not quoted: {}.", list(&places)))
}

/// The names of documents, of many the first.
pub(super) fn names(corpus: &Corpus, documents: &[usize]) -> String {
    const NAMED_MAX: usize = 20;
    let mut names: Vec<String> =
        documents.iter().take(NAMED_MAX).map(|&index| short_name(corpus, index)).collect();
    if documents.len() > NAMED_MAX {
        names.push(format!("{} more", documents.len() - NAMED_MAX));
    }
    list(&names)
}

fn coverage(
    corpus: &Corpus,
    query: &Query,
    searched: &[usize],
    of: &BTreeSet<usize>,
    citations: &[Citation],
) -> Vec<DocumentCoverage> {
    let all: BTreeSet<usize> = searched.iter().chain(of).copied().collect();
    let row = |document: usize| {
        let own = |one: &&Citation| corpus.clauses()[one.clause].document == document;
        DocumentCoverage {
            document,
            speaks: if of.contains(&document) { Speaks::Yes } else { Speaks::Silent },
            markers: citations.iter().filter(own).map(|one| one.marker).collect(),
            clauses_searched: searched_in(corpus, query, document),
            nearest: None,
        }
    };
    all.into_iter().map(row).collect()
}

#[cfg(test)]
mod resolution_tests;
#[cfg(test)]
mod tests;
