//! A cross-encoder of a few bytes: its logit is the sum of what each word of both texts weighs.
//!
//! An ONNX graph is a protobuf message: a run of tagged fields, which are written here by hand.

use std::fs;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

/// The words that it knows, with their weights. The first two are the padding, whose weight shows
/// where a mask is ignored, and what is unknown.
const WORDS: [(&str, f32); 6] = [
    ("[PAD]", 1_000.0),
    ("[UNK]", 0.0),
    ("violence", 2.0),
    ("network", 5.0),
    ("cultural", -3.0),
    ("ministers", 0.5),
];

/// `ONNX`'s numbers for what tensors and attributes hold.
const FLOAT: u64 = 1;
const INT64: u64 = 7;
const INT_ATTRIBUTE: u64 = 2;

/// A folder with the model.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("a file");
    };
    write("model.onnx", &graph("logits", 1));
    let vocabulary: serde_json::Map<String, serde_json::Value> =
        (0..).zip(WORDS).map(|(id, (word, _))| (word.to_owned(), json!(id))).collect();
    let tokenizer = json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": { "type": "Lowercase" }, "pre_tokenizer": { "type": "Whitespace" },
        "post_processor": null, "decoder": null,
        "model": { "type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]" },
    });
    write("tokenizer.json", tokenizer.to_string().as_bytes());
    write("config.json", br#"{ "pad_token_id": 0 }"#);
    write("special_tokens_map.json", b"{}");
    let configuration = br#"{ "model_max_length": 64, "pad_token": "[PAD]" }"#;
    write("tokenizer_config.json", configuration);
    folder
}

/// Puts another graph into `folder`: its output is called `output`, and has a column for each text
/// or, where `keep` is 0, no columns at all.
pub(crate) fn replace_graph(folder: &Path, output: &str, keep: u64) {
    fs::write(folder.join("model.onnx"), graph(output, keep)).expect("a file");
}

/// What the model says of both texts.
pub(crate) fn logit(question: &str, passage: &str) -> f32 {
    let text = format!("{question} {passage}").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .map(|word| {
            WORDS.iter().find(|(known, _)| *known == word).map_or(0.0, |(_, weight)| *weight)
        })
        .sum()
}

/// `logits = ReduceSum(Gather(weights, input_ids) * Cast(attention_mask))`, over each text.
fn graph(output: &str, keep: u64) -> Vec<u8> {
    let weights: Vec<u8> = WORDS.iter().flat_map(|(_, weight)| weight.to_le_bytes()).collect();
    let graph = [
        node("Gather", &["weights", "input_ids"], "weighed", &[]),
        node("Cast", &["attention_mask"], "mask", &[("to", FLOAT)]),
        node("Mul", &["weighed", "mask"], "masked", &[]),
        node("ReduceSum", &["masked", "axes"], output, &[("keepdims", keep)]),
        message(2, b"tiny".to_vec()),
        message(5, tensor("weights", FLOAT, WORDS.len() as u64, weights)),
        message(5, tensor("axes", INT64, 1, 1_i64.to_le_bytes().to_vec())),
        message(11, value("input_ids", INT64, &["texts", "tokens"])),
        message(11, value("attention_mask", INT64, &["texts", "tokens"])),
        message(12, value(output, FLOAT, if keep == 1 { &["texts", "one"] } else { &["texts"] })),
    ]
    .concat();
    let opset = [message(1, Vec::new()), number(2, 17)].concat();
    [number(1, 8), message(7, graph), message(8, opset)].concat()
}

fn node(kind: &str, inputs: &[&str], output: &str, attributes: &[(&str, u64)]) -> Vec<u8> {
    let inputs = inputs.iter().flat_map(|input| message(1, input.as_bytes().to_vec()));
    let attribute = |(name, value): &(&str, u64)| {
        let name = message(1, name.as_bytes().to_vec());
        message(5, [name, number(3, *value), number(20, INT_ATTRIBUTE)].concat())
    };
    let fields = inputs
        .chain(message(2, output.as_bytes().to_vec()))
        .chain(message(4, kind.as_bytes().to_vec()))
        .chain(attributes.iter().flat_map(attribute));
    message(1, fields.collect())
}

fn tensor(name: &str, kind: u64, length: u64, bytes: Vec<u8>) -> Vec<u8> {
    let name = message(8, name.as_bytes().to_vec());
    [number(1, length), number(2, kind), name, message(9, bytes)].concat()
}

fn value(name: &str, kind: u64, dimensions: &[&str]) -> Vec<u8> {
    let dimension = |name: &&str| message(1, message(2, name.as_bytes().to_vec()));
    let shape = message(2, dimensions.iter().flat_map(dimension).collect());
    let tensor = message(1, [number(1, kind), shape].concat());
    [message(1, name.as_bytes().to_vec()), message(2, tensor)].concat()
}

/// A field that holds an integer.
fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

/// A field that holds bytes, text or a message.
fn message(field: u64, bytes: Vec<u8>) -> Vec<u8> {
    [varint(field << 3 | 2), varint(bytes.len() as u64), bytes].concat()
}

/// A number in groups of seven bits, the least first.
fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}
