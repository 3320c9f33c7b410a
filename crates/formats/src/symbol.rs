//! Official symbols: what a body prints on its documents to tell them apart.

/// An official symbol in a line: `A/RES/80/153`, `S/PRST/2014/21`.
pub fn symbol_in(line: &str) -> Option<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).find(|word| {
        let parts = word.split('/').count();
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-');
        parts >= 3
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.ends_with(|c: char| c.is_ascii_alphanumeric())
            && word.contains(|c: char| c.is_ascii_digit())
            && word.chars().all(sound)
            && word.chars().filter(char::is_ascii_lowercase).count() <= 3
    })
}

#[cfg(test)]
mod tests {
    use super::symbol_in;

    #[test]
    fn symbols_are_told_from_other_words_with_slashes() {
        assert_eq!(symbol_in("United Nations A/RES/73/3 (2018)"), Some("A/RES/73/3"));
        for line in ["and/or", "24/7/365", "HTTP://x/y/1", "We/they/You", "1/2/2014"] {
            assert_eq!(symbol_in(line), None, "{line}");
        }
    }
}
