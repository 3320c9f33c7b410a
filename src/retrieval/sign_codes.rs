//! A first, exhaustive pass over all vectors, one bit a component.
//!
//! Each vector keeps the signs of its components: 48 bytes of 384. The rows that differ from the
//! query's signs in fewest places (Hamming distance) are looked at again with the query as it is
//! against their signs, which tells them apart better (asymmetric distance, as in Gao and Long,
//! `RaBitQ`, 2024); those that are left are scored exactly by the caller. Every row is looked at:
//! nothing has to be trained, built or balanced, rows may be left out at no cost, and the same rows
//! come for the same query.

use columns::{Column, Damaged, Sections, U64};
use pulp::{Arch, Simd, WithSimd};

/// Rows that lie side by side, word by word, so that one instruction counts for several of them.
const LANES: usize = 8;

/// The signs of vectors, numbered from 0 in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct SignCodes {
    dimensions: usize,
    rows: usize,
    /// For each eight rows their first words, then their second words, and so on.
    words: Column<U64>,
}

/// Collects the signs of vectors.
#[derive(Debug)]
pub(super) struct SignCodesBuilder {
    dimensions: usize,
    rows: usize,
    words: Vec<U64>,
}

impl SignCodesBuilder {
    /// No vectors yet; those to come have this many components.
    pub(super) const fn new(dimensions: usize) -> Self {
        Self { dimensions, rows: 0, words: Vec::new() }
    }

    /// Appends the signs of the next vector.
    pub(super) fn push(&mut self, vector: &[f32]) {
        debug_assert_eq!(vector.len(), self.dimensions, "vectors of one model");
        let (lane, words) = (self.rows % LANES, words_per_row(self.dimensions));
        if lane == 0 {
            self.words.resize(self.words.len() + words * LANES, U64::ZERO);
        }
        let block = self.words.len() - words * LANES;
        for (at, components) in vector.chunks(64).enumerate() {
            self.words[block + at * LANES + lane] = U64::new(signs(components));
        }
        self.rows += 1;
    }

    /// What was collected.
    pub(super) fn build(self) -> SignCodes {
        SignCodes { dimensions: self.dimensions, rows: self.rows, words: self.words.into() }
    }
}

const fn words_per_row(dimensions: usize) -> usize {
    dimensions.div_ceil(64)
}

impl SignCodes {
    /// How many vectors there are.
    pub(super) const fn len(&self) -> usize {
        self.rows
    }

    /// Components of a vector.
    pub(super) const fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// In how many signs each vector differs from `query`.
    pub(super) fn distances(&self, query: &[f32]) -> Vec<u16> {
        let code: Vec<u64> = query.chunks(64).map(signs).collect();
        let mut distances = vec![0_u16; self.rows.next_multiple_of(LANES)];
        if self.dimensions > 0 && query.len() == self.dimensions {
            let (words, counts) = (&self.words, &mut distances);
            Arch::new().dispatch(Distances { words, code: &code, counts });
        }
        distances.truncate(self.rows);
        distances
    }

    /// The `most` vectors that differ least from `query`, and that `admits` where there is something
    /// to ask, in order of their numbers; of equals those that came first.
    pub(super) fn nearest(
        &self,
        query: &[f32],
        most: usize,
        admits: Option<&dyn Fn(usize) -> bool>,
    ) -> Vec<usize> {
        let distances = self.distances(query);
        let mut found = Vec::with_capacity(2 * most.min(self.rows));
        let all = |_: usize| true;
        for bound in [guess(&distances, most, admits.unwrap_or(&all)), u16::MAX] {
            found.clear();
            within(&distances, bound, &mut found);
            if let Some(admits) = admits {
                found.retain(|&row| admits(row));
            }
            if found.len() >= most {
                break;
            }
        }
        // Bits behind the last component count where a file was damaged.
        trim(&mut found, &distances, most, words_per_row(self.dimensions) * 64);
        found
    }

