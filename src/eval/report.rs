//! Reports as text.

use std::fmt::Write as _;

use super::beir::BeirReport;
use super::score::{QuestionsReport, Share};

/// The report as a table; with a line for each question if `each`.
pub fn render(report: &QuestionsReport, each: bool) -> String {
    let mut out = String::new();
    let rows = std::iter::once(("all", &report.all))
        .chain(report.by_type.iter().map(|(kind, score)| (kind.as_str(), score)));
    out.push_str("type          questions  answerable  nDCG@5  recall@5\n");
    for (kind, score) in rows {
        let (n, a) = (score.questions, score.answerable);
        let _ = if a > 0 {
            writeln!(out, "{kind:<13} {n:>9}  {a:>10}  {:>6.3}  {:>8.3}", score.ndcg, score.recall)
        } else {
            writeln!(out, "{kind:<13} {n:>9}  {a:>10}       -         -")
        };
    }
    for (name, share) in [
        ("first citation right", report.citation_precision),
        ("first citation right or related", report.citation_precision_lenient),
        ("which declaration (answer)", report.which),
        ("which declaration (ranking)", report.which_ranking),
        ("quotation attributed", report.attribution),
        ("must_quote", report.must_quote),
        ("abstention precision", report.abstention_precision),
        ("abstention recall", report.abstention_recall),
    ] {
        let Share { right, of } = share;
        let _ = if of > 0 {
            let value = right as f64 / of as f64;
            writeln!(out, "{name:<32} {value:.3}  ({right} of {of})")
        } else {
            writeln!(out, "{name:<32}     -  (0 of 0)")
        };
    }
    if each {
        for score in &report.questions {
            let ranking: Vec<String> =
                score.ranking.iter().map(|(id, grade)| format!("{id}:{grade}")).collect();
            let _ = writeln!(
                out,
                "\n{} {} [{}] nDCG {} answered {} ({:.2}) must_quote {:?} which {:?} attribution {:?}\n  {}\n  {}",
                score.id,
                score.question,
                score.kind,
                score.ndcg.map_or_else(|| "-".into(), |value| format!("{value:.2}")),
                score.answered,
                score.confidence,
                score.must_quote,
                score.which,
                score.attribution,
                ranking.join(" "),
                score.text,
            );
        }
    }
    out
}

/// The report on a benchmark as a table.
pub fn render_beir(report: &BeirReport) -> String {
    let (documents, queries) = (report.documents, report.queries);
    let mut out = format!("{documents} documents, {queries} queries\n");
    out.push_str("system     nDCG@10  recall@10  recall@100  MRR@10\n");
    for row in &report.systems {
        let _ = writeln!(
            out,
            "{:<9} {:>8.4}  {:>9.4}  {:>10.4}  {:>6.4}",
            row.system, row.ndcg_10, row.recall_10, row.recall_100, row.mrr_10
        );
    }
    out
}
