//! Answers in the words of a language model, and the port to such a model.

use std::fmt::Debug;

use super::documented::documented;

/// What a language model is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What it is to do: words of our own.
    pub instructions: String,
    /// The question and the numbered clauses, as JSON: data, whatever they say.
    pub data: String,
}

/// Why a language model gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFailure(pub String);

/// A language model. It may say anything: what it says is checked before anybody sees it.
pub trait LanguageModel: Debug + Send + Sync {
    /// The name of the model.
    fn name(&self) -> &str;

    /// What it says to `prompt`. Returns in bounded time and with bounded length.
    ///
    /// # Errors
    /// When it gives nothing that can be read.
    fn complete(&self, prompt: &Prompt) -> Result<String, ModelFailure>;
}

documented! {
/// Why an answer is not in the words of the language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotPhrased {
    /// There is no answer to phrase: nothing is made of what is missing.
    NoAnswer,
    /// The model failed, took too long, or has been asked too often.
    Unavailable,
    /// No sentence of the model could be checked.
    NothingVerified,
}
}

/// A sentence of a language model that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhrasedSentence {
    /// Its words, with `[1]` markers.
    pub text: String,
    /// Markers of the citations that it rests on, in order.
    pub markers: Vec<u32>,
}

/// An answer in the words of a language model, as far as they could be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrased {
    /// The sentences that were checked; none where the answer stands as it is.
    pub sentences: Vec<PhrasedSentence>,
    /// How many were left out.
    pub dropped: usize,
    /// Why there are none.
    pub reason: Option<NotPhrased>,
    /// The name of the model.
    pub model: String,
}

impl Phrased {
    /// The text.
    pub fn text(&self) -> String {
        let texts = self.sentences.iter().map(|sentence| sentence.text.as_str());
        texts.collect::<Vec<_>>().join(" ")
    }
}
