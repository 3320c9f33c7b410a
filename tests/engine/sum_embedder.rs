//! An embedder that needs no model, and whose vectors fill the space as a model's do.

use rapporteur::domain::Digest;
use rapporteur::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority, TokenVectors};

const DIMENSIONS: usize = 384;

/// Gives each word a direction of its own; a text is the sum of its words, and of its pairs of
/// words, so that hardly two texts are alike.
#[derive(Debug)]
pub(crate) struct SumEmbedder(ModelInfo);

impl SumEmbedder {
    pub(crate) fn new() -> Self {
        let name = "sum of words".to_owned();
        Self(ModelInfo::new(name, Digest([77; 32]), DIMENSIONS))
    }
}

impl Embedder for SumEmbedder {
    fn model(&self) -> &ModelInfo {
        &self.0
    }

    fn embed(&self, texts: &[&str], _: Priority) -> Result<Vec<Embedding>, EmbedError> {
        Ok(texts.iter().map(|text| embedding(text)).collect())
    }

    fn knows(&self, _: &str) -> bool {
        true
    }
}

fn embedding(text: &str) -> Embedding {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut vector = vec![0.0_f32; DIMENSIONS];
    let mut tokens = TokenVectors::default();
    for word in &words {
        let row = direction(word);
        for (sum, &x) in vector.iter_mut().zip(&row) {
            *sum += f32::from(x);
        }
        tokens.ids.push(hash(word) as u32 % 30_000);
        tokens.scales.push(1.0 / (74.0 * (DIMENSIONS as f32).sqrt()));
        tokens.rows.extend(row);
    }
    for pair in words.windows(2) {
        for (sum, x) in vector.iter_mut().zip(direction(&pair.concat())) {
            *sum += f32::from(x) / 2.0;
        }
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for x in &mut vector {
        *x /= length;
    }
    Embedding { vector, tokens }
}

/// FNV-1a: small, and the same on every machine.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn direction(word: &str) -> Vec<i8> {
    let mut state = hash(word) | 1;
    let next = || {
        // Xorshift (Marsaglia, 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as i8
    };
    std::iter::repeat_with(next).take(DIMENSIONS).collect()
}
