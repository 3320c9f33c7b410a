//! The large tables of a graph, read out of its file, so that all sessions share one copy of each.
//!
//! A session makes its own copy of every constant. One that texts are looked up in, such as the
//! vectors of a vocabulary, is most of a small model, and no session changes it: ONNX Runtime takes it
//! from outside. Matrices to multiply by stay where they are, for sessions bring them into
//! another order. Of the file's fields only those below are kept, and the numbers are not copied
//! (<https://onnx.ai/onnx/repo-docs/IR.html>).

use std::sync::Arc;

use bytes::Bytes;
use ort::session::builder::SessionBuilder;
use ort::value::{DynValue, Tensor};
use prost::Message as _;

/// Smaller ones are not worth the way.
const TABLE_BYTES_MIN: usize = 4 << 20;
/// A table has so many times more rows than columns; a matrix to multiply by does not.
const TALLNESS_MIN: usize = 8;
/// The data type of numbers of 32 bits.
const FLOAT: i32 = 1;

/// What is read of a model; `onnx.proto` has the numbers of the fields.
#[derive(prost::Message)]
struct Model {
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
}

#[derive(prost::Message)]
struct Graph {
    #[prost(message, repeated, tag = "5")]
    initializers: Vec<Constant>,
}

#[derive(prost::Message)]
struct Constant {
    #[prost(int64, repeated, tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(string, tag = "8")]
    name: String,
    /// Row by row, the lowest byte of a number first.
    #[prost(bytes = "bytes", tag = "9")]
    raw_data: Bytes,
}

/// Tables by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedTables(Vec<(String, Arc<DynValue>)>);

impl SharedTables {
    /// The tables of the graph in the file `model`. What cannot be read is left to the sessions.
    pub(super) fn of(model: &Bytes) -> Self {
        let tables = tables(model).into_iter().filter_map(|(constant, shape)| {
            let numbers = constant.raw_data.chunks_exact(size_of::<f32>());
            let numbers: Vec<f32> = numbers
                .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
                .collect();
            let tensor = Tensor::from_array((shape, numbers)).ok()?;
            Some((constant.name, Arc::new(tensor.into_dyn())))
        });
        Self(tables.collect())
    }

    /// `builder` of a session that takes the tables from here.
    ///
    /// # Errors
    /// What ONNX Runtime says of them.
    pub(super) fn lend(&self, mut builder: SessionBuilder) -> Result<SessionBuilder, String> {
        for (name, table) in &self.0 {
            builder = builder
                .with_initializer(name, Arc::clone(table))
                .map_err(|error| error.to_string())?;
        }
        Ok(builder)
    }
}

/// The constants of `model` that are tables, with their rows and columns.
fn tables(model: &Bytes) -> Vec<(Constant, [usize; 2])> {
    let graph = Model::decode(model.clone()).ok().and_then(|model| model.graph);
    let constants = graph.map_or_else(Vec::new, |graph| graph.initializers);
    constants
        .into_iter()
        .filter_map(|constant| shape(&constant).map(|shape| (constant, shape)))
        .collect()
}

/// Rows and columns of a constant that is a table, as long as it says.
fn shape(constant: &Constant) -> Option<[usize; 2]> {
    let &[rows, columns] = constant.dims.as_slice() else { return None };
    let (rows, columns) = (usize::try_from(rows).ok()?, usize::try_from(columns).ok()?);
    let bytes = rows.checked_mul(columns)?.checked_mul(size_of::<f32>())?;
    let whole = constant.data_type == FLOAT && bytes == constant.raw_data.len();
    let large = bytes >= TABLE_BYTES_MIN && rows / TALLNESS_MIN >= columns;
    (whole && large).then_some([rows, columns])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as protobuf writes it, seven bits a byte.
    fn varint(mut number: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    fn number(tag: u64, number: i64) -> Vec<u8> {
        [varint(tag << 3), varint(number.cast_unsigned())].concat()
    }

    fn bytes(tag: u64, bytes: &[u8]) -> Vec<u8> {
        [&varint(tag << 3 | 2)[..], &varint(bytes.len() as u64), bytes].concat()
    }

    /// The file of a model with one constant, by the numbers of `onnx.proto`.
    fn model(dims: &[i64], data_type: i64, raw_data: &[u8]) -> Bytes {
        let mut constant: Vec<u8> = dims.iter().flat_map(|&dim| number(1, dim)).collect();
        constant.extend([number(2, data_type), bytes(8, b"words"), bytes(9, raw_data)].concat());
        let graph = [bytes(2, b"graph"), bytes(5, &constant)].concat();
        [number(1, 8), bytes(7, &graph)].concat().into()
    }

    #[test]
    fn tables_are_found_and_nothing_else() {
        const ROWS: i64 = 20_000;
        let whole = ROWS as usize * 64 * 4;
        let cases = [
            (vec![ROWS, 64], 1, whole, true),
            (vec![64, ROWS], 1, whole, false),
            (vec![ROWS * 64], 1, whole, false),
            (vec![ROWS, 64], 7, whole, false),
            (vec![ROWS, 64], 1, whole - 4, false),
            (vec![-ROWS, 64], 1, whole, false),
            (vec![i64::MAX, i64::MAX], 1, whole, false),
            (vec![64, 8], 1, 64 * 8 * 4, false),
        ];
        for (dims, data_type, bytes, expected) in cases {
            let found = tables(&model(&dims, data_type, &vec![7; bytes]));
            let found: Vec<_> = found.iter().map(|(it, shape)| (&it.name[..], *shape)).collect();
            let expected = expected.then_some(("words", [ROWS as usize, 64]));
            assert_eq!(found, expected.as_slice(), "{dims:?} {data_type} {bytes}");
        }
        assert!(tables(&Bytes::from_static(b"no model")).is_empty());
    }
}
