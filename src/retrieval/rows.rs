//! The vectors of passages as they are scored: eight bits a component, as they are kept.
//!
//! Rows lie one after another.

use columns::{Column, Damaged, F32, Sections};
use pulp::{Arch, Simd, WithSimd};

use super::eight_bits::EightBits;

/// Unit vectors, numbered from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    dimensions: usize,
    /// What a unit of each row is worth.
    scales: Column<F32>,
    /// The components of each row.
    components: Column<i8>,
}

/// Collects vectors.
#[derive(Debug)]
pub(super) struct RowsBuilder {
    dimensions: usize,
    scales: Vec<F32>,
    components: Vec<i8>,
}

impl RowsBuilder {
    /// No vectors yet; those to come have this many components.
    pub(super) const fn new(dimensions: usize) -> Self {
        Self { dimensions, scales: Vec::new(), components: Vec::new() }
    }

    /// Appends the next vector.
    pub(super) fn push(&mut self, vector: &[f32]) {
        debug_assert_eq!(vector.len(), self.dimensions, "vectors of one model");
        let EightBits { unit, components } = EightBits::from_vector(vector);
        self.scales.push(F32::new(unit));
        self.components.extend(components);
    }

    /// Appends a vector that is kept in eight bits as it is.
    pub(super) fn push_row(&mut self, unit: f32, components: &[i8]) {
        self.scales.push(F32::new(unit));
        self.components.extend_from_slice(components);
    }

    /// How many were collected.
    pub(super) fn len(&self) -> usize {
        self.scales.len()
    }

    /// What was collected.
    pub(super) fn build(self) -> Rows {
        Rows {
            dimensions: self.dimensions,
            scales: self.scales.into(),
            components: self.components.into(),
        }
    }
}

impl Rows {
    /// Rows of so many `components`, and what a unit of each is worth; `None` where the numbers do
    /// not go together.
    pub(super) fn from_columns(
        dimensions: usize,
        scales: Column<F32>,
        components: Column<i8>,
    ) -> Option<Self> {
        let whole = scales.len().checked_mul(dimensions) == Some(components.len());
        whole.then_some(Self { dimensions, scales, components })
    }

    /// What a unit of each row is worth, and the components of each.
    pub(super) const fn columns(&self) -> (&Column<F32>, &Column<i8>) {
        (&self.scales, &self.components)
    }

    /// Components of a vector.
    pub(super) const fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many vectors there are.
    pub(super) fn len(&self) -> usize {
        self.scales.len()
    }

    /// Cosine of `query`, of unit length, with a row; 0 where it is of another model.
    pub(super) fn cosine(&self, row: usize, query: &[f32]) -> f32 {
        cosine(query, self.scales[row].get(), self.components_of(row))
    }

    /// A row as a vector.
    pub(super) fn vector(&self, row: usize) -> Vec<f32> {
        let unit = self.scales[row].get();
        self.components_of(row).iter().map(|&x| f32::from(x) * unit).collect()
    }

    /// A row as it is kept: what a unit of it is worth, and its components.
    pub(super) fn row(&self, row: usize) -> (f32, &[i8]) {
        (self.scales[row].get(), self.components_of(row))
    }

    fn components_of(&self, row: usize) -> &[i8] {
        &self.components[row * self.dimensions..(row + 1) * self.dimensions]
    }

    /// Puts the rows among `sections`, under `name`.
    pub(super) fn store(&self, sections: &mut Sections, name: &str) {
        sections.put(&format!("{name}.scales"), self.scales.bytes());
        sections.put(&format!("{name}.components"), self.components.bytes());
    }

    /// Reads what [`Self::store`] put there, of vectors with this many components.
    ///
    /// # Errors
    /// When it is not there, or does not go together.
    pub(super) fn restore(
        sections: &Sections,
        name: &str,
        dimensions: usize,
    ) -> Result<Self, Damaged> {
        let scales: Column<F32> = sections.column(&format!("{name}.scales"))?;
        let components: Column<i8> = sections.column(&format!("{name}.components"))?;
        Self::from_columns(dimensions, scales, components).ok_or_else(|| Damaged::new(name))
    }
}

/// Cosine of `query`, of unit length, with a vector in eight bits; 0 where it is of another model.
pub(super) fn cosine(query: &[f32], unit: f32, components: &[i8]) -> f32 {
    if query.len() != components.len() {
        return 0.0;
    }
    Arch::new().dispatch(Product { query, row: components }) * unit
}

/// The product of a query with a row, in units of the row: a struct, since a closure would be
/// compiled apart, without the instructions that are dispatched to.
struct Product<'a> {
    query: &'a [f32],
    row: &'a [i8],
}

/// Lanes of partial sums: floats add up in a fixed order, so that every processor agrees closely.
const LANES: usize = 16;

impl WithSimd for Product<'_> {
    type Output = f32;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    fn with_simd<S: Simd>(self, _: S) -> f32 {
        let mut sums = [0.0_f32; LANES];
        let (query, query_rest) = self.query.as_chunks::<LANES>();
        let (row, row_rest) = self.row.as_chunks::<LANES>();
        for (query, row) in query.iter().zip(row) {
            for lane in 0..LANES {
                sums[lane] += query[lane] * f32::from(row[lane]);
            }
        }
        let rest = query_rest.iter().zip(row_rest).map(|(x, &y)| x * f32::from(y));
        sums.iter().sum::<f32>() + rest.sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(mut vector: Vec<f32>) -> Vec<f32> {
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for x in &mut vector {
            *x /= length;
        }
        vector
    }

    proptest! {
        #[test]
        fn cosines_are_those_of_the_vectors(
            pairs in prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 1..400)
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            let (a, b) = (unit(a), unit(b));
            let mut rows = RowsBuilder::new(b.len());
            rows.push(&a);
            rows.push(&b);
            let rows = rows.build();
            let exact: f64 = a.iter().zip(&b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum();
            let greatest = b.iter().fold(0.0_f32, |greatest, x| greatest.max(x.abs()));
            let half_a_unit = greatest / 127.0 * 0.5001;
            let off: f32 = a.iter().map(|x| x.abs() * half_a_unit).sum();
            prop_assert!((rows.cosine(1, &a) - exact as f32).abs() < off + 1e-5);
            prop_assert_eq!(rows.vector(1), EightBits::from_vector(&b).vector());
            let mut sections = Sections::default();
            rows.store(&mut sections, "rows");
            let read = Rows::restore(&sections, "rows", b.len()).expect("rows");
            prop_assert_eq!(read.vector(1), rows.vector(1));
            prop_assert!(Rows::restore(&sections, "rows", b.len() + 1).is_err());
        }
    }

    #[test]
    fn vectors_of_another_model_and_zeros_are_near_nothing() {
        let mut rows = RowsBuilder::new(2);
        rows.push(&[0.0, 0.0]);
        let rows = rows.build();
        assert_eq!((rows.len(), rows.vector(0)), (1, vec![0.0, 0.0]));
        for query in [&[1.0][..], &[0.6, 0.8]] {
            assert!(rows.cosine(0, query).abs() < 1e-6);
        }
    }
}
