//! Labelled questions: one JSON object a line.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::{EvalError, read_lines};
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
                documents: self.filter.doc.iter().cloned().collect(),
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
        let Some(snippet) = &self.snippet else { return corpus.id_of(clause) == self.clause };
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
    let questions: Vec<LabelledQuestion> = read_lines(path)?;
    if questions.is_empty() {
        return Err(EvalError::new(path, "it has no questions; write one JSON object a line"));
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    /// A question with this gold.
    fn question(fields: &serde_json::Value) -> LabelledQuestion {
        let mut line = serde_json::json!({
            "id": "1", "type": "lookup", "question": "What?", "answerable": true, "gold": [],
        });
        for (key, value) in fields.as_object().expect("an object") {
            line[key] = value.clone();
        }
        serde_json::from_value(line).expect("a question")
    }

    #[test]
    fn a_file_without_questions_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("questions.jsonl");
        for (content, expected) in [
            ("\n \n", "it has no questions; write one JSON object a line"),
            ("\n{\n", "line 2: EOF while parsing an object at line 1 column 1; write one"),
            ("{\"id\": \"1\"}", "line 1: missing field `type` at line 1 column 11; write one"),
        ] {
            std::fs::write(&path, content).expect("written");
            let error = read(&path).expect_err("refused").to_string();
            let start = format!("read {}: {expected}", path.display());
            assert!(error.starts_with(&start), "{error}");
        }
        let error = read(&folder.path().join("absent")).expect_err("refused").to_string();
        assert!(error.ends_with("; check that it exists and may be read"), "{error}");
    }

    #[test]
    fn the_filter_and_the_history_go_into_the_query() {
        let question = question(&serde_json::json!({
            "history": ["Before?"],
            "filter": { "doc": ["rome-2012"], "year": 2012, "part": "preamble" },
        }));
        let query = question.query();
        assert_eq!((query.question.as_str(), query.history.len()), ("What?", 1));
        assert_eq!(query.filter.documents, ["rome-2012".to_owned()].into());
        assert_eq!((query.filter.years, query.filter.parts), (vec![2012], vec![Part::Preambular]));
        assert_eq!(query.options.max_evidence, 100);
        for (name, part) in [("operative", Part::Operative), ("frame", Part::Frame)] {
            let fields = serde_json::json!({ "filter": { "part": name } });
            let named = self::question(&fields).query().filter.parts;
            assert_eq!(named, [part]);
        }
    }

    #[test]
    fn a_judgement_counts_once_and_a_snippet_finds_its_paragraph() {
        let corpus = sample::corpus();
        let position = |id: &str| corpus.clause_position(id).expect("a clause");
        let question = question(&serde_json::json!({ "gold": [
            { "clause": "rome-2012/P2A", "grade": 1 },
            { "clause": "event-2014", "grade": 2, "snippet": "166  countries" },
            { "clause": "news-2014", "grade": 2, "snippet": "absent", "snippet_alt": ["Mr Noble"] },
            { "clause": "monaco-2014", "grade": 2, "snippet": "criminal violence" },
            { "clause": "event-2014", "grade": 1, "snippet": "delegates" },
        ] }));
        let [rome, event, news, other] =
            ["rome-2012/P2A", "event-2014/1", "news-2014/1", "rome-2012/P3A"].map(position);
        let ranking = [event, rome, event, other, news, rome];
        assert_eq!(question.grades(&corpus, ranking.into_iter()), [2, 1, 0, 0, 2, 0]);
        // The snippet of another document is in this one, and no judgement of it.
        assert_eq!(ranking.map(|at| question.grade(&corpus, at)), [2, 1, 2, 0, 2, 1]);
        let documents: Vec<&str> = question.gold.iter().map(Gold::document).collect();
        assert_eq!(
            documents,
            ["rome-2012", "event-2014", "news-2014", "monaco-2014", "event-2014"]
        );
    }

    #[test]
    fn quotations_are_compared_as_plain_text() {
        assert_eq!(plain("*Urge*  \u{201c}all\u{201d}\n\u{2019}s"), "Urge \"all\" 's");
    }
}
