//! A model of a few words, beside the same by the formulas.

use bytes::Bytes;
use serde_json::{Value, json};

use super::instructions::Instructions;
use super::matrix::{LANES, STEP, panels};
use super::weights::{Weights, Words};
use super::{Encoder, NUMERICS, Scratch};
use crate::onnx::{FLOAT, INT8, UINT8, written};
use test_needs::{Need, has_instructions};

const HIDDEN: usize = 64;
const HEAD: usize = 32;
const WIDE: usize = 128;
const WORDS: usize = 9;
const POSITIONS: usize = 70;
const LAYERS: usize = 2;
/// What matrices are aligned to.
const LINE: usize = 64;

/// A constant by its name, its dimensions and its numbers; those of matrices are whole, and here they are
/// row after row.
struct Constant(String, Vec<usize>, bool, Vec<f32>);

/// Makes constants of numbers that are always the same.
struct Making {
    state: u64,
    constants: Vec<Constant>,
}

impl Making {
    /// A number between -0.5 and 0.5.
    fn number(&mut self) -> f32 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.state >> 40) as f32 / (1 << 24) as f32 - 0.5
    }

    /// Numbers around `middle`, at most half of `width` from it.
    fn add(&mut self, name: String, dims: &[usize], middle: f32, width: f32) {
        let count = dims.iter().product();
        let numbers = (0..count).map(|_| middle + self.number() * width).collect();
        self.constants.push(Constant(name, dims.to_vec(), false, numbers));
    }

    fn add_norm(&mut self, name: &str) {
        self.add(format!("{name}.LayerNorm.weight"), &[HIDDEN], 1.0, 1.0);
        self.add(format!("{name}.LayerNorm.bias"), &[HIDDEN], 0.0, 0.5);
    }

    fn add_linear(&mut self, name: &str, columns: usize, depth: usize) {
        let bytes = (0..depth * columns).map(|_| (self.number() * 254.0).round()).collect();
        let dims = vec![columns / LANES, depth / STEP, LANES, STEP];
        self.constants.push(Constant(format!("{name}.panels"), dims, true, bytes));
        self.add(format!("{name}.scale"), &[columns], 0.003, 0.002);
        self.add(format!("{name}.bias"), &[columns], 0.0, 0.5);
    }
}

fn constants() -> Vec<Constant> {
    let mut making = Making { state: 7, constants: Vec::new() };
    for (table, rows) in [("word", WORDS), ("token_type", 2), ("position", POSITIONS)] {
        making.add(format!("embeddings.{table}_embeddings.weight"), &[rows, HIDDEN], 0.0, 1.0);
    }
    making.add_norm("embeddings");
    for layer in (0..LAYERS).map(|layer| format!("encoder.layer.{layer}")) {
        making.add_linear(&format!("{layer}.attention.self.query"), 3 * HIDDEN, HIDDEN);
        making.add_linear(&format!("{layer}.attention.output.dense"), HIDDEN, HIDDEN);
        making.add_norm(&format!("{layer}.attention.output"));
        making.add_linear(&format!("{layer}.intermediate.dense"), WIDE, HIDDEN);
        making.add_linear(&format!("{layer}.output.dense"), HIDDEN, WIDE);
        making.add_norm(&format!("{layer}.output"));
    }
    making.constants
}

fn file(producer: &str, constants: &[Constant]) -> Bytes {
    written::file(producer, &encoded(constants))
}

/// As they stand in a file, with one that nobody has learnt.
fn encoded(constants: &[Constant]) -> Vec<Vec<u8>> {
    let constant = |Constant(name, dims, whole, numbers): &Constant| {
        let columns = dims[0] * LANES;
        let dims: Vec<i64> = dims.iter().map(|&dim| dim.cast_signed() as i64).collect();
        let (data_type, bytes) = if *whole {
            let rows: Vec<u8> = numbers.iter().map(|&x| (x as i8).cast_unsigned()).collect();
            (INT8, panels(&rows, columns).to_vec())
        } else {
            (FLOAT, numbers.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>())
        };
        written::constant(name, &dims, data_type, &bytes)
    };
    let plain = written::constant("constant_0", &[1], FLOAT, &[0; 4]);
    constants.iter().map(constant).chain([plain]).collect()
}

fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute",
        "hidden_size": HIDDEN, "num_attention_heads": HIDDEN / HEAD, "num_hidden_layers": LAYERS,
        "layer_norm_eps": 1e-12, "vocab_size": WORDS,
    })
}

