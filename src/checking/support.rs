//! Whether documents say what they are said to say: the ranking's signals, read as support.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::acronyms::is_named;
use crate::domain::{Corpus, Filter, QuestionType, QuotedSpan, Stop};
use crate::language::analysis::{Term, TextLanguage, terms_in};
use crate::language::lexicon::english;
use crate::reading::{Pool, Reading};
use crate::retrieval::{
    Calibrations, Component, EmbedError, Embedder, Embedding, Found, Hit, Index, Priority,
    RankError, Sought, ToldBy, Unranked, WeightedTerm, Weights, clause_features, findings,
    lexical_query, probability, rank, unknown_share,
};

/// Words of a claim that are not of the corpus and are looked up by their meaning; of more, the
/// first are.
const FOREIGN_WORDS_MAX: usize = 8;
/// The same for all claims of a text together.
const FOREIGN_WORDS_OF_ALL_MAX: usize = 120;
/// So many claims are embedded at once: between them others have their turn.
const EMBEDDED_AT_ONCE: usize = 16;
/// The most clauses that are read for the words of a claim.
pub(super) const READ_CLAUSES_MAX: usize = 2_000;

/// The most claims of a text that are looked for in all documents.
const ELSEWHERE_MAX: usize = 24;

/// What a claim says, ready to be looked for.
pub(super) struct Topic {
    reading: Reading,
    terms: Vec<WeightedTerm>,
    embedding: Embedding,
    /// What tells how near clauses come.
    told: ToldBy,
}

/// A clause beside a claim.
#[derive(Debug, Clone)]
pub(super) struct Near {
    /// Position of the clause.
    pub clause: usize,
    /// How far it says what the claim says, from 0 to 1.
    pub score: f64,
}

/// From this score on, a clause says so.
pub(super) const SUPPORTED_MIN: f64 = 0.5;
/// Clauses that score this much less than the best say about the same.
pub(super) const ALIKE: f64 = 0.15;

/// Parameters of the score: a bias, then a weight for each of [`features`]. A logistic regression
/// over the claims of the memos in `tests/memos/development`.
const PARAMETERS: [f64; 6] = [-4.31, 2.09, 1.76, 3.55, 1.62, -1.44];

