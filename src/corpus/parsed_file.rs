//! Documents of files, before they are a corpus, and how they become one.

use std::collections::{BTreeMap, HashMap};

use super::error::Fault;
use super::{CorpusError, digest_of_corpus, structured};
use crate::domain::{Clause, Corpus, Document};

/// A document of a file, before it is put into a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedFile {
    /// The document; its clauses are counted by the corpus.
    pub document: Document,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// Whether the file itself gives the document's id. Otherwise it comes from the file's name,
    /// and [`assemble`] puts names of folders before it where two would be alike.
    pub has_own_id: bool,
}

impl ParsedFile {
    /// The document at `index` of `corpus`, as it was read from the file `path`.
    pub fn again(corpus: &Corpus, index: usize, path: &str) -> Self {
        let mut document = corpus.documents()[index].clone();
        let first = document.clauses.start;
        let local = |clause: &Clause| Clause {
            document: 0,
            parent: clause.parent.map(|position| position - first),
            ..clause.clone()
        };
        let clauses = corpus.clauses_of(&document).iter().map(local).collect();
        document.clauses = 0..0;
        // Names of folders may have been put before an id that comes from the file's name.
        let base = structured::id_of_file(path);
        let own = folder_of(path)
            .and_then(|folder| document.id.strip_prefix(&format!("{}-", structured::slug(folder))))
            .filter(|rest| rest.starts_with(&base))
            .map(str::to_owned);
        let has_own_id = own.is_none() && !document.id.starts_with(&base);
        document.id = own.unwrap_or(document.id);
        Self { document, clauses, has_own_id }
    }
}

/// The name of the folder that the file at `path` lies in.
fn folder_of(path: &str) -> Option<&str> {
    path.rsplit(['/', '\\']).nth(1).filter(|folder| !folder.is_empty())
}

/// Puts parsed files together; `files` pairs each file's path with what [`parse`] made of it.
///
/// # Errors
/// When two files give their documents the same id.
pub fn assemble(files: Vec<(String, Vec<ParsedFile>)>) -> Result<Corpus, CorpusError> {
    let mut documents: Vec<(String, ParsedFile)> = files
        .into_iter()
        .flat_map(|(path, parsed)| parsed.into_iter().map(move |one| (path.clone(), one)))
        .collect();
    tell_apart(&mut documents);
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut parts = Vec::with_capacity(documents.len());
    for (path, ParsedFile { document, clauses, .. }) in documents {
        if let Some(earlier) = paths.get(&document.id) {
            return Err(Fault::whole(format!(
                "the document id '{}' is taken by {earlier}; give one of the two another 'id', or \
                 another name",
                document.id
            ))
            .in_file(&path));
        }
        paths.insert(document.id.clone(), path);
        parts.push((document, clauses));
    }
    let rows = parts.iter().map(|(document, _)| (document.id.as_str(), document.digest));
    let digest = digest_of_corpus(rows);
    Corpus::new(parts, digest).map_err(|duplicate| {
        // Labels are unique within a file, so this needs clauses that did not come from `parse`.
        Fault::whole(format!("{duplicate}; parse the file again")).in_file("corpus")
    })
}

/// Puts the names of folders before ids that come from file names and stand twice.
fn tell_apart(documents: &mut [(String, ParsedFile)]) {
    let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (_, one)) in documents.iter().enumerate() {
        by_id.entry(one.document.id.clone()).or_default().push(at);
    }
    for same in by_id.into_values().filter(|same| same.len() > 1) {
        for at in same {
            let (path, one) = &mut documents[at];
            if one.has_own_id {
                continue;
            }
            if let Some(folder) = folder_of(path) {
                one.document.id = format!("{}-{}", structured::slug(folder), one.document.id);
            }
        }
    }
}
