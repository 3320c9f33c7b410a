//! How long each stage of an answer takes: means over all labelled questions, one after the other.

#[expect(dead_code, reason = "these stages are reached without HTTP")]
mod served;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rapporteur::answering::Engine;
use rapporteur::backends::{MadeAgain, VectorStore, read_corpus};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{Corpus, Query, QuoteClaim, Stop};
use rapporteur::eval::{LabelledQuestion, read_questions};
use rapporteur::language::analysis::terms;
use rapporteur::reading::Reading;
use rapporteur::retrieval::{
    Embedder, Embedding, PassageVectors, Priority, QuestionRows, query_terms,
};
use rapporteur::service::CachedEmbedder;

/// Room for the vectors of all questions.
const KEPT_BYTES: u64 = 64 << 20;

/// What the stages work on.
struct Stages {
    engine: Engine,
    corpus: Arc<Corpus>,
    /// Of all passages: the clauses, their segments, and the words.
    passages: Arc<dyn PassageVectors>,
    embedder: Arc<dyn Embedder>,
    /// The same, with the vectors of all questions kept.
    kept: CachedEmbedder,
    queries: Vec<Query>,
    embeddings: Vec<Embedding>,
}

impl Stages {
    fn load() -> Self {
        let embedder = served::embedder(1);
        let corpus = read_corpus(Path::new("corpus"), FILE_BYTES_MAX as u64);
        let corpus = Arc::new(corpus.expect("a corpus"));
        let texts = Engine::passages(&corpus);
        let mut store = VectorStore::open(Path::new("data"), embedder.model()).expect("a store");
        let wanted = Engine::wanted(&corpus, &texts);
        let stored = store.embed(&wanted, embedder.as_ref(), &mut |_| {}).expect("embeddings");
        let embedder: Arc<dyn Embedder> = embedder;
        let again = MadeAgain::new(Arc::clone(&embedder), move |at| texts.get(at).cloned());
        let passages = stored.passages.open(again).expect("whole vectors");
        let engine = Engine::over(Arc::clone(&corpus), Arc::clone(&passages)).expect("vectors");
        let questions =
            read_questions(Path::new("tests/questions/labelled.jsonl")).expect("questions");
        let queries: Vec<Query> = questions.iter().map(LabelledQuestion::query).collect();
        let kept = CachedEmbedder::new(Arc::clone(&embedder), KEPT_BYTES);
        for query in &queries {
            engine.ask(query, &kept).expect("an answer");
        }
        let asked: Vec<&str> = queries.iter().map(|query| query.question.as_str()).collect();
        let embeddings = embedder.embed(&asked, Priority::Question).expect("embeddings");
        Self { engine, corpus, passages, embedder, kept, queries, embeddings }
    }

    fn read(&self, query: &Query) -> Reading {
        self.engine.index().read(&self.corpus, &query.question, &query.history)
    }

    /// Late interaction of a question with as many passages as there are clauses.
    fn late(&self, question: &Embedding) -> f32 {
        let clauses = 0..self.corpus.clauses().len();
        let rows = QuestionRows::from_tokens(&question.tokens);
        let tokens = |at| self.passages.tokens(at).expect("tokens");
        clauses.flat_map(|at| rows.best_matches(&tokens(at))).sum()
    }
}

fn stages(criterion: &mut Criterion) {
    let stages = Stages::load();
    let mut group = criterion.benchmark_group("stages");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    let mut queries = stages.queries.iter().cycle();
    let mut embeddings = stages.embeddings.iter().cycle();
    let mut query = || queries.next().expect("there are questions");
    let mut embedding = || embeddings.next().expect("there are questions");
    let engine = &stages.engine;

    group.bench_function("read the question", |bench| {
        bench.iter(|| black_box(stages.read(query())));
    });
    group.bench_function("embed the question", |bench| {
        bench.iter(|| stages.embedder.embed(&[&query().question], Priority::Question));
    });
    group.bench_function("dense scan", |bench| {
        bench.iter(|| black_box(engine.dense_scores(&embedding().vector)));
    });
    group.bench_function("lexical scores", |bench| {
        let lexical = engine.index().lexical();
        bench.iter_batched(
            || query_terms(&terms(&query().question)),
            |terms| black_box(lexical.scores(&terms)),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("late interaction", |bench| {
        bench.iter(|| black_box(stages.late(embedding())));
    });
    group.bench_function("rank, with vectors kept", |bench| {
        bench.iter(|| black_box(engine.rank(query(), &stages.kept, &Stop::never()).is_ok()));
    });
    group.bench_function("abstain or compose", |bench| {
        let ranked = || engine.rank(query(), &stages.kept, &Stop::never()).expect("a ranking");
        bench.iter_batched(
            ranked,
            |ranked| black_box(engine.answer(ranked)),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("verify a quotation", |bench| {
        let mut clauses = stages.corpus.clauses().iter().cycle();
        let claim = || {
            let clause = clauses.next().expect("there are clauses");
            let text = stages.corpus.text_of(clause).to_owned();
            QuoteClaim { text, document: None, clause: None }
        };
        let verify = |claim: QuoteClaim| black_box(engine.verify_quote(&claim));
        bench.iter_batched(claim, verify, BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
