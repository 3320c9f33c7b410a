//! From a query to the clauses that matter for it, best first.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::engine::Engine;
use super::quotation::{Found, locate, unmarked};
use super::understood::{scope, understood};
use crate::domain::{
    Corpus, Evidence, Filter, Query, QueryReading, QuestionType, ScoreExplanation, Signal,
};
use crate::reading::Reading;
use crate::retrieval::{
    Calibration, Component, EmbedError, Embedder, Embedding, Hit, PendingEmbeddings, Priority,
    RankError, Vocabulary, WeightedTerm, Weights, clause_features, lexical_query, mend,
    probability, rank, rerank,
};

/// The clauses that matter for a query, best first.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// At most [`crate::domain::AskOptions::max_evidence`] clauses.
    pub evidence: Vec<Evidence>,
    /// What was read out of the query.
    pub understood: QueryReading,
    /// The corpus that was searched. Positions are positions in it.
    pub corpus: Arc<Corpus>,
}

/// A query, read and ranked.
pub struct Ranked {
    pub(super) reading: Reading,
    pub(super) terms: Vec<WeightedTerm>,
    pub(super) embedding: Embedding,
    /// Every candidate with its relevance, best first.
    pub(super) hits: Vec<(Hit, f64)>,
    /// Where the quotation that is asked about stands.
    pub(super) found: Vec<Found>,
    /// Documents in scope, in order of date.
    pub(super) scope: Vec<usize>,
    pub(super) understood: QueryReading,
}

/// A query, read.
pub(super) struct Read {
    /// The question, with slips of the keyboard mended.
    question: String,
    corrections: Vec<crate::domain::Correction>,
    pub(super) reading: Reading,
    /// Whether a run of its words may be a quotation without marks.
    may_quote: bool,
}

/// The topic of a query as text, and its vectors under way.
struct Embedded<'e> {
    text: String,
    /// Of the topic, and behind it of the earlier one where the question points back at that.
    topics: PendingEmbeddings<'e>,
    /// Words that the corpus does not use.
    foreign: Vec<String>,
    foreign_vectors: PendingEmbeddings<'e>,
}

/// Of more words that are not of the corpus, the first are related to it.
const FOREIGN_WORDS_MAX: usize = 16;

/// What a clause that holds the quotation asked about gains.
const QUOTATION_SCORE: f32 = 2.0;

impl Engine {
    /// The first half of [`Engine::ask`]: reads `query`, and ranks clauses for it.
    ///
    /// # Errors
    /// When a model fails.
    pub fn rank(&self, query: &Query, embedder: &dyn Embedder) -> Result<Ranked, RankError> {
        self.rank_read(query, self.read(query, embedder), embedder)
    }

    /// Ranks clauses for what was read out of `query`.
    pub(super) fn rank_read(
        &self,
        query: &Query,
        read: Read,
        embedder: &dyn Embedder,
    ) -> Result<Ranked, RankError> {
        let (corpus, index) = (&*self.corpus, &self.index);
        let Read { question, corrections, mut reading, may_quote } = read;
        let embedded = self.begin(&reading, &question, embedder)?;
        // What needs no vectors is done while they are made.
        if may_quote {
            reading.quotation = unmarked(corpus, index, &question);
        }
        let admits = |position: usize| query.filter.admits(corpus, &corpus.clauses()[position]);
        let found = reading
            .quotation
            .as_ref()
            .map_or_else(Vec::new, |quote| locate(corpus, index, quote, &admits));
        let text = embedded.text.clone();
        let (embedding, terms) = self.finish(embedded, &mut reading, &query.filter)?;
        let (mut hits, words_alone) = self.hits(&reading, &terms, &embedding, &query.filter);
        // Where a quotation stands is a matter of its letters.
        if let Some(reranker) =
            self.reranker.as_ref().filter(|_| reading.asks != QuestionType::Quotation)
        {
            rerank(corpus, &reading, reranker.as_ref(), &text, &mut hits)?;
        }
        lift_quotations(&mut hits, &found);
        let clause_model = &self.calibration_for(words_alone).clause;
        let hits = with_relevance(corpus, clause_model, hits, &reading, &found);
        let scope = scope(corpus, &reading, &query.filter);
        let understood = understood(corpus, index, &reading, &terms, &scope, corrections);
        let understood = QueryReading { words_alone, ..understood };
        // What follows compares no vectors either.
        let vector = if words_alone { Vec::new() } else { embedding.vector };
        let embedding = Embedding { vector, ..embedding };
        Ok(Ranked { reading, terms, embedding, hits, found, scope, understood })
    }

