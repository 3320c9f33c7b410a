//! How much an assistant is sent at once: what it reads costs its user time and money.

/// The most clauses that a search returns.
pub(super) const RESULTS_MAX: usize = 50;
/// How many it returns unless told otherwise.
pub(super) const RESULTS: usize = 10;
/// The most characters of a clause that a search shows.
pub(super) const EXCERPT_CHARS: usize = 500;
/// The most characters of a text that are fetched at once.
pub(super) const TEXT_CHARS: usize = 40_000;
/// The most characters of a quotation.
pub(super) const QUOTE_CHARS: usize = 1_500;
/// The most citations of an answer.
pub(super) const CITATIONS_MAX: usize = 20;
/// The most places at which a quotation is shown.
pub(super) const PLACES_MAX: usize = 5;
/// The most checked items of a text that are listed.
pub(super) const ITEMS_MAX: usize = 100;
/// The most documents of a comparison, and the most silent documents, that are listed.
pub(super) const ROWS_MAX: usize = 40;
/// The most resources on a page of their list.
pub(super) const PAGE: usize = 100;

/// The beginning of `text` that has at most `chars` characters, up to the end of a word: still verbatim.
pub(super) fn cut(text: &str, chars: usize) -> &str {
    let Some((end, next)) = text.char_indices().nth(chars) else { return text };
    let head = &text[..end];
    if next.is_whitespace() {
        return head.trim_end();
    }
    // A word that is longer than all there is room for is cut where it is.
    match head.rfind(char::is_whitespace) {
        Some(blank) if !head[..blank].trim().is_empty() => head[..blank].trim_end(),
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_the_end_of_a_word() {
        let cases = [
            ("", 3, ""),
            ("one", 3, "one"),
            ("one two", 3, "one"),
            ("one two", 5, "one"),
            ("one two", 7, "one two"),
            ("éàü ö", 4, "éàü"),
            ("unbroken", 2, "un"),
            (" unbroken", 3, " un"),
        ];
        for (text, chars, expected) in cases {
            assert_eq!(cut(text, chars), expected, "{text:?} {chars}");
        }
    }
}
