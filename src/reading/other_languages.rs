//! The words of questions in other languages than English, or over documents in others.

use super::Reading;
use crate::language::analysis::{Term, TextLanguage, is_unspaced, stem_in, terms_in};

impl Reading {
    /// Reads the terms of `question`, which was read as English, again in the language that it is in.
    pub fn read_in(&mut self, language: TextLanguage, question: &str) {
        let again = |text: &str, start: usize| {
            terms_in(language, text).into_iter().map(move |term| Term {
                bytes: term.bytes.start + start..term.bytes.end + start,
                ..term
            })
        };
        let content = |term: &Term| !term.is_stopword();
        let own = self.terms.iter().flat_map(|term| {
            again(question.get(term.bytes.clone()).unwrap_or(&term.word), term.bytes.start)
        });
        let own = own.filter(content).collect();
        let earlier = self.earlier_terms.iter().flat_map(|term| again(&term.word, 0));
        self.earlier_terms = earlier.filter(content).collect();
        self.terms = own;
        self.language = language;
    }

    /// Joins the terms of `question` that have neither blank nor mark between them: no document has such words,
    /// and what they mean together is nearer to words of others than what each means.
    pub fn join_unspaced(&mut self, question: &str) {
        let mut joined: Vec<Term> = Vec::with_capacity(self.terms.len());
        for term in self.terms.drain(..) {
            let last = joined.last_mut().filter(|last| {
                question
                    .get(last.bytes.end..term.bytes.start)
                    .is_some_and(|between| between.chars().all(is_unspaced))
            });
            let Some(last) = last else {
                joined.push(term);
                continue;
            };
            last.bytes.end = term.bytes.end;
            question[last.bytes.clone()].clone_into(&mut last.word);
            last.stem.clone_from(&last.word);
        }
        self.terms = joined;
    }

    /// Lets the terms of `question` be met by the stems of each of `languages`, in which documents are.
    /// A term whose own stem occurs nowhere, as `occurs` tells, goes by the first of the others that does.
    pub fn look_up_in(
        &mut self,
        languages: &[TextLanguage],
        question: &str,
        occurs: &dyn Fn(&str) -> bool,
    ) {
        for term in &mut self.terms {
            let typed = question.get(term.bytes.clone()).unwrap_or(&term.word);
            let own = languages.iter().map(|&language| stem_in(language, typed));
            let mut others: Vec<String> = own.filter(|stem| *stem != term.stem).collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|stem| occurs(stem));
            if !others.is_empty() && !occurs(&term.stem) {
                term.stem = others.remove(0);
            }
            term.others = others;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_again_in_their_language() {
        let question = "Quelles résolutions parlent de l'Assemblée ?";
        let mut reading = Reading::unread(question);
        reading.read_in(TextLanguage::French, question);
        let stems: Vec<&str> = reading.terms.iter().map(|term| term.stem.as_str()).collect();
        assert_eq!(stems, ["resolu", "parlent", "assembl"]);
        assert_eq!(&question[reading.terms[2].bytes.clone()], "Assemblée");

        let question = "部长们如何看待人口贩运？警察";
        let mut reading = Reading::unread(question);
        reading.read_in(TextLanguage::Chinese, question);
        reading.join_unspaced(question);
        let words: Vec<&str> = reading.terms.iter().map(|term| term.word.as_str()).collect();
        assert_eq!(words, ["部长们如何看待人口贩运", "警察"]);
    }

    #[test]
    fn terms_go_by_stems_that_occur() {
        let question = "Quelles résolutions parlent de l'Assemblée ?";
        let mut reading = Reading::unread(question);
        reading.read_in(TextLanguage::French, question);
        let languages = [TextLanguage::French, TextLanguage::English];
        let occurs = |stem: &str| ["resolu", "resolut", "assemble"].contains(&stem);
        reading.look_up_in(&languages, question, &occurs);
        let found: Vec<(&str, &[String])> =
            reading.terms.iter().map(|term| (term.stem.as_str(), &*term.others)).collect();
        assert_eq!(found[0], ("resolu", &["resolut".to_owned()][..]));
        assert_eq!(found[1], ("parlent", &[][..]));
    }
}
