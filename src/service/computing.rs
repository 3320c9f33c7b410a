//! Computing off the async runtime: admitted, in time, and only for as long as somebody waits.

use std::sync::Arc;

use tokio::time::timeout;
use tracing::{Instrument as _, Span};

use super::admission::Pool;
use super::state::Snapshot;
use super::{Service, ServiceError};
use crate::domain::Stop;
use crate::retrieval::RankError;

impl Service {
    /// Runs `work` once it is admitted to `pool`, until it is told to `stop`.
    pub(super) fn compute<V: Send + 'static>(
        &self,
        pool: Pool,
        snapshot: Arc<Snapshot>,
        stop: Stop,
        work: impl FnOnce(&Snapshot, &Stop) -> Result<V, RankError> + Send + 'static,
    ) -> impl Future<Output = Result<V, ServiceError>> + Send + 'static {
        let admission = match pool {
            Pool::Questions => self.0.questions.clone(),
            Pool::Checks => self.0.checks.clone(),
        };
        let late = self.late();
        let computed = async move {
            let permit = admission.admit().await?;
            let span = Span::current();
            let job = tokio::task::spawn_blocking(move || {
                // Held for as long as it takes, whoever goes away meanwhile.
                let _permit = permit;
                stop.check()?;
                span.in_scope(|| work(&snapshot, &stop))
            });
            match job.await {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(RankError::Stopped(_))) => Err(late),
                Ok(Err(error)) => {
                    tracing::error!(%error, "failed to compute");
                    Err(ServiceError::Internal)
                }
                Err(error) => {
                    tracing::error!(%error, "a computation panicked");
                    Err(ServiceError::Internal)
                }
            }
        };
        // It may run in a task of its own: what it logs is to carry the id of who asked first.
        computed.in_current_span()
    }

    /// What `waiting` waits for, if it comes in time. Who has waited for too long goes away.
    pub(super) async fn in_time<V>(
        &self,
        waiting: impl Future<Output = Result<V, ServiceError>>,
    ) -> Result<V, ServiceError> {
        timeout(self.deadline(), waiting).await.unwrap_or_else(|_| Err(self.late()))
    }

    /// Whether anything is computed, or waits for its turn.
    pub(super) fn is_busy(&self) -> bool {
        self.0.questions.is_busy() || self.0.checks.is_busy()
    }

    /// What is said of what did not end in time.
    fn late(&self) -> ServiceError {
        ServiceError::DeadlineExceeded { deadline_ms: self.deadline().as_millis() as u64 }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    use super::*;
    use crate::domain::{Query, QuoteClaim, sample};
    use crate::fake_embedder::FakeEmbedder;
    use crate::retrieval::{Embedder, Priority};
    use crate::service::{Engine, Limits};

    /// A service over a few clauses, which computes one thing at a time.
    fn service(deadline_ms: u64) -> Service {
        let (corpus, embedder) = (Arc::new(sample::corpus()), FakeEmbedder::new(1));
        let passages = Engine::passages(&corpus);
        let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
        let embeddings = embedder.embed(&passages, Priority::Bulk).expect("it does not fail");
        let service = Service::new(Limits { max_concurrent: 1, deadline_ms, ..Limits::default() });
        service.install(Engine::build(corpus, embeddings), Arc::new(embedder));
        service
    }

    /// Computes until it is told to stop, for as long as it takes; says when it has begun.
    async fn endless(
        service: &Service,
        pool: Pool,
        begun: oneshot::Sender<()>,
    ) -> Result<(), ServiceError> {
        let stop = Stop::default();
        let _waiting = stop.on_drop();
        let snapshot = service.snapshot().expect("it was installed");
        let work = |_: &Snapshot, stop: &Stop| {
            let _ = begun.send(());
            while !stop.is_set() {
                std::thread::yield_now();
            }
            Ok(stop.check()?)
        };
        service.in_time(service.compute(pool, snapshot, stop, work)).await
    }

    #[tokio::test]
    async fn the_deadline_ends_the_work_and_frees_its_permit() {
        let service = service(20);
        for pool in [Pool::Questions, Pool::Checks] {
            let (begun, has_begun) = oneshot::channel();
            let mut waiting = Box::pin(endless(&service, pool, begun));
            assert!(waiting.as_mut().now_or_never().is_none());
            // It is not late before somebody looks.
            has_begun.await.expect("it runs");
            let late = waiting.await;
            assert_eq!(late, Err(ServiceError::DeadlineExceeded { deadline_ms: 20 }));
            // There is one permit: the next has its turn only when the work has ended.
            let permit = match pool {
                Pool::Questions => service.0.questions.admit().await,
                Pool::Checks => service.0.checks.admit().await,
            };
            assert!(permit.is_ok());
        }
    }

    #[tokio::test]
    async fn a_client_that_leaves_ends_the_work_and_its_place_in_the_queue() {
        let service = service(600_000);
        let (begun, has_begun) = oneshot::channel();
        let own = service.clone();
        let running = tokio::spawn(async move { endless(&own, Pool::Checks, begun).await });
        has_begun.await.expect("it runs");
        let mut waiting = Box::pin(service.verify_text("Police, \u{201c}police\u{201d}".into()));
        assert!(waiting.as_mut().now_or_never().is_none(), "there is one permit");
        drop(waiting);
        running.abort();
        drop(service.0.checks.admit().await.expect("the work has ended"));
        assert!(!service.is_busy(), "nothing waits any more");
    }

    #[tokio::test]
    async fn checks_that_wait_hold_up_no_questions() {
        let service = service(600_000);
        let running = service.0.checks.admit().await.expect("nothing runs");
        let mut queue: Vec<_> = (0..8).map(|_| Box::pin(service.0.checks.admit())).collect();
        for place in &mut queue {
            assert!(place.now_or_never().is_none());
        }
        let text = service.verify_text("Police.".to_owned()).await;
        assert_eq!(text.err(), Some(ServiceError::Overloaded));
        let claim = QuoteClaim { text: "police".to_owned(), document: None, clause: None };
        let quote = service.verify_quote(claim).await;
        assert_eq!(quote.err(), Some(ServiceError::Overloaded));
        let question = Query { question: "Who speaks of police?".to_owned(), ..Query::default() };
        assert!(service.ask(question).await.is_ok());
        drop(running);
    }

    #[tokio::test]
    async fn what_was_stopped_fails_in_time_and_is_not_kept() {
        let service = service(600_000);
        let snapshot = service.snapshot().expect("it was installed");
        let stop = Stop::default();
        stop.set();
        let query = Query { question: "Who speaks of police?".to_owned(), ..Query::default() };
        let asked = query.clone();
        let work = move |snapshot: &Snapshot, stop: &Stop| {
            snapshot.engine.search(&asked, snapshot.embedder.as_ref(), stop)
        };
        let late = service.compute(Pool::Questions, snapshot, stop, work).await;
        let expected = ServiceError::DeadlineExceeded { deadline_ms: 600_000 };
        assert_eq!(late.err(), Some(expected));
        let (_, cached) = service.search(query).await.expect("a ranking");
        assert!(!cached);
    }
}
