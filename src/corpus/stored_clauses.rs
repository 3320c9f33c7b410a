//! Clauses as columns: one table for all documents, in their order.

use std::ops::Range;

use columns::{Column, Damaged, Lists, ListsBuilder, Sections, Strings, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::domain::{Clause, Corpus, OperativeVerb, Part, Reference, Span, Strength};

/// What stands for a parent where there is none.
const NO_PARENT: u32 = u32::MAX;

/// A span as it is stored.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct StoredSpan {
    start: U32,
    end: U32,
}

/// A clause as it is stored, but for what can be long.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct StoredClause {
    span: StoredSpan,
    /// Index of its lead-in among the clauses of its document, or [`NO_PARENT`].
    parent: U32,
    /// The words of its heading; from 0 to 0 where there is none.
    heading: StoredSpan,
    /// Index in [`Part::ALL`].
    part: u8,
}

/// A verb as it is stored, but for its words.
#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct StoredVerb {
    span: StoredSpan,
    /// Index in [`Strength::ALL`].
    strength: u8,
    /// 1 if an adverb makes it stronger, else 0.
    intensified: u8,
}

/// The clauses of all documents.
pub(super) struct StoredClauses {
    clauses: Column<StoredClause>,
    labels: Strings,
    segments: Lists<StoredSpan>,
    references: Lists<StoredSpan>,
    /// The keys of the references.
    reference_keys: Strings,
    verbs: Lists<StoredVerb>,
    /// Of each verb its lemma and its wording.
    verb_words: Strings,
}

impl StoredClauses {
    /// The clauses of `corpus`.
    pub(super) fn from_corpus(corpus: &Corpus) -> Self {
        let mut segments = ListsBuilder::default();
        let mut references = ListsBuilder::default();
        let mut verbs = ListsBuilder::default();
        for clause in corpus.clauses() {
            let own: Vec<StoredSpan> = clause.segments.iter().map(|&span| span.into()).collect();
            segments.push(&own);
            let own: Vec<StoredSpan> =
                clause.references.iter().map(|reference| reference.span.into()).collect();
            references.push(&own);
            let own: Vec<StoredVerb> = clause.verbs.iter().map(StoredVerb::from).collect();
            verbs.push(&own);
        }
        let all = || corpus.clauses().iter();
        let reference_keys = all().flat_map(|clause| &clause.references);
        let verb_words = all().flat_map(|clause| &clause.verbs);
        let clause = |clause: &Clause| StoredClause {
            span: clause.span.into(),
            parent: clause.parent.map_or(U32::new(NO_PARENT), |parent| {
                U32::new((parent - corpus.document_of(clause).clauses.start) as u32)
            }),
            heading: clause.heading.unwrap_or(Span::new(0, 0)).into(),
            part: clause.part as u8,
        };
        Self {
            clauses: all().map(clause).collect(),
            labels: all().map(|clause| &clause.label).collect(),
            segments: segments.build(),
            references: references.build(),
            reference_keys: reference_keys.map(|reference| &*reference.key).collect(),
            verbs: verbs.build(),
            verb_words: verb_words.flat_map(|verb| [&verb.lemma, &verb.wording]).collect(),
        }
    }

