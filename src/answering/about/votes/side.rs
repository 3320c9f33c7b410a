//! The sides of a vote.

use crate::domain::Adoption;

/// A side of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    InFavour,
    Against,
    Abstaining,
}

impl Side {
    pub(super) const ALL: [Self; 3] = [Self::Against, Self::Abstaining, Self::InFavour];

    /// Its members in the record.
    pub(super) fn members(self, adoption: &Adoption) -> &[String] {
        match self {
            Self::InFavour => &adoption.in_favour,
            Self::Against => &adoption.against,
            Self::Abstaining => &adoption.abstaining,
        }
    }

    /// How many they are, as printed where that is.
    pub(super) fn count(self, adoption: &Adoption) -> usize {
        let printed = adoption.counts.map(|counts| match self {
            Self::InFavour => counts[0],
            Self::Against => counts[1],
            Self::Abstaining => counts[2],
        });
        printed.map_or_else(|| self.members(adoption).len(), |count| count as usize)
    }

    /// "votes against".
    pub(super) const fn counted(self) -> &'static str {
        match self {
            Self::InFavour => "votes in favour",
            Self::Against => "votes against",
            Self::Abstaining => "abstentions",
        }
    }

    /// "voted against resolution 80/4".
    pub(super) fn done(self, target: &str) -> String {
        match self {
            Self::InFavour => format!("voted in favour of {target}"),
            Self::Against => format!("voted against {target}"),
            Self::Abstaining => format!("abstained on {target}"),
        }
    }

    /// "voted against".
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::InFavour => "voted in favour",
            Self::Against => "voted against",
            Self::Abstaining => "abstained",
        }
    }
}
