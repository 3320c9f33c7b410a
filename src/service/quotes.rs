//! Checking quotations, each once.

use std::sync::Arc;

use super::admission::Pool;
use super::key::QuoteKey;
use super::state::Snapshot;
use super::{ComputeStage, Service, ServiceError};
use crate::domain::{QuoteClaim, QuoteVerdict, Stop};

impl Service {
    /// Says whether and where the quotation of `claim` stands; and whether that was known before.
    ///
    /// # Errors
    /// When the claim is invalid, there is too much to do, or it takes too long.
    pub async fn verify_quote(
        &self,
        claim: QuoteClaim,
    ) -> Result<(Arc<QuoteVerdict>, bool), ServiceError> {
        let snapshot = self.snapshot()?;
        let corpus = snapshot.engine.corpus();
        claim.validate(corpus)?;
        let key = QuoteKey { claim: claim.clone(), corpus: corpus.digest() };
        let work = move |snapshot: &Snapshot, stop: &Stop| {
            let verify = || snapshot.engine.verifier(stop).verify(&claim);
            let verdict = snapshot.work.time(ComputeStage::Check, verify)?;
            snapshot.work.count_verdict(verdict.verdict);
            Ok(Arc::new(verdict))
        };
        let compute = |stop| self.compute(Pool::Checks, snapshot, stop, work);
        self.in_time(self.0.verdicts.get(key, compute)).await
    }
}
