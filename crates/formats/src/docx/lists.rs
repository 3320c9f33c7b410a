//! Lists as the file defines them: which paragraphs count, and how their numbers look.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Element, Step, Walker};
use crate::{FormatError, Limits};

/// Levels that a list can have.
pub(super) const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) start: i64,
    /// The name of its way to print numbers.
    pub(super) format: String,
    /// What is printed: `%1.%2` has the numbers of the first two levels.
    pub(super) text: String,
    /// After which level it begins anew: 0 is never, none is after any level above it.
    pub(super) restart: Option<i64>,
    /// Whether numbers of levels above are printed as digits.
    pub(super) all_digits: bool,
    /// The style whose paragraphs stand on this level.
    pub(super) style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: "decimal".into(),
            text: String::new(),
            restart: None,
            all_digits: false,
            style: None,
        }
    }
}

/// What several lists share: their levels and the running numbers.
#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style of lists that this one stands for.
    style: Option<String>,
    /// The style of lists that says what this one is.
    by_style: Option<String>,
}

/// A list that paragraphs name.
#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: [Option<i64>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// All lists of a file.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: BTreeMap<String, Definition>,
    lists: BTreeMap<String, List>,
}

/// Where the reading of the part stands.
#[derive(Default)]
struct Reading {
    definition: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Lists {
    /// Reads the part of the numbering.
    pub(super) fn read(part: &str, text: &str, limits: &Limits) -> Result<Self, FormatError> {
        let mut walker = Walker::new(part, text, limits);
        let mut lists = Self::default();
        let mut at = Reading::default();
        while let Some(step) = walker.next()? {
            let Step::Open(element) = step else { continue };
            if matches!(element.name.as_str(), "pPr" | "rPr" | "numPicBullet" | "Fallback") {
                walker.skip()?;
                continue;
            }
            lists.take(&mut at, &element);
        }
        lists.follow_styles();
        Ok(lists)
    }

    fn take(&mut self, at: &mut Reading, element: &Element) {
        match element.name.as_str() {
            "abstractNum" => {
                let id = element.attribute("abstractNumId").unwrap_or_default().to_owned();
                self.definitions.insert(id.clone(), Definition::default());
                *at = Reading { definition: Some(id), ..Reading::default() };
            }
            "num" => {
                let id = element.attribute("numId").unwrap_or_default().to_owned();
                self.lists.insert(id.clone(), List::default());
                *at = Reading { list: Some(id), ..Reading::default() };
            }
            "lvl" | "lvlOverride" => {
                at.level = element
                    .attribute("ilvl")
                    .and_then(|it| it.parse().ok())
                    .filter(|&it| it < LEVELS);
                if let (Some(level), true) = (at.level, element.name == "lvl") {
                    self.levels(at).map(|levels| levels[level].insert(Level::default()));
                }
            }
            "abstractNumId" => {
                let list = at.list.as_ref().and_then(|id| self.lists.get_mut(id));
                if let (Some(list), Some(id)) = (list, element.value()) {
                    id.clone_into(&mut list.definition);
                }
            }
            "startOverride" => {
                let list = at.list.as_ref().and_then(|id| self.lists.get_mut(id));
                if let (Some(list), Some(level)) = (list, at.level) {
                    list.starts[level] = element.number();
                }
            }
            "styleLink" | "numStyleLink" => {
                let definition = at.definition.as_ref().and_then(|id| self.definitions.get_mut(id));
                if let Some(definition) = definition {
                    let named = element.value().map(str::to_owned);
                    let place = if element.name == "styleLink" {
                        &mut definition.style
                    } else {
                        &mut definition.by_style
                    };
                    *place = named;
                }
            }
            _ => {
                let Some(number) = at.level else { return };
                if let Some(level) = self.levels(at).and_then(|levels| levels[number].as_mut()) {
                    level.take(element);
                }
            }
        }
    }

    fn levels(&mut self, at: &Reading) -> Option<&mut [Option<Level>; LEVELS]> {
        if let Some(id) = &at.list {
            return self.lists.get_mut(id).map(|list| &mut list.levels);
        }
        let id = at.definition.as_ref()?;
        self.definitions.get_mut(id).map(|definition| &mut definition.levels)
    }

    /// Gives lists whose definition only names a style the definition that stands for that style.
    fn follow_styles(&mut self) {
        let mut styled: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, definition) in &self.definitions {
            if let Some(style) = &definition.style {
                styled.entry(style).or_insert(name);
            }
        }
        for list in self.lists.values_mut() {
            let named = self.definitions.get(&list.definition);
            let style = named.and_then(|definition| definition.by_style.as_deref());
            if let Some(name) = style.and_then(|style| styled.get(style)) {
                (*name).clone_into(&mut list.definition);
            }
        }
    }

    /// The definition behind a list: its name, by which running numbers are kept.
    pub(super) fn definition(&self, list: &str) -> Option<&str> {
        let name = self.lists.get(list)?.definition.as_str();
        self.definitions.contains_key(name).then_some(name)
    }

    /// A level of a list, as the list or its definition has it.
    pub(super) fn level(&self, list: &str, level: usize) -> Option<&Level> {
        let own = self.lists.get(list)?.levels.get(level)?;
        own.as_ref()
            .or_else(|| self.definitions.get(self.definition(list)?)?.levels[level].as_ref())
    }

    /// The level on which a list places the paragraphs of a style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        (0..LEVELS).find(|&level| {
            self.level(list, level).is_some_and(|it| it.style.as_deref() == Some(style))
        })
    }

    fn start(&self, list: &str, level: usize) -> i64 {
        let own = self.lists.get(list).and_then(|it| it.starts[level]);
        own.or_else(|| self.level(list, level).map(|it| it.start)).unwrap_or(1)
    }
}

impl Level {
    fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "start" => self.start = element.number().unwrap_or(0),
            "numFmt" => element.value().unwrap_or("decimal").clone_into(&mut self.format),
            "lvlText" => element.value().unwrap_or_default().clone_into(&mut self.text),
            "lvlRestart" => self.restart = element.number(),
            "isLgl" => self.all_digits = element.is_on(),
            "pStyle" => self.style = element.value().map(str::to_owned),
            _ => {}
        }
    }
}

/// The running numbers of all lists.
#[derive(Debug, Default)]
pub(super) struct Counters {
    numbers: BTreeMap<String, [Option<i64>; LEVELS]>,
    begun: BTreeSet<(String, usize)>,
}

impl Counters {
    /// Counts a paragraph and says which numbers the levels of its list have now.
    pub(super) fn count(
        &mut self,
        lists: &Lists,
        list: &str,
        level: usize,
    ) -> Option<[i64; LEVELS]> {
        let definition = lists.definition(list)?;
        let numbers = self.numbers.entry(definition.to_owned()).or_default();
        let first = self.begun.insert((list.to_owned(), level));
        let anew = first && lists.lists.get(list).is_some_and(|it| it.starts[level].is_some());
        numbers[level] = match numbers[level] {
            Some(number) if !anew => Some(number.saturating_add(1)),
            _ => Some(lists.start(list, level)),
        };
        // A level that was passed over stands at its first number.
        for (above, number) in numbers.iter_mut().enumerate().take(level) {
            number.get_or_insert_with(|| lists.start(list, above));
        }
        for (below, number) in numbers.iter_mut().enumerate().skip(level + 1) {
            let after = lists.level(list, below).and_then(|it| it.restart);
            if after.is_none_or(|after| i64::try_from(level).is_ok_and(|level| level < after)) {
                *number = None;
            }
        }
        Some(std::array::from_fn(|place| numbers[place].unwrap_or_default()))
    }
}
