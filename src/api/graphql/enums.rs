//! Enums, each the mirror of a domain enum.

use async_graphql::Enum;

use crate::{citing, domain};

/// The role of a clause in its document.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Part")]
pub(super) enum Part {
    /// Introduction and lead-in lines that hold the document together.
    Frame,
    /// Recitals: what the document recognises, recalls, condemns.
    Preambular,
    /// Commitments and calls: what the document decides, agrees, urges.
    Operative,
    /// Paragraphs of pages, and of documents without these parts.
    Body,
}

/// The kind of a document.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::DocumentKind")]
pub(super) enum DocumentKind {
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

/// Whether a question was answered.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::AnswerStatus")]
pub(super) enum AnswerStatus {
    /// The corpus answers the question.
    Answered,
    /// Nothing in the documents searched answers it.
    NotFound,
}

/// How strongly a verb binds those who adopted the text, from the weakest up.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Strength")]
pub(super) enum Strength {
    /// Recalls, notes, considers: states that something exists.
    Note,
    /// Recognises, acknowledges, condemns: takes a position, asks for nothing.
    Recognize,
    /// Supports, welcomes, encourages, invites: asks gently.
    Encourage,
    /// Urges, calls upon, requests: asks firmly.
    Urge,
    /// Agrees, endeavours, undertakes: binds the speakers to an effort.
    Commit,
    /// Decides, resolves, declares: settles a matter.
    Decide,
}

/// Whether a document speaks of a topic.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Speaks")]
pub(super) enum Speaks {
    /// At least one clause bears on it.
    Yes,
    /// No clause clearly bears on it, but one comes so near that silence is not certain.
    Perhaps,
    /// No clause comes near.
    Silent,
}

/// How a wording changed from one document to the next.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ChangeKind")]
pub(super) enum ChangeKind {
    /// The later document says it, the earlier one does not.
    New,
    /// The earlier document says it, the later one does not.
    Dropped,
    /// Both say it, the later one by a stronger verb.
    Strengthened,
    /// Both say it, the later one by a weaker verb.
    Weakened,
    /// Both say it by verbs of the same strength, or one of them without a verb.
    Unchanged,
}

/// What two clauses have in common.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PairedBy")]
pub(super) enum PairedBy {
    /// Their wording.
    Wording,
    /// Their meaning, in other words.
    Meaning,
}

/// Why a document was not compared.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::LeftOutReason")]
pub(super) enum LeftOutReason {
    /// It only reports on adopted documents; name it to include it.
    Report,
    /// The topic names other documents.
    NotNamed,
    /// The topic excludes it.
    Excluded,
}

/// What a question asks for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Asks")]
pub(super) enum Asks {
    /// What documents say about a topic.
    Topic,
    /// Which of the documents say it.
    WhichDocument,
    /// Who said a quotation, or where it is from.
    Quotation,
    /// How documents differ.
    Comparison,
    /// How strongly a text binds.
    Strength,
    /// When something took place.
    When,
    /// Where something took place.
    Where,
    /// Who did something.
    Who,
    /// How many of something there were.
    HowMany,
    /// Which documents there are.
    Listing,
    /// A clause by its label.
    Clause,
}

/// A citation style.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "citing::Style")]
pub(super) enum CitationStyle {
    /// The Chicago Manual of Style, 18th edition: the note.
    Chicago,
    /// The same manual: the entry of the bibliography, which names no clause.
    ChicagoBibliography,
    /// OSCOLA, 4th edition: the footnote.
    Oscola,
    /// The Bluebook: the footnote, by rules 18 and 21.
    Bluebook,
    /// Who issued it, title, meeting, place, date, clause.
    Plain,
}

/// An export format.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "citing::Format")]
pub(super) enum ExportFormat {
    /// Items of the Citation Style Language, in JSON.
    CslJson,
    /// BibLaTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// W3C Web Annotations, in JSON-LD.
    WebAnnotation,
    /// Akoma Ntoso 1.0 (`LegalDocML` of OASIS), in XML; for whole documents only.
    AkomaNtoso,
}

/// What became of a run of words.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::DifferenceKind")]
pub(super) enum DifferenceKind {
    /// The same on both sides, apart from formatting.
    Equal,
    /// Other words stand in its place.
    Replaced,
    /// On the later side, or in the quotation, only.
    Inserted,
    /// On the earlier side, or in the source, only.
    Deleted,
}

/// Which signal of a clause's score.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::SignalName")]
pub(super) enum SignalName {
    /// Cosine of the question and the clause in its context.
    Dense,
    /// Best cosine of the question and a segment of the clause.
    Segment,
    /// Mean over the question's tokens, weighted by rarity, of the best token cosine.
    MaxSim,
    /// BM25.
    Lexical,
    /// Score of the cross-encoder.
    CrossEncoder,
    /// The clause has the words that the question quotes.
    Quotation,
    /// The question names other documents.
    Scope,
    /// The question names the clause by its label.
    Label,
    /// The clause is in a part that the question asks for, or in the frame.
    Part,
    /// The clause is from a report, and adopted documents are asked for.
    Report,
    /// The clause has the lead-in verb that the question names.
    Verb,
    /// The question asks who, and the clause names a person.
    Person,
    /// The clause gives the detail that the question asks for.
    Detail,
    /// The question compares documents: the best clauses of each are level.
    Balance,
}