/// Finds clauses that say what a claim says.
pub(super) struct Finder<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) index: &'a Index,
    pub(super) stop: &'a Stop,
    calibrations: Calibrations,
    /// Words of clauses that were read already.
    read: RefCell<HashMap<usize, Rc<[Term]>>>,
    /// How many claims were looked for in all documents.
    sought_elsewhere: Cell<usize>,
    /// Numbers of clauses that were read already.
    pub(super) numbers: RefCell<HashMap<usize, Rc<[i64]>>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(corpus: &'a Corpus, index: &'a Index, stop: &'a Stop) -> Self {
        let calibrations = Calibrations::default();
        Self {
            corpus,
            index,
            stop,
            calibrations,
            read: RefCell::default(),
            numbers: RefCell::default(),
            sought_elsewhere: Cell::new(0),
        }
    }

    /// Embeds `texts`, with the words in them that the corpus does not use.
    ///
    /// # Errors
    /// When the model fails, or it was told to stop.
    pub(super) fn topics(
        &self,
        texts: &[&str],
        embedder: &dyn Embedder,
    ) -> Result<Vec<Topic>, RankError> {
        let read = |text: &&str| {
            let mut reading = Reading::unread(text);
            if self.index.languages() != [TextLanguage::English] {
                self.index.read_words(&mut reading, text, self.index.language_asked_in(text));
            }
            reading
        };
        let readings: Vec<Reading> = texts.iter().map(read).collect();
        let mut words: Vec<&str> =
            readings.iter().flat_map(|reading| self.foreign(&reading.terms)).collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(FOREIGN_WORDS_OF_ALL_MAX);
        let vectors = self.embed(&words, embedder)?.into_iter();
        let vectors: BTreeMap<&str, Embedding> = words.iter().copied().zip(vectors).collect();
        let least = embedder.model().cosines.related_min();
        let related = |word: &str| {
            let vector = vectors.get(word).map(|embedding| &embedding.vector);
            vector.map_or_else(Vec::new, |vector| self.index.related(vector, least))
        };
        let terms: Vec<Vec<WeightedTerm>> = readings
            .iter()
            .map(|reading| lexical_query(reading, self.index.vocabulary(), &related))
            .collect();
        let embeddings = self.embed(texts, embedder)?;
        let topics = readings.into_iter().zip(terms).zip(embeddings);
        let told = ToldBy::Signals(embedder.model().cosines);
        Ok(topics
            .map(|((reading, terms), embedding)| Topic { reading, terms, embedding, told })
            .collect())
    }

    /// Embeds `texts`, a few at a time.
    fn embed(&self, texts: &[&str], embedder: &dyn Embedder) -> Result<Vec<Embedding>, RankError> {
        let mut embeddings = Vec::with_capacity(texts.len());
        for some in texts.chunks(EMBEDDED_AT_ONCE) {
            self.stop.check()?;
            embeddings.extend(embedder.embed(some, Priority::Question)?);
        }
        if embeddings.len() == texts.len() {
            Ok(embeddings)
        } else {
            Err(EmbedError("the model returned too few vectors".into()).into())
        }
    }

    fn foreign<'t>(&self, terms: &'t [Term]) -> Vec<&'t str> {
        let unknown = terms.iter().filter(|term| !self.index.vocabulary().has(&term.word));
        unknown.map(|term| term.word.as_str()).take(FOREIGN_WORDS_MAX).collect()
    }

    /// Clauses of `documents`, or of all where none is named, that come nearest to `topic`, best
    /// first.
    ///
    /// # Errors
    /// When vectors cannot be compared at the moment, or it was told to stop.
    pub(super) fn near(&self, topic: &Topic, documents: &[usize]) -> Result<Vec<Near>, Unranked> {
        let ids = documents.iter().map(|&index| self.corpus.documents()[index].id.clone());
        let filter = Filter { documents: ids.collect(), ..Filter::default() };
        let weights = Weights::default().without(Component::Priors);
        let Topic { reading, terms, embedding, .. } = topic;
        let sought = Sought { reading, terms, embedding, filter: &filter };
        let hits = rank(self.corpus, self.index, sought, &weights, self.stop)?;
        // They are in order.
        let within = |position: usize| {
            let document = self.corpus.clauses()[position].document;
            documents.is_empty() || documents.binary_search(&document).is_ok()
        };
        let occurs = |stem: &str| self.index.lexical().occurs(stem, &within);
        let unknown = unknown_share(self.index, &topic.terms, &occurs);
        let mut near: Vec<Near> = hits
            .iter()
            .map(|hit| Near {
                clause: hit.clause,
                score: probability(&PARAMETERS, &features(hit, unknown)),
            })
            .collect();
        near.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.clause.cmp(&b.clause)));
        Ok(near)
    }

    /// Clauses of all documents that come nearest to `topic`, best first; of the first claims of a text alone.
    pub(super) fn elsewhere(&self, topic: &Topic) -> Vec<Near> {
        let sought = self.sought_elsewhere.get();
        self.sought_elsewhere.set(sought + 1);
        if sought >= ELSEWHERE_MAX {
            return Vec::new();
        }
        self.near(topic, &[]).unwrap_or_default()
    }

    /// What each document says on `topic`, as questions judge it.
    ///
    /// # Errors
    /// When vectors cannot be compared at the moment, or it was told to stop.
    pub(super) fn speaking(&self, topic: &Topic) -> Result<BTreeMap<usize, Found>, Unranked> {
        let Topic { reading, terms, embedding, told } = topic;
        let reading = &Reading {
            asks: QuestionType::WhichDocument,
            pool: Pool::Documents,
            ..reading.clone()
        };
        let filter = &Filter::default();
        let sought = Sought { reading, terms, embedding, filter };
        let hits = rank(self.corpus, self.index, sought, &Weights::default(), self.stop)?;
        let adopted = |hit: &&Hit| {
            !self.corpus.document_of(&self.corpus.clauses()[hit.clause]).kind.is_report()
        };
        let best = hits.iter().find(adopted).or_else(|| hits.first()).cloned();
        let Some(best) = best else { return Ok(BTreeMap::new()) };
        let model = &self.calibrations.of(*told).clause;
        let sure = |hit: Hit| {
            let relevance = probability(model, &clause_features(&hit, &best));
            (hit, relevance)
        };
        let hits: Vec<(Hit, f64)> = hits.into_iter().map(sure).collect();
        Ok(findings(self.corpus, &hits, true))
    }

    /// Whether the documents use every word of weight of `topic`.
    pub(super) fn knows(&self, topic: &Topic) -> bool {
        let mut content = topic.reading.terms.iter().filter(|term| !term.is_stopword());
        content.all(|term| self.index.vocabulary().has(&term.word))
    }

    /// The segment of `clause` that comes nearest to `topic`.
    pub(super) fn words(&self, topic: &Topic, clause: usize) -> QuotedSpan {
        let segments = &self.corpus.clauses()[clause].segments;
        let scores = self.index.vectors().segment_cosines(clause, &topic.embedding.vector);
        let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        let span = best.and_then(|(at, _)| segments.get(at)).copied();
        QuotedSpan::new(self.corpus, clause, span.unwrap_or(self.corpus.clauses()[clause].span))
    }

    /// The clause of `documents` that holds every word of weight of `topic`.
    pub(super) fn holding(&self, topic: &Topic, documents: &[usize]) -> Option<usize> {
        let wanted: Vec<&Term> = topic
            .reading
            .terms
            .iter()
            .filter(|term| !english().claims.generic.has(&term.word))
            .collect();
        if wanted.is_empty() {
            return None;
        }
        let clauses = documents.iter().flat_map(|&id| self.corpus.documents()[id].clauses.clone());
        clauses.take(READ_CLAUSES_MAX).take_while(|_| !self.stop.is_set()).find(|&position| {
            let own = self.terms_of(position);
            self.stop.count(own.len());
            wanted.iter().all(|term| own.iter().any(|other| is_same_word(term, other)))
        })
    }

    /// The clause of `documents` that has one of `names` in it, written out or abbreviated.
    pub(super) fn naming(&self, names: &[Vec<String>], documents: &[usize]) -> Option<usize> {
        let clauses = documents.iter().flat_map(|&id| self.corpus.documents()[id].clauses.clone());
        clauses.take(READ_CLAUSES_MAX).take_while(|_| !self.stop.is_set()).find(|&position| {
            let text = self.corpus.text_of(&self.corpus.clauses()[position]);
            let own = self.terms_of(position);
            self.stop.count(own.len());
            names.iter().any(|name| is_named(text, &own, name))
        })
    }

    /// Whether `words` stand in a row in a clause of `documents`.
    pub(super) fn has_row(&self, words: &[Term], documents: &[usize]) -> bool {
        let clauses = documents.iter().flat_map(|&id| self.corpus.documents()[id].clauses.clone());
        clauses.take(READ_CLAUSES_MAX).take_while(|_| !self.stop.is_set()).any(|position| {
            let own = self.terms_of(position);
            self.stop.count(own.len());
            let same = |(a, b): (&Term, &Term)| a.stem == b.stem;
            own.windows(words.len()).any(|row| row.iter().zip(words).all(same))
        })
    }

    /// The words of the clause at `position`.
    pub(super) fn terms_of(&self, position: usize) -> Rc<[Term]> {
        let clause = &self.corpus.clauses()[position];
        let language = TextLanguage::of_document(self.corpus.document_of(clause));
        let read = || terms_in(language, self.corpus.text_of(clause)).into();
        Rc::clone(self.read.borrow_mut().entry(position).or_insert_with(read))
    }
}

