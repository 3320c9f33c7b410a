//! Documents of files, before they are a corpus, and how they become one.

use std::collections::{BTreeMap, BTreeSet};

use super::{digest_of_corpus, structured};
use crate::domain::{Clause, Corpus, Document, SkippedFile};

/// A document of a file, before it is put into a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedFile {
    /// The document; its clauses are counted by the corpus.
    pub document: Document,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

impl ParsedFile {
    /// The document at `index` of `corpus`, as it was read from its file.
    pub fn again(corpus: &Corpus, index: usize) -> Self {
        let mut document = corpus.documents()[index].clone();
        let first = document.clauses.start;
        let local = |clause: &Clause| Clause {
            document: 0,
            parent: clause.parent.map(|position| position - first),
            ..clause.clone()
        };
        let clauses = corpus.clauses_of(&document).iter().map(local).collect();
        document.clauses = 0..0;
        // Folders and records may be others by now.
        let catalogue = &mut document.catalogue;
        if std::mem::take(&mut catalogue.from_record) {
            catalogue.adoption = None;
        }
        if let Some(id) = &catalogue.id_of_file {
            document.id.clone_from(id);
        }
        Self { document, clauses }
    }

    /// Whether the file itself gives the document's id. Otherwise it comes from the file's name, and
    /// [`assemble`] puts names of folders before it where two would be alike.
    pub fn has_own_id(&self) -> bool {
        self.document.catalogue.id_of_file.is_none()
    }
}

/// Puts parsed files together; `files` pairs each file's path with what [`parse`](super::parse) made
/// of it. Of two documents with one id the second is left out, and named by [`Corpus::skipped`].
pub fn assemble(files: Vec<(String, Vec<ParsedFile>)>) -> Corpus {
    let mut documents: Vec<(String, ParsedFile)> = files
        .into_iter()
        .flat_map(|(path, parsed)| parsed.into_iter().map(move |one| (path.clone(), one)))
        .collect();
    tell_apart(&mut documents);
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut skipped = Vec::new();
    let mut parts = Vec::with_capacity(documents.len());
    for (path, ParsedFile { mut document, clauses }) in documents {
        if let Some(earlier) = paths.get(&document.id) {
            let message = format!(
                "its document has the id '{}' of {earlier}; give one of the two another 'id', or \
                 another name",
                document.id
            );
            let digest = document.digest.to_string();
            skipped.push(SkippedFile { path, line: None, message, digest });
            continue;
        }
        paths.insert(document.id.clone(), path.clone());
        document.catalogue.file = path;
        parts.push((document, clauses));
    }
    let rows = parts.iter().map(|(document, _)| (document.id.as_str(), document.digest));
    let digest = digest_of_corpus(rows);
    Corpus::new(parts, digest)
        .expect("ids were told apart above, and labels are unique within a file")
        .with_skipped(skipped)
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
            if !one.has_own_id() {
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
        assemble(paths.iter().map(file).collect())
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
            ((*path).to_owned(), vec![ParsedFile::again(&first, index)])
        };
        let second = assemble(paths.iter().map(again).collect());
        assert_eq!(second.digest(), first.digest());
        assert_eq!(second.clauses(), first.clauses());
    }
}
