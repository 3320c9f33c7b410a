//! Clauses that a question names by their labels: "P2A", "paragraph 5".

use std::collections::HashMap;
use std::sync::OnceLock;

use super::article_place::{article_place, labelled, noun_before, noun_place};
use super::words::{Role, Words};
use crate::domain::{Corpus, Part};
use crate::language::lexicon::english;

/// The clauses of one corpus by label.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Positions in ascending order. Few questions name labels without a document, so they are
    /// collected for the first that does: no start has to wait for it.
    positions: OnceLock<HashMap<Box<str>, Vec<u32>>>,
}

/// What labels a question names.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    /// Positions of the clauses.
    pub(super) clauses: Vec<usize>,
    /// Labels that the one document named does not have: "Article 99".
    pub(super) missing: Vec<String>,
}

/// Whether `typed` may be a label without the letter before it: "3C" of "P3C".
fn is_short_form(typed: &str) -> bool {
    let digits = typed.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < typed.len()
        && digits.len() == 1
        && digits.bytes().all(|b| b.is_ascii_alphabetic())
}

impl Labels {
    /// Clauses named by label, in the documents named, or anywhere where none is named. Marks the
    /// labels. The corpus is always the same.
    pub(super) fn find(&self, words: &mut Words<'_>, corpus: &Corpus, named: &[usize]) -> Labelled {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        let mut understood = 0;
        for at in 0..words.len() {
            if at < understood {
                continue;
            }
            if let Some((place, range)) = article_place(words, at).filter(|_| !named.is_empty()) {
                let own = place.labelled(corpus, named);
                if !own.is_empty() || named.len() == 1 {
                    if own.is_empty() {
                        missing.push(place.name());
                    }
                    found.extend(own);
                    understood = range.end;
                    words.mark(range, Role::Scope);
                    continue;
                }
            }
            let typed = words.typed(at);
            let shaped = typed.len() <= 6
                && typed.starts_with(|c: char| c.is_ascii_alphabetic())
                && typed.contains(|c: char| c.is_ascii_digit());
            let number = typed.bytes().all(|b| b.is_ascii_digit());
            let noun = if number { noun_before(words, at) } else { "" };
            let known = &english().questions.labels;
            let paragraph = known.paragraphs.has(noun);
            let article = known.articles.has(noun);
            let short = is_short_form(typed) && !named.is_empty();
            if !shaped && !paragraph && !article && !short && typed != "INTRO" {
                continue;
            }
            let before = found.len();
            let label = typed.to_uppercase();
            if short {
                found.extend(labelled(corpus, named, &|own| is_of_letters(own, &label)));
            } else if named.is_empty() {
                let positions = self.anywhere(corpus).get(label.as_str());
                found.extend(positions.into_iter().flatten().map(|&position| position as usize));
            } else {
                let id = |&index: &usize| [&*corpus.documents()[index].id, &*label].join("/");
                found.extend(named.iter().map(id).filter_map(|id| corpus.clause_position(&id)));
                if found.len() == before && paragraph {
                    found.extend(labelled(corpus, named, &|own| is_paragraph(own, typed)));
                }
                if found.len() == before
                    && let Some(number) = operative_number(&label)
                {
                    let own = labelled(corpus, named, &|own| is_paragraph(own, number));
                    let recites = |at: usize| {
                        matches!(corpus.clauses()[at].part, Part::Preambular | Part::Frame)
                    };
                    found.extend(own.into_iter().filter(|&at| !recites(at)));
                }
            }
            let counts = article || paragraph;
            // Of "articles 1, 2 and 3" all from the noun on is understood.
            let start = if counts { noun_place(words, at) } else { at };
            let start = start - usize::from(counts && names_part(words, start));
            if found.len() > before {
                words.mark(start..at + 1, Role::Scope);
            } else if counts && named.len() == 1 {
                missing.push(format!("paragraph {typed}"));
                words.mark(start..at + 1, Role::Scope);
            }
        }
        Labelled { clauses: found, missing }
    }

    fn anywhere(&self, corpus: &Corpus) -> &HashMap<Box<str>, Vec<u32>> {
        self.positions.get_or_init(|| {
            let mut labels: HashMap<Box<str>, Vec<u32>> = HashMap::new();
            for (position, clause) in (0..).zip(corpus.clauses()) {
                match labels.get_mut(&clause.label) {
                    Some(positions) => positions.push(position),
                    None => {
                        labels.insert(clause.label.clone(), vec![position]);
                    }
                }
            }
            labels
        })
    }
}

