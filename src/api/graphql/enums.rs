//! The enums of the schema, each of them an enum of the domain or of `citing`.

pub(super) use crate::api::wire::{
    AnswerStatus, ChangeKind, CitationStyle, DifferenceKind, DocumentKind, ExportFormat,
    LeftOutReason, PairedBy, Part, QuestionType, RefusalKind, SignalName, Speaks, Strength,
};
