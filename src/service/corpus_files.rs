//! Changing the files that the corpus is read from.

use super::{Service, ServiceError};
use crate::corpus::{CorpusFolder, FileChangeError};
use crate::domain::{Corpus, FileAddition, FileRemoval, SentFile};

impl From<FileChangeError> for ServiceError {
    fn from(error: FileChangeError) -> Self {
        match error {
            FileChangeError::Refused(invalid) => Self::InvalidQuery(invalid),
            FileChangeError::Missing(message) => Self::NotFound(message),
            FileChangeError::Unwritable(message) => Self::Forbidden(message),
        }
    }
}

impl Service {
    /// The most bytes of a file that is sent; none where the files cannot be changed.
    pub fn sent_bytes_max(&self) -> Option<usize> {
        self.0.folder.as_ref().map(|folder| folder.file_bytes_max())
    }

    /// Reads `file`, and brings it into the folder of the corpus unless `dry_run`. It is served once
    /// whoever watches the folder has read it.
    ///
    /// # Errors
    /// When the file cannot be used, or the folder cannot be changed.
    pub async fn add_document(
        &self,
        file: SentFile,
        dry_run: bool,
    ) -> Result<FileAddition, ServiceError> {
        self.change(move |folder, corpus| folder.add(corpus, file, dry_run)).await
    }

    /// Removes the file of the document with this id from the folder unless `dry_run`. The document
    /// is served until whoever watches the folder has seen it.
    ///
    /// # Errors
    /// When there is no such document, or the folder cannot be changed.
    pub async fn remove_document(
        &self,
        id: String,
        dry_run: bool,
    ) -> Result<FileRemoval, ServiceError> {
        self.change(move |folder, corpus| {
            let index = corpus.document_index(&id).ok_or_else(|| {
                let shown: String = id.chars().take(200).collect();
                FileChangeError::Missing(format!("the corpus has no document '{shown}'"))
            })?;
            folder.remove(corpus, index, dry_run)
        })
        .await
    }

    /// What `change` makes of the folder and the corpus that is served. It comes to its end even
    /// where nobody waits for it any more.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&dyn CorpusFolder, &Corpus) -> Result<T, FileChangeError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let corpus = self.corpus()?;
        let Some(folder) = self.0.folder.clone() else {
            let message = "this server does not change the files of its documents; change them in \
                           the folder, or run `rapporteur add`";
            return Err(ServiceError::Forbidden(message.to_owned()));
        };
        let permit = self.0.checks.admit().await?;
        let job = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            change(&*folder, &corpus)
        });
        match job.await {
            Ok(changed) => Ok(changed?),
            Err(error) => {
                tracing::error!(%error, "a change of the corpus panicked");
                Err(ServiceError::Internal)
            }
        }
    }
}
