//! How long a text is, whether or not its language puts blanks between words.

/// Chinese and Japanese words have about so many letters.
const LETTERS_A_WORD: usize = 2;

/// The number of words in `text`: pieces between blanks, and what letters make words of their own.
pub(super) fn count(text: &str) -> usize {
    let own = text.chars().filter(|&c| is_own_word(c)).count();
    text.split_whitespace().count() + own / LETTERS_A_WORD
}

/// Whether `letter` is of a script without blanks: kana, Han.
fn is_own_word(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn words_are_counted_with_and_without_blanks() {
        assert_eq!(count("We met, and spoke."), 4);
        assert_eq!(count("大会,"), 2);
        assert_eq!(count("鉴于有必要促进各国间友好关系的发展,"), 9);
    }
}
