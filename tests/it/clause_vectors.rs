//! The vectors of this process behind their port.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rapporteur::backends::read_corpus;
use rapporteur::domain::{Clause, Corpus};
use rapporteur::retrieval::{
    Admitted, ClauseRecord, ClauseVectors, EightBits, Embedder, Embedding, FlatVectors, Index,
    PassagesInMemory, Priority, TokenSigns, VectorsUnavailable,
};

use crate::app::WordEmbedder;
use crate::vectors;

/// The vectors of each passage as the embedder gave them, compared one by one.
#[derive(Debug)]
struct Brute {
    /// Of each clause, then of its segments where it has several.
    clauses: Vec<Vec<Embedding>>,
}

impl Brute {
    fn of(corpus: &Corpus, passages: Vec<Embedding>) -> Self {
        let mut passages = passages.into_iter();
        let several =
            |clause: &Clause| if clause.segments.len() > 1 { clause.segments.len() } else { 0 };
        let own = |clause| passages.by_ref().take(1 + several(clause)).collect();
        Self { clauses: corpus.clauses().iter().map(own).collect() }
    }
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl ClauseVectors for Brute {
    fn len(&self) -> usize {
        self.clauses.len()
    }

    fn nearest(
        &self,
        vector: &[f32],
        most: usize,
        admitted: &Admitted,
    ) -> Result<Vec<(usize, f32)>, VectorsUnavailable> {
        let mut near: Vec<(usize, f32)> =
            admitted.positions().map(|clause| (clause, self.cosine(clause, vector))).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near.truncate(most);
        Ok(near)
    }

    fn cosine(&self, clause: usize, vector: &[f32]) -> f32 {
        product(&self.clauses[clause][0].vector, vector)
    }

    fn segment_cosines(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        self.clauses[clause][1..].iter().map(|one| product(&one.vector, vector)).collect()
    }

    fn vector(&self, clause: usize) -> Vec<f32> {
        self.clauses[clause][0].vector.clone()
    }

    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        let mut best = &self.clauses[clause][0];
        let mut greatest = f32::NEG_INFINITY;
        for one in &self.clauses[clause][1..] {
            let cosine = product(&one.vector, vector);
            // Of segments that are equally near, the first.
            if cosine > greatest + 1e-6 {
                (best, greatest) = (one, cosine);
            }
        }
        best.vector.clone()
    }

    fn tokens(&self, clause: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        let Embedding { vector, tokens } = &self.clauses[clause][0];
        Ok(Cow::Owned(TokenSigns::from_tokens(tokens, vector.len())))
    }

    /// What is kept elsewhere is a matter of whoever keeps it.
    fn record(&self, _: usize) -> Option<ClauseRecord> {
        None
    }
}

#[test]
fn flat_vectors_hold_to_the_port() {
    let corpus = read_corpus(Path::new("corpus"), 1 << 20).expect("documents");
    let embedder = WordEmbedder::new();
    let embed = |texts: &[String]| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut embeddings = embedder.embed(&texts, Priority::Bulk).expect("vectors");
        // As they are kept.
        for embedding in &mut embeddings {
            embedding.vector = EightBits::from_vector(&embedding.vector).vector();
        }
        embeddings
    };
    let passages = Index::passages(&corpus);
    let embedded = embed(&passages);
    let kept: PassagesInMemory = embedded.iter().cloned().collect();
    let flat = FlatVectors::build(&corpus, Arc::new(kept)).expect("vectors");
    let queries: Vec<Vec<f32>> =
        embed(&passages[..20]).into_iter().map(|embedding| embedding.vector).collect();
    vectors::hold(&corpus, &flat, &Brute::of(&corpus, embedded), &queries);
}
