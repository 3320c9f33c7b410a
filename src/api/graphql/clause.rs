//! Clauses and their verbs.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::Links;
use super::citing::{TextSelectors, export};
use super::document::Document;
use super::enums::{CitationStyle, ExportFormat, Part, Strength};
use super::scalar::Date;
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
        self.clause().verbs.iter().cloned().map(OperativeVerb).collect()
    }

    /// The document that it belongs to.
    async fn document(&self) -> Document {
        Document::new(&self.corpus, self.clause().document)
    }

    /// The lead-in that it hangs from.
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

    /// How it is cited.
    async fn cite(
        &self,
        #[graphql(desc = "How the citation is set.")] style: CitationStyle,
        #[graphql(desc = "When its source was seen; shown where the address of that is known.")]
        accessed: Option<Date>,
    ) -> String {
        let clause = self.clause();
        let document = self.corpus.document_of(clause);
        let accessed = accessed.map(|date| date.0);
        citing::cite(document, Some(&clause.label), style.into(), accessed)
    }

    /// Where it stands, as annotations and links have it.
    async fn selectors(&self) -> TextSelectors {
        TextSelectors::new(&self.corpus, self.position, self.clause().span)
    }

    /// It as a record of other programs.
    async fn export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As what; `AKOMA_NTOSO` is of documents.")] format: ExportFormat,
    ) -> async_graphql::Result<String> {
        let passages = [Passage::of_clause(&self.corpus, self.clause())];
        export(context, &self.corpus, Subject::Passages(&passages), format)
    }

    /// Where it can be read in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, self.clause()))
    }
}

/// A domain verb.
pub(super) struct OperativeVerb(pub(super) domain::OperativeVerb);

/// A lead-in verb as it stands in a clause.
#[Object]
impl OperativeVerb {
    /// Base form without adverbs: `urge`, `call upon`.
    async fn lemma(&self) -> &str {
        &self.0.lemma
    }

    /// The words of the clause, adverbs included: `Strongly urge`.
    async fn wording(&self) -> &str {
        &self.0.wording
    }

    /// Whether an adverb makes it stronger within its strength: `Strongly urge`.
    async fn intensified(&self) -> bool {
        self.0.intensified
    }

    /// How strongly it binds.
    async fn strength(&self) -> Strength {
        self.0.strength.into()
    }

    /// Where its wording begins in `Document.text`, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.0.span.start
    }

    /// Where its wording ends in `Document.text`, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.0.span.end
    }
}
