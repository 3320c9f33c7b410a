//! Public retrieval benchmarks in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, qrels.
//!
//! Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
//! Retrieval Models" (2021).

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::metrics::{mean, ndcg, recall, reciprocal_rank};
use super::{EvalError, parallel};
use crate::answering::Engine;
use crate::corpus::segments;
use crate::domain::{
    AskOptions, Clause, Corpus, Digest, Document, DocumentKind, EVIDENCE_MAX, Part, Query, Text,
};
use crate::retrieval::{Embedder, Priority, RankError};

/// A benchmark, read.
#[derive(Debug)]
pub struct Beir {
    documents: Vec<Entry>,
    queries: BTreeMap<String, String>,
    /// Grades by query, then by document.
    judgements: BTreeMap<String, HashMap<String, u8>>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// What one system scored on a benchmark.
#[derive(Debug, Clone, Serialize)]
pub struct SystemScores {
    /// `dense`, `lexical` or `shipped`.
    pub system: &'static str,
    /// Mean nDCG at 10.
    pub ndcg_10: f64,
    /// Mean recall at 10.
    pub recall_10: f64,
    /// Mean recall at 100.
    pub recall_100: f64,
    /// Mean reciprocal rank at 10.
    pub mrr_10: f64,
}

/// What all systems scored on a benchmark.
#[derive(Debug, Clone, Serialize)]
pub struct BeirReport {
    /// Documents of the corpus.
    pub documents: usize,
    /// Judged queries.
    pub queries: usize,
    /// One row for each system.
    pub systems: Vec<SystemScores>,
}

impl Beir {
    /// Reads the benchmark in `folder`; judgements are `qrels.tsv`, or the one file of `qrels/`.
    ///
    /// # Errors
    /// When a file is missing or malformed.
    pub fn read(folder: &Path) -> Result<Self, EvalError> {
        let documents: Vec<Entry> = lines(&folder.join("corpus.jsonl"))?;
        let queries: Vec<Entry> = lines(&folder.join("queries.jsonl"))?;
        let judgements = judgements(&qrels_path(folder)?)?;
        let queries = queries.into_iter().map(|entry| (entry.id, entry.text)).collect();
        Ok(Self { documents, queries, judgements })
    }
}

/// A corpus in which every document of the benchmark is a document of one clause, in their order.
pub fn as_corpus(beir: &Beir) -> Corpus {
    let parts = beir.documents.iter().enumerate().map(|(at, entry)| {
        let body = if entry.title.is_empty() {
            entry.text.clone()
        } else {
            format!("{}\n{}", entry.title, entry.text)
        };
        let text = Text::new(body);
        let span = text.span_of(0..text.as_str().len());
        let id = format!("{at:08}");
        let clause = Clause {
            id: format!("{id}/1"),
            document: 0,
            label: "1".to_owned(),
            part: Part::Body,
            span,
            verbs: Vec::new(),
            parent: None,
            segments: segments(&text, span),
        };
        let document = Document {
            id,
            title: entry.title.clone(),
            kind: DocumentKind::Resolution,
            adopted_on: None,
            published_on: None,
            place: None,
            occasion: None,
            language: "en".to_owned(),
            source: None,
            text,
            digest: Digest([0; 32]),
            clauses: 0..0,
        };
        (document, vec![clause])
    });
    Corpus::new(parts.collect(), Digest([0; 32])).expect("numbered ids are unique")
}

/// A query with its grades by document.
pub(super) type Judged<'b> = (&'b str, &'b HashMap<String, u8>);

/// nDCG at 10, recall at 10 and at 100, reciprocal rank at 10.
pub(super) type RankingScores = [f64; 4];

impl Beir {
    /// The queries that there are judgements of.
    pub(super) fn judged(&self) -> Vec<Judged<'_>> {
        let queries = self.judgements.iter();
        queries.filter_map(|(id, grades)| Some((self.queries.get(id)?.as_str(), grades))).collect()
    }

    /// Whether the document at `position` is judged to answer the query called `id`.
    pub(super) fn is_relevant(&self, id: &str, position: usize) -> bool {
        let grades = self.judgements.get(id);
        grades.is_some_and(|grades| grades.contains_key(&self.documents[position].id))
    }

    /// What `ranking`, positions of documents, scores by `grades`.
    fn score(&self, grades: &HashMap<String, u8>, ranking: &[usize]) -> RankingScores {
        let all: Vec<u8> = grades.values().copied().collect();
        let grade = |&at: &usize| grades.get(&self.documents[at].id).copied().unwrap_or(0);
        let found: Vec<u8> = ranking.iter().map(grade).collect();
        [
            ndcg(&found, &all, 10),
            recall(&found, &all, 10, 1),
            recall(&found, &all, 100, 1),
            reciprocal_rank(&found, 10),
        ]
    }

