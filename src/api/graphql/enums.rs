//! Enums, each the mirror of a domain enum.

use async_graphql::Enum;

pub(super) use crate::api::wire::{
    AnswerStatus, ChangeKind, DifferenceKind, DocumentKind, LeftOutReason, PairedBy, Part,
    QuestionType, RefusalKind, SignalName, Speaks, Strength,
};
use crate::citing;

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
