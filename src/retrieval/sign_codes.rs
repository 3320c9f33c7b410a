//! A first, exhaustive pass over all vectors, one bit a component.
//!
//! Each vector keeps the signs of its components: 48 bytes of 384. The rows that differ from the
//! query's signs in fewest places (Hamming distance) are the candidates, which the caller scores by
//! what it has of them. Every row is looked at: nothing has to be trained, built or balanced, rows
//! may be left out at no cost, and the same rows come for the same query, whatever their order of
//! insertion was.

use pulp::{Arch, Simd, WithSimd};

/// Rows that lie side by side, word by word, so that one instruction counts for several of them.
const LANES: usize = 8;

/// One word of each of [`LANES`] rows.
type Lanes = [u64; LANES];

/// The signs of vectors, numbered from 0 in the order in which they came.
#[derive(Debug, Default)]
pub struct SignCodes {
    dimensions: usize,
    rows: usize,
    /// For each eight rows their first words, then their second words, and so on.
    words: Vec<Lanes>,
}

impl SignCodes {
    /// No vectors yet; those to come have this many components.
    pub fn new(dimensions: usize) -> Self {
        Self { dimensions, rows: 0, words: Vec::new() }
    }

    /// Appends the signs of the next vector.
    pub fn push(&mut self, vector: &[f32]) {
        debug_assert_eq!(vector.len(), self.dimensions, "vectors of one model");
        let lane = self.rows % LANES;
        if lane == 0 {
            self.words.resize(self.words.len() + self.words_per_row(), [0; LANES]);
        }
        let block = self.words.len() - self.words_per_row();
        for (word, components) in self.words[block..].iter_mut().zip(vector.chunks(64)) {
            word[lane] = signs(components);
        }
        self.rows += 1;
    }

    /// How many vectors there are.
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    const fn words_per_row(&self) -> usize {
        self.dimensions.div_ceil(64)
    }

    /// In how many signs each vector differs from `query`.
    pub fn distances(&self, query: &[f32]) -> Vec<u16> {
        let code: Vec<u64> = query.chunks(64).map(signs).collect();
        let mut distances = vec![0_u16; self.rows.next_multiple_of(LANES)];
        if self.dimensions > 0 && query.len() == self.dimensions {
            let distances = &mut distances;
            Arch::new().dispatch(Distances { words: &self.words, code: &code, distances });
        }
        distances.truncate(self.rows);
        distances
    }

    /// The `most` vectors that `admits` and that differ least from `query`, in order of their
    /// numbers; of equals those that came first.
    pub fn nearest(
        &self,
        query: &[f32],
        most: usize,
        admits: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let distances = self.distances(query);
        let mut counts = vec![0_usize; self.dimensions + 1];
        for (row, &distance) in distances.iter().enumerate() {
            counts[usize::from(distance)] += usize::from(admits(row));
        }
        // Up to which distance all are taken, and how many at the next.
        let (mut left, mut last) = (most, 0);
        while last < counts.len() && counts[last] <= left {
            left -= counts[last];
            last += 1;
        }
        let mut nearest = Vec::with_capacity(most.min(self.rows));
        for (row, &distance) in distances.iter().enumerate() {
            let distance = usize::from(distance);
            if distance > last || !admits(row) {
                continue;
            }
            if distance == last {
                if left == 0 {
                    continue;
                }
                left -= 1;
            }
            nearest.push(row);
        }
        nearest
    }
}

/// Counts the signs in which each row differs: whole lanes at a time, which the compiler turns into
/// wide instructions.
struct Distances<'a> {
    words: &'a [Lanes],
    code: &'a [u64],
    distances: &'a mut [u16],
}

impl WithSimd for Distances<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let blocks = self.words.chunks_exact(self.code.len());
        for (out, block) in self.distances.chunks_exact_mut(LANES).zip(blocks) {
            let mut sums = [0_u64; LANES];
            for (lanes, word) in block.iter().zip(self.code) {
                for lane in 0..LANES {
                    sums[lane] += u64::from((lanes[lane] ^ word).count_ones());
                }
            }
            for lane in 0..LANES {
                out[lane] = sums[lane] as u16;
            }
        }
    }
}

/// A bit for each component that is negative.
fn signs(components: &[f32]) -> u64 {
    let bit = |(at, &x): (usize, &f32)| u64::from(x < 0.0) << at;
    components.iter().enumerate().map(bit).fold(0, |word, bit| word | bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(dimensions: usize, rows: &[Vec<f32>]) -> SignCodes {
        let mut codes = SignCodes::new(dimensions);
        for row in rows {
            codes.push(row);
        }
        codes
    }

    fn vectors() -> impl Strategy<Value = (usize, Vec<Vec<f32>>)> {
        (1_usize..200, 1_usize..40).prop_flat_map(|(dimensions, rows)| {
            let row = prop::collection::vec(-1.0_f32..1.0, dimensions);
            (Just(dimensions), prop::collection::vec(row, rows))
        })
    }

    proptest! {
        #[test]
        fn wide_counts_are_the_plain_ones((dimensions, rows) in vectors()) {
            let codes = codes(dimensions, &rows);
            let query = &rows[0];
            let differ = |row: &Vec<f32>| {
                row.iter().zip(query).filter(|(x, y)| (**x < 0.0) != (**y < 0.0)).count()
            };
            let expected: Vec<usize> = rows.iter().map(differ).collect();
            let found: Vec<usize> = codes.distances(query).into_iter().map(usize::from).collect();
            prop_assert_eq!((codes.len(), found), (rows.len(), expected));
        }

        #[test]
        fn the_nearest_are_those_of_a_full_sort(
            (dimensions, rows) in vectors(), most in 0_usize..50, skip in 1_usize..5,
        ) {
            let codes = codes(dimensions, &rows);
            let admits = |row: usize| row % skip == 0;
            let distances = codes.distances(&rows[0]);
            let mut expected: Vec<usize> = (0..rows.len()).filter(|&row| admits(row)).collect();
            expected.sort_by_key(|&row| (distances[row], row));
            expected.truncate(most);
            expected.sort_unstable();
            prop_assert_eq!(codes.nearest(&rows[0], most, admits), expected);
        }
    }

    #[test]
    fn queries_of_another_model_and_empty_codes_find_nothing_to_tell_apart() {
        assert!(SignCodes::new(384).nearest(&[0.5; 384], 5, |_| true).is_empty());
        assert!(SignCodes::new(384).is_empty());
        let one = codes(3, &[vec![1.0, -1.0, 0.0]]);
        assert_eq!(one.distances(&[1.0]), [0]);
        assert_eq!(one.distances(&[-1.0, -1.0, 0.0]), [1]);
    }
}
