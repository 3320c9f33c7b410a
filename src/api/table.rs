//! Comparisons as people read them on a terminal of 80 columns.

use std::fmt::Write;

use super::graphql::Links;
use crate::domain::{
    Change, ChangeKind, ClauseVerb, Comparison, ComparisonRow, Corpus, DifferenceKind,
    LeftOutReason, PairedBy, Speaks, WORDS_ALONE, WordingChange,
};

/// Columns of a line; links and long words may go beyond.
const COLUMNS: usize = 80;
/// What stands below a heading is put in by so many.
const INDENT: usize = 4;

/// A block for each document in order of date, with what changed since the one before; above them
/// the findings, below them what was left out.
pub fn comparison(comparison: &Comparison, links: &Links) -> String {
    let mut text = wrapped(&heading(comparison), 0);
    for row in &comparison.rows {
        let change = comparison.changes.iter().find(|change| change.to == row.document);
        if let Some(change) = change {
            text.push('\n');
            text.push_str(&changed(comparison, change));
        }
        text.push('\n');
        text.push_str(&block(comparison, row, links));
    }
    let left = left_out(comparison);
    if !left.is_empty() {
        text.push('\n');
        text.push_str(&wrapped(&left, 0));
    }
    text
}

fn id(corpus: &Corpus, document: usize) -> &str {
    &corpus.documents()[document].id
}

/// Who speaks, who was first, last and strongest.
fn heading(comparison: &Comparison) -> String {
    let (counts, timeline) = (comparison.counts, &comparison.timeline);
    let mut text = format!(
        "\"{}\" in {} documents: {} speak of it, {} perhaps, {} not.",
        comparison.topic, counts.compared, counts.speaking, counts.touching, counts.silent
    );
    let names = |documents: &[usize]| {
        let ids: Vec<&str> = documents.iter().map(|&one| id(&comparison.corpus, one)).collect();
        ids.join(", ")
    };
    let findings = [
        ("First", &timeline.first),
        ("Last", &timeline.last),
        ("Strongest", &timeline.strongest),
        ("Possibly earlier", &timeline.earlier_touching),
    ];
    for (what, documents) in findings.into_iter().filter(|(_, documents)| !documents.is_empty()) {
        let _ = write!(text, " {what}: {}.", names(documents));
    }
    for word in &comparison.understood.unknown_terms {
        let _ = write!(text, " '{word}' occurs nowhere.");
    }
    let hidden = counts.compared - comparison.rows.len();
    if hidden > 0 {
        let _ = write!(
            text,
            " {hidden} of them have no row here; name the documents that you want to see."
        );
    }
    if comparison.understood.words_alone {
        let _ = write!(text, " {WORDS_ALONE}");
    }
    text
}

/// What one document says.
fn block(comparison: &Comparison, row: &ComparisonRow, links: &Links) -> String {
    let corpus = &*comparison.corpus;
    let document = &corpus.documents()[row.document];
    let date = document.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let said = match (row.speaks, row.verb) {
        (Speaks::Yes, Some(verb)) => verb_of(corpus, verb),
        (Speaks::Yes, None) if document.kind.is_report() => "reports".to_owned(),
        (Speaks::Yes, None) => "speaks, without a verb".to_owned(),
        (Speaks::Perhaps, _) => "may touch on it".to_owned(),
        (Speaks::Silent, _) => "silent".to_owned(),
    };
    let mut text = format!("{date}  {}  {said}\n", document.id);
    if let Some(quotation) = &row.quotation {
        let clause = &corpus.clauses()[quotation.clause];
        let source = format!("[{}] {}: \"{}\"", quotation.marker, clause.label, quotation.quote);
        text.push_str(&wrapped(&source, INDENT));
        let _ = writeln!(text, "{:INDENT$}{}", "", links.clause(corpus, clause));
    }
    let label = |clause: usize| &*corpus.clauses()[clause].label;
    let found: Vec<String> = row
        .clauses
        .iter()
        .map(|one| format!("{} {:.2}", label(one.clause), one.relevance))
        .collect();
    let mut searched = format!("{} clauses searched", row.clauses_searched);
    if row.speaks == Speaks::Yes {
        let more = row.clause_count - row.clauses.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        searched = format!("{searched}; on the topic: {}{more}", found.join(", "));
    } else if let Some(nearest) = row.nearest {
        searched =
            format!("{searched}; nearest: {} {:.2}", label(nearest.clause), nearest.relevance);
    }
    text.push_str(&wrapped(&searched, INDENT));
    text
}

