//! The service: the corpus state that is being served, and the way to an answer.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures_util::Stream;
use jiff::Timestamp;
use tokio::sync::watch;

use super::admission::{Admission, Pool};
use super::earlier::{Earlier, EarlierKey};
use super::feedback::Feedback;
use super::flight::Flights;
use super::key::{ComparisonKey, Key, QuoteKey, normalize, normalize_comparison};
use super::phraser::Phraser;
use super::ports::Ports;
use super::previews::Previews;
use super::reloads::Reloads;
use super::served::ServedAnswer;
use super::stages::{Stage, stages};
use super::work::{ComputeStage, Work};
use super::{CacheStats, CacheUsage, CachedEmbedder, Engine, Ranking, ServiceError, weight};
use crate::corpus::{Archive, CorpusFolder};
use crate::domain::{
    Answer, Comparison, ComparisonQuery, Corpus, Digest, Query, QuoteVerdict, Stop,
};
use crate::retrieval::{Embedder, ModelInfo};

/// What bounds the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of cached answers, and as many again of cached rankings, comparisons and verdicts.
    pub cache_bytes: u64,
    /// How long an answer is cached.
    pub cache_ttl: Duration,
    /// Bytes of cached embeddings of questions.
    pub embedding_cache_bytes: u64,
    /// How many answers are computed at once, beside a quarter as many checks.
    pub max_concurrent: u16,
    /// How long a request may take, in milliseconds.
    pub deadline_ms: u64,
}

impl Limits {
    /// The defaults, which the flags show as theirs.
    pub const DEFAULT: Self = Self {
        cache_bytes: 64 << 20,
        cache_ttl: Duration::from_hours(1),
        embedding_cache_bytes: 32 << 20,
        max_concurrent: 8,
        deadline_ms: 10_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What is being served: while it stays the same, so do answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Digest of the corpus.
    pub corpus: Digest,
    /// Digest of the embedding model.
    pub model: Digest,
    /// Whether a second model reads the first clauses again.
    pub reranked: bool,
    /// When the corpus was installed.
    pub loaded_at: Timestamp,
}

/// One state of the corpus with all that answers from it.
pub(super) struct Snapshot {
    pub(super) engine: Engine,
    pub(super) embedder: Arc<CachedEmbedder>,
    pub(super) work: Arc<Work>,
    loaded_at: Timestamp,
}

/// Answers queries from the corpus that was installed last. Clones share everything.
#[derive(Clone)]
pub struct Service(pub(super) Arc<Inner>);

pub(super) struct Inner {
    /// Nothing until a first corpus is installed. The lock is held to copy the pointer only.
    snapshot: RwLock<Option<Arc<Snapshot>>>,
    answers: Flights<Key, Arc<Answer>>,
    rankings: Flights<Key, Arc<Ranking>>,
    /// Documents of earlier states of the corpus.
    earlier: Flights<EarlierKey, Earlier>,
    archive: Option<Arc<dyn Archive>>,
    /// The files of the corpus, where they may be changed.
    pub(super) folder: Option<Arc<dyn CorpusFolder>>,
    pub(super) phraser: Option<Phraser>,
    comparisons: Flights<ComparisonKey, Arc<Comparison>>,
    pub(super) verdicts: Flights<QuoteKey, Arc<QuoteVerdict>>,
    previews: Previews,
    /// Tells whoever waits for it that another corpus was installed.
    changes: watch::Sender<()>,
    /// For questions, searches and comparisons.
    pub(super) questions: Admission,
    /// For texts and quotations that are checked, so that they hold up no questions.
    pub(super) checks: Admission,
    pub(super) work: Arc<Work>,
    pub(super) feedback: Feedback,
    pub(super) reloads: Reloads,
    pub(super) is_draining: AtomicBool,
    pub(super) logs_questions: AtomicBool,
    /// How long a request may take, in milliseconds.
    deadline_ms: AtomicU64,
    pub(super) limits: Limits,
}

/// How many computations may wait for each one that may run.
const WAITING_PER_RUNNING: usize = 8;
/// Beside so many computations that may run at once, one check may; as many of them may wait.
const CHECKS_ONE_OF: usize = 4;

impl Service {
    /// A service that has nothing to answer from yet.
    pub fn new(limits: Limits) -> Self {
        Self::with_ports(limits, Ports::default())
    }

