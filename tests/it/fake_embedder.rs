//! An embedding model for tests: deterministic, quick, and without files.

use std::sync::atomic::{AtomicUsize, Ordering};

use rapporteur::domain::Digest;
use rapporteur::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority, TokenVectors};

const DIMENSIONS: usize = 64;

/// Gives each word a direction of its own: texts with the same words are near each other.
#[derive(Debug)]
pub(crate) struct FakeEmbedder {
    /// What is told of it.
    pub(crate) model: ModelInfo,
    texts: AtomicUsize,
}

impl FakeEmbedder {
    /// A model whose digest is `digest` throughout.
    pub(crate) fn new(digest: u8) -> Self {
        let name = "fake (words)".to_owned();
        let model = ModelInfo::new(name, Digest([digest; 32]), DIMENSIONS);
        Self { model, texts: AtomicUsize::new(0) }
    }

    /// Texts embedded so far.
    pub(crate) fn texts_embedded(&self) -> usize {
        self.texts.load(Ordering::Relaxed)
    }
}

impl Embedder for FakeEmbedder {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn model(&self) -> &ModelInfo {
        &self.model
    }

    fn embed(&self, texts: &[&str], _priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        self.texts.fetch_add(texts.len(), Ordering::Relaxed);
        Ok(texts.iter().map(|text| embedding(text)).collect())
    }
}

/// Words in lower case: runs of letters and digits.
fn embedding(text: &str) -> Embedding {
    let mut sum = vec![1e-3; DIMENSIONS];
    let mut tokens = TokenVectors::default();
    let text = text.to_lowercase();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
    {
        let hash = fnv1a(word);
        let row = signs(hash);
        for (sum, sign) in sum.iter_mut().zip(&row) {
            *sum += f32::from(*sign);
        }
        tokens.ids.push(hash as u32);
        tokens.scales.push(1.0 / (DIMENSIONS as f32).sqrt());
        tokens.rows.extend(row);
    }
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    let vector = sum.into_iter().map(|x| x / length).collect();
    Embedding { vector, tokens }
}

/// One of the corners of a cube, as the bits of `hash` say.
fn signs(hash: u64) -> Vec<i8> {
    (0..DIMENSIONS).map(|bit| if hash >> bit & 1 == 1 { 1 } else { -1 }).collect()
}

/// FNV-1a (Fowler, Noll, Vo), with a last round that spreads short words over all bits.
fn fnv1a(word: &str) -> u64 {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}
