//! The enums of the schema, each of them an enum of the domain or of `citing`.

pub(super) use crate::api::wire::{
    AdoptionMethod, AnswerStatus, AnswerStyle, ChangeKind, CitationStyle, DifferenceKind,
    DocumentKind, ExportFormat, Fact, FileEffect, LeftOutReason, MetBy, NotPhrased, PairedBy, Part,
    PartKind, QuestionType, RefusalKind, SignalName, Speaks, Strength, TermKind,
};
