//! What is asked of the service.

use super::documented::documented;
use super::{Corpus, Filter, InvalidQuery};

/// A question with all that shapes its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The question, as typed.
    pub question: String,
    /// Earlier questions of the same conversation, oldest first.
    pub history: Vec<String>,
    /// Which clauses may answer.
    pub filter: Filter,
    /// How the answer is made.
    pub options: AskOptions,
}

documented! {
/// How much an answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerStyle {
    /// The answer in a sentence, and a quotation that decides.
    Short,
    /// A sentence, the words of each document that decide, and where else it is said.
    Memo,
    /// All that is cited is quoted as it is cited.
    Full,
}
}

impl AnswerStyle {
    /// The style if none is asked for.
    pub const USUAL: Self = Self::Full;
    /// Every style, the shortest first.
    pub const ALL: [Self; 3] = [Self::Short, Self::Memo, Self::Full];

    /// Its name in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Memo => "memo",
            Self::Full => "full",
        }
    }

    /// How many words the text quotes of a citation, unless a number is asked for.
    pub const fn quote_words(self) -> Option<usize> {
        match self {
            Self::Short => Some(25),
            Self::Memo => Some(35),
            Self::Full => None,
        }
    }
}

/// How an answer is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AskOptions {
    /// How much it tells.
    pub style: AnswerStyle,
    /// The most words that the text quotes of a citation; as the style has it, where none is given.
    pub quote_words_max: Option<usize>,
    /// The most citations that an answer carries.
    pub max_citations: usize,
    /// How many clauses of the ranking are kept as evidence.
    pub max_evidence: usize,
}

impl AskOptions {
    /// How many words the text quotes of a citation at most; all, where there is no number.
    pub fn quote_words(&self) -> Option<usize> {
        self.quote_words_max.or(self.style.quote_words())
    }
}

impl Default for AskOptions {
    fn default() -> Self {
        Self {
            style: AnswerStyle::USUAL,
            quote_words_max: None,
            max_citations: 8,
            max_evidence: 20,
        }
    }
}

/// The longest question, in code points.
pub const QUESTION_CHARS_MAX: usize = 2_000;
/// The most earlier questions that come with a question.
pub const HISTORY_MAX: usize = 20;
/// The most citations that an answer may be asked for.
pub const CITATIONS_MAX: usize = 100;
/// How many words of a citation a text may be asked to quote, at least and at most.
pub const QUOTE_WORDS: std::ops::RangeInclusive<usize> = 10..=200;
/// The longest ranking that may be asked for.
pub const EVIDENCE_MAX: usize = 1_000;

impl Query {
    /// Checks the limits, and that everything the filter names is in `corpus`.
    ///
    /// # Errors
    /// The first thing at fault, with its remedy.
    pub fn validate(&self, corpus: &Corpus) -> Result<(), InvalidQuery> {
        let refuse = |field, message| Err(InvalidQuery { field, message });
        if self.question.trim().is_empty() {
            return refuse(
                "question",
                "is empty; ask something in a sentence or a few words".into(),
            );
        }
        let chars = self.question.chars().count();
        if chars > QUESTION_CHARS_MAX {
            return refuse(
                "question",
                format!("has {chars} characters; ask in at most {QUESTION_CHARS_MAX}"),
            );
        }
        if self.history.len() > HISTORY_MAX {
            let count = self.history.len();
            return refuse(
                "history",
                format!("has {count} questions; send the latest {HISTORY_MAX} or fewer"),
            );
        }
        if self.history.iter().any(|earlier| earlier.chars().count() > QUESTION_CHARS_MAX) {
            return refuse(
                "history",
                format!("has a question of more than {QUESTION_CHARS_MAX} characters; shorten it"),
            );
        }
        if !(1..=CITATIONS_MAX).contains(&self.options.max_citations) {
            return refuse("options.maxCitations", format!("must be from 1 to {CITATIONS_MAX}"));
        }
        if let Some(words) = self.options.quote_words_max
            && !QUOTE_WORDS.contains(&words)
        {
            let (least, most) = (QUOTE_WORDS.start(), QUOTE_WORDS.end());
            return refuse("options.quoteWordsMax", format!("must be from {least} to {most}"));
        }
        if !(1..=EVIDENCE_MAX).contains(&self.options.max_evidence) {
            return refuse("options.maxEvidence", format!("must be from 1 to {EVIDENCE_MAX}"));
        }
        self.filter.validate(corpus)
    }
}
