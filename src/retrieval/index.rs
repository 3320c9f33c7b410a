//! The index of one corpus: everything that ranking looks up.

use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use columns::{Damaged, Sections};

use super::flat_vectors::FlatVectors;
use super::lexical::LexicalIndex;
use super::passage_text::PassageText;
use super::ports::{ClauseVectors, PassageVectors, VectorsUnavailable, Wanted};
use super::related::{RelatedTerm, RelatedWords};
use super::text_index::TextIndex;
use super::token_frequencies::{TokenCounts, TokenFrequencies};
use super::vocabulary::Vocabulary;
use super::word_family::follower_of;
use crate::domain::{Clause, Corpus, Span};
use crate::language::analysis::TextLanguage;
use crate::reading::{Phrasebook, Reading, Scope};

/// Lexical indexes over the clauses of a corpus, and where their vectors are searched.
#[derive(Debug)]
pub struct Index {
    texts: TextIndex,
    vectors: Arc<dyn ClauseVectors>,
    tokens: TokenFrequencies,
    related: RelatedWords,
    languages: Vec<TextLanguage>,
    pub(super) phrasebook: Phrasebook,
}

impl Index {
    /// The texts to embed, in the order that [`Index::build`] wants: each clause in its context,
    /// then each of its segments where it has several; at the end the words of the corpus alone.
    pub fn passages(corpus: &Corpus) -> Vec<String> {
        each_passage(corpus).collect()
    }

    /// The same texts with what is asked of each: the tokens of clauses, and of all others the vector
    /// alone.
    pub fn wanted<'a>(corpus: &Corpus, passages: &'a [String]) -> Vec<Wanted<'a>> {
        let of_clause =
            |clause: &Clause| iter::once(true).chain(iter::repeat_n(false, segments(clause).len()));
        let tokens = corpus.clauses().iter().flat_map(of_clause).chain(iter::repeat(false));
        passages
            .iter()
            .zip(tokens)
            .map(|(text, tokens)| Wanted { text, asks: false, tokens })
            .collect()
    }

    /// The text of one of [`Self::passages`].
    pub fn passage(corpus: &Corpus, passage: usize) -> Option<String> {
        each_passage(corpus).nth(passage)
    }

    /// Builds the index out of the vectors of [`Index::passages`].
    ///
    /// # Errors
    /// When a vector cannot be had.
    ///
    /// # Panics
    /// When there are fewer vectors than passages.
    pub fn build(
        corpus: &Corpus,
        passages: Arc<dyn PassageVectors>,
    ) -> Result<Self, VectorsUnavailable> {
        let texts = TextIndex::build(texts(corpus));
        let vocabulary = &texts.vocabulary;
        let words = RelatedWords::words(vocabulary);
        let related = RelatedWords::build(&words, vocabulary, Arc::clone(&passages))?;
        let vectors = FlatVectors::build(corpus, passages)?;
        let mut tokens = TokenCounts::default();
        for clause in 0..vectors.len() {
            tokens.add(vectors.tokens(clause)?.ids.clone());
        }
        Ok(Self {
            texts,
            related,
            tokens: tokens.build(),
            languages: languages(corpus),
            phrasebook: Phrasebook::new(corpus),
            vectors: Arc::new(vectors),
        })
    }

    /// The index of `corpus`, with what of it [`Self::store_shared`] put among `sections`, over
    /// vectors that are searched elsewhere.
    ///
    /// # Errors
    /// When something is not there, or does not go together.
    pub fn over(
        corpus: &Corpus,
        vectors: Arc<dyn ClauseVectors>,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let texts = TextIndex::build(texts(corpus));
        let related = RelatedWords::restore(sections, None)?;
        Self::with_texts(texts, corpus, vectors, related, sections)
    }

    /// Puts the index among `sections`; tokens, and vectors that are searched elsewhere, are kept
    /// there.
    pub fn store(&self, sections: &mut Sections) {
        self.texts.store(sections);
        self.related.store(sections);
        self.tokens.store(sections);
        self.vectors.store(sections);
    }

    /// Puts among `sections` what was worked out of vectors, for whoever does not have these.
    ///
    /// # Errors
    /// When a vector cannot be had.
    pub fn store_shared(&self, sections: &mut Sections) -> Result<(), VectorsUnavailable> {
        self.related.whole()?.store(sections);
        self.tokens.store(sections);
        Ok(())
    }

    /// Reads what [`Self::store`] put there of an index of `corpus`, over `vectors`, which are those of
    /// `passages` where these are kept in this process.
    ///
    /// # Errors
    /// When something is not there, does not go together, or is of another corpus.
    pub fn restore(
        sections: &Sections,
        corpus: &Corpus,
        vectors: Arc<dyn ClauseVectors>,
        passages: Option<Arc<dyn PassageVectors>>,
    ) -> Result<Self, Damaged> {
        let related = RelatedWords::restore(sections, passages)?;
        Self::with_texts(TextIndex::restore(sections)?, corpus, vectors, related, sections)
    }

    fn with_texts(
        texts: TextIndex,
        corpus: &Corpus,
        vectors: Arc<dyn ClauseVectors>,
        related: RelatedWords,
        sections: &Sections,
    ) -> Result<Self, Damaged> {
        let this = Self {
            texts,
            related,
            tokens: TokenFrequencies::restore(sections)?,
            languages: languages(corpus),
            phrasebook: Phrasebook::new(corpus),
            vectors,
        };
        let clauses = corpus.clauses().len();
        match [("lexical", this.texts.lexical.len()), ("vectors", this.vectors.len())]
            .into_iter()
            .find(|(_, count)| *count != clauses)
        {
            Some((name, _)) => Err(Damaged::new(name)),
            None => Ok(this),
        }
    }

    /// The languages of the documents, those of most of them first.
    pub fn languages(&self) -> &[TextLanguage] {
        &self.languages
    }

    /// How many clauses there are.
    pub fn len(&self) -> usize {
        self.texts.lexical.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the vectors of the clauses are searched and compared.
    pub fn vectors(&self) -> &dyn ClauseVectors {
        &*self.vectors
    }

    /// Whether a clause that `admits` holds `stem`, or who follows what it names.
    pub fn occurs(&self, stem: &str, admits: &dyn Fn(usize) -> bool) -> bool {
        let holds = |stem: &str| self.lexical().occurs(stem, admits);
        holds(stem) || follower_of(stem).any(|follower| holds(&follower))
    }

    /// The lexical index, over the words of each clause.
    pub const fn lexical(&self) -> &LexicalIndex {
        &self.texts.lexical
    }

    /// Whether the clause at `position` names a person.
    pub(super) fn names_person(&self, position: usize) -> bool {
        self.texts.persons[position] == 1
    }

    /// Cosine of `vector` with every clause, by position.
    pub fn dense_scores(&self, vector: &[f32]) -> Vec<f32> {
        (0..self.len()).map(|clause| self.vectors.cosine(clause, vector)).collect()
    }

    /// In how many clauses the token with this vocabulary id stands.
    pub(super) fn token_frequency(&self, id: u32) -> u32 {
        self.tokens.count(id)
    }

    /// What documents are called.
    pub const fn phrasebook(&self) -> &Phrasebook {
        &self.phrasebook
    }

    /// What the corpus calls about the same as the word with this vector, nearest first; from the
    /// cosine `least` on.
    pub fn related(&self, vector: &[f32], least: f32) -> Vec<RelatedTerm> {
        self.related.nearest(vector, least)
    }

    /// The words of the corpus.
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.texts.vocabulary
    }

    /// Reads `question` after `history` with the names and words of the corpus.
    pub fn read(&self, corpus: &Corpus, question: &str, history: &[String]) -> Reading {
        self.phrasebook
            .read_question(corpus, question, history, &|word| self.texts.vocabulary.has(word))
    }

    /// Reads `topic`, on which documents are compared, and where it says to look.
    pub fn read_topic(&self, corpus: &Corpus, topic: &str) -> (Reading, Scope) {
        self.phrasebook.read_topic(corpus, topic, &|word| self.texts.vocabulary.has(word))
    }
}

