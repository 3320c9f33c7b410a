//! Selectors: where a passage stands, in the terms of the W3C Web Annotation Data Model (section 4.2).

use super::passage::Passage;

/// A passage by its words and those around it: `TextQuoteSelector`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextQuote<'a> {
    /// The words.
    pub exact: &'a str,
    /// Up to 32 code points before them.
    pub prefix: &'a str,
    /// Up to 32 code points after them.
    pub suffix: &'a str,
}

/// A passage by its position in the document's text: `TextPositionSelector`, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPosition {
    /// The first code point, from 0.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl<'a> Passage<'a> {
    /// Its words and those around them.
    pub fn text_quote(&self) -> TextQuote<'a> {
        let (prefix, suffix) = self.document.text.around(self.span);
        TextQuote { exact: self.quote(), prefix, suffix }
    }

    /// Where it stands, in code points.
    pub fn text_position(&self) -> TextPosition {
        TextPosition { start: self.span.start, end: self.span.end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Document, Span, Text, sample};

    fn passage<'a>(
        document: &'a Document,
        clause: &'a crate::domain::Clause,
        span: Span,
    ) -> Passage<'a> {
        Passage { document, clause, span }
    }

    proptest! {
        #[test]
        fn selectors_lead_back_to_the_words(content in "\\PC{0,120}", a in 0_usize..120, b in 0_usize..120) {
            let corpus = sample::corpus();
            let mut document = corpus.documents()[0].clone();
            document.text = Text::new(content.clone());
            let chars = content.chars().count();
            let (start, end) = (a.min(b).min(chars), a.max(b).min(chars));
            let passage = passage(&document, &corpus.clauses()[0], Span::new(start as u32, end as u32));

            let TextQuote { exact, prefix, suffix } = passage.text_quote();
            let around = format!("{prefix}{exact}{suffix}");
            prop_assert!(content.contains(&around));
            prop_assert!(prefix.chars().count() <= 32 && suffix.chars().count() <= 32);
        }
    }
}
