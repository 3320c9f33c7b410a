//! Lead-ins and their points: "Agree to" alone is no answer.

use crate::domain::{Clause, Corpus, RankedClause};
use crate::reading::Reading;

/// A lead-in of up to this many words says nothing without its points.
const BARE_WORDS_MAX: usize = 8;

/// `cited` with the points of each lead-in behind it, and in place of one that is bare. A clause that
/// is asked for by its label stays as it is.
pub(super) fn with_points(
    corpus: &Corpus,
    reading: &Reading,
    cited: Vec<RankedClause>,
) -> Vec<RankedClause> {
    let mut chosen: Vec<RankedClause> = Vec::with_capacity(cited.len());
    let mut add = |one: RankedClause| {
        if chosen.iter().all(|known| known.clause != one.clause) {
            chosen.push(one);
        }
    };
    for one in cited {
        let clause = &corpus.clauses()[one.clause];
        let points = points(corpus, one.clause);
        let labelled = reading.clauses.contains(&one.clause);
        if points.is_empty() || labelled || !leads_on(corpus, clause) {
            add(one);
            continue;
        }
        if !is_bare(corpus, clause) {
            add(one);
        }
        for point in points {
            add(RankedClause { clause: point, relevance: one.relevance });
        }
    }
    chosen
}

/// The clauses that hang from the one at `position`, in order; of points that lead on to points of
/// their own, these.
fn points(corpus: &Corpus, position: usize) -> Vec<usize> {
    let all = corpus.document_of(&corpus.clauses()[position]).clauses.clone();
    // A lead-in stands before its points.
    let own =
        all.filter(|&other| other > position && corpus.clauses()[other].parent == Some(position));
    own.flat_map(|point| {
        let clause = &corpus.clauses()[point];
        let below = if is_bare(corpus, clause) { points(corpus, point) } else { Vec::new() };
        if below.is_empty() { vec![point] } else { below }
    })
    .collect()
}

/// Whether the words of a clause go on in its points: they are no whole sentence.
fn leads_on(corpus: &Corpus, clause: &Clause) -> bool {
    let text = corpus.text_of(clause).trim_end();
    !text.ends_with(['.', ';', '!', '?', '\u{201d}'])
}

/// Whether a clause says nothing without its points.
fn is_bare(corpus: &Corpus, clause: &Clause) -> bool {
    corpus.text_of(clause).split_whitespace().count() <= BARE_WORDS_MAX
}
