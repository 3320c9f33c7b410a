//! Names of persons, as news and minutes write them.

use crate::language::analysis::{Analyzer, Term, Token, terms};

/// Titles before a name, which are not part of it.
const HONORIFICS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "he", "hsh", "hrh", "secretary", "general", "president", "minister",
    "ambassador", "prime", "interior", "head", "interpol",
];

/// What bodies are called: behind "General" and its like, these are no names.
const BODIES: &[&str] = &[
    "assembly", "board", "commission", "committee", "conference", "congress", "council", "court",
    "debate", "meeting", "secretariat", "session",
];

/// Names of persons: two or more capitalised words in a row, or one behind "Mr" and its like.
pub fn names(text: &str) -> Vec<String> {
    let words = terms(text);
    let capital =
        |term: &Term| text[term.bytes.clone()].chars().next().is_some_and(char::is_uppercase);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let title = HONORIFICS.contains(&words[at].word.as_str());
        if !capital(&words[at]) || title {
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
            && HONORIFICS.contains(&words[at - 1].word.as_str())
            && !BODIES.contains(&words[at].word.as_str());
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
    let word = |token: &Token| analyzer.word(token.word);
    tokens.windows(2).any(|pair| {
        pair.iter().all(|token| token.is_capitalised(text))
            && TITLES.contains(&word(&pair[0]))
            && !HONORIFICS.contains(&word(&pair[1]))
            && !BODIES.contains(&word(&pair[1]))
    })
}

/// Titles that are written right before a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "he", "hsh", "hrh", "general", "president", "minister", "ambassador",
    "prince", "princess", "king", "queen", "chancellor", "secretary", "commissioner", "judge",
    "professor", "director", "chairman", "senator",
];

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
        let cases: [(&str, &[&str]); 3] = [
            ("said Mr Noble.", &["Noble"]),
            ("Ronald K. Noble told the General Assembly", &["Ronald K. Noble"]),
            ("the Prime Minister of Rome", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
