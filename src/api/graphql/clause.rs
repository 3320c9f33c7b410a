//! Clauses and their verbs.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::Links;
use super::citing::export;
use super::document::Document;
use super::enums::{CitationStyle, ExportFormat, Part, Strength};
use super::reference::Reference;
use super::scalar::Date;
use super::text_span::TextSpan;
use crate::citing::{self, Passage, Subject};
use crate::domain::{self, Corpus};

/// A clause of a corpus state.
pub(super) struct Clause {
    corpus: Arc<Corpus>,
    position: usize,
}

impl Clause {
    /// The clause at `position` of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, position: usize) -> Self {
        Self { corpus: Arc::clone(corpus), position }
    }

    fn clause(&self) -> &domain::Clause {
        &self.corpus.clauses()[self.position]
    }
}

/// One clause of a document: the unit that is searched, quoted and cited.
#[Object]
impl Clause {
    /// `<document>/<label>`, readable and stable.
    pub(super) async fn id(&self) -> ID {
        ID(self.corpus.id_of(self.clause()))
    }

    /// Label as printed (`P3C`), or the paragraph's number from 1.
    async fn label(&self) -> &str {
        &self.clause().label
    }

    /// Its role in the document.
    async fn part(&self) -> Part {
        self.clause().part.into()
    }

    /// Its words: `Document.text` from `start` to `end`.
    async fn text(&self) -> &str {
        self.corpus.text_of(self.clause())
    }

    /// Where it begins in `Document.text`, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.clause().span.start
    }

    /// Where it ends in `Document.text`, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.clause().span.end
    }

    /// Its lead-in verbs, in order of appearance.
    async fn verbs(&self) -> Vec<OperativeVerb> {
        (0..self.clause().verbs.len())
            .map(|verb| OperativeVerb::new(&self.corpus, self.position, verb))
            .collect()
    }

    /// The words of the heading that it stands under, where there is one.
    async fn heading(&self) -> Option<&str> {
        let clause = self.clause();
        clause.heading.map(|span| self.corpus.document_of(clause).text.slice(span))
    }

    /// What it cites by official symbols, in order.
    async fn references(&self) -> Vec<Reference> {
        (0..self.clause().references.len())
            .map(|reference| Reference::new(&self.corpus, self.position, reference))
            .collect()
    }

    /// The document that it belongs to.
    async fn document(&self) -> Document {
        Document::new(&self.corpus, self.clause().document)
    }

    /// The lead-in that introduces it.
    async fn parent(&self) -> Option<Self> {
        self.clause().parent.map(|position| Self::new(&self.corpus, position))
    }

    /// The clause before it in the document.
    async fn previous(&self) -> Option<Self> {
        self.corpus.previous(self.position).map(|position| Self::new(&self.corpus, position))
    }

    /// The clause after it in the document.
    async fn next(&self) -> Option<Self> {
        self.corpus.next(self.position).map(|position| Self::new(&self.corpus, position))
    }

    /// Its citation in this style.
    async fn cite(
        &self,
        #[graphql(desc = "The citation style.")] style: CitationStyle,
        #[graphql(desc = "The date of access; shown if the address of the source is known.")]
        accessed: Option<Date>,
    ) -> String {
        let clause = self.clause();
        let document = self.corpus.document_of(clause);
        let accessed = accessed.map(|date| date.0);
        citing::cite(document, Some(&clause.label), style.0, accessed)
    }

    /// Its words as a span of `Document.text`, with positions in UTF-16.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.position, self.clause().span)
    }

    /// The clause as a record for reference managers.
    async fn export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The format; `AKOMA_NTOSO` is for documents only.")] format: ExportFormat,
    ) -> async_graphql::Result<String> {
        let passages = [Passage::of_clause(&self.corpus, self.clause())];
        export(context, &self.corpus, Subject::Passages(&passages), format)
    }

    /// Its address in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, self.clause()))
    }
}

/// A lead-in verb of a clause.
pub(super) struct OperativeVerb {
    corpus: Arc<Corpus>,
    /// Position of the clause.
    clause: usize,
    /// Which of its verbs.
    verb: usize,
}

impl OperativeVerb {
    /// The verb number `verb` of the clause at position `clause` of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, clause: usize, verb: usize) -> Self {
        Self { corpus: Arc::clone(corpus), clause, verb }
    }

    fn verb(&self) -> &domain::OperativeVerb {
        &self.corpus.clauses()[self.clause].verbs[self.verb]
    }
}

/// A lead-in verb of a clause.
#[Object]
impl OperativeVerb {
    /// Base form without adverbs, in English whatever the language of the clause: `urge`, `call upon`.
    async fn lemma(&self) -> &str {
        &self.verb().lemma
    }

    /// The words of the clause, adverbs included: `Strongly urge`.
    async fn wording(&self) -> &str {
        &self.verb().wording
    }

    /// Whether an adverb makes it stronger within its strength: `Strongly urge`.
    async fn intensified(&self) -> bool {
        self.verb().intensified
    }

    /// How strongly it binds.
    async fn strength(&self) -> Strength {
        self.verb().strength.into()
    }

    /// Its wording as a span of `Document.text`.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.clause, self.verb().span)
    }
}
