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
pub fn symbol_key(symbol: &str) -> String {
    let even: String = symbol
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c })
        .flat_map(char::to_uppercase)
        .collect();
    match even.split_once("/RES/") {
        // Resolutions of councils below the assembly are counted apart: A/HRC/RES/.
        Some((organ, number)) if !organ.contains('/') => format!("RES/{number}"),
        _ => even,
    }
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
            ("a/res/217(III)A", "RES/217(III)A"),
        ];
        for (symbol, expected) in cases {
            assert_eq!(symbol_key(symbol), expected);
        }
    }
}
