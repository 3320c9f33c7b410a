//! Tables that are drawn, in files without tags: rows between level rules, cells between gaps.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Page, Rule, Run};
use super::tags::Cell;

/// Edges that differ by less, in points, are the same.
const SAME: f32 = 4.0;
/// A gap between cells is at least this wide, in points.
const GAP_MIN: f32 = 3.0;
/// Part of the rows that may reach over a gap, as the heading of several columns does.
const ACROSS_MAX: f32 = 0.34;
/// Rules under each other that make a table.
const RULES_MIN: usize = 3;
/// Tables of one page that are looked at.
const TABLES_MAX: usize = 40;
/// Words that reach over all gaps on more lines than this are text between two tables.
const ACROSS_LINES_MAX: usize = 3;

/// Says of the letters of a page which cell they stand in. `next` numbers tables, rows and cells.
pub(super) fn mark(page: &mut Page, next: &mut u32) {
    let mut found: Vec<(usize, Cell)> = Vec::new();
    for rules in stacks(&page.rules) {
        found.extend(cells(&rules, &page.runs, next));
    }
    for (at, cell) in found {
        page.runs[at].cell = page.runs[at].cell.or(Some(cell));
    }
}

/// Rules that begin and end at the same edges, from the top.
fn stacks(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut rules = rules.to_vec();
    rules.sort_by(|one, other| other.y.total_cmp(&one.y).then(one.x0.total_cmp(&other.x0)));
    let mut whole: Vec<Rule> = Vec::with_capacity(rules.len());
    for rule in rules {
        match whole.last_mut() {
            // The borders of cells beside each other are one rule.
            Some(last) if (last.y - rule.y).abs() < 1.0 && rule.x0 <= last.x1 + GAP_MIN => {
                last.x1 = last.x1.max(rule.x1);
                last.x0 = last.x0.min(rule.x0);
            }
            _ => whole.push(rule),
        }
    }
    let mut stacks: BTreeMap<(i32, i32), Vec<Rule>> = BTreeMap::new();
    let step = |edge: f32| (edge / SAME).round() as i32;
    for rule in whole {
        let stack = stacks.entry((step(rule.x0), step(rule.x1))).or_default();
        if stack.last().is_none_or(|last| last.y - rule.y > 1.0) {
            stack.push(rule);
        }
    }
    let tables = stacks.into_values().filter(|stack| stack.len() >= RULES_MIN);
    tables.take(TABLES_MAX).collect()
}

/// The cells of the runs between these rules.
fn cells(rules: &[Rule], runs: &[Run], next: &mut u32) -> Vec<(usize, Cell)> {
    let (left, right) = (rules[0].x0 - SAME, rules[0].x1 + SAME);
    // Rows by the rule above them.
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate().filter(|(_, run)| !run.text.trim().is_empty()) {
        let above = rules.partition_point(|rule| rule.y > run.y);
        if run.x0 > left && run.x1 < right && above > 0 && above < rules.len() {
            rows.entry(above).or_default().push(at);
        }
    }
    let gaps = gaps(&rows, runs);
    let column = |run: &Run| gaps.partition_point(|gap| *gap < run.x0);
    let reaches = |run: &Run| gaps.iter().any(|gap| run.x0 < *gap && *gap < run.x1);
    let mut found = Vec::new();
    let mut table = number(next);
    for runs_of_row in rows.values() {
        let across = runs_of_row.iter().filter(|&&at| reaches(&runs[at]));
        let heights: BTreeSet<i32> = across.map(|&at| runs[at].y.round() as i32).collect();
        if heights.len() > ACROSS_LINES_MAX {
            table = number(next);
            continue;
        }
        let row = number(next);
        let mut columns: BTreeMap<usize, u32> = BTreeMap::new();
        for &at in runs_of_row {
            let cell = *columns.entry(column(&runs[at])).or_insert_with(|| number(next));
            found.push((at, Cell { table, row, number: cell }));
        }
    }
    found
}

fn number(next: &mut u32) -> u32 {
    *next += 1;
    *next
}

/// The middles of the gaps between columns, from the left.
fn gaps(rows: &BTreeMap<usize, Vec<usize>>, runs: &[Run]) -> Vec<f32> {
    // Where words of a row begin (1) and end (-1), each stretch of a row once.
    let mut edges: Vec<(f32, i32)> = Vec::new();
    for row in rows.values() {
        let mut spans: Vec<(f32, f32)> =
            row.iter().map(|&at| (runs[at].x0, runs[at].x1.max(runs[at].x0))).collect();
        spans.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut open: Option<(f32, f32)> = None;
        for (x0, x1) in spans {
            match &mut open {
                Some((_, end)) if x0 <= *end + GAP_MIN => *end = end.max(x1),
                _ => {
                    edges.extend(open.iter().flat_map(|(x0, x1)| [(*x0, 1), (*x1, -1)]));
                    open = Some((x0, x1));
                }
            }
        }
        edges.extend(open.iter().flat_map(|(x0, x1)| [(*x0, 1), (*x1, -1)]));
    }
    edges.sort_by(|one, other| one.0.total_cmp(&other.0));
    let most = (rows.len() as f32 * ACROSS_MAX) as i32;
    let mut gaps = Vec::new();
    let (mut covered, mut begin, mut is_behind) = (0, f32::MIN, false);
    for (x, step) in edges {
        if step > 0 && covered <= most && is_behind && x - begin >= GAP_MIN {
            gaps.push(f32::midpoint(begin, x));
            is_behind = false;
        }
        covered += step;
        if covered > most {
            is_behind = true;
        } else if step < 0 && covered + 1 > most {
            begin = x;
        }
    }
    gaps
}
