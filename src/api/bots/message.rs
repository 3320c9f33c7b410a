//! A message without any markup: platforms write it in their own forms.

use crate::api::places::Places;

/// The longest address of a page that stands in a message. A long question makes a longer one.
const PAGE_CHARS_MAX: usize = 500;

/// What is said, in the order in which it is shown. All of it is plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// The answer in a sentence or two.
    pub(super) lead: String,
    /// What clauses say, each with its quotation.
    pub(super) points: Vec<Point>,
    /// How many more points the page shows.
    pub(super) more: usize,
    /// What else is to be known.
    pub(super) notes: Vec<String>,
    /// Clauses that are referred to and not quoted.
    pub(super) sources: Vec<Source>,
    /// The page that shows all of it.
    pub(super) page: Option<String>,
    /// The id by which buttons speak of it; none where there are to be no buttons.
    pub(super) feedback: Option<String>,
}

/// A quotation with what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Point {
    /// Before it: who says it, and how.
    pub(super) before: String,
    /// The words, in quotation marks.
    pub(super) quote: Option<String>,
    /// Behind it: what is to be said about the words.
    pub(super) after: String,
    /// Where they stand.
    pub(super) source: Option<Source>,
}

/// A clause, and where it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// The number that marks it in the text, where one does.
    pub(super) marker: Option<u32>,
    pub(super) title: String,
    pub(super) url: String,
}

/// The page at `path` with these parameters, or without them where its address would be too long.
pub(super) fn page(places: &Places, path: &str, parameters: &[(&str, &str)]) -> Option<String> {
    let whole = places.page(path, parameters).filter(|url| url.len() <= PAGE_CHARS_MAX);
    whole.or_else(|| places.page(path, &[]))
}

impl Message {
    /// A sentence or more, and nothing else.
    pub(super) fn plain(lead: impl Into<String>) -> Self {
        Self { lead: lead.into(), ..Self::default() }
    }

    /// What can be asked, and how.
    pub(super) fn help(lead: impl Into<String>) -> Self {
        let notes = [
            "verify \u{201c}...\u{201d} checks a quotation, or a whole text.",
            "compare TOPIC shows what each document says on a topic, and what changed.",
        ];
        Self { notes: notes.map(str::to_owned).into(), ..Self::plain(lead) }
    }
}
