//! The price of each field.
//!
//! A field costs 1, and more for what it holds and for the work that it takes. Pages hold as many items
//! as are asked for, and no more than there are; texts of the corpus are as long as they are, or as the
//! longest where nobody knows yet which they will be. What is computed has a fixed price: a list that
//! has no pages that of [`UNPAGED`] items, a text that of [`COMPUTED_CHARS`] characters.

use super::arguments::Arguments;
use super::scope::{About, Asked, Known, Scope, Text, Which};
use crate::api::graphql::COMPUTATION_COST;
use crate::api::graphql::cursor::page_length;
use crate::api::graphql::defaults::{
    DOCUMENTS_DEFAULT, FACETS_DEFAULT, PHRASING_COST, SEARCH_DEFAULT, quote_cost, text_cost,
};
use crate::api::graphql::document::CLAUSES_DEFAULT;
use crate::api::graphql::filter::{CITATIONS_DEFAULT, EVIDENCE_DEFAULT};
use crate::domain::{CITATIONS_MAX, EVIDENCE_MAX};

/// How many items of a list are paid for that has no pages.
pub(super) const UNPAGED: usize = 10;
/// How many characters of a text are paid for that is computed.
const COMPUTED_CHARS: usize = 2_500;
/// How many of a run of words that two texts have in common, or in which they differ.
const RUN_CHARS: usize = 500;

/// How many of a place that cites a document.
const CITATION_CHARS: usize = 40;

/// What setting a citation costs.
const CITE_COST: usize = 5;
/// What making an export costs.
const EXPORT_COST: usize = 100;
/// How many parts an answer has beside its points.
const PARTS_BESIDE: usize = 12;
/// What it costs to go through the text of a document,
const WALK_COST: usize = 50;
/// and through how many characters of it for a point more.
const WALK_CHARS_PER_POINT: usize = 10_000;
/// How many documents are gone through for a point.
const DOCUMENTS_PER_POINT: usize = 1_000;

/// What an export has beside the words of documents and clauses, and what is said about them: for the
/// file, and for each clause in it.
const EXPORT_CHARS: usize = 4_000;
const EXPORT_CHARS_PER_CLAUSE: usize = 1_500;

/// A field as it is selected.
pub(super) struct Call<'a> {
    /// The type that has it.
    pub(super) parent: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// The type of what it gives, or of the items of that.
    pub(super) gives: &'a str,
    pub(super) arguments: Arguments<'a>,
    /// The objects on which it is selected.
    pub(super) scope: Scope,
    pub(super) known: Known<'a>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holds {
    /// How many objects, on each that has the field; none is said of a list without pages.
    pub(super) objects: Option<usize>,
    pub(super) about: About,
}

impl Holds {
    const fn one(about: About) -> Self {
        Self { objects: Some(1), about }
    }

    const fn some(objects: usize, about: About) -> Self {
        Self { objects: Some(objects), about }
    }

    const fn none() -> Self {
        Self::some(0, About::Other)
    }
}

