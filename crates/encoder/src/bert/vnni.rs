//! Products of bytes by `VPDPBUSD`: in each of sixteen lanes, four bytes without sign times four with
//! sign, added up.

use std::arch::x86_64::{__m512i, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512};

use super::matrix::{ByteRows, LANES, Line, Matrix, STEP};

/// Panels of sixteen columns at once.
const PANELS: usize = 4;
/// Rows at once: with the panels' four lines, their sums fill the registers.
const ROWS: usize = 6;

/// Writes the product of each of `rows` with `matrix` to `products`.
#[target_feature(enable = "avx512f,avx512vnni")]
pub(super) fn multiply(matrix: &Matrix, rows: &ByteRows, products: &mut [f32]) {
    let count = rows.scales.len();
    let whole = count / ROWS * ROWS;
    for panel in (0..matrix.columns / LANES).step_by(PANELS) {
        for first in (0..whole).step_by(ROWS) {
            block::<ROWS>(matrix, rows, panel, first, products);
        }
        match count - whole {
            1 => block::<1>(matrix, rows, panel, whole, products),
            2 => block::<2>(matrix, rows, panel, whole, products),
            3 => block::<3>(matrix, rows, panel, whole, products),
            4 => block::<4>(matrix, rows, panel, whole, products),
            5 => block::<5>(matrix, rows, panel, whole, products),
            _ => (),
        }
    }
}

/// The products of `COUNT` rows from `first` on with four panels from `panel` on.
#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn block<const COUNT: usize>(
    matrix: &Matrix,
    rows: &ByteRows,
    panel: usize,
    first: usize,
    products: &mut [f32],
) {
    let of_panel = matrix.depth / STEP;
    let lines: [&[Line]; PANELS] = matrix.panels(panel);
    let steps: [&[[u8; STEP]]; COUNT] = std::array::from_fn(|at| {
        let row = &rows.bytes[(first + at) * matrix.depth..][..matrix.depth];
        &row.as_chunks().0[..of_panel]
    });
    let mut sums = [[_mm512_setzero_si512(); PANELS]; COUNT];
    for step in 0..of_panel {
        let columns: [__m512i; PANELS] = lines.map(|lines| pulp::cast(lines[step].0));
        for (sums, steps) in sums.iter_mut().zip(steps) {
            let row = _mm512_set1_epi32(i32::from_ne_bytes(steps[step]));
            for (sum, columns) in sums.iter_mut().zip(columns) {
                *sum = _mm512_dpbusd_epi32(*sum, row, columns);
            }
        }
    }
    for (row, sums) in sums.into_iter().enumerate() {
        for (at, sums) in sums.into_iter().enumerate() {
            matrix.finish(sums, panel + at, first + row, rows, products);
        }
    }
}
