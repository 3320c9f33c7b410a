//! What a paragraph and a run say of themselves, beside their styles.

use super::lists::{LEVELS, Lists};
use super::styles::{Resolved, Styles};
use super::xml::Element;

/// What is the matter with the end of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    Plain,
    /// It was deleted: the next paragraph goes on from here.
    Deleted,
    Hidden,
}

/// A paragraph's own properties.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    pub(super) mark: Mark,
}

/// A run's own properties, with those of its style.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) hidden: Option<bool>,
    pub(super) italic: Option<bool>,
    /// Whether its words are the mark of a note.
    pub(super) is_mark: bool,
}

impl Paragraph {
    pub(super) fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "pStyle" => self.style = element.value().map(str::to_owned),
            "numId" => self.list = element.value().map(str::to_owned),
            "ilvl" => self.level = element.number().and_then(|it| usize::try_from(it).ok()),
            "outlineLvl" => self.outline = element.number().and_then(|it| u8::try_from(it).ok()),
            "del" | "moveFrom" => self.mark = Mark::Deleted,
            "vanish" if element.is_on() && self.mark == Mark::Plain => self.mark = Mark::Hidden,
            _ => {}
        }
    }

    pub(super) fn style(&self, styles: &Styles) -> Resolved {
        styles.paragraph(self.style.as_deref())
    }

    /// The list that numbers it, and the level within.
    pub(super) fn list(&self, style: &Resolved, lists: &Lists) -> Option<(String, usize)> {
        let list = self.list.as_ref().or(style.list.as_ref())?;
        let by_style = || style.ids.iter().find_map(|id| lists.level_of_style(list, id));
        let level = match (self.level, &self.list) {
            (Some(level), _) => level,
            (None, Some(_)) => by_style().unwrap_or(0),
            (None, None) => by_style().or(style.level).unwrap_or(0),
        };
        // The list 0 takes the number away that the style would give.
        (list != "0" && level < LEVELS).then(|| (list.clone(), level))
    }

    /// The level of the heading that it is, from 1.
    pub(super) fn heading(&self, style: &Resolved) -> Option<u8> {
        match self.outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => style.heading(),
        }
    }
}

impl Run {
    pub(super) fn take(&mut self, element: &Element, styles: &Styles) {
        match element.name.as_str() {
            "rStyle" => {
                let style = styles.resolve(element.value().unwrap_or_default());
                self.hidden = self.hidden.or(style.hidden);
                self.italic = self.italic.or(style.italic);
            }
            "vanish" | "specVanish" => self.hidden = Some(element.is_on()),
            "i" => self.italic = Some(element.is_on()),
            _ => {}
        }
    }
}