fn read(producer: &str, constants: &[Constant], config: &Value) -> Option<Weights> {
    Weights::read(&file(producer, constants), config.to_string().as_bytes())
}

/// The encoder, where the processor has the instructions for it.
fn encoder() -> Option<Encoder> {
    let weights = read("rapporteur", &constants(), &config()).expect("a whole model");
    if !Need::Instructions.is_met(has_instructions()) {
        return None;
    }
    let instructions = Instructions::detect().expect("the processor has them");
    Some(Encoder { instructions, weights })
}

/// The same by the formulas, in numbers of 64 bits.
fn plainly(constants: &[Constant], text: &[u32]) -> Vec<f64> {
    let get = |name: &str| -> Vec<f64> {
        let found = constants.iter().find(|Constant(it, ..)| it == name).expect("a constant");
        found.3.iter().map(|&x| f64::from(x)).collect()
    };
    let norm = |row: &mut [f64], name: &str| {
        let mean = row.iter().sum::<f64>() / HIDDEN as f64;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / HIDDEN as f64;
        let (weight, bias) = (get(&format!("{name}.weight")), get(&format!("{name}.bias")));
        for (at, x) in row.iter_mut().enumerate() {
            *x = (*x - mean) / (variance + 1e-12).sqrt() * weight[at] + bias[at];
        }
    };
    let linear = |row: &[f64], name: &str| -> Vec<f64> {
        let matrix = get(&format!("{name}.panels"));
        let (scale, bias) = (get(&format!("{name}.scale")), get(&format!("{name}.bias")));
        let column = |at: usize| {
            let numbers = matrix[at..].iter().step_by(scale.len());
            row.iter().zip(numbers).map(|(x, w)| x * w).sum::<f64>() * scale[at] + bias[at]
        };
        (0..scale.len()).map(column).collect()
    };
    let table = |name: &str, row: usize| -> Vec<f64> {
        get(&format!("embeddings.{name}_embeddings.weight"))[row * HIDDEN..][..HIDDEN].to_vec()
    };
    let embed = |(at, &id): (usize, &u32)| {
        let parts = [table("word", id as usize), table("token_type", 0), table("position", at)];
        let mut row: Vec<f64> =
            (0..HIDDEN).map(|number| parts.iter().map(|part| part[number]).sum()).collect();
        norm(&mut row, "embeddings.LayerNorm");
        row
    };
    let mut states: Vec<Vec<f64>> = text.iter().enumerate().map(embed).collect();
    for layer in (0..LAYERS).map(|layer| format!("encoder.layer.{layer}")) {
        let rows: Vec<Vec<f64>> = states
            .iter()
            .map(|row| linear(row, &format!("{layer}.attention.self.query")))
            .collect();
        for (state, row) in states.iter_mut().zip(&rows) {
            let mut context = Vec::new();
            for head in (0..HIDDEN).step_by(HEAD) {
                let product = |other: &Vec<f64>| -> f64 {
                    let numbers = (0..HEAD).map(|x| row[head + x] * other[HIDDEN + head + x]);
                    (numbers.sum::<f64>() / (HEAD as f64).sqrt()).exp()
                };
                let weights: Vec<f64> = rows.iter().map(product).collect();
                let total: f64 = weights.iter().sum();
                context.extend((0..HEAD).map(|x| {
                    let values = rows.iter().map(|other| other[2 * HIDDEN + head + x]);
                    weights.iter().zip(values).map(|(w, v)| w * v).sum::<f64>() / total
                }));
            }
            let add = |state: &mut [f64], terms: &[f64]| {
                state.iter_mut().zip(terms).for_each(|(x, term)| *x += term);
            };
            add(state, &linear(&context, &format!("{layer}.attention.output.dense")));
            norm(state, &format!("{layer}.attention.output.LayerNorm"));
            let mut wide = linear(state, &format!("{layer}.intermediate.dense"));
            for x in &mut wide {
                *x = f64::from(super::gelu(*x as f32));
            }
            add(state, &linear(&wide, &format!("{layer}.output.dense")));
            norm(state, &format!("{layer}.output.LayerNorm"));
        }
    }
    states.concat()
}

fn cosine(a: &[f32], b: &[f64]) -> f64 {
    let product = |a: &mut dyn Iterator<Item = (f64, f64)>| a.map(|(x, y)| x * y).sum::<f64>();
    let a: Vec<f64> = a.iter().map(|&x| f64::from(x)).collect();
    let length = |a: &[f64]| a.iter().map(|x| x * x).sum::<f64>().sqrt();
    product(&mut a.iter().copied().zip(b.iter().copied())) / (length(&a) * length(b))
}

