//! What is looked up by words, built in one reading of the passages.

use columns::{Column, Damaged, Sections};

use super::lexical::{LexicalIndex, LexicalIndexBuilder};
use super::passage_text::PassageText;
use super::vocabulary::{Vocabulary, VocabularyBuilder};
use crate::language::analysis::Analyzer;
use crate::language::persons::person_among;

/// The indexes over the words of passages, which are numbered from 0.
#[derive(Debug, Default)]
pub struct TextIndex {
    /// Which passages hold a term.
    pub lexical: LexicalIndex,
    /// Which words there are.
    pub vocabulary: Vocabulary,
    /// Whether each passage names a person: 1 if so, else 0.
    pub persons: Column<u8>,
}

impl TextIndex {
    /// Reads each of `passages` once.
    pub fn build<'a>(passages: impl Iterator<Item: Into<PassageText<'a>>>) -> Self {
        let mut analyzer = Analyzer::default();
        let mut lexical = LexicalIndexBuilder::default();
        let mut vocabulary = VocabularyBuilder::default();
        let mut persons = Vec::new();
        let mut tokens = Vec::new();
        for passage in passages {
            let PassageText { text, language } = passage.into();
            analyzer.read_in(language, text, &mut tokens);
            lexical.push(&tokens, &analyzer);
            vocabulary.push(text, &tokens, &analyzer);
            persons.push(u8::from(person_among(text, &tokens, &analyzer)));
        }
        Self {
            lexical: lexical.build(&analyzer),
            vocabulary: vocabulary.build(&analyzer),
            persons: persons.into(),
        }
    }

    /// Puts the indexes among `sections`.
    pub fn store(&self, sections: &mut Sections) {
        self.lexical.store(sections);
        self.vocabulary.store(sections);
        sections.put("persons", self.persons.bytes());
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When a section is not there, or they do not belong together.
    pub fn restore(sections: &Sections) -> Result<Self, Damaged> {
        let lexical = LexicalIndex::restore(sections)?;
        let persons: Column<u8> = sections.column("persons")?;
        if persons.len() != lexical.len() {
            return Err(Damaged::new("persons"));
        }
        Ok(Self { lexical, vocabulary: Vocabulary::restore(sections)?, persons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;
    use crate::language::persons::person_named;
    use crate::retrieval::query_terms;

    const PASSAGES: [&str; 3] = [
        "Mr Noble told the United Nations of trafficking",
        "Police, and the police of Rome",
        "President Curia of Interpol",
    ];

    #[test]
    fn one_reading_gives_what_each_index_reads_alone() {
        let built = TextIndex::build(PASSAGES.into_iter());
        let mut sections = Sections::default();
        built.store(&mut sections);
        let restored = TextIndex::restore(&sections).expect("what was stored");
        let lexical = LexicalIndex::build(PASSAGES.into_iter());
        let vocabulary = Vocabulary::build(PASSAGES.into_iter());
        let query = query_terms(&terms("police of the nations"));
        for index in [built, restored] {
            assert_eq!(index.lexical.scores(&query), lexical.scores(&query));
            assert!(index.vocabulary.words().eq(vocabulary.words()));
            assert_eq!(index.vocabulary.expand("un"), vocabulary.expand("un"));
            let persons: Vec<bool> = index.persons.iter().map(|&named| named == 1).collect();
            assert_eq!(persons, [true, false, true]);
            assert_eq!(persons, PASSAGES.map(person_named));
        }
    }

    #[test]
    fn what_is_missing_or_too_short_is_damaged() {
        let mut whole = Sections::default();
        TextIndex::build(PASSAGES.into_iter()).store(&mut whole);
        let full: Vec<String> = whole
            .iter()
            .filter(|(_, bytes)| !bytes.is_empty())
            .map(|(name, _)| name.to_owned())
            .collect();
        assert!(full.len() > 10, "{full:?}");
        for name in full {
            let bytes = whole.get(&name).expect("a section");
            let mut sections = whole.clone();
            sections.put(&name, bytes.slice(..bytes.len() - 1));
            assert!(TextIndex::restore(&sections).is_err(), "{name}");
        }
        assert!(TextIndex::restore(&Sections::default()).is_err());
    }
}
