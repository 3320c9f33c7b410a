//! The corpus: documents in order of date, with all of their clauses.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::OnceLock;

use super::{Clause, Digest, Document, Sizes, symbol_key};

/// An immutable set of documents and clauses.
///
/// Documents stand in order of date, then id; clauses in the order of their documents, then of
/// the text. A clause's *position* is its index in [`Corpus::clauses`].
#[derive(Debug)]
pub struct Corpus {
    documents: Vec<Document>,
    clauses: Vec<Clause>,
    digest: Digest,
    documents_by_id: HashMap<String, usize>,
    /// Positions of each document's clauses, document by document, in order of their labels.
    by_label: Vec<u32>,
    sizes: OnceLock<Sizes>,
    skipped: Vec<SkippedFile>,
    symbols: OnceLock<Symbols>,
}

/// A file of the corpus folder that no document was made of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SkippedFile {
    /// Its path below the folder.
    pub path: String,
    /// The line at fault, from 1, where one line is at fault.
    pub line: Option<usize>,
    /// What is wrong, and the remedy.
    pub message: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub digest: String,
}

/// Documents by their symbols, and who cites them.
#[derive(Debug, Default)]
struct Symbols {
    documents: HashMap<String, usize>,
    cited_by: HashMap<usize, Vec<usize>>,
    /// Positions of the clauses that cite a symbol, by its key.
    citing: BTreeMap<Box<str>, Vec<usize>>,
}

impl Symbols {
    fn of(documents: &[Document], clauses: &[Clause]) -> Self {
        let mut own = Self::default();
        for (index, document) in documents.iter().enumerate() {
            let names = document.catalogue.symbol.iter().chain(&document.catalogue.aliases);
            for name in names {
                own.documents.entry(symbol_key(name)).or_insert(index);
            }
        }
        for (position, clause) in clauses.iter().enumerate() {
            for reference in &clause.references {
                let citing = match own.citing.get_mut(&*reference.key) {
                    Some(known) => known,
                    None => own.citing.entry(reference.key.clone()).or_default(),
                };
                if citing.last() != Some(&position) {
                    citing.push(position);
                }
            }
            let cited = clause.references.iter().filter_map(|one| own.documents.get(&*one.key));
            let mut cited: Vec<usize> = cited.copied().collect();
            cited.sort_unstable();
            cited.dedup();
            for document in cited.into_iter().filter(|&document| document != clause.document) {
                own.cited_by.entry(document).or_default().push(position);
            }
        }
        own
    }
}

/// An id that stands twice in a corpus.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DuplicateId {
    /// Of two documents.
    #[error("two documents have the id '{0}'")]
    Document(String),
    /// Of two clauses.
    #[error("two clauses have the id '{0}'")]
    Clause(String),
}

impl Corpus {
    /// Puts documents together with their clauses. In each pair `Clause::parent` counts from the
    /// document's own first clause; `Clause::document` and `Document::clauses` are set here.
    ///
    /// # Errors
    /// When two documents or two clauses have the same id.
    pub fn new(
        mut parts: Vec<(Document, Vec<Clause>)>,
        digest: Digest,
    ) -> Result<Self, DuplicateId> {
        parts.sort_by(|(a, _), (b, _)| (a.date(), &a.id).cmp(&(b.date(), &b.id)));
        let mut documents = Vec::with_capacity(parts.len());
        let mut clauses = Vec::with_capacity(parts.iter().map(|(_, own)| own.len()).sum());
        let mut documents_by_id = HashMap::with_capacity(parts.len());
        let mut by_label: Vec<u32> = Vec::with_capacity(clauses.capacity());
        for (index, (mut document, own)) in parts.into_iter().enumerate() {
            let first = clauses.len();
            document.clauses = first..first + own.len();
            if documents_by_id.insert(document.id.clone(), index).is_some() {
                return Err(DuplicateId::Document(document.id));
            }
            clauses.extend(own.into_iter().map(|clause| Clause {
                document: index,
                parent: clause.parent.map(|local| first + local),
                ..clause
            }));
            by_label.extend((first..clauses.len()).map(|position| position as u32));
            let label = |position: &u32| &*clauses[*position as usize].label;
            by_label[first..].sort_unstable_by(|a, b| label(a).cmp(label(b)));
            if let Some(two) = by_label[first..].windows(2).find(|w| label(&w[0]) == label(&w[1])) {
                return Err(DuplicateId::Clause(clauses[two[0] as usize].id_in(&document)));
            }
            documents.push(document);
        }
        let sizes = OnceLock::new();
        let skipped = Vec::new();
        let symbols = OnceLock::new();
        Ok(Self { documents, clauses, digest, documents_by_id, by_label, sizes, skipped, symbols })
    }

    /// The same corpus, with the files that were left out of it.
    #[must_use]
    pub fn with_skipped(self, skipped: Vec<SkippedFile>) -> Self {
        Self { skipped, ..self }
    }

