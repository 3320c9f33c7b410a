//! Points of a definition that come near alike stand in the order of their list.

use crate::domain::Corpus;
use crate::retrieval::Hit;

/// Points with such a share of the score of the first come near alike.
const ALIKE: f32 = 0.95;

/// Puts the points that come first and near alike, all of one list, in its order: of a definition in two points the
/// first is read first.
pub(super) fn in_order_of_list(corpus: &Corpus, hits: &mut [(Hit, f64)]) {
    let list = |hit: &Hit| corpus.clauses()[hit.clause].parent;
    let Some((first, _)) = hits.first() else { return };
    let (least, own) = (first.score * ALIKE, list(first));
    if own.is_none() {
        return;
    }
    let alike = |(hit, _): &&(Hit, f64)| hit.score >= least && list(hit) == own;
    let run = hits.iter().take_while(alike).count();
    hits[..run].sort_by_key(|(hit, _)| hit.clause);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{Made, corpus_of};
    use crate::retrieval::Signals;

    #[test]
    fn points_that_come_near_alike_stand_in_order() {
        let corpus = corpus_of([Made::new("lima", "Convention", 1990)
            .clause("Bribery is")
            .point(0, "the promise of honey,")
            .point(0, "the taking of honey.")
            .clause("Bees fly.")
            .clause("Bears eat.")]);
        let order = |scores: &[(usize, f32)]| -> Vec<usize> {
            let hit = |&(clause, score): &(usize, f32)| {
                let signals = Signals::default();
                (Hit { clause, score, signals, contributions: Vec::new() }, 0.5)
            };
            let mut hits: Vec<_> = scores.iter().map(hit).collect();
            in_order_of_list(&corpus, &mut hits);
            hits.into_iter().map(|(hit, _)| hit.clause).collect()
        };
        assert_eq!(order(&[(2, 0.9), (1, 0.89), (0, 0.88)]), [1, 2, 0]);
        assert_eq!(order(&[(2, 0.9), (1, 0.8)]), [2, 1], "far behind");
        assert_eq!(order(&[(2, 0.9), (4, 0.89), (1, 0.89)]), [2, 4, 1], "another between");
        assert_eq!(order(&[(4, 0.9), (3, 0.89)]), [4, 3], "of no list");
        assert!(order(&[]).is_empty());
    }
}
