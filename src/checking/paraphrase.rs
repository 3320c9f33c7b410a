//! A claim that can be checked, and what was found out about it.

use super::claim::Claim;
use super::support::Near;
use crate::domain::{ItemVerdict, VerbUse};

/// A claim of a passage with the words that are looked for.
#[derive(Debug)]
pub(super) struct Paraphrase<'r> {
    /// The passage.
    pub passage: usize,
    /// The claim.
    pub claim: &'r Claim,
    /// What they are said to say, without quotations and references.
    pub topic: String,
    /// The same with the names of other documents than those that are said to say it.
    pub told: String,
    /// The claim with its verb, as written.
    pub wording: &'r str,
    /// What stands before what is claimed, behind the name of the documents.
    pub verb: &'r str,
}

impl Paraphrase<'_> {
    /// What is claimed with the verb before it, without names of documents.
    pub(super) fn bound(&self) -> String {
        format!("{} {}", self.verb, self.topic)
    }
}

/// What was found out about a claim.
pub(super) struct Finding {
    pub(super) verdict: ItemVerdict,
    pub(super) message: String,
    pub(super) near: Option<Near>,
    pub(super) actual: Option<VerbUse>,
}

impl Finding {
    pub(super) const fn unchecked(message: String) -> Self {
        Self { verdict: ItemVerdict::Unchecked, message, near: None, actual: None }
    }
}
