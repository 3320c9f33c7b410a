//! The vectors of this process behind their port.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use rapporteur::backends::read_corpus;
use rapporteur::retrieval::{
    Admitted, ClauseRecord, ClauseVectors, Embedder, FlatVectors, Index, PassagesInMemory,
    Priority, TokenSigns, VectorsUnavailable,
};

use crate::app::WordEmbedder;
use crate::vectors;

/// The vectors of each passage as the embedder gave them, compared one by one.
#[derive(Debug)]
struct Brute(FlatVectors);

impl ClauseVectors for Brute {
    fn len(&self) -> usize {
        self.0.len()
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
        self.vector(clause).iter().zip(vector).map(|(a, b)| a * b).sum()
    }

    fn segment_cosines(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        self.0.segment_cosines(clause, vector)
    }

    fn vector(&self, clause: usize) -> Vec<f32> {
        self.0.vector(clause)
    }

    fn nearest_segment(&self, clause: usize, vector: &[f32]) -> Vec<f32> {
        self.0.nearest_segment(clause, vector)
    }

    fn tokens(&self, clause: usize) -> Cow<'_, TokenSigns> {
        self.0.tokens(clause)
    }

    fn record(&self, clause: usize) -> Option<ClauseRecord> {
        let bytes = self.0.record(clause)?.to_bytes();
        ClauseRecord::from_bytes(&bytes, self.vector(clause).len())
    }
}

#[test]
fn flat_vectors_hold_to_the_port() {
    let corpus = read_corpus(Path::new("corpus"), 1 << 20, |_, _| ()).expect("documents");
    let embedder = WordEmbedder::new();
    let embed = |texts: &[String]| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        embedder.embed(&texts, Priority::Bulk).expect("vectors")
    };
    let passages = Index::passages(&corpus);
    let flat = || {
        let embedded: PassagesInMemory = embed(&passages).into_iter().collect();
        FlatVectors::build(&corpus, Arc::new(embedded))
    };
    let queries: Vec<Vec<f32>> =
        embed(&passages[..20]).into_iter().map(|embedding| embedding.vector).collect();
    vectors::hold(&corpus, &flat(), &Brute(flat()), &queries);
}
