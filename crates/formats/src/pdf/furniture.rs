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
/// Pages on which a line must recur, if there are so many.
const RECURRING_MIN: usize = 3;
/// Longest page number, in characters: `– 12 –`, `xii`, `12/345`.
const NUMBER_CHARS_MAX: usize = 12;
/// Files with more pages show what recurs.
const FEW_PAGES: usize = 3;
/// What is no text stands this far from it, in parts of the size of the letters.
const APART: f32 = 1.8;
/// A running head may be set this much smaller than the text, in points.
const SMALLER_MIN: f32 = 0.9;
/// Parts of a line in which a page number is looked for.
const PARTS_MAX: usize = 40;
/// A running head that repeats words of the first page has more letters than this.
const REPEATED_MIN: usize = 4;

/// Takes running heads and page numbers out of the lines of all pages.
pub(super) fn remove(pages: &[Page], lines: Vec<Vec<Line>>, body: f32) -> Vec<Vec<Line>> {
    let mut seen: BTreeMap<(String, i32), BTreeSet<u32>> = BTreeMap::new();
    for (page, lines) in pages.iter().zip(&lines) {
        for line in lines.iter().filter(|line| is_low(page, line) || is_high(page, line)) {
            for key in keys(page, line) {
                seen.entry(key).or_default().insert(page.number);
            }
        }
    }
    let share = (pages.len() as f32 * SHARE_MIN).ceil() as usize;
    let needed = share.max(pages.len().div_ceil(2).min(RECURRING_MIN)).max(2);
    let recurs = |page: &Page, line: &Line| {
        let is_rule = !line.text().chars().any(char::is_alphanumeric);
        !is_rule
            && keys(page, line)
                .iter()
                .any(|key| seen.get(key).is_some_and(|pages| pages.len() >= needed))
    };
    let first = lines.first().filter(|_| pages.len() <= FEW_PAGES).map(|lines| squeezed(lines));
    // Whatever stands as low as page numbers do is no text.
    let mut foot = f32::MIN;
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut kept = Vec::with_capacity(lines.len());
    for (page, lines) in pages.iter().zip(lines) {
        let mut gone: BTreeSet<usize> =
            (0..lines.len()).filter(|&at| lines[at].is_furniture && page.number > 1).collect();
        gone.extend(at_edges(page, &lines, &gone, first.as_deref(), body, &recurs));
        let low = gone.iter().filter(|&&at| is_low(page, &lines[at]));
        let texts = low.map(|&at| squeezed(std::slice::from_ref(&lines[at])));
        known.extend(texts.filter(|text| text.chars().count() > REPEATED_MIN));
        let is_foot = |line: &Line| is_low(page, line) && is_number(&line.text());
        for &at in gone.iter().filter(|&&at| is_foot(&lines[at])) {
            foot = foot.max(lines[at].y - page.bottom);
        }
        let left = lines.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
        kept.push(left.map(|(_, line)| line).collect::<Vec<_>>());
    }
    for (page, lines) in pages.iter().zip(&mut kept) {
        lines.retain(|line| {
            let own = squeezed(std::slice::from_ref(line));
            // The first page may say more than the others.
            let more = is_low(page, line) && known.iter().any(|text| own.contains(text.as_str()));
            line.y - page.bottom > foot && !more
        });
    }
    kept
}

/// From either edge inwards: what recurs, the page's own number, and in files of few pages words
/// of the first page that stand apart from the text.
fn at_edges(
    page: &Page,
    lines: &[Line],
    gone: &BTreeSet<usize>,
    first: Option<&str>,
    body: f32,
    recurs: &dyn Fn(&Page, &Line) -> bool,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).filter(|at| !gone.contains(at)).collect();
    order.sort_by(|&one, &other| lines[other].y.total_cmp(&lines[one].y));
    let kind = |line: &Line| {
        let text = line.text();
        let own = squeezed(std::slice::from_ref(line));
        let repeats = page.number > 1
            && own.chars().count() > REPEATED_MIN
            && first.is_some_and(|first| first.contains(&own));
        // Small print over the text: notes stand below it.
        let is_head = page.number > 1
            && is_high(page, line)
            && line.size <= body - SMALLER_MIN
            && !line.is_in_table();
        let is_sure = recurs(page, line) || (is_number(&text) && names(&text, page.number));
        (is_sure, repeats || is_head)
    };
    let from_edge = |order: &[usize], at_edge: fn(&Page, &Line) -> bool| {
        let mut found: Vec<usize> = Vec::new();
        let mut sure = 0;
        for &at in order {
            let line = &lines[at];
            let (is_sure, repeats) = kind(line);
            if !at_edge(page, line) || !(is_sure || repeats) {
                let height = found.last().map(|&last| lines[last].y);
                let apart = height.is_none_or(|y| (y - line.y).abs() > line.size * APART);
                found.truncate(if apart { found.len() } else { sure });
                return found;
            }
            found.push(at);
            if is_sure {
                sure = found.len();
            }
        }
        found
    };
    let mut found = from_edge(&order, is_high);
    order.reverse();
    found.extend(from_edge(&order, is_low));
    found
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

/// What a line has in common with those at its height on other pages: all of it, or all but a
/// number that goes with the page.
fn keys(page: &Page, line: &Line) -> Vec<(String, i32)> {
    let text = line.text();
    let mut shapes = vec![if is_number(&text) { "#".to_owned() } else { text.clone() }];
    let mut place = 0;
    for part in text.split(|letter: char| !letter.is_ascii_digit()).take(PARTS_MAX) {
        if let Ok(number) = part.parse::<i64>() {
            let ahead = number - i64::from(page.number);
            shapes.push(format!("{}#{ahead}{}", &text[..place], &text[place + part.len()..]));
        }
        place += part.len();
        place += text[place..].chars().next().map_or(0, char::len_utf8);
    }
    let height = ((line.y - page.bottom) / HEIGHT).round() as i32;
    // A height between two steps belongs to both.
    shapes.into_iter().flat_map(|shape| [(shape.clone(), height), (shape, height + 1)]).collect()
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
