//! The JSON bodies.

use serde::Serialize;
use utoipa::ToSchema;

use super::catalogue_body::{CatalogueBody, ReferenceBody};
use super::text_span_body::TextSpanBody;
use crate::api::graphql::Links;
use crate::api::wire::{DocumentKind, MetBy, Part, Strength, TermKind};
use crate::domain::{self, Clause, Corpus};
use crate::service::short_name;

/// A verbatim quotation and its place.
#[derive(Serialize, ToSchema)]
#[schema(as = Citation)]
pub(super) struct CitationBody {
    /// The number that marks it in the text, from 1.
    #[schema(minimum = 1)]
    marker: u32,
    /// The quoted words: exactly the document's text from `start` to `end`.
    quote: String,
    /// Where they begin in the document's text, in Unicode code points from 0.
    start: u32,
    /// Where they end, exclusive.
    end: u32,
    /// Up to 32 code points before the quotation.
    prefix: String,
    /// Up to 32 code points after it.
    suffix: String,
    /// The same as a span of the document's text.
    span: TextSpanBody,
    /// How surely the clause answers the question.
    #[schema(minimum = 0, maximum = 1)]
    relevance: f64,
    /// How the clause meets the terms of the question that carry weight; empty in a comparison.
    meets: Vec<TermMetBody>,
    /// Address of the clause in this state of the corpus.
    permalink: String,
    /// Id of the quoted clause.
    #[schema(example = "monaco-2014/P3C")]
    clause: String,
    /// Its label as printed.
    label: String,
    part: Part,
    document: DocumentBody,
}

impl CitationBody {
    pub(super) fn new(corpus: &Corpus, citation: &domain::Citation, links: &Links) -> Self {
        let clause = &corpus.clauses()[citation.clause];
        Self {
            marker: citation.marker,
            quote: citation.quote.clone(),
            start: citation.span.start,
            end: citation.span.end,
            prefix: citation.prefix.clone(),
            suffix: citation.suffix.clone(),
            span: TextSpanBody::in_document(corpus, citation.clause, citation.span),
            relevance: citation.relevance,
            meets: citation
                .meets
                .iter()
                .map(|met| TermMetBody::new(corpus, citation.clause, met))
                .collect(),
            permalink: links.clause(corpus, clause),
            clause: corpus.id_of(clause),
            label: clause.label.to_string(),
            part: clause.part.into(),
            document: DocumentBody::new(corpus, clause.document),
        }
    }
}

/// A term of the question that carries weight, and how a quoted clause meets it.
#[derive(Serialize, ToSchema)]
#[schema(as = TermMet)]
struct TermMetBody {
    /// The term, as typed.
    term: String,
    kind: TermKind,
    /// Its share of what all terms weigh: a rare word weighs more.
    #[schema(minimum = 0, maximum = 1)]
    weight: f64,
    how: MetBy,
    /// Where the words stand in the document's text that meet it: the first of them. Null if none do.
    words: Option<TextSpanBody>,
}

impl TermMetBody {
    fn new(corpus: &Corpus, clause: usize, met: &domain::TermMet) -> Self {
        Self {
            term: met.term.clone(),
            kind: met.kind.into(),
            weight: met.weight,
            how: met.how.into(),
            words: met.words.map(|words| TextSpanBody::in_document(corpus, clause, words)),
        }
    }
}

/// A document, without its text.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub(super) struct DocumentBody {
    /// Readable, stable identifier.
    #[schema(example = "monaco-2014")]
    id: String,
    /// A short name for running text.
    #[schema(example = "the Monaco declaration")]
    name: String,
    /// Title as printed.
    title: String,
    /// Its official symbol.
    #[schema(example = "A/RES/80/153")]
    symbol: Option<String>,
    /// Who issued it.
    issuer: Option<String>,
    kind: DocumentKind,
    /// When it was adopted, as the document itself says.
    #[schema(format = Date)]
    adopted_on: Option<String>,
    /// When the page that carries it was published.
    #[schema(format = Date)]
    published_on: Option<String>,
    /// Where it was adopted or written.
    place: Option<String>,
    /// The meeting that adopted it or that it reports on.
    occasion: Option<String>,
    /// BCP 47 language tag of the text.
    language: String,
    /// Where the text was taken from.
    source: Option<String>,
    /// How many clauses it has.
    clause_count: usize,
    /// SHA-256 of its file.
    digest: String,
}

impl DocumentBody {
    /// The document at `index` of `corpus`.
    pub(super) fn new(corpus: &Corpus, index: usize) -> Self {
        let document = &corpus.documents()[index];
        let day = |date: Option<domain::Date>| date.map(|date| date.to_string());
        Self {
            id: document.id.clone(),
            name: short_name(corpus, index),
            title: document.title.clone(),
            symbol: document.catalogue.symbol.clone(),
            issuer: document.catalogue.issuer.clone(),
            kind: document.kind.into(),
            adopted_on: day(document.adopted_on),
            published_on: day(document.published_on),
            place: document.place.clone(),
            occasion: document.occasion.clone(),
            language: document.language.clone(),
            source: document.source.clone(),
            clause_count: document.clauses.len(),
            digest: document.digest.to_string(),
        }
    }
}

/// A page of documents, in order of date.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DocumentList)]
pub(super) struct DocumentListBody {
    pub(super) documents: Vec<DocumentBody>,
    /// How many documents the whole list has.
    pub(super) total_count: usize,
    /// Where the next page is; null on the last.
    pub(super) next: Option<String>,
    /// SHA-256 of the state of the corpus.
    pub(super) corpus_digest: String,
}