/// The texts to embed, one after the other: the words only where so many are asked for.
fn each_passage(corpus: &Corpus) -> impl Iterator<Item = String> {
    let clauses = corpus.clauses().iter().flat_map(|clause| of_clause(corpus, clause));
    let words = || RelatedWords::words(&Vocabulary::build(texts(corpus)));
    clauses.chain(iter::once_with(words).flatten())
}

/// A clause in its context, then each of its segments where it has several.
fn of_clause<'a>(corpus: &'a Corpus, clause: &'a Clause) -> impl Iterator<Item = String> + 'a {
    let text = &corpus.document_of(clause).text;
    let segments = segments(clause).iter().map(|&span| text.slice(span).to_owned());
    iter::once(in_context(corpus, clause)).chain(segments)
}

/// The segments of a clause that has several; else none.
fn segments(clause: &Clause) -> &[Span] {
    if clause.segments.len() > 1 { &clause.segments } else { &[] }
}

/// The text of every clause, with its language.
fn texts(corpus: &Corpus) -> impl Iterator<Item = PassageText<'_>> {
    corpus.clauses().iter().map(|clause| PassageText {
        text: corpus.text_of(clause),
        language: TextLanguage::of_document(corpus.document_of(clause)),
    })
}

/// The languages of the documents, those of most of them first.
fn languages(corpus: &Corpus) -> Vec<TextLanguage> {
    let mut counts: BTreeMap<TextLanguage, usize> = BTreeMap::new();
    for document in corpus.documents() {
        *counts.entry(TextLanguage::of_document(document)).or_default() += 1;
    }
    let mut languages: Vec<(TextLanguage, usize)> = counts.into_iter().collect();
    languages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    languages.into_iter().map(|(language, _)| language).collect()
}

/// A clause behind its heading and its lead-in: what a reader would have in mind when reaching it.
pub(super) fn in_context(corpus: &Corpus, clause: &Clause) -> String {
    let heading = clause.heading.map(|span| corpus.document_of(clause).text.slice(span));
    let lead_in = corpus.parent_of(clause).map(|parent| corpus.text_of(parent));
    let context = [heading, lead_in, Some(corpus.text_of(clause))];
    context.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
