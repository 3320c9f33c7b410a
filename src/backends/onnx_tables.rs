//! The large tables of a graph, read out of its file, so that all sessions share one copy of each.
//!
//! A session makes its own copy of every constant. One that texts are looked up in, such as the
//! vectors of a vocabulary, is most of a small model, and no session changes it: ONNX Runtime takes it
//! from outside. Matrices to multiply by stay where they are, for sessions bring them into
//! another order.

use std::sync::Arc;

use bytes::Bytes;
use ort::session::builder::SessionBuilder;
use ort::value::{DynValue, Tensor};

use super::onnx_file::{Constant, FLOAT, constants, floats};

/// Smaller ones are not worth the way.
const TABLE_BYTES_MIN: usize = 4 << 20;
/// A table has so many times more rows than columns; a matrix to multiply by does not.
const TALLNESS_MIN: usize = 8;

/// Tables by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedTables(Vec<(String, Arc<DynValue>)>);

impl SharedTables {
    /// The tables of the graph in the file `model`. What cannot be read is left to the sessions.
    pub(super) fn of(model: &Bytes) -> Self {
        let tables = tables(model).into_iter().filter_map(|(constant, shape)| {
            let numbers: Vec<f32> = floats(&constant.raw_data).collect();
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
    let (_, constants) = constants(model);
    constants
        .into_iter()
        .filter_map(|constant| shape(&constant).map(|shape| (constant, shape)))
        .collect()
}

/// Rows and columns of a constant that is a table.
fn shape(constant: &Constant) -> Option<[usize; 2]> {
    let &[rows, columns] = constant.shape(FLOAT)?.as_slice() else { return None };
    let large = constant.raw_data.len() >= TABLE_BYTES_MIN && rows / TALLNESS_MIN >= columns;
    large.then_some([rows, columns])
}

#[cfg(test)]
mod tests {
    use super::super::onnx_file::{INT8, written};
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
            let constant = written::constant("words", &dims, data_type, &vec![7; bytes]);
            let found = tables(&written::file("", &[constant]));
            let found: Vec<_> = found.iter().map(|(it, shape)| (&it.name[..], *shape)).collect();
            let expected = expected.then_some(("words", [ROWS as usize, 64]));
            assert_eq!(found, expected.as_slice(), "{dims:?} {data_type} {bytes}");
        }
        assert!(tables(&Bytes::from_static(b"no model")).is_empty());
    }
}
