//! Products of bytes by tiles of sixteen rows (Intel AMX): `TDPBUSD` multiplies sixteen rows of 64
//! bytes with sixteen columns of 64, in as much time as `VPDPBUSD` takes for an eighth of that.
//!
//! The compiler has no stable name for these instructions, so that they stand here as such. It uses
//! none of them itself. Panels of a matrix lie in memory as the tiles want them.

use std::arch::asm;
use std::sync::LazyLock;

use super::matrix::{ByteRows, LANES, Line, Matrix, UNIT};

/// Rows and columns of a tile of sums.
const TILE: usize = 16;
/// Tiles of sums at once.
const TILES: usize = 4;

/// What `LDTILECFG` reads: eight tiles of sixteen rows of 64 bytes.
#[repr(C, align(64))]
struct Shapes {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    row_bytes: [u16; 16],
    rows: [u8; 16],
}

static SHAPES: Shapes = Shapes {
    palette: 1,
    start_row: 0,
    reserved: [0; 14],
    row_bytes: [64, 64, 64, 64, 64, 64, 64, 64, 0, 0, 0, 0, 0, 0, 0, 0],
    rows: [16, 16, 16, 16, 16, 16, 16, 16, 0, 0, 0, 0, 0, 0, 0, 0],
};

/// Four tiles of sums.
#[repr(align(64))]
struct Sums([[[i32; TILE]; TILE]; TILES]);

/// That the processor has tiles of bytes, and the system lets this process use them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permitted(());

impl Permitted {
    /// Asks both. The system grants it to the whole process, once.
    pub(super) fn detect() -> Option<Self> {
        static PERMITTED: LazyLock<bool> = LazyLock::new(|| {
            let features = raw_cpuid::CpuId::new().get_extended_feature_info();
            features.is_some_and(|it| it.has_amx_tile() && it.has_amx_int8()) && is_granted()
        });
        PERMITTED.then_some(Self(()))
    }
}

/// Asks Linux, which wants that, since tiles make what it keeps of a thread larger
/// (<https://docs.kernel.org/arch/x86/xstate.html>).
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the standard library has no such call")]
fn is_granted() -> bool {
    /// `ARCH_REQ_XCOMP_PERM`
    const REQUEST: libc::c_ulong = 0x1023;
    /// `XFEATURE_XTILE_DATA`
    const TILE_DATA: libc::c_ulong = 18;
    // SAFETY: the call takes two numbers and touches no memory of the process.
    unsafe { libc::syscall(libc::SYS_arch_prctl, REQUEST, TILE_DATA) == 0 }
}

#[cfg(not(target_os = "linux"))]
fn is_granted() -> bool {
    false
}

/// Tiles that have their shapes, until it is dropped. Nothing that is called meanwhile may use tiles: to
/// keep shapes and tiles is up to the caller.
struct Shaped(());

impl Shaped {
    #[inline]
    #[expect(unsafe_code, reason = "tiles have no other name")]
    fn new(_: Permitted) -> Self {
        // SAFETY: tiles are permitted; it reads the 64 bytes of `SHAPES`.
        unsafe {
            asm!(
                "ldtilecfg [{shapes}]",
                shapes = in(reg) &raw const SHAPES,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            );
        }
        Self(())
    }
}

impl Drop for Shaped {
    /// Leaves the system none to keep for this thread.
    #[inline]
    #[expect(unsafe_code, reason = "tiles have no other name")]
    fn drop(&mut self) {
        // SAFETY: tiles are permitted, since there is a `Shaped`; it touches nothing else.
        unsafe {
            asm!(
                "tilerelease",
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            );
        }
    }
}

/// Writes the product of each of `rows` with `matrix` to `products`.
#[target_feature(enable = "avx512f")]
pub(super) fn multiply(by: Permitted, matrix: &Matrix, rows: &ByteRows, products: &mut [f32]) {
    let count = rows.scales.len();
    let mut sums = Sums([[[0; TILE]; TILE]; TILES]);
    let tiles = Shaped::new(by);
    for panel in (0..matrix.columns / LANES).step_by(TILES) {
        for first in (0..count).step_by(2 * TILE) {
            if count - first <= TILE {
                tiles.one_by_four(&parts(matrix, rows, panel, [first]), &mut sums);
                for (at, tile) in sums.0.iter().enumerate() {
                    finish(matrix, rows, panel + at, first, tile, products);
                }
            } else {
                for panel in [panel, panel + 2] {
                    let both = [first, first + TILE];
                    tiles.two_by_two(&parts(matrix, rows, panel, both), &mut sums);
                    for (at, tile) in sums.0.iter().enumerate() {
                        let first = first + at / 2 * TILE;
                        finish(matrix, rows, panel + at % 2, first, tile, products);
                    }
                }
            }
        }
    }
}

/// Makes products of the sums of up to sixteen rows from `first` on.
#[inline]
#[target_feature(enable = "avx512f")]
fn finish(
    matrix: &Matrix,
    rows: &ByteRows,
    panel: usize,
    first: usize,
    tile: &[[i32; TILE]; TILE],
    products: &mut [f32],
) {
    for (row, sums) in (first..rows.scales.len()).zip(tile) {
        matrix.finish(pulp::cast(*sums), panel, row, rows, products);
    }
}

