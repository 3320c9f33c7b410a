//! Exports of what is cited elsewhere.

use std::sync::Arc;

use async_graphql::Context;

use super::Links;
use super::enums::ExportFormat;
use crate::citing::{self, Addresses, NoSuchExport, Subject};
use crate::domain::{Clause, Corpus, Document, InvalidQuery};

/// `subject` as `format`, with the links of this service.
pub(super) fn export(
    context: &Context<'_>,
    corpus: &Corpus,
    subject: Subject<'_>,
    format: ExportFormat,
) -> async_graphql::Result<String> {
    let links = context.data::<Arc<Links>>()?;
    Ok(links.export(corpus, subject, format.0)?)
}

impl Links {
    /// `subject`, out of `corpus`, as `format`, with these links in it.
    ///
    /// # Errors
    /// When the format is of whole documents and `subject` is none.
    pub fn export(
        &self,
        corpus: &Corpus,
        subject: Subject<'_>,
        format: citing::ExportFormat,
    ) -> Result<String, InvalidQuery> {
        let addresses = Addresses {
            clause: &|clause: &Clause| self.clause(corpus, clause),
            document: &|document: &Document| self.document(document),
        };
        let refused =
            |refusal: NoSuchExport| InvalidQuery { field: "format", message: refusal.to_string() };
        citing::export(corpus, subject, format, &addresses).map_err(refused)
    }
}
