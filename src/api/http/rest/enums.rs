//! Enums, by the names that they have in GraphQL.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain;

/// An enum with the variants of a domain enum.
macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident: $($(#[$variant_doc:meta])* $variant:ident),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Serialize, ToSchema)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub(in crate::api::http) enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl From<domain::$name> for $name {
            fn from(value: domain::$name) -> Self {
                match value {
                    $(domain::$name::$variant => Self::$variant),+
                }
            }
        }
    };
}

mirror! {
    /// Whether a question was answered.
    AnswerStatus:
    /// The corpus answers the question.
    Answered,
    /// Nothing in the documents searched answers it.
    NotFound,
}

mirror! {
    /// The role of a clause in its document: what holds it together, recitals, commitments and
    /// calls, or paragraphs of documents without such parts.
    Part:
    /// Introduction and lead-in lines.
    Frame,
    /// Recitals.
    Preambular,
    /// Commitments and calls.
    Operative,
    /// Paragraphs of pages, and of documents without such parts.
    Body,
}

mirror! {
    /// What sort of text a document is. A page reports on others; its words are its author's.
    DocumentKind:
    /// An adopted declaration.
    Declaration,
    /// An adopted resolution or decision.
    Resolution,
    /// A communiqué or joint statement.
    Communique,
    /// A treaty, convention or protocol.
    Treaty,
    /// A web page or press article.
    Page,
}

mirror! {
    /// How strongly a verb binds those who adopted the text, from the weakest up.
    Strength:
    /// States that something exists.
    Note,
    /// Takes a position, asks for nothing.
    Recognize,
    /// Asks gently.
    Encourage,
    /// Asks firmly.
    Urge,
    /// Binds the speakers to an effort.
    Commit,
    /// Settles a matter.
    Decide,
}
