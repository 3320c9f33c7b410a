//! Clauses of earlier states of the corpus, by their permanent links.

use std::sync::Arc;

use super::admission::Pool;
use super::earlier::{Earlier, EarlierKey};
use super::state::Snapshot;
use super::{Service, ServiceError};
use crate::corpus::{Archive, ArchiveError, ArchivedFile, ParsedFile};
use crate::domain::{ClauseVersion, Corpus, Digest, Stop};
use crate::quoting::successor;

impl Service {
    /// The clause with this document and label in the state of the corpus whose digest begins with
    /// `state`, and what stands for it now.
    ///
    /// # Errors
    /// `NotFound` where there is no such state, or no such clause in it, `Gone` where its document is lost, and as for
    /// a question.
    pub async fn clause_version(
        &self,
        state: &str,
        document: &str,
        label: &str,
    ) -> Result<ClauseVersion, ServiceError> {
        let snapshot = self.snapshot()?;
        let state = &state.to_ascii_lowercase();
        let current = Arc::clone(snapshot.engine.corpus());
        let id = format!("{document}/{label}");
        let (corpus, served_since) = if current.digest().goes_by(state) {
            (Arc::clone(&current), None)
        } else {
            let earlier = self.earlier(snapshot, state, document).await?;
            (earlier.corpus, Some(earlier.served_since))
        };
        let clause = corpus.clause_position(&id).ok_or_else(|| {
            let shown: String = id.chars().take(200).collect();
            let state = corpus.digest().short();
            let message = format!("the corpus in the state {state} has no clause '{shown}'");
            ServiceError::NotFound(format!(
                "{message}; GET /v1/documents/{document} lists those of today"
            ))
        })?;
        let successor = successor(&corpus, clause, &current);
        Ok(ClauseVersion { corpus, clause, served_since, successor, current })
    }

    /// A document of an earlier state: kept, or read anew.
    async fn earlier(
        &self,
        snapshot: Arc<Snapshot>,
        state: &str,
        document: &str,
    ) -> Result<Earlier, ServiceError> {
        if !Digest::may_go_by(state) {
            let message = "parse the link: the state of the corpus must be the first 12 to \
                           64 hexadecimal digits of its digest";
            return Err(ServiceError::NotFound(message.to_owned()));
        }
        let Some(archive) = self.archive() else {
            let message = ArchiveError::UnknownState(state.to_owned()).to_string();
            return Err(ServiceError::NotFound(format!("failed to {message}")));
        };
        let key: EarlierKey = (state.to_owned(), document.to_owned());
        let (state, document) = key.clone();
        let work = move |snapshot: &Snapshot, _: &Stop| {
            Ok(read(&*archive, snapshot.engine.corpus(), &state, &document))
        };
        let reading = |stop| {
            let reading = self.compute(Pool::Questions, snapshot, stop, work);
            async { reading.await? }
        };
        let (earlier, _) = self.in_time(self.kept_earlier(key, reading)).await?;
        Ok(earlier)
    }
}

/// Reads a document of an earlier state.
fn read(
    archive: &dyn Archive,
    current: &Corpus,
    state: &str,
    document: &str,
) -> Result<Earlier, ServiceError> {
    let file = mended(archive, current, state, document).map_err(|error| match error {
        ArchiveError::Unreadable(_) => {
            tracing::error!(%error, "failed to read an earlier state");
            ServiceError::Internal
        }
        ArchiveError::LostState(_) | ArchiveError::LostFile { .. } => {
            tracing::warn!("failed to {error}");
            ServiceError::Gone(format!("failed to {error}"))
        }
        _ => ServiceError::NotFound(format!("failed to {error}")),
    })?;
    let unsound = |error: String| {
        tracing::error!(%error, document, "failed to read a document of an earlier state");
        ServiceError::Internal
    };
    let parsed =
        archive.parse(document, &file.bytes).map_err(|error| unsound(error.to_string()))?;
    let ParsedFile { document: mut own, clauses } = meant(parsed, document).ok_or_else(|| {
        let shown: String = document.chars().take(200).collect();
        ServiceError::NotFound(format!("the file of '{shown}' has no such document"))
    })?;
    document.clone_into(&mut own.id);
    let corpus = Corpus::new(vec![(own, clauses)], file.state)
        .map_err(|error| unsound(error.to_string()))?;
    Ok(Earlier { corpus: Arc::new(corpus), served_since: file.kept_at })
}

/// The file of a document of an earlier state. Where it is lost, but a document of `current` was read from the same
/// bytes, it is stored again.
fn mended(
    archive: &dyn Archive,
    current: &Corpus,
    state: &str,
    document: &str,
) -> Result<ArchivedFile, ArchiveError> {
    let lost = match archive.file(state, document) {
        Err(ArchiveError::LostFile { digest, .. }) => digest,
        found => return found,
    };
    if current.documents().iter().any(|document| document.digest == lost) {
        match archive.mend(lost) {
            Ok(()) => tracing::warn!(digest = lost.short(), "stored a damaged document again"),
            Err(error) => tracing::warn!("failed to store a damaged document again: {error}"),
        }
    }
    archive.file(state, document)
}

/// The one of the documents of a file that has the id `document`. Ids that come from the file's name
/// are known by their number alone, where the file has several: its name is not kept.
fn meant(mut parsed: Vec<ParsedFile>, document: &str) -> Option<ParsedFile> {
    if parsed.len() == 1 {
        return parsed.pop();
    }
    let own = |one: &ParsedFile| one.has_own_id() && one.document.id == document;
    let number = || document.rsplit_once('-')?.1.parse::<usize>().ok()?.checked_sub(1);
    let at = parsed.iter().position(own).or_else(number).filter(|&at| at < parsed.len())?;
    Some(parsed.swap_remove(at))
}
