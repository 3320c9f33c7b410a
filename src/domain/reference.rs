//! References from clauses to documents, by official symbols.

use super::Span;

/// A place in a clause that cites a document by its symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it cites, evened out by [`symbol_key`].
    pub key: Box<str>,
}

/// A symbol as it is compared: in capitals, without blanks, and for resolutions without the organ
/// where the number alone is unique: `A/RES/72/233` and "resolution 72/233" both are `RES/72/233`.
/// Part A of a resolution is also cited by the number alone: `217 A (III)` and `217(III)` are one.
pub fn symbol_key(symbol: &str) -> String {
    let even: String = symbol
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c })
        .flat_map(char::to_uppercase)
        .collect();
    match even.split_once("/RES/") {
        // Resolutions of councils below the assembly are counted apart: A/HRC/RES/.
        Some((organ, number)) if !organ.contains('/') => format!("RES/{}", without_part_a(number)),
        _ => even,
    }
}

/// `217A(III)`, `217(III)A` and `79/245A` without the letter; any other letter goes behind the digits.
fn without_part_a(number: &str) -> String {
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let (digits, rest) = number.split_at(digits);
    let (letter, rest) = match rest.split_once('(') {
        Some((letter, brackets)) => match brackets.split_once(')') {
            Some((roman, behind)) => (format!("{letter}{behind}"), format!("({roman})")),
            None => return number.to_owned(),
        },
        // "79/245A".
        None => return number.strip_suffix('A').unwrap_or(number).to_owned(),
    };
    let letter = if letter == "A" { "" } else { &letter };
    format!("{digits}{letter}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_evened_out() {
        let cases = [
            ("A/RES/72/233", "RES/72/233"),
            ("S/RES/2178 (2014)", "RES/2178(2014)"),
            ("A/HRC/RES/49/1", "A/HRC/RES/49/1"),
            ("A/C.3/79/L.5", "A/C.3/79/L.5"),
            ("a/res/217(III)A", "RES/217(III)"),
            ("A/RES/217 A (III)", "RES/217(III)"),
            ("A/RES/3201 (S-VI)", "RES/3201(S-VI)"),
            ("A/RES/217(III)B", "RES/217B(III)"),
            ("A/RES/79/245A", "RES/79/245"),
            ("A/RES/79/245B", "RES/79/245B"),
        ];
        for (symbol, expected) in cases {
            assert_eq!(symbol_key(symbol), expected);
        }
    }
}
