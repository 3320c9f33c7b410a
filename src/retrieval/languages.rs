//! In which language a text asks, and how its words meet those of the documents.

use super::index::Index;
use crate::language::analysis::TextLanguage;
use crate::language::asked_in::{asked_among, asked_in};
use crate::reading::Reading;

impl Index {
    /// The language that `question` is asked in, as a BCP 47 tag, where that is not English.
    pub fn language_asked_in(&self, question: &str) -> Option<&'static str> {
        let asked = || asked_in(question, &|word| self.vocabulary().has(word));
        // Documents in English alone say nothing of another language.
        if self.languages() == [TextLanguage::English] {
            return asked();
        }
        asked_among(question, self.languages()).or_else(asked)
    }

    /// Reads the words of `question` in its `language`, if that is not English, and lets those of documents
    /// in others meet them.
    pub fn read_words(&self, reading: &mut Reading, question: &str, language: Option<&str>) {
        if let Some(language) = language {
            let language = TextLanguage::of_tag(language);
            reading.read_in(language, question);
            if language == TextLanguage::Chinese && !self.languages().contains(&language) {
                reading.join_unspaced(question);
            }
        }
        if self.languages() != [reading.language] {
            let occurs = |stem: &str| self.vocabulary().has_stem(stem);
            reading.look_up_in(self.languages(), question, &occurs);
        }
    }
}
