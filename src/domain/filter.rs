//! Which clauses a question may be answered from.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{
    Catalogue, Clause, Corpus, Document, DocumentKind, InvalidQuery, OperativeVerb, Part, Strength,
    symbol_key,
};

/// The most entries of one list of a filter.
pub const FILTER_ENTRIES_MAX: usize = 1_000;

/// Restricts a search. Every list that is not empty must hold; within a list one match is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Document ids.
    pub documents: BTreeSet<String>,
    /// Years of adoption, or of publication where nothing was adopted.
    pub years: Vec<i16>,
    /// Parts of a document.
    pub parts: Vec<Part>,
    /// Kinds of document.
    pub kinds: Vec<DocumentKind>,
    /// Places, compared without regard to case.
    pub places: Vec<String>,
    /// Lemmas of lead-in verbs (`urge`), compared without regard to case.
    pub verbs: Vec<String>,
    /// Strengths of lead-in verbs.
    pub strengths: Vec<Strength>,
    /// The least strength of a lead-in verb.
    pub strength_min: Option<Strength>,
    /// Official symbols and other names of documents, each as [`symbol_key`] gives it.
    pub symbols: BTreeSet<String>,
    /// Those who issued documents, each as [`folded`] gives it.
    pub issuers: BTreeSet<String>,
    /// Keywords of documents, each as [`folded`] gives it.
    pub keywords: BTreeSet<String>,
    /// Languages of documents (`fr`), in lower case.
    pub languages: BTreeSet<String>,
}

