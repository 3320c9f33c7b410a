//! Points that are open, and where the next one goes.

use crate::Block;
use crate::numbering::{self, Mark, Number, NumberKind, Reading};

/// A point that may get siblings and points of its own.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// Its block.
    pub(super) at: usize,
    /// Its parent.
    pub(super) parent: Option<usize>,
    /// How deep it stands, if that is known.
    pub(super) depth: Option<u32>,
    /// Whether it has a bullet for a number.
    pub(super) bullet: bool,
    kind: Option<NumberKind>,
    mark: Mark,
    before: String,
    value: u32,
}

/// A point or a numbered paragraph that is to be placed.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// How deep it stands, if that is known.
    pub(super) depth: Option<u32>,
    number: Option<Number>,
    bullet: bool,
}

impl Item {
    /// An item with a number, with a bullet, or with a number that nobody can read.
    pub(super) fn new(number: Option<Number>, depth: Option<u32>, bullet: bool) -> Self {
        Self { depth, number, bullet }
    }

    /// The level among `levels` that it goes on or begins anew, or their count where it stands
    /// below all of them; and which of its readings holds.
    pub(super) fn place(&self, levels: &[Level], lead: Option<usize>) -> (usize, Option<Reading>) {
        let Some(number) = &self.number else { return (self.bullet_place(levels), None) };
        if let Some(place) = self.dotted_place(levels) {
            return place;
        }
        let alike = |level: &Level, reading: &Reading| level.is_alike(number, reading.kind);
        let with = |fits: &dyn Fn(&Level, &Reading) -> bool| {
            levels.iter().enumerate().rev().find_map(|(at, level)| {
                let reading = number.readings.iter().find(|reading| fits(level, reading))?;
                Some((at, Some(*reading)))
            })
        };
        let next = |level: &Level, reading: &Reading| {
            alike(level, reading) && level.value + 1 == reading.value
        };
        let here = |level: &Level| {
            level.depth == self.depth || level.depth.is_none() || self.depth.is_none()
        };
        let begins = || {
            let first = |reading: &&Reading| {
                reading.value == 1 && !levels.iter().any(|level| alike(level, reading))
            };
            number.readings.iter().find(first).map(|reading| (levels.len(), Some(*reading)))
        };
        let led = || {
            let first = number.readings.iter().find(|reading| reading.value == 1)?;
            let newest =
                levels.last().is_some_and(|level| lead.is_some_and(|lead| lead >= level.at));
            newest.then_some((levels.len(), Some(*first)))
        };
        with(&|level, reading| here(level) && next(level, reading))
            .or_else(|| with(&next))
            .or_else(begins)
            .or_else(led)
            .or_else(|| {
                with(&|level, reading| {
                    here(level) && alike(level, reading) && level.value < reading.value
                })
            })
            .or_else(|| with(&|level, reading| here(level) && alike(level, reading)))
            .unwrap_or((levels.len(), number.readings.first().copied()))
    }

    fn bullet_place(&self, levels: &[Level]) -> usize {
        let same =
            |level: &Level| level.bullet && (self.depth.is_none() || level.depth == self.depth);
        levels.iter().rposition(same).unwrap_or(levels.len())
    }

    /// `3.1.2` stands under `3.1`, and `P3C` under `P3`.
    fn dotted_place(&self, levels: &[Level]) -> Option<(usize, Option<Reading>)> {
        let number = self.number.as_ref()?;
        let reading = number.readings.iter().find(|one| is_path(one.kind))?;
        let before = numbering::before(number, reading.kind);
        let below = levels.iter().rposition(|level| level.full() == before).map(|at| at + 1);
        let beside = levels.iter().rposition(|level| level.is_alike(number, reading.kind));
        let other = levels.iter().position(|level| level.kind == Some(reading.kind));
        Some((beside.or(below).or(other).unwrap_or(levels.len()), Some(*reading)))
    }

    /// Whether it continues what `level` began.
    pub(super) fn goes_on(&self, level: &Level, reading: Option<Reading>) -> bool {
        match (&self.number, reading) {
            (Some(number), Some(reading)) => {
                level.is_alike(number, reading.kind) && level.value < reading.value
            }
            _ => self.bullet && level.bullet,
        }
    }

    /// Whether words that only do not end a sentence lead it in: it is a point, not a paragraph.
    pub(super) fn is_weak(&self) -> bool {
        self.bullet || !self.is_main()
    }

    /// Whether it counts as paragraphs do: `12.`, `3.1`, `OP2`.
    fn is_main(&self) -> bool {
        self.number.as_ref().is_some_and(|number| {
            let main = |reading: &Reading| {
                matches!(reading.kind, NumberKind::Arabic | NumberKind::Dotted | NumberKind::Label)
            };
            !matches!(number.mark, Mark::Bracket | Mark::Brackets)
                && number.readings.iter().any(main)
        })
    }

    fn value(&self) -> u32 {
        let readings = self.number.iter().flat_map(|number| &number.readings);
        readings.map(|reading| reading.value).min().unwrap_or(1)
    }

    /// Whether a lead-in may govern it. Paragraphs are governed only from the first on.
    pub(super) fn may_be_led(&self, directly: bool) -> bool {
        directly && (!self.is_main() || self.value() == 1)
    }

    /// Whether it stands under the open point `outer`, which may stand directly before it.
    pub(super) fn belongs_to(&self, outer: &Block, directly: bool, level: Option<&Level>) -> bool {
        let deeper = match (self.depth, level.and_then(|level| level.depth)) {
            (Some(own), Some(other)) => own > other,
            _ => false,
        };
        deeper || !self.bullet || (directly && outer.number.is_some())
    }

    /// The level that it opens.
    pub(super) fn level(
        &self,
        at: usize,
        reading: Option<Reading>,
        parent: Option<usize>,
    ) -> Level {
        let kind = reading.map(|reading| reading.kind);
        let before = match (&self.number, kind) {
            (Some(number), Some(kind)) => numbering::before(number, kind),
            _ => String::new(),
        };
        Level {
            at,
            parent,
            depth: self.depth,
            bullet: self.bullet,
            kind,
            mark: self.number.as_ref().map_or(Mark::None, |number| number.mark),
            before,
            value: reading.map_or(0, |reading| reading.value),
        }
    }
}

impl Level {
    fn is_alike(&self, number: &Number, kind: NumberKind) -> bool {
        // A dot may be left out, but brackets mean something.
        let plain = |mark| if mark == Mark::None { Mark::Behind } else { mark };
        self.kind == Some(kind)
            && plain(self.mark) == plain(number.mark)
            && self.before == numbering::before(number, kind)
    }

    /// Its number as dotted numbers below it begin.
    fn full(&self) -> String {
        match self.kind {
            Some(NumberKind::Dotted) => format!("{}.{}", self.before, self.value),
            Some(NumberKind::Label) => format!("{}{}", self.before, self.value),
            Some(NumberKind::Arabic) => self.value.to_string(),
            _ => String::new(),
        }
    }
}

/// Whether numbers of `kind` say themselves what they stand under.
fn is_path(kind: NumberKind) -> bool {
    matches!(kind, NumberKind::Dotted | NumberKind::Label)
}