    /// Ranks clauses; by their words alone where their vectors cannot be had, and says so.
    fn hits(
        &self,
        reading: &Reading,
        terms: &[WeightedTerm],
        embedding: &Embedding,
        filter: &Filter,
    ) -> (Vec<Hit>, bool) {
        let by = |weights: &Weights| {
            rank(&self.corpus, &self.index, reading, terms, embedding, filter, weights)
        };
        if let Ok(hits) = by(&self.weights) {
            return (hits, self.weights.words_alone);
        }
        let hits = by(&self.weights.words_alone());
        (hits.expect("words need no vectors"), true)
    }

    /// The calibration for rankings by all signals, or by words alone.
    pub(super) const fn calibration_for(&self, words_alone: bool) -> &Calibration {
        if words_alone { &self.calibration_by_words } else { &self.calibration }
    }

    /// Mends the question of `query`, and reads it.
    pub(super) fn read(&self, query: &Query, embedder: &dyn Embedder) -> Read {
        let common = |word: &str| embedder.knows(word);
        let (question, corrections) = if self.weights.has(Component::Spelling) {
            mend(&query.question, self.index.vocabulary(), &common)
        } else {
            (query.question.clone(), Vec::new())
        };
        if !self.weights.has(Component::Reading) {
            let reading = Reading::unread(&question);
            return Read { question, corrections, reading, may_quote: false };
        }
        let reading = self.index.read(&self.corpus, &question, &query.history);
        let may_quote = reading.quotation.is_none() && reading.asks != QuestionType::Comparison;
        Read { question, corrections, reading, may_quote }
    }

    /// Begins to embed the topic, and apart from it the words that the corpus does not use: it
    /// need not wait for them.
    fn begin<'e>(
        &self,
        reading: &Reading,
        question: &str,
        embedder: &'e dyn Embedder,
    ) -> Result<Embedded<'e>, EmbedError> {
        let text = match (&reading.quotation, reading.search_text()) {
            (Some(quote), _) if reading.asks == QuestionType::Quotation => quote.clone(),
            (_, text) if text.is_empty() => question.to_owned(),
            (_, text) => text,
        };
        let mut texts = vec![text.as_str()];
        texts.extend(points_back(reading).then_some(reading.earlier_topic.as_str()));
        let topics = embedder.begin(&texts, Priority::Question)?;
        let relates = self.weights.has(Component::Related);
        let foreign = if relates { self.foreign_words(reading) } else { Vec::new() };
        let words: Vec<&str> = foreign.iter().map(String::as_str).collect();
        let foreign_vectors = embedder.begin(&words, Priority::Question)?;
        Ok(Embedded { text, topics, foreign, foreign_vectors })
    }

    /// The vectors of the topic, and its terms with what they are related to. Where the question
    /// points at the document that answered the one before, that question is ranked first, to find
    /// out which document that was.
    fn finish(
        &self,
        embedded: Embedded<'_>,
        reading: &mut Reading,
        filter: &Filter,
    ) -> Result<(Embedding, Vec<WeightedTerm>), EmbedError> {
        let vectors = embedded.foreign_vectors.wait()?;
        let vectors: BTreeMap<String, Embedding> =
            embedded.foreign.into_iter().zip(vectors).collect();
        let bare = Vocabulary::default();
        let expands = self.weights.has(Component::Expansion);
        let vocabulary = if expands { self.index.vocabulary() } else { &bare };
        let related = |word: &str| {
            vectors.get(word).map_or_else(Vec::new, |word| self.index.related(&word.vector))
        };
        let terms = lexical_query(reading, vocabulary, &related);
        // The topic is awaited last, since it is longer than its words.
        let mut topics = embedded.topics.wait()?.into_iter();
        let Some(topic) = topics.next() else {
            return Err(EmbedError("the model returned no vector".into()));
        };
        if let Some(earlier) = topics.next() {
            let alone =
                Reading { terms: std::mem::take(&mut reading.earlier_terms), ..reading.clone() };
            let terms = lexical_query(&alone, vocabulary, &related);
            let (hits, _) = self.hits(&alone, &terms, &earlier, filter);
            reading.earlier_terms = alone.terms;
            let documents = self.corpus.clauses();
            reading.scope.named =
                hits.first().map(|hit| documents[hit.clause].document).into_iter().collect();
        }
        Ok((topic, terms))
    }

    /// Words of the topic that the corpus does not use, each once.
    fn foreign_words(&self, reading: &Reading) -> Vec<String> {
        // A quotation is looked for word for word.
        if reading.asks == QuestionType::Quotation {
            return Vec::new();
        }
        let terms = reading.terms.iter().chain(&reading.earlier_terms);
        let mut words: Vec<String> = Vec::new();
        // What has a digit in it is a number or a code: it means nothing but itself.
        let is_word = |word: &str| !word.bytes().any(|byte| byte.is_ascii_digit());
        let foreign = |word: &str| is_word(word) && !self.index.vocabulary().has(word);
        for term in terms.filter(|term| foreign(&term.word)) {
            if !words.contains(&term.word) && words.len() < FOREIGN_WORDS_MAX {
                words.push(term.word.clone());
            }
        }
        words
    }
}

