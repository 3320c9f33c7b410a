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
    /// Paragraphs of pages, and of documents without these parts.
    Body,
}

mirror! {
    /// The kind of a document. A page reports on others; its words are its author's.
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

mirror! {
    /// Whether a document speaks of a topic.
    Speaks:
    /// At least one clause bears on it.
    Yes,
    /// No clause clearly bears on it, but one comes so near that silence is not certain.
    Perhaps,
    /// No clause comes near.
    Silent,
}

mirror! {
    /// How a wording changed from one document to the next.
    ChangeKind:
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

mirror! {
    /// What two clauses have in common.
    PairedBy:
    /// Their wording.
    Wording,
    /// Their meaning, in other words.
    Meaning,
}

mirror! {
    /// Why a document was not compared.
    LeftOutReason:
    /// It only reports on adopted documents.
    Report,
    /// The topic names other documents.
    NotNamed,
    /// The topic excludes it.
    Excluded,
}

mirror! {
    /// What became of a run of words.
    DifferenceKind:
    /// The same on both sides, but for case, accents and spelling.
    Equal,
    /// Other words stand in its place.
    Replaced,
    /// On the right side only.
    Inserted,
    /// On the left side only.
    Deleted,
}

mirror! {
    /// What the documents say to a quotation.
    Verdict:
    /// Found character for character.
    Exact,
    /// Found word for word; only formatting differs.
    Normalised,
    /// Found with words exchanged, left out, added or moved.
    Altered,
    /// Found elsewhere than it is ascribed to.
    Misattributed,
    /// Found nowhere, nor anything like it.
    NotFound,
}

mirror! {
    /// A difference of formatting between a quotation and its source: it changes no word.
    Normalisation:
    /// Capital and small letters.
    Case,
    /// Quotation marks and apostrophes.
    QuotationMarks,
    /// Spaces, line ends; a word that is broken in two, or two that are joined.
    WhiteSpace,
    /// Hyphens and dashes.
    Dashes,
    /// Other punctuation between the words.
    Punctuation,
    /// Lost or added accents.
    Accents,
    /// Letters that are printed as one, or in another form.
    Ligatures,
    /// British and American spelling.
    Spelling,
    /// Marks of emphasis.
    Emphasis,
    /// Words left out where the quotation says so.
    Ellipsis,
    /// What the quotation puts in square brackets.
    Brackets,
    /// The labels of clauses, copied with their words.
    Labels,
    /// It runs on over the end of a clause.
    Joined,
    /// Letters that reading machines take for each other.
    Ocr,
}

mirror! {
    /// The kind of an item.
    ItemKind:
    /// Words in quotation marks, or set apart as a block.
    Quotation,
    /// A document or clause that is named.
    Reference,
    /// What a document is said to say, in other words.
    Paraphrase,
}

mirror! {
    /// The verdict on an item of a text.
    ItemVerdict:
    /// The quotation is in the source character for character.
    Exact,
    /// The quotation is in the source word for word; only formatting differs.
    Normalised,
    /// The quotation changes words of its source.
    Altered,
    /// The quotation is in another document or clause than the one named.
    Misattributed,
    /// The quotation was found nowhere.
    NotFound,
    /// The document or clause exists.
    Valid,
    /// The link leads to another state of the documents.
    OtherState,
    /// No document goes by that name.
    NoSuchDocument,
    /// The document has no such clause.
    NoSuchClause,
    /// Place and year name different documents.
    Mismatched,
    /// The document supports it.
    Supported,
    /// Nothing in the document supports it.
    NotSupported,
    /// The document says otherwise.
    Contradicted,
    /// The text says that the document is silent, and it is.
    Silent,
    /// Not judged.
    Unchecked,
}

mirror! {
    /// Whether an item can stay as it is.
    Standing:
    /// It is right.
    Right,
    /// It has to be corrected.
    Wrong,
    /// It was not judged.
    Open,
}
