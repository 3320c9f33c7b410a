//! Lead-ins and their points: "Agree to" alone is no answer.

use crate::domain::{Clause, Corpus, RankedClause};
use crate::language::analysis::word_count;
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
    !text.ends_with(['.', ';', '!', '?', '\u{201d}', '»', '。', '；', '！', '？', '؛', '؟'])
}

/// Whether a clause says nothing without its points.
fn is_bare(corpus: &Corpus, clause: &Clause) -> bool {
    word_count(corpus.text_of(clause)) <= BARE_WORDS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{Made, corpus_of};

    /// What is cited in place of the clauses at `cited`, as counted from 1, with how sure it is.
    fn points_of(corpus: &Corpus, reading: &Reading, cited: &[(usize, f64)]) -> Vec<(usize, f64)> {
        let ranked = |&(at, relevance): &(usize, f64)| RankedClause { clause: at - 1, relevance };
        let cited = cited.iter().map(ranked).collect();
        let chosen = with_points(corpus, reading, cited).into_iter();
        chosen.map(|one| (one.clause + 1, one.relevance)).collect()
    }

    #[test]
    fn what_has_no_blanks_is_as_long_as_it_is() {
        let whole = "决定宣布十二月十四日为反对一切形式和表现的殖民主义国际日；";
        let corpus = corpus_of([Made::new("days", "On days", 1990)
            .clause(whole)
            .point(0, "第1514号决议。")
            .clause("决定：")
            .point(2, "设立一座灯塔；")]);
        let reading = Reading::unread("殖民主义");
        assert_eq!(points_of(&corpus, &reading, &[(1, 0.9)]), [(1, 0.9)]);
        assert_eq!(points_of(&corpus, &reading, &[(3, 0.9)]), [(4, 0.9)]);
    }

    #[test]
    fn lead_ins_are_cited_with_their_points() {
        let corpus = corpus_of([Made::new("bees", "On bees", 1990)
            .clause("Keepers shall")
            .point(0, "feed their bees in winter;")
            .point(0, "in summer")
            .point(2, "count them,")
            .point(2, "name them.")
            .clause("In every month of the year, those who keep bees on land of others shall")
            .point(5, "ask first.")
            .clause("Nobody sells bees.")
            .point(7, "Nor does anybody buy them.")
            .point(5, "")]);
        let reading = Reading::unread("bees");
        let of = |cited: &[(usize, f64)]| points_of(&corpus, &reading, cited);
        // A bare lead-in gives way to its points, and a bare point to its own.
        assert_eq!(of(&[(1, 0.9)]), [(2, 0.9), (4, 0.9), (5, 0.9)]);
        assert_eq!(of(&[(3, 0.8)]), [(4, 0.8), (5, 0.8)]);
        // One that says something stays before them.
        assert_eq!(of(&[(6, 0.7)]), [(6, 0.7), (7, 0.7), (10, 0.7)]);
        // A whole sentence is complete, and so is what has no points.
        assert_eq!(of(&[(8, 0.6), (2, 0.5)]), [(8, 0.6), (2, 0.5)]);
        // Each is cited once, as sure as it was first.
        assert_eq!(of(&[(4, 0.9), (1, 0.5)]), [(4, 0.9), (2, 0.5), (5, 0.5)]);
    }

    #[test]
    fn a_lead_in_that_is_asked_for_by_its_label_stays() {
        let corpus = corpus_of([Made::new("bees", "On bees", 1990)
            .clause("Keepers shall")
            .point(0, "feed their bees.")]);
        let reading = Reading { clauses: vec![0], ..Reading::unread("bees") };
        assert_eq!(points_of(&corpus, &reading, &[(1, 0.9)]), [(1, 0.9)]);
    }
}
