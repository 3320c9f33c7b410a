//! ONNX Runtime alone on the same model, given tokens ready made.

use ort::session::Session;
use ort::value::Tensor;
use rapporteur::backends::environment;
use rapporteur::config::{locate_model, locate_runtime};
use rapporteur::retrieval::{Embedder, Priority};

/// A session of so many threads.
pub(crate) fn session(threads: usize) -> Session {
    let files = locate_runtime(None, None).expect("places to look");
    let environment = environment(&files).expect("run `make model` first");
    let graph = std::fs::read(locate_model(None).expect("a model").join("model.onnx"));
    let builder = Session::builder(&environment).expect("options");
    let mut builder = builder.with_intra_threads(threads).expect("an option");
    builder.commit_from_memory(&graph.expect("the model's graph")).expect("the model loads")
}

/// The tokens of each text, between the marks of start and end.
pub(crate) fn tokens(embedder: &dyn Embedder, texts: &[&str]) -> Vec<Vec<i64>> {
    let file = locate_model(None).expect("a model").join("tokenizer.json");
    let tokenizer = std::fs::read(file).expect("the model's tokenizer");
    let tokenizer: serde_json::Value = serde_json::from_slice(&tokenizer).expect("JSON");
    let mark = |name: &str| tokenizer["model"]["vocab"][name].as_i64().expect("a mark");
    let embeddings = embedder.embed(texts, Priority::Bulk).expect("embeddings");
    let with_marks = |ids: &[u32]| {
        let inner = ids.iter().map(|&id| i64::from(id));
        std::iter::once(mark("[CLS]")).chain(inner).chain([mark("[SEP]")]).collect()
    };
    embeddings.iter().map(|embedding| with_marks(&embedding.tokens.ids)).collect()
}

/// Runs the model on `texts`, padded to the longest.
pub(crate) fn run(session: &mut Session, texts: &[Vec<i64>]) {
    let longest = texts.iter().map(Vec::len).max().expect("a batch is not empty");
    let padded = |value: &dyn Fn(i64) -> i64| {
        let row = |text: &Vec<i64>| {
            let mut row: Vec<i64> = text.iter().map(|&id| value(id)).collect();
            row.resize(longest, 0);
            row
        };
        let numbers: Vec<i64> = texts.iter().flat_map(row).collect();
        Tensor::from_array(([texts.len(), longest], numbers)).expect("a tensor")
    };
    let inputs = ort::inputs![
        "input_ids" => padded(&|id| id),
        "attention_mask" => padded(&|_| 1),
        "token_type_ids" => padded(&|_| 0),
    ];
    let outputs = session.run(inputs).expect("a run");
    let (_, numbers) = outputs[0].try_extract_tensor::<f32>().expect("numbers");
    assert!(numbers.len() >= texts.len() * longest, "a row for each token");
}
