//! The index of one corpus: everything that ranking looks up.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::admitted::Admitted;
use super::dense::{Among, DenseIndex, DenseIndexBuilder, EXACT_MAX};
use super::lexical::LexicalIndex;
use super::ports::PassageVectors;
use super::reading::{Phrasebook, Reading};
use super::related::{RelatedTerm, RelatedWords};
use super::text_index::TextIndex;
use super::token_signs::TokenSigns;
use super::vocabulary::Vocabulary;
use crate::columns::{Column, Damaged, Sections, U32};
use crate::domain::{Clause, Corpus};

/// Lexical and dense indexes over the clauses of a corpus, and where their vectors lie.
#[derive(Debug)]
pub struct Index {
    texts: TextIndex,
    vectors: Arc<dyn PassageVectors>,
    /// A row for each clause, in its context.
    clauses: DenseIndex,
    /// A row for each segment of a clause that has more than one.
    segments: DenseIndex,
    /// The first of those rows for each clause; one more for the end.
    segment_starts: Column<U32>,
    /// Position of the clause that each of those rows belongs to.
    segment_clauses: Column<U32>,
    /// Vocabulary ids of the model that stand in clauses, in ascending order.
    token_ids: Column<U32>,
    /// In how many clauses each of them stands.
    token_frequencies: Column<U32>,
    related: RelatedWords,
    pub(super) phrasebook: Phrasebook,
}

impl Index {
    /// The texts to embed, in the order that [`Index::build`] wants: each clause in its context,
    /// then each of its segments where it has several; at the end the words of the corpus alone.
    pub fn passages(corpus: &Corpus) -> Vec<String> {
        let mut passages = Vec::new();
        for clause in corpus.clauses() {
            passages.push(in_context(corpus, clause));
            if clause.segments.len() > 1 {
                let text = &corpus.document_of(clause).text;
                passages.extend(clause.segments.iter().map(|&span| text.slice(span).to_owned()));
            }
        }
        passages.extend(RelatedWords::words(&Vocabulary::build(texts(corpus))));
        passages
    }

    /// Builds the index out of the vectors of [`Index::passages`].
    ///
    /// # Panics
    /// When there are fewer vectors than passages.
    pub fn build(corpus: &Corpus, vectors: Arc<dyn PassageVectors>) -> Self {
        let dimensions = if vectors.is_empty() { 0 } else { vectors.vector(0).len() };
        let mut passages = 0..vectors.len();
        let mut next = || passages.next().expect("a vector for each passage");
        let mut clauses = DenseIndexBuilder::new(dimensions);
        let mut segments = DenseIndexBuilder::new(dimensions);
        let mut segment_starts = vec![U32::ZERO];
        let mut segment_clauses = Vec::new();
        let mut token_frequencies: BTreeMap<u32, u32> = BTreeMap::new();
        for (position, clause) in corpus.clauses().iter().enumerate() {
            let whole = next();
            clauses.push(&vectors.vector(whole));
            count(&mut token_frequencies, vectors.tokens(whole).ids.clone());
            if clause.segments.len() > 1 {
                for _ in &clause.segments {
                    segments.push(&vectors.vector(next()));
                    segment_clauses.push(U32::new(position as u32));
                }
            }
            segment_starts.push(U32::new(segment_clauses.len() as u32));
        }
        let texts = TextIndex::build(texts(corpus));
        let related = RelatedWords::build(&RelatedWords::words(&texts.vocabulary), &*vectors);
        Self {
            texts,
            related,
            clauses: clauses.build(),
            segments: segments.build(),
            segment_starts: segment_starts.into(),
            segment_clauses: segment_clauses.into(),
            token_ids: token_frequencies.keys().copied().map(U32::new).collect(),
            token_frequencies: token_frequencies.values().copied().map(U32::new).collect(),
            phrasebook: Phrasebook::of(corpus),
            vectors,
        }
    }

