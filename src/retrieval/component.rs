//! What a ranking is made of, by parts that can be left out.

/// A part of the way from a question to a ranking. Leaving one out shows what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// Cosine of the question and the clause.
    Dense,
    /// Best cosine of the question and a segment of the clause.
    Segment,
    /// Late interaction.
    Late,
    /// The question's worst matched token; only relevance and confidence see it.
    Weakest,
    /// BM25.
    Lexical,
    /// The share of the question's terms that the clause holds; only relevance and confidence, and
    /// what is called silent, see it.
    Coverage,
    /// What the reading of the question adds to scores.
    Priors,
    /// The reading of the question: without it, all words are topic, and nothing is asked for that
    /// the priors could know.
    Reading,
    /// The mending of words that stand nowhere in the corpus.
    Spelling,
    /// Other forms of the question's terms: compounds joined or split, abbreviations.
    Expansion,
    /// Words of about the same meaning as the question's terms.
    Related,
}

impl Component {
    /// Every one, signals first.
    pub const ALL: [Self; 11] = [
        Self::Dense,
        Self::Segment,
        Self::Late,
        Self::Weakest,
        Self::Lexical,
        Self::Coverage,
        Self::Priors,
        Self::Reading,
        Self::Spelling,
        Self::Expansion,
        Self::Related,
    ];

    /// Whether it compares vectors of clauses.
    pub const fn compares_vectors(self) -> bool {
        matches!(self, Self::Dense | Self::Segment | Self::Late | Self::Weakest)
    }

    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Segment => "segment",
            Self::Late => "late interaction",
            Self::Weakest => "weakest term",
            Self::Lexical => "BM25",
            Self::Coverage => "coverage",
            Self::Priors => "priors",
            Self::Reading => "reading",
            Self::Spelling => "spelling",
            Self::Expansion => "expansion",
            Self::Related => "related words",
        }
    }
}