    /// What the engine's own ranking scores for a query.
    pub(super) fn score_shipped(
        &self,
        engine: &Engine,
        embedder: &dyn Embedder,
        (question, grades): Judged<'_>,
    ) -> Result<RankingScores, RankError> {
        Ok(self.score(grades, &shipped(engine, embedder, question)?))
    }
}

/// Ranks every judged query three ways and scores the rankings. `progress` hears of each query.
///
/// # Errors
/// When a model fails.
pub fn run(
    beir: &Beir,
    engine: &Engine,
    embedder: &dyn Embedder,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<BeirReport, RankError> {
    let systems = ["dense", "lexical", "shipped"];
    let judged = beir.judged();
    let score = |&(question, grades): &Judged<'_>| -> Result<_, RankError> {
        let rankings = rankings(engine, embedder, question)?;
        Ok(rankings.map(|ranking| beir.score(grades, &ranking)))
    };
    let scores = parallel::map(&judged, &score, progress)?;
    let row = |system: usize| {
        let column = |metric: usize| mean(scores.iter().map(|score| score[system][metric]));
        SystemScores {
            system: systems[system],
            ndcg_10: column(0),
            recall_10: column(1),
            recall_100: column(2),
            mrr_10: column(3),
        }
    };
    Ok(BeirReport {
        documents: beir.documents.len(),
        queries: scores.len(),
        systems: (0..systems.len()).map(row).collect(),
    })
}

/// The first hundred documents by dense similarity alone, by BM25 alone, and as shipped.
fn rankings(
    engine: &Engine,
    embedder: &dyn Embedder,
    question: &str,
) -> Result<[Vec<usize>; 3], RankError> {
    let embedding = embedder.embed(&[question], Priority::Bulk)?;
    let dense = engine.dense_scores(&embedding[0].vector);
    let lexical = engine.lexical_scores(question);
    let shipped = shipped(engine, embedder, question)?;
    Ok([first_hundred(&dense), first_hundred(&lexical), shipped])
}

/// The first hundred documents as the engine ranks them.
fn shipped(
    engine: &Engine,
    embedder: &dyn Embedder,
    question: &str,
) -> Result<Vec<usize>, RankError> {
    let query = Query {
        question: question.to_owned(),
        options: AskOptions { max_evidence: EVIDENCE_MAX, ..AskOptions::default() },
        ..Query::default()
    };
    let evidence = engine.search(&query, embedder)?.evidence;
    Ok(evidence.into_iter().take(100).map(|evidence| evidence.clause).collect())
}

fn first_hundred(scores: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    order.truncate(100);
    order
}

fn read_text(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path)
        .map_err(|e| EvalError { path: path.display().to_string(), message: e.to_string() })
}

pub(super) fn lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, EvalError> {
    let error = |line: usize, e: &serde_json::Error| EvalError {
        path: path.display().to_string(),
        message: format!("line {line}: {e}"),
    };
    let content = read_text(path)?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|e| error(at + 1, &e))).collect()
}

fn qrels_path(folder: &Path) -> Result<std::path::PathBuf, EvalError> {
    let single = folder.join("qrels.tsv");
    if single.exists() {
        return Ok(single);
    }
    let error = |message: String| EvalError { path: folder.display().to_string(), message };
    let entries = std::fs::read_dir(folder.join("qrels"))
        .map_err(|_| error("has neither qrels.tsv nor a folder qrels".into()))?;
    let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    match files.as_slice() {
        [only] => Ok(only.clone()),
        many => Err(error(format!("qrels has {} files; leave the one to be scored", many.len()))),
    }
}

fn judgements(path: &Path) -> Result<BTreeMap<String, HashMap<String, u8>>, EvalError> {
    let mut judgements: BTreeMap<String, HashMap<String, u8>> = BTreeMap::new();
    for (at, line) in read_text(path)?.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let parsed = match fields.as_slice() {
            [query, document, grade] => {
                grade.trim().parse::<u8>().ok().map(|g| (query, document, g))
            }
            _ => None,
        };
        let Some((query, document, grade)) = parsed else {
            let message = format!("line {}: expected query, document, grade", at + 1);
            return Err(EvalError { path: path.display().to_string(), message });
        };
        if grade > 0 {
            judgements
                .entry((*query).to_owned())
                .or_default()
                .insert((*document).to_owned(), grade);
        }
    }
    Ok(judgements)
}
