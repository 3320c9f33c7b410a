//! A ranked clause: its score, and the signals that the score is made of.

use crate::domain::SignalName;

/// The signals of one clause for one question, as measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signals {
    /// Cosine of the question and the clause in its context.
    pub dense: f32,
    /// Best cosine of the question and a segment of the clause.
    pub segment: f32,
    /// Mean over the question's tokens, weighted by rarity, of the best token cosine.
    pub max_sim: f32,
    /// The best token cosine of the question's worst matched token, among its rarer ones: low
    /// where the clause speaks of all but one thing that is asked for.
    pub weakest: f32,
    /// BM25.
    pub lexical: f32,
    /// Share of the question's terms, weighted by rarity, that the clause holds.
    pub coverage: f32,
    /// Share of the topic's words, by the square of their rarity, that the clause holds in some form,
    /// itself or by its lead-in and heading.
    pub held: f32,
}

/// One clause with its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Position of the clause.
    pub clause: usize,
    /// What the ranking is ordered by.
    pub score: f32,
    /// As measured.
    pub signals: Signals,
    /// What each part added to the score.
    pub contributions: Vec<(SignalName, f32, f32)>,
}
