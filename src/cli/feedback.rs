//! `rapporteur feedback`: what readers said of answers, and the questions without an answer.

use std::fmt::Write as _;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Outcome, output};
use crate::backends::read_feedback;
use crate::config::Config;
use crate::domain::{Date, FeedbackEntry, FeedbackKind};

#[derive(Debug, Subcommand)]
pub(super) enum Feedback {
    /// Print them, one JSON object on each line, as `rapporteur eval --questions` reads them
    Export(Export),
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Print only these: `missed`, `right` or `wrong`; repeat for several
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: Vec<FeedbackKind>,
    /// Print only those since this date (YYYY-MM-DD, in UTC)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
}

fn kind() -> impl TypedValueParser<Value = FeedbackKind> {
    PossibleValuesParser::new(FeedbackKind::ALL.map(FeedbackKind::name)).map(|name| {
        let kind = FeedbackKind::ALL.into_iter().find(|kind| kind.name() == name);
        kind.expect("the parser admits names of kinds only")
    })
}

pub(super) fn run(config: &Config, arguments: &Feedback) -> anyhow::Result<Outcome> {
    let Feedback::Export(Export { kind, since }) = arguments;
    let entries = read_feedback(&config.data_dir)?;
    let since = since.map(|date| date.to_string());
    let wanted = entries.iter().enumerate().filter(|(_, entry)| {
        let day = entry.at.strftime("%F").to_string();
        (kind.is_empty() || kind.contains(&entry.kind))
            && since.as_ref().is_none_or(|from| day >= *from)
    });
    let lines = wanted.fold(String::new(), |mut lines, (at, entry)| {
        let _ = writeln!(lines, "{}", labelled(at, entry));
        lines
    });
    if lines.is_empty() {
        output::complain("no feedback is kept that fits; a server keeps it with --feedback on");
        return Ok(Outcome::NotFound);
    }
    output::print(&lines)
}

/// The entry as a labelled question. What is right is labelled by the clauses that were cited; what is wrong or missed has
/// yet to be judged by people, and counts as not answerable until then.
fn labelled(at: usize, entry: &FeedbackEntry) -> Value {
    let answered = entry.status == "ANSWERED";
    let is_right = entry.kind == FeedbackKind::Right;
    let gold = entry.clauses.iter().filter(|_| is_right && answered);
    json!({
        "id": format!("feedback-{}", at + 1),
        "type": entry.kind.name(),
        "question": entry.question,
        "history": entry.history,
        "filter": { "doc": entry.documents },
        "gold": gold.map(|clause| json!({ "clause": clause, "grade": 2 })).collect::<Vec<_>>(),
        "answerable": is_right && answered,
        "judged": is_right,
        "why": entry.refusal,
        "status": entry.status,
        "cited": entry.clauses,
        "comment": entry.comment,
        "at": entry.at,
        "corpus": entry.corpus,
    })
}
