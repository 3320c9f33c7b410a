//! Whether clauses can be quoted as they stand: no markup, no mark of a list, no number twice.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{EvalError, read_lines};
use crate::domain::{Clause, Corpus, Document};

/// Labels longer than this say too much, in characters.
const LABEL_CHARS_MAX: usize = 80;
/// How much of a clause a report shows, in characters.
const EXCERPT_CHARS: usize = 80;
/// How many defects a report shows when not asked for each.
const DEFECTS_SHOWN: usize = 10;
/// Elements of pages, by the names that are markup wherever they stand.
const ELEMENTS: &str = "a b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s \
     script small span strong style sub sup table tbody td th thead tr u ul";
/// What stands before an item of a list and is no word.
const LIST_MARKS: &str = "-*•·▪◦–—";

/// A clause that cannot be quoted as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClauseDefect {
    /// The document's id and the clause's label.
    pub clause: String,
    /// What is wrong.
    pub defect: &'static str,
    /// The beginning of the clause.
    pub excerpt: String,
}

/// What was found in the clauses of a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClausesReport {
    /// Documents that were read.
    pub documents: usize,
    /// Their clauses.
    pub clauses: usize,
    /// Files that were left out, with the reason.
    pub skipped: Vec<String>,
    /// What is wrong, in order.
    pub defects: Vec<ClauseDefect>,
    /// Of the clauses that were expected: how many there are, and those that are not found.
    pub expected: Option<Expected>,
}

/// Clauses that a file names, and which of them are not in the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// How many the file names.
    pub total: usize,
    /// `document|label` of those without a clause.
    pub missing: Vec<String>,
}

/// A line of a file of expected clauses.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
}

/// Looks at every clause of `corpus`, and for those that the file `expected` names.
///
/// # Errors
/// When that file cannot be used.
pub fn check_clauses(corpus: &Corpus, expected: Option<&Path>) -> Result<ClausesReport, EvalError> {
    let expected = expected.map(|path| find_expected(corpus, path)).transpose()?;
    let skipped = corpus.skipped().iter().map(|file| format!("{}: {}", file.path, file.message));
    Ok(ClausesReport {
        documents: corpus.documents().len(),
        clauses: corpus.clauses().len(),
        skipped: skipped.collect(),
        defects: corpus.documents().iter().flat_map(|one| defects_of(corpus, one)).collect(),
        expected,
    })
}

/// The defects of one document.
fn defects_of(corpus: &Corpus, document: &Document) -> Vec<ClauseDefect> {
    let mut labels = BTreeSet::new();
    let mut found = Vec::new();
    for clause in corpus.clauses_of(document) {
        let words = corpus.text_of(clause);
        let heading = clause.heading.map_or("", |heading| document.text.slice(heading));
        let twice = !labels.insert(&*clause.label);
        let defects = [
            defect_of_words(words),
            defect_of_words(heading),
            defect_of_clause(clause, words),
            twice.then_some("its label stands twice"),
        ];
        found.extend(defects.into_iter().flatten().map(|defect| ClauseDefect {
            clause: corpus.id_of(clause),
            defect,
            excerpt: words.chars().take(EXCERPT_CHARS).collect(),
        }));
    }
    found
}

/// What no words of a document may have.
fn defect_of_words(words: &str) -> Option<&'static str> {
    let is_row = words.contains('\t');
    let checks = [
        (words.contains("]("), "a link in Markdown"),
        (words.contains("**"), "marks of bold print"),
        (has_tag(words), "a tag"),
        (has_entity(words), "an entity"),
        (words.contains(['\n', '\r']), "a line break"),
        (words.contains("  "), "two blanks"),
        (words != words.trim(), "blanks at its ends"),
        (words.contains(|c: char| c.is_control() && c != '\t'), "a control character"),
        (!is_row && has_list_mark(words), "the mark of a list"),
    ];
    checks.into_iter().find_map(|(is, defect)| is.then_some(defect))
}

fn defect_of_clause(clause: &Clause, words: &str) -> Option<&'static str> {
    let label = &*clause.label;
    let checks = [
        (words.is_empty(), "no words"),
        (label.trim().is_empty() || label != label.trim(), "no label"),
        (label.contains(char::is_control) || label.contains("))"), "a label that is no label"),
        (label.chars().count() > LABEL_CHARS_MAX, "a label that is too long"),
        (repeats_number(label, words), "its own number"),
    ];
    checks.into_iter().find_map(|(is, defect)| is.then_some(defect))
}