/// The clause at `position` behind the line that it hangs from.
pub(super) fn with_parent(corpus: &Corpus, position: usize) -> String {
    let clause = &corpus.clauses()[position];
    let parent = corpus.parent_of(clause).map_or("", |parent| corpus.text_of(parent));
    let parent = parent.trim_end_matches([':', ';', ' ', '\u{2014}', '-']);
    format!("{parent} {}", corpus.text_of(clause)).trim_start().to_owned()
}

/// Whether two words have a stem, or all but an ending, in common: "terrorism", "terrorist".
pub(super) fn is_same_word(a: &Term, b: &Term) -> bool {
    const PREFIX_MIN: usize = 6;
    const ENDING_MAX: usize = 3;
    let shared = a.word.bytes().zip(b.word.bytes()).take_while(|(x, y)| x == y).count();
    a.stem == b.stem
        || shared >= PREFIX_MIN
            && a.word.len() - shared <= ENDING_MAX
            && b.word.len() - shared <= ENDING_MAX
}

/// What the score of a clause sees.
fn features(hit: &Hit, unknown: f32) -> [f64; 5] {
    let signals = &hit.signals;
    [
        f64::from(signals.max_sim),
        f64::from(signals.dense.max(signals.segment)),
        f64::from(signals.coverage),
        f64::from(signals.weakest),
        f64::from(unknown),
    ]
}
