//! Floor 2: how a clause is cited elsewhere.
//!
//! Owns what leaves for other people's texts and tools: citations in the styles of the field,
//! records for reference managers, selectors and links for the web, and documents as XML. All of it
//! is made from what a document says about itself; there is no clock here, so a date of access is
//! one that the caller gives.

mod addresses;
mod akoma_ntoso;
mod annotation;
mod bibtex;
mod csl_json;
mod engine;
mod export;
mod language;
mod passage;
mod ris;
mod selectors;
mod style;
mod text_fragment;
mod work;

pub use addresses::Addresses;
pub use export::{ExportFormat, NoSuchExport, Subject, export};
pub use passage::Passage;
pub use selectors::{TextPosition, TextQuote};
pub use style::{CitationStyle, cite};
pub use text_fragment::{source_link, text_fragment};
