//! Floor 1: what is English, and what is known of other languages.
//!
//! Everything that depends on the language of a text and not on any corpus: words and their stems,
//! stop words, spelling variants, verbs and their inflection, numbers, dates, sentences, quotation
//! marks, names of persons, and the words by which questions are asked.

pub mod analysis;
pub mod asked_in;
pub(crate) mod calendar;
pub(crate) mod capitals;
pub mod dates;
pub(crate) mod figures;
pub(crate) mod force;
pub(crate) mod headings;
pub(crate) mod identify;
pub(crate) mod lead_ins;
pub(crate) mod lexicon;
pub(crate) mod looks;
pub(crate) mod markup;
pub(crate) mod naming;
pub(crate) mod numbers;
pub mod persons;
pub(crate) mod predicate;
pub(crate) mod quotation_marks;
pub(crate) mod references;
pub(crate) mod sentences;
pub(crate) mod states;
pub(crate) mod titles;
pub(crate) mod values;
pub mod verbs;