    /// Puts the index among `sections`; the vectors are kept elsewhere.
    pub fn store(&self, sections: &mut Sections) {
        self.texts.store(sections);
        self.related.store(sections);
        self.clauses.store(sections, "dense.clauses");
        self.segments.store(sections, "dense.segments");
        sections.put("dense.segment-starts", self.segment_starts.bytes());
        sections.put("dense.segment-clauses", self.segment_clauses.bytes());
        sections.put("dense.token-ids", self.token_ids.bytes());
        sections.put("dense.token-frequencies", self.token_frequencies.bytes());
    }

    /// Reads what [`Self::store`] put there of an index of `corpus`, with the vectors of its
    /// passages.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn restore(
        sections: &Sections,
        corpus: &Corpus,
        vectors: Arc<dyn PassageVectors>,
    ) -> Result<Self, Damaged> {
        let this = Self {
            texts: TextIndex::restore(sections)?,
            related: RelatedWords::restore(sections)?,
            clauses: DenseIndex::restore(sections, "dense.clauses")?,
            segments: DenseIndex::restore(sections, "dense.segments")?,
            segment_starts: sections.column("dense.segment-starts")?,
            segment_clauses: sections.column("dense.segment-clauses")?,
            token_ids: sections.column("dense.token-ids")?,
            token_frequencies: sections.column("dense.token-frequencies")?,
            phrasebook: Phrasebook::of(corpus),
            vectors,
        };
        let (clauses, segments) = (this.clauses.len(), this.segments.len());
        let starts = &this.segment_starts;
        let lengths = [
            ("dense.clauses", clauses == corpus.clauses().len()),
            ("lexical", this.texts.lexical.len() == clauses),
            ("passages", this.vectors.len() == clauses + segments + this.related.len()),
            ("dense.segment-starts", starts.len() == clauses + 1 && in_order(starts, segments)),
            ("dense.segment-clauses", this.segment_clauses.len() == segments),
            (
                "dense.segment-clauses",
                this.segment_clauses.iter().all(|clause| (clause.get() as usize) < clauses),
            ),
        ];
        match lengths.into_iter().find(|(_, right)| !right) {
            Some((name, _)) => Err(Damaged::new(name)),
            None => Ok(this),
        }
    }

    /// How many clauses there are.
    pub const fn len(&self) -> usize {
        self.clauses.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.clauses.len() == 0
    }

    /// The lexical index, over the words of each clause.
    pub const fn lexical(&self) -> &LexicalIndex {
        &self.texts.lexical
    }

    /// Whether the clause at `position` names a person.
    pub(super) fn names_person(&self, position: usize) -> bool {
        self.texts.persons[position] == 1
    }

    /// The `most` clauses of `admitted` whose vectors are nearest to `vector`, best first.
    pub fn nearest(&self, vector: &[f32], most: usize, admitted: &Admitted) -> Vec<(usize, f32)> {
        let few: Vec<usize>;
        let passing = |position: usize| admitted.has(position);
        let among = if admitted.is_all() {
            Among::All
        } else if admitted.count() <= EXACT_MAX {
            few = admitted.positions().collect();
            Among::Few(&few)
        } else {
            Among::Passing(&passing)
        };
        self.clauses.nearest(vector, most, among)
    }

    /// The `most` segments of clauses of `admitted` whose vectors are nearest to `vector`, each as
    /// the position of its clause, best first. Clauses of one segment have none.
    pub fn nearest_segments(
        &self,
        vector: &[f32],
        most: usize,
        admitted: &Admitted,
    ) -> Vec<(usize, f32)> {
        let clause = |row: usize| self.segment_clauses[row].get() as usize;
        let few: Vec<usize>;
        let passing = |row: usize| admitted.has(clause(row));
        let among = if admitted.is_all() {
            Among::All
        } else if admitted.count() <= EXACT_MAX {
            few = admitted.positions().flat_map(|position| self.segments_of(position)).collect();
            Among::Few(&few)
        } else {
            Among::Passing(&passing)
        };
        let found = self.segments.nearest(vector, most, among);
        found.into_iter().map(|(row, score)| (clause(row), score)).collect()
    }

    /// Cosine of `vector` with every clause, by position.
    pub fn dense_scores(&self, vector: &[f32]) -> Vec<f32> {
        (0..self.len()).map(|position| self.cosine(position, vector)).collect()
    }

    /// Cosine of `vector` with the clause at `position`.
    pub fn cosine(&self, position: usize, vector: &[f32]) -> f32 {
        self.clauses.cosine(position, vector)
    }

    /// The vector of what the clause at `position` says that is nearest to `vector`: of one of its
    /// segments, or of the whole where it has but one.
    pub fn nearest_segment(&self, position: usize, vector: &[f32]) -> Vec<f32> {
        let scored = self.segments_of(position).map(|row| (self.segments.cosine(row, vector), row));
        let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.map_or_else(|| self.vector(position), |(_, row)| self.segments.vector(row))
    }

    /// The vector of the clause at `position`, in its context.
    pub fn vector(&self, position: usize) -> Vec<f32> {
        self.clauses.vector(position)
    }

    /// The vectors of the tokens of the clause at `position`.
    pub(super) fn tokens(&self, position: usize) -> Cow<'_, TokenSigns> {
        self.vectors.tokens(position + self.segment_starts[position].get() as usize)
    }

    /// In how many clauses the token with this vocabulary id stands.
    pub(super) fn token_frequency(&self, id: u32) -> u32 {
        let found = self.token_ids.binary_search_by_key(&id, |id| id.get()).ok();
        found.and_then(|at| self.token_frequencies.get(at)).map_or(0, |count| count.get())
    }

    /// Rows of the segments of the clause at `position`; empty where it has but one.
    fn segments_of(&self, position: usize) -> Range<usize> {
        let start = |position: usize| self.segment_starts[position].get() as usize;
        start(position)..start(position + 1)
    }

    /// Whether the clause at `position` has several segments.
    pub(super) fn has_segments(&self, position: usize) -> bool {
        !self.segments_of(position).is_empty()
    }

    /// What documents are called.
    pub const fn phrasebook(&self) -> &Phrasebook {
        &self.phrasebook
    }

    /// What the corpus calls about the same as the word with this vector, nearest first.
    pub fn related(&self, vector: &[f32]) -> Vec<RelatedTerm> {
        self.related.nearest(vector)
    }

    /// The words of the corpus.
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.texts.vocabulary
    }

    /// Cosine of `vector` with each segment of the clause at `position`; empty where the clause
    /// has but one.
    pub fn segment_scores(&self, position: usize, vector: &[f32]) -> Vec<f32> {
        let rows = self.segments_of(position);
        rows.map(|row| self.segments.cosine(row, vector)).collect()
    }

    /// Reads `question` after `history` with the names and words of the corpus.
    pub fn read(&self, corpus: &Corpus, question: &str, history: &[String]) -> Reading {
        self.phrasebook.read(corpus, question, history, &|word| self.texts.vocabulary.has(word))
    }
}

/// Whether `starts` lead from 0 to `end`.
fn in_order(starts: &[U32], end: usize) -> bool {
    let number = |at: Option<&U32>| at.map(|start| start.get() as usize);
    number(starts.first()) == Some(0)
        && number(starts.last()) == Some(end)
        && starts.is_sorted_by_key(|start| start.get())
}

/// Counts each of the vocabulary ids `ids` of one clause once.
fn count(frequencies: &mut BTreeMap<u32, u32>, mut ids: Vec<u32>) {
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        *frequencies.entry(id).or_default() += 1;
    }
}

/// The text of every clause.
fn texts(corpus: &Corpus) -> impl Iterator<Item = &str> {
    corpus.clauses().iter().map(|clause| corpus.text_of(clause))
}

/// A clause behind its lead-in: what a reader would have in mind when reaching it.
pub(super) fn in_context(corpus: &Corpus, clause: &Clause) -> String {
    let text = corpus.text_of(clause);
    match corpus.parent_of(clause) {
        Some(parent) => format!("{} {text}", corpus.text_of(parent)),
        None => text.to_owned(),
    }
}
