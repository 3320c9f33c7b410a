//! The letters of a word: a bound on how many slips lie between two words, without comparing them.

use columns::U32;

/// A set with one bit for each letter of the alphabet, one for digits, and some for other
/// characters together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u32);

impl Letters {
    /// The letters of `word`.
    pub(super) fn in_word(word: &str) -> Self {
        let bit = |c: char| match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26,
            _ => 27 + c as u32 % 5,
        };
        Self(word.chars().fold(0, |set, c| set | 1 << bit(c)))
    }

    /// At least so many slips make one word of these letters out of one of those. Each slip takes
    /// at most one letter out, and brings at most one in.
    pub(super) const fn slips_min(self, other: Self) -> u32 {
        let (lost, gained) = ((self.0 & !other.0).count_ones(), (other.0 & !self.0).count_ones());
        if lost > gained { lost } else { gained }
    }
}

impl From<U32> for Letters {
    fn from(set: U32) -> Self {
        Self(set.get())
    }
}

impl From<Letters> for U32 {
    fn from(letters: Letters) -> Self {
        Self::new(letters.0)
    }
}