    /// The same, with what it has beside the corpus.
    pub fn with_ports(limits: Limits, ports: Ports) -> Self {
        let Ports { archive, folder, feedback, phrasing } = ports;
        let (bytes, ttl) = (limits.cache_bytes, limits.cache_ttl);
        let running = usize::from(limits.max_concurrent);
        let waiting = running.saturating_mul(WAITING_PER_RUNNING);
        Self(Arc::new(Inner {
            snapshot: RwLock::new(None),
            answers: Flights::new(bytes, ttl, |key, answer: &Arc<Answer>| {
                weight::of_answer(key, answer)
            })
            .without(|answer| answer.understood.words_alone),
            rankings: Flights::new(bytes, ttl, |key, ranking: &Arc<Ranking>| {
                weight::of_ranking(key, ranking)
            })
            .without(|ranking| ranking.understood.words_alone),
            earlier: Flights::new(bytes, ttl, |_, earlier: &Earlier| earlier.bytes()),
            archive,
            folder,
            phraser: phrasing.map(Phraser::new),
            comparisons: Flights::new(bytes, ttl, |key, comparison: &Arc<Comparison>| {
                weight::of_comparison(key, comparison)
            })
            .without(|comparison| comparison.understood.words_alone),
            verdicts: Flights::new(bytes, ttl, |key: &QuoteKey, verdict: &Arc<QuoteVerdict>| {
                weight::of_verdict(key, verdict)
            }),
            previews: Previews::default(),
            changes: watch::Sender::new(()),
            questions: Admission::new(running, waiting),
            checks: Admission::new(running.div_ceil(CHECKS_ONE_OF), waiting),
            work: Arc::default(),
            feedback: Feedback::new(feedback),
            reloads: Reloads::default(),
            is_draining: AtomicBool::new(false),
            logs_questions: AtomicBool::new(false),
            deadline_ms: AtomicU64::new(limits.deadline_ms),
            limits,
        }))
    }

    /// Serves from `engine` and embeds questions by `embedder` from now on. Requests that are
    /// under way end with the corpus that they began with.
    pub fn install(&self, engine: Engine, embedder: Arc<dyn Embedder>) {
        let cached = CachedEmbedder::new(embedder, self.0.limits.embedding_cache_bytes)
            .timed_by(Arc::clone(&self.0.work));
        self.swap(engine, Arc::new(cached));
    }

    /// Serves from `engine`, which was built with the same embedding model, from now on.
    ///
    /// # Errors
    /// `NotReady` where nothing was installed before.
    pub fn replace(&self, engine: Engine) -> Result<(), ServiceError> {
        let embedder = Arc::clone(&self.snapshot()?.embedder);
        self.swap(engine, embedder);
        Ok(())
    }

    fn swap(&self, engine: Engine, embedder: Arc<CachedEmbedder>) {
        let work = Arc::clone(&self.0.work);
        let snapshot = Arc::new(Snapshot { engine, embedder, work, loaded_at: Timestamp::now() });
        let mut place = self.0.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(snapshot);
        drop(place);
        // Keys hold the corpus digest, so these could not be served any more: free their memory.
        self.0.answers.clear();
        self.0.rankings.clear();
        self.0.verdicts.clear();
        self.0.comparisons.clear();
        self.0.changes.send_replace(());
    }

    /// Sees each corpus that is installed from now on.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    pub(super) fn snapshot(&self) -> Result<Arc<Snapshot>, ServiceError> {
        let place = self.0.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        place.clone().ok_or(ServiceError::NotReady)
    }

    /// What is being served.
    ///
    /// # Errors
    /// `NotReady` before the first corpus is installed.
    pub fn state(&self) -> Result<State, ServiceError> {
        let snapshot = self.snapshot()?;
        Ok(State {
            corpus: snapshot.engine.corpus().digest(),
            model: snapshot.embedder.model().digest,
            reranked: snapshot.engine.reranks(),
            loaded_at: snapshot.loaded_at,
        })
    }

    /// The corpus that is being served.
    ///
    /// # Errors
    /// `NotReady` before the first corpus is installed.
    pub fn corpus(&self) -> Result<Arc<Corpus>, ServiceError> {
        Ok(Arc::clone(self.snapshot()?.engine.corpus()))
    }

    /// The embedding model.
    ///
    /// # Errors
    /// `NotReady` before the first corpus is installed.
    pub fn model(&self) -> Result<ModelInfo, ServiceError> {
        Ok(self.snapshot()?.embedder.model().clone())
    }

    /// When the corpus was installed.
    ///
    /// # Errors
    /// `NotReady` before the first corpus is installed.
    pub fn loaded_at(&self) -> Result<Timestamp, ServiceError> {
        Ok(self.snapshot()?.loaded_at)
    }

    /// The earlier states of the corpus.
    pub(super) fn archive(&self) -> Option<Arc<dyn Archive>> {
        self.0.archive.clone()
    }

    /// The earlier document that goes by `key`: kept, or else what `read` finds.
    pub(super) async fn kept_earlier<F>(
        &self,
        key: EarlierKey,
        read: impl FnOnce(Stop) -> F,
    ) -> Result<(Earlier, bool), ServiceError>
    where
        F: Future<Output = Result<Earlier, ServiceError>> + Send + 'static,
    {
        self.0.earlier.get(key, read).await
    }

    /// How long a request may take.
    pub fn deadline(&self) -> Duration {
        Duration::from_millis(self.0.deadline_ms.load(Ordering::Relaxed))
    }

    /// Lets requests take `deadline_ms` milliseconds from now on.
    pub fn set_deadline(&self, deadline_ms: u64) {
        self.0.deadline_ms.store(deadline_ms, Ordering::Relaxed);
    }