    /// Of `rows` the `most` whose signs have the greatest product with `query`.
    pub(super) fn refine(&self, query: &[f32], mut rows: Vec<usize>, most: usize) -> Vec<usize> {
        if rows.len() <= most || query.len() != self.dimensions {
            return rows;
        }
        let products = Products::new(query);
        let mut scored: Vec<(f32, usize)> =
            rows.iter().map(|&row| (products.with(self.code(row)), row)).collect();
        scored.select_nth_unstable_by(most, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.clear();
        rows.extend(scored[..most].iter().map(|(_, row)| row));
        rows
    }

    /// The words of one row.
    fn code(&self, row: usize) -> impl Iterator<Item = u64> {
        let words = words_per_row(self.dimensions);
        let block = row / LANES * LANES * words + row % LANES;
        (0..words).map(move |word| self.words[block + word * LANES].get())
    }

    /// Puts the codes among `sections`, under `name`.
    pub(super) fn store(&self, sections: &mut Sections, name: &str) {
        let shape: Column<U64> =
            [self.dimensions, self.rows].into_iter().map(|n| U64::new(n as u64)).collect();
        sections.put(&format!("{name}.shape"), shape.bytes());
        sections.put(&format!("{name}.words"), self.words.bytes());
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or of another length than it says.
    pub(super) fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        let shape: Column<U64> = sections.column(&format!("{name}.shape"))?;
        let words: Column<U64> = sections.column(&format!("{name}.words"))?;
        let &[dimensions, rows] = &shape[..] else { return Err(Damaged::new(name)) };
        let (dimensions, rows) = (dimensions.get() as usize, rows.get() as usize);
        let expected = rows.div_ceil(LANES).checked_mul(LANES * words_per_row(dimensions));
        // Distances have sixteen bits.
        let whole = expected == Some(words.len()) && u16::try_from(dimensions).is_ok();
        if whole { Ok(Self { dimensions, rows, words }) } else { Err(Damaged::new(name)) }
    }
}

/// Of so many distances one is looked at to guess how near the nearest are.
const SAMPLED: usize = 16;

/// A distance that probably `most` of the rows that `admits` stay within, and not many more.
fn guess(distances: &[u16], most: usize, admits: &dyn Fn(usize) -> bool) -> u16 {
    let sampled = distances.iter().enumerate().step_by(SAMPLED);
    let mut sample: Vec<u16> =
        sampled.filter(|(row, _)| admits(*row)).map(|(_, distance)| *distance).collect();
    let rank = most / SAMPLED * 5 / 4 + 16;
    if rank >= sample.len() {
        return u16::MAX;
    }
    *sample.select_nth_unstable(rank).1
}

/// Appends the rows whose distance is at most `bound`.
fn within(distances: &[u16], bound: u16, found: &mut Vec<usize>) {
    const CHUNK: usize = 64;
    for (number, chunk) in distances.chunks(CHUNK).enumerate() {
        // Most chunks have none, which is told for many rows at once.
        if chunk.iter().copied().fold(u16::MAX, u16::min) <= bound {
            let near = chunk.iter().enumerate().filter(|(_, distance)| **distance <= bound);
            found.extend(near.map(|(at, _)| number * CHUNK + at));
        }
    }
}

/// Leaves the `most` of `rows`, which are in order, with the least distances; of equals the first.
fn trim(rows: &mut Vec<usize>, distances: &[u16], most: usize, distance_max: usize) {
    let mut counts = vec![0; distance_max + 1];
    for &row in &*rows {
        counts[usize::from(distances[row])] += 1;
    }
    // Up to which distance all are taken, and how many at the next.
    let (mut left, mut last) = (most, 0);
    while last < counts.len() && counts[last] <= left {
        left -= counts[last];
        last += 1;
    }
    rows.retain(|&row| {
        let distance = usize::from(distances[row]);
        let taken = distance < last || distance == last && left > 0;
        left -= usize::from(taken && distance == last);
        taken
    });
}

/// The products of a query with all that eight signs can be, for each eight of its components.
struct Products(Vec<[f32; 256]>);

impl Products {
    fn new(query: &[f32]) -> Self {
        let table = |eight: &[f32]| {
            let mut sums = [0.0; 256];
            for (byte, sum) in sums.iter_mut().enumerate() {
                let signed = |(bit, &x): (usize, &f32)| if byte >> bit & 1 == 1 { -x } else { x };
                *sum = eight.iter().enumerate().map(signed).sum();
            }
            sums
        };
        Self(query.chunks(8).map(table).collect())
    }

