//! Whether documents speak of something at all: the judgement of questions and comparisons.

use std::collections::BTreeMap;

use super::acronyms::names_alone;
use super::claim::Rank;
use super::paraphrase::{Finding, Paraphrase};
use super::support::{Finder, Near, SUPPORTED_MIN, Topic};
use super::wording::{all_called, capital, place};
use crate::domain::{ItemVerdict, Speaks};
use crate::language::values::values;
use crate::retrieval::{Found, Unranked};

/// A document is not silent whose clause speaks of the matter as surely as this.
const SPEAKS_MIN: f64 = 0.4;

/// Whether `documents` speak of what they are said to mention, as questions judge it; nothing where
/// they may do so in other words.
pub(super) fn mentioned(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Option<Finding>, Unranked> {
    let (corpus, claim) = (finder.corpus, paraphrase.claim);
    let names = names_alone(&paraphrase.topic);
    let speaking = if names.is_empty() { finder.speaking(topic)? } else { BTreeMap::default() };
    let clause = |document: usize| {
        if !names.is_empty() {
            let clause = finder.naming(&names, &[document])?;
            return Some(Near { clause, score: 1.0 });
        }
        let found = speaking.get(&document).filter(|found| found.speaks() == Speaks::Yes);
        let first = found.and_then(|found| found.clauses.first())?;
        Some(Near { clause: first.clause, score: first.relevance })
    };
    let finding = |verdict, message, near| Some(Finding { verdict, message, near, actual: None });
    let other = claim.rank.and_then(|rank| {
        let day = |document: usize| corpus.documents()[document].date();
        let own = documents.iter().filter_map(|&document| day(document)).min();
        let all = (0..corpus.documents().len()).filter(|other| !documents.contains(other));
        let counts = |&other: &usize| {
            let adopted = !corpus.documents()[other].kind.is_report();
            adopted && (rank == Rank::Only || day(other).zip(own).is_some_and(|(a, b)| a < b))
        };
        all.filter(counts).find_map(clause)
    });
    if let Some(other) = other {
        let told = if claim.rank == Some(Rank::First) { "earlier" } else { "also" };
        let message = format!("{} {told} speaks of this.", capital(&place(corpus, other.clause)));
        return Ok(finding(ItemVerdict::Contradicted, message, Some(other)));
    }
    let mut first = None;
    for subject in &claim.subjects {
        let own = subject.iter().find_map(|&document| clause(document));
        let Some(near) = own else {
            let silent = subject.iter().all(|document| {
                let speaks = speaking.get(document).map_or(Speaks::Silent, Found::speaks);
                speaks == Speaks::Silent
            });
            let several = claim.subjects.len() > 1 || claim.rank.is_some();
            if !silent && !several {
                return Ok(None);
            }
            let near = finder.near(topic, subject)?.into_iter().next();
            if near.as_ref().is_some_and(|near| near.score >= SUPPORTED_MIN) {
                first = first.or(near);
                continue;
            }
            if !several {
                return Ok(None);
            }
            let message = format!("Nothing in {} speaks of this.", all_called(corpus, subject));
            return Ok(finding(ItemVerdict::Contradicted, message, near));
        };
        first = first.or(Some(near));
    }
    // Figures and numbers are compared by what follows.
    if !values(&paraphrase.told).is_empty() {
        return Ok(None);
    }
    let message =
        first.as_ref().map(|near| format!("Supported by {}.", place(corpus, near.clause)));
    Ok(message.and_then(|message| finding(ItemVerdict::Supported, message, first)))
}

/// Whether `documents`, which are said to be silent, are.
pub(super) fn silence(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Finding, Unranked> {
    let corpus = finder.corpus;
    let names = names_alone(&paraphrase.topic);
    let holding = if names.is_empty() {
        finder.holding(topic, documents)
    } else {
        finder.naming(&names, documents)
    };
    let (spoken, near) = match holding {
        Some(clause) => (Some(Near { clause, score: 1.0 }), None),
        // What has a name is spoken of by no other.
        None if !names.is_empty() => (None, None),
        None => alike(finder, topic, documents)?,
    };
    let (verdict, message, near) = if let Some(near) = spoken {
        let message = format!("Not silent: {} speaks of this.", place(corpus, near.clause));
        (ItemVerdict::Contradicted, message, Some(near))
    } else {
        let message = format!("Nothing in {} speaks of this.", all_called(corpus, documents));
        (ItemVerdict::Silent, message, near)
    };
    Ok(Finding { verdict, message, near, actual: None })
}

/// The clause of `documents` that speaks of `topic` in other words, and the one that comes nearest.
fn alike(
    finder: &Finder<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<(Option<Near>, Option<Near>), Unranked> {
    let near = finder.near(topic, documents)?.into_iter().next();
    if let Some(near) = near.as_ref().filter(|near| near.score >= SUPPORTED_MIN) {
        return Ok((Some(near.clone()), None));
    }
    // What is called by a word that nobody uses is spoken of by no other.
    if !finder.knows(topic) {
        return Ok((None, near));
    }
    let speaking = finder.speaking(topic)?;
    let said = documents.iter().find_map(|document| {
        let found = speaking.get(document).filter(|found| found.speaks() == Speaks::Yes)?;
        let first = found.clauses.first().filter(|first| first.relevance >= SPEAKS_MIN)?;
        Some(Near { clause: first.clause, score: first.relevance })
    });
    Ok((said, near))
}
