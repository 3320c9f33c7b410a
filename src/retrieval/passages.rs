//! The vectors of a corpus that are kept in memory.

use std::borrow::Cow;
use std::ops::Range;

use super::ports::{PassageVectors, VectorsUnavailable};
use super::token_signs::{PassageEmbedding, TokenSigns};

/// Vectors by passage, in memory: right where nothing is kept.
#[derive(Debug, Default)]
pub struct PassagesInMemory(Vec<PassageEmbedding>);

impl<E: Into<PassageEmbedding>> FromIterator<E> for PassagesInMemory {
    fn from_iter<I: IntoIterator<Item = E>>(embeddings: I) -> Self {
        Self(embeddings.into_iter().map(Into::into).collect())
    }
}

impl PassageVectors for PassagesInMemory {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn vector(&self, passage: usize) -> Result<Cow<'_, [f32]>, VectorsUnavailable> {
        Ok(Cow::Owned(self.0[passage].vector.vector()))
    }

    fn each_vector(
        &self,
        passages: Range<usize>,
        each: &mut dyn FnMut(f32, &[i8]),
    ) -> Result<(), VectorsUnavailable> {
        for PassageEmbedding { vector, .. } in &self.0[passages] {
            each(vector.unit, &vector.components);
        }
        Ok(())
    }

    fn tokens(&self, passage: usize) -> Result<Cow<'_, TokenSigns>, VectorsUnavailable> {
        let tokens = self.0[passage].tokens.as_ref();
        tokens.map(Cow::Borrowed).ok_or_else(|| VectorsUnavailable::without_tokens(passage))
    }
}