    /// The files that lie with its documents and could not be read, in order of their paths.
    pub fn skipped(&self) -> &[SkippedFile] {
        &self.skipped
    }

    /// Every document, in order of date.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Every clause, in order of documents, then of the text.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// SHA-256 over the ids and digests of all documents.
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// How much there is of it; counted once.
    pub fn sizes(&self) -> &Sizes {
        self.sizes.get_or_init(|| Sizes::measure(&self.documents, &self.clauses))
    }

    /// Index of the document with this id.
    pub fn document_index(&self, id: &str) -> Option<usize> {
        self.documents_by_id.get(id).copied()
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.document_index(id).map(|index| &self.documents[index])
    }

    /// Position of the clause with this id.
    pub fn clause_position(&self, id: &str) -> Option<usize> {
        let (document, label) = id.rsplit_once('/')?;
        let own = &self.by_label[self.document(document)?.clauses.clone()];
        let label_at = |position: &u32| &*self.clauses[*position as usize].label;
        let at = own.binary_search_by(|position| label_at(position).cmp(label)).ok()?;
        Some(own[at] as usize)
    }

    /// The clause with this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clause_position(id).map(|position| &self.clauses[position])
    }

    /// The document that `clause` belongs to.
    pub fn document_of(&self, clause: &Clause) -> &Document {
        &self.documents[clause.document]
    }

    /// The id of `clause`: `<document>/<label>`.
    pub fn id_of(&self, clause: &Clause) -> String {
        clause.id_in(self.document_of(clause))
    }

    /// The document that goes by the symbol with this [`symbol_key`].
    pub fn document_by_symbol(&self, key: &str) -> Option<usize> {
        self.symbols().documents.get(key).copied()
    }

    /// Positions of the clauses of other documents that cite the document at `index` by its symbol,
    /// in order.
    pub fn citing(&self, index: usize) -> &[usize] {
        self.symbols().cited_by.get(&index).map_or(&[], Vec::as_slice)
    }

    /// Positions of the clauses that cite a symbol by this key, in order, whether the corpus has the
    /// document or not.
    pub fn citing_symbol(&self, key: &str) -> &[usize] {
        self.symbols().citing.get(key).map_or(&[], Vec::as_slice)
    }

    /// The keys of cited symbols that begin with `start`, in order.
    pub fn cited_symbols<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        let keys = self
            .symbols()
            .citing
            .range::<str, _>((Bound::Included(start), Bound::Unbounded))
            .map(|(key, _)| &**key);
        keys.take_while(move |key| key.starts_with(start))
    }

    fn symbols(&self) -> &Symbols {
        self.symbols.get_or_init(|| Symbols::of(&self.documents, &self.clauses))
    }

    /// The words of `clause`.
    pub fn text_of(&self, clause: &Clause) -> &str {
        self.document_of(clause).text.slice(clause.span)
    }

    /// The lead-in of `clause`, where it has one.
    pub fn parent_of(&self, clause: &Clause) -> Option<&Clause> {
        clause.parent.map(|position| &self.clauses[position])
    }

    /// The clauses of `document`, in order of the text.
    pub fn clauses_of(&self, document: &Document) -> &[Clause] {
        &self.clauses[document.clauses.clone()]
    }

    /// Position of the clause before `position` in the same document.
    pub fn previous(&self, position: usize) -> Option<usize> {
        let document = &self.documents[self.clauses[position].document];
        position.checked_sub(1).filter(|before| document.clauses.contains(before))
    }

    /// Position of the clause after `position` in the same document.
    pub fn next(&self, position: usize) -> Option<usize> {
        let document = &self.documents[self.clauses[position].document];
        Some(position + 1).filter(|after| document.clauses.contains(after))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn clauses_are_found_by_their_ids_and_nothing_else_is() {
        let corpus = sample::corpus();
        for (position, clause) in corpus.clauses().iter().enumerate() {
            assert_eq!(corpus.clause_position(&corpus.id_of(clause)), Some(position));
        }
        for id in
            ["", "/", "rome-2012", "rome-2012/", "rome-2012/P2", "/P2A", "a/P2A", "rome-2012/P2A/"]
        {
            assert_eq!(corpus.clause_position(id), None, "{id}");
        }
    }

    #[test]
    fn an_id_that_stands_twice_is_named() {
        let corpus = sample::corpus();
        let rome = corpus.document("rome-2012").expect("in the sample");
        let own = corpus.clauses_of(rome).to_vec();
        let twice = [own.clone(), own.clone()].concat();
        let new = |parts| Corpus::new(parts, Digest([0; 32])).expect_err("an id stands twice");
        let clause = new(vec![(rome.clone(), twice)]);
        assert_eq!(clause.to_string(), "two clauses have the id 'rome-2012/INTRO'");
        let document = new(vec![(rome.clone(), own.clone()), (rome.clone(), own)]);
        assert_eq!(document.to_string(), "two documents have the id 'rome-2012'");
    }
}
