//! What became of a clause from one state of the corpus to another.

use std::collections::{HashMap, HashSet};

use super::{Word, diff, words};
use crate::domain::{Clause, ClauseChange, Corpus, Difference, DifferenceKind, Successor};

/// From which share of common words on a clause counts as the other reworded.
const SIMILARITY_MIN: f64 = 0.5;
/// A clause that was split or merged is known by its parts: so much of the shorter of the two stands in the
/// other,
const PART_MIN: f64 = 0.8;
/// and so many words are enough to tell.
const PART_WORDS_MIN: usize = 8;
/// Clauses that are aligned word by word: those that share most words.
const CANDIDATES: usize = 8;

/// What stands in `now` for the clause at `position` of `then`: the same words in the document of
/// the same id, under its label or another, or else the clause that is most like it.
pub fn successor(then: &Corpus, position: usize, now: &Corpus) -> Successor {
    let clause = &then.clauses()[position];
    let text = then.text_of(clause);
    let Some(document) = now.document(&then.document_of(clause).id) else {
        return removed();
    };
    let stands = |change, at| Successor { change, clause: Some(at), differences: Vec::new() };
    if let Some(at) = now.clause_position(&then.id_of(clause))
        && now.text_of(&now.clauses()[at]) == text
    {
        return stands(ClauseChange::Unchanged, at);
    }
    let same = |&at: &usize| now.text_of(&now.clauses()[at]) == text;
    if let Some(at) = document.clauses.clone().find(same) {
        return stands(ClauseChange::Moved, at);
    }
    // What stood there before stands for itself.
    let before = then.clauses_of(then.document_of(clause)).iter();
    let stood: HashSet<&str> = before.map(|own| then.text_of(own)).collect();
    let fresh = |at: &usize| !stood.contains(now.text_of(&now.clauses()[*at]));
    let candidates = document.clauses.clone().filter(fresh).collect();
    reworded(&words(text, clause.span.start), &clause.label, candidates, now)
}

fn removed() -> Successor {
    Successor { change: ClauseChange::Removed, clause: None, differences: Vec::new() }
}

/// The one of `candidates` that shares most words in their order with `old`; of equals the one
/// with the label that it had, then the first.
fn reworded(old: &[Word], label: &str, candidates: Vec<usize>, now: &Corpus) -> Successor {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in old {
        *counts.entry(&word.key).or_default() += 1;
    }
    let words_of = |clause: &Clause| words(now.text_of(clause), clause.span.start);
    let mut candidates: Vec<(f64, usize)> = candidates
        .into_iter()
        .map(|at| (in_common(&counts, old.len(), &words_of(&now.clauses()[at])), at))
        .filter(|(share, at)| {
            let length = || words_of(&now.clauses()[*at]).len();
            *share >= SIMILARITY_MIN || is_part(*share, old.len(), length())
        })
        .collect();
    let other_label = |at: usize| *now.clauses()[at].label != *label;
    candidates.sort_by(|(a, i), (b, j)| {
        b.total_cmp(a).then(other_label(*i).cmp(&other_label(*j))).then(i.cmp(j))
    });
    let aligned = candidates.into_iter().take(CANDIDATES).map(|(_, at)| {
        let new = words_of(&now.clauses()[at]);
        let differences = diff(old, &new);
        (similarity(old, &new, &differences), new.len(), at, differences)
    });
    // The first of equals, in the order above.
    let best = aligned.reduce(|best, next| if next.0 > best.0 { next } else { best });
    match best {
        Some((similarity, length, at, differences))
            if similarity >= SIMILARITY_MIN || is_part(similarity, old.len(), length) =>
        {
            Successor { change: ClauseChange::Reworded, clause: Some(at), differences }
        }
        _ => removed(),
    }
}

/// Whether the shorter of two clauses, which have so many words and share so much of them together, is
/// a part of the other.
fn is_part(share: f64, old: usize, new: usize) -> bool {
    let shorter = old.min(new);
    let shared = share * (old + new) as f64 / 2.0;
    shorter >= PART_WORDS_MIN && shared >= PART_MIN * shorter as f64
}

/// Share of the words on both sides that the other side has too, in any order: never less than
/// [`similarity`].
fn in_common(counts: &HashMap<&str, u32>, own: usize, new: &[Word]) -> f64 {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut shared = 0;
    for word in new {
        let Some(&count) = counts.get(word.key.as_str()) else { continue };
        let seen = seen.entry(&word.key).or_default();
        shared += u32::from(*seen < count);
        *seen += 1;
    }
    2.0 * f64::from(shared) / (own + new.len()).max(1) as f64
}

