//! Worker threads, each with its own model, that share one queue.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use super::BackendError;
use super::call::Call;
use super::job_queue::{BatchLimit, Closed, Job, JobQueue};
use super::text_model::{Text, TextModel};
use crate::retrieval::{EmbedError, Embedding, PendingEmbeddings, Priority};

/// Loads one worker's model, in that worker's thread.
pub(super) type LoadModel = Box<dyn FnOnce() -> Result<Box<dyn TextModel>, BackendError> + Send>;

/// The workers and their queue. Dropping the pool stops them.
#[derive(Debug)]
pub(super) struct WorkerPool {
    queue: Arc<JobQueue>,
    workers: Vec<JoinHandle<()>>,
}

impl WorkerPool {
    /// Starts a worker for each of `loads`. Returns when the first is ready; the others continue to load. A worker
    /// that fails to load is reported and left out.
    ///
    /// # Errors
    /// When the first model does not load.
    pub(super) fn start(
        loads: Vec<LoadModel>,
        limit: BatchLimit,
        jobs_max: usize,
    ) -> Result<Self, BackendError> {
        let queue = Arc::new(JobQueue::new(jobs_max));
        let alive = Arc::new(AtomicUsize::new(loads.len()));
        let mut pool = Self { queue: Arc::clone(&queue), workers: Vec::with_capacity(loads.len()) };
        for (index, load) in loads.into_iter().enumerate() {
            let (ready, first_ready) = mpsc::channel();
            let worker = Worker { queue: Arc::clone(&queue), alive: Arc::clone(&alive), limit };
            let thread = thread::Builder::new()
                .name(format!("embed-{index}"))
                .spawn(move || worker.run(load, &ready))
                .map_err(|error| session_error(&error.to_string()))?;
            pool.workers.push(thread);
            if index == 0 {
                let died = || session_error("its thread stopped");
                first_ready.recv().map_err(|_| died())??;
            }
        }
        Ok(pool)
    }

    /// Queues `texts` for the workers. Blocks only while the queue is full.
    pub(super) fn begin(
        &self,
        texts: &[&str],
        priority: Priority,
    ) -> Result<PendingEmbeddings<'static>, EmbedError> {
        let stopped = || EmbedError("the embedding model has stopped; restart".to_owned());
        let call = Call::new(texts.len());
        let job = |(index, text): (usize, &&str)| Job {
            text: (*text).to_owned(),
            asks: priority == Priority::Question,
            reply: call.reply(index),
        };
        let pushed = self.queue.push(texts.iter().enumerate().map(job), priority);
        pushed.map_err(|Closed| stopped())?;
        Ok(PendingEmbeddings::new(move || {
            let embeddings = call.wait()?.into_iter();
            embeddings.map(|embedding| embedding.ok_or_else(stopped)).collect()
        }))
    }

    /// Embeds `texts`; blocks until all are done.
    #[cfg(test)]
    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        self.begin(texts, priority)?.wait()
    }
}

impl Drop for WorkerPool {
    fn drop(&mut self) {
        self.queue.close();
        for worker in self.workers.drain(..) {
            // A worker that panicked has nothing more to say: its callers have their errors.
            drop(worker.join());
        }
    }
}

/// One thread of the pool.
struct Worker {
    queue: Arc<JobQueue>,
    alive: Arc<AtomicUsize>,
    limit: BatchLimit,
}

impl Worker {
    fn run(self, load: LoadModel, ready: &Sender<Result<(), BackendError>>) {
        let mut model = match load() {
            Ok(model) => model,
            Err(error) => {
                // Only the first worker's start is waited for; the others' failures are logged.
                if let Err(unheard) = ready.send(Err(error)) {
                    let error = unheard.0.expect_err("an error was sent");
                    tracing::warn!(%error, "one session of the embedding model did not start");
                }
                return;
            }
        };
        // Nobody may be listening: see above.
        let _ = ready.send(Ok(()));
        while let Some(jobs) = self.queue.pop(self.limit) {
            answer(model.as_mut(), jobs);
        }
    }
}

impl Drop for Worker {
    /// The last worker closes the queue, even if it panicked, so that no caller waits for ever.
    fn drop(&mut self) {
        if self.alive.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.queue.close();
        }
    }
}

/// Runs the model on `jobs` and sends the replies. If the batch fails, each job is run alone, so that one bad
/// text does not fail the calls that share its batch.
fn answer(model: &mut dyn TextModel, jobs: Vec<Job>) {
    let texts: Vec<Text<'_>> =
        jobs.iter().map(|job| Text { text: &job.text, asks: job.asks }).collect();
    match run(model, &texts) {
        Ok(embeddings) => {
            for (job, embedding) in jobs.into_iter().zip(embeddings) {
                job.reply.send(Ok(embedding));
            }
        }
        Err(_) if jobs.len() > 1 => {
            for job in jobs {
                answer(model, vec![job]);
            }
        }
        Err(error) => {
            for job in jobs {
                job.reply.send(Err(error.clone()));
            }
        }
    }
}