/// Whether `label` is `rest` behind letters: "P3C" is "3C".
fn is_of_letters(label: &str, rest: &str) -> bool {
    let digits = label.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits.len() < label.len() && digits == rest
}

/// The number of an operative paragraph as it is named in talk: "OP3".
fn operative_number(label: &str) -> Option<&str> {
    let number = label.strip_prefix("OP")?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// Whether the word before `at` says of which part a paragraph is: "operative paragraph 3".
fn names_part(words: &Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words.word(before));
    english().questions.labels.parts.has(before)
}

/// Whether `label` is that of a paragraph of this number, or of a part of it: "OP12", "\u{b6}12", "12 (b)".
fn is_paragraph(label: &str, number: &str) -> bool {
    let digits = label.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '\u{b6}');
    let rest = digits.strip_prefix(number);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn labels_name_clauses_of_all_documents_or_of_those_named() {
        let corpus = sample::corpus();
        let labels = Labels::default();
        let all: &[usize] = &[];
        let cases = [
            ("P2A", all, "singapore-2009/P2A rome-2012/P2A monaco-2014/P2A"),
            ("what does p3b say", all, "rome-2012/P3B"),
            ("INTRO of Rome", &[1], "rome-2012/INTRO"),
            ("P2A and P3A", &[1, 3], "rome-2012/P2A monaco-2014/P2A rome-2012/P3A monaco-2014/P3A"),
            ("paragraph 1", all, "event-2014/1 news-2014/1"),
            ("P9Z", all, ""),
            ("article 2 of Rome", &[1], "no Article 2"),
            ("paragraph 77 of Rome", &[1], "no paragraph 77"),
            ("paragraph 77 and 78 men of Rome", &[1], "no paragraph 77"),
            ("article 2", all, ""),
            ("article 2 of both", &[1, 3], ""),
            ("2a Rome", &[1], "rome-2012/P2A"),
            ("2a", all, ""),
            ("OP2 of Rome", &[1], ""),
            ("7th", &[1], ""),
            ("12 police", all, ""),
        ];
        for (question, named, expected) in cases {
            let found = labels.find(&mut Words::new(question), &corpus, named);
            if let Some(missing) = expected.strip_prefix("no ") {
                assert_eq!(found.missing, [missing], "{question}");
                continue;
            }
            assert!(found.missing.is_empty(), "{question}");
            let found: Vec<String> =
                found.clauses.iter().map(|&at| corpus.id_of(&corpus.clauses()[at])).collect();
            let expected: Vec<&str> = expected.split_whitespace().collect();
            assert_eq!(found, expected, "{question}");
        }
    }

    #[test]
    fn operative_paragraphs_are_named_as_in_talk() {
        let made = sample::Made::new("lima", "Resolution", 1990).labelled("PP1", "Recalling it,");
        let corpus =
            sample::corpus_of([made.labelled("1", "Decides to meet;").labelled("2", "Urges all;")]);
        let labels = Labels::default();
        let named = |question: &str| {
            let mut words = Words::new(question);
            let found = labels.find(&mut words, &corpus, &[0]).clauses;
            let topic: Vec<&str> = words
                .topic()
                .map(|term| term.word.as_str())
                .filter(|word| *word != "quote")
                .collect();
            (found, topic.join(" "))
        };
        let (second, _) = named("quote paragraph 2");
        assert_eq!(second.len(), 1);
        assert_eq!(named("quote operative paragraph 2"), (second.clone(), String::new()));
        assert_eq!(named("OP2"), (second, String::new()));
        assert!(named("OP7").0.is_empty());
    }

    #[test]
    fn a_paragraph_has_letters_before_its_number_or_none() {
        let cases = [
            ("12", "12", true),
            ("OP12", "12", true),
            ("\u{b6}12", "12", true),
            ("12 (b)", "12", true),
            ("12a", "12", false),
            ("123", "12", false),
            ("Annex, 12", "12", false),
        ];
        for (label, number, expected) in cases {
            assert_eq!(is_paragraph(label, number), expected, "{label}");
        }
    }
}
