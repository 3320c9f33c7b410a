//! Where a question says to look.

use std::ops::Range;

/// What a question says about where to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Documents named, in order of date; empty where none is.
    pub named: Vec<usize>,
    /// The same by the names that name them, in the order of the question; each in order of date.
    pub groups: Vec<Vec<usize>>,
    /// Documents whose title holds a name that the question speaks of, where it names none.
    pub leaning: Vec<usize>,
    /// Documents excluded, in order of date.
    pub excluded: Vec<usize>,
    /// Years named, in order.
    pub years: Vec<i16>,
    /// Years named of which the corpus has no document and no clause speaks.
    pub missing_years: Vec<i16>,
    /// What a document is called that the corpus does not have, such as "Paris declaration".
    pub missing_names: Vec<String>,
    /// The documents that come nearest to those.
    pub nearest: Vec<usize>,
    /// Names of which one document is meant, with all that they may mean.
    pub ambiguous: Vec<(String, Vec<usize>)>,
    /// Whether the question speaks of declarations, texts and the like.
    pub wants_documents: bool,
    /// Whether it speaks of what was adopted: "declarations", but not "documents".
    pub wants_adopted: bool,
    /// Whether it speaks of news reports or pages.
    pub wants_reports: bool,
}

/// One name in a question.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) words: Range<usize>,
    pub(super) documents: Vec<usize>,
    pub(super) year: Option<i16>,
    pub(super) excluded: bool,
}
