//! Whether what the program cites and exports is known as right by its own check of texts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::memos::MemoShare;
use crate::answering::Engine;
use crate::checking::{Sources, check};
use crate::citing::{Addresses, CitationStyle, ExportFormat, Passage, Subject, cite, export};
use crate::domain::{
    Clause, Corpus, Date, Document, ItemKind, ItemVerdict, QUOTE_CHARS_MAX, QuoteClaim, Span,
    Standing, Stop, TextVerdict,
};
use crate::retrieval::{Embedder, RankError};

/// What citations and exports come to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CitationsReport {
    /// Clauses that were cited and exported.
    pub clauses: usize,
    /// For each style its citations, and those of them that are one valid reference to their clause.
    pub styles: BTreeMap<&'static str, MemoShare>,
    /// For each format its quotations, and those of them that are exact and from their clause.
    pub formats: BTreeMap<&'static str, MemoShare>,
    /// All that is otherwise, a line for each.
    pub told: Vec<String>,
}

/// The formats whose files have quotations of single clauses.
const FORMATS: [ExportFormat; 4] =
    [ExportFormat::CslJson, ExportFormat::Bibtex, ExportFormat::Ris, ExportFormat::WebAnnotation];

/// The date of access in every second citation: any day does.
const ACCESSED: Date = Date::constant(2026, 11, 22);

/// Cites and exports `count` clauses of `engine`, evenly spread, and checks what comes of it.
///
/// # Errors
/// When the model fails.
pub fn run_citations(
    engine: &Engine,
    embedder: &dyn Embedder,
    count: usize,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<CitationsReport, RankError> {
    let corpus = engine.corpus();
    let all = corpus.clauses().len();
    let count = count.min(all);
    let mut checker = Checker { engine, embedder, report: CitationsReport::default() };
    for nth in 0..count {
        let clause = &corpus.clauses()[nth * all / count];
        for style in CitationStyle::ALL {
            checker.cite(clause, style, (nth % 2 == 1).then_some(ACCESSED))?;
        }
        for format in FORMATS {
            checker.export(clause, format)?;
        }
        checker.report.clauses += 1;
        progress(nth + 1, count);
    }
    Ok(checker.report)
}

struct Checker<'a> {
    engine: &'a Engine,
    embedder: &'a dyn Embedder,
    report: CitationsReport,
}

impl Checker<'_> {
    fn check(&self, text: &str) -> Result<TextVerdict, RankError> {
        let stop = Stop::never();
        let verifier = self.engine.verifier(&stop);
        let verify = |claim: &QuoteClaim| verifier.verify(claim);
        let sources =
            Sources { corpus: self.engine.corpus(), index: self.engine.index(), verify: &verify };
        check(sources, text, self.embedder, &stop)
    }

    /// A citation is one reference, to the clause.
    fn cite(
        &mut self,
        clause: &Clause,
        style: CitationStyle,
        accessed: Option<Date>,
    ) -> Result<(), RankError> {
        let corpus = self.engine.corpus();
        let document = corpus.document_of(clause);
        let citation = cite(document, Some(&clause.label), style, accessed);
        let verdict = self.check(&citation)?;
        // A bibliography names no clause.
        let whole = style == CitationStyle::ChicagoBibliography;
        let own = |named: usize| corpus.id_of(&corpus.clauses()[named]) == corpus.id_of(clause);
        let right = match &verdict.items[..] {
            [item] => item.attribution.as_ref().is_some_and(|source| {
                let named = source.documents.iter().any(|&at| is(corpus, at, document));
                let valid = item.verdict == ItemVerdict::Valid;
                valid && named && (whole || source.clause.is_some_and(own))
            }),
            _ => false,
        };
        self.report.styles.entry(style.name()).or_default().count(right);
        self.tell(right, style.name(), &citation, &verdict);
        Ok(())
    }

    /// What an export quotes stands in its clause as it is quoted.
    fn export(&mut self, clause: &Clause, format: ExportFormat) -> Result<(), RankError> {
        let corpus = self.engine.corpus();
        let passage = passage(corpus, clause);
        let addresses =
            Addresses { clause: &|own| corpus.id_of(own), document: &|own| own.id.clone() };
        let exported = export(corpus, Subject::Passages(&[passage]), format, &addresses);
        let exported = exported.unwrap_or_default();
        let source = cite(passage.document, Some(&clause.label), CitationStyle::Plain, None);
        let lines = quoted(&exported, format).replace('\n', "\n> ");
        let text = format!("> {lines}\n>\n> \u{2014} {source}\n");
        let verdict = self.check(&text)?;
        let mut quotations =
            verdict.items.iter().filter(|item| item.kind == ItemKind::Quotation).peekable();
        // Formats that have values in one line have single blanks.
        let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let spaced = blanks(passage.quote()) != passage.quote();
        let right = quotations.peek().is_some()
            && quotations.all(|item| {
                let formatted = item.verdict == ItemVerdict::Normalised && spaced;
                item.verdict == ItemVerdict::Exact || formatted
            })
            && verdict.items.iter().all(|item| item.verdict.standing() != Standing::Wrong);
        self.report.formats.entry(format.name()).or_default().count(right);
        self.tell(right, format.name(), &text, &verdict);
        Ok(())
    }

    fn tell(&mut self, right: bool, name: &str, text: &str, verdict: &TextVerdict) {
        if right {
            return;
        }
        let items = verdict.items.iter().map(|item| {
            format!(
                "{} {} {:?} ({})",
                item.verdict.name(),
                item.kind.name(),
                item.words,
                item.message
            )
        });
        let items = items.collect::<Vec<_>>().join(" / ");
        self.report.told.push(format!("{name}: {text:?}: {items}"));
    }
}