/// A document with its text and the places of its clauses.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DocumentText)]
pub(super) struct DocumentTextBody {
    document: DocumentBody,
    catalogue: CatalogueBody,
    /// The text that all offsets count in.
    text: String,
    /// Its clauses, in order.
    clauses: Vec<ClauseSpanBody>,
    /// SHA-256 of the state of the corpus.
    corpus_digest: String,
}

/// The place of a clause in `text`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClauseSpan)]
struct ClauseSpanBody {
    id: String,
    label: String,
    part: Part,
    /// Where it begins in the text, in Unicode code points from 0.
    start: u32,
    /// Where it ends, in Unicode code points, exclusive.
    end: u32,
    /// Where it begins, in UTF-16 code units from 0.
    start_utf16: u32,
    /// Where it ends, in UTF-16 code units, exclusive.
    end_utf16: u32,
}

impl DocumentTextBody {
    /// The document at `index` of `corpus`.
    pub(super) fn new(corpus: &Corpus, index: usize) -> Self {
        let document = &corpus.documents()[index];
        let text = &document.text;
        let clause = |clause: &Clause| ClauseSpanBody {
            id: corpus.id_of(clause),
            label: clause.label.to_string(),
            part: clause.part.into(),
            start: clause.span.start,
            end: clause.span.end,
            start_utf16: text.utf16_of(clause.span.start),
            end_utf16: text.utf16_of(clause.span.end),
        };
        Self {
            document: DocumentBody::new(corpus, index),
            catalogue: (&document.catalogue).into(),
            text: text.as_str().to_owned(),
            clauses: corpus.clauses_of(document).iter().map(clause).collect(),
            corpus_digest: corpus.digest().to_string(),
        }
    }
}

/// A clause: the unit that is searched, quoted and cited.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Clause)]
pub(in crate::api::http) struct ClauseBody {
    /// `<document>/<label>`, readable and stable.
    #[schema(example = "monaco-2014/P3C")]
    id: String,
    /// Label as printed, or the paragraph's number from 1.
    label: String,
    part: Part,
    /// Its words: the document's text from `start` to `end`.
    text: String,
    /// Where it begins in the document's text, in Unicode code points from 0.
    start: u32,
    /// Where it ends, exclusive.
    end: u32,
    /// The same as a span of the document's text.
    span: TextSpanBody,
    /// Its lead-in verbs, in order of appearance.
    verbs: Vec<VerbBody>,
    /// The words of the heading that it stands under.
    heading: Option<String>,
    /// What it cites by official symbols, in order.
    references: Vec<ReferenceBody>,
    /// Id of the lead-in that introduces it.
    parent: Option<String>,
    /// Id of the clause before it in the document.
    previous: Option<String>,
    /// Id of the clause after it in the document.
    next: Option<String>,
    /// Its address in this state of the corpus.
    permalink: String,
    document: DocumentBody,
    /// SHA-256 of the state of the corpus.
    corpus_digest: String,
}

/// A clause, and how surely it answers the question or bears on the topic.
#[derive(Serialize, ToSchema)]
#[schema(as = RankedClause)]
pub(super) struct RankedClauseBody {
    /// Id of the clause.
    #[schema(example = "monaco-2014/P3C")]
    clause: String,
    #[schema(minimum = 0, maximum = 1)]
    relevance: f64,
}

impl RankedClauseBody {
    pub(super) fn new(corpus: &Corpus, one: domain::RankedClause) -> Self {
        let clause = corpus.id_of(&corpus.clauses()[one.clause]);
        Self { clause, relevance: one.relevance }
    }
}

/// A lead-in verb of a clause.
#[derive(Serialize, ToSchema)]
#[schema(as = OperativeVerb)]
pub(super) struct VerbBody {
    /// Base form without adverbs, in English whatever the language of the clause.
    #[schema(example = "urge")]
    lemma: String,
    /// The words of the clause, adverbs included.
    #[schema(example = "Strongly urge")]
    wording: String,
    strength: Strength,
    /// Whether an adverb makes it stronger within its strength.
    intensified: bool,
    /// Its wording as a span of the document's text.
    span: TextSpanBody,
}

impl VerbBody {
    /// `verb` of the clause at position `clause` of `corpus`.
    pub(super) fn new(corpus: &Corpus, clause: usize, verb: &domain::OperativeVerb) -> Self {
        Self {
            lemma: verb.lemma.clone(),
            wording: verb.wording.clone(),
            strength: verb.strength.into(),
            intensified: verb.intensified,
            span: TextSpanBody::in_document(corpus, clause, verb.span),
        }
    }
}

impl ClauseBody {
    /// The clause at `position` of `corpus`.
    pub(in crate::api::http) fn new(corpus: &Corpus, position: usize, links: &Links) -> Self {
        let clause = &corpus.clauses()[position];
        let id = |position: usize| corpus.id_of(&corpus.clauses()[position]);
        let heading = clause.heading.map(|span| corpus.document_of(clause).text.slice(span));
        Self {
            id: corpus.id_of(clause),
            label: clause.label.to_string(),
            part: clause.part.into(),
            text: corpus.text_of(clause).to_owned(),
            start: clause.span.start,
            end: clause.span.end,
            span: TextSpanBody::in_document(corpus, position, clause.span),
            verbs: clause.verbs.iter().map(|verb| VerbBody::new(corpus, position, verb)).collect(),
            heading: heading.map(str::to_owned),
            references: ReferenceBody::all(corpus, clause),
            parent: clause.parent.map(id),
            previous: corpus.previous(position).map(id),
            next: corpus.next(position).map(id),
            permalink: links.clause(corpus, clause),
            document: DocumentBody::new(corpus, clause.document),
            corpus_digest: corpus.digest().to_string(),
        }
    }
}
