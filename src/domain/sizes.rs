//! How much there is of a corpus: what bounds a response before anything of it is made.
//!
//! Lengths are in code points: those of documents and clauses are known without a look at their texts.

use super::{Clause, Document};

/// How many of the longest are told one by one; what is further down counts as the last of them.
const LONGEST_KEPT: usize = 10_000;

/// How much there is of a corpus.
#[derive(Debug)]
pub struct Sizes {
    /// The texts of documents.
    pub documents: Longest,
    /// The texts of clauses.
    pub clauses: Longest,
    /// The most clauses of one document.
    pub clauses_of_document: usize,
    /// The longest of what [`Document::described_chars`] counts.
    pub described: usize,
    /// The longest of what [`Catalogue::chars`] counts.
    ///
    /// [`Catalogue::chars`]: super::Catalogue::chars
    pub catalogue: usize,
    /// The longest heading of a clause.
    pub heading: usize,
    /// The most references of one clause.
    pub references: usize,
    /// The longest id of a document.
    pub id: usize,
}

impl Sizes {
    /// Measures documents and their clauses.
    pub(super) fn measure(documents: &[Document], clauses: &[Clause]) -> Self {
        let most = |size: fn(&Document) -> usize| documents.iter().map(size).max().unwrap_or(0);
        let most_of_clause =
            |size: fn(&Clause) -> usize| clauses.iter().map(size).max().unwrap_or(0);
        Self {
            documents: Longest::from_lengths(documents.iter().map(|one| one.text.len()).collect()),
            clauses: Longest::from_lengths(clauses.iter().map(|one| one.span.len()).collect()),
            clauses_of_document: most(|one| one.clauses.len()),
            described: most(Document::described_chars),
            catalogue: most(|one| one.catalogue.chars()),
            heading: most_of_clause(|one| one.heading.map_or(0, |span| span.len() as usize)),
            references: most_of_clause(|one| one.references.len()),
            id: most(|one| one.id.len()),
        }
    }
}

/// The lengths of the longest texts of a kind.
#[derive(Debug)]
pub struct Longest {
    /// What the longest come to together: none of them, one, two, ...
    sums: Vec<usize>,
    /// How many texts there are.
    count: usize,
}

impl Longest {
    fn from_lengths(mut lengths: Vec<u32>) -> Self {
        let count = lengths.len();
        if count > LONGEST_KEPT {
            lengths.select_nth_unstable_by(LONGEST_KEPT, |a, b| b.cmp(a));
            lengths.truncate(LONGEST_KEPT);
        }
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        let mut sums = vec![0];
        let mut sum = 0;
        sums.extend(lengths.into_iter().map(|length| {
            sum += length as usize;
            sum
        }));
        Self { sums, count }
    }

    /// How many texts there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The length of the longest.
    pub fn longest(&self) -> usize {
        self.together(1)
    }

    /// What `count` texts come to at most, each taken once.
    pub fn together(&self, count: usize) -> usize {
        let count = count.min(self.count);
        let kept = self.sums.len() - 1;
        if count <= kept {
            return self.sums[count];
        }
        let last = self.sums[kept] - self.sums[kept - 1];
        self.sums[kept] + (count - kept) * last
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_longest_are_summed() {
        let longest = Longest::from_lengths(vec![3, 9, 1, 4]);
        let sums: Vec<usize> = (0..6).map(|count| longest.together(count)).collect();
        assert_eq!(sums, [0, 9, 13, 16, 17, 17]);
        assert_eq!((longest.longest(), longest.count()), (9, 4));
        let none = Longest::from_lengths(Vec::new());
        assert_eq!((none.longest(), none.together(7), none.count()), (0, 0, 0));
    }

    #[test]
    fn many_texts_come_to_no_less_than_they_are() {
        let lengths: Vec<u32> = (0..25_000).map(|at| at * 7_919 % 1_000).collect();
        let mut sorted = lengths.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let longest = Longest::from_lengths(lengths);
        for count in [1, 100, LONGEST_KEPT, LONGEST_KEPT + 1, 20_000, 25_000, 30_000] {
            let sum: usize = sorted.iter().take(count).map(|&length| length as usize).sum();
            let bound = longest.together(count);
            assert!(bound >= sum, "{count}: {bound} < {sum}");
            assert!(count > LONGEST_KEPT || bound == sum, "{count}: {bound} > {sum}");
        }
    }

    #[test]
    fn a_corpus_knows_its_sizes() {
        let corpus = sample::corpus();
        let sizes = corpus.sizes();
        let rome = corpus.document("rome-2012").expect("in the sample");
        assert_eq!(sizes.clauses_of_document, rome.clauses.len());
        assert_eq!(sizes.documents.count(), corpus.documents().len());
        let texts = corpus.clauses().iter().map(|clause| corpus.text_of(clause).chars().count());
        assert_eq!(Some(sizes.clauses.longest()), texts.max());
        assert_eq!(sizes.id, "singapore-2009".len());
    }
}
