//! How well texts are checked: memos with a table beside each, of what is to be found in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{EvalError, read_text};
use crate::answering::Engine;
use crate::checking::{Sources, check};
use crate::domain::{
    ItemKind, ItemVerdict, QuoteClaim, Span, Standing, Stop, TextItem, TextVerdict,
};
use crate::retrieval::{Embedder, RankError};

/// What stands in memos for the digest of the documents.
const DIGEST: &str = "DIGEST";

/// One line of the table beside a memo: `verdict`, `kind` and words of the memo, with tabs between
/// them; `#2` behind the words means their second occurrence.
#[derive(Debug, Clone)]
struct Row {
    verdict: ItemVerdict,
    kind: ItemKind,
    /// Where the words stand in the memo.
    span: Span,
    words: String,
}

/// A text with what is to be found in it.
#[derive(Debug, Clone)]
pub struct Memo {
    /// The name of its file, without the ending.
    pub name: String,
    /// Its text.
    pub text: String,
    rows: Vec<Row>,
}

impl Memo {
    /// How many lines its table has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }
}

/// Reads the memos of `folder`, `NAME.md` with the table `NAME.tsv`, in order of their names. `digest` is
/// that of the documents, as links have it.
///
/// # Errors
/// When a file cannot be read, a memo has no table, or a line of a table is of no use.
pub fn read_memos(folder: &Path, digest: &str) -> Result<Vec<Memo>, EvalError> {
    let unread = |error: std::io::Error| EvalError::new(folder, format!("{error}; name a folder"));
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|own| own == "md") && path.with_extension("tsv").exists() {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(EvalError::new(folder, "it has no NAME.md with NAME.tsv; name another folder"));
    }
    paths.iter().map(|path| read(path, digest)).collect()
}

fn read(path: &Path, digest: &str) -> Result<Memo, EvalError> {
    let text = read_text(path)?.replace(DIGEST, digest);
    let table = path.with_extension("tsv");
    let content = read_text(&table)?.replace(DIGEST, digest);
    let row = |(at, line): (usize, &str)| {
        row(line, &text)
            .map_err(|fault| EvalError::new(&table, format!("line {}: {fault}", at + 1)))
    };
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let rows = lines.map(row).collect::<Result<Vec<Row>, _>>()?;
    if rows.is_empty() {
        return Err(EvalError::new(&table, "is empty; name what is to be found"));
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Memo { name, text, rows })
}

/// The row of a line of the table beside `text`; or what is wrong with it, and what to do.
fn row(line: &str, text: &str) -> Result<Row, String> {
    let [verdict, kind, words] = line.split('\t').collect::<Vec<_>>()[..] else {
        return Err("has not three columns; write a verdict, a kind and words, with tabs".into());
    };
    let verdict = ItemVerdict::ALL.into_iter().find(|own| own.name() == verdict);
    let verdict = verdict.ok_or("has an unknown verdict; write one of the API's")?;
    let kind = ItemKind::ALL.into_iter().find(|own| own.name() == kind);
    let kind = kind.ok_or("has an unknown kind; write quotation, reference or paraphrase")?;
    let (words, nth) = words.split_once('#').unwrap_or((words, "1"));
    let nth: usize = nth.parse().map_err(|_| "has no number behind '#'; write which it is")?;
    let mut found = text.match_indices(words);
    let start = nth.checked_sub(1).and_then(|before| found.nth(before));
    let (start, _) = start.ok_or("has words that the memo lacks; copy them from there")?;
    let chars = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let start = chars(&text[..start]);
    let span = Span { start, end: start.saturating_add(chars(words)) };
    Ok(Row { verdict, kind, span, words: words.to_owned() })
}

/// A share of what there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct MemoShare {
    /// How many are as they should be.
    pub right: usize,
    /// How many there are.
    pub of: usize,
}

impl MemoShare {
    pub(super) fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }

    fn add(&mut self, other: Self) {
        self.of += other.of;
        self.right += other.right;
    }
}

