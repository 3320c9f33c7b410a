//! Cursors and pages.
//!
//! A cursor names the corpus state and the list that it is a place in, so that it fails clearly
//! instead of pointing at something else.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::{Corpus, InvalidQuery};

/// The most items on one page.
pub(in crate::api) const PAGE_MAX: usize = 100;

/// A list that can be paged through.
pub(super) struct Listing<'a> {
    /// The corpus state that it shows.
    pub(super) corpus: &'a Corpus,
    /// Which list it is.
    pub(super) name: &'a str,
    /// How many items it has.
    pub(super) total: usize,
}

impl Listing<'_> {
    /// The cursor of the item at `offset`.
    pub(super) fn cursor(&self, offset: usize) -> String {
        let plain = format!("{}\n{}\n{offset}", self.corpus.digest().short(), self.name);
        URL_SAFE_NO_PAD.encode(plain)
    }

    /// The offsets of a page: `first` items after the cursor `after`.
    pub(super) fn page(
        &self,
        first: i32,
        after: Option<&str>,
    ) -> Result<Range<usize>, InvalidQuery> {
        let length = page_length(first)?;
        let start = after.map_or(Ok(0), |cursor| self.offset_after(cursor))?.min(self.total);
        Ok(start..self.total.min(start + length))
    }

    fn offset_after(&self, cursor: &str) -> Result<usize, InvalidQuery> {
        let refuse = |message: &str| InvalidQuery { field: "after", message: message.to_owned() };
        let malformed = || refuse("is not a cursor; send an endCursor of this list, unchanged");
        let plain = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| malformed())?;
        let plain = String::from_utf8(plain).map_err(|_| malformed())?;
        let mut fields = plain.split('\n');
        let (Some(digest), Some(name), Some(offset), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(malformed());
        };
        let offset: usize = offset.parse().map_err(|_| malformed())?;
        if digest != self.corpus.digest().short() {
            return Err(refuse("belongs to another state of the corpus; start again without it"));
        }
        if name != self.name {
            return Err(refuse("belongs to another list; send an endCursor of this one"));
        }
        Ok(offset.saturating_add(1))
    }
}

/// The number of items that `first` asks for.
pub(super) fn page_length(first: i32) -> Result<usize, InvalidQuery> {
    usize::try_from(first).ok().filter(|first| (1..=PAGE_MAX).contains(first)).ok_or_else(|| {
        let message = format!("is {first}; use 1 to {PAGE_MAX}");
        InvalidQuery { field: "first", message }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;

    fn corpus(digest: u8) -> Corpus {
        Corpus::new(Vec::new(), Digest([digest; 32])).expect("no ids, no duplicates")
    }

    #[test]
    fn pages_join_up_and_end() {
        let corpus = corpus(1);
        let listing = Listing { corpus: &corpus, name: "clauses", total: 5 };
        let after = |offset| listing.cursor(offset);
        let cases = [
            (2, None, Ok(0..2)),
            (2, Some(after(1)), Ok(2..4)),
            (2, Some(after(3)), Ok(4..5)),
            (100, Some(after(4)), Ok(5..5)),
            (3, Some(after(usize::MAX)), Ok(5..5)),
            (0, None, Err("first: is 0; use 1 to 100")),
            (-1, None, Err("first: is -1; use 1 to 100")),
            (1_000, None, Err("first: is 1000; use 1 to 100")),
        ];
        for (first, after, expected) in cases {
            let page = listing.page(first, after.as_deref()).map_err(|error| error.to_string());
            assert_eq!(page, expected.map_err(str::to_owned), "{first:?} {after:?}");
        }
    }

    #[test]
    fn foreign_cursors_are_refused_with_the_reason() {
        let (here, elsewhere) = (corpus(1), corpus(2));
        let listing = Listing { corpus: &here, name: "clauses", total: 5 };
        let cases = [
            (String::new(), "not a cursor"),
            ("%%".to_owned(), "not a cursor"),
            (URL_SAFE_NO_PAD.encode([0xff, 0xfe]), "not a cursor"),
            (URL_SAFE_NO_PAD.encode("a\nb"), "not a cursor"),
            (URL_SAFE_NO_PAD.encode("a\nb\n-1"), "not a cursor"),
            (Listing { corpus: &here, name: "documents", total: 5 }.cursor(1), "another list"),
            (Listing { corpus: &elsewhere, name: "clauses", total: 5 }.cursor(1), "another state"),
        ];
        for (cursor, reason) in cases {
            let error = listing.page(3, Some(&cursor)).expect_err("refused");
            assert_eq!(error.field, "after");
            assert!(error.message.contains(reason), "{cursor:?}: {error}");
        }
    }
}
