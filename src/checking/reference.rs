//! Words that name a document or a clause.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use crate::domain::{Corpus, ItemVerdict};
use crate::language::analysis::{stem, terms};

/// How surely words name a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// A place alone: it may be about something else that happened there.
    Place,
    /// A document, by its place and a noun or year, by its title, or by its clause.
    Document,
}

/// Indices of documents, in order; one list for all who name the same ones.
pub(super) type Documents = Rc<[usize]>;

/// Lists of documents, each once: many names stand for the same ones.
#[derive(Default)]
pub(super) struct Lists(RefCell<HashSet<Documents>>);

/// Words that name documents or a clause. Ranges are bytes of the passage.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// Where they stand.
    pub range: Range<usize>,
    /// The documents named; where the verdict is not `Valid`, those that come nearest.
    pub documents: Documents,
    /// The clause named, or the first of its parts.
    pub clause: Option<usize>,
    /// That clause and its parts.
    pub clauses: Range<usize>,
    /// How surely a document is meant.
    pub sureness: Sureness,
    /// Whether there is such a thing.
    pub verdict: ItemVerdict,
    /// What there is not: a name, a label, a year.
    pub missing: String,
    /// The parts of the label that is named.
    pub label: Option<String>,
    /// Whether the document is named by its title.
    pub titled: bool,
    /// Whether it stands in a comparison: "than the Rome declaration".
    pub governed: bool,
}

impl Lists {
    /// `documents` as a list that is kept once.
    pub(super) fn shared(&self, documents: Vec<usize>) -> Documents {
        let mut lists = self.0.borrow_mut();
        if let Some(known) = lists.get(documents.as_slice()) {
            return Rc::clone(known);
        }
        let list = Documents::from(documents);
        lists.insert(Rc::clone(&list));
        list
    }
}

impl Reference {
    /// Words that name a document which does not exist.
    pub(super) fn absent(range: Range<usize>, name: String) -> Self {
        Self {
            range,
            documents: Documents::default(),
            clause: None,
            clauses: 0..0,
            sureness: Sureness::Document,
            verdict: ItemVerdict::NoSuchDocument,
            missing: name,
            label: None,
            titled: false,
            governed: false,
        }
    }

    /// Words that name a document of others.
    pub(super) fn foreign(range: Range<usize>, name: String) -> Self {
        Self { verdict: ItemVerdict::Unchecked, ..Self::absent(range, name) }
    }

    /// Words that name `documents`.
    pub(super) fn valid(range: Range<usize>, documents: Documents) -> Self {
        Self { documents, verdict: ItemVerdict::Valid, ..Self::absent(range, String::new()) }
    }

    /// Whether it names a document of others.
    pub(super) fn is_foreign(&self) -> bool {
        self.verdict == ItemVerdict::Unchecked
    }

    /// Its documents; a place alone means what was adopted there.
    pub(super) fn spoken_of(&self, corpus: &Corpus, lists: &Lists) -> Documents {
        if self.sureness == Sureness::Document {
            return self.documents.clone();
        }
        let adopted = adopted(corpus, &self.documents);
        if adopted.is_empty() { self.documents.clone() } else { lists.shared(adopted) }
    }

    /// Whether it can be followed: what it names is there.
    pub(super) fn holds(&self) -> bool {
        matches!(self.verdict, ItemVerdict::Valid | ItemVerdict::OtherState)
    }
}

/// Those of `documents` that were adopted.
pub(super) fn adopted(corpus: &Corpus, documents: &[usize]) -> Vec<usize> {
    let adopted = |index: &usize| !corpus.documents()[*index].kind.is_report();
    documents.iter().copied().filter(adopted).collect()
}

/// Whether `documents` are called by `noun`: by their kind or in their titles.
pub(super) fn are_called(corpus: &Corpus, documents: &[usize], noun: &str) -> bool {
    let stem = stem(noun);
    documents.iter().any(|&index| {
        let document = &corpus.documents()[index];
        document.kind.name() == noun || terms(&document.title).iter().any(|term| term.stem == stem)
    })
}
