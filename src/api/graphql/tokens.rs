//! How long a document is, in tokens, and how deep it nests: read off its text in one pass, before
//! a parser that recurses sees it.

use async_graphql::ServerError;

use super::errors::error_with;
use crate::service::ErrorCode;

/// How many tokens a document may have; what tools ask of a schema has some 300.
pub(super) const TOKENS_MAX: usize = 5_000;
/// How deep braces, brackets and parentheses may nest.
pub(super) const NESTING_MAX: usize = 64;

/// How many bytes a token takes at most once it is parsed: a field without arguments, in a list that
/// has grown to twice its length, and its name.
const TOKEN_BYTES: usize = 448;

/// Refuses a document that is too long or nests too deep to be parsed.
pub(super) fn check(document: &str) -> Result<(), ServerError> {
    let message = match measure(document) {
        (tokens, _) if tokens > TOKENS_MAX => {
            format!("query: has more than {TOKENS_MAX} tokens; split it")
        }
        (_, nesting) if nesting > NESTING_MAX => {
            format!(
                "query: is nested more than {NESTING_MAX} levels deep; request the inner part by its id"
            )
        }
        _ => return Ok(()),
    };
    Err(error_with(ErrorCode::ValidationFailed, message))
}

/// How many bytes a document takes at most, with its text, once it is parsed.
pub fn parsed_bytes(document: &str) -> usize {
    document.len() + measure(document).0 * TOKEN_BYTES
}

/// Tokens and deepest nesting; a number with a fraction counts as three tokens. Whether the tokens
/// make sense is the parser's to say.
fn measure(document: &str) -> (usize, usize) {
    let mut rest = document.as_bytes();
    let (mut tokens, mut depth, mut deepest) = (0, 0_usize, 0);
    while let Some(&byte) = rest.first() {
        let length = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | 0xef | 0xbb | 0xbf => {
                rest = &rest[1..];
                continue;
            }
            b'#' => {
                rest = &rest[until(rest, |byte| matches!(byte, b'\n' | b'\r'))..];
                continue;
            }
            b'"' => string(rest),
            b'{' | b'(' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
                1
            }
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                1
            }
            b'.' if rest.starts_with(b"...") => 3,
            byte if is_word(byte) => until(rest, |byte| !is_word(byte)),
            _ => 1,
        };
        tokens += 1;
        if tokens > TOKENS_MAX || deepest > NESTING_MAX {
            break;
        }
        rest = &rest[length..];
    }
    (tokens, deepest)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+') || byte >= 0x80
}

fn until(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| ends(byte)).unwrap_or(bytes.len())
}

/// Length of the string that `bytes` begin with, quotation marks included.
fn string(bytes: &[u8]) -> usize {
    let block = bytes.starts_with(b"\"\"\"");
    let end: &[u8] = if block { b"\"\"\"" } else { b"\"" };
    let mut at = end.len();
    while at < bytes.len() {
        if bytes[at..].starts_with(end) {
            return at + end.len();
        }
        if !block && matches!(bytes[at], b'\n' | b'\r') {
            return at;
        }
        let escaped: &[u8] = if block { b"\\\"\"\"" } else { b"\\" };
        at += match (bytes[at..].starts_with(escaped), block) {
            (true, true) => 4,
            (true, false) => 2,
            (false, _) => 1,
        };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use async_graphql::Positioned;
    use async_graphql::parser::types::Selection;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_parsed_field_takes_no_more_than_is_counted() {
        assert!(size_of::<Positioned<Selection>>() * 2 + 64 <= TOKEN_BYTES);
    }

    #[test]
    fn tokens_are_counted() {
        let cases = [
            ("", (0, 0)),
            ("{ a }", (3, 1)),
            ("{a(b:[1,-2e+3,{c:$d}])}", (17, 4)),
            ("{a(b:2.5)}", (10, 2)),
            ("query Q($a: [Int!]! = [1]) @x { ...F ... on T { b } }", (28, 2)),
            ("# { not here }\n{ a } # nor { here", (3, 1)),
            ("{ a(b: \"{ \\\" {\") }", (8, 2)),
            ("{ a(b: \"\"\"{ \\\"\"\" \" { \"\"\") }", (8, 2)),
            ("\u{feff}{ a }", (3, 1)),
            ("\"never closed {", (1, 0)),
            ("}}}{", (4, 1)),
        ];
        for (document, expected) in cases {
            assert_eq!(measure(document), expected, "{document}");
        }
    }

    #[test]
    fn long_and_deep_documents_are_refused() {
        let fields = |count: usize| format!("{{ {} }}", "a ".repeat(count));
        assert!(check(&fields(TOKENS_MAX - 2)).is_ok());
        let long = check(&fields(TOKENS_MAX - 1)).expect_err("one more");
        assert!(long.message.contains("5000 tokens"), "{}", long.message);
        let lists =
            |count: usize| format!("{{ a(b: {}{}) }}", "[".repeat(count), "]".repeat(count));
        assert!(check(&lists(NESTING_MAX - 2)).is_ok());
        let deep = check(&lists(NESTING_MAX - 1)).expect_err("one more");
        assert!(deep.message.contains("64 levels"), "{}", deep.message);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(document in ".*") {
            let (tokens, nesting) = measure(&document);
            prop_assert!(tokens <= document.len() && nesting <= tokens);
        }
    }
}
