//! The citation processor: style sheets in the Citation Style Language, applied to works.
//!
//! The sheets in `styles/` are our own; they bring the terms that they need along, so that no files
//! of locales are.

use std::sync::LazyLock;

use citationberg::IndependentStyle;
use citationberg::json::Item;
use citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
    ElemChildren, LocatorPayload, SpecificLocator,
};
use serde_json::{Map, Value, json};

use super::csl_json;
use super::work::Work;
use crate::domain::Date;

/// A style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    Chicago,
    Oscola,
    Bluebook,
}

/// Which of a sheet's two layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Note,
    Bibliography,
}

impl Sheet {
    fn style(self) -> &'static IndependentStyle {
        static CHICAGO: LazyLock<IndependentStyle> =
            LazyLock::new(|| parse(include_str!("styles/chicago.csl")));
        static OSCOLA: LazyLock<IndependentStyle> =
            LazyLock::new(|| parse(include_str!("styles/oscola.csl")));
        static BLUEBOOK: LazyLock<IndependentStyle> =
            LazyLock::new(|| parse(include_str!("styles/bluebook.csl")));
        match self {
            Self::Chicago => &CHICAGO,
            Self::Oscola => &OSCOLA,
            Self::Bluebook => &BLUEBOOK,
        }
    }

    /// What stands around a title: quotation marks inside it must differ. None where titles stand
    /// without.
    const fn title_marks(self) -> Option<[char; 2]> {
        match self {
            Self::Chicago => Some(['“', '”']),
            Self::Oscola => Some(['‘', '’']),
            Self::Bluebook => None,
        }
    }
}

fn parse(sheet: &str) -> IndependentStyle {
    IndependentStyle::from_xml(sheet).expect("the sheets are part of the program, and tested")
}

/// `work` set by `sheet`, at the clause `label`.
pub(super) fn set(
    work: &Work<'_>,
    label: Option<&str>,
    accessed: Option<Date>,
    sheet: Sheet,
    form: Form,
) -> String {
    let style = sheet.style();
    let item = item(work, accessed, sheet);
    let at = label.map(|label| SpecificLocator(Locator::Paragraph, LocatorPayload::Str(label)));
    let cited = CitationItem::new(&item, at, None, false, None);
    let mut driver = BibliographyDriver::new();
    driver.citation(CitationRequest::new(vec![cited], style, None, &[], Some(1)));
    let rendered = driver.finish(BibliographyRequest::new(style, None, &[]));
    let content = match form {
        Form::Note => rendered.citations.into_iter().next().map(|cited| cited.citation),
        Form::Bibliography => rendered
            .bibliography
            .and_then(|entries| entries.items.into_iter().next())
            .map(|entry| entry.content),
    };
    end_once(&plain(&content.expect("the sheet has this layout, and one item was cited")))
}

fn plain(content: &ElemChildren) -> String {
    let mut text = String::new();
    content.write_buf(&mut text, BufWriteFormat::Plain).expect("strings take all that is written");
    text
}

fn item(work: &Work<'_>, accessed: Option<Date>, sheet: Sheet) -> Item {
    let mut fields: Map<String, Value> = csl_json::item(work);
    fields.insert("title".to_owned(), json!(inner_marks(&work.title, sheet.title_marks())));
    if let Some(accessed) = accessed {
        fields.insert("accessed".to_owned(), csl_json::date(Some(accessed)));
    }
    serde_json::from_value(Value::Object(fields)).expect("the fields are those of an item")
}

/// `title` with quotation marks that differ from those that are put around it.
fn inner_marks(title: &str, outer: Option<[char; 2]>) -> String {
    let mut result = String::with_capacity(title.len());
    let [open, close] = match outer {
        Some(['“', _]) => ['‘', '’'],
        _ => ['“', '”'],
    };
    // Straight marks are told apart by what stands before, apostrophes by what is open.
    let mut before = ' ';
    let mut single = 0_usize;
    let mut chars = title.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|next| !next.is_alphanumeric());
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–');
        let mark = match c {
            '"' if opens => open,
            '"' => close,
            '“' if outer.is_some() => open,
            '”' if outer.is_some() => close,
            '‘' if outer == Some(['‘', '’']) => {
                single += 1;
                open
            }
            '’' if single > 0 && ends_word => {
                single -= 1;
                close
            }
            other => other,
        };
        result.push(mark);
        before = c;
    }
    result
}

/// A title that ends in `?` or `!` ends the sentence that it closes: no full stop follows. Otherwise
/// the full stop stands inside double quotation marks.
fn end_once(text: &str) -> String {
    let mut text = match text.strip_suffix("”.") {
        Some(body) => format!("{body}.”"),
        None => text.to_owned(),
    };
    for mark in ['?', '!'] {
        for close in ["", "’", "”"] {
            text = text.replace(&format!("{mark}.{close} "), &format!("{mark}{close} "));
            if let Some(body) = text.strip_suffix(&format!("{mark}.{close}")) {
                text = format!("{body}{mark}{close}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_have_the_layouts_that_are_asked_for() {
        for sheet in [Sheet::Chicago, Sheet::Oscola, Sheet::Bluebook] {
            let has = sheet.style().bibliography.is_some();
            assert_eq!(has, sheet == Sheet::Chicago, "{sheet:?}");
        }
    }

    #[test]
    fn marks_inside_differ_from_those_around() {
        let double = Some(['“', '”']);
        let single = Some(['‘', '’']);
        let cases = [
            (double, "On \"Blue\" and “Red”", "On ‘Blue’ and ‘Red’"),
            (single, "On \"Blue\" and ‘Red’", "On “Blue” and “Red”"),
            (single, "INTERPOL’s ‘Way’: States’ Rights", "INTERPOL’s “Way”: States’ Rights"),
            (None, "On \"Blue\" and ‘Red’", "On “Blue” and ‘Red’"),
            (double, "5'", "5'"),
            (double, "", ""),
        ];
        for (outer, title, expected) in cases {
            assert_eq!(inner_marks(title, outer), expected, "{title}");
        }
    }

    #[test]
    fn a_question_is_not_followed_by_a_full_stop() {
        let cases = [
            ("“Agree?.” INTERPOL.", "“Agree?” INTERPOL."),
            ("‘Agree?’.", "‘Agree?’."),
            ("“Agree!.”", "“Agree!”"),
            ("Agree?.", "Agree?"),
            ("“Agree?”.", "“Agree?”"),
            ("“Agree”.", "“Agree.”"),
            ("https://un.org/?.x", "https://un.org/?.x"),
        ];
        for (text, expected) in cases {
            assert_eq!(end_once(text), expected);
        }
    }
}
