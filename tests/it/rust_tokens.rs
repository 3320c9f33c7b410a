//! Rust sources as tokens, for tests that read them: no comments, and no code of tests.

/// A token; what a character or a number is does not matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'s> {
    /// A name, a keyword or a number.
    Word(&'s str),
    /// What stands between the quotation marks of a string.
    Text(&'s str),
    /// `::`
    Path,
    Mark(char),
}

/// The tokens of `source`.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (token, length) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (None, comment(rest)),
            _ if rest.starts_with("::") => (Some(Token::Path), 2),
            '"' => {
                let length = string(rest);
                (Some(Token::Text(&rest[1..length - 1])), length)
            }
            '\'' => (None, character(rest)),
            _ if is_word(first) => {
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let raw = raw_string(&rest[length..]).filter(|_| rest[..length].ends_with('r'));
                match raw {
                    Some((hashes, end)) => {
                        let text = &rest[length + hashes + 1..length + end - hashes - 1];
                        (Some(Token::Text(text)), length + end)
                    }
                    None => (Some(Token::Word(&rest[..length])), length),
                }
            }
            _ => {
                let mark = (!first.is_whitespace()).then_some(Token::Mark(first));
                (mark, first.len_utf8())
            }
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

/// The length of the comment, which may hold others, that `rest` begins with.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            [] => return at,
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
}

/// The length of the string that `rest` begins with.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.expect("a string is closed") + 2
}

/// How many `#` the raw string that `rest` begins with has, and its length from there on.
fn raw_string(rest: &str) -> Option<(usize, usize)> {
    let hashes = rest.bytes().take_while(|&byte| byte == b'#').count();
    let inside = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).expect("a string is closed");
    Some((hashes, hashes + 1 + length + end.len()))
}

/// The length of the character that `rest` begins with, or 1 where a lifetime's name follows.
fn character(rest: &str) -> usize {
    let mut inside = rest.chars().skip(1);
    let first = inside.next().expect("something follows");
    if first == '\\' {
        let escape = 3 + rest[3..].find('\'').expect("a character is closed");
        return escape + 1;
    }
    if inside.next() == Some('\'') { 2 + first.len_utf8() } else { 1 }
}

/// `tokens` without items for tests alone, and the names of the modules among these that are files.
pub(crate) fn without_tests<'s>(tokens: &[Token<'s>]) -> (Vec<Token<'s>>, Vec<&'s str>) {
    use Token::{Mark, Word};

    const FOR_TESTS: [Token<'static>; 7] =
        [Mark('#'), Mark('['), Word("cfg"), Mark('('), Word("test"), Mark(')'), Mark(']')];
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at..].starts_with(&FOR_TESTS) {
            kept.push(tokens[at]);
            at += 1;
            continue;
        }
        at += FOR_TESTS.len();
        while tokens[at..].starts_with(&FOR_TESTS[..2]) {
            at += group(&tokens[at + 1..]) + 1;
        }
        let item = item(&tokens[at..]);
        if let [.., Word("mod"), Word(name), Mark(';')] = tokens[at..at + item] {
            modules.push(name);
        }
        at += item;
    }
    (kept, modules)
}

/// The length of the group of brackets that `tokens` begin with.
pub(crate) fn group(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0;
    let end = tokens.iter().position(|token| {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.expect("a group is closed") + 1
}

/// The length of the item that `tokens` begin with: up to its semicolon, or to the end of its block.
fn item(tokens: &[Token<'_>]) -> usize {
    let mut at = 0;
    if tokens[0] == Token::Word("pub") {
        at += 1;
        at += if tokens[1] == Token::Mark('(') { group(&tokens[1..]) } else { 0 };
    }
    let imports = tokens[at] == Token::Word("use");
    loop {
        match tokens[at] {
            Token::Mark(';') => return at + 1,
            Token::Mark('{') if !imports => return at + group(&tokens[at..]),
            Token::Mark('(' | '[' | '{') => at += group(&tokens[at..]),
            _ => at += 1,
        }
    }
}

#[test]
fn sources_are_read_as_tokens() {
    use Token::{Mark, Path, Text, Word};

    let cases: [(&str, &[Token<'_>]); 9] = [
        ("use a::b_1; // c", &[Word("use"), Word("a"), Path, Word("b_1"), Mark(';')]),
        ("a /* b /* c */ d */ e", &[Word("a"), Word("e")]),
        (
            r#"("a // \" b", "\\")"#,
            &[Mark('('), Text(r#"a // \" b"#), Mark(','), Text(r"\\"), Mark(')')],
        ),
        ("r#\"a \" b\"# br\"c\"", &[Text("a \" b"), Text("c")]),
        ("for \"a\"", &[Word("for"), Text("a")]),
        ("'\"' 'a' '\\'' '\\u{e9}' b", &[Word("b")]),
        ("&'a str, '\u{e9}'", &[Mark('&'), Word("a"), Word("str"), Mark(',')]),
        ("https://a", &[Word("https"), Mark(':')]),
        ("", &[]),
    ];
    for (source, expected) in cases {
        assert_eq!(tokens(source), expected, "{source}");
    }
}

#[test]
fn what_is_for_tests_alone_is_left_out() {
    let source = "a #[cfg(test)] pub(super) use b::{c, d}; #[cfg(any(test, e))] mod f; \
                  #[cfg(test)] #[path = \"g\"] mod h; #[cfg(test)] const I: [u8; 2] = [1; 2]; \
                  #[cfg(test)] mod j { fn k() {} } #[cfg(test)] fn l() -> [u8; 1] { [1] } m";
    let tokens = tokens(source);
    let (kept, modules) = without_tests(&tokens);
    assert_eq!(kept, self::tokens("a #[cfg(any(test, e))] mod f; m"));
    assert_eq!(modules, ["h"]);
}
