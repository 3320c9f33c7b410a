//! Who speaks in the documents of a corpus: learnt from the lines that lead in their clauses.

use std::collections::HashSet;

use crate::domain::{Corpus, Part};
use crate::language::analysis::{folded_words, is_stopword};
use crate::language::lexicon::english;

/// Words at the start of a line that are looked at.
const WORDS_MAX: usize = 60;

/// Nouns for those who speak, folded, in both numbers.
#[derive(Debug, Default)]
pub(super) struct Speakers(HashSet<String>);

impl Speakers {
    /// Those of `corpus`.
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut speakers = Self::default();
        let adopted = corpus.documents().iter().filter(|document| !document.kind.is_report());
        for document in adopted {
            for (at, clause) in corpus.clauses_of(document).iter().enumerate() {
                if at == 0 || clause.part == Part::Frame {
                    speakers.learn(corpus.text_of(clause), at == 0);
                }
            }
        }
        speakers
    }

    /// Whether `word`, folded, is one of them, or stands for the authors of any document.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word) || english().documents.kinds.authors.has(word)
    }

    /// Learns from a line; the `first` of a document tells who met.
    fn learn(&mut self, line: &str, first: bool) {
        let we = line.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("we"));
        if !first && !we {
            return;
        }
        if let Some(plural) = speakers_in(line, first)
            && !self.0.contains(&plural)
        {
            self.0.extend(plural.strip_suffix('s').map(str::to_owned));
            self.0.insert(plural);
        }
    }
}

/// "Ministers" of "We, the Ministers," and "we the participating Ministers"; in the `first` line of a
/// document also of "On 5 November 2012, Ministers came together".
fn speakers_in(line: &str, first: bool) -> Option<String> {
    let words: Vec<_> = folded_words(line).take(WORDS_MAX).collect();
    let gap = |at: usize| &line[words[at - 1].1.end..words[at].1.start];
    let plural = |at: usize| {
        let word = &words[at].0;
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !is_stopword(word)
    };
    let we = (1..words.len()).find(|&at| words[at - 1].0 == "we" && words[at].0 == "the");
    if let Some(the) = we {
        let goes_on = |at: &usize| gap(*at).trim().is_empty() && !is_stopword(&words[*at].0);
        let run = (the + 1..words.len()).take_while(goes_on);
        return run.filter(|&at| plural(at)).last().map(|at| words[at].0.to_string());
    }
    let capital = |at: usize| line[words[at].1.clone()].starts_with(char::is_uppercase);
    let subject = |at: &usize| {
        gap(*at).starts_with(',') && capital(*at) && plural(*at) && {
            let next = *at + 1;
            next < words.len() && gap(next).trim().is_empty() && !capital(next)
        }
    };
    (1..words.len()).filter(|_| first).find(subject).map(|at| words[at].0.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn lines_tell_who_speaks() {
        let cases = [
            ("We, the Ministers, therefore,", Some("ministers")),
            ("we the participating Ministers", Some("ministers")),
            ("We, the Heads of State and Government,", Some("heads")),
            ("We, the States Parties to the treaty", Some("parties")),
            ("On 5 November 2012, in Rome, Ministers from member states met", Some("ministers")),
            ("The General Assembly,", None),
            ("Ministers met, discussions focused on police", None),
            ("On cooperation, we:", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(speakers_in(line, true).as_deref(), expected, "{line}");
        }
        let speakers = Speakers::new(&sample::corpus());
        for word in ["ministers", "minister", "signatories"] {
            assert!(speakers.has(word), "{word}");
        }
        assert!(!speakers.has("delegates") && !speakers.has("states"));
    }
}
