//! Numbers of several words in a text: "twenty-four", "2 million".

use text2num::LangInterpreter;
use text2num::lang::English;

use super::analysis::Term;
use super::dates::is_year;
use super::numbers::{cardinal, digits};

/// The number that begins with the word at `start`, in digits, and where it ends: "twenty-four", "a
/// hundred and twelve", "2 million".
pub(crate) fn number_at(words: &[Term], start: usize) -> Option<(String, usize)> {
    /// What may stand behind digits: "2 million", but not "10 five-year plans".
    const SCALE_MIN: u64 = 100;
    let first = words.get(start)?;
    // "2,000 delegates" has a separator in it.
    let year = is_year(first) && first.bytes.len() == first.word.len();
    let mut number = digits(&first.word).filter(|_| !year)?;
    let in_digits = first.word.starts_with(|c: char| c.is_ascii_digit());
    let mut end = start + 1;
    while let Some(next) = words.get(end) {
        let joined = next.word == "and" && number.len() > 2;
        let next = if joined { words.get(end + 1) } else { Some(next) };
        let Some(value) = next.and_then(|next| cardinal(&next.word)) else { break };
        let goes_on = !in_digits || end > start + 1 || value >= SCALE_MIN;
        let word = next.map_or("", |next| &next.word);
        if !goes_on || English::new().apply(word, &mut number).is_err() {
            break;
        }
        end += if joined { 2 } else { 1 };
    }
    Some((number.to_string(), end))
}
