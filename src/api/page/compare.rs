//! The page of a comparison.

use std::ops::Range;

use maud::{Markup, html};

use super::address::{self, Choices};
use super::form::Line;
use super::timeline::timeline;
use super::{marked, names};
use crate::domain::{
    Change, ChangeKind, ClauseVerb, Comparison, ComparisonRow, Corpus, Difference, LeftOutReason,
    PairedBy, Speaks, TOPIC_CHARS_MAX, WORDS_ALONE, WordingChange,
};
use crate::service::capitalised;

/// What is compared, and what came of it.
pub(in crate::api) struct Compared<'a> {
    /// All parameters of the page.
    pub(in crate::api) choices: &'a Choices,
    /// The comparison.
    pub(in crate::api) comparison: &'a Comparison,
}

/// The form for a topic, and which documents to compare.
pub(in crate::api) fn compare(corpus: &Corpus, choices: &Choices) -> Markup {
    html! {
        div.hero {
            h1 { "Compare what documents say" }
            p.lede { "One row for each document in order of date, the silent ones too, and what changed from one to the next." }
            (form(corpus, choices))
        }
    }
}

fn form(corpus: &Corpus, choices: &Choices) -> Markup {
    /// More are named by their ids in the address.
    const OFFERED_MAX: usize = 60;
    let line = Line {
        path: "/compare",
        label: "Topic",
        name: "topic",
        value: choices.one("topic").unwrap_or_default(),
        button: "Compare",
        chars_max: TOPIC_CHARS_MAX,
    };
    let documents = corpus.documents();
    let offered = documents.len() <= OFFERED_MAX;
    let kept = choices.only(|name, _| name == "document" && !offered);
    let documents = html! {
        @if offered && documents.len() > 1 {
            details.which open[choices.one("document").is_some()] {
                summary { "Which documents" }
                fieldset {
                    legend { "All that were adopted, unless you choose" }
                    @for (index, document) in documents.iter().enumerate() {
                        label {
                            input type="checkbox" name="document" value=(document.id)
                                checked[choices.has("document", &document.id)];
                            " " (names::short(corpus, index))
                            span.meta { (names::place_and_date(document)) }
                        }
                    }
                }
            }
        }
    };
    line.form(&kept, &documents)
}

/// The rows of a comparison, the changes between them, and both as a drawing.
pub(in crate::api) fn comparison(compared: &Compared<'_>) -> Markup {
    let Compared { choices, comparison } = *compared;
    let corpus = &*comparison.corpus;
    html! {
        div.wide {
            h1.unseen { "Compare: " (comparison.topic) }
            (form(corpus, choices))
            (findings(comparison))
            (timeline(comparison))
            ol.compared {
                @for run in runs(&comparison.rows) {
                    @if run.len() >= SILENT_MIN {
                        (quiet(corpus, &comparison.rows[run]))
                    } @else {
                        @for at in run {
                            @let row = &comparison.rows[at];
                            @let change = comparison.changes.iter().find(|change| change.to == row.document);
                            @if let Some(change) = change { li.change { (self::change(corpus, change)) } }
                            (self::row(corpus, row, at + 1))
                        }
                    }
                }
            }
            (left_out(comparison))
        }
    }
}

/// So many silent documents, one after the other, stand in one row.
const SILENT_MIN: usize = 3;

