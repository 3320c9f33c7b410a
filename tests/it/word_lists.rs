//! Lists of lower-case words in Rust sources.

use crate::rust_tokens::{Token, group, tokens, without_tests};

/// So many words are a list.
const WORDS_MIN: usize = 3;

/// The lists of `source`: of words in brackets, as `["a", "b", "c"]` or `[("a", 1), ("b", 2), ("c", 3)]`, of
/// words to choose from, as `"a" | "b" | "c"`, and of words in one constant, as `const A: &str = "a, b, c"`.
/// What is for tests alone is left out, and what stands in attributes.
pub(crate) fn word_lists(source: &str) -> Vec<Vec<&str>> {
    let tokens = tokens(source);
    let (tokens, _) = without_tests(&tokens);
    let mut lists = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at..] {
            [Token::Mark('#'), Token::Mark('['), ..] => at += group(&tokens[at + 1..]),
            [Token::Mark('['), ..] => lists.push(in_brackets(&tokens[at..])),
            [Token::Text(_), Token::Mark('|'), ..] => {
                let (words, length) = choice(&tokens[at..]);
                lists.push(words);
                at += length - 1;
            }
            [Token::Word("str"), Token::Mark('='), Token::Text(text), ..] => {
                let words = text.split([' ', ',', '\n']).filter(|word| !word.is_empty());
                let words: Vec<&str> = words.collect();
                lists.extend(Some(words).filter(|words| words.iter().all(|word| is_word(word))));
            }
            _ => {}
        }
        at += 1;
    }
    lists.retain(|words| words.len() >= WORDS_MIN);
    lists
}

/// The words in the brackets that `tokens` begin with, and in no others inside.
fn in_brackets<'s>(tokens: &[Token<'s>]) -> Vec<&'s str> {
    let (mut words, mut depth) = (Vec::new(), 0);
    for token in &tokens[..group(tokens)] {
        match token {
            Token::Mark('[') => depth += 1,
            Token::Mark(']') => depth -= 1,
            Token::Text(text) if depth == 1 && is_word(text) => words.push(*text),
            _ => {}
        }
    }
    words
}

/// The words with `|` between them that `tokens` begin with, and how many tokens that are.
fn choice<'s>(tokens: &[Token<'s>]) -> (Vec<&'s str>, usize) {
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(Token::Text(text)) = tokens.get(at) {
        words.extend(Some(*text).filter(|text| is_word(text)));
        at += 1;
        if tokens.get(at) != Some(&Token::Mark('|')) {
            break;
        }
        at += 1;
    }
    (words, at)
}

/// Whether `text` is a lower-case word, or several.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.split(' ').all(|word| {
            !word.is_empty()
                && word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '-' | '\u{2019}'))
        })
}

#[test]
fn lists_of_words_are_found() {
    let cases: [(&str, &[&[&str]]); 14] = [
        ("const A: &str = \"It is no list of words.\";", &[]),
        ("const A: &'static str = \"one, two three\";", &[&["one", "two", "three"]]),
        ("const A: &[&str] = &[\"one\", \"two\", \"three\"];", &[&["one", "two", "three"]]),
        ("[\"one\", \"two\"]", &[]),
        ("[\"one\", \"TWO\", \"Three\", \"4\", \"f_ive\", \"a.b\", \"\"]", &[]),
        ("[(\"one\", 1), (\"two\", 2), (\"of three\", 3)]", &[&["one", "two", "of three"]]),
        (
            "[(A, &[\"one\", \"two\", \"three\"]), (B, &[\"four\", \"five\", \"won't\"])]",
            &[&["one", "two", "three"], &["four", "five", "won't"]],
        ),
        ("matches!(a, \"one\" | \"two\" | \"three\")", &[&["one", "two", "three"]]),
        ("match a { \"one\" | \"two\" => 1, \"three\" => 2 }", &[]),
        ("f(\"one\", \"two\", \"three\")", &[]),
        ("#[a(values = [\"one\", \"two\", \"three\"])] struct B;", &[]),
        ("#[cfg(test)] mod tests { const A: [&str; 3] = [\"one\", \"two\", \"three\"]; }", &[]),
        ("// [\"one\", \"two\", \"three\"]", &[]),
        ("vec![\"one\", \"two\", f(\"three\")]", &[&["one", "two", "three"]]),
    ];
    for (source, expected) in cases {
        assert_eq!(word_lists(source), expected, "{source}");
    }
}