    /// How often an answer was there already.
    pub fn answer_stats(&self) -> CacheStats {
        self.0.answers.stats()
    }

    /// How each cache does. There are no embeddings before the first corpus is installed.
    pub fn caches(&self) -> Vec<CacheUsage> {
        let inner = &self.0;
        let mut caches = vec![
            inner.answers.usage("answers"),
            inner.rankings.usage("rankings"),
            inner.comparisons.usage("comparisons"),
            inner.verdicts.usage("verdicts"),
            inner.earlier.usage("versions"),
        ];
        caches.extend(self.snapshot().ok().map(|snapshot| snapshot.embedder.usage()));
        caches
    }

    /// Answers `query`, or says that the corpus does not.
    ///
    /// # Errors
    /// When the query is invalid, there is too much to do, or the model fails.
    pub async fn ask(&self, query: Query) -> Result<ServedAnswer, ServiceError> {
        let (snapshot, query) = self.checked(query)?;
        let key = Key::new(query.clone(), snapshot.engine.corpus().digest());
        self.answer(snapshot, query, key).await
    }

    /// Answers `query` in stages. Whoever asks the same meanwhile, in stages or not, shares the
    /// computation.
    ///
    /// # Errors
    /// When the query is invalid; what fails later comes by the stream, as its last item.
    pub fn ask_in_stages(
        &self,
        query: Query,
    ) -> Result<impl Stream<Item = Result<Stage, ServiceError>> + Send + 'static, ServiceError>
    {
        let (snapshot, query) = self.checked(query)?;
        let key = Key::new(query.clone(), snapshot.engine.corpus().digest());
        let preview = self.0.previews.of(&key);
        let ranking = preview.subscribe();
        let service = self.clone();
        let answering = async move {
            let served = service.answer(snapshot, query, key).await;
            // Held until here, so that the computation finds it.
            drop(preview);
            served
        };
        Ok(stages(ranking, Box::pin(answering)))
    }

    /// The answer of `snapshot` to a normalized query.
    async fn answer(
        &self,
        snapshot: Arc<Snapshot>,
        query: Query,
        key: Key,
    ) -> Result<ServedAnswer, ServiceError> {
        let (service, previewed, asked) = (self.clone(), key.clone(), query.clone());
        // Nothing of this runs where the answer is kept, or is being computed already.
        let compute = |stop| async move {
            let preview = service.0.previews.of(&previewed);
            let work = move |snapshot: &Snapshot, stop: &Stop| {
                let ranked = snapshot.rank(&query, stop)?;
                if preview.receiver_count() > 0 {
                    preview.send_replace(Some(Arc::new(snapshot.engine.ranking(&query, &ranked))));
                }
                Ok(Arc::new(snapshot.answer(ranked)?))
            };
            service.compute(Pool::Questions, snapshot, stop, work).await
        };
        let (answer, cached) = self.in_time(self.0.answers.get(key, compute)).await?;
        self.note(&asked, &answer, cached);
        Ok(ServedAnswer { answer, cached })
    }

    /// Ranks clauses for `query`; says, too, whether the ranking was there before.
    ///
    /// # Errors
    /// When the query is invalid, there is too much to do, or the model fails.
    pub async fn search(&self, query: Query) -> Result<(Arc<Ranking>, bool), ServiceError> {
        let (snapshot, query) = self.checked(query)?;
        let key = Key::new(query.clone(), snapshot.engine.corpus().digest());
        let work = move |snapshot: &Snapshot, stop: &Stop| {
            let ranked = snapshot.rank(&query, stop)?;
            Ok(Arc::new(snapshot.engine.ranking(&query, &ranked)))
        };
        let compute = |stop| self.compute(Pool::Questions, snapshot, stop, work);
        self.in_time(self.0.rankings.get(key, compute)).await
    }

    /// Compares what documents say on a topic; says, too, whether the comparison was there before.
    ///
    /// # Errors
    /// When the query is invalid, there is too much to do, or the model fails.
    pub async fn compare(
        &self,
        query: &ComparisonQuery,
    ) -> Result<(Arc<Comparison>, bool), ServiceError> {
        let snapshot = self.snapshot()?;
        query.validate(snapshot.engine.corpus())?;
        let query = normalize_comparison(query);
        let key = ComparisonKey::new(query.clone(), snapshot.engine.corpus().digest());
        let work = move |snapshot: &Snapshot, stop: &Stop| {
            let compare = || snapshot.engine.compare(&query, snapshot.embedder.as_ref(), stop);
            snapshot.work.time(ComputeStage::Compare, compare).map(Arc::new)
        };
        let compute = |stop| self.compute(Pool::Questions, snapshot, stop, work);
        self.in_time(self.0.comparisons.get(key, compute)).await
    }

    /// The state that answers `query`, and the query in its normal form.
    fn checked(&self, query: Query) -> Result<(Arc<Snapshot>, Query), ServiceError> {
        let snapshot = self.snapshot()?;
        query.validate(snapshot.engine.corpus())?;
        Ok((snapshot, normalize(query)))
    }
}
