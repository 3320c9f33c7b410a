//! The documents that quotations are made from.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::super::{EvalError, read_lines, read_text};
use crate::domain::{Clause, Corpus, Digest, Document, DocumentKind, Part, Text};

/// Every so many-th document is left out of the corpus: its sentences are those that stand
/// nowhere.
const LEFT_OUT_EVERY: usize = 5;

/// A document with its clauses.
type Source = (Document, Vec<Clause>);

/// The documents that are searched, and those that are not.
pub struct QuoteSources {
    pub(super) corpus: Arc<Corpus>,
    pub(super) left_out: Vec<Source>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

impl QuoteSources {
    /// The documents of `corpus`, and those of each path: a folder of Markdown files, whose
    /// paragraphs are clauses, or a file of clauses, one JSON object with `_id`
    /// ("document|clause") and `text` a line.
    ///
    /// # Errors
    /// When a file cannot be read, or two documents have the same id.
    pub fn read(corpus: &Corpus, paths: &[&Path]) -> Result<Self, EvalError> {
        let mut sources: Vec<Source> = corpus
            .documents()
            .iter()
            .map(|document| {
                let mut clauses = corpus.clauses_of(document).to_vec();
                for clause in &mut clauses {
                    clause.parent = None;
                }
                (document.clone(), clauses)
            })
            .collect();
        for path in paths {
            sources.extend(if path.is_dir() { folder(path)? } else { lines(path)? });
        }
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for (at, source) in sources.into_iter().enumerate() {
            let side = if (at + 1) % LEFT_OUT_EVERY == 0 { &mut left_out } else { &mut kept };
            side.push(source);
        }
        let corpus = Corpus::new(kept, Digest([0; 32])).map_err(|error| {
            let first = paths.first().copied().unwrap_or(Path::new("."));
            EvalError::new(first, format!("{error}; name each document once"))
        })?;
        Ok(Self { corpus: Arc::new(corpus), left_out })
    }
}

fn folder(path: &Path) -> Result<Vec<Source>, EvalError> {
    let unreadable = |error| EvalError::new(path, format!("{error}; check that it may be read"));
    let entries = std::fs::read_dir(path).map_err(unreadable)?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(unreadable)?.path();
        if file.extension().is_some_and(|extension| extension == "md") {
            files.push(file);
        }
    }
    files.sort();
    let source = |file: &std::path::PathBuf| {
        let text = read_text(file)?;
        let body = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .map_or(text.as_str(), |(_, body)| body);
        let id = file.file_stem().unwrap_or_default().to_string_lossy();
        Ok(document(&id, body.split("\n\n")))
    };
    files.iter().map(source).collect()
}

fn lines(path: &Path) -> Result<Vec<Source>, EvalError> {
    let entries: Vec<Entry> = read_lines(path)?;
    let of = |entry: &Entry| entry.id.split('|').next().unwrap_or_default().to_owned();
    let documents = entries.chunk_by(|a, b| of(a) == of(b));
    Ok(documents
        .map(|clauses| document(&of(&clauses[0]), clauses.iter().map(|one| one.text.as_str())))
        .collect())
}

/// A document of these clauses, numbered from 1; nothing but its id is known.
pub fn document<'t>(id: &str, clauses: impl Iterator<Item = &'t str>) -> (Document, Vec<Clause>) {
    let mut body = String::new();
    let mut ranges = Vec::new();
    for clause in clauses.map(str::trim).filter(|clause| !clause.is_empty()) {
        ranges.push(body.len()..body.len() + clause.len());
        body.push_str(clause);
        body.push_str("\n\n");
    }
    let text = Text::new(body);
    let clause = |(at, bytes): (usize, std::ops::Range<usize>)| Clause {
        document: 0,
        label: (at + 1).to_string().into(),
        part: Part::Body,
        span: text.span_of(bytes),
        verbs: Box::default(),
        parent: None,
        heading: None,
        references: Box::default(),
        segments: Box::default(),
    };
    let clauses = ranges.into_iter().enumerate().map(clause).collect();
    let document = Document::new(id, DocumentKind::Communique, id, text);
    (document, clauses)
}
