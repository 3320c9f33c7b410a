//! What was asked before in a chat: follow-ups are read with it.

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;

/// How many earlier questions of a conversation are kept.
const QUESTIONS_MAX: usize = 8;
/// How much is kept of all conversations, in bytes.
const BYTES_MAX: u64 = 16 << 20;
/// What a conversation takes beside its questions, and what a question takes beside its words, in bytes; measured.
const OWN_BYTES: usize = 800;
const QUESTION_BYTES: usize = 50;
/// A conversation is forgotten when nothing was asked in it for so long.
const IDLE_MAX: Duration = Duration::from_hours(1);

/// The earlier questions of each conversation, oldest first.
#[derive(Debug)]
pub(super) struct Conversations(Cache<String, Arc<[String]>>);

impl Conversations {
    pub(super) fn new() -> Self {
        let weigh = |place: &String, questions: &Arc<[String]>| {
            let bytes: usize = questions.iter().map(|one| one.len() + QUESTION_BYTES).sum();
            u32::try_from(place.len() + OWN_BYTES + bytes).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder().max_capacity(BYTES_MAX).weigher(weigh).time_to_idle(IDLE_MAX);
        Self(cache.build())
    }

    /// What was asked in `place`.
    pub(super) fn history(&self, place: &str) -> Vec<String> {
        self.0.get(place).map(|questions| questions.to_vec()).unwrap_or_default()
    }

    /// Adds `question` to what was asked in `place`.
    pub(super) fn add(&self, place: &str, question: &str) {
        self.0.entry(place.to_owned()).and_upsert_with(|earlier| {
            let mut questions = earlier.map(|one| one.into_value().to_vec()).unwrap_or_default();
            questions.push(question.to_owned());
            let old = questions.len().saturating_sub(QUESTIONS_MAX);
            questions.drain(..old);
            questions.into()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_questions_of_a_place_are_its_history() {
        let kept = Conversations::new();
        for number in 0..QUESTIONS_MAX + 2 {
            kept.add("slack:T:C:1", &number.to_string());
        }
        let history = kept.history("slack:T:C:1");
        assert_eq!((history.len(), history[0].as_str()), (QUESTIONS_MAX, "2"));
        assert_eq!(kept.history("slack:T:C:2"), Vec::<String>::new());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let kept = Conversations::new();
        let question = "x".repeat(2_000);
        for number in 0..20_000 {
            kept.add(&number.to_string(), &question);
        }
        kept.0.run_pending_tasks();
        assert!(kept.0.weighted_size() <= BYTES_MAX && kept.0.entry_count() > 1_000);
    }
}
