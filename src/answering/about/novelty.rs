//! What one document has that another has not: its clauses without a counterpart.

use super::super::compare::without_counterpart;
use super::super::phrase::{capitalised, list, place_in, short_name};
use super::super::ranking::Ranked;
use super::super::sources::Sources;
use super::clauses::{of_part, whole};
use super::{Said, Told};
use crate::domain::{Part, RefusalReason};

/// What is told of the document at `of` beside the one at `beside`; `None` where it has no clause to compare.
pub(super) fn told(sources: &Sources, ranked: &Ranked, of: usize, beside: usize) -> Option<Told> {
    let corpus = &*sources.corpus;
    let operative = of_part(corpus, of, Part::Operative);
    let (noun, own) = match operative.len() {
        0 => ("clauses", of_part(corpus, of, Part::Body)),
        _ => ("operative clauses", operative),
    };
    if own.is_empty() {
        return None;
    }
    let total = own.len();
    let new = without_counterpart(sources, ranked, beside, &own);
    let mut searched = vec![of, beside];
    searched.sort_unstable();
    let (name, other) = (short_name(corpus, of), short_name(corpus, beside));
    if new.is_empty() {
        let said = format!(
            "Each of the {total} {noun} of {name} has a counterpart in {other}, by its wording or by \
             what it means."
        );
        return Some(Told { searched, said: Err(RefusalReason::FactNotKnown { said }) });
    }
    let place = |&at: &usize| {
        let clause = &corpus.clauses()[at];
        place_in(corpus.document_of(clause), clause)
    };
    let places: Vec<String> = new.iter().map(place).collect();
    let has = if new.len() == 1 { "has" } else { "have" };
    let fact = format!(
        "{} of the {total} {noun} of {name} {has} no counterpart in {other}, by wording and by what \
         they mean: {}.",
        new.len(),
        list(&places)
    );
    let holding = new.into_iter().map(|at| (at, whole(corpus, at))).collect();
    Some(Told { searched, said: Ok(Said { fact: capitalised(&fact), holding, ..Said::default() }) })
}