impl Shaped {
    /// The sums of sixteen rows with four panels.
    #[inline]
    #[expect(unsafe_code, reason = "tiles have no other name")]
    #[expect(clippy::unused_self, reason = "it shows that tiles have their shapes")]
    fn one_by_four(&self, parts: &Parts<'_, 1, 4>, sums: &mut Sums) {
        let Parts { rows: [row], panels: [a, b, c, d], depth } = *parts;
        // SAFETY: tiles have their shapes, and `Parts` are whole: the loop reads `depth` bytes of sixteen
        // rows that lie `depth` apart, and as many of sixteen columns. It writes the four tiles of `sums`.
        unsafe {
            asm!(
                "tilezero tmm0",
                "tilezero tmm1",
                "tilezero tmm2",
                "tilezero tmm3",
                "2:",
                "tileloadd tmm4, [{row} + {depth}*1]",
                "tileloadd tmm5, [{a} + {line}*1]",
                "tdpbusd tmm0, tmm4, tmm5",
                "tileloadd tmm6, [{b} + {line}*1]",
                "tdpbusd tmm1, tmm4, tmm6",
                "tileloadd tmm7, [{c} + {line}*1]",
                "tdpbusd tmm2, tmm4, tmm7",
                "tileloadd tmm5, [{d} + {line}*1]",
                "tdpbusd tmm3, tmm4, tmm5",
                "add {row}, 64",
                "add {a}, 1024",
                "add {b}, 1024",
                "add {c}, 1024",
                "add {d}, 1024",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}*1], tmm0",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm1",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm2",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm3",
                row = inout(reg) row.as_ptr() => _,
                a = inout(reg) a.as_ptr() => _,
                b = inout(reg) b.as_ptr() => _,
                c = inout(reg) c.as_ptr() => _,
                d = inout(reg) d.as_ptr() => _,
                depth = in(reg) depth,
                line = in(reg) size_of::<Line>(),
                steps = inout(reg) depth / UNIT => _,
                sums = inout(reg) sums.0.as_mut_ptr() => _,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            );
        }
    }

    /// The sums of sixteen rows with two panels, then those of sixteen others.
    #[inline]
    #[expect(unsafe_code, reason = "tiles have no other name")]
    #[expect(clippy::unused_self, reason = "it shows that tiles have their shapes")]
    fn two_by_two(&self, parts: &Parts<'_, 2, 2>, sums: &mut Sums) {
        let Parts { rows: [upper, lower], panels: [a, b], depth } = *parts;
        // SAFETY: as above, with twice sixteen rows and two panels.
        unsafe {
            asm!(
                "tilezero tmm0",
                "tilezero tmm1",
                "tilezero tmm2",
                "tilezero tmm3",
                "2:",
                "tileloadd tmm4, [{upper} + {depth}*1]",
                "tileloadd tmm6, [{a} + {line}*1]",
                "tdpbusd tmm0, tmm4, tmm6",
                "tileloadd tmm7, [{b} + {line}*1]",
                "tdpbusd tmm1, tmm4, tmm7",
                "tileloadd tmm5, [{lower} + {depth}*1]",
                "tdpbusd tmm2, tmm5, tmm6",
                "tdpbusd tmm3, tmm5, tmm7",
                "add {upper}, 64",
                "add {lower}, 64",
                "add {a}, 1024",
                "add {b}, 1024",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}*1], tmm0",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm1",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm2",
                "add {sums}, 1024",
                "tilestored [{sums} + {line}*1], tmm3",
                upper = inout(reg) upper.as_ptr() => _,
                lower = inout(reg) lower.as_ptr() => _,
                a = inout(reg) a.as_ptr() => _,
                b = inout(reg) b.as_ptr() => _,
                depth = in(reg) depth,
                line = in(reg) size_of::<Line>(),
                steps = inout(reg) depth / UNIT => _,
                sums = inout(reg) sums.0.as_mut_ptr() => _,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            );
        }
    }
}

/// What a piece of assembly reads.
#[derive(Clone, Copy)]
struct Parts<'a, const ROWS: usize, const PANELS: usize> {
    /// Sixteen rows of `depth` bytes each, one after the other.
    rows: [&'a [u8]; ROWS],
    /// A step of sixteen columns after the other, `depth` bytes of each column.
    panels: [&'a [Line]; PANELS],
    /// A multiple of [`UNIT`], and not zero.
    depth: usize,
}

/// The parts from a panel on, and from each of these rows on; slices are what checks their bounds.
#[inline]
fn parts<'a, const ROWS: usize, const PANELS: usize>(
    matrix: &'a Matrix,
    rows: &'a ByteRows,
    panel: usize,
    firsts: [usize; ROWS],
) -> Parts<'a, ROWS, PANELS> {
    let depth = matrix.depth;
    assert!(depth > 0 && depth.is_multiple_of(UNIT), "a matrix of whole units");
    Parts {
        rows: firsts.map(|first| &rows.bytes[first * depth..][..TILE * depth]),
        panels: matrix.panels(panel),
        depth,
    }
}