    fn with(&self, code: impl Iterator<Item = u64>) -> f32 {
        let bytes = code.flat_map(u64::to_le_bytes);
        self.0.iter().zip(bytes).map(|(sums, byte)| sums[usize::from(byte)]).sum()
    }
}

/// Counts the signs in which each row differs: whole lanes at a time, which the compiler turns into
/// wide instructions.
struct Distances<'a> {
    words: &'a [U64],
    code: &'a [u64],
    counts: &'a mut [u16],
}

impl WithSimd for Distances<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn with_simd<S: Simd>(self, _: S) {
        let blocks = self.words.chunks_exact(self.code.len() * LANES);
        for (out, block) in self.counts.chunks_exact_mut(LANES).zip(blocks) {
            let mut sums = [0_u64; LANES];
            for (lanes, word) in block.as_chunks::<LANES>().0.iter().zip(self.code) {
                for lane in 0..LANES {
                    sums[lane] += u64::from((lanes[lane].get() ^ word).count_ones());
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
        let mut codes = SignCodesBuilder::new(dimensions);
        for row in rows {
            codes.push(row);
        }
        codes.build()
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
            let admits = |row: usize| row.is_multiple_of(skip);
            let distances = codes.distances(&rows[0]);
            let mut expected: Vec<usize> = (0..rows.len()).filter(|&row| admits(row)).collect();
            expected.sort_by_key(|&row| (distances[row], row));
            expected.truncate(most);
            expected.sort_unstable();
            prop_assert_eq!(codes.nearest(&rows[0], most, Some(&admits)), expected);
        }

        #[test]
        fn the_refined_have_the_greatest_products_with_signs(
            (dimensions, rows) in vectors(), most in 0_usize..50,
        ) {
            let codes = codes(dimensions, &rows);
            let product = |row: &usize| -> f32 {
                let signed = |(x, q): (&f32, &f32)| if *x < 0.0 { -q } else { *q };
                rows[*row].iter().zip(&rows[0]).map(signed).sum()
            };
            let all: Vec<usize> = (0..rows.len()).collect();
            let kept = codes.refine(&rows[0], all.clone(), most);
            prop_assert_eq!(kept.len(), most.min(rows.len()));
            let least = kept.iter().map(product).fold(f32::INFINITY, f32::min);
            for row in all.iter().filter(|row| !kept.contains(row)) {
                prop_assert!(product(row) <= least + 1e-4);
            }
        }

        #[test]
        fn codes_come_back_from_sections((dimensions, rows) in vectors()) {
            let codes = codes(dimensions, &rows);
            let mut sections = Sections::default();
            codes.store(&mut sections, "codes");
            let read = SignCodes::restore(&sections, "codes").expect("codes");
            prop_assert_eq!(read.distances(&rows[0]), codes.distances(&rows[0]));
            sections.put("codes.words", codes.words.bytes().slice(8..));
            prop_assert!(SignCodes::restore(&sections, "codes").is_err());
        }
    }

    #[test]
    fn queries_of_another_model_and_empty_codes_find_nothing_to_tell_apart() {
        let empty = SignCodesBuilder::new(384).build();
        assert_eq!((empty.nearest(&[0.5; 384], 5, None), empty.len()), (Vec::new(), 0));
        let one = codes(3, &[vec![1.0, -1.0, 0.0]]);
        assert_eq!(one.distances(&[1.0]), [0]);
        assert_eq!(one.distances(&[-1.0, -1.0, 0.0]), [1]);
    }
}
