//! Styles: what a paragraph or a run is by its style, through all styles that it rests on.

use std::collections::BTreeMap;

use super::xml::{Element, Step, Walker};
use crate::{FormatError, Limits};

/// Styles that rest on each other, at most: a file can make them rest on themselves.
const CHAIN_MAX: usize = 50;

/// What a style says, as far as it says it.
#[derive(Debug, Default, Clone)]
struct Style {
    name: String,
    rests_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    hidden: Option<bool>,
    italic: Option<bool>,
}

/// All styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    of_paragraphs: Option<String>,
}

/// What a paragraph is by its style.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    /// Names of the style and of those that it rests on, in lower case.
    pub(super) names: Vec<String>,
    /// The list that numbers it.
    pub(super) list: Option<String>,
    /// The level that the styles name.
    pub(super) level: Option<usize>,
    /// The ids of the styles, nearest first.
    pub(super) ids: Vec<String>,
    /// From 0 for the highest heading; 9 is text.
    pub(super) outline: Option<u8>,
    pub(super) hidden: Option<bool>,
    pub(super) italic: Option<bool>,
}

impl Styles {
    /// Reads the part of the styles.
    pub(super) fn read(part: &str, text: &str, limits: &Limits) -> Result<Self, FormatError> {
        let mut walker = Walker::new(part, text, limits);
        let mut styles = Self::default();
        let mut open: Option<String> = None;
        while let Some(step) = walker.next()? {
            let Step::Open(element) = step else { continue };
            match element.name.as_str() {
                // Formats of parts of tables, of older versions, of text without a style.
                "tblStylePr" | "pPrChange" | "rPrChange" | "docDefaults" | "latentStyles" => {
                    walker.skip()?;
                }
                "style" => open = styles.begin(&element),
                _ => {
                    if let Some(style) = open.as_ref().and_then(|id| styles.styles.get_mut(id)) {
                        style.take(&element);
                    }
                }
            }
        }
        Ok(styles)
    }

    fn begin(&mut self, element: &Element) -> Option<String> {
        let id = element.attribute("styleId")?.to_owned();
        let is_default = matches!(element.attribute("default"), Some("1" | "true" | "on"));
        if is_default && element.attribute("type") == Some("paragraph") {
            self.of_paragraphs = Some(id.clone());
        }
        self.styles.insert(id.clone(), Style::default());
        Some(id)
    }

    /// What a paragraph with this style is; without one it has the style of all paragraphs.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Resolved {
        let known = id.filter(|id| self.styles.contains_key(*id));
        known.or(self.of_paragraphs.as_deref()).map(|id| self.resolve(id)).unwrap_or_default()
    }

    /// What this style says together with all that it rests on.
    pub(super) fn resolve(&self, id: &str) -> Resolved {
        let mut resolved = Resolved::default();
        let mut next = Some(id);
        for _ in 0..CHAIN_MAX {
            let Some((id, style)) = next.and_then(|id| self.styles.get_key_value(id)) else {
                break;
            };
            resolved.names.push(style.name.to_lowercase());
            resolved.ids.push(id.clone());
            if resolved.list.is_none() {
                resolved.level = resolved.level.or(style.level);
                resolved.list.clone_from(&style.list);
            }
            resolved.outline = resolved.outline.or(style.outline);
            resolved.hidden = resolved.hidden.or(style.hidden);
            resolved.italic = resolved.italic.or(style.italic);
            next = style.rests_on.as_deref();
        }
        resolved
    }
}

impl Style {
    fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "name" => element.value().unwrap_or_default().clone_into(&mut self.name),
            "basedOn" => self.rests_on = element.value().map(str::to_owned),
            "numId" => self.list = element.value().map(str::to_owned),
            "ilvl" => self.level = element.number().and_then(|it| usize::try_from(it).ok()),
            "outlineLvl" => self.outline = element.number().and_then(|it| u8::try_from(it).ok()),
            "vanish" => self.hidden = Some(element.is_on()),
            "i" => self.italic = Some(element.is_on()),
            _ => {}
        }
    }
}

impl Resolved {
    /// The level of the heading that this is, from 1.
    pub(super) fn heading(&self) -> Option<u8> {
        if let Some(outline) = self.outline {
            return (outline < 9).then_some(outline + 1);
        }
        // Word knows its own headings by these names in every language.
        let named =
            self.names.iter().find_map(|name| name.strip_prefix("heading ")?.parse::<u8>().ok());
        named.filter(|level| (1..=9).contains(level))
    }

    /// Whether it is the style of quotations that are set apart.
    pub(super) fn is_quote(&self) -> bool {
        const NAMES: [&str; 3] = ["quote", "intense quote", "block text"];
        self.names.iter().any(|name| NAMES.contains(&name.as_str()))
    }

    /// Whether it is a line of the title.
    pub(super) fn is_title(&self) -> bool {
        self.names.iter().any(|name| name == "title" || name == "subtitle")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let text = format!(
            r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:styles>"#
        );
        Styles::read("styles.xml", &text, &Limits::default()).expect("the part is sound")
    }

    #[test]
    fn a_style_has_what_it_rests_on() {
        let styles = styles(
            r#"<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="M"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>"#,
        );
        let resolved = styles.paragraph(Some("M"));
        assert_eq!((resolved.list.as_deref(), resolved.level), (Some("7"), Some(1)));
        assert_eq!((resolved.outline, resolved.heading()), (Some(1), Some(2)));
    }

    #[test]
    fn styles_that_rest_on_each_other_end() {
        let styles = styles(
            r#"<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>"#,
        );
        assert_eq!(styles.resolve("A").ids.len(), CHAIN_MAX);
    }

    #[test]
    fn without_a_style_a_paragraph_has_the_common_one() {
        let styles = styles(
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>"#,
        );
        assert_eq!(styles.paragraph(None).names, ["normal"]);
        assert_eq!(styles.paragraph(Some("gone")).names, ["normal"]);
    }
}