#[test]
fn rows_are_those_of_the_formulas() {
    let Some(encoder) = encoder() else { return };
    let (constants, mut scratch) = (constants(), Scratch::default());
    for tokens in [1, 2, 7, 16, 33, 70] {
        let text: Vec<u32> = (0..tokens).map(|at| (at * 5 % WORDS) as u32).collect();
        let rows = encoder.encode(&[&text], &mut scratch).expect("rows");
        let expected = plainly(&constants, &text);
        assert_eq!(rows.len(), expected.len());
        for (row, expected) in rows.chunks(HIDDEN).zip(expected.chunks(HIDDEN)) {
            let cosine = cosine(row, expected);
            assert!(cosine > 0.999, "{tokens}: {cosine}");
        }
    }
}

#[test]
fn rows_do_not_depend_on_what_is_beside_them_or_was_before() {
    let Some(encoder) = encoder() else { return };
    let words: Vec<u32> = (0..70).map(|at| at * 7 % WORDS as u32).collect();
    let texts: Vec<&[u32]> = [70, 0, 1, 17, 2, 40].map(|tokens| &words[..tokens]).to_vec();
    let mut scratch = Scratch::default();
    let together = encoder.encode(&texts, &mut scratch).expect("rows").to_vec();
    let alone: Vec<f32> = texts
        .iter()
        .flat_map(|text| encoder.encode(&[text], &mut scratch).expect("rows").to_vec())
        .collect();
    assert!(together == alone, "to the last bit");
    assert_eq!(encoder.encode(&[], &mut scratch).expect("no rows"), [0.0; 0]);
}

/// Vectors that are kept were made by these very numbers: where they change, so does their version.
#[test]
fn numbers_change_with_their_version_alone() {
    let Some(encoder) = encoder() else { return };
    let words: Vec<u32> = (0..40).map(|at| at * 7 % WORDS as u32).collect();
    let mut scratch = Scratch::default();
    let rows = encoder.encode(&[&words], &mut scratch).expect("rows");
    let bytes: Vec<u8> = rows.iter().flat_map(|x| x.to_le_bytes()).collect();
    assert_eq!(
        (NUMERICS, crc32fast::hash(&bytes)),
        (2, 2_342_981_285),
        "raise `NUMERICS` with this number"
    );
}

#[test]
fn unknown_words_and_too_long_texts_are_refused() {
    let Some(encoder) = encoder() else { return };
    let mut scratch = Scratch::default();
    assert!(encoder.encode(&[&[0, WORDS as u32]], &mut scratch).is_none());
    assert!(encoder.encode(&[&[0, u32::MAX]], &mut scratch).is_none());
    assert!(encoder.encode(&[&[0; POSITIONS]], &mut scratch).is_some());
    assert!(encoder.encode(&[&[0; POSITIONS + 1]], &mut scratch).is_none());
}

#[test]
fn graphs_and_configurations_of_another_make_are_refused() {
    assert!(read("somebody", &constants(), &config()).is_none());
    for (key, value) in [
        ("model_type", json!("roberta")),
        ("hidden_act", json!("relu")),
        ("position_embedding_type", json!("relative_key")),
        ("hidden_size", json!(0)),
        ("hidden_size", json!(128)),
        ("num_attention_heads", json!(4)),
        ("num_attention_heads", json!(u64::MAX)),
        ("num_hidden_layers", json!(1)),
        ("num_hidden_layers", json!(3)),
        ("num_hidden_layers", json!(u64::MAX)),
        ("layer_norm_eps", json!(null)),
    ] {
        let mut config = config();
        config[key] = value;
        assert!(read("rapporteur", &constants(), &config).is_none(), "{config}");
    }
    for missing in 0..constants().len() {
        let mut without = constants();
        let Constant(name, ..) = without.remove(missing);
        assert!(read("rapporteur", &without, &config()).is_none(), "without {name}");
        let mut shorter = constants();
        let Constant(name, dims, _, numbers) = &mut shorter[missing];
        let last = dims.len() - 1;
        dims[last] /= 2;
        numbers.truncate(numbers.len() / 2);
        let name = name.clone();
        assert!(read("rapporteur", &shorter, &config()).is_none(), "half of {name}");
    }
    let mut turned_panels = 0;
    for turned in 0..constants().len() {
        let mut other = constants();
        let Constant(name, dims, ..) = &mut other[turned];
        let name = name.clone();
        if let [panels, steps, ..] = &mut dims[..]
            && name.ends_with(".panels")
        {
            std::mem::swap(panels, steps);
            turned_panels += 1;
            assert!(read("rapporteur", &other, &config()).is_none(), "{name} turned");
        }
    }
    assert_eq!(turned_panels, 4 * LAYERS);
    let mut more = constants();
    more.push(Constant("pooler.dense.weight".to_owned(), vec![1], false, vec![0.0]));
    assert!(read("rapporteur", &more, &config()).is_none());
}

