//! A call for embeddings: collects the replies of the workers until all are there.
//!
//! The caller wakes only once, at the last reply: on machines with few cores, each wake-up would take
//! a core from the model.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::retrieval::{EmbedError, Embedding};

type Answer = Result<Embedding, EmbedError>;

/// A call for the embeddings of some texts.
#[derive(Debug)]
pub(super) struct Call {
    answers: Mutex<Answers>,
    /// Signalled when no further reply will come.
    complete: Condvar,
}

#[derive(Debug)]
struct Answers {
    /// The embedding of each text; none before its reply, or if the reply was dropped.
    given: Vec<Option<Answer>>,
    /// How many replies are still missing.
    left: usize,
}

/// Delivers the embedding of one text to its call. If it is dropped unused, the text has no embedding.
#[derive(Debug)]
pub(super) struct Reply {
    call: Arc<Call>,
    text: usize,
}

impl Call {
    /// A call for `texts` texts, each with a [`Reply`].
    pub(super) fn new(texts: usize) -> Arc<Self> {
        let answers = Answers { given: vec![None; texts], left: texts };
        Arc::new(Self { answers: Mutex::new(answers), complete: Condvar::new() })
    }

    /// The reply for the text at index `text`.
    pub(super) fn reply(self: &Arc<Self>, text: usize) -> Reply {
        Reply { call: Arc::clone(self), text }
    }

    /// Waits until every reply was sent or dropped. A text whose reply was dropped has no embedding.
    ///
    /// # Errors
    /// The first error among the replies.
    pub(super) fn wait(&self) -> Result<Vec<Option<Embedding>>, EmbedError> {
        let mut answers = self.lock();
        while answers.left > 0 {
            answers = self.complete.wait(answers).unwrap_or_else(PoisonError::into_inner);
        }
        std::mem::take(&mut answers.given).into_iter().map(Option::transpose).collect()
    }

    /// No code that holds the lock can leave the replies half changed.
    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reply {
    /// Sends the embedding, or the error.
    pub(super) fn send(self, answer: Answer) {
        self.call.lock().given[self.text] = Some(answer);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        let mut answers = self.call.lock();
        answers.left -= 1;
        if answers.left == 0 {
            self.call.complete.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::TokenVectors;

    fn embedding(x: f32) -> Embedding {
        Embedding { vector: vec![x], tokens: TokenVectors::default() }
    }

    #[test]
    fn answers_come_by_text_whatever_their_order() {
        let call = Call::new(3);
        let (first, second, third) = (call.reply(0), call.reply(1), call.reply(2));
        third.send(Ok(embedding(3.0)));
        drop(second);
        first.send(Ok(embedding(1.0)));
        let expected = [Some(embedding(1.0)), None, Some(embedding(3.0))];
        assert_eq!(call.wait().expect("no failure"), expected);
        assert_eq!(Call::new(0).wait().expect("nothing"), []);
    }

    #[test]
    fn the_caller_waits_for_the_last_and_hears_of_the_first_failure() {
        let call = Call::new(2);
        let (first, second) = (call.reply(0), call.reply(1));
        let waiting = {
            let call = Arc::clone(&call);
            std::thread::spawn(move || call.wait())
        };
        first.send(Err(EmbedError("asked to".to_owned())));
        second.send(Ok(embedding(2.0)));
        let error = waiting.join().expect("no panic").expect_err("a failure");
        assert_eq!(error.0, "asked to");
    }
}
