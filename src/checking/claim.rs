//! Something that a text ascribes to the documents in its own words.

use std::ops::Range;

use super::page::Passage;
use super::reference::Documents;
use crate::domain::VerbUse;
use crate::language::lexicon::english;

/// Something that documents are said to say. Ranges are bytes of the passage.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// From the subject to the end of the content.
    pub range: Range<usize>,
    /// Where the verb ends.
    pub verb_end: usize,
    /// What they are said to say.
    pub content: Range<usize>,
    /// The documents: each list of them has to say it, in one of its documents.
    pub subjects: Vec<Documents>,
    /// The clause that is named.
    pub clause: Option<usize>,
    /// That clause and its parts.
    pub clauses: Range<usize>,
    /// Where the documents are named; nothing where they were named earlier.
    pub named_at: Option<Range<usize>>,
    /// The verb, where it binds.
    pub verb: Option<VerbUse>,
    /// Whether they are said not to say it.
    pub silent: bool,
    /// Whether they are said only to speak of it.
    pub mentions: bool,
    /// Whether they are said to oblige somebody.
    pub obliges: bool,
    /// Whether none spoke of it before them, or none but them.
    pub rank: Option<Rank>,
    /// What tells within the content who says so: ", says the Convention,".
    pub inside: Option<Range<usize>>,
    /// How surely they are said to say it.
    pub ascribed: Ascribed,
}

/// How surely documents are said to say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ascribed {
    /// The sentence says that they say it.
    Said,
    /// They are named, and nothing says so: it may be the writer's.
    Loosely,
}

/// Who else is said not to speak of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Nobody before.
    First,
    /// Nobody else.
    Only,
}

/// A verb behind a subject, in words.
pub(super) struct Verb {
    pub(super) end: usize,
    pub(super) binding: Option<VerbUse>,
    pub(super) silent: bool,
    pub(super) mentions: bool,
    pub(super) obliges: bool,
    pub(super) rank: Option<Rank>,
}

impl Verb {
    /// A verb that ends before word `end` and tells nothing but that something is said.
    pub(super) const fn plain(end: usize) -> Self {
        Self { end, binding: None, silent: false, mentions: false, obliges: false, rank: None }
    }
}

impl Claim {
    /// That each of `subjects`, which are named earlier, says `content`.
    pub(super) fn plain(
        range: Range<usize>,
        content: Range<usize>,
        subjects: Vec<Documents>,
    ) -> Self {
        Self {
            range,
            verb_end: content.start,
            content,
            subjects,
            clause: None,
            clauses: 0..0,
            named_at: None,
            verb: None,
            silent: false,
            mentions: false,
            obliges: false,
            rank: None,
            inside: None,
            ascribed: Ascribed::Said,
        }
    }

    /// Whether nothing in the sentence says that documents say it.
    pub(super) fn is_loose(&self) -> bool {
        self.ascribed == Ascribed::Loosely
    }

    /// Ends it before byte `at`, where the next one begins, and before what joins the two.
    pub(super) fn end_before(&mut self, passage: &Passage, at: usize) {
        let joining = &english().claims.saying.joining;
        let mut end = at.clamp(self.content.start, self.content.end);
        loop {
            let words = passage.text()[self.content.start..end].trim_end();
            let joined = words.rsplit_once(' ').filter(|(_, last)| joining.has(last));
            let shorter =
                joined.map(|(before, _)| before).or_else(|| words.strip_suffix([',', ';']));
            end = self.content.start + shorter.unwrap_or(words).len();
            if shorter.is_none() {
                break;
            }
        }
        self.content.end = end;
        self.range.end = end;
    }

    /// Every document that is meant, in order, each once.
    pub(super) fn documents(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.subjects.iter().flat_map(|own| own.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