/// The same bytes elsewhere, so many off the alignment that they have now.
fn elsewhere(bytes: &Bytes, off: usize) -> Bytes {
    let mut copy = vec![0; bytes.len() + LINE];
    let start = (bytes.as_ptr().addr() + off).wrapping_sub(copy.as_ptr().addr()) % LINE;
    copy[start..][..bytes.len()].copy_from_slice(bytes);
    Bytes::from_owner(copy).slice(start..start + bytes.len())
}

#[test]
fn what_lies_in_the_file_is_used_in_another_mapping_of_it() {
    let file = file("rapporteur", &constants());
    let mut weights = Weights::read(&file, config().to_string().as_bytes()).expect("a model");
    let words_of = |weights: &Weights| match &weights.words {
        Words::Whole(table) => table.bytes.clone(),
        Words::Halves(..) => panic!("words of 32 bits were written"),
    };
    let (words, copied) = (words_of(&weights), Bytes::from_static(b"no part of it"));
    weights.layers[0].output.panels = copied.clone();
    for unlike in [file.slice(1..), elsewhere(&file, 1)] {
        weights.remap(&file, &unlike);
        assert_eq!(words_of(&weights).as_ptr(), words.as_ptr());
    }
    let again = elsewhere(&file, 0);
    weights.remap(&file, &again);
    let at = words.as_ptr().addr() - file.as_ptr().addr();
    assert_eq!(words_of(&weights).as_ptr(), again[at..].as_ptr());
    assert_eq!(words_of(&weights), words);
    assert_eq!(weights.layers[0].output.panels.as_ptr(), copied.as_ptr());
}

#[test]
fn words_in_four_bits_are_numbers_of_their_blocks() {
    let (bytes_of_word, blocks_of_word) = (HIDDEN / 2, HIDDEN / 32);
    let halves: Vec<u8> = (0..WORDS * bytes_of_word).map(|at| (at * 37 % 256) as u8).collect();
    let scales: Vec<f32> = (0..WORDS * blocks_of_word).map(|at| at as f32 - 4.5).collect();
    let scale_bytes: Vec<u8> = scales.iter().flat_map(|x| x.to_le_bytes()).collect();
    let mut others = constants();
    others.retain(|Constant(name, ..)| name != "embeddings.word_embeddings.weight");
    let read = |rows: usize, blocks: usize| {
        let dims = |columns: usize| [rows, columns].map(|dim| dim.cast_signed() as i64);
        let name = |part: &str| format!("embeddings.word_embeddings.{part}");
        let mut all = encoded(&others);
        let halves = &halves[..rows * bytes_of_word];
        all.push(written::constant(&name("halves"), &dims(bytes_of_word), UINT8, halves));
        let scales = &scale_bytes[..rows * blocks * 4];
        all.push(written::constant(&name("scale"), &dims(blocks), FLOAT, scales));
        Weights::read(&written::file("rapporteur", &all), config().to_string().as_bytes())
    };
    assert!(read(WORDS, 1).is_none(), "a block without a scale");
    let mut weights = read(WORDS, blocks_of_word).expect("a model");
    assert_eq!((weights.words.rows(), weights.parts().count()), (WORDS, 3 + 4 * LAYERS));
    for word in 0..WORDS {
        let mut row = vec![1.0];
        weights.words.push_row(word, &mut row).expect("a word");
        let expected = (0..HIDDEN).map(|at| {
            let both = halves[word * bytes_of_word + at / 32 * 16 + at % 16];
            let half = if at % 32 < 16 { both % 16 } else { both / 16 };
            (f32::from(half) - 8.0) * scales[word * blocks_of_word + at / 32]
        });
        assert_eq!(row[1..], expected.collect::<Vec<f32>>());
    }
    assert_eq!(weights.words.push_row(WORDS, &mut Vec::new()), None);
}