/// Runs the model; a panic in it becomes an error.
fn run(model: &mut dyn TextModel, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError> {
    // A session keeps nothing that the next call reads: one that was cut short leaves it whole.
    let outcome = catch_unwind(AssertUnwindSafe(|| model.embed(texts)));
    let embeddings = outcome.unwrap_or_else(|panic| {
        let message = panic_message(panic.as_ref());
        tracing::error!(message, "the embedding model panicked");
        Err(EmbedError(format!("the model panicked: {message}")))
    })?;
    if embeddings.len() == texts.len() {
        Ok(embeddings)
    } else {
        let (found, expected) = (embeddings.len(), texts.len());
        Err(EmbedError(format!("the model returned {found} embeddings for {expected} texts")))
    }
}

/// The message of a panic.
pub(super) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

fn session_error(reason: &str) -> BackendError {
    BackendError::Session { name: "of a worker".to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;
    use crate::retrieval::TokenVectors;

    const LIMIT: BatchLimit =
        BatchLimit { texts_max: 4, bytes_max: 1_000, padded: true, bytes_min: 0 };

    /// Embeds a text as its length; some texts are bad for it.
    struct Lengths;

    impl TextModel for Lengths {
        fn embed(&mut self, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError> {
            let mut texts: Vec<&str> = texts.iter().map(|text| text.text).collect();
            assert!(!texts.contains(&"panic"), "asked to");
            if texts.contains(&"fail") {
                return Err(EmbedError("asked to".to_owned()));
            }
            texts.retain(|text| *text != "short");
            Ok(texts.into_iter().map(length).collect())
        }
    }

    fn length(text: &str) -> Embedding {
        Embedding { vector: vec![text.len() as f32], tokens: TokenVectors::default() }
    }

    fn loads(workers: usize) -> Vec<LoadModel> {
        let load = |_| -> LoadModel { Box::new(|| Ok(Box::new(Lengths))) };
        (0..workers).map(load).collect()
    }

    fn refuse() -> LoadModel {
        Box::new(|| Err(session_error("asked to")))
    }

    #[test]
    fn embeddings_come_in_order_of_the_texts() {
        let texts: Vec<String> = (0..200).map(|index| "x".repeat(index * 7 % 40)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expected: Vec<Embedding> = texts.iter().map(|text| length(text)).collect();
        for workers in [1, 3] {
            let pool = WorkerPool::start(loads(workers), LIMIT, 8).expect("a pool");
            assert_eq!(pool.embed(&texts, Priority::Bulk).expect("vectors"), expected);
        }
    }

    #[test]
    fn no_texts_give_no_embeddings() {
        let pool = WorkerPool::start(loads(1), LIMIT, 8).expect("a pool");
        assert_eq!(pool.embed(&[], Priority::Question).expect("nothing"), []);
    }

    #[test]
    fn bad_texts_fail_their_own_call_and_the_worker_lives_on() {
        let pool = WorkerPool::start(loads(1), LIMIT, 8).expect("a pool");
        for (text, expected) in [
            ("panic", "the model panicked: asked to"),
            ("fail", "asked to"),
            ("short", "the model returned 0 embeddings for 1 texts"),
        ] {
            let error = pool.embed(&["a", text, "b"], Priority::Question).expect_err("a failure");
            assert!(error.0.contains(expected), "{text}: {error}");
            let embeddings = pool.embed(&["abc"], Priority::Question).expect("vectors");
            assert_eq!(embeddings, [length("abc")]);
        }
    }

    #[test]
    fn a_bad_text_does_not_fail_the_jobs_beside_it() {
        let (good, bad) = (Call::new(1), Call::new(1));
        let job = |text: &str, call: &Arc<Call>| Job {
            text: text.to_owned(),
            asks: false,
            reply: call.reply(0),
        };
        answer(&mut Lengths, vec![job("ab", &good), job("panic", &bad)]);
        assert_eq!(good.wait().expect("no failure"), [Some(length("ab"))]);
        bad.wait().expect_err("a failure");
    }

    #[test]
    fn the_first_model_has_to_load_and_the_others_may_fail() {
        let error = WorkerPool::start(vec![refuse()], LIMIT, 8).expect_err("no model");
        assert!(error.to_string().contains("asked to"), "{error}");
        let mut some = loads(1);
        some.push(refuse());
        let pool = WorkerPool::start(some, LIMIT, 8).expect("a pool");
        assert_eq!(pool.embed(&["a"], Priority::Bulk).expect("vectors"), [length("a")]);
    }

    #[test]
    fn a_model_that_panics_while_loading_is_an_error() {
        let load: LoadModel = Box::new(|| panic!("asked to"));
        let error = WorkerPool::start(vec![load], LIMIT, 8).expect_err("no model");
        assert!(error.to_string().contains("its thread stopped"), "{error}");
    }

    #[test]
    fn calls_that_wait_for_the_last_worker_are_told_when_it_goes() {
        let queue = Arc::new(JobQueue::new(8));
        let worker = Worker {
            queue: Arc::clone(&queue),
            alive: Arc::new(AtomicUsize::new(1)),
            limit: LIMIT,
        };
        let pool = WorkerPool { queue, workers: Vec::new() };
        let call = Call::new(1);
        let job = Job { text: "a".to_owned(), asks: false, reply: call.reply(0) };
        pool.queue.push([job], Priority::Bulk).expect("an open queue");
        drop(worker);
        assert_eq!(call.wait().expect("no failure"), [None]);
        let error = pool.embed(&["b"], Priority::Question).expect_err("stopped");
        assert!(error.0.contains("has stopped"), "{error}");
    }

    #[test]
    fn workers_run_at_the_same_time() {
        struct Meets(Arc<Barrier>);
        impl TextModel for Meets {
            fn embed(&mut self, texts: &[Text<'_>]) -> Result<Vec<Embedding>, EmbedError> {
                self.0.wait();
                Ok(texts.iter().map(|text| length(text.text)).collect())
            }
        }
        let barrier = Arc::new(Barrier::new(2));
        let load = |_| -> LoadModel {
            let barrier = Arc::clone(&barrier);
            Box::new(|| Ok(Box::new(Meets(barrier))))
        };
        let alone = BatchLimit { texts_max: 1, ..LIMIT };
        let pool = WorkerPool::start((0..2).map(load).collect(), alone, 8).expect("a pool");
        assert_eq!(pool.embed(&["a", "b"], Priority::Bulk).expect("vectors").len(), 2);
    }
}
