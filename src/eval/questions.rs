//! Labelled questions: one JSON object a line.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::{EvalError, read_lines};
use crate::corpus::id_of_file;
use crate::domain::{AskOptions, Corpus, Filter, Part, Query};

/// One question with its judgements. Other fields of its line are remarks for people.
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledQuestion {
    /// Identifier within its set.
    pub id: String,
    /// The documents that it is about, in a file of questions over several.
    pub collection: Option<String>,
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
    /// Why nothing answers it.
    pub why: Option<String>,
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
#[serde(from = "WrittenGold")]
pub struct Gold {
    /// A clause's id, or a document's id beside a snippet.
    clause: String,
    /// 2 answers the question, 1 supports the answer.
    pub grade: u8,
    /// Passages of which a clause has one in order to match, however its text is cut; empty where the
    /// clause itself is named.
    snippets: Vec<Snippet>,
}

/// A judgement as files have it: of a clause, or of a passage of a document.
#[derive(Deserialize)]
struct WrittenGold {
    /// The name of a document's file. The number of a clause beside it is a remark for people: how a
    /// document is cut is not judged.
    doc: Option<String>,
    #[serde(default)]
    clause: String,
    grade: u8,
    snippet: Option<String>,
    #[serde(default)]
    snippet_alt: Vec<String>,
}

impl From<WrittenGold> for Gold {
    fn from(written: WrittenGold) -> Self {
        let WrittenGold { doc, clause, grade, snippet, snippet_alt } = written;
        let snippets = snippet.into_iter().chain(snippet_alt);
        let snippets = match doc {
            Some(_) => snippets.map(|words| Snippet::Words(solid(&words))).collect(),
            None => snippets.map(|words| Snippet::Text(plain(&words))).collect(),
        };
        Self { clause: doc.map_or(clause, |name| id_of_file(&name)), grade, snippets }
    }
}

/// A passage by which a clause is known.
#[derive(Debug, Clone)]
enum Snippet {
    /// The clause contains it.
    Text(String),
    /// The clause has most of it: letters and digits alone, since files have markup in their passages,
    /// and a passage may stand in two clauses.
    Words(String),
}

impl Snippet {
    fn is_in(&self, clause: &str) -> bool {
        match self {
            Self::Text(text) => plain(clause).contains(text),
            Self::Words(words) => shares_most(&solid(clause), words),
        }
    }
}

/// Whether `clause` has at least half of `passage`: all of it, or its beginning or end, or is a part
/// of it.
fn shares_most(clause: &str, passage: &str) -> bool {
    let half = passage.len().div_ceil(2);
    let within = clause.len() >= half && passage.contains(clause);
    let cut = |at: usize| passage.is_char_boundary(at);
    let begins = || (half..passage.len()).any(|at| cut(at) && clause.ends_with(&passage[..at]));
    let ends =
        || (1..=passage.len() - half).any(|at| cut(at) && clause.starts_with(&passage[at..]));
    clause.contains(passage) || within || begins() || ends()
}

/// The letters and digits of a text in small letters, without the tags of markup.
fn solid(text: &str) -> String {
    let mut inside = false;
    let outside = |c: &char| {
        let was = inside;
        inside = *c == '<' || (inside && *c != '>');
        !was && !inside
    };
    text.chars()
        .filter(outside)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
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
                documents: self.filter.doc.iter().map(|name| id_of_file(name)).collect(),
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
        if self.snippets.is_empty() {
            return corpus.id_of(clause) == self.clause;
        }
        let text = corpus.text_of(clause);
        corpus.document_of(clause).id == self.clause
            && self.snippets.iter().any(|snippet| snippet.is_in(text))
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
    fn a_passage_finds_its_clause_however_the_text_is_cut() {
        let passage = solid("to *purchase* U.S.<sup>1</sup> goods; and more");
        assert_eq!(passage, "topurchaseus1goodsandmore");
        for (clause, expected) in [
            ("They agree to purchase U.S.1 goods, and more.", true),
            ("They agree to purchase U.S. 1", true),
            ("1 goods and more. They also met.", true),
            ("purchase US 1 goods", true),
            ("They agree to purchase", false),
            ("and more", false),
            ("", false),
        ] {
            assert_eq!(shares_most(&solid(clause), &passage), expected, "{clause}");
        }
        let gold: Gold = serde_json::from_value(serde_json::json!(
            { "doc": "Event_2014", "clause": "Article 3", "grade": 2, "snippet": "166 <u>countries</u>" }
        ))
        .expect("a judgement");
        let corpus = sample::corpus();
        assert_eq!(gold.document(), "event-2014");
        assert!(gold.matches(&corpus, corpus.clause_position("event-2014/1").expect("a clause")));
    }

    #[test]
    fn quotations_are_compared_as_plain_text() {
        assert_eq!(plain("*Urge*  \u{201c}all\u{201d}\n\u{2019}s"), "Urge \"all\" 's");
    }
}
