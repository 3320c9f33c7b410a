//! Words without what tells one spelling from another.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, possessive endings and thousands separators.
pub fn fold(word: &str) -> String {
    folded(word).into_owned()
}

/// The same; most words are folded as they stand.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let plain: String = word
        .nfkd()
        // The last of them only lengthens Arabic letters.
        .filter(|&c| !is_combining_mark(c) && c != '\u{640}')
        .flat_map(char::to_lowercase)
        .filter(|&c| !matches!(c, ',' | '.'))
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect();
    Cow::Owned(plain.strip_suffix("'s").unwrap_or(&plain).replace('\'', ""))
}
