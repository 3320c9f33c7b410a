//! Questions that are asked before anybody asks them.

use std::time::Duration;

use tokio::time::sleep;

use super::Service;
use crate::domain::Query;

/// How long to wait where others ask.
const PAUSE: Duration = Duration::from_millis(10);

/// How questions that were asked in advance went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WarmedUp {
    /// Questions whose answer is kept now.
    pub answered: usize,
    /// Questions that could not be answered.
    pub failed: usize,
}

impl Service {
    /// Asks each of `queries`, so that its answer and its vectors are kept: one after the other,
    /// and each only while nobody else has anything computed. What fails is logged and passed
    /// over.
    pub async fn warm_up(&self, queries: Vec<Query>) -> WarmedUp {
        let mut went = WarmedUp::default();
        for query in queries {
            while self.is_busy() {
                sleep(PAUSE).await;
            }
            match self.ask(query).await {
                Ok(_) => went.answered += 1,
                Err(error) => {
                    tracing::warn!(%error, "failed to answer a warm-up question");
                    went.failed += 1;
                }
            }
        }
        went
    }
}
