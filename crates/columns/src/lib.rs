//! How do long tables lie in memory and in files?
//!
//! May import: nothing of ours. Files are opened elsewhere; here are bytes.
#![doc = include_str!("../README.md")]

mod column;
mod lists;
mod sections;
mod strings;

pub use column::{Column, F32, I16, Item, U16, U32, U64};
pub use lists::{Lists, ListsBuilder};
pub use sections::{Damaged, Sections};
pub use strings::{SortedStrings, Strings};