/// The rows, those of silent documents that follow each other together, all others alone.
fn runs(rows: &[ComparisonRow]) -> Vec<Range<usize>> {
    let silent = |at: usize| rows[at].speaks == Speaks::Silent;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..rows.len() {
        match runs.last_mut() {
            Some(run) if silent(run.start) && silent(at) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Silent documents, by their names.
fn quiet(corpus: &Corpus, rows: &[ComparisonRow]) -> Markup {
    html! {
        li.quiet {
            span.verdict.open { (names::count(rows.len(), "document")) " silent" }
            ": "
            @for (at, row) in rows.iter().enumerate() {
                @if at > 0 { ", " }
                a href=(address::document(&corpus.documents()[row.document])) {
                    (names::short(corpus, row.document))
                }
            }
        }
    }
}

/// How many speak, and who was first, last and strongest.
fn findings(comparison: &Comparison) -> Markup {
    let counts = comparison.counts;
    let timeline = &comparison.timeline;
    html! {
        p.findings {
            strong {
                (counts.speaking) " of " (names::count(counts.compared, "document"))
                @if counts.speaking == 1 { " speaks of it" } @else { " speak of it" }
            }
            ", " (counts.touching) " may touch on it, " (counts.silent)
            @if counts.silent == 1 { " is silent." } @else { " are silent." }
        }
        dl.facts.findings {
            (documents(&comparison.corpus, "First", &timeline.first))
            (documents(&comparison.corpus, "Last", &timeline.last))
            (documents(&comparison.corpus, "Strongest", &timeline.strongest))
            (documents(&comparison.corpus, "Possibly earlier", &timeline.earlier_touching))
        }
        @for word in &comparison.understood.unknown_terms {
            p.meta { "“" (word) "” occurs nowhere." }
        }
        @if comparison.understood.words_alone { p.meta { (WORDS_ALONE) } }
    }
}

fn documents(corpus: &Corpus, title: &str, indices: &[usize]) -> Markup {
    /// More are not named here: the rows have them.
    const NAMED_MAX: usize = 6;
    html! {
        @if !indices.is_empty() {
            dt { (title) }
            dd {
                @for (at, &index) in indices.iter().take(NAMED_MAX).enumerate() {
                    @if at > 0 { ", " }
                    a href=(address::document(&corpus.documents()[index])) { (names::short(corpus, index)) }
                }
                @if indices.len() > NAMED_MAX { " and " (indices.len() - NAMED_MAX) " more" }
            }
        }
    }
}

/// What one document says.
fn row(corpus: &Corpus, row: &ComparisonRow, number: usize) -> Markup {
    let document = &corpus.documents()[row.document];
    let class = match row.speaks {
        Speaks::Yes => "yes",
        Speaks::Perhaps => "perhaps",
        Speaks::Silent => "silent",
    };
    html! {
        li.row.(class) id={ "R" (number) } {
            div.who {
                a.title href=(address::document(document)) { (names::short(corpus, row.document)) }
                span.meta { (names::place_and_date(document)) }
                (said(corpus, row))
            }
            div.what {
                @if let Some(quotation) = &row.quotation {
                    @let clause = &corpus.clauses()[quotation.clause];
                    blockquote lang=(document.language) { p { (quotation.quote) } }
                    p.ways {
                        a href=(address::quotation(corpus, clause, quotation.span)) {
                            (capitalised(&names::label(clause)))
                        }
                        @if row.clauses.len() > 1 { span.meta { "also" } }
                        @for other in row.clauses.iter().filter(|one| one.clause != quotation.clause) {
                            @let clause = &corpus.clauses()[other.clause];
                            a href=(address::clause(corpus, clause)) { (names::label(clause)) }
                        }
                        @if row.clause_count > row.clauses.len() {
                            span.meta { (row.clause_count - row.clauses.len()) " more" }
                        }
                    }
                } @else if let Some(nearest) = row.nearest {
                    @let clause = &corpus.clauses()[nearest.clause];
                    p.meta {
                        (names::count(row.clauses_searched, "clause")) " searched; nearest: "
                        a href=(address::clause(corpus, clause)) { (names::label(clause)) }
                    }
                }
            }
        }
    }
}

/// How strongly it speaks.
fn said(corpus: &Corpus, row: &ComparisonRow) -> Markup {
    html! {
        @match (row.speaks, row.verb) {
            (Speaks::Yes, Some(verb)) => {
                span.verdict.right { (verb.in_corpus(corpus).wording) }
                span.meta { (names::strength(verb.in_corpus(corpus).strength)) }
            }
            (Speaks::Yes, None) if corpus.documents()[row.document].kind.is_report() => {
                span.verdict.right { "Reports" }
            }
            (Speaks::Yes, None) => span.verdict.right { "Speaks, without a verb" },
            (Speaks::Perhaps, _) => span.verdict.open { "May touch on it" },
            (Speaks::Silent, _) => span.verdict.open { "Silent" },
        }
    }
}

/// What changed from one document to the next that speaks.
fn change(corpus: &Corpus, change: &Change) -> Markup {
    let wording = |verb: ClauseVerb| verb.in_corpus(corpus).wording.clone();
    let told: Vec<&WordingChange> =
        change.clauses.iter().filter(|one| one.pairing.is_some()).collect();
    let count = |kind: ChangeKind| change.clauses.iter().filter(|one| one.kind == kind).count();
    html! {
        p {
            strong { (kind(change.kind)) }
            @if let (Some(from), Some(to)) = (change.from_verb, change.to_verb) {
                ": “" (wording(from)) "”, then “" (wording(to)) "”"
            }
            @if change.between > 0 { "; " (names::count(change.between, "document")) " between" }
            @if count(ChangeKind::New) > 0 { "; " (names::count(count(ChangeKind::New), "new clause")) }
            @if count(ChangeKind::Dropped) > 0 { "; " (count(ChangeKind::Dropped)) " dropped" }
        }
        @if !told.is_empty() {
            details {
                summary { "How the wording changed" }
                ul { @for one in told { (wording_change(corpus, one)) } }
            }
        }
    }
}

fn wording_change(corpus: &Corpus, one: &WordingChange) -> Markup {
    let name = |position: usize| {
        let clause = &corpus.clauses()[position];
        html! {
            a href=(address::clause(corpus, clause)) {
                (names::short(corpus, clause.document)) ", " (names::label(clause))
            }
        }
    };
    let text = |position: usize| &corpus.document_of(&corpus.clauses()[position]).text;
    let runs = one.differences.iter().filter_map(|&run: &Difference| {
        Some((run, text(one.from?).slice(run.left), text(one.to?).slice(run.right)))
    });
    html! {
        li {
            @if let Some(from) = one.from { (name(from)) " → " }
            @if let Some(to) = one.to { (name(to)) }
            span.meta {
                (kind(one.kind))
                @if let Some(pairing) = one.pairing {
                    @match pairing.by {
                        PairedBy::Wording => ", the same wording",
                        PairedBy::Meaning => ", the same in other words",
                    }
                }
            }
            @if !one.differences.is_empty() { p.differences { (marked::differences(runs)) } }
        }
    }
}

const fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::New => "New",
        ChangeKind::Dropped => "Dropped",
        ChangeKind::Strengthened => "Stronger",
        ChangeKind::Weakened => "Weaker",
        ChangeKind::Unchanged => "As strong",
    }
}

fn left_out(comparison: &Comparison) -> Markup {
    let hidden = comparison.counts.compared - comparison.rows.len();
    let reason = |reason: LeftOutReason| match reason {
        LeftOutReason::Report => "only reports on others; choose it to compare it",
        LeftOutReason::NotNamed => "the topic names others",
        LeftOutReason::Excluded => "the topic excludes it",
    };
    html! {
        @if hidden > 0 {
            p.meta { (names::count(hidden, "document")) " have no row here; choose those that you want to see." }
        }
        @if !comparison.left_out.is_empty() {
            details.more {
                summary { (names::count(comparison.left_out_count, "document")) " not compared" }
                ul.rows {
                    @for one in &comparison.left_out {
                        li {
                            a href=(address::document(&comparison.corpus.documents()[one.document])) {
                                (names::short(&comparison.corpus, one.document))
                            }
                            span.meta { (reason(one.reason)) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(speaks: Speaks) -> ComparisonRow {
        ComparisonRow {
            document: 0,
            speaks,
            verb: None,
            quotation: None,
            clauses: Vec::new(),
            clause_count: 0,
            clauses_searched: 0,
            nearest: None,
        }
    }

    #[test]
    fn silent_rows_stand_together() {
        use Speaks::{Perhaps, Silent, Yes};
        let rows = [Silent, Silent, Yes, Yes, Silent, Perhaps, Silent, Silent, Silent].map(row);
        assert_eq!(runs(&rows), [0..2, 2..3, 3..4, 4..5, 5..6, 6..9]);
        assert!(runs(&[]).is_empty());
    }
}
