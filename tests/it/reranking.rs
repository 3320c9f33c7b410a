//! A cross-encoder in a folder, run by ONNX Runtime.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rapporteur::answering::Ranking;
use rapporteur::backends::{BackendError, OnnxReranker, OnnxRerankerOptions};
use rapporteur::domain::{Query, SignalName, Stop};
use rapporteur::retrieval::{RerankError, Reranker};
use tempfile::TempDir;

use super::app::{WordEmbedder, engine};
use super::models;
use super::tiny_reranker::{folder, logit, replace_graph};

/// The cross-encoder in `folder`, where there is a library to run it.
fn open(folder: &Path) -> Option<Result<OnnxReranker, BackendError>> {
    let (folder, runtime) = (folder.to_owned(), models::runtime()?);
    Some(OnnxReranker::open(&OnnxRerankerOptions { folder, runtime, threads: 1 }))
}

/// The one that tests ask, and its folder.
fn tiny() -> Option<(TempDir, OnnxReranker)> {
    let folder = folder();
    let opened = open(folder.path())?.expect("a cross-encoder");
    Some((folder, opened))
}

const QUESTION: &str = "What do ministers say of violence in the network?";

fn ranking(reranker: Option<Arc<dyn Reranker>>, question: &str) -> Ranking {
    let embedder = WordEmbedder::new();
    let mut engine = engine(1, &embedder);
    if let Some(reranker) = reranker {
        engine = engine.with_reranker(reranker);
    }
    let query = Query { question: question.to_owned(), ..Query::default() };
    engine.search(&query, &embedder, &Stop::never()).expect("a ranking")
}

#[test]
fn scores_are_those_of_the_model_in_the_order_of_the_passages() {
    let Some((_folder, reranker)) = tiny() else { return };
    let question = "ministers on violence";
    // More than one batch, of lengths that have to be padded.
    let passages: Vec<String> = (0..20)
        .map(|at| {
            let word = ["violence", "network", "cultural", "nothing"][at % 4];
            [word, " and more"].concat().repeat(1 + at % 3)
        })
        .collect();
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let expected: Vec<f32> = passages.iter().map(|passage| logit(question, passage)).collect();
    assert_eq!(reranker.scores(question, &passages).expect("scores"), expected);
    assert_eq!(reranker.scores(question, &[]).expect("no scores"), Vec::<f32>::new());
}

#[test]
fn long_texts_are_cut() {
    let Some((_folder, reranker)) = tiny() else { return };
    let long = "network ".repeat(10_000);
    // The tokenizer takes 64 tokens, one of which is the question's.
    assert_eq!(reranker.scores("network", &[&long]).expect("a score"), [64.0 * 5.0]);
}

#[test]
fn a_ranking_shows_what_the_model_said_of_each_clause() {
    let Some((_folder, reranker)) = tiny() else { return };
    let ranking = ranking(Some(Arc::new(reranker)), QUESTION);
    assert!(ranking.evidence.len() > 5);
    let topic = &ranking.understood.topic;
    for evidence in &ranking.evidence {
        let clause = &ranking.corpus.clauses()[evidence.clause];
        let parent = ranking.corpus.parent_of(clause).map_or("", |p| ranking.corpus.text_of(p));
        let passage = [parent, " ", ranking.corpus.text_of(clause)].concat();
        let explanation = &evidence.explanation;
        let said =
            explanation.signals.iter().find(|signal| signal.name == SignalName::CrossEncoder);
        let said = said.expect("every clause is read");
        assert!((said.value - f64::from(logit(topic, &passage))).abs() < 1e-5, "{}", clause.label);
        let sum: f64 = explanation.signals.iter().map(|signal| signal.contribution).sum();
        assert!((sum - explanation.score).abs() < 1e-5, "{}", clause.label);
    }
    let scores: Vec<f64> = ranking.evidence.iter().map(|e| e.explanation.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn the_model_moves_the_ranking_its_way() {
    let Some((_folder, reranker)) = tiny() else { return };
    let place = |ranking: &Ranking, id: &str| {
        let of = |position: usize| ranking.corpus.id_of(&ranking.corpus.clauses()[position]) == id;
        ranking.evidence.iter().position(|evidence| of(evidence.clause)).expect("it is ranked")
    };
    let question = "What is said on protection?";
    let (without, with) = (ranking(None, question), ranking(Some(Arc::new(reranker)), question));
    assert_eq!(place(&without, "monaco-2014/P3B"), 0);
    // "cultural" weighs -3, "network" 5.
    assert!(place(&with, "monaco-2014/P3A") < place(&without, "monaco-2014/P3A"));
    assert!(place(&with, "monaco-2014/P3B") > 0);
    let named = without.evidence.iter().flat_map(|evidence| &evidence.explanation.signals);
    assert!(named.into_iter().all(|signal| signal.name != SignalName::CrossEncoder));
}

#[test]
fn a_quotation_is_not_read_again() {
    #[derive(Debug)]
    struct Fails;
    impl Reranker for Fails {
        fn scores(&self, _: &str, _: &[&str]) -> Result<Vec<f32>, RerankError> {
            Err(RerankError("asked to".to_owned()))
        }
    }
    let embedder = WordEmbedder::new();
    let engine = engine(1, &embedder).with_reranker(Arc::new(Fails));
    let ask = |question: &str| {
        let query = Query { question: question.to_owned(), ..Query::default() };
        engine.ask(&query, &embedder).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(ask(QUESTION), Err("rerank clauses: asked to".to_owned()));
    assert_eq!(ask("Who said \"improved police performance\"?"), Ok(()));
}

#[test]
fn what_is_wrong_with_a_folder_is_said_with_the_remedy() {
    type Change = fn(&Path);
    let cases: [(Change, &str); 7] = [
        (|folder| remove(folder, "model.onnx"), "model.onnx: the file is missing"),
        (|folder| remove(folder, "tokenizer.json"), "tokenizer.json: No such file"),
        (|folder| write(folder, "model.onnx", "no graph"), "protobuf"),
        (|folder| write(folder, "tokenizer.json", "{}"), "tokenizer.json"),
        (|folder| write(folder, "tokenizer_config.json", "{}"), "model_max_length"),
        (|folder| replace_graph(folder, "score", 1), "logits"),
        (|folder| replace_graph(folder, "logits", 0), "the model panicked"),
    ];
    for (change, expected) in cases {
        let folder = folder();
        change(folder.path());
        let Some(opened) = open(folder.path()) else { return };
        let error = opened.expect_err("unusable").to_string();
        assert!(error.starts_with("load the cross-encoder: "), "{error}");
        assert!(error.to_lowercase().contains(&expected.to_lowercase()), "{expected}: {error}");
        assert!(error.contains("--reranker"), "{error}");
    }
}

fn remove(folder: &Path, name: &str) {
    fs::remove_file(folder.join(name)).expect("it was there");
}

fn write(folder: &Path, name: &str, content: &str) {
    fs::write(folder.join(name), content).expect("a file");
}
