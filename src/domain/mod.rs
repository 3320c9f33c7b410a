//! Floor 0: what our words mean.
//!
//! Plain values that every other floor speaks in: documents and their clauses, spans of text,
//! filters and questions, answers and their citations. Nothing here reads a file, a clock or the
//! environment.

mod answer;
mod api_key;
mod catalogue;
mod clause;
mod clause_version;
mod comparison;
mod corpus;
mod corpus_change;
mod courier;
mod digest;
mod document;
mod documented;
mod feedback;
mod filter;
mod invalid_query;
mod met;
mod phrased;
mod query;
mod reading;
mod reference;
mod refusal;
#[cfg(test)]
pub(crate) mod sample;
mod sizes;
mod speaks;
mod stop;
mod text;
mod text_verdict;
mod verb;
mod verdict;

pub use answer::{
    Answer, AnswerPart, AnswerStatus, Citation, DocumentCoverage, Evidence, Excerpt, PartKind,
    RankedClause, ScoreExplanation, Signal, SignalName,
};
pub use api_key::{ApiKey, Scope};
pub use catalogue::{Adoption, AdoptionMethod, Catalogue, Doubt, Fact};
pub use clause::{Clause, Part};
pub use clause_version::{ClauseChange, ClauseVersion, Successor};
pub use comparison::{
    COMPARED_MAX, Change, ChangeKind, ClauseVerb, Comparison, ComparisonCounts, ComparisonQuery,
    ComparisonRow, LeftOut, LeftOutReason, PairedBy, Pairing, ROW_CLAUSES_MAX, TOPIC_CHARS_MAX,
    Timeline, WordingChange,
};
pub use corpus::{Corpus, DuplicateId, SkippedFile};
pub use corpus_change::{FileAddition, FileEffect, FileRemoval, ReadDocument, SentFile};
pub use courier::{Courier, Delivered, Delivery, DeliveryError, DeliveryMethod};
pub use digest::{Digest, InvalidDigest};
pub use document::{Document, DocumentKind};
pub use documented::Documented;
pub(crate) use documented::documented;
pub use feedback::{
    COMMENT_CHARS_MAX, FeedbackEntry, FeedbackError, FeedbackKind, FeedbackStore,
    KEPT_HISTORY_BYTES_MAX, Opinion, status_name,
};
pub use filter::{FILTER_ENTRIES_MAX, Filter, folded};
pub use invalid_query::InvalidQuery;
pub use met::{MetBy, TermKind, TermMet};
pub use phrased::{LanguageModel, ModelFailure, NotPhrased, Phrased, PhrasedSentence, Prompt};
pub use query::{
    AnswerStyle, AskOptions, CITATIONS_MAX, EVIDENCE_MAX, HISTORY_MAX, QUESTION_CHARS_MAX,
    QUOTE_WORDS, Query,
};
pub use reading::{AmbiguousName, Correction, QueryReading, QuestionType, Quotation, WORDS_ALONE};
pub use reference::{Reference, symbol_key};
pub use refusal::{Refusal, RefusalKind, RefusalReason, SmallTalk};
pub use sizes::{Longest, Sizes};
pub use speaks::Speaks;
pub use stop::{Stop, StopOnDrop, Stopped};
pub use text::{Span, StoredText, Text};
pub use text_verdict::{
    Attribution, ItemKind, ItemVerdict, Standing, Support, TEXT_CHARS_MAX, TEXT_CLAIM_CHARS_MAX,
    TEXT_ITEMS_MAX, TEXT_PARAPHRASES_MAX, TextItem, TextVerdict, VerbUse, validate_text,
};
pub use verb::{OperativeVerb, Strength};
pub use verdict::{
    Difference, DifferenceKind, Normalisation, QUOTE_CHARS_MAX, QUOTE_MATCHES_MAX, QuoteClaim,
    QuoteMatch, QuoteVerdict, QuotedSpan, Verdict,
};

/// A calendar date without a time or zone.
pub use jiff::civil::Date;
