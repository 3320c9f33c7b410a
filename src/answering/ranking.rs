//! From a query to the clauses that matter for it, best first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::foremost::foremost;
use super::listed::in_order_of_list;
use super::quoted::{Quoted, QuotedPlace, quoted};
use super::read_query::ReadQuery;
use super::sources::{Scoring, Sources};
use super::topic_vectors::{ForeignWords, PendingTopic, PendingWords, topic_text};
use super::understood::{scope, understood};
use crate::domain::{
    Corpus, Evidence, Filter, QueryReading, QuestionType, ScoreExplanation, Signal, SignalName,
    Speaks, Stop, Stopped,
};
use crate::language::analysis::TextLanguage;
use crate::reading::{AnswerType, DocumentSelection, Reading, in_order};
use crate::retrieval::{
    Component, Embedder, Embedding, Found, Hit, ModelInfo, RankError, Sought, ToldBy, Unranked,
    Vocabulary, WeightedTerm, Weights, clause_features, findings, lexical_query, probability,
    rerank,
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

/// One question, read and ranked.
pub(super) struct Ranked {
    /// The question, mended.
    pub(super) question: String,
    pub(super) reading: Reading,
    pub(super) terms: Vec<WeightedTerm>,
    pub(super) embedding: Embedding,
    /// Every candidate with its relevance, best first.
    pub(super) hits: Vec<(Hit, f64)>,
    /// What each document with a candidate says on the topic.
    pub(super) found: BTreeMap<usize, Found>,
    /// The quotation in it, and where that comes from.
    pub(super) quoted: Option<Quoted>,
    /// Documents in scope, in order of date.
    pub(super) scope: Vec<usize>,
    pub(super) understood: QueryReading,
    /// The language that is asked in, where that is surely not English.
    pub(super) language: Option<AskedIn>,
    /// What tells whether clauses answer.
    pub(super) told: ToldBy,
    /// What documents may not speak of, and those that would answer if they did not.
    pub(super) left_out: Option<(String, Vec<usize>)>,
    /// How many citations stand before those of its answer.
    pub(super) markers_before: usize,
    /// Of whoever waits for what is made of it.
    pub(super) stop: Stop,
}

/// The language that a question is asked in.
#[derive(Debug, Clone)]
pub(super) struct AskedIn {
    /// Its BCP 47 tag.
    pub(super) language: &'static str,
    /// Those that the model knows, where this is none of them.
    pub(super) known_instead: Option<Vec<String>>,
    /// Whether documents are in it, so that its words tell.
    pub(super) is_of_documents: bool,
}

impl AskedIn {
    /// Whether only meanings can be compared: the model knows it, and no document is in it.
    const fn is_by_meaning(&self) -> bool {
        self.known_instead.is_none() && !self.is_of_documents
    }

    /// Whether only words can be compared: documents are in it, and the model does not know it.
    const fn is_by_words(&self) -> bool {
        self.known_instead.is_some() && self.is_of_documents
    }

    fn of(language: &'static str, model: &ModelInfo, documents: &[TextLanguage]) -> Self {
        let known = model.knows_language(language);
        let known_instead = (!known).then(|| model.languages.clone());
        let is_of_documents = documents.contains(&TextLanguage::of_tag(language));
        Self { language, known_instead, is_of_documents }
    }
}

impl Ranked {
    /// Where the quotation in the question comes from, best first.
    pub(super) fn quoted_places(&self) -> &[QuotedPlace] {
        self.quoted.as_ref().map_or(&[], |quoted| &quoted.places)
    }
}

impl Ranked {
    /// Leaves out the documents that speak of `excluded`.
    pub(super) fn leave_out(
        &mut self,
        corpus: &Corpus,
        speaking: &BTreeSet<usize>,
        excluded: String,
    ) {
        let answering = |document: &&usize| {
            self.found.get(document).is_some_and(|own| own.speaks() == Speaks::Yes)
        };
        let left_out: Vec<usize> = speaking.iter().filter(answering).copied().collect();
        let kept = |document: &usize| !speaking.contains(document);
        self.hits.retain(|(hit, _)| kept(&corpus.clauses()[hit.clause].document));
        self.found.retain(|document, _| kept(document));
        self.scope.retain(kept);
        let ids = left_out.iter().map(|&index| corpus.documents()[index].id.clone());
        self.understood.excluded.extend(ids);
        self.left_out = Some((excluded, left_out));
    }
}

/// What a clause that holds the quotation asked about gains.
const QUOTATION_SCORE: f32 = 2.0;

/// Ranks the clauses that `filter` admits for what was read out of a query.
pub(super) fn rank(
    sources: &Sources,
    scoring: &Scoring,
    filter: &Filter,
    read: ReadQuery,
    embedder: &dyn Embedder,
    stop: &Stop,
) -> Result<Ranked, RankError> {
    stop.check()?;
    let Sources { corpus, index, .. } = sources;
    let ReadQuery { question, corrections, mut reading, may_quote, language } = read;
    let language =
        language.map(|language| AskedIn::of(language, embedder.model(), index.languages()));
    let by_meaning = language.as_ref().is_some_and(AskedIn::is_by_meaning);
    let by_words = language.as_ref().is_some_and(AskedIn::is_by_words);
    let weights = if by_words { scoring.weights.words_alone() } else { scoring.weights };
    let weights = &weights;
    let text = topic_text(&reading, &question);
    let topic = PendingTopic::begin(&text, &reading, embedder)?;
    let words = PendingWords::begin(sources, weights, &reading, embedder)?;
    // What needs no vectors is done while they are made.
    let quoted = quoted(sources, &question, may_quote, &mut reading, filter, stop)?;
    let words = words.wait()?;
    let terms = search_terms(sources, weights, &reading, &words);
    // The topic is awaited last, since it is longer than its words.
    let (embedding, earlier) = topic.wait()?;
    let told_by = |words_alone: bool| match embedder.model().cosines {
        _ if words_alone => ToldBy::Words,
        cosines if by_meaning || scoring.by_meaning => ToldBy::Meaning(cosines),
        cosines => ToldBy::Signals(cosines),
    };
    let mut meant = Vec::new();
    if let Some(earlier) = earlier {
        let before = before(&reading);
        let terms = search_terms(sources, weights, &before, &words);
        let sought = Sought { reading: &before, terms: &terms, embedding: &earlier, filter };
        let (hits, words_alone) = scored(sources, weights, sought, stop)?;
        if reading.points_back {
            // The document that answered is the one that comes first.
            let first = hits.first().map(|hit| corpus.clauses()[hit.clause].document);
            reading.scope.named = first.into_iter().collect();
        }
        let clause_model = &scoring.calibrations.of(told_by(words_alone)).clause;
        let hits = with_relevance(corpus, clause_model, hits, &before, &[]);
        meant = few_speaking(&findings(corpus, &hits, false));
    }
    reading.about = reading.about.take().and_then(|about| about.of_meant(meant));
    let sought = Sought { reading: &reading, terms: &terms, embedding: &embedding, filter };
    let (mut hits, words_alone) = scored(sources, weights, sought, stop)?;
    // Where a quotation stands is a matter of its letters.
    if let Some(reranker) =
        scoring.reranker.as_ref().filter(|_| reading.asks != QuestionType::Quotation)
    {
        stop.check()?;
        rerank(corpus, &reading, reranker.as_ref(), &text, &mut hits)?;
    }
    let places = quoted.as_ref().map_or(&[][..], |quoted| &quoted.places);
    lift_quotations(&mut hits, places);
    choose_of_groups(corpus, &mut reading, &hits);
    let told = told_by(words_alone);
    let clause_model = &scoring.calibrations.of(told).clause;
    let mut hits = with_relevance(corpus, clause_model, hits, &reading, places);
    if matches!(reading.answer_type, Some(AnswerType::Definition { .. })) {
        in_order_of_list(corpus, &mut hits);
    }
    let hits = foremost(corpus, &reading, &question, hits);
    let several = matches!(
        reading.selection,
        DocumentSelection::Several
            | DocumentSelection::Count
            | DocumentSelection::Silent
            | DocumentSelection::Every
    );
    let found = findings(corpus, &hits, several);
    let scope = scope(corpus, &reading, filter);
    let understood = understood(corpus, index, &reading, &terms, &scope, corrections);
    let mut understood = QueryReading { words_alone, ..understood };
    if by_meaning {
        understood.unknown_terms.clear();
    }
    // What follows compares no vectors either.
    let vector = if words_alone { Vec::new() } else { embedding.vector };
    let embedding = Embedding { vector, ..embedding };
    let stop = stop.clone();
    Ok(Ranked {
        question,
        reading,
        terms,
        embedding,
        hits,
        found,
        quoted,
        scope,
        understood,
        language,
        told,
        left_out: None,
        markers_before: 0,
        stop,
    })
}

/// Of each name that may mean several of the documents compared, the one that says most on the topic.
fn choose_of_groups(corpus: &Corpus, reading: &mut Reading, hits: &[Hit]) {
    let scope = &mut reading.scope;
    if reading.asks != QuestionType::Comparison || scope.groups.len() < 2 {
        return;
    }
    let ambiguous = |group: &Vec<usize>| {
        scope.ambiguous.iter().any(|(_, documents)| in_order(documents.clone()) == *group)
    };
    let best = |document: usize| {
        let own = hits.iter().filter(|hit| corpus.clauses()[hit.clause].document == document);
        // What balances documents says nothing of how near they come.
        let near = own.map(|hit| {
            let signals = hit.contributions.iter();
            let own = signals.filter(|(name, ..)| *name != SignalName::Balance);
            own.map(|(.., contribution)| contribution).sum::<f32>()
        });
        near.fold(f32::NEG_INFINITY, f32::max)
    };
    let chosen = scope.groups.iter().map(|group| {
        let first = group.iter().copied();
        let best = first.max_by(|a, b| best(*a).total_cmp(&best(*b)).then(b.cmp(a)));
        match best.filter(|_| ambiguous(group)) {
            Some(best) => vec![best],
            None => group.clone(),
        }
    });
    let chosen = in_order(chosen.collect::<Vec<_>>().concat());
    if chosen.len() > 1 {
        scope.named.retain(|document| chosen.contains(document));
    }
}

/// The terms that are searched for, with what they are related to.
fn search_terms(
    sources: &Sources,
    weights: &Weights,
    reading: &Reading,
    words: &ForeignWords,
) -> Vec<WeightedTerm> {
    let bare = Vocabulary::default();
    let expands = weights.has(Component::Expansion);
    let vocabulary = if expands { sources.index.vocabulary() } else { &bare };
    lexical_query(reading, vocabulary, &|word| words.related(sources, word))
}

/// The question before, which `reading` points back at, by itself.
fn before(reading: &Reading) -> Reading {
    let terms = reading.earlier_terms.clone();
    Reading { terms, earlier_terms: Vec::new(), about: None, force: None, ..reading.clone() }
}

/// The documents that speak, where they are so few that "it" may mean them.
fn few_speaking(found: &BTreeMap<usize, Found>) -> Vec<usize> {
    const MEANT_MAX: usize = 3;
    let speaking = found.iter().filter(|(_, own)| own.speaks() == Speaks::Yes);
    let speaking: Vec<usize> = speaking.map(|(document, _)| *document).collect();
    if speaking.len() > MEANT_MAX { Vec::new() } else { speaking }
}

/// Scores clauses, best first; by their words alone where their vectors cannot be had, and says so.
fn scored(
    sources: &Sources,
    weights: &Weights,
    sought: Sought<'_>,
    stop: &Stop,
) -> Result<(Vec<Hit>, bool), Stopped> {
    let by = |weights: &Weights| {
        let Sources { corpus, index, .. } = sources;
        crate::retrieval::rank(corpus, index, sought, weights, stop)
    };
    let hits = match by(weights) {
        Err(Unranked::Vectors(_)) => by(&weights.words_alone()).map(|hits| (hits, true)),
        hits => hits.map(|hits| (hits, weights.words_alone)),
    };
    hits.map_err(|unranked| match unranked {
        Unranked::Stopped(stopped) => stopped,
        Unranked::Vectors(_) => unreachable!("words need no vectors"),
    })
}

/// How surely each hit answers, by the clause model with these parameters.
fn with_relevance(
    corpus: &Corpus,
    model: &[f64],
    hits: Vec<Hit>,
    reading: &Reading,
    places: &[QuotedPlace],
) -> Vec<(Hit, f64)> {
    let Some(best) = yardstick(corpus, reading, hits.iter()).cloned() else {
        return Vec::new();
    };
    hits.into_iter()
        .map(|hit| {
            let quoted = places.iter().find(|place| place.clause == hit.clause);
            let relevance = quoted.map_or_else(
                || probability(model, &clause_features(&hit, &best)),
                |place| place.likeness.min(0.99),
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
fn lift_quotations(hits: &mut [Hit], places: &[QuotedPlace]) {
    for place in places {
        if let Some(hit) = hits.iter_mut().find(|hit| hit.clause == place.clause) {
            let gain = QUOTATION_SCORE * place.likeness as f32;
            hit.score += gain;
            hit.contributions.push((SignalName::Quotation, place.likeness as f32, gain));
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
}

/// The first `most` hits as evidence.
pub(super) fn evidence(hits: &[(Hit, f64)], most: usize) -> Vec<Evidence> {
    let signal = |&(name, value, contribution): &(SignalName, f32, f32)| Signal {
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
