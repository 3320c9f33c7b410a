//! Lists of words and phrases, as the files of a language have them.

use std::sync::OnceLock;

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

/// Words of one kind.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub(crate) struct WordList {
    words: Vec<Box<str>>,
    known: HashSet<Box<str>>,
    stems: OnceLock<HashSet<Box<str>>>,
}

impl WordList {
    /// Whether `word`, folded, is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// The words, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    /// Their stems, which `stem` finds when they are asked for first.
    pub(crate) fn stems(&self, stem: fn(&str) -> String) -> &HashSet<Box<str>> {
        self.stems.get_or_init(|| self.iter().map(|word| stem(word).into()).collect())
    }
}

impl From<String> for WordList {
    fn from(list: String) -> Self {
        let words: Vec<Box<str>> = entries(&list).map(Into::into).collect();
        let known = words.iter().cloned().collect();
        Self { words, known, stems: OnceLock::new() }
    }
}

/// Phrases of one kind, of one word or several.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub(crate) struct PhraseList {
    /// By their first words; the longest first.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
}

/// The words of a phrase.
type Phrase = Box<[Box<str>]>;

impl PhraseList {
    /// How many words the longest of them has that begins at a place; `word` gives the folded word
    /// so far ahead, and nothing, or an empty one, behind the last.
    pub(crate) fn at<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<usize> {
        let begun = self.phrases.get(word(0))?;
        let stands = |phrase: &&Phrase| {
            phrase.iter().enumerate().skip(1).all(|(ahead, own)| word(ahead) == &**own)
        };
        begun.iter().find(stands).map(|phrase| phrase.len())
    }
}

impl From<String> for PhraseList {
    fn from(list: String) -> Self {
        let mut phrases: HashMap<Box<str>, Vec<Phrase>> = HashMap::new();
        for entry in entries(&list) {
            let words: Phrase = entry.split(' ').map(Into::into).collect();
            phrases.entry(words[0].clone()).or_default().push(words);
        }
        for begun in phrases.values_mut() {
            begun.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        Self { phrases }
    }
}

/// What stands between the commas of `list`, with single spaces.
fn entries(list: &str) -> impl Iterator<Item = String> {
    let spaced = |entry: &str| entry.split_whitespace().collect::<Vec<_>>().join(" ");
    list.split(',').map(spaced).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_words_stems_and_phrases() {
        let words = WordList::from("say, says,\nabolish".to_owned());
        assert!(words.has("says") && !words.has("said"));
        assert!(words.stems(|word| word[..3].to_owned()).contains("abo"));
        assert_eq!(words.iter().collect::<Vec<_>>(), ["say", "says", "abolish"]);

        let phrases = PhraseList::from("as well, as\nwell as, so".to_owned());
        let at = |text: &str| {
            let text: Vec<&str> = text.split(' ').collect();
            phrases.at(|ahead| text.get(ahead).copied().unwrap_or_default())
        };
        let cases =
            [("as well as", Some(3)), ("as well", Some(2)), ("so it is", Some(1)), ("as", None)];
        for (text, expected) in cases {
            assert_eq!(at(text), expected, "{text}");
        }
    }
}