/// Share of the words on both sides that stay.
fn similarity(old: &[Word], new: &[Word], differences: &[Difference]) -> f64 {
    let inside = |word: &&Word, run: &Difference| run.left.contains(word.span);
    let equal = differences.iter().filter(|run| run.kind == DifferenceKind::Equal);
    let kept: usize = equal.map(|run| old.iter().filter(|word| inside(word, run)).count()).sum();
    2.0 * kept as f64 / (old.len() + new.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Digest, Document, DocumentKind, Part, Span, Text};

    /// A corpus of one document with these clauses.
    fn corpus(id: &str, clauses: &[(&str, &str)]) -> Corpus {
        let mut text = String::new();
        let clause = |&(label, words): &(&str, &str)| {
            let start = text.chars().count() as u32;
            text.push_str(words);
            let span = Span::new(start, text.chars().count() as u32);
            text.push('\n');
            Clause {
                document: 0,
                label: label.into(),
                part: Part::Operative,
                span,
                verbs: Box::default(),
                parent: None,
                heading: None,
                references: Box::default(),
                segments: [span].into(),
            }
        };
        let clauses: Vec<Clause> = clauses.iter().map(clause).collect();
        let document = Document::new(id, DocumentKind::Declaration, "Title", Text::new(text));
        Corpus::new(vec![(document, clauses)], Digest([0; 32])).expect("ids differ")
    }

    #[test]
    fn a_clause_is_followed_by_its_words_then_by_its_likeness() {
        let now = corpus(
            "a",
            &[
                ("P1", "Urge all states to share information without delay"),
                ("P2", "Support the work of the organization"),
                ("P3", "Decide to meet again in two years"),
                ("P4", "Decide to meet again in two years"),
            ],
        );
        let cases = [
            ("P2", "Support the work of the organization", ClauseChange::Unchanged, Some("P2")),
            ("P4", "Decide to meet again in two years", ClauseChange::Unchanged, Some("P4")),
            ("P9", "Support the work of the organization", ClauseChange::Moved, Some("P2")),
            ("P1", "Encourage all states to share information", ClauseChange::Reworded, Some("P1")),
            // Of two that are equally like it, the one with its label.
            ("P4", "Decide to meet again in four years", ClauseChange::Reworded, Some("P4")),
            ("P1", "Condemn piracy at sea", ClauseChange::Removed, None),
        ];
        for (label, words, change, expected) in cases {
            let then = corpus("a", &[(label, words)]);
            let found = successor(&then, 0, &now);
            let stands = found.clause.map(|at| &*now.clauses()[at].label);
            assert_eq!((found.change, stands), (change, expected), "{label} {words}");
        }
        let gone = successor(&corpus("b", &[("P1", "Support the work")]), 0, &now);
        assert_eq!(gone, removed());
    }

    #[test]
    fn a_clause_that_stood_there_before_is_no_successor() {
        let team = |name: &str| format!("Take note of the report of Team {name} on the borders");
        let (alpha, beta) = (team("Alpha"), team("Beta"));
        let then = corpus("a", &[("P1", &alpha), ("P2", &beta)]);
        let now = corpus("a", &[("P2", &beta)]);
        assert_eq!(successor(&then, 0, &now), removed());
        let now = corpus("a", &[("P1", &team("Gamma")), ("P2", &beta)]);
        assert_eq!(successor(&then, 0, &now).clause, Some(0));
    }

    #[test]
    fn a_clause_that_was_split_or_merged_leads_to_its_parts() {
        let parts = [
            "Request the secretariat to train officers of all ranks at the borders",
            "Urge member countries to share what they know of stolen cars and boats",
            "Support research on the causes of crime in the cities of the coast",
            "Thank the host country for the welcome that it gave to all delegates",
        ];
        let whole = parts.join(", and ");
        let split: Vec<(String, &str)> =
            parts.iter().enumerate().map(|(at, part)| (format!("P{at}"), *part)).collect();
        let split: Vec<(&str, &str)> =
            split.iter().map(|(label, part)| (label.as_str(), *part)).collect();
        let (then, now) = (corpus("a", &[("P9", &whole)]), corpus("a", &split));
        let found = successor(&then, 0, &now);
        assert_eq!((found.change, found.clause.is_some()), (ClauseChange::Reworded, true));
        for position in 0..parts.len() {
            let found = successor(&now, position, &then);
            assert_eq!((found.change, found.clause), (ClauseChange::Reworded, Some(0)));
        }
        let other = corpus("a", &[("P1", "Request the secretariat to count all boats")]);
        assert_eq!(successor(&then, 0, &other), removed());
    }

    #[test]
    fn what_differs_is_shown_in_the_words_of_both() {
        let then = corpus("a", &[("P0", "A frame."), ("P1", "Encourage all states to act")]);
        let now = corpus("a", &[("P1", "Strongly urge all states to act")]);
        let found = successor(&then, 1, &now);
        let shown: Vec<(&str, &str)> = found
            .differences
            .iter()
            .map(|run| {
                (then.documents()[0].text.slice(run.left), now.documents()[0].text.slice(run.right))
            })
            .collect();
        assert_eq!(
            shown,
            [("Encourage", "Strongly urge"), ("all states to act", "all states to act")]
        );
    }
}
