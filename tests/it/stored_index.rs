//! An index that was kept says what the one it was made from says.

use std::path::Path;
use std::sync::Arc;

use columns::Sections;
use rapporteur::answering::{Engine, INDEX_VERSION};
use rapporteur::backends::{IndexFolder, read_corpus};
use rapporteur::corpus::{FILE_BYTES_MAX, restore, store};
use rapporteur::domain::{Digest, Query};
use rapporteur::eval::read_questions;
use rapporteur::retrieval::{
    EightBits, Embedder, PassageEmbedding, PassageVectors, PassagesInMemory, Priority,
};
use sha2::{Digest as _, Sha256};

use crate::app::WordEmbedder;

/// The documents of this repository, indexed, and their vectors.
fn built() -> (Engine, Arc<dyn PassageVectors>) {
    let corpus = read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64);
    let corpus = Arc::new(corpus.expect("the documents of this repository"));
    let passages = Engine::passages(&corpus);
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = WordEmbedder::new().embed(&passages, Priority::Bulk).expect("vectors");
    let vectors: Arc<dyn PassageVectors> =
        Arc::new(embeddings.into_iter().collect::<PassagesInMemory>());
    (Engine::over(corpus, Arc::clone(&vectors)).expect("vectors in memory"), vectors)
}

fn sections_of(engine: &Engine) -> Sections {
    let mut sections = Sections::default();
    store(engine.corpus(), &mut sections);
    engine.store(&mut sections);
    sections
}

#[test]
fn answers_from_a_kept_index_are_those_from_the_built_one() {
    let (built, vectors) = built();
    let data = tempfile::tempdir().expect("a temporary folder");
    let (folder, key) = (IndexFolder::in_folder(data.path()), Digest([1; 32]));
    folder.write(key, &sections_of(&built)).expect("written");
    let file = folder.open(key).expect("an index");
    let corpus = Arc::new(restore(file.sections()).expect("a corpus"));
    let kept = Engine::restore(corpus, vectors, file.sections()).expect("an engine");
    assert_eq!(kept.corpus().digest(), built.corpus().digest());
    let embedder = WordEmbedder::new();
    let questions = read_questions(Path::new("tests/questions/labelled.jsonl")).expect("questions");
    assert!(questions.len() >= 60);
    for question in questions {
        let query: Query = question.query();
        let expected = built.ask(&query, &embedder).expect("an answer");
        let found = kept.ask(&query, &embedder).expect("an answer");
        assert_eq!(found.text, expected.text, "{}", query.question);
        assert_eq!(
            format!("{:?}", (&found.status, found.confidence, &found.citations, &found.evidence)),
            format!(
                "{:?}",
                (&expected.status, expected.confidence, &expected.citations, &expected.evidence)
            ),
        );
    }
}

#[test]
fn an_index_of_other_documents_or_vectors_is_refused() {
    let (built, vectors) = built();
    let sections = sections_of(&built);
    let one = PassagesInMemory::from_iter([PassageEmbedding {
        vector: EightBits::from_vector(&vectors.vector(0).expect("a vector")),
        tokens: Some(vectors.tokens(0).expect("tokens").into_owned()),
    }]);
    let corpus = Arc::clone(built.corpus());
    assert!(Engine::restore(corpus, Arc::new(one), &sections).is_err());
    let other = Arc::new(crate::app::corpus(1));
    assert!(Engine::restore(other, Arc::clone(&vectors), &sections).is_err());
    assert!(sections.iter().len() > 20);
    for (name, _) in sections.clone().iter() {
        let mut without = Sections::default();
        for (other, bytes) in sections.iter().filter(|(other, _)| *other != name) {
            without.put(other, bytes.clone());
        }
        let corpus = Arc::clone(built.corpus());
        let engine = Engine::restore(corpus, Arc::clone(&vectors), &without).map(drop);
        assert!(engine.is_err() || restore(&without).is_err(), "without {name}");
    }
}

#[test]
fn tokens_are_wanted_of_clauses_and_of_nothing_else() {
    let corpus = crate::app::corpus(1);
    let passages = Engine::passages(&corpus);
    let wanted = Engine::wanted(&corpus, &passages);
    assert!(wanted.iter().map(|one| one.text).eq(passages.iter().map(String::as_str)));
    let with: Vec<&str> = wanted.iter().filter(|one| one.tokens).map(|one| one.text).collect();
    assert_eq!(with.len(), corpus.clauses().len());
    for (clause, text) in corpus.clauses().iter().zip(with) {
        assert!(text.ends_with(corpus.text_of(clause)), "{text}");
    }
    let embedder = WordEmbedder::new();
    let embeddings = embedder.embed_passages(&wanted).expect("vectors").into_iter().zip(&wanted);
    let kept = embeddings.map(|(embedding, wanted)| {
        assert_eq!(embedding.tokens.ids.is_empty(), !wanted.tokens, "{}", wanted.text);
        let embedding = PassageEmbedding::from(embedding);
        if wanted.tokens { embedding } else { embedding.without_tokens() }
    });
    let kept = Engine::build(Arc::new(corpus), kept);
    let whole = crate::app::engine(1, &embedder);
    let query =
        Query { question: "What is said of criminal violence?".to_owned(), ..Query::default() };
    let said = |engine: &Engine| {
        let answer = engine.ask(&query, &embedder).expect("an answer");
        (answer.text.clone(), format!("{:?}", answer.evidence))
    };
    assert_eq!(said(&kept), said(&whole));
}

#[test]
fn each_passage_is_had_by_its_number() {
    let corpus = crate::app::corpus(1);
    let passages = Engine::passages(&corpus);
    for (number, passage) in passages.iter().enumerate() {
        assert_eq!(Engine::passage(&corpus, number).as_ref(), Some(passage), "{number}");
    }
    assert_eq!(Engine::passage(&corpus, passages.len()), None);
}

/// Where this fails, the same documents are stored otherwise than before: raise `INDEX_VERSION`, so
/// that indexes that were kept are made again, and write the new digest here.
#[test]
fn what_is_stored_changes_with_its_version() {
    let mut digest = Sha256::new();
    for (name, bytes) in sections_of(&built().0).iter() {
        digest.update(name.as_bytes());
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    let digest = Digest(digest.finalize().into()).to_string();
    assert_eq!((INDEX_VERSION, &digest[..16]), (11, "dd4aa695e7ad06f5"));
}
