//! Floor 0: how do long tables lie in memory and in files?
//!
//! What an index holds millions of (codes, postings, offsets, words) lies in columns: flat arrays
//! over bytes that were made just now or are part of a file. Both are read alike, so a stored index
//! needs no unpacking. Files are opened elsewhere; here are bytes. May import: nothing of ours.

mod column;
mod lists;
mod sections;
mod strings;

pub use column::{Column, F32, I16, Item, U16, U32, U64};
pub use lists::{Lists, ListsBuilder};
pub use sections::{Damaged, Sections};
pub use strings::{SortedStrings, Strings};