/// Whether the earlier topic is to be ranked for, to find the document that the question means.
fn points_back(reading: &Reading) -> bool {
    reading.points_back && !reading.earlier_topic.is_empty()
}

/// How surely each hit answers, by the clause model with these parameters.
fn with_relevance(
    corpus: &Corpus,
    model: &[f64],
    hits: Vec<Hit>,
    reading: &Reading,
    found: &[Found],
) -> Vec<(Hit, f64)> {
    let Some(best) = yardstick(corpus, reading, hits.iter()).cloned() else {
        return Vec::new();
    };
    hits.into_iter()
        .map(|hit| {
            let quoted = found.iter().find(|found| found.clause == hit.clause);
            let relevance = quoted.map_or_else(
                || probability(model, &clause_features(&hit, &best)),
                |found| found.similarity.min(0.99),
            );
            (hit, relevance)
        })
        .collect()
}

/// The hit that the relevance of all is measured by: the best, but where declarations are asked for
/// the best that is no report.
pub(super) fn yardstick<'h>(
    corpus: &Corpus,
    reading: &Reading,
    mut hits: impl Iterator<Item = &'h Hit> + Clone,
) -> Option<&'h Hit> {
    let declarations = reading.asks == QuestionType::WhichDocument && !reading.scope.wants_reports;
    let report = |hit: &Hit| corpus.document_of(&corpus.clauses()[hit.clause]).kind.is_report();
    hits.clone().find(|hit| !(declarations && report(hit))).or_else(|| hits.next())
}

/// Puts clauses that hold the quotation asked about before all others.
fn lift_quotations(hits: &mut [Hit], found: &[Found]) {
    for place in found {
        if let Some(hit) = hits.iter_mut().find(|hit| hit.clause == place.clause) {
            let gain = QUOTATION_SCORE * place.similarity as f32;
            hit.score += gain;
            hit.contributions.push(("quotation", place.similarity as f32, gain));
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
}

/// The first `most` hits as evidence.
pub(super) fn evidence(hits: &[(Hit, f64)], most: usize) -> Vec<Evidence> {
    let signal = |&(name, value, contribution): &(&'static str, f32, f32)| Signal {
        name,
        value: f64::from(value),
        contribution: f64::from(contribution),
    };
    hits.iter()
        .take(most)
        .map(|(hit, relevance)| Evidence {
            clause: hit.clause,
            relevance: *relevance,
            explanation: ScoreExplanation {
                score: f64::from(hit.score),
                signals: hit.contributions.iter().map(signal).collect(),
            },
        })
        .collect()
}
