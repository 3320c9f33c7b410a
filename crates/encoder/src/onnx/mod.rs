//! The constants of a graph in a file of ONNX, without copies of their numbers.
//!
//! Of the file's fields only those below are kept (<https://onnx.ai/onnx/repo-docs/IR.html>).

mod tables;

use bytes::Bytes;
use prost::Message as _;

pub use self::tables::{LookupTable, Numbers, lookup_tables};

/// The data types of numbers of 32 bits, of bytes, and of signed bytes.
pub(crate) const FLOAT: i32 = 1;
pub(crate) const UINT8: i32 = 2;
pub(crate) const INT8: i32 = 3;

/// What is read of a model; `onnx.proto` has the numbers of the fields.
#[derive(prost::Message)]
struct Model {
    #[prost(string, tag = "2")]
    producer_name: String,
    #[prost(message, optional, tag = "7")]
    graph: Option<Graph>,
}

#[derive(prost::Message)]
struct Graph {
    #[prost(message, repeated, tag = "5")]
    initializers: Vec<Constant>,
}

/// One constant.
#[derive(prost::Message)]
pub(crate) struct Constant {
    #[prost(int64, repeated, tag = "1")]
    dims: Vec<i64>,
    #[prost(int32, tag = "2")]
    data_type: i32,
    #[prost(string, tag = "8")]
    pub(crate) name: String,
    /// Row by row, the lowest byte of a number first.
    #[prost(bytes = "bytes", tag = "9")]
    pub(crate) raw_data: Bytes,
}

impl Constant {
    /// Its dimensions, where it has numbers of `data_type` and as many as it says.
    pub(crate) fn shape(&self, data_type: i32) -> Option<Vec<usize>> {
        let size = match data_type {
            FLOAT => size_of::<f32>(),
            UINT8 | INT8 => 1,
            _ => return None,
        };
        let shape: Vec<usize> =
            self.dims.iter().map(|&dim| usize::try_from(dim).ok()).collect::<Option<_>>()?;
        let bytes = shape.iter().try_fold(size, |bytes, &dim| bytes.checked_mul(dim))?;
        (self.data_type == data_type && bytes == self.raw_data.len()).then_some(shape)
    }
}

/// The numbers of 32 bits in the bytes of a constant.
pub(crate) fn floats(raw_data: &[u8]) -> impl Iterator<Item = f32> {
    raw_data.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four))
}

/// Who wrote the graph in `file`, and its constants; nothing and none where it cannot be read.
pub(crate) fn constants(file: &Bytes) -> (String, Vec<Constant>) {
    let model = Model::decode(file.clone()).unwrap_or_default();
    let constants = model.graph.map_or_else(Vec::new, |graph| graph.initializers);
    (model.producer_name, constants)
}

/// Files as a test wants them.
#[cfg(test)]
pub(crate) mod written {
    use bytes::Bytes;

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

    /// A constant, by the numbers of `onnx.proto`.
    pub(crate) fn constant(name: &str, dims: &[i64], data_type: i32, raw_data: &[u8]) -> Vec<u8> {
        let mut constant: Vec<u8> = dims.iter().flat_map(|&dim| number(1, dim)).collect();
        constant.extend(number(2, data_type.into()));
        constant.extend([bytes(8, name.as_bytes()), bytes(9, raw_data)].concat());
        constant
    }

    /// The file of a model with these constants.
    pub(crate) fn file(producer: &str, constants: &[Vec<u8>]) -> Bytes {
        let mut graph = bytes(2, b"graph");
        graph.extend(constants.iter().flat_map(|constant| bytes(5, constant)));
        [number(1, 8), bytes(2, producer.as_bytes()), bytes(7, &graph)].concat().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_who_wrote_them_are_read() {
        let file = written::file(
            "somebody",
            &[
                written::constant("a", &[2, 3], INT8, &[7; 6]),
                written::constant("b", &[2], FLOAT, &[0, 0, 128, 63, 0, 0, 0, 192]),
            ],
        );
        let (producer, constants) = constants(&file);
        assert_eq!(producer, "somebody");
        assert_eq!(constants[0].name, "a");
        assert_eq!(constants[0].shape(INT8), Some(vec![2, 3]));
        assert_eq!(floats(&constants[1].raw_data).collect::<Vec<_>>(), [1.0, -2.0]);
    }

    #[test]
    fn shapes_are_given_where_type_and_length_are_right() {
        for (dims, data_type, bytes, asked, expected) in [
            (&[2, 3][..], INT8, 6, INT8, Some(vec![2, 3])),
            (&[2, 3], FLOAT, 24, FLOAT, Some(vec![2, 3])),
            (&[2, 3], INT8, 6, FLOAT, None),
            (&[2, 3], INT8, 5, INT8, None),
            (&[-2, 3], INT8, 6, INT8, None),
            (&[i64::MAX, i64::MAX], FLOAT, 24, FLOAT, None),
        ] {
            let constant = written::constant("a", dims, data_type, &vec![0; bytes]);
            let (_, constants) = constants(&written::file("", &[constant]));
            assert_eq!(constants[0].shape(asked), expected, "{dims:?} {bytes}");
        }
        assert!(constants(&Bytes::from_static(b"no model")).1.is_empty());
    }
}
