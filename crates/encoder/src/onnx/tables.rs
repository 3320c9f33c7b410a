//! The large tables of a graph that texts are looked up in, such as the vectors of a vocabulary.
//!
//! One is most of a small model, and no session of a runtime changes it: they can share it. Matrices
//! to multiply by are none of them, for sessions bring these into another order.

use bytes::Bytes;

use super::{Constant, FLOAT, UINT8, constants, floats};

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
    pub numbers: Numbers,
}

/// Numbers as a table has them.
#[derive(Debug, Clone, PartialEq)]
pub enum Numbers {
    /// Of 32 bits.
    Floats(Vec<f32>),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The tables of the graph in the file `onnx`; none where it cannot be read.
pub fn lookup_tables(onnx: &Bytes) -> impl Iterator<Item = LookupTable> {
    let (_, constants) = constants(onnx);
    constants.into_iter().filter_map(|constant| {
        let bytes = &constant.raw_data;
        let (shape, numbers) = if let Some(shape) = shape(&constant, FLOAT) {
            (shape, Numbers::Floats(floats(bytes).collect()))
        } else {
            (shape(&constant, UINT8)?, Numbers::Bytes(bytes.to_vec()))
        };
        Some(LookupTable { name: constant.name, shape, numbers })
    })
}

/// Rows and columns of a constant that is a table of such numbers.
fn shape(constant: &Constant, data_type: i32) -> Option<[usize; 2]> {
    let &[rows, columns] = constant.shape(data_type)?.as_slice() else { return None };
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
            (vec![ROWS, 256], UINT8, whole, true),
            (vec![64, ROWS], FLOAT, whole, false),
            (vec![ROWS * 64], FLOAT, whole, false),
            (vec![ROWS, 64], INT8, whole, false),
            (vec![ROWS, 64], FLOAT, whole - 4, false),
            (vec![64, 8], FLOAT, 64 * 8 * 4, false),
        ];
        for (dims, data_type, bytes, expected) in cases {
            let constant = written::constant("words", &dims, data_type, &vec![0; bytes]);
            let found: Vec<_> = lookup_tables(&written::file("", &[constant])).collect();
            let numbers = match data_type {
                UINT8 => Numbers::Bytes(vec![0; whole]),
                _ => Numbers::Floats(vec![0.0; whole / 4]),
            };
            let columns = if data_type == UINT8 { 256 } else { 64 };
            let shape = [ROWS as usize, columns];
            let table = LookupTable { name: "words".to_owned(), shape, numbers };
            let expected = expected.then_some(table);
            assert!(found == expected.as_slice(), "{dims:?} {data_type} {bytes}");
        }
        assert_eq!(lookup_tables(&Bytes::from_static(b"no model")).count(), 0);
    }
}
