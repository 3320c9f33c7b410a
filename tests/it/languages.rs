//! Questions in other languages than the documents', with the model of many languages and without.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use rapporteur::answering::Engine;
use rapporteur::backends::{LocalEmbedder, read_corpus};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::Corpus;
use rapporteur::eval::{LabelledQuestion, QuestionScore, read_questions, run_questions};
use rapporteur::language::analysis::terms;
use rapporteur::language::asked_in::asked_in;
use rapporteur::retrieval::{Embedder, Embedding, Priority};
use serde::Deserialize;

use crate::models;

/// A text, and what the engine of the model's publisher makes of it.
#[derive(Deserialize)]
struct Reference {
    kind: String,
    text: String,
    /// With the marks and the prefix.
    ids: Vec<u32>,
    /// In thousandths.
    vector: Vec<i16>,
}

impl Reference {
    fn asks(&self) -> bool {
        self.kind == "question"
    }

    /// The tokens of its text: without the marks `<s>` and `</s>`, "quer", "y" and ":", or "passage"
    /// and ":".
    fn own_ids(&self) -> &[u32] {
        let before = if self.asks() { 4 } else { 3 };
        &self.ids[before..self.ids.len() - 1]
    }
}

fn references() -> Vec<Reference> {
    #[derive(Deserialize)]
    struct File {
        texts: Vec<Reference>,
    }
    let bytes = fs::read(project("tests/data/e5_reference_vectors.json")).expect("the vectors");
    let file: File = serde_json::from_slice(&bytes).expect("valid JSON");
    assert!(file.texts.len() > 10);
    file.texts
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn documents() -> Corpus {
    read_corpus(&project("corpus"), FILE_BYTES_MAX as u64).expect("the corpus")
}

/// The labelled questions in `folder`, by the names of their files.
fn questions(folder: &str) -> Vec<(String, LabelledQuestion)> {
    let entries = fs::read_dir(project(folder)).expect("the folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|own| own == "jsonl"));
    paths.sort();
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let read = |path: &PathBuf| {
        let questions = read_questions(path).expect("questions");
        questions.into_iter().map(|question| (name(path), question)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(read).collect()
}

/// The model of many languages, loaded once for all tests.
fn multilingual() -> Option<&'static LocalEmbedder> {
    static MODEL: LazyLock<LocalEmbedder> =
        LazyLock::new(|| models::open(models::MULTILINGUAL, 2).expect("it was looked for"));
    models::options(models::MULTILINGUAL, 2)?;
    Some(&MODEL)
}

fn embed(embedder: &LocalEmbedder, reference: &Reference) -> Embedding {
    let priority = if reference.asks() { Priority::Question } else { Priority::Passage };
    let embeddings = embedder.embed(&[&reference.text], priority);
    embeddings.expect("vectors").remove(0)
}

/// 0.9985 was measured at least, on texts like these.
#[test]
fn vectors_are_those_of_its_publishers_engine() {
    let Some(model) = multilingual() else { return };
    for reference in references() {
        let found = embed(model, &reference).vector;
        assert_eq!(found.len(), reference.vector.len());
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
        let expected: Vec<f32> = reference.vector.iter().map(|&x| f32::from(x)).collect();
        let cosine = dot(&found, &expected) / dot(&expected, &expected).sqrt();
        assert!(cosine > 0.997, "{}: {cosine}", reference.text);
    }
}

#[test]
fn token_vectors_are_those_of_the_text_alone() {
    let Some(model) = multilingual() else { return };
    for reference in references() {
        let tokens = embed(model, &reference).tokens;
        assert_eq!(tokens.ids, reference.own_ids(), "{}", reference.text);
        assert_eq!(tokens.rows.len(), tokens.ids.len() * model.model().dimensions);
    }
}

#[test]
fn questions_and_passages_are_told_apart_and_do_not_depend_on_their_neighbours() {
    let Some(model) = multilingual() else { return };
    let texts = ["police", "Стало ли меньше войн между государствами?", "人口贩运"];
    let of = |priority| model.embed(&texts, priority).expect("vectors");
    assert_ne!(of(Priority::Question)[0].vector, of(Priority::Bulk)[0].vector);
    assert_eq!(of(Priority::Passage), of(Priority::Bulk));
    for (text, beside) in texts.iter().zip(of(Priority::Question)) {
        let alone = model.embed(&[text], Priority::Question).expect("vectors").remove(0);
        assert_eq!(alone, beside, "{text}");
    }
}

/// Of 60 questions in six languages, 59 found their clause and 57 were answered; of 30 that nothing
/// answers, 21 were refused.
#[test]
fn questions_in_other_languages_find_their_clauses() {
    let Some(model) = multilingual() else { return };
    let corpus = documents();
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = model.embed(&texts, Priority::Bulk).expect("vectors");
    let engine = Engine::build(Arc::new(corpus), embeddings);
    let questions = questions("tests/questions/languages");
    let questions: Vec<LabelledQuestion> = questions.into_iter().map(|(_, it)| it).collect();
    let scores = run_questions(&engine, model, &questions).expect("scores").questions;
    let (answerable, others): (Vec<_>, Vec<_>) = scores.iter().partition(|one| one.answerable);
    assert_eq!((answerable.len(), others.len()), (60, 30));
    let found = |one: &QuestionScore| one.ranking.iter().take(5).any(|(_, grade)| *grade == 2);
    assert!(answerable.iter().filter(|one| found(one)).count() >= 57);
    assert!(answerable.iter().filter(|one| one.answered).count() >= 54);
    assert!(others.iter().filter(|one| !one.answered).count() >= 18);
}

#[test]
fn no_english_question_is_taken_for_another_language_and_the_others_are() {
    let corpus = documents();
    let texts = corpus.clauses().iter().map(|clause| corpus.text_of(clause));
    let words: BTreeSet<String> =
        texts.flat_map(|text| terms(text).into_iter().map(|term| term.word)).collect();
    let language = |question: &str| asked_in(question, &|word| words.contains(word));
    let english = questions("tests/questions");
    assert!(english.len() > 400);
    for (_, question) in english {
        for asked in question.history.iter().chain([&question.question]) {
            assert_eq!(language(asked), None, "{asked}");
        }
    }
    for (name, question) in questions("tests/questions/languages") {
        assert_eq!(language(&question.question), Some(name.as_str()), "{}", question.question);
    }
}