/// What changed between two documents.
fn changed(comparison: &Comparison, change: &Change) -> String {
    let corpus = &*comparison.corpus;
    let verbs = match (change.from_verb, change.to_verb) {
        (Some(from), Some(to)) => {
            let verb = |verb: ClauseVerb| verb_of(corpus, verb);
            format!("{}: {}, then {}", kind(change.kind), verb(from), verb(to))
        }
        _ => "no verbs to compare".to_owned(),
    };
    let pair = format!("{} -> {}", id(corpus, change.from), id(corpus, change.to));
    let mut text = wrapped(&format!("{pair}: {verbs}"), INDENT);
    if change.between > 0 {
        let passed = format!("{} documents between them speak of it, too", change.between);
        text.push_str(&wrapped(&passed, 2 * INDENT));
    }
    for one in &change.clauses {
        text.push_str(&wrapped(&wording_change(corpus, one), 2 * INDENT));
        for shared in shared(corpus, one) {
            text.push_str(&wrapped(&format!("\"{shared}\""), 3 * INDENT));
        }
    }
    text
}

/// `= P3C -> P3D: unchanged, same meaning (0.71)`.
fn wording_change(corpus: &Corpus, one: &WordingChange) -> String {
    let label = |clause: usize| &*corpus.clauses()[clause].label;
    match (one.from, one.to, one.pairing) {
        (Some(from), Some(to), Some(pairing)) => {
            let by = match pairing.by {
                PairedBy::Wording => "wording",
                PairedBy::Meaning => "meaning",
            };
            let (from, to, kind) = (label(from), label(to), kind(one.kind));
            format!("{from} -> {to}: {kind}; same {by} ({:.2})", pairing.similarity)
        }
        (from, to, _) => {
            let labels = from.or(to).map_or("", label);
            format!("{labels}: {}", kind(one.kind))
        }
    }
}

/// What two clauses have in common word for word: the longer runs, as the later one has them.
fn shared<'c>(corpus: &'c Corpus, one: &WordingChange) -> Vec<&'c str> {
    const RUN_WORDS_MIN: usize = 3;
    let Some(to) = one.to else { return Vec::new() };
    let text = &corpus.document_of(&corpus.clauses()[to]).text;
    let equal = one.differences.iter().filter(|run| run.kind == DifferenceKind::Equal);
    equal
        .map(|run| text.slice(run.right))
        .filter(|words| words.split_whitespace().count() >= RUN_WORDS_MIN)
        .collect()
}

const fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "new",
        ChangeKind::Dropped => "dropped",
        ChangeKind::Strengthened => "stronger",
        ChangeKind::Weakened => "weaker",
        ChangeKind::Unchanged => "as strong",
    }
}

/// `"Strongly urge" (urge), P3F`.
fn verb_of(corpus: &Corpus, verb: ClauseVerb) -> String {
    let own = verb.in_corpus(corpus);
    let label = &corpus.clauses()[verb.clause].label;
    format!("\"{}\" ({}), {label}", own.wording, own.strength.name())
}

fn left_out(comparison: &Comparison) -> String {
    let reasons = [
        (LeftOutReason::Report, "reports about others; name them to see them"),
        (LeftOutReason::NotNamed, "the topic names others"),
        (LeftOutReason::Excluded, "the topic excludes them"),
    ];
    let mut text = String::new();
    for (reason, why) in reasons {
        let own = comparison.left_out.iter().filter(|one| one.reason == reason);
        let ids: Vec<&str> = own.map(|one| id(&comparison.corpus, one.document)).collect();
        if !ids.is_empty() {
            let _ = write!(text, "Left out: {} ({why}). ", ids.join(", "));
        }
    }
    let more = comparison.left_out_count - comparison.left_out.len();
    if more > 0 {
        let _ = write!(text, "{more} more were left out.");
    }
    text
}

/// `text` in lines of [`COLUMNS`], each put in by `indent`.
fn wrapped(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut columns = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if columns > 0 && columns + 1 + width <= COLUMNS {
            out.push(' ');
            columns += 1 + width;
            out.push_str(word);
            continue;
        }
        if columns > 0 {
            out.push('\n');
        }
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str(word);
        columns = indent + width;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_within_their_columns() {
        let text = "word ".repeat(60);
        for indent in [0, 4, 8] {
            let lines = wrapped(&text, indent);
            assert!(lines.lines().all(|line| line.chars().count() <= COLUMNS), "{lines}");
            assert!(lines.lines().all(|line| line.starts_with(&" ".repeat(indent))), "{lines}");
            assert_eq!(lines.split_whitespace().count(), 60);
        }
        let long = "x".repeat(100);
        assert_eq!(wrapped(&format!("a {long} b"), 2), format!("  a\n  {long}\n  b\n"));
    }
}
