//! Names of persons, as news and minutes write them.

use super::analysis::{Analyzer, Term, Token, terms};
use super::lexicon::english;

/// Names of persons: two or more capitalised words in a row, or one behind "Mr" and its like.
pub fn names(text: &str) -> Vec<String> {
    let words = terms(text);
    let known = &english().text.persons;
    let capital = |term: &Term| text[term.bytes.clone()].starts_with(char::is_uppercase);
    // What is all in capitals is an abbreviation: "INTERPOL Secretary General Ronald K. Noble".
    let abbreviated = |term: &Term| {
        let typed = &text[term.bytes.clone()];
        typed.len() > 1 && typed.chars().all(char::is_uppercase)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let title = known.honorifics.has(&words[at].word);
        if !capital(&words[at]) || title || abbreviated(&words[at]) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < words.len()
            && capital(&words[end])
            && text[words[end - 1].bytes.end..words[end].bytes.start]
                .chars()
                .all(|c| matches!(c, ' ' | '.' | '\u{a0}'))
        {
            end += 1;
        }
        let titled = at > 0
            && known.honorifics.has(&words[at - 1].word)
            && !known.bodies.has(&words[at].word);
        if end - at >= 2 || titled {
            found.push(text[words[at].bytes.start..words[end - 1].bytes.end].to_owned());
        }
        at = end;
    }
    found
}

/// Whether `text` names a person: by a title and a capitalised name.
pub fn person_named(text: &str) -> bool {
    let mut analyzer = Analyzer::default();
    let mut tokens = Vec::new();
    analyzer.read(text, &mut tokens);
    person_among(text, &tokens, &analyzer)
}

/// The same of a text that `analyzer` reads as `tokens`.
pub(crate) fn person_among(text: &str, tokens: &[Token], analyzer: &Analyzer) -> bool {
    let persons = &english().text.persons;
    let word = |token: &Token| analyzer.word(token.word);
    tokens.windows(2).any(|pair| {
        pair.iter().all(|token| token.is_capitalised(text))
            && persons.titles.has(word(&pair[0]))
            && !persons.honorifics.has(word(&pair[1]))
            && !persons.bodies.has(word(&pair[1]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_named_behind_titles() {
        let cases = [
            ("Secretary General Ronald K. Noble told delegates", true),
            ("HSH Prince Albert II of Monaco delivered a welcoming address", true),
            ("Argentine Ambassador H.E. Eugenio Maria Curia, moderator", true),
            ("the Department of Peacekeeping Operations", false),
            ("the General Assembly of the United Nations", false),
            ("General Dallaire told the General Council", true),
        ];
        for (text, expected) in cases {
            assert_eq!(person_named(text), expected, "{text}");
        }
    }

    #[test]
    fn names_are_those_of_persons() {
        let cases: [(&str, &[&str]); 4] = [
            ("INTERPOL Secretary General Ronald K. Noble", &["Ronald K. Noble"]),
            ("said Mr Noble.", &["Noble"]),
            ("Ronald K. Noble told the General Assembly", &["Ronald K. Noble"]),
            ("the Prime Minister of Rome", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
