//! The queue of texts that wait for the model. It is bounded, and questions go before bulk work.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::call::Reply;
use crate::retrieval::Priority;

/// One text, and where its embedding goes.
#[derive(Debug)]
pub(super) struct Job {
    /// The text to embed.
    pub(super) text: String,
    /// Whether it is a question, and no passage.
    pub(super) asks: bool,
    /// Delivers the embedding; dropped unused, it tells the call that none will come.
    pub(super) reply: Reply,
}

/// How many texts a worker takes at once. Where they are padded to the longest of them, long texts do
/// better alone, and texts share a run with those of about their own length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BatchLimit {
    /// The most texts.
    pub(super) texts_max: usize,
    /// The most bytes; if texts are padded, each counts as the longest.
    pub(super) bytes_max: usize,
    /// Whether texts are padded to the longest of a run.
    pub(super) padded: bool,
    /// Up to so many bytes, a run is hardly quicker for having fewer texts: they are not shared with
    /// workers that wait.
    pub(super) bytes_min: usize,
}

/// The queue is closed: no worker is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed;

/// A bounded queue with two priorities.
#[derive(Debug)]
pub(super) struct JobQueue {
    lanes: Mutex<Lanes>,
    /// Signalled when a job comes in, and when the queue closes.
    filled: Condvar,
    /// Signalled when jobs are taken, and when the queue closes.
    drained: Condvar,
    jobs_max: usize,
}

#[derive(Debug, Default)]
struct Lanes {
    questions: VecDeque<Job>,
    bulk: VecDeque<Job>,
    /// Workers that wait for jobs.
    idle: usize,
    closed: bool,
}

/// How far behind the first job to look for others that may share its run, in full runs.
const LOOKAHEAD: usize = 8;
/// Bytes to count for the marks of start and end: short texts are more similar in length than they look.
const MARKS_BYTES: usize = 8;

/// The texts of a run, by their lengths.
#[derive(Debug, Clone, Copy)]
struct Run {
    shortest: usize,
    longest: usize,
    bytes: usize,
    texts: usize,
}

impl Run {
    const fn starting_with(text: &str) -> Self {
        Self { shortest: text.len(), longest: text.len(), bytes: text.len(), texts: 1 }
    }

    /// The run with `text`, unless it gets too large, or one text would be padded to more than
    /// twice its length.
    fn with(self, text: &str, limit: BatchLimit) -> Option<Self> {
        let run = Self {
            shortest: self.shortest.min(text.len()),
            longest: self.longest.max(text.len()),
            bytes: self.bytes + text.len(),
            texts: self.texts + 1,
        };
        let (alike, bytes) = if limit.padded {
            let alike = run.longest + MARKS_BYTES <= 2 * (run.shortest + MARKS_BYTES);
            (alike, run.longest * run.texts)
        } else {
            (true, run.bytes)
        };
        (alike && run.texts <= limit.texts_max && bytes <= limit.bytes_max).then_some(run)
    }
}

impl Lanes {
    const fn lane(&mut self, priority: Priority) -> &mut VecDeque<Job> {
        match priority {
            Priority::Question | Priority::Passage => &mut self.questions,
            Priority::Bulk => &mut self.bulk,
        }
    }
}

impl JobQueue {
    /// An empty queue that holds `jobs_max` jobs of each priority.
    pub(super) fn new(jobs_max: usize) -> Self {
        Self {
            lanes: Mutex::default(),
            filled: Condvar::new(),
            drained: Condvar::new(),
            jobs_max: jobs_max.max(1),
        }
    }

    /// Adds jobs at the end of their lane; waits while that is full.
    pub(super) fn push(
        &self,
        jobs: impl IntoIterator<Item = Job>,
        priority: Priority,
    ) -> Result<(), Closed> {
        let mut lanes = self.lock();
        for job in jobs {
            while !lanes.closed && lanes.lane(priority).len() >= self.jobs_max {
                lanes = self.drained.wait(lanes).unwrap_or_else(PoisonError::into_inner);
            }
            if lanes.closed {
                return Err(Closed);
            }
            lanes.lane(priority).push_back(job);
            self.filled.notify_one();
        }
        Ok(())
    }