/// `text` as names are compared: in lower case, without accents, with single blanks.
pub fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|&c| !is_combining_mark(c)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Filter {
    /// Whether nothing is restricted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether clauses of `document` may pass.
    pub fn admits_document(&self, document: &Document) -> bool {
        let listed = |list: &[String], value: &str| {
            list.is_empty() || list.iter().any(|entry| entry.eq_ignore_ascii_case(value))
        };
        (self.documents.is_empty() || self.documents.contains(&document.id))
            && (self.years.is_empty()
                || document.year().is_some_and(|year| self.years.contains(&year)))
            && (self.kinds.is_empty() || self.kinds.contains(&document.kind))
            && listed(&self.places, document.place.as_deref().unwrap_or_default())
            && (self.languages.is_empty() || self.languages.contains(&document.language))
            && self.admits_catalogue(&document.catalogue)
    }

    fn admits_catalogue(&self, catalogue: &Catalogue) -> bool {
        let named = |name: &String| self.symbols.contains(&symbol_key(name));
        let listed = |list: &BTreeSet<String>, name: &String| list.contains(&folded(name));
        (self.symbols.is_empty() || catalogue.symbol.iter().chain(&catalogue.aliases).any(named))
            && (self.issuers.is_empty()
                || catalogue.issuer.iter().any(|issuer| listed(&self.issuers, issuer)))
            && (self.keywords.is_empty()
                || catalogue.keywords.iter().any(|keyword| listed(&self.keywords, keyword)))
    }

    /// Whether clauses of a document that passes may be refused.
    pub fn looks_at_clauses(&self) -> bool {
        !self.parts.is_empty() || self.wants_verb()
    }

    /// Whether `clause` passes.
    pub fn admits(&self, corpus: &Corpus, clause: &Clause) -> bool {
        self.admits_document(corpus.document_of(clause)) && self.admits_clause(clause)
    }

    /// Whether `clause` passes if its document does.
    pub fn admits_clause(&self, clause: &Clause) -> bool {
        (self.parts.is_empty() || self.parts.contains(&clause.part))
            && (!self.wants_verb() || clause.verbs.iter().any(|verb| self.admits_verb(verb)))
    }

    /// Whether only clauses with a certain verb pass.
    fn wants_verb(&self) -> bool {
        !self.verbs.is_empty() || !self.strengths.is_empty() || self.strength_min.is_some()
    }

    /// Whether `verb` alone meets all that is asked of verbs: "urge" and "at least a commitment"
    /// are not met by a clause that urges one thing and decides another.
    fn admits_verb(&self, verb: &OperativeVerb) -> bool {
        let named = |entry: &String| entry.eq_ignore_ascii_case(&verb.lemma);
        (self.verbs.is_empty() || self.verbs.iter().any(named))
            && (self.strengths.is_empty() || self.strengths.contains(&verb.strength))
            && self.strength_min.is_none_or(|least| verb.strength >= least)
    }

    /// Checks that the lists are of a sane length, and that `corpus` has what they name. Symbols,
    /// issuers and keywords need not be there: they match nothing.
    ///
    /// # Errors
    /// The first entry that the corpus does not have, with what it has instead.
    pub fn validate(&self, corpus: &Corpus) -> Result<(), InvalidQuery> {
        let refuse = |field, message| Err(InvalidQuery { field, message });
        let lengths = [
            ("filter.documents", self.documents.len()),
            ("filter.years", self.years.len()),
            ("filter.parts", self.parts.len()),
            ("filter.kinds", self.kinds.len()),
            ("filter.places", self.places.len()),
            ("filter.verbs", self.verbs.len()),
            ("filter.strengths", self.strengths.len()),
            ("filter.symbols", self.symbols.len()),
            ("filter.issuers", self.issuers.len()),
            ("filter.keywords", self.keywords.len()),
            ("filter.languages", self.languages.len()),
        ];
        for (field, length) in lengths {
            if length > FILTER_ENTRIES_MAX {
                let message = format!("has {length} entries; send {FILTER_ENTRIES_MAX} or fewer");
                return refuse(field, message);
            }
        }
        known_documents("filter.documents", &self.documents, corpus)?;
        let places = || corpus.documents().iter().filter_map(|document| document.place.as_deref());
        if let Some(place) = missing(&self.places, &places()) {
            return refuse("filter.places", unknown("place", place, places()));
        }
        let languages = || corpus.documents().iter().map(|document| document.language.as_str());
        let spoken = |language: &&String| languages().any(|one| one == language.as_str());
        if let Some(language) = self.languages.iter().find(|language| !spoken(language)) {
            return refuse("filter.languages", unknown("language", language, languages()));
        }
        let lemmas = || corpus.clauses().iter().flat_map(|c| &c.verbs).map(|v| v.lemma.as_str());
        if let Some(verb) = missing(&self.verbs, &lemmas()) {
            return refuse("filter.verbs", unknown("verb", verb, lemmas()));
        }
        Ok(())
    }
}

/// Checks that `corpus` has a document of each of `ids`, which are those of `field`.
pub(super) fn known_documents<'i>(
    field: &'static str,
    ids: impl IntoIterator<Item = &'i String>,
    corpus: &Corpus,
) -> Result<(), InvalidQuery> {
    let Some(id) = ids.into_iter().find(|id| corpus.document(id).is_none()) else { return Ok(()) };
    let known = corpus.documents().iter().map(|document| document.id.as_str());
    Err(InvalidQuery { field, message: unknown("document", id, known) })
}

/// The first of `wanted` that is not among `known`, case aside.
fn missing<'a, 'b>(
    wanted: &'a [String],
    known: &(impl Iterator<Item = &'b str> + Clone),
) -> Option<&'a str> {
    let has = |entry: &str| known.clone().any(|value| value.eq_ignore_ascii_case(entry));
    wanted.iter().map(String::as_str).find(|entry| !has(entry))
}

/// Says that `name` is unknown, and lists the first few of what is known.
pub(super) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 20;
    let name: String = name.chars().take(80).collect();
    let known: BTreeSet<&str> = known.collect();
    let more = if known.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<&str> = known.into_iter().take(SHOWN).collect();
    format!("no {what} '{name}' in the corpus; use one of: {}{more}", shown.join(", "))
}
