//! Public retrieval benchmarks in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, qrels.
//!
//! Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
//! Retrieval Models" (2021).

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::metrics::{mean, ndcg, recall, reciprocal_rank};
use super::{EvalError, parallel, read_lines, read_text};
use crate::answering::Engine;
use crate::corpus::segments;
use crate::domain::{
    AskOptions, Clause, Corpus, Digest, Document, DocumentKind, EVIDENCE_MAX, Part, Query, Stop,
    Text,
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
        let documents: Vec<Entry> = read_lines(&folder.join("corpus.jsonl"))?;
        let queries: Vec<Entry> = read_lines(&folder.join("queries.jsonl"))?;
        let judgements = judgements(&qrels_path(folder)?)?;
        let queries = queries.into_iter().map(|entry| (entry.id, entry.text)).collect();
        let beir = Self { documents, queries, judgements };
        if beir.judged().is_empty() {
            let message =
                "no query has a judgement; name a benchmark whose qrels go with its queries";
            return Err(EvalError::new(folder, message));
        }
        Ok(beir)
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
            document: 0,
            label: "1".into(),
            part: Part::Body,
            span,
            verbs: Box::default(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments: segments(&text, span).into(),
        };
        let document = Document::new(id, DocumentKind::Resolution, entry.title.clone(), text);
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
    let embedding = embedder.embed(&[question], Priority::Question)?;
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
    let evidence = engine.search(&query, embedder, &Stop::never())?.evidence;
    Ok(evidence.into_iter().take(100).map(|evidence| evidence.clause).collect())
}

fn first_hundred(scores: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    order.truncate(100);
    order
}

fn qrels_path(folder: &Path) -> Result<std::path::PathBuf, EvalError> {
    let single = folder.join("qrels.tsv");
    if single.exists() {
        return Ok(single);
    }
    let entries = std::fs::read_dir(folder.join("qrels")).map_err(|_| {
        let message = "it has neither qrels.tsv nor a folder qrels; add the judgements, or name \
                       the folder of a benchmark";
        EvalError::new(folder, message)
    })?;
    let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    match files.as_slice() {
        [only] => Ok(only.clone()),
        many => {
            let message = format!("qrels has {} files; leave the one to be scored", many.len());
            Err(EvalError::new(folder, message))
        }
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
            let message = "write query, document and a grade up to 255, with tabs between them";
            return Err(EvalError::new(path, format!("line {}: {message}", at + 1)));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, title: &str, text: &str) -> Entry {
        Entry { id: id.to_owned(), title: title.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_ranking_is_scored_over_all_that_was_judged() {
        let documents: Vec<Entry> =
            (0..120).map(|at| entry(&format!("d{at}"), "", "text")).collect();
        let beir = Beir { documents, queries: BTreeMap::new(), judgements: BTreeMap::new() };
        let grades = [("d1", 1), ("d7", 2), ("d50", 1), ("elsewhere", 1)];
        let grades = grades.map(|(id, grade)| (id.to_owned(), grade)).into();
        // d0, d1, d2, ...: of four judged, two are among ten, three among a hundred.
        let [ndcg, recall_10, recall_100, reciprocal] =
            beir.score(&grades, &(0..100).collect::<Vec<_>>());
        let discount = |rank: f64| (rank + 1.0).log2();
        let ideal = 3.0 + 1.0 / discount(2.0) + 1.0 / discount(3.0) + 1.0 / discount(4.0);
        let expected = (1.0 / discount(2.0) + 3.0 / discount(8.0)) / ideal;
        assert!((ndcg - expected).abs() < 1e-12);
        let rest = [(recall_10, 0.5), (recall_100, 0.75), (reciprocal, 0.5)];
        assert!(rest.iter().all(|(found, expected)| (found - expected).abs() < 1e-12), "{rest:?}");
    }

    #[test]
    fn the_first_hundred_are_the_best_and_the_earlier_of_equals() {
        let mut scores = vec![0.5; 150];
        scores[120] = 0.9;
        let first = first_hundred(&scores);
        assert_eq!((first.len(), &first[..3], first[99]), (100, &[120, 0, 1][..], 98));
    }

    #[test]
    fn a_document_is_one_clause_of_its_title_and_its_text() {
        let documents = vec![entry("b", "On Law", "It binds."), entry("a", "", "Alone.")];
        let beir = Beir { documents, queries: BTreeMap::new(), judgements: BTreeMap::new() };
        let corpus = as_corpus(&beir);
        let texts: Vec<&str> = corpus.clauses().iter().map(|one| corpus.text_of(one)).collect();
        assert_eq!(texts, ["On Law\nIt binds.", "Alone."]);
    }
}
