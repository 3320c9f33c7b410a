//! Products of rows of bytes with a matrix of bytes, exact in whole numbers.

use std::arch::x86_64::{
    __m512i, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_mul_ps, _mm512_set1_ps,
};

use bytes::Bytes;
use rayon::prelude::*;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::rows::{Scale, quantise};

/// Columns side by side in a register.
pub(super) const LANES: usize = 16;
/// Bytes of a column that an instruction multiplies and adds up.
pub(super) const STEP: usize = 4;
/// Columns and depth of a matrix come in so many: whole tiles of all ways to multiply.
pub(super) const UNIT: usize = 64;
/// Rows come in so many, of which the last may be anything.
const ROWS: usize = 32;

/// A step of sixteen columns.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C, align(64))]
pub(super) struct Line(pub(super) [u8; LANES * STEP]);

/// Rows of numbers in eight bits, each with its own scale.
#[derive(Debug, Default)]
pub(super) struct ByteRows {
    /// Row after row, then rows of anything up to a multiple of [`ROWS`].
    pub(super) bytes: Vec<u8>,
    /// What the bytes of each row stand for.
    pub(super) scales: Vec<Scale>,
}

impl ByteRows {
    /// Takes `rows`, each as long as `depth`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "compiled within the instructions dispatched to")]
    pub(super) fn take(&mut self, rows: &[f32], depth: usize) {
        let count = rows.len() / depth;
        grow(&mut self.bytes, count.next_multiple_of(ROWS) * depth);
        self.scales.clear();
        for (row, bytes) in rows.chunks_exact(depth).zip(self.bytes.chunks_exact_mut(depth)) {
            self.scales.push(quantise(row, bytes));
        }
    }
}

/// The first `length` numbers of `buffer`, which are anything.
pub(super) fn grow<T: Copy + Default>(buffer: &mut Vec<T>, length: usize) -> &mut [T] {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
    &mut buffer[..length]
}

/// The lines in the bytes of whole ones.
fn lines(bytes: &Bytes) -> &[Line] {
    <[Line]>::ref_from_bytes(bytes).expect("whole lines, aligned")
}

/// Lines that were copied.
struct Copied(Vec<Line>);

impl AsRef<[u8]> for Copied {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The same bytes where lines can be read, which is where they are if `make model` wrote them.
fn aligned(bytes: Bytes) -> Bytes {
    if <[Line]>::ref_from_bytes(&bytes).is_ok() {
        return bytes;
    }
    let lines = bytes.as_chunks().0.iter().map(|line| Line(*line));
    Bytes::from_owner(Copied(lines.collect()))
}

/// A matrix of eight bits, each column with its own scale and a bias.
#[derive(Debug)]
pub(super) struct Matrix {
    pub(super) columns: usize,
    pub(super) depth: usize,
    /// Lines of whole panels: sixteen columns, four numbers of each at once, then the next four; then
    /// the next sixteen.
    pub(super) panels: Bytes,
    /// The sum of each column, which the least number of a row is worth so many times.
    sums: Vec<[f32; LANES]>,
    scales: Vec<[f32; LANES]>,
    bias: Vec<[f32; LANES]>,
}

impl Matrix {
    /// The matrix in these `panels`; `None` where lengths are not what they have to be.
    pub(super) fn new(panels: Bytes, scales: &[f32], bias: &[f32]) -> Option<Self> {
        let columns = scales.len();
        let depth = panels.len() / columns.max(1);
        let whole = depth * columns == panels.len() && bias.len() == columns;
        let fits =
            columns > 0 && columns.is_multiple_of(UNIT) && depth > 0 && depth.is_multiple_of(UNIT);
        if !whole || !fits {
            return None;
        }
        let panels = aligned(panels);
        let sums = lines(&panels).par_chunks_exact(depth / STEP).map(|panel| {
            let mut sums = [0; LANES];
            for Line(line) in panel {
                for (sum, column) in sums.iter_mut().zip(line.chunks_exact(STEP)) {
                    *sum += column.iter().map(|x| i32::from(x.cast_signed())).sum::<i32>();
                }
            }
            sums.map(|sum| sum as f32)
        });
        Some(Self {
            columns,
            depth,
            sums: sums.collect(),
            scales: scales.as_chunks().0.to_vec(),
            bias: bias.as_chunks().0.to_vec(),
            panels,
        })
    }

    /// `COUNT` panels from `first` on.
    #[inline]
    pub(super) fn panels<const COUNT: usize>(&self, first: usize) -> [&[Line]; COUNT] {
        let of_panel = self.depth / STEP;
        let lines = &lines(&self.panels)[first * of_panel..][..COUNT * of_panel];
        std::array::from_fn(|at| &lines[at * of_panel..][..of_panel])
    }

    /// Writes sixteen products of the row `row` of `rows`, of which `sums` are those of its bytes.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn finish(
        &self,
        sums: __m512i,
        panel: usize,
        row: usize,
        rows: &ByteRows,
        products: &mut [f32],
    ) {
        let scales = pulp::cast(self.scales[panel]);
        let bias = pulp::cast(self.bias[panel]);
        let Scale { unit, least } = rows.scales[row];
        let least = _mm512_mul_ps(_mm512_set1_ps(least), pulp::cast(self.sums[panel]));
        let sums = _mm512_add_ps(_mm512_cvtepi32_ps(sums), least);
        let sums = _mm512_mul_ps(_mm512_mul_ps(sums, scales), _mm512_set1_ps(unit));
        let to = &mut products[row * self.columns + panel * LANES..];
        *to.first_chunk_mut::<LANES>().expect("a block of products") =
            pulp::cast(_mm512_add_ps(sums, bias));
    }
}

