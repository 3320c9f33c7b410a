//! What people say of answers, by buttons below them.

use std::fmt::{self, Debug, Formatter, Write as _};
use std::time::Duration;

use moka::sync::Cache;
use sha2::{Digest as _, Sha256};

use crate::domain::{Answer, Opinion, Query};
use crate::service::Service;

/// How many answers can be spoken of.
const ANSWERS_MAX: u64 = 20_000;
/// For how long.
const KEPT: Duration = Duration::from_hours(24);
/// Bytes of an answer's id.
const ID_BYTES: usize = 8;
/// What begins the values of buttons: that the answer helped, and that it did not.
const VALUES: [(&str, bool); 2] = [("fb+", true), ("fb-", false)];

/// What somebody says of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The question, as it was asked.
    pub question: String,
    /// Digest of the corpus that answered.
    pub corpus: String,
    /// Whether the answer helped.
    pub helpful: bool,
    /// The platform that it comes from.
    pub platform: &'static str,
}

/// Takes what people say of answers.
pub trait FeedbackSink: Debug + Send + Sync {
    /// Takes one. What cannot be kept is logged; the person is thanked anyway.
    fn take(&self, feedback: Feedback);
}

/// Keeps it where the service keeps what readers say.
pub(super) struct Kept(pub(super) Service);

impl Debug for Kept {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Kept")
    }
}

impl FeedbackSink for Kept {
    fn take(&self, feedback: Feedback) {
        let service = self.0.clone();
        let query = Query { question: feedback.question, ..Query::default() };
        let opinion = Opinion { is_right: feedback.helpful, comment: None };
        tokio::spawn(async move {
            if let Err(error) = service.give_feedback(query, opinion).await {
                tracing::warn!(%error, "feedback of a chat was not kept");
            }
        });
    }
}

/// The answers that have buttons, by their ids.
#[derive(Debug)]
pub(super) struct Answered(Cache<String, (String, String)>);

impl Answered {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(ANSWERS_MAX).time_to_live(KEPT).build())
    }

    /// The id by which buttons below the answer to `question` speak of it.
    pub(super) fn add(&self, question: &str, answer: &Answer) -> String {
        let corpus = answer.corpus_digest().to_string();
        let digest = Sha256::digest(format!("{corpus}\n{question}"));
        let id = digest.iter().take(ID_BYTES).fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        self.0.insert(id.clone(), (question.to_owned(), corpus));
        id
    }

    /// What the button with `value` says; none where the answer is no longer known.
    pub(super) fn said(&self, value: &str, platform: &'static str) -> Option<Feedback> {
        let (id, helpful) = read(value)?;
        let (question, corpus) = self.0.get(id)?;
        Some(Feedback { question, corpus, helpful, platform })
    }
}

/// The values of the two buttons below the answer with this id, and their labels.
pub(super) fn buttons(id: &str) -> [(String, &'static str); 2] {
    let labels = ["Helpful", "Not helpful"];
    let mut labels = labels.into_iter();
    VALUES.map(|(start, _)| (format!("{start}{id}"), labels.next().unwrap_or_default()))
}

/// The id of an answer, and whether it helped, where `value` is that of a button.
pub(super) fn read(value: &str) -> Option<(&str, bool)> {
    VALUES.iter().find_map(|(start, helpful)| Some((value.strip_prefix(start)?, *helpful)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_buttons_are_read_back() {
        let [(yes, _), (no, label)] = buttons("00ff");
        assert_eq!((read(&yes), read(&no)), (Some(("00ff", true)), Some(("00ff", false))));
        assert_eq!((read("fb"), read("x"), label), (None, None, "Not helpful"));
    }
}
