//! What was read out of a question.

use super::documented::documented;
use super::{Part, Strength};

documented! {
/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionType {
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
}

#[expect(clippy::derivable_impls, reason = "the macro takes no attributes of values")]
impl Default for QuestionType {
    fn default() -> Self {
        Self::Topic
    }
}

/// A quotation found in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its words, without the quotation marks.
    pub text: String,
    /// Whether they stood in quotation marks, or were recognised in a source.
    pub marked: bool,
    /// The person whom the question names as the speaker.
    pub speaker: Option<String>,
}

/// A name in a question by which several documents go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousName {
    /// As typed.
    pub name: String,
    /// Ids of the documents, in order of date.
    pub documents: Vec<String>,
}

/// A word that was read as another: a slip of the keyboard mended by the corpus's vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As read.
    pub to: String,
}

/// What is said where vectors could not be searched, or the model does not know the question's language.
pub const WORDS_ALONE: &str =
    "Meanings could not be compared, only words: what is put otherwise may be missed.";

/// What was read out of a question: shown to the user, so that a misreading can be seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueryReading {
    /// What the question asks for.
    pub asks: QuestionType,
    /// The questions that it asks, where it asks several: each is answered by itself, in this order.
    pub questions: Vec<String>,
    /// The words that were searched for, history included where the question follows up.
    pub topic: String,
    /// Ids of the documents that the question names, in order of date.
    pub documents: Vec<String>,
    /// Names of which one document is meant, and the ids of all that may be.
    pub ambiguous: Vec<AmbiguousName>,
    /// Ids of the documents that it excludes.
    pub excluded: Vec<String>,
    /// Years that it names, in order.
    pub years: Vec<i16>,
    /// Parts that it asks for.
    pub parts: Vec<Part>,
    /// Lemmas of the lead-in verbs that it names.
    pub verbs: Vec<String>,
    /// How strong a verb it asks for.
    pub strength: Option<Strength>,
    /// Ids of the clauses that it names by label.
    pub clauses: Vec<String>,
    /// The quotation that it asks about.
    pub quotation: Option<Quotation>,
    /// Whether it continues an earlier question.
    pub follow_up: bool,
    /// Words that were read as others.
    pub corrections: Vec<Correction>,
    /// Words of weight that occur nowhere in the documents searched.
    pub unknown_terms: Vec<String>,
    /// Ids of the documents that were searched, in order of date.
    pub searched: Vec<String>,
    /// Whether they were searched by words alone: vectors could not be searched, or the model does not
    /// know the language of the question.
    pub words_alone: bool,
}
