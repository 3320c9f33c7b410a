//! The index of one corpus: everything that ranking looks up.

use std::collections::HashMap;
use std::ops::Range;

use super::lexical::LexicalIndex;
use super::persons::person_named;
use super::reading::{Phrasebook, Reading};
use super::related::RelatedWords;
use super::token_signs::{PassageEmbedding, TokenSigns};
use super::vectors::DenseIndex;
use super::vocabulary::Vocabulary;
use crate::domain::{Clause, Corpus};

/// Lexical, dense and token indexes over the clauses of a corpus.
#[derive(Debug)]
pub struct Index {
    pub(super) lexical: LexicalIndex,
    /// One vector for each clause, in its context.
    pub(super) clauses: DenseIndex,
    /// One vector for each segment of a clause that has more than one.
    pub(super) segments: DenseIndex,
    /// Position of the clause that each of those segments belongs to.
    pub(super) segment_clauses: Vec<u32>,
    /// Token vectors of each clause.
    pub(super) tokens: Vec<TokenSigns>,
    /// In how many clauses each vocabulary id of the model stands.
    pub(super) token_frequencies: HashMap<u32, u32>,
    /// Whether each clause names a person.
    persons: Vec<bool>,
    pub(super) vocabulary: Vocabulary,
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
        passages.extend(RelatedWords::words(texts(corpus)));
        passages
    }

    /// Builds the index out of the embeddings of [`Index::passages`].
    ///
    /// # Panics
    /// When there are fewer embeddings than passages.
    pub fn build<E: Into<PassageEmbedding>>(
        corpus: &Corpus,
        embeddings: impl IntoIterator<Item = E>,
    ) -> Self {
        let mut embeddings = embeddings.into_iter().map(Into::into).peekable();
        let dimensions = embeddings.peek().map_or(0, |embedding| embedding.vector.len());
        let mut clauses = DenseIndex::new(dimensions);
        let mut segments = DenseIndex::new(dimensions);
        let mut segment_clauses = Vec::new();
        let mut tokens = Vec::with_capacity(corpus.clauses().len());
        let mut token_frequencies: HashMap<u32, u32> = HashMap::new();
        let mut next = || embeddings.next().expect("one embedding for each passage");
        for (position, clause) in corpus.clauses().iter().enumerate() {
            let whole = next();
            clauses.push(&whole.vector);
            let mut ids = whole.tokens.ids.clone();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                *token_frequencies.entry(id).or_default() += 1;
            }
            tokens.push(whole.tokens);
            if clause.segments.len() > 1 {
                for _ in &clause.segments {
                    segments.push(&next().vector);
                    segment_clauses.push(position as u32);
                }
            }
        }
        Self {
            related: RelatedWords::build(
                RelatedWords::words(texts(corpus)),
                embeddings.map(|embedding| embedding.vector),
            ),
            lexical: LexicalIndex::build(texts(corpus)),
            clauses,
            segments,
            segment_clauses,
            tokens,
            token_frequencies,
            persons: texts(corpus).map(person_named).collect(),
            vocabulary: Vocabulary::build(texts(corpus)),
            phrasebook: Phrasebook::of(corpus),
        }
    }

    /// The lexical index, over the words of each clause.
    pub const fn lexical(&self) -> &LexicalIndex {
        &self.lexical
    }

    /// Whether the clause at `position` names a person.
    pub(super) fn names_person(&self, position: usize) -> bool {
        self.persons[position]
    }

    /// Cosine of `vector` with every clause, by position.
    pub fn dense_scores(&self, vector: &[f32]) -> Vec<f32> {
        self.clauses.scores(vector)
    }

    /// The vector of what the clause at `position` says that is nearest to `vector`: of one of its
    /// segments, or of the whole where it has but one.
    pub fn nearest_segment(&self, position: usize, vector: &[f32]) -> &[f32] {
        let range = self.segments_of(position);
        let scores = self.segments.scores_of(range.clone(), vector);
        let best =
            range.zip(scores).max_by(|(a, own), (b, other)| own.total_cmp(other).then(b.cmp(a)));
        best.map_or_else(|| self.clauses.row(position), |(segment, _)| self.segments.row(segment))
    }

    /// The vector of the clause at `position`, in its context.
    pub fn vector(&self, position: usize) -> &[f32] {
        self.clauses.row(position)
    }

    /// Rows of the segments of the clause at `position`; empty where it has but one.
    fn segments_of(&self, position: usize) -> Range<usize> {
        let from = self.segment_clauses.partition_point(|&clause| (clause as usize) < position);
        let to = self.segment_clauses.partition_point(|&clause| (clause as usize) <= position);
        from..to
    }

    /// What documents are called.
    pub const fn phrasebook(&self) -> &Phrasebook {
        &self.phrasebook
    }

    /// Words of the corpus by their meaning.
    pub const fn related(&self) -> &RelatedWords {
        &self.related
    }

    /// The words of the corpus.
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Cosine of `vector` with each segment of the clause at `position`; empty where the clause
    /// has but one.
    pub fn segment_scores(&self, position: usize, vector: &[f32]) -> Vec<f32> {
        self.segments.scores_of(self.segments_of(position), vector)
    }

    /// Reads `question` after `history` with the names and words of the corpus.
    pub fn read(&self, corpus: &Corpus, question: &str, history: &[String]) -> Reading {
        self.phrasebook.read(corpus, question, history, &|word| self.vocabulary.has(word))
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
