//! How rare each token of the model's vocabulary is among the clauses.

use std::collections::BTreeMap;

use columns::{Column, Damaged, Sections, U32};

/// In how many clauses each token stands.
#[derive(Debug, Default)]
pub(super) struct TokenFrequencies {
    /// Vocabulary ids, in ascending order.
    ids: Column<U32>,
    counts: Column<U32>,
}

/// Counts the vocabulary ids of each clause once.
#[derive(Debug, Default)]
pub(super) struct TokenCounts(BTreeMap<u32, u32>);

impl TokenCounts {
    /// Adds the ids of a clause.
    pub(super) fn add(&mut self, mut ids: Vec<u32>) {
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            *self.0.entry(id).or_default() += 1;
        }
    }

    /// What was counted.
    pub(super) fn build(self) -> TokenFrequencies {
        TokenFrequencies {
            ids: self.0.keys().copied().map(U32::new).collect(),
            counts: self.0.values().copied().map(U32::new).collect(),
        }
    }
}

impl TokenFrequencies {
    /// In how many clauses the token with this vocabulary id stands.
    pub(super) fn count(&self, id: u32) -> u32 {
        let found = self.ids.binary_search_by_key(&id, |id| id.get()).ok();
        found.and_then(|at| self.counts.get(at)).map_or(0, |count| count.get())
    }

    /// Puts the counts among `sections`.
    pub(super) fn store(&self, sections: &mut Sections) {
        sections.put("tokens.ids", self.ids.bytes());
        sections.put("tokens.counts", self.counts.bytes());
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or does not go together.
    pub(super) fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let this =
            Self { ids: sections.column("tokens.ids")?, counts: sections.column("tokens.counts")? };
        let right = this.ids.len() == this.counts.len();
        if right { Ok(this) } else { Err(Damaged::new("tokens.counts")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_counts_once_for_each_clause() {
        let mut counts = TokenCounts::default();
        for ids in [vec![7, 3, 7], vec![3], Vec::new()] {
            counts.add(ids);
        }
        let counted = counts.build();
        let mut sections = Sections::default();
        counted.store(&mut sections);
        let kept = TokenFrequencies::restore(&sections).expect("what was stored");
        for frequencies in [counted, kept] {
            assert_eq!([3, 7, 5].map(|id| frequencies.count(id)), [2, 1, 0]);
        }
        assert!(TokenFrequencies::restore(&Sections::default()).is_err());
    }
}
