//! Documents.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::catalogue::{Adoption, Doubt, MetadataEntry};
use super::citing::export;
use super::connection::ClauseConnection;
use super::cursor::Listing;
use super::enums::{CitationStyle, DocumentKind, ExportFormat, Fact, Part};
use super::scalar::Date;
use crate::citing::{self, Subject};
use crate::domain::{self, Corpus, InvalidQuery};
use crate::service::short_name;

/// How many clauses a page has unless asked otherwise.
pub(super) const CLAUSES_DEFAULT: i32 = 20;

/// A document of a corpus state.
pub(super) struct Document {
    corpus: Arc<Corpus>,
    index: usize,
}

impl Document {
    /// The document at `index` of `corpus`.
    pub(super) fn new(corpus: &Arc<Corpus>, index: usize) -> Self {
        Self { corpus: Arc::clone(corpus), index }
    }

    fn document(&self) -> &domain::Document {
        &self.corpus.documents()[self.index]
    }

    fn catalogue(&self) -> &domain::Catalogue {
        &self.document().catalogue
    }

    /// A page of the clauses at `positions`, a list that goes by `name`.
    fn page(
        &self,
        name: &str,
        positions: &[usize],
        first: Option<i32>,
        after: Option<&str>,
    ) -> Result<ClauseConnection, InvalidQuery> {
        let name = format!("{}/{name}", self.document().id);
        let listing = Listing { corpus: &self.corpus, name: &name, total: positions.len() };
        let page = listing.page(first.unwrap_or(CLAUSES_DEFAULT), after)?;
        Ok(ClauseConnection::listed(&self.corpus, &listing, &page, positions))
    }
}

/// One document: what is known about it, and its text.
#[Object]
impl Document {
    /// Readable and stable.
    pub(super) async fn id(&self) -> ID {
        ID(self.document().id.clone())
    }

    /// A short name for running text: `the Rome declaration`.
    async fn name(&self) -> String {
        short_name(&self.corpus, self.index)
    }

    /// Title as printed on the document.
    async fn title(&self) -> &str {
        &self.document().title
    }

    /// The kind of text.
    async fn kind(&self) -> DocumentKind {
        self.document().kind.into()
    }

    /// When it was adopted, as the document itself says.
    async fn adopted_on(&self) -> Option<Date> {
        self.document().adopted_on.map(Date)
    }

    /// When the page that carries it was published.
    async fn published_on(&self) -> Option<Date> {
        self.document().published_on.map(Date)
    }

    /// Where it was adopted or written.
    async fn place(&self) -> Option<&str> {
        self.document().place.as_deref()
    }

    /// The meeting that adopted it or that it reports on.
    async fn occasion(&self) -> Option<&str> {
        self.document().occasion.as_deref()
    }

    /// BCP 47 tag of its language.
    async fn language(&self) -> &str {
        &self.document().language
    }

    /// Where its text was taken from.
    async fn source(&self) -> Option<&str> {
        self.document().source.as_deref()
    }

    /// Its body without markup. All offsets count Unicode code points of it.
    async fn text(&self) -> &str {
        self.document().text.as_str()
    }

    /// SHA-256 of its file, in hexadecimal digits.
    async fn digest(&self) -> String {
        self.document().digest.to_string()
    }

    /// Its citation in this style.
    async fn cite(
        &self,
        #[graphql(desc = "The citation style.")] style: CitationStyle,
        #[graphql(desc = "The date of access; shown if the address of the source is known.")]
        accessed: Option<Date>,
    ) -> String {
        citing::cite(self.document(), None, style.0, accessed.map(|date| date.0))
    }

    /// The document as a file for other programs.
    async fn export(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The format.")] format: ExportFormat,
    ) -> async_graphql::Result<String> {
        export(context, &self.corpus, Subject::Document(self.document()), format)
    }

    /// Its clauses, in order of the text.
    async fn clauses(
        &self,
        #[graphql(desc = "Only clauses of this part.")] part: Option<Part>,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(CLAUSES_DEFAULT)")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<ClauseConnection, InvalidQuery> {
        let part: Option<domain::Part> = part.map(|part| part.0);
        let clauses = self.corpus.clauses();
        let positions: Vec<usize> = self
            .document()
            .clauses
            .clone()
            .filter(|&position| part.is_none_or(|part| clauses[position].part == part))
            .collect();
        let name = format!("clauses/{}", part.map_or("", domain::Part::name));
        self.page(&name, &positions, first, after.as_deref())
    }

    /// The clauses of other documents that cite it by its symbol, in order of their documents.
    async fn cited_by(
        &self,
        #[graphql(desc = "How many, from 1 to 100.", default_with = "Some(CLAUSES_DEFAULT)")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<ClauseConnection, InvalidQuery> {
        self.page("citedBy", self.corpus.citing(self.index), first, after.as_deref())
    }

    /// Its official symbol: `A/RES/80/153`.
    async fn symbol(&self) -> Option<&str> {
        self.catalogue().symbol.as_deref()
    }

    /// Its other names: short titles, acronyms.
    async fn aliases(&self) -> &[String] {
        &self.catalogue().aliases
    }

    /// Who issued it.
    async fn issuer(&self) -> Option<&str> {
        self.catalogue().issuer.as_deref()
    }

    /// States and groups that proposed it.
    async fn sponsors(&self) -> &[String] {
        &self.catalogue().sponsors
    }

    /// The items of the agenda that it belongs to.
    async fn agenda_items(&self) -> &[String] {
        &self.catalogue().agenda_items
    }

    /// The symbol of the draft that was adopted.
    async fn draft_symbol(&self) -> Option<&str> {
        self.catalogue().draft_symbol.as_deref()
    }

    /// Its subjects.
    async fn keywords(&self) -> &[String] {
        &self.catalogue().keywords
    }

    /// How it was adopted; null where nothing says so.
    async fn adoption(&self) -> Option<Adoption> {
        Adoption::of(&self.corpus, self.index)
    }

    /// Facts that no metadata gives, and that were read from the text.
    async fn read_from_text(&self) -> Vec<Fact> {
        self.catalogue().read_from_text.iter().map(|&fact| fact.into()).collect()
    }

    /// What may have been misread.
    async fn doubts(&self) -> Vec<Doubt> {
        self.catalogue().doubts.iter().map(Into::into).collect()
    }

    /// What the service cannot do for it, such as for its language.
    async fn limits(&self) -> &[String] {
        &self.catalogue().limits
    }

    /// What its file says beside all this, by the file's own names.
    async fn metadata(&self) -> Vec<MetadataEntry> {
        MetadataEntry::all(self.catalogue())
    }
}
