//! The large tables of a graph, read out of its file, so that all sessions share one copy of each.
//!
//! A session makes its own copy of every constant. One that texts are looked up in, such as the
//! vectors of a vocabulary, is most of a small model, and no session changes it: ONNX Runtime takes it
//! from outside. Matrices to multiply by stay where they are, for sessions bring them into
//! another order. The file is read only as far as that needs (<https://onnx.ai/onnx/repo-docs/IR.html>).

use std::sync::Arc;

use ort::session::builder::SessionBuilder;
use ort::value::{DynValue, Tensor};

/// Smaller ones are not worth the way.
const TABLE_BYTES_MIN: usize = 4 << 20;
/// A table has so many times more rows than columns; a matrix to multiply by does not.
const TALLNESS_MIN: usize = 8;

/// Numbers of fields: of a model, of its graph, and of a constant.
const GRAPH: u64 = 7;
const INITIALIZER: u64 = 5;
const DIMS: u64 = 1;
const DATA_TYPE: u64 = 2;
const NAME: u64 = 8;
const RAW_DATA: u64 = 9;
/// The data type of numbers of 32 bits.
const FLOAT: u64 = 1;

/// Tables by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedTables(Vec<(String, Arc<DynValue>)>);

impl SharedTables {
    /// The tables of the graph in the file `model`. What cannot be read is left to the sessions.
    pub(super) fn of(model: &[u8]) -> Self {
        let tables = tables(model).filter_map(|table| {
            let bytes = table.bytes.chunks_exact(size_of::<f32>());
            let numbers: Vec<f32> = bytes
                .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
                .collect();
            let tensor = Tensor::from_array(([table.rows, table.columns], numbers)).ok()?;
            Some((table.name.to_owned(), Arc::new(tensor.into_dyn())))
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

/// A constant of two dimensions.
#[derive(Debug, PartialEq, Eq)]
struct Table<'a> {
    name: &'a str,
    rows: usize,
    columns: usize,
    /// Its numbers, row by row, of four bytes each, the lowest first.
    bytes: &'a [u8],
}

fn tables(model: &[u8]) -> impl Iterator<Item = Table<'_>> {
    let graphs = Message(model).parts(GRAPH);
    let constants = graphs.flat_map(|graph| Message(graph).parts(INITIALIZER));
    constants.filter_map(table).filter(|table| {
        table.bytes.len() >= TABLE_BYTES_MIN && table.rows / TALLNESS_MIN >= table.columns
    })
}

/// The constant in the message `tensor`, where it is of two dimensions and as long as it says.
fn table(tensor: &[u8]) -> Option<Table<'_>> {
    let (mut dims, mut kind, mut name, mut bytes) = (Vec::new(), 0, "", &[][..]);
    for (field, value) in Message(tensor) {
        match (field, value) {
            (DIMS, Value::Number(size)) => dims.push(size),
            (DIMS, Value::Part(mut packed)) => {
                while let Some(size) = number(&mut packed) {
                    dims.push(size);
                }
            }
            (DATA_TYPE, Value::Number(number)) => kind = number,
            (NAME, Value::Part(part)) => name = str::from_utf8(part).ok()?,
            (RAW_DATA, Value::Part(part)) => bytes = part,
            _ => {}
        }
    }
    let &[rows, columns] = dims.as_slice() else { return None };
    let (rows, columns) = (usize::try_from(rows).ok()?, usize::try_from(columns).ok()?);
    let whole = rows.checked_mul(columns)?.checked_mul(size_of::<f32>())? == bytes.len();
    (kind == FLOAT && whole && columns > 0).then_some(Table { name, rows, columns, bytes })
}

/// A message of protocol buffers (<https://protobuf.dev/programming-guides/encoding/>): its fields by
/// their numbers, up to the first that is none.
struct Message<'a>(&'a [u8]);

/// What a field holds, as far as it matters here.
enum Value<'a> {
    Number(u64),
    Part(&'a [u8]),
    Other,
}

impl<'a> Message<'a> {
    /// The texts, bytes or messages in the fields with this number.
    fn parts(self, number: u64) -> impl Iterator<Item = &'a [u8]> {
        self.filter_map(move |field| match field {
            (found, Value::Part(part)) if found == number => Some(part),
            _ => None,
        })
    }
}

impl<'a> Iterator for Message<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = number(&mut self.0)?;
        let value = match tag & 7 {
            0 => Value::Number(number(&mut self.0)?),
            1 => self.0.split_off(..8).map(|_| Value::Other)?,
            2 => {
                let length = usize::try_from(number(&mut self.0)?).ok()?;
                Value::Part(self.0.split_off(..length)?)
            }
            5 => self.0.split_off(..4).map(|_| Value::Other)?,
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

/// Takes a number of seven bits a byte, the lowest first, off the front of `bytes`.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let &byte = bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn varint(mut number: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    fn part(field: u64, bytes: &[u8]) -> Vec<u8> {
        [varint(field << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
    }

    fn scalar(field: u64, value: u64) -> Vec<u8> {
        [varint(field << 3), varint(value)].concat()
    }

    /// A model with one constant, between fields that do not matter.
    fn model(dims: &[u8], kind: u64, bytes: usize) -> Vec<u8> {
        let tensor = [
            dims.to_vec(),
            scalar(DATA_TYPE, kind),
            part(NAME, b"words"),
            [varint(99 << 3 | 5), vec![0; 4], varint(98 << 3 | 1), vec![0; 8]].concat(),
            part(RAW_DATA, &vec![7; bytes]),
        ];
        let graph = [part(1, b"node"), part(INITIALIZER, &tensor.concat())].concat();
        [scalar(1, 10), part(GRAPH, &graph)].concat()
    }

    #[test]
    fn tables_are_found_and_nothing_else() {
        const ROWS: u64 = 20_000;
        let whole = ROWS as usize * 64 * 4;
        let plain = [scalar(DIMS, ROWS), scalar(DIMS, 64)].concat();
        let packed = part(DIMS, &[varint(ROWS), varint(64)].concat());
        let wide = [scalar(DIMS, 64), scalar(DIMS, ROWS)].concat();
        let flat = scalar(DIMS, ROWS * 64);
        let cases = [
            (&plain, FLOAT, whole, true),
            (&packed, FLOAT, whole, true),
            (&wide, FLOAT, whole, false),
            (&flat, FLOAT, whole, false),
            (&plain, 3, whole, false),
            (&plain, FLOAT, whole - 4, false),
        ];
        for (dims, kind, bytes, expected) in cases {
            let model = model(dims, kind, bytes);
            let found: Vec<_> = tables(&model)
                .map(|table| (table.name, table.rows, table.columns, table.bytes.len()))
                .collect();
            let table = ("words", ROWS as usize, 64, whole);
            assert_eq!(found, expected.then_some(table).as_slice(), "{kind} {bytes} {dims:?}");
        }
        let small = [scalar(DIMS, 64), scalar(DIMS, 8)].concat();
        assert_eq!(tables(&model(&small, FLOAT, 64 * 8 * 4)).count(), 0);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(tables(&bytes).count(), 0);
            let _ = table(&bytes);
        }
    }
}
