//! Which instructions the processor has to multiply bytes by.

use super::matrix::{ByteRows, Matrix, grow};
use super::{tiles, vnni};

/// That the processor has AVX-512 with VNNI, and the fastest of its ways to multiply bytes. There is no
/// value of it where that was not detected, which is what makes calls into these instructions sound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instructions(Way);

#[derive(Debug, Clone, Copy)]
enum Way {
    Vnni,
    Tiles(tiles::Permitted),
}

impl Instructions {
    /// What this processor has; `None` where it has too little.
    pub(super) fn detect() -> Option<Self> {
        Self::all().into_iter().next_back()
    }

    /// Every way that this processor has, the fastest last.
    pub(super) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
            all.push(Self(Way::Vnni));
            all.extend(tiles::Permitted::detect().map(|permitted| Self(Way::Tiles(permitted))));
        }
        all
    }

    /// Whether the fastest is by tiles.
    pub(super) const fn has_tiles(self) -> bool {
        matches!(self.0, Way::Tiles(_))
    }

    /// The product of each of `rows` with `matrix`, in `buffer`.
    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) fn multiply<'b>(
        self,
        matrix: &Matrix,
        rows: &ByteRows,
        buffer: &'b mut Vec<f32>,
    ) -> &'b mut [f32] {
        let products = grow(buffer, rows.scales.len() * matrix.columns);
        match self.0 {
            Way::Vnni => vnni::multiply(matrix, rows, products),
            Way::Tiles(permitted) => tiles::multiply(permitted, matrix, rows, products),
        }
        products
    }
}
