//! The text of pages with its places, by the first of two libraries.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdfboss_core::Document;
use pdfboss_text::{
    FontCache, ReadingOrder, Ruling, TextSpan, extract_spans_and_rulings_reporting_cached,
};

use super::grid;
use super::page::{Page, Rule, Run};
use super::tags::{self, Tag};
use crate::{FormatError, Limits, Metadata};

/// What the first library reads.
pub(super) struct Read {
    pub(super) pages: Vec<Page>,
    pub(super) metadata: Metadata,
}

/// Reads all pages. A library that panics on a hostile file is held here: the file is refused.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, FormatError> {
    catch_unwind(AssertUnwindSafe(|| read_all(bytes, limits))).unwrap_or_else(|_| {
        Err(FormatError::whole("its pages cannot be read; print it to a new PDF"))
    })
}

fn read_all(bytes: &[u8], limits: &Limits) -> Result<Read, FormatError> {
    let document = Document::load(bytes.to_vec()).map_err(|error| {
        FormatError::whole(format!("it is not a valid PDF ({error}); print it to a new PDF"))
    })?;
    if document.is_locked() {
        return Err(FormatError::whole("it opens with a password only; save it without one"));
    }
    let count = document.page_count();
    if count > limits.pages_max {
        return Err(FormatError::whole(format!(
            "it has more than {} pages; split it into smaller files",
            limits.pages_max
        )));
    }
    let fonts = FontCache::default();
    let layers = document.oc_state();
    let tree = document.structure_tree();
    let mut cells = 0;
    let mut pages = Vec::with_capacity(count);
    let mut runs_left = limits.unpacked_bytes_max / RUN_BYTES;
    for place in 0..count {
        let number = place as u32 + 1;
        let spans = document.page(place).and_then(|page| {
            let found = extract_spans_and_rulings_reporting_cached(
                &document,
                &page,
                &fonts,
                ReadingOrder::Content,
            )?;
            let tags = tree
                .as_ref()
                .map(|tree| tags::read(&document, &page, &fonts, layers.as_ref(), tree));
            Ok((page.crop_box, page.rotate, found.0, found.1, tags.unwrap_or_default()))
        });
        let Ok((paper, turn, spans, rules, tags)) = spans else {
            pages.push(Page { number, is_broken: true, ..Page::default() });
            continue;
        };
        runs_left = runs_left.checked_sub(spans.len()).ok_or_else(|| {
            FormatError::whole("it has more text than can be held; split it into smaller files")
        })?;
        let turn = reading_turn(&spans).unwrap_or(turn);
        let (y0, y1) = corners(paper.x0, paper.y0, paper.x1, paper.y1, turn);
        let rules = rules.iter().filter_map(|rule| level(rule, turn)).collect();
        let has_turned = spans
            .iter()
            .any(|span| span.rotate.rem_euclid(360) != turn && !span.text.trim().is_empty());
        let runs = spans.iter().filter_map(|span| run(span, turn, tags::of(&tags, span))).collect();
        let has_tags = !tags.is_empty();
        let mut page =
            Page { number, bottom: y0, top: y1, runs, rules, is_broken: false, has_turned };
        if !has_tags {
            grid::mark(&mut page, &mut cells);
        }
        pages.push(page);
    }
    let said = document.metadata();
    let mut metadata = Metadata { language: document.language(), ..Metadata::default() };
    metadata.title = said.title.filter(|title| !title.trim().is_empty());
    for (name, value) in
        [("author", said.author), ("subject", said.subject), ("created", said.creation_date)]
    {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            metadata.other.insert(name.to_owned(), value);
        }
    }
    Ok(Read { pages, metadata })
}

/// Bytes that a run of letters takes in memory, about.
const RUN_BYTES: usize = 128;

/// The turn under which most letters of a page stand upright.
fn reading_turn(spans: &[TextSpan]) -> Option<i32> {
    let mut letters = [0_usize; 4];
    for span in spans {
        letters[(span.rotate.rem_euclid(360) / 90) as usize % 4] += span.text.trim().len();
    }
    let turns = [0, 90, 180, 270];
    let most = (0..4).max_by_key(|&place| (letters[place], std::cmp::Reverse(place)))?;
    (letters[most] > 0).then_some(turns[most])
}

/// A place on the paper as a reader sees it who holds the paper upright.
fn turned(x: f32, y: f32, turn: i32) -> (f32, f32) {
    match turn {
        90 => (y, -x),
        180 => (-x, -y),
        270 => (-y, x),
        _ => (x, y),
    }
}

/// The lower and the upper edge of the paper.
fn corners(x0: f32, y0: f32, x1: f32, y1: f32, turn: i32) -> (f32, f32) {
    let (one, other) = (turned(x0, y0, turn).1, turned(x1, y1, turn).1);
    (one.min(other), one.max(other))
}

fn run(span: &TextSpan, turn: i32, tag: Tag) -> Option<Run> {
    if span.text.is_empty() || span.rotate.rem_euclid(360) != turn {
        return None;
    }
    let (x0, y) = turned(span.x, span.y, turn);
    let (x1, _) = turned(span.end_x, span.end_y, turn);
    let sound = [x0, x1, y, span.size].iter().all(|value| value.is_finite() && value.abs() < 1e6);
    sound.then(|| Run {
        text: span.text.clone(),
        x0: x0.min(x1),
        x1: x0.max(x1),
        y,
        size: span.size.clamp(0.1, 1e4),
        bold: span.bold,
        italic: span.italic,
        is_logical: span.logical,
        is_furniture: span.artifact.is_some(),
        paragraph: tag.paragraph,
        cell: tag.cell,
    })
}

/// A rule that lies level.
fn level(rule: &Ruling, turn: i32) -> Option<Rule> {
    let (x0, y0) = turned(rule.start.x, rule.start.y, turn);
    let (x1, y1) = turned(rule.end.x, rule.end.y, turn);
    let sound = [x0, y0, x1, y1].iter().all(|value| value.is_finite());
    (sound && (y0 - y1).abs() < 0.5).then(|| Rule { x0: x0.min(x1), x1: x0.max(x1), y: y0 })
}
