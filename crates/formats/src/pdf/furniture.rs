//! What stands on many pages at one height: running heads, page numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::page::Page;

/// The part of a page's height, from either edge, where running heads and page numbers stand.
const EDGE: f32 = 0.14;
/// Lines at heights that differ by less, in points, are at one height.
const HEIGHT: f32 = 3.0;
/// Part of the pages on which a line must recur. Left and right pages may have lines of their own.
const SHARE_MIN: f32 = 0.3;
/// Longest page number, in characters: `– 12 –`, `xii`, `12/345`.
const NUMBER_CHARS_MAX: usize = 12;
/// A running head that repeats words of the first page has more letters than this.
const REPEATED_MIN: usize = 4;

/// Takes running heads and page numbers out of the lines of all pages.
pub(super) fn remove(pages: &[Page], lines: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let mut seen: BTreeMap<(String, i32), BTreeSet<u32>> = BTreeMap::new();
    for (page, lines) in pages.iter().zip(&lines) {
        for line in lines.iter().filter(|line| is_low(page, line) || is_high(page, line)) {
            for key in keys(page, line) {
                seen.entry(key).or_default().insert(page.number);
            }
        }
    }
    let needed = ((pages.len() as f32 * SHARE_MIN).ceil() as usize).max(2);
    let recurs = |page: &Page, line: &Line| {
        keys(page, line).iter().any(|key| seen.get(key).is_some_and(|pages| pages.len() >= needed))
    };
    let first = lines.first().map(|lines| squeezed(lines)).unwrap_or_default();
    // Whatever stands as low as page numbers do is no text.
    let mut foot = f32::MIN;
    let mut kept = Vec::with_capacity(lines.len());
    for (page, lines) in pages.iter().zip(lines) {
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        for (at, line) in lines.iter().enumerate() {
            // A rule over notes is none of it.
            let has_words = line.text().chars().any(char::is_alphanumeric);
            let at_edge = has_words && (is_low(page, line) || is_high(page, line));
            if (at_edge && recurs(page, line)) || (line.is_furniture && page.number > 1) {
                gone.insert(at);
            }
        }
        gone.extend(at_edges(page, &lines, &gone, &first));
        let is_foot = |line: &Line| is_low(page, line) && is_number(&line.text());
        for &at in gone.iter().filter(|&&at| is_foot(&lines[at])) {
            foot = foot.max(lines[at].y - page.bottom);
        }
        let left = lines.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
        kept.push(left.map(|(_, line)| line).collect::<Vec<_>>());
    }
    for (page, lines) in pages.iter().zip(&mut kept) {
        lines.retain(|line| line.y - page.bottom > foot);
    }
    kept
}

/// From either edge inwards: the page's own number, and words of the first page.
fn at_edges(page: &Page, lines: &[Line], gone: &BTreeSet<usize>, first: &str) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).filter(|at| !gone.contains(at)).collect();
    order.sort_by(|&one, &other| lines[other].y.total_cmp(&lines[one].y));
    let is_furniture = |line: &Line| {
        let text = line.text();
        let own = squeezed(std::slice::from_ref(line));
        let repeated =
            page.number > 1 && own.chars().count() > REPEATED_MIN && first.contains(&own);
        repeated || (is_number(&text) && names(&text, page.number))
    };
    let from_top =
        order.iter().take_while(|&&at| is_high(page, &lines[at]) && is_furniture(&lines[at]));
    let from_foot =
        order.iter().rev().take_while(|&&at| is_low(page, &lines[at]) && is_furniture(&lines[at]));
    from_top.chain(from_foot).copied().collect()
}

fn is_low(page: &Page, line: &Line) -> bool {
    line.y < page.bottom + (page.top - page.bottom) * EDGE
}

fn is_high(page: &Page, line: &Line) -> bool {
    line.y > page.top - (page.top - page.bottom) * EDGE
}

/// Letters and figures alone.
fn squeezed(lines: &[Line]) -> String {
    lines
        .iter()
        .flat_map(|line| line.text().chars().collect::<Vec<_>>())
        .filter(|it| it.is_alphanumeric())
        .collect()
}

/// What a line has in common with those at its height on other pages. Figures differ.
fn keys(page: &Page, line: &Line) -> Vec<(String, i32)> {
    let text = line.text();
    let shape: String = if is_number(&text) {
        "#".to_owned()
    } else {
        let mut shape = String::new();
        for letter in text.chars() {
            if !letter.is_ascii_digit() {
                shape.push(letter);
            } else if !shape.ends_with('#') {
                shape.push('#');
            }
        }
        shape
    };
    let height = ((line.y - page.bottom) / HEIGHT).round() as i32;
    // A height between two steps belongs to both.
    vec![(shape.clone(), height), (shape, height + 1)]
}

fn is_number(text: &str) -> bool {
    let word = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let figures = word.chars().all(|letter| letter.is_numeric() || " /-\u{2013}".contains(letter));
    let roman = word.chars().all(|letter| "ivxlcIVXLC".contains(letter));
    !word.is_empty() && text.chars().count() <= NUMBER_CHARS_MAX && (figures || roman)
}

/// Whether a page number is that of this page.
fn names(text: &str, page: u32) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(|part| part.parse() == Ok(page))
}