    /// Puts them among `sections`.
    pub(super) fn store(&self, sections: &mut Sections) {
        sections.put("corpus.clauses", self.clauses.bytes());
        self.labels.store(sections, "corpus.labels");
        self.segments.store(sections, "corpus.segments");
        self.references.store(sections, "corpus.references");
        self.reference_keys.store(sections, "corpus.reference_keys");
        self.verbs.store(sections, "corpus.verbs");
        self.verb_words.store(sections, "corpus.verb_words");
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When something is not there, or is not of as many clauses as the rest.
    pub(super) fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let own = Self {
            clauses: sections.column("corpus.clauses")?,
            labels: Strings::restore(sections, "corpus.labels")?,
            segments: Lists::restore(sections, "corpus.segments")?,
            references: Lists::restore(sections, "corpus.references")?,
            reference_keys: Strings::restore(sections, "corpus.reference_keys")?,
            verbs: Lists::restore(sections, "corpus.verbs")?,
            verb_words: Strings::restore(sections, "corpus.verb_words")?,
        };
        let clauses = own.clauses.len();
        let whole = [own.labels.len(), own.segments.len(), own.references.len(), own.verbs.len()]
            == [clauses; 4]
            && own.reference_keys.len() == own.references.items().len()
            && own.verb_words.len() == 2 * own.verbs.items().len();
        if whole { Ok(own) } else { Err(Damaged::new("corpus.clauses")) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.clauses.len()
    }

    /// The clauses of these numbers, which are those of one document, whose text has `chars` code
    /// points.
    ///
    /// # Errors
    /// When there are not so many, or one has what its document has not.
    pub(super) fn of_document(
        &self,
        numbers: Range<usize>,
        chars: u32,
    ) -> Result<Vec<Clause>, Damaged> {
        let document = Container { clauses: numbers.len(), chars };
        let stored = self.clauses.get(numbers.clone());
        let clauses = stored.and_then(|stored| {
            let all = numbers.zip(stored).map(|(number, clause)| {
                Some(Clause {
                    document: 0,
                    label: self.labels.get(number).into(),
                    part: *Part::ALL.get(usize::from(clause.part))?,
                    span: document.span(clause.span)?,
                    verbs: self.verbs_of(number, &document)?,
                    references: self.references_of(number, &document)?,
                    parent: match clause.parent.get() {
                        NO_PARENT => None,
                        parent => Some(document.clause(parent)?),
                    },
                    heading: Some(document.span(clause.heading)?).filter(|span| !span.is_empty()),
                    segments: document.spans(self.segments.get(number))?,
                })
            });
            all.collect()
        });
        clauses.ok_or_else(|| Damaged::new("corpus.clauses"))
    }

    fn references_of(&self, clause: usize, document: &Container) -> Option<Box<[Reference]>> {
        let spans = self.references.get(clause).iter();
        let own = self.references.range(clause).zip(spans).map(|(number, &span)| {
            let key = self.reference_keys.get(number).into();
            Some(Reference { span: document.span(span)?, key })
        });
        own.collect()
    }

    fn verbs_of(&self, clause: usize, document: &Container) -> Option<Box<[OperativeVerb]>> {
        let verbs = self.verbs.range(clause).zip(self.verbs.get(clause)).map(|(number, verb)| {
            let wording = self.verb_words.get(2 * number + 1);
            Some(OperativeVerb {
                lemma: self.verb_words.get(2 * number).to_owned(),
                intensified: verb.intensified == 1,
                wording: wording.to_owned(),
                strength: *Strength::ALL.get(usize::from(verb.strength))?,
                span: document.span(verb.span)?,
            })
        });
        verbs.collect()
    }
}

/// What the clauses of a document must fit into.
struct Container {
    clauses: usize,
    chars: u32,
}

impl Container {
    /// The span, where the text is so long.
    fn span(&self, span: StoredSpan) -> Option<Span> {
        let span = Span::new(span.start.get(), span.end.get());
        (span.start <= span.end && span.end <= self.chars).then_some(span)
    }

    fn spans(&self, spans: &[StoredSpan]) -> Option<Box<[Span]>> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    /// The index of a clause, where the document has so many.
    fn clause(&self, index: u32) -> Option<usize> {
        Some(index as usize).filter(|&index| index < self.clauses)
    }
}

impl From<Span> for StoredSpan {
    fn from(span: Span) -> Self {
        Self { start: U32::new(span.start), end: U32::new(span.end) }
    }
}

impl From<&OperativeVerb> for StoredVerb {
    fn from(verb: &OperativeVerb) -> Self {
        Self {
            span: verb.span.into(),
            strength: verb.strength as u8,
            intensified: verb.intensified.into(),
        }
    }
}
