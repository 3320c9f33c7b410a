//! What is known of the objects that a selection is made on, before anything is looked up: how many
//! they are at most, and which documents or clauses of the corpus.

use super::CHARS_PER_POINT;
use crate::domain::{Clause, Corpus, Document};

/// Objects that a selection is made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// How many they are at most.
    pub(super) count: usize,
    /// What they are.
    pub(super) about: About,
}

/// What objects are, or what they are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Nothing that is told apart here.
    Other,
    /// Documents.
    Documents(Which),
    /// Clauses, or places in them.
    Clauses(Which),
    /// Pages of as many documents.
    DocumentPage(usize),
    /// Pages of as many clauses.
    ClausePage(usize, Which),
    /// What came of a question or a topic.
    Asked(Asked),
    /// Stretches of texts of at most so many characters.
    Words(usize),
}

/// Which documents or clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// The one at this place of the corpus, each time.
    One(usize),
    /// Clauses of the document at this place, each of them once.
    Within(usize),
    /// Each of the corpus once at most.
    Each,
    /// Any, however often.
    Any,
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    /// How many characters it has, with those before it.
    pub(super) chars: usize,
    /// The most citations of its answer.
    pub(super) citations: usize,
    /// How many clauses of the ranking are shown where that is not said.
    pub(super) evidence: usize,
}

/// How much text a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    /// On all objects together, in characters.
    total: usize,
    /// On one of them.
    each: usize,
}

impl Text {
    /// Too little to count.
    pub(super) const SHORT: Self = Self { total: 0, each: 0 };

    /// `chars` on each object of `scope`.
    pub(super) const fn of(scope: Scope, chars: usize) -> Self {
        Self { total: scope.count.saturating_mul(chars), each: chars }
    }

    /// What it costs on all objects of `scope`.
    pub(super) fn points(self, scope: Scope) -> usize {
        (self.total / CHARS_PER_POINT).min(scope.count.saturating_mul(self.points_of_each()))
    }

    /// What it costs on one object.
    pub(super) const fn points_of_each(self) -> usize {
        self.each / CHARS_PER_POINT
    }
}

/// The corpus, where there is one.
#[derive(Clone, Copy)]
pub(super) struct Known<'a>(pub(super) Option<&'a Corpus>);

impl<'a> Known<'a> {
    /// The one clause that objects are about.
    pub(super) fn clause(self, about: About) -> Option<&'a Clause> {
        match about {
            About::Clauses(Which::One(position)) => self.0?.clauses().get(position),
            _ => None,
        }
    }

    /// The one document that objects are about, or lie in.
    pub(super) fn document(self, about: About) -> Option<&'a Document> {
        let corpus = self.0?;
        match about {
            About::Documents(Which::One(index)) | About::Clauses(Which::Within(index)) => {
                corpus.documents().get(index)
            }
            _ => self.clause(about).map(|clause| corpus.document_of(clause)),
        }
    }

    /// How many documents there are.
    pub(super) fn documents(self) -> usize {
        self.0.map_or(0, |corpus| corpus.documents().len())
    }

    /// How many files could not be read.
    pub(super) fn skipped(self) -> usize {
        self.0.map_or(0, |corpus| corpus.skipped().len())
    }

    /// How many clauses there are.
    pub(super) fn clauses(self) -> usize {
        self.0.map_or(0, |corpus| corpus.clauses().len())
    }

    /// How many clauses a document has at most.
    pub(super) fn clauses_of_document(self, about: About) -> usize {
        let most = self.0.map_or(0, |corpus| corpus.sizes().clauses_of_document);
        self.document(about).map_or(most, |document| document.clauses.len())
    }

    /// How long a document is at most.
    pub(super) fn document_chars(self, about: About) -> usize {
        let longest = self.0.map_or(0, |corpus| corpus.sizes().documents.longest());
        self.document(about).map_or(longest, |document| document.text.len() as usize)
    }

    /// How long a clause is at most.
    pub(super) fn clause_chars(self, about: About) -> usize {
        let longest = self.0.map_or(0, |corpus| corpus.sizes().clauses.longest());
        let longest = longest.min(self.document_chars(about));
        self.clause(about).map_or(longest, |clause| clause.span.len() as usize)
    }

    /// How much is said about a document at most.
    pub(super) fn described_chars(self, about: About) -> usize {
        let most = self.0.map_or(0, |corpus| corpus.sizes().described);
        self.document(about).map_or(most, Document::described_chars)
    }

    /// How long a catalogue's facts about a document are at most.
    pub(super) fn catalogue_chars(self, about: About) -> usize {
        let most = self.0.map_or(0, |corpus| corpus.sizes().catalogue);
        self.document(about).map_or(most, |document| document.catalogue.chars())
    }

    /// How long a clause's heading is at most.
    pub(super) fn heading_chars(self, about: About) -> usize {
        let most = self.0.map_or(0, |corpus| corpus.sizes().heading);
        let heading = |clause: &Clause| clause.heading.map_or(0, |span| span.len() as usize);
        self.clause(about).map_or(most, heading)
    }

    /// How many references a clause has at most.
    pub(super) fn references(self, about: About) -> usize {
        let most = self.0.map_or(0, |corpus| corpus.sizes().references);
        self.clause(about).map_or(most, |clause| clause.references.len())
    }

    /// How many clauses cite a document at most.
    pub(super) fn citing(self, about: About) -> usize {
        match (about, self.0) {
            (About::Documents(Which::One(index)), Some(corpus)) => corpus.citing(index).len(),
            _ => self.clauses(),
        }
    }

    /// The texts of the documents in `scope`.
    pub(super) fn documents_text(self, scope: Scope) -> Text {
        let text = Text::of(scope, self.document_chars(scope.about));
        let together = self.0.map_or(0, |corpus| corpus.sizes().documents.together(scope.count));
        match scope.about {
            About::Documents(Which::Each) => Text { total: together, ..text },
            _ => text,
        }
    }

    /// The texts of the clauses in `scope`. Those of a document lie apart from each other.
    pub(super) fn clauses_text(self, scope: Scope) -> Text {
        let text = Text::of(scope, self.clause_chars(scope.about));
        let together = self.0.map_or(0, |corpus| corpus.sizes().clauses.together(scope.count));
        match scope.about {
            About::Clauses(Which::Each) => Text { total: together, ..text },
            About::Clauses(Which::Within(_)) => {
                Text { total: together.min(self.document_chars(scope.about)), ..text }
            }
            _ => text,
        }
    }
}
