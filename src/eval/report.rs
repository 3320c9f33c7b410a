//! Reports as text.

use std::fmt::Write as _;

use super::ablation::Ablation;
use super::abstention::AbstentionReport;
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
    let refused = report.refused.iter().map(|(why, share)| (format!("refused: {why}"), *share));
    let shares = [
        ("look-up: first clause right", report.first_ranked),
        ("look-up: one of five right", report.in_five),
        ("first citation right", report.citation_precision),
        ("first citation right or related", report.citation_precision_lenient),
        ("which declaration (answer)", report.which),
        ("which declaration (ranking)", report.which_ranking),
        ("which: documents cited, recall", report.which_recall),
        ("which: documents, precision", report.which_precision),
        ("compare: documents cited", report.compared),
        ("compare: linked exactly", report.linked_exact),
        ("compare: documents linked", report.linked_recall),
        ("compare: of those linked, right", report.linked_precision),
        ("look-up: answer shut out", report.shut_out),
        ("several: an answer shut out", report.partly_shut_out),
        ("comparison: rows all right", report.rows_exact),
        ("comparison: row precision", report.row_precision),
        ("comparison: row recall", report.row_recall),
        ("quotation attributed", report.attribution),
        ("must_quote", report.must_quote),
        ("abstention precision", report.abstention_precision),
        ("answered of the answerable", report.answered),
        ("abstention recall", report.abstention_recall),
    ];
    for (name, share) in
        shares.into_iter().map(|(name, share)| (name.to_owned(), share)).chain(refused)
    {
        let Share { right, of } = share;
        let _ = if of > 0 {
            let value = right as f64 / of as f64;
            writeln!(out, "{name:<32} {value:.3}  ({right} of {of})")
        } else {
            writeln!(out, "{name:<32}     -  (0 of 0)")
        };
    }
    for (name, value) in [
        ("AUROC of confidence", report.auroc),
        ("confidence without an answer", report.unanswerable_confidence),
    ] {
        let value = value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
        let _ = writeln!(out, "{name:<32} {value:>5}");
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

/// Coverages whose risk is shown, in percent.
const COVERAGES: [usize; 4] = [25, 50, 75, 100];

/// The report on abstention as two tables, one for each notion of a mistake.
pub fn render_abstention(report: &AbstentionReport) -> String {
    let AbstentionReport { paragraphs, answerable, unanswerable, answered, .. } = report;
    let mut out = format!(
        "{paragraphs} paragraphs, {answerable} answerable and {unanswerable} unanswerable \
         questions; answered {answered}, of which {} are answerable\n",
        report.answered_answerable
    );
    for (at, mistake) in [
        "a mistake: to answer what has no answer",
        "a mistake: that, or to cite first another paragraph than the one with the answer",
    ]
    .into_iter()
    .enumerate()
    {
        let _ = writeln!(out, "\n{mistake}");
        let risks = COVERAGES.map(|coverage| format!("  risk@{coverage:<3}")).concat();
        let _ = writeln!(out, "{:<18}  AUROC   AURC{risks}", "system");
        for scores in &report.systems {
            let curve = if at == 0 { &scores.answerable } else { &scores.right_paragraph };
            let auroc = scores.auroc.map_or_else(|| "-".to_owned(), |auroc| format!("{auroc:.3}"));
            let risks = COVERAGES.map(|coverage| format!("  {:>8.3}", curve.at(coverage))).concat();
            let _ = writeln!(out, "{:<18}  {auroc:>5}  {:.3}{risks}", scores.system, curve.area);
        }
    }
    out
}

/// Width of a column of the ablation table: a value, and its difference from the first row.
const ABLATION_WIDTH: usize = 16;

/// The ablation as a table: what is left out, the scores, and how far they are from the first row.
pub fn render_ablation(ablation: &Ablation) -> String {
    let heading = |first: &str, cells: &[&str]| {
        let cells = cells.iter().map(|cell| format!("  {cell:>ABLATION_WIDTH$}"));
        format!("{first:<16}{}\n", cells.collect::<String>())
    };
    let sets: Vec<&str> = ablation.columns.iter().map(|column| column.set.as_str()).collect();
    let metrics: Vec<&str> = ablation.columns.iter().map(|column| column.metric).collect();
    let mut out = heading("", &sets) + &heading("left out", &metrics);
    let Some(whole) = ablation.rows.first() else { return out };
    for row in &ablation.rows {
        let cell = |(value, whole): (&Option<f64>, &Option<f64>)| match (value, whole) {
            (Some(value), Some(whole)) if row.left_out.is_some() => {
                format!("{value:.3} ({:+.3})", value - whole)
            }
            // As wide as the differences below it.
            (Some(value), _) => format!("{value:.3}         "),
            (None, _) => "-         ".to_owned(),
        };
        let cells: Vec<String> = row.values.iter().zip(&whole.values).map(cell).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        out.push_str(&heading(row.left_out.unwrap_or("nothing"), &cells));
    }
    out
}
