//! What governs what: points under their lead-in, paragraphs under their article.

mod level;

use crate::numbering::{self, NumberKind};
use crate::piece::Piece;
use crate::{Block, HeadingWords, Role};

use level::{Item, Level};

/// Levels of points within each other. What stands deeper joins the deepest.
const LEVELS_MAX: usize = 32;

/// Sets the parents of `pieces`, whose numbers are taken out.
///
/// A paragraph under an article gets the article's heading as its parent, whatever its depth. What
/// has a parent already keeps it. Paragraphs with a parent other than a heading become points;
/// what ends the sentence of a list becomes a wrap-up.
pub(crate) fn nest(pieces: Vec<Piece>, words: &HeadingWords) -> Vec<Block> {
    let depths: Vec<Option<u32>> = pieces.iter().map(|piece| piece.depth).collect();
    let blocks = pieces.into_iter().map(|piece| piece.block).collect();
    let mut nest = Nest { blocks, depths, levels: Vec::new(), article: None };
    for at in 0..nest.blocks.len() {
        nest.place(at, words);
    }
    nest.blocks
}

struct Nest {
    blocks: Vec<Block>,
    depths: Vec<Option<u32>>,
    /// The points that are open, from the outermost.
    levels: Vec<Level>,
    /// The heading of the article that is open.
    article: Option<usize>,
}

impl Nest {
    fn place(&mut self, at: usize, words: &HeadingWords) {
        let block = &self.blocks[at];
        let known = block.parent.is_some();
        match block.role {
            Role::Heading(_) => {
                let number = block.number.as_deref();
                self.article = number
                    .and_then(|number| numbering::whole(number, words))
                    .filter(|number| {
                        number.readings.iter().any(|one| one.kind == NumberKind::Article)
                    })
                    .map(|_| at);
                self.levels.clear();
            }
            Role::Row if !known => self.blocks[at].parent = self.article,
            Role::Closing => self.levels.clear(),
            Role::Title | Role::Note | Role::Row => {}
            Role::Paragraph | Role::Point | Role::WrapUp => {
                let number =
                    block.number.as_deref().and_then(|number| numbering::whole(number, words));
                let counted = number.is_some();
                if counted || block.role == Role::Point || block.number.is_some() {
                    let item = Item::new(number, self.depths[at], block.number.is_none());
                    self.place_item(at, &item, known);
                } else if !known {
                    self.place_text(at);
                }
            }
        }
    }

    /// Places a point or a numbered paragraph.
    fn place_item(&mut self, at: usize, item: &Item, known: bool) {
        if let Some(depth) = item.depth {
            while self.levels.last().is_some_and(|level| level.depth.is_some_and(|one| one > depth))
            {
                self.levels.pop();
            }
        }
        let (place, reading) = item.place(&self.levels, self.leads_in(at, item));
        let sibling = place < self.levels.len();
        let goes_on = sibling && item.goes_on(&self.levels[place], reading);
        let parent = if goes_on {
            self.levels[place].parent
        } else {
            self.levels.truncate(place);
            self.governor(at, item)
        };
        self.levels.truncate(place.min(LEVELS_MAX - 1));
        if !known {
            self.blocks[at].parent = parent;
        }
        self.levels.push(item.level(at, reading, self.blocks[at].parent));
        let below = self.blocks[at].parent.is_some_and(|parent| !self.is_heading(parent));
        if below && self.blocks[at].role == Role::Paragraph {
            self.blocks[at].role = Role::Point;
        }
    }

    /// Places a paragraph without a number.
    fn place_text(&mut self, at: usize) {
        let depth = self.depths[at];
        if let Some(depth) = depth {
            while self.levels.last().is_some_and(|level| level.depth.is_some_and(|one| one > depth))
            {
                if self.wraps_up(at) {
                    break;
                }
                self.levels.pop();
            }
        }
        if self.wraps_up(at) {
            let list = self.levels.iter().position(|level| self.is_governed(level));
            if let Some(list) = list {
                self.blocks[at].parent = self.levels[list].parent;
                self.blocks[at].role = Role::WrapUp;
                self.levels.truncate(list);
                return;
            }
        }
        let holder = depth.filter(|depth| *depth > 0).and_then(|depth| {
            self.levels.iter().rfind(|level| level.depth == Some(depth)).map(|level| level.at)
        });
        if holder.is_none() {
            // Bullets do not go on behind a paragraph; numbers do.
            let bullets = self.levels.iter().position(|level| level.bullet);
            self.levels.truncate(bullets.unwrap_or(self.levels.len()));
        }
        self.blocks[at].parent = holder.or(self.article);
    }

    /// Whether the paragraph at `at` ends the sentence of the points before it.
    fn wraps_up(&self, at: usize) -> bool {
        let small = self.blocks[at].text.chars().next().is_some_and(char::is_lowercase);
        let before = at.checked_sub(1).map(|before| &self.blocks[before]);
        small && before.is_some_and(|block| block.role == Role::Point)
    }

    fn is_governed(&self, level: &Level) -> bool {
        level.parent.is_some_and(|parent| !self.is_heading(parent))
    }

    fn is_heading(&self, at: usize) -> bool {
        matches!(self.blocks[at].role, Role::Heading(_))
    }

    /// The paragraph without a number before `at`, if its words lead in what follows.
    fn leads_in(&self, at: usize, item: &Item) -> Option<usize> {
        let mut before = at.checked_sub(1)?;
        while matches!(self.blocks[before].role, Role::Note) {
            before = before.checked_sub(1)?;
        }
        let block = &self.blocks[before];
        let is_text = matches!(block.role, Role::Paragraph | Role::Point | Role::WrapUp);
        (is_text && leads_in(&block.text, item.is_weak())).then_some(before)
    }

    /// What governs an item that begins a list below the levels that are left.
    fn governor(&self, at: usize, item: &Item) -> Option<usize> {
        let outer = self.levels.last().map(|level| level.at);
        let lead = self.leads_in(at, item).filter(|lead| outer.is_none_or(|outer| *lead >= outer));
        match (lead, outer) {
            (Some(lead), _) if item.may_be_led(lead + 1 == at) => Some(lead),
            (_, Some(outer))
                if item.belongs_to(&self.blocks[outer], outer + 1 == at, self.levels.last()) =>
            {
                Some(outer)
            }
            _ => self.article,
        }
    }
}

/// Whether `text` leads in what follows: it ends with a colon or a dash or, for points, with anything
/// but the end of a sentence.
fn leads_in(text: &str, weak: bool) -> bool {
    let end = text.trim_end().chars().next_back();
    match end {
        None => false,
        Some(':' | '：' | '—' | '–' | '-' | '︰') => true,
        Some(',' | '，' | '、') => weak,
        Some(end) => weak && end.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests;
