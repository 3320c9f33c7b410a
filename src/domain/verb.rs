//! Lead-in verbs and how strongly they bind.

use super::Span;

/// How strongly a verb binds those who adopted the text, from the weakest up.
///
/// The order follows drafting practice for declarations and resolutions: recitals take note
/// before they recognise, calls invite before they urge, and commitments stand above calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Recalls, notes, considers: states that something exists.
    Note,
    /// Recognises, acknowledges, emphasises, condemns: takes a position, asks for nothing.
    Recognize,
    /// Supports, welcomes, encourages, invites: asks gently.
    Encourage,
    /// Urges, calls upon, requests: asks firmly.
    Urge,
    /// Agrees, endeavours, strives, undertakes, affirms: binds the speakers to an effort.
    Commit,
    /// Decides, resolves, declares: settles a matter.
    Decide,
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

/// Adverbs that make a verb stronger than it is alone. Others only join ("further", "also") or
/// narrow ("specifically", "in particular").
const INTENSIFIERS: [&str; 20] = [
    "actively", "categorically", "deeply", "earnestly", "emphatically", "firmly", "fully",
    "gravely", "resolutely", "seriously", "solemnly", "strenuously", "strongly", "unanimously",
    "unequivocally", "unreservedly", "urgently", "utterly", "vigorously", "wholeheartedly",
];

/// A lead-in verb as it stands in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperativeVerb {
    /// Base form in American spelling, without adverbs: `urge`, `recognize`, `call upon`.
    pub lemma: String,
    /// The words of the clause, adverbs included: `Strongly urge`.
    pub wording: String,
    /// How strongly it binds.
    pub strength: Strength,
    /// Where `wording` stands in the document's text.
    pub span: Span,
}

impl OperativeVerb {
    /// Whether an adverb makes it stronger: "strongly urge".
    pub fn is_intensified(&self) -> bool {
        let words = || self.wording.split_whitespace().map(str::to_lowercase);
        words().any(|word| INTENSIFIERS.contains(&word.as_str()))
    }

    /// What verbs are compared by: their strength, and within one strength whether an adverb adds
    /// to it. An adverb never lifts a verb above the next strength.
    pub fn force(&self) -> (Strength, bool) {
        (self.strength, self.is_intensified())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_has_the_adverbs_as_they_are() {
        let page = include_str!("../../docs/VERBS.md");
        let adverbs = INTENSIFIERS.join(", ");
        let plain = page.replace("> ", "");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&adverbs), "write into docs/VERBS.md: {adverbs}");
    }

    #[test]
    fn adverbs_count_within_one_strength() {
        use Strength::{Encourage, Urge};

        let verb = |wording: &str, strength| OperativeVerb {
            lemma: String::new(),
            wording: wording.to_owned(),
            strength,
            span: Span::new(0, 0),
        };
        let rising = [
            verb("further encourage", Encourage),
            verb("Strongly encourage", Encourage),
            verb("urge in particular", Urge),
            verb("Strongly urge", Urge),
        ];
        assert!(rising.is_sorted_by(|a, b| a.force() < b.force()), "{rising:?}");
        assert_eq!(verb("Also urge", Urge).force(), verb("urge", Urge).force());
    }
}
