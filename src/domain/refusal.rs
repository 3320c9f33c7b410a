//! Why a question is not answered.

use super::documented::documented;

/// What is said to a service without asking anything of its documents; what asks for more comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SmallTalk {
    /// "Ok".
    Assent,
    /// "Good morning".
    Greeting,
    /// "Goodbye".
    Farewell,
    /// "Thank you".
    Thanks,
    /// "You are stupid".
    Insult,
    /// "Tell me more", where nothing was asked before.
    More,
    /// "Shorter, please": the answer before in other words.
    Rewording,
    /// "Who made you?"
    About,
    /// "What can you do?"
    Help,
    /// "2 + 2".
    Sum,
    /// A request for something else than an answer, or a command to a machine.
    Instruction,
}

/// Why a question is not answered, and how that is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What decided.
    pub reason: RefusalReason,
    /// The reason in a sentence or two.
    pub text: String,
}

impl Refusal {
    /// The kind of its reason.
    pub const fn kind(&self) -> RefusalKind {
        self.reason.kind()
    }
}

/// What decided that a question is not answered, with what that is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalReason {
    /// The question has no word to search for.
    AsksNothing,
    /// The text is small talk, not a question about the documents.
    SmallTalk {
        /// What of that it is.
        kind: SmallTalk,
    },
    /// The filter and the question leave no clause to search.
    NothingInScope,
    /// The question names documents that the corpus does not have.
    DocumentNotInCorpus {
        /// What it calls them: "Paris declaration".
        names: Vec<String>,
    },
    /// The question names years of which the corpus has no document.
    YearWithoutDocument {
        /// The years, in order.
        years: Vec<i16>,
    },
    /// The words that the question quotes were not found, nor anything like them.
    QuotationNotFound,
    /// The question asks what a person said whom no relevant clause quotes.
    SpeakerSilent {
        /// Who that is.
        name: String,
    },
    /// The question is about a century that no document searched names.
    CenturyNotNamed {
        /// The century: 19 for the 19th.
        century: u16,
    },
    /// Terms that the question is about are met by no clause near it.
    TermsNotMet {
        /// The terms, as typed.
        terms: Vec<String>,
        /// The document asked about, where it is one.
        document: Option<usize>,
        /// Whether they occur nowhere in what was searched.
        nowhere: bool,
    },
    /// The question asks for a detail that no clause near it gives.
    DetailNotGiven {
        /// What that is: completes "no clause near the question gives".
        detail: &'static str,
    },
    /// The question asks for references to a document, or a fact about one, and the corpus has none.
    FactNotKnown {
        /// What there is not, in a sentence.
        said: String,
    },
    /// No clause is relevant, and the model does not know the language of the question.
    LanguageNotKnown {
        /// The BCP 47 tag of the question's language.
        language: &'static str,
        /// The languages that the model knows.
        known: Vec<String>,
    },
    /// No clause is relevant, and words of the question occur nowhere.
    TermNowhere {
        /// These words.
        terms: Vec<String>,
    },
    /// No clause is relevant enough.
    NothingNear,
}

impl RefusalReason {
    /// Its kind.
    pub const fn kind(&self) -> RefusalKind {
        match self {
            Self::AsksNothing => RefusalKind::AsksNothing,
            Self::SmallTalk { .. } => RefusalKind::SmallTalk,
            Self::NothingInScope => RefusalKind::NothingInScope,
            Self::DocumentNotInCorpus { .. } => RefusalKind::DocumentNotInCorpus,
            Self::YearWithoutDocument { .. } => RefusalKind::YearWithoutDocument,
            Self::QuotationNotFound => RefusalKind::QuotationNotFound,
            Self::SpeakerSilent { .. } => RefusalKind::SpeakerSilent,
            Self::CenturyNotNamed { .. } => RefusalKind::CenturyNotNamed,
            Self::TermsNotMet { .. } => RefusalKind::TermsNotMet,
            Self::DetailNotGiven { .. } => RefusalKind::DetailNotGiven,
            Self::FactNotKnown { .. } => RefusalKind::FactNotKnown,
            Self::LanguageNotKnown { .. } => RefusalKind::LanguageNotKnown,
            Self::TermNowhere { .. } => RefusalKind::TermNowhere,
            Self::NothingNear => RefusalKind::NothingNear,
        }
    }
}

documented! {
/// Why a question was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalKind {
    /// The question has no word to search for.
    AsksNothing,
    /// The text is a greeting, thanks, a question about the service, or an instruction to it.
    SmallTalk,
    /// The filter and the question leave no clause to search.
    NothingInScope,
    /// The question names a document that the corpus does not have.
    DocumentNotInCorpus,
    /// The question names a year from which the corpus has no document.
    YearWithoutDocument,
    /// The words that the question quotes were not found, nor anything like them.
    QuotationNotFound,
    /// The question asks what a person said whom no relevant clause quotes.
    SpeakerSilent,
    /// The question is about a century that no document searched names.
    CenturyNotNamed,
    /// A name or another term that the question is about is met by no clause near it.
    TermsNotMet,
    /// The question asks for a number, a date, an outcome or another detail that no clause near it
    /// gives.
    DetailNotGiven,
    /// The question asks for references to a document, or a fact about one, and the corpus has none.
    FactNotKnown,
    /// No clause is relevant, and the embedding model does not know the language of the question.
    LanguageNotKnown,
    /// No clause is relevant, and words of the question occur nowhere.
    TermNowhere,
    /// No clause is relevant enough.
    NothingNear,
}
}

impl RefusalKind {
    /// All kinds, in order.
    pub const ALL: [Self; 14] = [
        Self::AsksNothing,
        Self::SmallTalk,
        Self::NothingInScope,
        Self::DocumentNotInCorpus,
        Self::YearWithoutDocument,
        Self::QuotationNotFound,
        Self::SpeakerSilent,
        Self::CenturyNotNamed,
        Self::TermsNotMet,
        Self::DetailNotGiven,
        Self::FactNotKnown,
        Self::LanguageNotKnown,
        Self::TermNowhere,
        Self::NothingNear,
    ];

    /// Its name for people: "detail not given".
    pub fn words(self) -> String {
        self.name().replace('_', " ")
    }

    /// Its name in logs and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AsksNothing => "asks_nothing",
            Self::SmallTalk => "small_talk",
            Self::NothingInScope => "nothing_in_scope",
            Self::DocumentNotInCorpus => "document_not_in_corpus",
            Self::YearWithoutDocument => "year_without_document",
            Self::QuotationNotFound => "quotation_not_found",
            Self::SpeakerSilent => "speaker_silent",
            Self::CenturyNotNamed => "century_not_named",
            Self::TermsNotMet => "terms_not_met",
            Self::DetailNotGiven => "detail_not_given",
            Self::FactNotKnown => "fact_not_known",
            Self::LanguageNotKnown => "language_not_known",
            Self::TermNowhere => "term_nowhere",
            Self::NothingNear => "nothing_near",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_place_and_its_own_name() {
        for (at, kind) in RefusalKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
            assert!(RefusalKind::ALL[..at].iter().all(|other| other.name() != kind.name()));
        }
    }
}