/// The bytes of a matrix, a row of `columns` after the other, in panels.
#[cfg(test)]
pub(super) fn panels(rows: &[u8], columns: usize) -> Bytes {
    let mut panels = Vec::with_capacity(rows.len());
    for panel in 0..columns / LANES {
        for rows in rows.chunks_exact(STEP * columns) {
            for lane in 0..LANES {
                panels.extend(rows[panel * LANES + lane..].iter().step_by(columns));
            }
        }
    }
    panels.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::detected;
    use super::super::instructions::Instructions;
    use super::*;
    use test_needs::{Need, has_instructions};

    /// The same, number by number.
    fn plainly(rows: &ByteRows, bytes: &[u8], scales: &[f32], bias: &[f32]) -> Vec<f32> {
        let (columns, depth) = (scales.len(), bytes.len() / scales.len());
        let mut products = Vec::new();
        for (row, Scale { unit, least }) in rows.bytes.chunks_exact(depth).zip(&rows.scales) {
            for column in 0..columns {
                let numbers = bytes[column..].iter().step_by(columns);
                let numbers = numbers.map(|w| i32::from(w.cast_signed()));
                let sum: i32 =
                    row.iter().zip(numbers.clone()).map(|(x, w)| i32::from(*x) * w).sum();
                let sum = sum as f32 + least * numbers.sum::<i32>() as f32;
                products.push(sum * scales[column] * unit + bias[column]);
            }
        }
        products
    }

    #[test]
    fn every_way_to_multiply_gives_the_same_numbers() {
        if !Need::Instructions.is_met(has_instructions()) {
            return;
        }
        let ways = Instructions::all();
        let tiles = Need::Tiles.is_met(ways.iter().any(|way| way.has_tiles()));
        assert_eq!(ways.len(), 1 + usize::from(tiles), "{ways:?}");
        let sizes = (1_usize..70, 1_usize..4, 1_usize..4, any::<u64>());
        proptest!(ProptestConfig::with_cases(24), |((count, columns, depth, seed) in sizes)| {
            let (columns, depth) = (columns * UNIT, depth * UNIT);
            // All bytes, the extreme ones as often as others.
            let mut state = seed | 1;
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            };
            let bytes: Vec<u8> = (0..columns * depth).map(|_| next()).collect();
            let scales: Vec<f32> = (0..columns).map(|_| f32::from(next()) / 4096.0).collect();
            let bias: Vec<f32> = (0..columns).map(|_| f32::from(next()) - 100.0).collect();
            let rows = ByteRows {
                bytes: (0..count.next_multiple_of(ROWS) * depth).map(|_| next()).collect(),
                scales: (0..count)
                    .map(|_| Scale { unit: f32::from(next()) / 512.0, least: f32::from(next()) })
                    .collect(),
            };
            let matrix = Matrix::new(panels(&bytes, columns), &scales, &bias).expect("whole units");
            let expected = plainly(&rows, &bytes, &scales, &bias);
            for &way in &ways {
                let products = detected::multiply(&matrix, &rows, way);
                prop_assert_eq!(&products, &expected, "{:?}", way);
            }
        });
    }

    #[test]
    fn panels_are_used_where_they_lie_and_copied_where_they_cannot_be() {
        const BYTES: usize = UNIT * UNIT;
        let bytes: Vec<u8> = (0..BYTES).map(|at| (at % 251) as u8).collect();
        let aligned = vec![Line([0; 64]); BYTES / 64 + 1];
        for start in [0, 1, 32, 64] {
            let mut file = aligned.clone();
            file.as_mut_bytes()[start..start + BYTES].copy_from_slice(&bytes);
            let panels = Bytes::from_owner(Copied(file)).slice(start..start + BYTES);
            let matrix = Matrix::new(panels.clone(), &[1.0; UNIT], &[0.0; UNIT]);
            let matrix = matrix.expect("whole units");
            assert_eq!(matrix.panels.as_ptr() == panels.as_ptr(), start % 64 == 0, "{start}");
            assert_eq!(matrix.panels::<4>(0).map(<[Line]>::as_bytes).concat(), bytes);
            assert_eq!(matrix.panels::<2>(1).map(<[Line]>::as_bytes).concat(), bytes[1024..3072]);
        }
    }

    #[test]
    fn matrices_of_odd_sizes_are_refused() {
        let matrix = |bytes: usize, scales: usize, bias: usize| {
            let panels = Bytes::from(vec![1; bytes]);
            Matrix::new(panels, &vec![1.0; scales], &vec![0.0; bias]).is_some()
        };
        assert!(matrix(64 * 128, 128, 128));
        for (bytes, scales, bias) in [
            (64 * 128, 100, 100),
            (32 * 128, 128, 128),
            (64 * 128 + 1, 128, 128),
            (0, 0, 0),
            (64 * 128, 128, 64),
        ] {
            assert!(!matrix(bytes, scales, bias), "{bytes} {scales} {bias}");
        }
    }
}
