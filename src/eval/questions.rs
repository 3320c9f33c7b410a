//! Labelled questions: one JSON object a line.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::EvalError;
use crate::domain::{AskOptions, Corpus, Filter, Part, Query};

/// One question with its judgements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledQuestion {
    /// Identifier within its set.
    pub id: String,
    /// What sort of question it is: `lookup`, `which`, `quote`, ...
    #[serde(rename = "type")]
    pub kind: String,
    /// The question.
    pub question: String,
    /// Earlier questions, oldest first.
    #[serde(default)]
    pub history: Vec<String>,
    /// What the ranking is restricted to.
    #[serde(default)]
    pub filter: LabelledFilter,
    /// Clauses that answer it; empty where nothing does.
    pub gold: Vec<Gold>,
    /// Wording that a good answer quotes.
    pub must_quote: Option<String>,
    /// Whether the corpus answers it.
    pub answerable: bool,
    /// Whether the quotation that it asks about is verbatim in a source.
    pub quote_exact: Option<bool>,
    /// Who said it.
    pub speaker: Option<String>,
}

/// The filter of a labelled question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledFilter {
    /// Document ids.
    #[serde(default)]
    pub doc: Vec<String>,
    /// Year of the source.
    pub year: Option<i16>,
    /// `operative`, `preamble` or `frame`.
    pub part: Option<LabelledPart>,
}

/// A part, as evaluation sets name it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelledPart {
    /// Commitments and calls.
    Operative,
    /// Recitals.
    Preamble,
    /// Introduction and lead-in lines.
    Frame,
}

/// One judgement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// A clause's id, or a page's id beside a snippet.
    pub clause: String,
    /// 2 answers the question, 1 supports the answer.
    pub grade: u8,
    /// What a passage of the page contains in order to match.
    pub snippet: Option<String>,
    /// Passages that count equally.
    #[serde(default)]
    pub snippet_alt: Vec<String>,
}

impl LabelledQuestion {
    /// The query that the question stands for.
    pub fn query(&self) -> Query {
        let part = self.filter.part.map(|part| match part {
            LabelledPart::Operative => Part::Operative,
            LabelledPart::Preamble => Part::Preambular,
            LabelledPart::Frame => Part::Frame,
        });
        Query {
            question: self.question.clone(),
            history: self.history.clone(),
            filter: Filter {
                documents: self.filter.doc.clone(),
                years: self.filter.year.into_iter().collect(),
                parts: part.into_iter().collect(),
                ..Filter::default()
            },
            options: AskOptions { max_evidence: 100, ..AskOptions::default() },
        }
    }

    /// Grades of `ranking` (positions of clauses): what matches a judgement that was matched
    /// before gains nothing.
    pub fn grades(&self, corpus: &Corpus, ranking: impl Iterator<Item = usize>) -> Vec<u8> {
        let mut matched = BTreeSet::new();
        ranking
            .map(|position| {
                let gold =
                    self.gold.iter().enumerate().find(|(_, gold)| gold.matches(corpus, position));
                gold.filter(|(at, _)| matched.insert(*at)).map_or(0, |(_, gold)| gold.grade)
            })
            .collect()
    }

    /// The grade of one clause, whatever ranks before it.
    pub fn grade(&self, corpus: &Corpus, position: usize) -> u8 {
        let grades = self.gold.iter().filter(|gold| gold.matches(corpus, position));
        grades.map(|gold| gold.grade).max().unwrap_or(0)
    }
}

impl Gold {
    /// Id of the judged document.
    pub fn document(&self) -> &str {
        self.clause.split('/').next().unwrap_or(&self.clause)
    }

    fn matches(&self, corpus: &Corpus, position: usize) -> bool {
        let clause = &corpus.clauses()[position];
        let Some(snippet) = &self.snippet else { return clause.id == self.clause };
        let text = plain(corpus.text_of(clause));
        corpus.document_of(clause).id == self.clause
            && std::iter::once(snippet)
                .chain(&self.snippet_alt)
                .any(|part| text.contains(&plain(part)))
    }
}

/// Text for comparison: no asterisks, plain spaces, straight quotation marks.
pub(super) fn plain(text: &str) -> String {
    let straight: String = text
        .chars()
        .filter(|&c| c != '*')
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            other => other,
        })
        .collect();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a file of labelled questions.
///
/// # Errors
/// When the file cannot be read, or a line is not a question.
pub fn read(path: &Path) -> Result<Vec<LabelledQuestion>, EvalError> {
    let error = |message: String| EvalError { path: path.display().to_string(), message };
    let content = std::fs::read_to_string(path).map_err(|e| error(e.to_string()))?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let questions = lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|e| error(format!("line {}: {e}", at + 1)))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if questions.is_empty() {
        return Err(error("holds no questions; write one JSON object a line".into()));
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_questions_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("questions.jsonl");
        for (content, expected) in [
            ("\n \n", "holds no questions; write one JSON object a line"),
            ("\n{\n", "line 2: EOF while parsing an object at line 1 column 1"),
        ] {
            std::fs::write(&path, content).expect("written");
            assert_eq!(read(&path).expect_err("refused").message, expected);
        }
    }

    #[test]
    fn quotations_are_compared_as_plain_text() {
        assert_eq!(plain("*Urge*  \u{201c}all\u{201d}\n\u{2019}s"), "Urge \"all\" 's");
    }
}