/// What memos come to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MemosReport {
    /// Memos.
    pub memos: usize,
    /// Planted errors, and those of them that an item calls wrong.
    pub errors: MemoShare,
    /// Planted errors, and those of them that have the verdict that is due.
    pub named: MemoShare,
    /// Right items, and those of them that are known as right.
    pub known: MemoShare,
    /// Items that are not to be judged, and those of them that are not.
    pub open: MemoShare,
    /// Items that are called wrong where no error was planted.
    pub false_alarms: usize,
    /// All that went otherwise, a line for each.
    pub told: Vec<String>,
}

impl MemosReport {
    /// The report on one memo, to which the program said `verdict`.
    pub fn judge(memo: &Memo, verdict: &TextVerdict) -> Self {
        let mut report = Self { memos: 1, ..Self::default() };
        for row in &memo.rows {
            let over = || verdict.items.iter().filter(|item| item.span.overlaps(row.span));
            let same: Vec<&TextItem> = over().filter(|item| item.kind == row.kind).collect();
            let due = same.iter().any(|item| item.verdict == row.verdict);
            match row.verdict.standing() {
                Standing::Wrong => {
                    let wrong = over().any(|item| item.verdict.standing() == Standing::Wrong);
                    report.errors.count(wrong);
                    report.named.count(due);
                }
                Standing::Right => report.known.count(due),
                Standing::Open => report.open.count(due),
            }
            if !due {
                let found: Vec<String> = same.iter().map(|item| said(item)).collect();
                let found =
                    if found.is_empty() { "not found".to_owned() } else { found.join(" / ") };
                report.told.push(format!(
                    "{}: {:?} is {found}, not {}",
                    memo.name,
                    row.words,
                    row.verdict.name()
                ));
            }
        }
        let planted = |item: &TextItem| {
            let wrong = |row: &&Row| row.verdict.standing() == Standing::Wrong;
            memo.rows.iter().filter(wrong).any(|row| item.span.overlaps(row.span))
        };
        let alarms = verdict.items.iter().filter(|item| item.verdict.standing() == Standing::Wrong);
        for item in alarms.filter(|item| !planted(item)) {
            report.false_alarms += 1;
            let (name, words) = (&memo.name, &item.words);
            report.told.push(format!("{name}: false alarm: {words:?} is {}", said(item)));
        }
        report
    }

    /// Adds what other memos come to.
    pub fn add(&mut self, other: Self) {
        self.memos += other.memos;
        self.errors.add(other.errors);
        self.named.add(other.named);
        self.known.add(other.known);
        self.open.add(other.open);
        self.false_alarms += other.false_alarms;
        self.told.extend(other.told);
    }
}

fn said(item: &TextItem) -> String {
    format!("{} ({})", item.verdict.name(), item.message)
}

/// Checks `memos` against the documents of `engine`.
///
/// # Errors
/// When the model fails.
pub fn run_memos(
    engine: &Engine,
    embedder: &dyn Embedder,
    memos: &[Memo],
) -> Result<MemosReport, RankError> {
    let stop = Stop::never();
    let verifier = engine.verifier(&stop);
    let verify = |claim: &QuoteClaim| verifier.verify(claim);
    let sources = Sources { corpus: engine.corpus(), index: engine.index(), verify: &verify };
    let mut report = MemosReport::default();
    for memo in memos {
        let verdict = check(sources, &memo.text, embedder, &stop)?;
        report.add(MemosReport::judge(memo, &verdict));
    }
    Ok(report)
}

/// The report as text; with a line for all that went otherwise if `each`.
pub fn render_memos(report: &MemosReport, each: bool) -> String {
    let mut out = String::new();
    let shares = [
        ("planted errors found", report.errors),
        ("planted errors, verdict right", report.named),
        ("right items known", report.known),
        ("not to be judged, and are not", report.open),
    ];
    let _ = writeln!(out, "{:<32} {}", "memos", report.memos);
    for (name, MemoShare { right, of }) in shares {
        let share = if of == 0 { 1.0 } else { right as f64 / of as f64 };
        let _ = writeln!(out, "{name:<32} {share:.3}  ({right} of {of})");
    }
    let _ = writeln!(out, "{:<32} {}", "false alarms", report.false_alarms);
    if each {
        for line in &report.told {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