/// Whether the document numbered `at` is `document`.
fn is(corpus: &Corpus, at: usize, document: &Document) -> bool {
    corpus.documents()[at].id == document.id
}

/// As much of `clause` as may be quoted: its first sentences, where all of it is too long.
fn passage<'a>(corpus: &'a Corpus, clause: &'a Clause) -> Passage<'a> {
    let most = clause.span.start + u32::try_from(QUOTE_CHARS_MAX).unwrap_or(u32::MAX);
    let fits = |end: &u32| *end <= most;
    let ends = clause.segments.iter().map(|segment| segment.end).filter(fits);
    let end = if fits(&clause.span.end) { clause.span.end } else { ends.max().unwrap_or(most) };
    let span = Span::new(clause.span.start, end);
    Passage { span, ..Passage::of_clause(corpus, clause) }
}

/// What an `exported` passage quotes.
fn quoted(exported: &str, format: ExportFormat) -> String {
    let pointed = |place: &str| {
        let value: Value = serde_json::from_str(exported).unwrap_or_default();
        value.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let line = |head: &str| {
        let line = exported.lines().find_map(|line| line.strip_prefix(head));
        let quotation = line.and_then(|line| line.split_once(": \u{201c}"));
        let inner = quotation.and_then(|(_, quotation)| quotation.rsplit_once('\u{201d}'));
        inner.map_or_else(String::new, |(inner, _)| inner.to_owned())
    };
    match format {
        ExportFormat::CslJson => pointed("/0/custom/passages/0/quote"),
        ExportFormat::Bibtex => line("  annotation = {"),
        ExportFormat::Ris => line("N1  - "),
        ExportFormat::WebAnnotation => pointed("/target/selector/0/exact"),
        ExportFormat::AkomaNtoso => String::new(),
    }
}

/// The report as text; with a line for all that went otherwise if `each`.
pub fn render_citations(report: &CitationsReport, each: bool) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{:<32} {}", "clauses", report.clauses);
    for (name, MemoShare { right, of }) in report.styles.iter().chain(&report.formats) {
        let share = if *of == 0 { 1.0 } else { *right as f64 / *of as f64 };
        let _ = writeln!(out, "{name:<32} {share:.4}  ({right} of {of})");
    }
    for line in report.told.iter().filter(|_| each) {
        let _ = writeln!(out, "{line}");
    }
    out
}
