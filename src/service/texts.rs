//! Texts that are checked against the documents.

use std::sync::Arc;

use super::{ComputeStage, Service, ServiceError};
use crate::checking::{Sources, check};
use crate::domain::{QuoteClaim, TextVerdict, validate_text};

impl Service {
    /// Checks what `text` quotes, names and ascribes. Verdicts are not kept, for texts seldom come
    /// twice; the embeddings of their sentences are, so that a corrected text costs little.
    ///
    /// # Errors
    /// When the text is empty or too long, there is too much to do, or the model fails.
    pub async fn verify_text(&self, text: String) -> Result<Arc<TextVerdict>, ServiceError> {
        let snapshot = self.snapshot()?;
        validate_text(&text)?;
        let checked = self.compute(snapshot, move |snapshot| {
            let engine = &snapshot.engine;
            let verify = |claim: &QuoteClaim| engine.verify_quote(claim);
            let sources =
                Sources { corpus: engine.corpus(), index: engine.index(), verify: &verify };
            let check = || check(sources, &text, snapshot.embedder.as_ref());
            Ok(Arc::new(snapshot.work.time(ComputeStage::Check, check)?))
        });
        self.in_time(checked).await
    }
}
