//! Ranking metrics.

/// Normalised discounted cumulative gain at `depth` (Järvelin and Kekäläinen 2002) with gain
/// `2^grade - 1` and discount `log2(rank + 1)`. `grades` are those of the ranking, best first;
/// `judged` are all positive grades of the question.
pub(super) fn ndcg(grades: &[u8], judged: &[u8], depth: usize) -> f64 {
    let dcg = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        let gain = |(rank, grade): (usize, u8)| {
            (f64::from(grade).exp2() - 1.0) / (rank as f64 + 2.0).log2()
        };
        grades.take(depth).enumerate().map(gain).sum()
    };
    let mut ideal = judged.to_vec();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = dcg(&mut ideal.into_iter());
    if best > 0.0 { dcg(&mut grades.iter().copied()) / best } else { 0.0 }
}

/// Share of the `judged` items of at least `grade` that stand among the first `depth`.
pub(super) fn recall(grades: &[u8], judged: &[u8], depth: usize, grade: u8) -> f64 {
    let wanted = judged.iter().filter(|&&g| g >= grade).count();
    let found = grades.iter().take(depth).filter(|&&g| g >= grade).count();
    if wanted > 0 { found as f64 / wanted as f64 } else { 0.0 }
}

/// Reciprocal rank of the first item of positive grade among the first `depth`.
pub(super) fn reciprocal_rank(grades: &[u8], depth: usize) -> f64 {
    let first = grades.iter().take(depth).position(|&grade| grade > 0);
    first.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0))
}

/// Mean, or 0 of nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    if count > 0 { sum / f64::from(count) } else { 0.0 }
}

/// Area under the ROC curve: how often one that `holds` has the greater score than one that does
/// not, ties counted half (Mann and Whitney 1947). `None` unless there are some of both.
pub(super) fn auroc(scored: &[(f64, bool)]) -> Option<f64> {
    let mut order = scored.to_vec();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins, mut held) = (0.0, 0.0, 0.0);
    for tied in order.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let holding = tied.iter().filter(|(_, holds)| *holds).count() as f64;
        let others = tied.len() as f64 - holding;
        wins += holding * (below + others / 2.0);
        below += others;
        held += holding;
    }
    (held > 0.0 && below > 0.0).then(|| wins / (held * below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        // Gains 3 and 1 at ranks 1 and 3, ideal at ranks 1 and 2.
        let expected = (3.0 + 1.0 / 4.0_f64.log2()) / (3.0 + 1.0 / 3.0_f64.log2());
        assert!((ndcg(&[2, 0, 1], &[1, 2], 5) - expected).abs() < 1e-12);
        assert!((ndcg(&[2, 1], &[2, 1], 5) - 1.0).abs() < 1e-12);
        assert!(ndcg(&[0, 0], &[2], 5).abs() < 1e-12);
        assert!((recall(&[2, 1, 0, 2], &[2, 2, 1, 2], 3, 2) - 1.0 / 3.0).abs() < 1e-12);
        assert!((reciprocal_rank(&[0, 0, 1], 10) - 1.0 / 3.0).abs() < 1e-12);
        assert!(reciprocal_rank(&[0, 0, 1], 2).abs() < 1e-12);
    }

    #[test]
    fn the_mean_of_nothing_is_nothing() {
        for (values, expected) in [(&[][..], 0.0), (&[0.5], 0.5), (&[1.0, 0.0, 0.5], 0.5)] {
            assert!((mean(values.iter().copied()) - expected).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn auroc_counts_pairs_and_halves_ties() {
        for (scored, expected) in [
            (&[(0.9, true), (0.1, false)][..], Some(1.0)),
            (&[(0.1, true), (0.9, false)][..], Some(0.0)),
            (&[(0.5, true), (0.5, false)][..], Some(0.5)),
            // Pairs: 0.8 beats 0.5 and 0.2; 0.5 ties with 0.5 and beats 0.2.
            (&[(0.5, true), (0.8, true), (0.2, false), (0.5, false)][..], Some(3.5 / 4.0)),
            (&[(0.5, true)][..], None),
            (&[][..], None),
        ] {
            assert_eq!(auroc(scored), expected, "{scored:?}");
        }
    }
}
