//! Lead-in verbs and how strongly they bind.

use super::Span;
use super::documented::documented;

documented! {
/// How strongly a verb binds those who adopted the text, from the weakest up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Recalls, notes, considers: states that something exists.
    Note,
    /// Recognises, acknowledges, condemns: takes a position, asks for nothing.
    Recognize,
    /// Supports, welcomes, encourages, invites: asks gently.
    Encourage,
    /// Urges, calls upon, requests: asks firmly.
    Urge,
    /// Agrees, endeavours, undertakes: binds the speakers to an effort.
    Commit,
    /// Decides, resolves, declares: settles a matter.
    Decide,
}
}

impl Strength {
    /// Every strength from the weakest up.
    pub const ALL: [Self; 6] =
        [Self::Note, Self::Recognize, Self::Encourage, Self::Urge, Self::Commit, Self::Decide];

    /// The lower-case name: `note`, `recognize`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Recognize => "recognize",
            Self::Encourage => "encourage",
            Self::Urge => "urge",
            Self::Commit => "commit",
            Self::Decide => "decide",
        }
    }
}

/// A lead-in verb as it stands in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperativeVerb {
    /// Base form in American spelling, without adverbs: `urge`, `recognize`, `call upon`. In clauses of other
    /// languages, that of the English verb.
    pub lemma: String,
    /// The words of the clause, adverbs included: `Strongly urge`.
    pub wording: String,
    /// How strongly it binds.
    pub strength: Strength,
    /// Whether an adverb makes it stronger: "strongly urge".
    pub intensified: bool,
    /// Where `wording` stands in the document's text.
    pub span: Span,
}

impl OperativeVerb {
    /// What verbs are compared by: their strength, and within one strength whether an adverb adds
    /// to it. An adverb never lifts a verb above the next strength.
    pub fn force(&self) -> (Strength, bool) {
        (self.strength, self.intensified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adverbs_count_within_one_strength() {
        use Strength::{Encourage, Urge};

        let verb = |strength, intensified| OperativeVerb {
            lemma: String::new(),
            wording: String::new(),
            strength,
            intensified,
            span: Span::new(0, 0),
        };
        let rising =
            [verb(Encourage, false), verb(Encourage, true), verb(Urge, false), verb(Urge, true)];
        assert!(rising.is_sorted_by(|a, b| a.force() < b.force()), "{rising:?}");
    }
}
