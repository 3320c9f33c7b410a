//! Texts that are checked against the documents.

use std::sync::Arc;

use super::admission::Pool;
use super::state::Snapshot;
use super::{ComputeStage, Service, ServiceError};
use crate::checking::{Sources, check};
use crate::domain::{QuoteClaim, Stop, TextVerdict, validate_text};

impl Service {
    /// Checks what `text` quotes, names and ascribes. Verdicts are not kept, for texts seldom come
    /// twice; the embeddings of their sentences are, so that a corrected text costs little.
    ///
    /// # Errors
    /// When the text is empty or too long, there is too much to do, it takes too long, or the
    /// model fails.
    pub async fn verify_text(&self, text: String) -> Result<Arc<TextVerdict>, ServiceError> {
        let snapshot = self.snapshot()?;
        validate_text(&text)?;
        let stop = Stop::default();
        // Whoever goes away, or has waited for too long, drops this.
        let _waiting = stop.on_drop();
        let work = move |snapshot: &Snapshot, stop: &Stop| {
            let engine = &snapshot.engine;
            let verifier = engine.verifier(stop);
            let verify = |claim: &QuoteClaim| verifier.verify(claim);
            let sources =
                Sources { corpus: engine.corpus(), index: engine.index(), verify: &verify };
            let check = || check(sources, &text, snapshot.embedder.as_ref(), stop);
            Ok(Arc::new(snapshot.work.time(ComputeStage::Check, check)?))
        };
        self.in_time(self.compute(Pool::Checks, snapshot, stop, work)).await
    }
}
