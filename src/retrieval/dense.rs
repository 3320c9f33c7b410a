//! Dense retrieval: the vectors nearest to a query's, first by their signs, then exactly.

use super::sign_codes::SignCodes;

/// So many rows are scored exactly at once, without a look at their signs.
pub(super) const EXACT_MAX: usize = 4_096;
/// Rows that are kept by Hamming distance for each that is asked for, and at least. On real
/// paragraphs that loses fewer than one of a hundred: see `docs/SCALING.md`.
const COARSE_FACTOR: usize = 16;
const COARSE_MIN: usize = 4_096;
/// Rows that are scored exactly for each that is asked for, and at least.
const FINE_FACTOR: usize = 3;
const FINE_MIN: usize = 300;

/// Which rows may be found.
#[derive(Clone, Copy)]
pub(super) enum Among<'a> {
    /// All of them.
    All,
    /// These few, in order.
    Few(&'a [usize]),
    /// Those that pass.
    Passing(&'a dyn Fn(usize) -> bool),
}

/// The `most` rows of `codes` that are nearest to `query`, each with its cosine by `exact`; best
/// first, and of equals the first. With no more than [`EXACT_MAX`] rows the result is exact.
pub(super) fn nearest(
    codes: &SignCodes,
    query: &[f32],
    most: usize,
    among: Among<'_>,
    exact: &dyn Fn(usize) -> f32,
) -> Vec<(usize, f32)> {
    let rows = match among {
        Among::Few(rows) => rows.to_vec(),
        Among::All if codes.len() <= EXACT_MAX => (0..codes.len()).collect(),
        Among::Passing(admits) if codes.len() <= EXACT_MAX => {
            (0..codes.len()).filter(|&row| admits(row)).collect()
        }
        Among::All => coarse(codes, query, most, None),
        Among::Passing(admits) => coarse(codes, query, most, Some(admits)),
    };
    let mut scored: Vec<(usize, f32)> = rows.into_iter().map(|row| (row, exact(row))).collect();
    best(&mut scored, most);
    scored
}

fn coarse(
    codes: &SignCodes,
    query: &[f32],
    most: usize,
    admits: Option<&dyn Fn(usize) -> bool>,
) -> Vec<usize> {
    let kept = codes.nearest(query, (most * COARSE_FACTOR).max(COARSE_MIN), admits);
    codes.refine(query, kept, (most * FINE_FACTOR).max(FINE_MIN))
}

/// Leaves the `most` with the greatest scores, best first, and of equals the first.
pub(super) fn best(scored: &mut Vec<(usize, f32)>, most: usize) {
    let order = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if most < scored.len() {
        scored.select_nth_unstable_by(most, order);
        scored.truncate(most);
    }
    scored.sort_unstable_by(order);
}

#[cfg(test)]
mod tests {
    use super::super::sign_codes::SignCodesBuilder;
    use super::*;

    /// Unit vectors of eight components that lie about evenly.
    fn rows(count: usize) -> Vec<Vec<f32>> {
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as f32 / (1_u64 << 30) as f32 - 1.0
        };
        (0..count)
            .map(|_| {
                let row: Vec<f32> = (0..64).map(|_| next()).collect();
                let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
                row.iter().map(|x| x / length).collect()
            })
            .collect()
    }

    fn dot(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn few_rows_are_ranked_exactly_and_many_nearly_so() {
        for (count, found_min) in [(300, 10), (EXACT_MAX, 10), (3 * EXACT_MAX, 9)] {
            let rows = rows(count);
            let mut codes = SignCodesBuilder::new(64);
            for row in &rows {
                codes.push(row);
            }
            let codes = codes.build();
            let query = &rows[count / 2];
            let exact = |row: usize| dot(&rows[row], query);
            let odd = |row: usize| row % 2 == 1;
            let few: Vec<usize> = (0..count).step_by(7).collect();
            let everything: [(Among<'_>, &dyn Fn(usize) -> bool); 3] = [
                (Among::All, &|_| true),
                (Among::Passing(&odd), &odd),
                (Among::Few(&few), &|row| row % 7 == 0),
            ];
            for (among, admits) in everything {
                let mut expected: Vec<(usize, f32)> =
                    (0..count).filter(|&row| admits(row)).map(|row| (row, exact(row))).collect();
                best(&mut expected, 10);
                let found = nearest(&codes, query, 10, among, &exact);
                assert!(found.is_sorted_by(|a, b| a.1 >= b.1));
                let same = expected.iter().filter(|hit| found.contains(hit)).count();
                assert!(same >= found_min, "{same} of {count}");
            }
        }
    }

    #[test]
    fn the_best_are_in_order_and_equals_by_their_numbers() {
        let mut scored = vec![(0, 0.5), (1, 0.9), (2, 0.5), (3, 0.1)];
        best(&mut scored, 3);
        assert_eq!(scored, [(1, 0.9), (0, 0.5), (2, 0.5)]);
        best(&mut scored, 9);
        assert_eq!(scored.len(), 3);
    }
}
