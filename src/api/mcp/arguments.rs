//! What the tools take. The comments are shown to assistants.

use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;

use super::bounds::{CITATIONS_MAX, RESULTS_MAX};
use crate::citing::CitationStyle;
use crate::domain::AnswerStyle;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// What to search for: a question, or a few words.
    #[schemars(length(min = 1, max = 2000))]
    pub(super) query: String,
    /// How many clauses to return; 10 if not given.
    #[schemars(range(min = 1, max = RESULTS_MAX))]
    pub(super) limit: Option<usize>,
    /// Ids of the documents to search; all if not given.
    pub(super) documents: Option<Vec<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Fetch {
    /// Id of a clause (`monaco-2014/P3C`) or a document (`monaco-2014`), as `search` returns it.
    pub(super) id: String,
    /// Where to begin in the text, in characters from 0: `metadata.next_offset` of the call before, for a
    /// long document.
    pub(super) offset: Option<u32>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// The question, as the user asked it.
    #[schemars(length(min = 1, max = 2000))]
    pub(super) question: String,
    /// Earlier questions of the same conversation, oldest first.
    #[schemars(length(max = 20))]
    pub(super) history: Option<Vec<String>>,
    /// Ids of the documents that may answer; all if not given.
    pub(super) documents: Option<Vec<String>>,
    /// How much the answer tells; `memo` if not given.
    #[schemars(extend("enum" = AnswerStyle::ALL.map(AnswerStyle::name)))]
    pub(super) style: Option<String>,
    /// The most citations; 8 if not given.
    #[schemars(range(min = 1, max = CITATIONS_MAX))]
    pub(super) citations: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyQuote {
    /// The quoted words, as pasted.
    #[schemars(length(min = 1, max = 2000))]
    pub(super) text: String,
    /// Id of the document that they are ascribed to.
    pub(super) document: Option<String>,
    /// Id of the clause that they are ascribed to.
    pub(super) clause: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyText {
    /// The text to check, plain or Markdown.
    #[schemars(length(min = 1, max = 64000))]
    pub(super) text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Compare {
    /// The topic, in a few words.
    #[schemars(length(min = 1, max = 500))]
    pub(super) topic: String,
    /// Ids of the documents to compare; all adopted documents if not given.
    #[schemars(length(max = 100))]
    pub(super) documents: Option<Vec<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Cite {
    /// Id of a clause (`monaco-2014/P3C`) or a document (`monaco-2014`).
    pub(super) id: String,
    /// The citation style; `chicago` if not given.
    #[schemars(extend("enum" = CitationStyle::ALL.map(CitationStyle::name)))]
    pub(super) style: Option<String>,
    /// The date of access (YYYY-MM-DD); shown if the address of the source is known.
    pub(super) accessed: Option<String>,
}
