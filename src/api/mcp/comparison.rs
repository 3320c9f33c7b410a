//! The tool `compare`.

use std::fmt::Write;

use rmcp::schemars::{self, JsonSchema};
use serde::Serialize;

use super::arguments;
use super::bounds::{QUOTE_CHARS, ROWS_MAX, cut};
use super::outcome::{Outcome, told};
use crate::api::places::Places;
use crate::api::wire::Wire;
use crate::domain::{Change, Comparison, ComparisonQuery, ComparisonRow, Speaks};
use crate::service::{Service, short_name};

/// What each document says on a topic.
#[derive(Serialize, JsonSchema)]
pub(super) struct Compared {
    /// The topic.
    topic: String,
    /// The findings in plain sentences; quotations are word for word.
    findings: String,
    /// A row for each document that was compared, in order of date: at most 40, those that speak of the topic before
    /// silent ones if there are more.
    rows: Vec<Row>,
    /// How many documents were compared.
    document_count: usize,
    /// How many of them speak of the topic.
    speaking_count: usize,
    /// What changed from each document that speaks to the next; at most 40.
    changes: Vec<Changed>,
}

/// What one document says.
#[derive(Serialize, JsonSchema)]
struct Row {
    /// Id of the document.
    document: String,
    /// Its short name.
    name: String,
    /// Its date.
    date: Option<String>,
    /// `YES`, `PERHAPS` or `SILENT`.
    speaks: String,
    /// What it does on the topic, in its words: `Strongly urge`.
    verb: Option<String>,
    /// How strongly that binds, such as `URGE` or `DECIDE`.
    strength: Option<String>,
    /// The number that marks its quotation in the findings.
    marker: Option<u32>,
    /// The decisive words, exactly.
    quote: Option<String>,
    /// Id of the clause that they are from.
    clause: Option<String>,
    /// Address of that clause.
    url: Option<String>,
}

/// What changed from one document to the next.
#[derive(Serialize, JsonSchema)]
struct Changed {
    /// Id of the earlier document.
    from: String,
    /// Id of the later document.
    to: String,
    /// `NEW`, `DROPPED`, `STRENGTHENED`, `WEAKENED` or `UNCHANGED`.
    kind: String,
}

/// Compares documents on a topic.
pub(super) async fn compare(
    service: &Service,
    places: &Places,
    given: arguments::Compare,
) -> Outcome {
    let query =
        ComparisonQuery { topic: given.topic, documents: given.documents.unwrap_or_default() };
    let (comparison, _) = service.compare(&query).await?;
    let body = Compared::new(&comparison, places);
    let text = in_words(&body);
    Ok(told(&body, text))
}

impl Compared {
    fn new(comparison: &Comparison, places: &Places) -> Self {
        let mut rows: Vec<&ComparisonRow> = comparison.rows.iter().collect();
        if rows.len() > ROWS_MAX {
            rows.sort_by_key(|row| row.speaks == Speaks::Silent);
            rows.truncate(ROWS_MAX);
        }
        let id = |index: usize| comparison.corpus.documents()[index].id.clone();
        let changed = |change: &Change| Changed {
            from: id(change.from),
            to: id(change.to),
            kind: Wire(change.kind).name(),
        };
        Self {
            topic: comparison.topic.clone(),
            findings: comparison.text.clone(),
            rows: rows.into_iter().map(|row| Row::new(comparison, row, places)).collect(),
            document_count: comparison.counts.compared,
            speaking_count: comparison.counts.speaking,
            changes: comparison.changes.iter().take(ROWS_MAX).map(changed).collect(),
        }
    }
}

impl Row {
    fn new(comparison: &Comparison, row: &ComparisonRow, places: &Places) -> Self {
        let corpus = &*comparison.corpus;
        let document = &corpus.documents()[row.document];
        let verb = row.verb.map(|verb| verb.in_corpus(corpus));
        let quoted = row.quotation.as_ref();
        let clause = quoted.map(|citation| &corpus.clauses()[citation.clause]);
        Self {
            document: document.id.clone(),
            name: short_name(corpus, row.document),
            date: document.date().map(|date| date.to_string()),
            speaks: Wire(row.speaks).name(),
            verb: verb.map(|verb| verb.wording.clone()),
            strength: verb.map(|verb| Wire(verb.strength).name()),
            marker: quoted.map(|citation| citation.marker),
            quote: quoted.map(|citation| cut(&citation.quote, QUOTE_CHARS).to_owned()),
            clause: clause.map(|clause| corpus.id_of(clause)),
            url: clause.map(|clause| places.clause(corpus, clause)),
        }
    }
}

/// The findings, then a line for each source.
fn in_words(compared: &Compared) -> String {
    let mut text = compared.findings.clone();
    for row in &compared.rows {
        if let (Some(marker), Some(clause), Some(url)) = (row.marker, &row.clause, &row.url) {
            let date = row.date.as_deref().unwrap_or("undated");
            let _ = write!(text, "\n[{marker}] {date}, {} ({clause}): {url}", row.name);
        }
    }
    text
}
