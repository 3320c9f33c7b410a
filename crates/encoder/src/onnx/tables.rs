//! The large tables of a graph that texts are looked up in, such as the vectors of a vocabulary.
//!
//! One is most of a small model, and no session of a runtime changes it: they can share it. Matrices
//! to multiply by are none of them, for sessions bring these into another order.

use bytes::Bytes;

use super::{Constant, FLOAT, constants, floats};

/// Smaller ones are not worth the way.
const TABLE_BYTES_MIN: usize = 4 << 20;
/// A table has so many times more rows than columns; a matrix to multiply by does not.
const TALLNESS_MIN: usize = 8;

/// A table of numbers, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct LookupTable {
    /// What the graph calls it.
    pub name: String,
    /// Its rows and columns.
    pub shape: [usize; 2],
    /// The numbers.
    pub numbers: Vec<f32>,
}

/// The tables of the graph in the file `onnx`; none where it cannot be read.
pub fn lookup_tables(onnx: &Bytes) -> impl Iterator<Item = LookupTable> {
    let (_, constants) = constants(onnx);
    constants.into_iter().filter_map(|constant| {
        let shape = shape(&constant)?;
        let numbers = floats(&constant.raw_data).collect();
        Some(LookupTable { name: constant.name, shape, numbers })
    })
}

/// Rows and columns of a constant that is a table.
fn shape(constant: &Constant) -> Option<[usize; 2]> {
    let &[rows, columns] = constant.shape(FLOAT)?.as_slice() else { return None };
    let large = constant.raw_data.len() >= TABLE_BYTES_MIN && rows / TALLNESS_MIN >= columns;
    large.then_some([rows, columns])
}

#[cfg(test)]
mod tests {
    use super::super::{INT8, written};
    use super::*;

    #[test]
    fn tables_are_found_and_nothing_else() {
        const ROWS: i64 = 20_000;
        let whole = ROWS as usize * 64 * 4;
        let cases = [
            (vec![ROWS, 64], FLOAT, whole, true),
            (vec![64, ROWS], FLOAT, whole, false),
            (vec![ROWS * 64], FLOAT, whole, false),
            (vec![ROWS, 64], INT8, whole, false),
            (vec![ROWS, 64], FLOAT, whole - 4, false),
            (vec![64, 8], FLOAT, 64 * 8 * 4, false),
        ];
        for (dims, data_type, bytes, expected) in cases {
            let constant = written::constant("words", &dims, data_type, &vec![0; bytes]);
            let found: Vec<_> = lookup_tables(&written::file("", &[constant])).collect();
            let table = LookupTable {
                name: "words".to_owned(),
                shape: [ROWS as usize, 64],
                numbers: vec![0.0; ROWS as usize * 64],
            };
            let expected = expected.then_some(table);
            assert!(found == expected.as_slice(), "{dims:?} {data_type} {bytes}");
        }
        assert_eq!(lookup_tables(&Bytes::from_static(b"no model")).count(), 0);
    }
}
