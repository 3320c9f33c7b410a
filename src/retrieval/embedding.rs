//! What a model makes of a text: one vector, and one for each token.

/// The vectors of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedding {
    /// Mean of the token vectors, of unit length.
    pub vector: Vec<f32>,
    /// One vector for each token, for late interaction.
    pub tokens: TokenVectors,
}

/// The vectors of a text's tokens, without the model's own marks of start and end.
///
/// Row `i` of the unit vectors is `scales[i] * rows[i * dimensions..]`: eight bits a component,
/// with a scale for each row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TokenVectors {
    /// Vocabulary id of each token.
    pub ids: Vec<u32>,
    /// What a unit of each row is worth.
    pub scales: Vec<f32>,
    /// `ids.len() * dimensions` components, row by row.
    pub rows: Vec<i8>,
}