fn has_tag(words: &str) -> bool {
    words.match_indices('<').any(|(at, _)| {
        let rest = words[at + 1..].trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let closes = rest[end..].starts_with(['>', ' ', '/']) && rest[end..].contains('>');
        closes && ELEMENTS.split_whitespace().any(|name| name.eq_ignore_ascii_case(&rest[..end]))
    })
}

fn has_entity(words: &str) -> bool {
    const NAME_CHARS_MAX: usize = 8;
    words.match_indices('&').any(|(at, _)| {
        let Some((name, _)) = words[at + 1..].split_once(';') else { return false };
        let name = name.strip_prefix('#').unwrap_or(name);
        (2..=NAME_CHARS_MAX).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn has_list_mark(words: &str) -> bool {
    let mut chars = words.chars();
    chars.next().is_some_and(|mark| LIST_MARKS.contains(mark)) && chars.next() == Some(' ')
}

/// Whether the words begin with the number that the label ends with.
fn repeats_number(label: &str, words: &str) -> bool {
    let Some(first) = words.split_whitespace().next() else { return false };
    let own = label.rsplit([' ', '(']).next().unwrap_or_default().trim_end_matches(')');
    let printed = first.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    // What is no mark may be a word: "12 members".
    let is_marked = printed.len() < first.len();
    // "(1)" in a clause that is called 1 counts something else.
    let is_marked = is_marked && (!first.starts_with('(') || label.ends_with(')'));
    !own.is_empty()
        && own == printed
        && is_marked
        && !label.contains(['¶', '#'])
        && !label.contains(" part ")
}

fn find_expected(corpus: &Corpus, path: &Path) -> Result<Expected, EvalError> {
    let rows: Vec<Row> = read_lines(path)?;
    let has = |id: &str| {
        let (document, label) = id.split_once('|').unwrap_or((id, ""));
        corpus.document(document).is_some_and(|document| {
            corpus.clauses_of(document).iter().any(|clause| is_below(&clause.label, label))
        })
    };
    let missing = rows.iter().filter(|row| !has(&row.id)).map(|row| row.id.clone()).collect();
    Ok(Expected { total: rows.len(), missing })
}

/// Whether a clause with `label` is the one called `name`, or part of it.
fn is_below(label: &str, name: &str) -> bool {
    label.match_indices(name).any(|(at, _)| {
        let begins = at == 0 || label[..at].ends_with(", ");
        begins && !label[at + name.len()..].starts_with(char::is_alphanumeric)
    })
}

/// `report` for people; with `each`, every defect.
pub fn render_clauses(report: &ClausesReport, each: bool) -> String {
    let mut text = format!(
        "{} documents, {} clauses; {} files left out, {} defects",
        report.documents,
        report.clauses,
        report.skipped.len(),
        report.defects.len()
    );
    if let Some(Expected { total, missing }) = &report.expected {
        text.push_str(&format!("\n{} of {total} expected clauses found", total - missing.len()));
        for id in missing {
            text.push_str(&format!("\n  not found: {id}"));
        }
    }
    for file in &report.skipped {
        text.push_str(&format!("\n  left out: {file}"));
    }
    for one in report.defects.iter().take(if each { usize::MAX } else { DEFECTS_SHOWN }) {
        text.push_str(&format!("\n  {}: {}: {}", one.clause, one.defect, one.excerpt));
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_should_see_is_found() {
        for words in [
            "See [6G](https://x).",
            "**Act** now.",
            "<u>Invitation</u>",
            "a&nbsp;b",
            "a\nb",
            "a  b",
            "- Economic security",
            " a",
        ] {
            assert!(defect_of_words(words).is_some(), "{words}");
        }
        for words in ["R&D; that is all.", "a < b > c", "-5 degrees", "–\t3 months", "[1] and (2)"]
        {
            assert_eq!(defect_of_words(words), None, "{words}");
        }
    }

    #[test]
    fn a_number_that_stands_in_the_label_is_not_repeated() {
        for (label, words, expected) in [
            ("12", "12. Decides", true),
            ("12 (b)", "(b) to act", true),
            ("Article 6(1)(f)", "(f) processing", true),
            ("12", "12 members met", false),
            ("5", "(a) Judges shall sit", false),
            ("1", "(1) East (2) West", false),
        ] {
            assert_eq!(repeats_number(label, words), expected, "{label} {words}");
        }
    }

    #[test]
    fn a_part_of_a_clause_stands_for_it() {
        for (label, expected) in [
            ("Article 1", true),
            ("Article 1(2)(a)", true),
            ("Annex, Article 1 ¶2", true),
            ("Article 12", false),
        ] {
            assert_eq!(is_below(label, "Article 1"), expected, "{label}");
        }
    }
}
