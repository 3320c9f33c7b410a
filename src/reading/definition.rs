//! What a word means: which questions ask for it, and which words give it.

use super::words::{Role, Words};
use crate::language::analysis::Term;
use crate::language::lexicon::english;

/// What is to be defined has at most so many words of weight.
const DEFINED_MAX: usize = 4;
/// How far before the verb that defines them they may stand.
const BEFORE_MAX: usize = 10;

/// Stems of what the question wants to have defined, if it asks for that: "what is the definition of
/// a ship?", "what counts as a ship?", "what is a ship?".
pub(super) fn asked(words: &Words<'_>) -> Option<Vec<String>> {
    let known = &english().questions.answer_types;
    let phrase = words.find(&known.definition);
    let opens = matches!(words.word(0), "who" | "what")
        && known.being.has(words.word(1))
        && words.word(2) != "the";
    let start = match &phrase {
        Some(phrase) => phrase.end,
        None if opens => 2,
        None => return None,
    };
    let weighty = |at: &usize| words.role(*at) == Role::Topic && !words.term(*at).is_stopword();
    // Behind "of" the word itself stands; where documents are named, or a case is put, it has ended.
    let own = (start..words.len()).skip_while(|&at| words.term(at).is_stopword());
    let own = own.take_while(|&at| {
        words.role(at) == Role::Topic && (!words.term(at).is_stopword() || words.word(at) == "of")
    });
    let mut of: Vec<String> = own.filter(weighty).map(|at| words.stem(at).to_owned()).collect();
    // "According to the convention" frames the question.
    let asked_by = &english().questions.documents.asked_by;
    let end = (start..words.len()).find(|&at| words.phrase_at(at, asked_by).is_some());
    let end = end.unwrap_or(words.len());
    of.retain(|stem| (start..end).any(|at| words.stem(at) == stem));
    // "How is torture defined?"
    if of.is_empty()
        && let Some(phrase) = &phrase
    {
        let before = (0..phrase.start).filter(weighty);
        of = before.map(|at| words.stem(at).to_owned()).collect();
    }
    let rest = (start..end).filter(weighty).count();
    let alone = !of.is_empty() && of.len() <= DEFINED_MAX && rest == of.len();
    match phrase {
        Some(_) => Some(if of.len() <= DEFINED_MAX { of } else { Vec::new() }),
        None => alone.then_some(of),
    }
}

/// Whether `words` say what the words with the stems `of` mean, or any.
pub(super) fn gives(words: &[Term], of: &[String]) -> bool {
    let before = |at: usize| &words[at.saturating_sub(BEFORE_MAX)..at];
    (0..words.len()).any(|at| {
        defines(words, at, !of.is_empty())
            && of.iter().all(|stem| before(at).iter().any(|own| own.stem == *stem))
    })
}

/// Whether the words from `at` on say what those before mean, which are `named` in the question or may be
/// any.
fn defines(words: &[Term], at: usize, named: bool) -> bool {
    let word = |ahead: usize| words.get(at + ahead).map_or("", |term| term.word.as_str());
    let behind = |back: usize| at.checked_sub(back).map_or("", |at| words[at].word.as_str());
    match word(0) {
        word if english().questions.answer_types.meaning.has(word) => true,
        "means" => word(1) != "of",
        "mean" => behind(1) == "shall" || behind(1) == "to",
        "defined" => word(1) == "as",
        "consists" | "consist" => word(1) == "of",
        // "The term "refugee" shall apply to any person who".
        "apply" => {
            let named = words[at.saturating_sub(BEFORE_MAX)..at].iter();
            let mut named = named.filter(|own| matches!(&*own.word, "term" | "expression"));
            behind(1) == "shall" && named.next().is_some()
        }
        "is" | "are" => named && matches!(word(1), "any" | "every"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;

    #[test]
    fn questions_for_what_a_word_means() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("What is the definition of a ship?", Some(&["ship"])),
            ("What counts as a fishing ship?", Some(&["fish", "ship"])),
            ("Who is a pilot?", Some(&["pilot"])),
            ("what is piracy", Some(&["piraci"])),
            ("How is piracy defined?", Some(&["piraci"])),
            ("What is the fee?", None),
            ("What is needed to enter a harbour after dark?", None),
            ("Who steers the ship?", None),
        ];
        for (question, expected) in cases {
            let expected =
                expected.map(|stems| stems.iter().map(|&stem| stem.to_owned()).collect::<Vec<_>>());
            assert_eq!(asked(&Words::new(question)), expected, "{question}");
        }
    }

    #[test]
    fn what_says_what_a_word_means() {
        let cases = [
            ("A pilot means every person who steers", true),
            ("The term \"pilot\" shall mean a person", true),
            ("The term \"pilot\" shall apply to any person who", true),
            ("The rules shall apply to any pilot", false),
            ("Pilots consist of any of the following", true),
            ("by means of a pilot", false),
            ("\"Ship\" means what a pilot steers", false),
        ];
        for (text, expected) in cases {
            assert_eq!(gives(&terms(text), &["pilot".to_owned()]), expected, "{text}");
        }
        assert!(gives(&terms("\"Ship\" means what floats"), &[]));
    }
}
