//! Rows of tables: the lines of their cells put together.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;

/// Rows with several cells that make a table. What has fewer is a frame around paragraphs.
const ROWS_MIN: usize = 2;

/// Makes a line of each row of a table, with its cells within.
pub(super) fn rows(pages: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let tables = tables(&pages);
    pages.into_iter().map(|lines| rows_of_page(lines, &tables)).collect()
}

/// Tables of several rows with several cells.
fn tables(pages: &[Vec<Line>]) -> BTreeSet<u32> {
    let mut cells: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for cell in pages.iter().flatten().filter_map(|line| line.cell) {
        cells.entry((cell.table, cell.row)).or_default().insert(cell.number);
    }
    let mut rows: BTreeMap<u32, usize> = BTreeMap::new();
    for ((table, _), cells) in cells {
        *rows.entry(table).or_default() += usize::from(cells.len() > 1);
    }
    rows.into_iter().filter(|(_, rows)| *rows >= ROWS_MIN).map(|(table, _)| table).collect()
}

fn rows_of_page(lines: Vec<Line>, tables: &BTreeSet<u32>) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::with_capacity(lines.len());
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for line in lines {
        let Some(cell) = line.cell.filter(|cell| tables.contains(&cell.table)) else {
            found.push(line);
            continue;
        };
        let place = *places.entry(cell.row).or_insert_with(|| {
            found.push(Line { words: Vec::new(), cells: Vec::new(), ..line.clone() });
            found.len() - 1
        });
        add(&mut found[place], cell.number, line);
    }
    found
}

/// Adds a line of a cell to its row.
pub(super) fn add(row: &mut Line, cell: u32, line: Line) {
    row.x0 = row.x0.min(line.x0);
    row.x1 = row.x1.max(line.x1);
    row.y = row.y.max(line.y);
    row.bold &= line.bold;
    row.is_furniture &= line.is_furniture;
    match row.cells.iter_mut().find(|(known, _)| *known == cell) {
        Some((_, lines)) => lines.push(line),
        None => row.cells.push((cell, vec![line])),
    }
}