    /// Takes the next job and others of its lane that may share its run; waits until there is one.
    /// `None` once closed.
    pub(super) fn pop(&self, limit: BatchLimit) -> Option<Vec<Job>> {
        let mut lanes = self.lock();
        while !lanes.closed && lanes.questions.is_empty() && lanes.bulk.is_empty() {
            lanes.idle += 1;
            lanes = self.filled.wait(lanes).unwrap_or_else(PoisonError::into_inner);
            lanes.idle -= 1;
        }
        if lanes.closed {
            return None;
        }
        let priority = if lanes.questions.is_empty() { Priority::Bulk } else { Priority::Question };
        let workers = 1 + lanes.idle;
        let lane = lanes.lane(priority);
        // Workers that wait get their share: two texts are done sooner side by side.
        let share = lane.len().div_ceil(workers);
        let first = lane.pop_front()?;
        let mut run = Run::starting_with(&first.text);
        let mut jobs = vec![first];
        let (mut at, mut passed) = (0, 0);
        while jobs.len() < limit.texts_max && passed < LOOKAHEAD * limit.texts_max {
            let Some(next) = lane.get(at) else { break };
            if jobs.len() >= share && run.bytes + next.text.len() > limit.bytes_min {
                break;
            }
            match run.with(&next.text, limit) {
                Some(wider) => {
                    run = wider;
                    jobs.extend(lane.remove(at));
                }
                None => at += 1,
            }
            passed += 1;
        }
        self.drained.notify_all();
        Some(jobs)
    }

    /// Wakes everybody who waits, and drops the waiting jobs with their replies.
    pub(super) fn close(&self) {
        let mut lanes = self.lock();
        *lanes = Lanes { closed: true, idle: lanes.idle, ..Lanes::default() };
        self.filled.notify_all();
        self.drained.notify_all();
    }

    /// No code that holds the lock can leave the lanes half changed: a panic does not spoil them.
    fn lock(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::super::call::Call;
    use super::*;

    const LIMIT: BatchLimit =
        BatchLimit { texts_max: 3, bytes_max: 20, padded: true, bytes_min: 0 };

    fn job(text: &str) -> Job {
        Job { text: text.to_owned(), asks: false, reply: Call::new(1).reply(0) }
    }

    fn batches(texts: &[(&str, Priority)], limit: BatchLimit) -> Vec<Vec<String>> {
        let queue = JobQueue::new(100);
        for (text, priority) in texts {
            queue.push([job(text)], *priority).expect("an open queue");
        }
        let mut left = texts.len();
        let mut batches = Vec::new();
        while left > 0 {
            let jobs = queue.pop(limit).expect("an open queue");
            left -= jobs.len();
            batches.push(jobs.into_iter().map(|job| job.text).collect());
        }
        batches
    }

    #[test]
    fn questions_go_first_and_never_share_a_batch_with_bulk() {
        use Priority::{Bulk, Passage, Question};
        let texts = [
            ("a", Bulk),
            ("b", Question),
            ("c", Bulk),
            ("d", Question),
            ("e", Passage),
            ("f", Bulk),
        ];
        assert_eq!(batches(&texts, LIMIT), [["b", "d", "e"], ["a", "c", "f"]]);
    }

    #[test]
    fn batches_are_bounded_in_texts_and_in_padded_bytes() {
        let bulk = |texts: &[&'static str]| -> Vec<(&str, Priority)> {
            texts.iter().map(|text| (*text, Priority::Bulk)).collect()
        };
        let cases: [(&[&'static str], &[usize]); 5] = [
            (&["a", "b", "c", "d"], &[3, 1]),
            (&["1234567890", "1", "1"], &[2, 1]),
            (&["1", "1234567890", "1"], &[2, 1]),
            (&["a text that is longer than the limit", "b"], &[1, 1]),
            (&["", "", ""], &[3]),
        ];
        for (texts, sizes) in cases {
            let found: Vec<usize> = batches(&bulk(texts), LIMIT).iter().map(Vec::len).collect();
            assert_eq!(found, sizes, "{texts:?}");
        }
    }

    #[test]
    fn texts_share_a_batch_with_those_of_about_their_length() {
        let bulk = |text: &'static str| (text, Priority::Bulk);
        let texts = ["a", "a long text", "b", "another one", "c"].map(bulk);
        let limit = BatchLimit { texts_max: 3, bytes_max: 100, padded: true, bytes_min: 0 };
        let expected = [vec!["a", "b", "c"], vec!["a long text", "another one"]];
        assert_eq!(batches(&texts, limit), expected);
        let mixed = [vec!["a", "a long text", "b"], vec!["another one", "c"]];
        assert_eq!(batches(&texts, BatchLimit { padded: false, ..limit }), mixed);
        let short = BatchLimit { padded: false, bytes_max: 12, ..limit };
        let mixed = [vec!["a", "a long text"], vec!["b", "another one"], vec!["c"]];
        assert_eq!(batches(&texts, short), mixed);
    }

    #[test]
    fn workers_that_wait_share_what_comes() {
        let queue = JobQueue::new(8);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..2).map(|_| scope.spawn(|| queue.pop(LIMIT))).collect();
            while queue.lock().idle < 2 {
                thread::yield_now();
            }
            queue.push([job("a"), job("b")], Priority::Question).expect("an open queue");
            for worker in workers {
                let jobs = worker.join().expect("no panic").expect("an open queue");
                assert_eq!(jobs.len(), 1);
            }
        });
    }

