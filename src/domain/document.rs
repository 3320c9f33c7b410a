//! Documents of the corpus.

use std::ops::Range;

use super::documented::documented;
use super::{Catalogue, Date, Digest, Text};

documented! {
/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// An adopted declaration.
    Declaration,
    /// An adopted resolution or decision.
    Resolution,
    /// A communiqué or joint statement.
    Communique,
    /// A treaty, convention or protocol.
    Treaty,
    /// A web page or press article that reports on other texts, in its author's words.
    Page,
}
}

impl DocumentKind {
    /// Every kind, in order.
    pub const ALL: [Self; 5] =
        [Self::Declaration, Self::Resolution, Self::Communique, Self::Treaty, Self::Page];

    /// Whether the document only reports on what others adopted.
    pub const fn is_report(self) -> bool {
        matches!(self, Self::Page)
    }

    /// The lower-case name used in front matter and in answers: `declaration`, `page`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Self::Declaration => "declaration",
            Self::Resolution => "resolution",
            Self::Communique => "communique",
            Self::Treaty => "treaty",
            Self::Page => "page",
        }
    }

    /// What several of the kind are called: `declarations`, `treaties`, ...
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Declaration => "declarations",
            Self::Resolution => "resolutions",
            Self::Communique => "communiques",
            Self::Treaty => "treaties",
            Self::Page => "web pages",
        }
    }
}

/// One document: what is known about it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Readable, stable identifier, such as `monaco-2014`.
    pub id: String,
    /// Title as printed on the document.
    pub title: String,
    /// What sort of text it is.
    pub kind: DocumentKind,
    /// When it was adopted, as the document itself says.
    pub adopted_on: Option<Date>,
    /// When the page that carries it was published.
    pub published_on: Option<Date>,
    /// Where it was adopted or written: a city or a country.
    pub place: Option<String>,
    /// The meeting that adopted it or that it reports on.
    pub occasion: Option<String>,
    /// BCP 47 language tag of the text.
    pub language: String,
    /// Where the text was taken from.
    pub source: Option<String>,
    /// What else is known about it.
    pub catalogue: Catalogue,
    /// The body with its markup removed; every clause and every quotation is a span of it.
    pub text: Text,
    /// SHA-256 of the file, front matter included.
    pub digest: Digest,
    /// Positions of its clauses in [`super::Corpus::clauses`].
    pub clauses: Range<usize>,
}

impl Document {
    /// A document in English of which nothing more is known.
    pub fn new(
        id: impl Into<String>,
        kind: DocumentKind,
        title: impl Into<String>,
        text: Text,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            kind,
            adopted_on: None,
            published_on: None,
            place: None,
            occasion: None,
            language: "en".to_owned(),
            source: None,
            catalogue: Catalogue::default(),
            text,
            digest: Digest([0; 32]),
            clauses: 0..0,
        }
    }

    /// The date that orders documents: adopted, or else published.
    pub fn date(&self) -> Option<Date> {
        self.adopted_on.or(self.published_on)
    }

    /// How long all is that is said about it, in code points: title, place, occasion, language, source.
    pub fn described_chars(&self) -> usize {
        let given = [&self.place, &self.occasion, &self.source];
        let given = given.into_iter().flatten().chain([&self.title, &self.language]);
        given.map(|words| words.chars().count()).sum()
    }

    /// Year of [`Self::date`].
    pub fn year(&self) -> Option<i16> {
        self.date().map(Date::year)
    }
}
