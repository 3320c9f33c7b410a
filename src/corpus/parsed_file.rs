//! Documents of files, before they are a corpus, and how they become one.

use std::collections::{BTreeMap, BTreeSet};

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
        let own = if document.id.starts_with(&base) {
            Some(document.id.clone())
        } else {
            let behind_folders = document.id.find(&format!("-{base}"));
            behind_folders.map(|at| document.id[at + 1..].to_owned())
        };
        let has_own_id = own.is_none();
        document.id = own.unwrap_or(document.id);
        Self { document, clauses, has_own_id }
    }
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

/// Puts the names of folders before ids that come from file names and stand twice: as few of them
/// as make a difference.
fn tell_apart(documents: &mut [(String, ParsedFile)]) {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (_, one)) in documents.iter().enumerate() {
        by_id.entry(one.document.id.clone()).or_default().push(at);
    }
    for (id, same) in by_id.into_iter().filter(|(_, same)| same.len() > 1) {
        let deepest = same.iter().map(|&at| folders_of(&documents[at].0).count()).max();
        let names = |depth: usize| -> Vec<String> {
            same.iter().map(|&at| under_folders(&documents[at].0, depth, &id)).collect()
        };
        let distinct =
            |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        let apart = (1..=deepest.unwrap_or(0)).map(names).find(distinct);
        for (at, name) in same.iter().zip(apart.into_iter().flatten()) {
            let one = &mut documents[*at].1;
            if !one.has_own_id {
                one.document.id = name;
            }
        }
    }
}

/// The folders that the file at `path` lies in, from the nearest.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit(['/', '\\']).skip(1).filter(|folder| !folder.is_empty())
}

/// `id` behind the names of the nearest folders.
fn under_folders(path: &str, depth: usize, id: &str) -> String {
    let mut named: Vec<String> = folders_of(path).take(depth).map(structured::slug).collect();
    named.reverse();
    named.push(id.to_owned());
    named.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::parse;

    fn corpus(paths: &[&str]) -> Corpus {
        let file = |path: &&str| {
            let text = format!("{path}\n\nStates shall act on what was agreed, and report.\n");
            ((*path).to_owned(), parse(path, text.as_bytes()).expect("a sound file"))
        };
        assemble(paths.iter().map(file).collect()).expect("ids differ")
    }

    #[test]
    fn folders_are_named_where_files_have_one_name() {
        let corpus = corpus(&["a/English/x.txt", "b/English/x.txt", "b/y.txt"]);
        let mut ids: Vec<&str> = corpus.documents().iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["a-english-x", "b-english-x", "y"]);
    }

    #[test]
    fn a_document_that_is_taken_over_gets_the_same_id_again() {
        let paths = ["a/English/x.txt", "b/English/x.txt", "b/y.txt"];
        let first = corpus(&paths);
        let again = |path: &&str| {
            let is_of = |one: &Document| {
                one.text.as_str().starts_with(*path) || one.title.starts_with(*path)
            };
            let index = first.documents().iter().position(is_of).expect("its document");
            ((*path).to_owned(), vec![ParsedFile::again(&first, index, path)])
        };
        let second = assemble(paths.iter().map(again).collect()).expect("ids differ");
        assert_eq!(second.digest(), first.digest());
        assert_eq!(second.clauses(), first.clauses());
    }
}