impl Call<'_> {
    /// What has to be computed for the field unless it is kept.
    pub(super) fn computing(&self) -> usize {
        match (self.parent, self.name) {
            ("Query", "ask" | "search" | "compare" | "clauseVersion")
            | ("Subscription", "askStream")
            | ("Mutation", _) => COMPUTATION_COST,
            ("Answer", "phrased") => PHRASING_COST,
            ("Query", "verifyQuote") => quote_cost(self.arguments.chars("text")),
            ("Query", "verifyText") => text_cost(self.arguments.chars("text")),
            _ => 0,
        }
    }

    /// The work that the field takes on each object, whether it was asked for before or not.
    pub(super) fn work(&self) -> usize {
        match (self.parent, self.name) {
            ("Document" | "Clause" | "Citation", "cite") => CITE_COST,
            ("Document" | "Clause" | "Answer", "export") => EXPORT_COST,
            ("TextSpan", "textFragment" | "sourceLink") => {
                WALK_COST + self.known.document_chars(self.scope.about) / WALK_CHARS_PER_POINT
            }
            // All of the list is counted, and clauses of documents.
            ("Facets", _) => {
                1 + (self.known.documents() + self.known.clauses()) / DOCUMENTS_PER_POINT
            }
            // It is compared with the names of all others.
            ("Document", "name") => self.known.documents() / DOCUMENTS_PER_POINT,
            _ => 0,
        }
    }

    /// The objects that the field holds.
    pub(super) fn holds(&self) -> Holds {
        let Self { arguments, known, scope: Scope { about, .. }, .. } = self;
        match (self.parent, self.name, *about) {
            ("Query", "documents", _) => Holds::one(About::DocumentPage(
                self.page(length(DOCUMENTS_DEFAULT), known.documents()),
            )),
            ("Query", "search", _) => {
                let items = self.page(length(SEARCH_DEFAULT), known.clauses());
                Holds::one(About::ClausePage(items, Which::Each))
            }
            ("Query", "document" | "clause" | "node", _) => self.named(),
            ("Query", "ask", _) | ("Subscription", "askStream", _) => {
                Holds::one(About::Asked(self.question()))
            }
            ("Query", "compare", _) => {
                let chars = arguments.chars("topic");
                Holds::one(About::Asked(Asked { chars, citations: 0, evidence: 0 }))
            }
            ("Document", "clauses", _) => {
                let items = self.page(length(CLAUSES_DEFAULT), known.clauses_of_document(*about));
                let which = match about {
                    About::Documents(Which::One(index)) if self.scope.count == 1 => {
                        Which::Within(*index)
                    }
                    About::Documents(Which::Each) => Which::Each,
                    _ => Which::Any,
                };
                Holds::one(About::ClausePage(items, which))
            }
            ("Document", "citedBy", _) => {
                let items = self.page(length(CLAUSES_DEFAULT), known.citing(*about));
                let which = if self.scope.count == 1 { Which::Each } else { Which::Any };
                Holds::one(About::ClausePage(items, which))
            }
            ("Clause", "references", _) => {
                Holds::some(known.references(*about), About::Clauses(self.whichever()))
            }
            ("Facets", ..) => {
                Holds::some(self.page(length(FACETS_DEFAULT), usize::MAX), About::Other)
            }
            ("Reference", "span", _) => Holds::one(About::Words(CITATION_CHARS)),
            ("Reference", "document", _) => Holds::one(About::Documents(Which::Any)),
            ("CorpusInfo", "skipped", _) => Holds::some(known.skipped(), About::Other),
            (_, "edges", About::DocumentPage(items)) => {
                Holds::some(items, About::Documents(Which::Each))
            }
            (_, "edges", About::ClausePage(items, which)) => {
                Holds::some(items, About::Clauses(which))
            }
            (_, "evidence", About::Asked(asked)) => {
                let items = self.page(asked.evidence, known.clauses());
                Holds::some(items, About::Clauses(Which::Each))
            }
            ("Answer", "citations", About::Asked(asked)) => {
                Holds::some(asked.citations, About::Clauses(Which::Any))
            }
            // Each citation stands in one of them, or in the lead as well.
            ("Answer", "parts", About::Asked(asked)) => {
                Holds::some(asked.citations + PARTS_BESIDE, About::Clauses(Which::Any))
            }
            ("AnswerPart" | "PhrasedSentence", "citations", _) => {
                Holds::some(1, About::Clauses(Which::Any))
            }
            ("Citation" | "QuotedSpan" | "Support", "span", _) | ("AnswerPart", "quote", _) => {
                let chars = known.clause_chars(*about).min(COMPUTED_CHARS);
                Holds::one(About::Words(chars))
            }
            ("TextItem", "span", _) => Holds::one(About::Words(COMPUTED_CHARS)),
            ("QueryReading", "searchedDocuments", _) => {
                Holds::some(known.documents(), About::Documents(Which::Each))
            }
            ("Clause", "document", _) => Holds::one(About::Documents(self.own_document())),
            ("Clause", "parent" | "previous" | "next", About::Clauses(which)) => {
                self.relative(which)
            }
            _ => Holds { objects: None, about: self.usual() },
        }
    }

    /// What objects of that type are about where nothing more is known.
    fn usual(&self) -> About {
        match (self.gives, self.scope.about) {
            ("Document" | "Adoption" | "Doubt" | "MetadataEntry", About::Documents(which)) => {
                About::Documents(which)
            }
            ("Clause" | "TextSpan", About::Clauses(which)) => About::Clauses(which),
            ("Answer" | "QueryReading" | "Quotation" | "Correction", asked @ About::Asked(_)) => {
                asked
            }
            ("Document", _) => About::Documents(Which::Any),
            ("Clause" | "Citation", _) => About::Clauses(Which::Any),
            ("TextSpan", _) => About::Words(RUN_CHARS),
            _ => About::Other,
        }
    }

    /// How many items a page has. One of an impossible length is refused.
    fn page(&self, default: usize, total: usize) -> usize {
        let length = self.arguments.int("first").map_or(Ok(default), page_length);
        length.map_or(0, |length| length.min(total))
    }

    /// The document or the clause that is asked for by its id.
    fn named(&self) -> Holds {
        let found = self.arguments.name("id").zip(self.known.0).and_then(|(id, corpus)| {
            let document = corpus.document_index(&id).filter(|_| self.name != "clause");
            let clause = || corpus.clause_position(&id).filter(|_| self.name != "document");
            let document = document.map(|index| About::Documents(Which::One(index)));
            document.or_else(|| clause().map(|position| About::Clauses(Which::One(position))))
        });
        found.map_or(Holds::none(), Holds::one)
    }

    fn question(&self) -> Asked {
        let arguments = &self.arguments;
        let option = |name: &str, default: i32, most: usize| {
            let given = arguments.int_in("options", name).unwrap_or(default);
            usize::try_from(given).unwrap_or(0).min(most)
        };
        Asked {
            chars: arguments.chars("question") + arguments.chars("history"),
            citations: option("maxCitations", CITATIONS_DEFAULT, CITATIONS_MAX),
            evidence: option("maxEvidence", EVIDENCE_DEFAULT, EVIDENCE_MAX),
        }
    }

    /// The document of a clause.
    fn own_document(&self) -> Which {
        match (self.scope.about, self.known.clause(self.scope.about)) {
            (_, Some(clause)) => Which::One(clause.document),
            (About::Clauses(Which::Within(index)), None) => Which::One(index),
            _ => Which::Any,
        }
    }

    /// Which clauses the objects are, however many.
    const fn whichever(&self) -> Which {
        match self.scope.about {
            About::Clauses(which) => which,
            _ => Which::Any,
        }
    }

    /// A clause that stands near another. Several have different neighbours, but may have one parent.
    fn relative(&self, which: Which) -> Holds {
        let (Which::One(position), Some(corpus)) = (which, self.known.0) else {
            let same = if self.name == "parent" { Which::Any } else { which };
            return Holds::one(About::Clauses(same));
        };
        let found = match self.name {
            "parent" => corpus.clauses()[position].parent,
            "previous" => corpus.previous(position),
            _ => corpus.next(position),
        };
        found.map_or(Holds::none(), |at| Holds::one(About::Clauses(Which::One(at))))
    }

    /// The text that the field holds; nothing for a field that this does not know.
    pub(super) fn text(&self) -> Option<Text> {
        let Self { known, scope, .. } = self;
        let of = |chars: usize| Text::of(*scope, chars);
        let clause = known.clause_chars(scope.about);
        Some(match (self.parent, self.name) {
            ("Document", "text") => known.documents_text(*scope),
            ("Clause", "text") => known.clauses_text(*scope),
            ("TextSpan", "text") => match scope.about {
                About::Words(chars) => of(chars),
                _ => known.clauses_text(*scope),
            },
            ("Document", "name" | "title" | "place" | "occasion" | "language" | "source") => {
                of(known.described_chars(scope.about))
            }
            (
                "Document",
                "symbol" | "aliases" | "issuer" | "sponsors" | "agendaItems" | "draftSymbol"
                | "keywords" | "limits",
            )
            | ("Adoption", "inFavour" | "against" | "abstaining")
            | ("MetadataEntry", "name" | "value") => of(known.catalogue_chars(scope.about)),
            // Those of a file that is sent are not known yet.
            ("Doubt", "place" | "message") => match scope.about {
                About::Documents(_) => of(known.catalogue_chars(scope.about)),
                _ => of(RUN_CHARS),
            },
            ("Clause", "heading") => of(known.heading_chars(scope.about)),
            ("FacetCount", "value") | ("SkippedFile", "path" | "message") => of(RUN_CHARS),
            ("Document" | "Clause" | "Citation", "cite") => {
                of(2 * known.described_chars(scope.about))
            }
            ("Document" | "Clause" | "Answer", "export") => of(self.exported()),
            ("Citation", "quote") => of(clause.min(COMPUTED_CHARS)),
            ("Comparison", "topic")
            | ("QueryReading", "topic" | "questions" | "lemmas" | "unknownTerms")
            | ("Answer", "unmet")
            | ("TermMet", "term")
            | ("AmbiguousName", "name")
            | ("Quotation", "text" | "speaker")
            | ("Correction", "from" | "to") => match scope.about {
                About::Asked(asked) => of(2 * asked.chars),
                _ => of(COMPUTED_CHARS),
            },
            (
                "Answer" | "AnswerPart" | "AskPart" | "Comparison" | "Refusal" | "PhrasedAnswer"
                | "PhrasedSentence",
                "text",
            )
            | ("Answer", "lead")
            | ("AddedDocuments" | "RemovedDocument" | "TextItem", "message")
            | ("TextItem", "corrected")
            | ("ReadDocument", "title" | "symbol" | "language")
            | ("TextSpan", "textFragment" | "sourceLink")
            | ("CorpusInfo", "languages") => of(COMPUTED_CHARS),
            ("Reference", "text")
            | (
                _,
                "id" | "label" | "digest" | "corpusDigest" | "permalink" | "prefix" | "suffix"
                | "cursor" | "startCursor" | "endCursor" | "name" | "lemma" | "wording" | "verb"
                | "model",
            ) => Text::SHORT,
            _ => return None,
        })
    }

    /// How long an export is.
    fn exported(&self) -> usize {
        let (known, about) = (self.known, self.scope.about);
        let described = 4 * known.described_chars(about);
        let clauses = |count: usize| count * (EXPORT_CHARS_PER_CLAUSE + described);
        let words = match (self.parent, self.arguments.name("format").as_deref()) {
            ("Document", Some("CSL_JSON" | "BIBTEX" | "RIS")) => described,
            ("Document", _) => {
                2 * known.document_chars(about) + clauses(known.clauses_of_document(about))
            }
            ("Answer", _) => {
                let About::Asked(Asked { citations, .. }) = about else { return COMPUTED_CHARS };
                let quoted = known.clause_chars(about).min(COMPUTED_CHARS);
                2 * citations * quoted + clauses(citations)
            }
            _ => 2 * known.clause_chars(about) + clauses(1),
        };
        EXPORT_CHARS + words
    }
}

/// A number of items as it is counted.
fn length(default: i32) -> usize {
    usize::try_from(default).unwrap_or(0)
}

/// What an item of a list of texts takes beside its characters.
pub(super) const ITEM_CHARS: usize = 4;
