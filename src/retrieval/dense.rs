//! Dense retrieval: the vectors nearest to a query's, first by their signs, then exactly.

use columns::{Damaged, Sections};

use super::rows::{Rows, RowsBuilder};
use super::sign_codes::{SignCodes, SignCodesBuilder};

/// So many rows are scored exactly at once, without a look at their signs.
pub(super) const EXACT_MAX: usize = 4_096;
/// Rows that are kept by Hamming distance: for each that is asked for, at least, and of so many
/// rows one.
const COARSE: Kept = Kept { each: 16, least: 6_144, one_of: 64 };
/// Rows that are scored exactly, likewise.
const FINE: Kept = Kept { each: 3, least: 400, one_of: 1_024 };

/// How many rows a stage leaves to the next.
struct Kept {
    each: usize,
    least: usize,
    one_of: usize,
}

impl Kept {
    /// Where `most` of `rows` are asked for.
    fn count(&self, most: usize, rows: usize) -> usize {
        (most * self.each).max(self.least).max(rows / self.one_of)
    }
}

/// Unit vectors, numbered from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct DenseIndex {
    codes: SignCodes,
    rows: Rows,
}

/// Collects vectors.
#[derive(Debug)]
pub(super) struct DenseIndexBuilder {
    codes: SignCodesBuilder,
    rows: RowsBuilder,
}

impl DenseIndexBuilder {
    /// No vectors yet; those to come have this many components.
    pub(super) const fn new(dimensions: usize) -> Self {
        Self { codes: SignCodesBuilder::new(dimensions), rows: RowsBuilder::new(dimensions) }
    }

    /// Appends the next vector.
    pub(super) fn push(&mut self, vector: &[f32]) {
        self.codes.push(vector);
        self.rows.push(vector);
    }

    /// How many were collected.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What was collected.
    pub(super) fn build(self) -> DenseIndex {
        DenseIndex { codes: self.codes.build(), rows: self.rows.build() }
    }
}

/// Which rows may be found.
#[derive(Clone, Copy)]
pub(super) enum Among<'a> {
    /// All of them.
    All,
    /// These few.
    Few(&'a [usize]),
    /// Those that pass.
    Passing(&'a dyn Fn(usize) -> bool),
}

impl DenseIndex {
    /// How many vectors there are.
    pub(super) const fn len(&self) -> usize {
        self.codes.len()
    }

    /// The vectors as they are scored.
    pub(super) const fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Cosine of `query` with a row.
    pub(super) fn cosine(&self, row: usize, query: &[f32]) -> f32 {
        self.rows.cosine(row, query)
    }

    /// A row as a vector.
    pub(super) fn vector(&self, row: usize) -> Vec<f32> {
        self.rows.vector(row)
    }

    /// The `most` rows nearest to `query` with their cosines, best first, and of equals the first.
    /// With no more than [`EXACT_MAX`] rows in all the result is exact.
    pub(super) fn nearest(
        &self,
        query: &[f32],
        most: usize,
        among: Among<'_>,
    ) -> Vec<(usize, f32)> {
        let rows = proposed(&self.codes, query, most, among);
        let mut scored: Vec<(usize, f32)> =
            rows.into_iter().map(|row| (row, self.cosine(row, query))).collect();
        best(&mut scored, most);
        scored
    }

    /// Puts the vectors among `sections`, under `name`.
    pub(super) fn store(&self, sections: &mut Sections, name: &str) {
        self.codes.store(sections, &format!("{name}.signs"));
        self.rows.store(sections, &format!("{name}.rows"));
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or does not go together.
    pub(super) fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        let codes = SignCodes::restore(sections, &format!("{name}.signs"))?;
        let rows = Rows::restore(sections, &format!("{name}.rows"), codes.dimensions())?;
        if rows.len() == codes.len() { Ok(Self { codes, rows }) } else { Err(Damaged::new(name)) }
    }
}

/// Rows among which the `most` nearest to `query` are: all of few, of many what their signs
/// say.
pub(super) fn proposed(
    codes: &SignCodes,
    query: &[f32],
    most: usize,
    among: Among<'_>,
) -> Vec<usize> {
    let (count, all) = (codes.len(), 0..codes.len());
    let rows = match among {
        Among::Few(rows) => rows.to_vec(),
        Among::All if count <= EXACT_MAX => all.collect(),
        Among::Passing(admits) if count <= EXACT_MAX => all.filter(|&row| admits(row)).collect(),
        Among::All => codes.nearest(query, COARSE.count(most, count), None),
        Among::Passing(admits) => codes.nearest(query, COARSE.count(most, count), Some(admits)),
    };
    let few = matches!(among, Among::Few(_)) && rows.len() <= EXACT_MAX;
    if few || count <= EXACT_MAX {
        return rows;
    }
    codes.refine(query, rows, FINE.count(most, count))
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
    use super::*;

    /// Unit vectors that lie about evenly.
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

    #[test]
    fn few_rows_are_ranked_exactly_and_many_nearly_so() {
        for (count, found_min) in [(300, 10), (EXACT_MAX, 10), (3 * EXACT_MAX, 9)] {
            let rows = rows(count);
            let mut index = DenseIndexBuilder::new(64);
            for row in &rows {
                index.push(row);
            }
            let index = index.build();
            let query = &rows[count / 2];
            let exact = |row: usize| index.cosine(row, query);
            let odd = |row: usize| row % 2 == 1;
            let few: Vec<usize> = (0..count).step_by(7).collect();
            let everything: [(Among<'_>, &dyn Fn(usize) -> bool); 3] = [
                (Among::All, &|_| true),
                (Among::Passing(&odd), &odd),
                (Among::Few(&few), &|row| row % 7 == 0),
            ];
            for (among, admits) in everything {
                // So many of few that signs alone would miss some.
                let most = if matches!(among, Among::Few(_)) { 200 } else { 10 };
                let mut expected: Vec<(usize, f32)> =
                    (0..count).filter(|&row| admits(row)).map(|row| (row, exact(row))).collect();
                best(&mut expected, most);
                let found = index.nearest(query, most, among);
                assert!(found.is_sorted_by(|a, b| a.1 >= b.1));
                let same = expected.iter().filter(|hit| found.contains(hit)).count();
                let found_min =
                    if matches!(among, Among::Few(_)) { expected.len() } else { found_min };
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