    #[test]
    fn short_texts_are_not_shared_with_workers_that_wait() {
        let queue = JobQueue::new(8);
        let limit = BatchLimit { padded: false, bytes_min: 3, ..LIMIT };
        queue.lock().idle = 1;
        queue.push(["a", "bc", "d", "long one"].map(job), Priority::Question).expect("open");
        let texts = || -> Vec<String> {
            let jobs = queue.pop(limit).expect("an open queue");
            jobs.into_iter().map(|job| job.text).collect()
        };
        assert_eq!(texts(), ["a", "bc"]);
        assert_eq!(texts(), ["d"]);
        assert_eq!(texts(), ["long one"]);
    }

    #[test]
    fn a_full_lane_waits_until_jobs_are_taken() {
        let queue = JobQueue::new(1);
        queue.push([job("a")], Priority::Bulk).expect("an open queue");
        queue.push([job("q")], Priority::Question).expect("a lane of its own");
        thread::scope(|scope| {
            let pusher = scope.spawn(|| queue.push([job("b")], Priority::Bulk));
            let mut taken = Vec::new();
            while taken.len() < 3 {
                let jobs = queue.pop(LIMIT).expect("an open queue");
                taken.extend(jobs.into_iter().map(|job| job.text));
            }
            assert_eq!(taken, ["q", "a", "b"]);
            assert_eq!(pusher.join().expect("no panic"), Ok(()));
        });
    }

    #[test]
    fn closing_ends_every_wait_and_drops_replies() {
        let queue = JobQueue::new(1);
        let call = Call::new(1);
        let waiting = Job { text: "a".to_owned(), asks: false, reply: call.reply(0) };
        queue.push([waiting], Priority::Bulk).expect("an open queue");
        thread::scope(|scope| {
            let pusher = scope.spawn(|| queue.push([job("b")], Priority::Bulk));
            queue.close();
            assert_eq!(pusher.join().expect("no panic"), Err(Closed));
        });
        assert_eq!(call.wait().expect("no failure"), [None]);
        assert!(queue.pop(LIMIT).is_none());
        assert_eq!(queue.push([job("c")], Priority::Question), Err(Closed));
    }
}
