//! Labels: where a clause is found, put together of the numbers above it.
//!
//! A paragraph that is numbered goes by its number: `12`, `12 (b) (iii)`, `Article 6(2)(b)`. What
//! carries no number is counted: recitals as `PP1`, paragraphs of documents without numbers from 1,
//! others behind the number they follow: `12 ¶2`.

use std::collections::HashMap;

use formats::{Block, Role, Section};

use super::layout::{Place, ancestors};

/// The label of each of `clauses`; none stands twice.
pub(super) fn labels(blocks: &[Block], clauses: &[Place]) -> Vec<String> {
    let numbered = blocks.iter().any(|block| block.number.is_some());
    let annexes = annexes(blocks);
    let mut counters = Counters::default();
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(clauses.len());
    let mut last_block = None;
    let mut label = String::new();
    let mut found = Vec::with_capacity(clauses.len());
    for place in clauses {
        if last_block != Some(place.block) {
            last_block = Some(place.block);
            let annex = annexes[place.block].as_deref();
            label = counters.label(blocks, place.block, annex, numbered);
        }
        let own = match place.piece {
            Some(piece) if piece > 1 => format!("{label} part {piece}"),
            _ => label.clone(),
        };
        found.push(unique(own, &mut taken));
    }
    found
}

/// `label`, with a count behind it where it stands already.
fn unique(label: String, taken: &mut HashMap<String, usize>) -> String {
    let times = taken.entry(label.clone()).or_insert(0);
    *times += 1;
    if *times == 1 {
        return label;
    }
    let mut count = *times;
    loop {
        let counted = format!("{label} #{count}");
        if !taken.contains_key(&counted) {
            taken.insert(counted.clone(), 1);
            return counted;
        }
        count += 1;
    }
}

/// Counts of what has no number.
#[derive(Debug, Default)]
struct Counters {
    recitals: usize,
    paragraphs: usize,
    /// The last number at the top, and how many paragraphs without one followed it.
    after: (String, usize),
    /// By the label above: how many points without a number hang from it.
    points: HashMap<usize, usize>,
}

impl Counters {
    fn label(
        &mut self,
        blocks: &[Block],
        at: usize,
        annex: Option<&str>,
        numbered: bool,
    ) -> String {
        let block = &blocks[at];
        let above: Vec<usize> = ancestors(blocks, at).collect();
        let label = match &block.number {
            Some(_) => path(blocks, &above, at),
            None if block.role == Role::Note => {
                let of = path_of_ancestors(blocks, &above);
                let of = if of.is_empty() { String::new() } else { format!("{of} ") };
                let count = self.points.entry(above.first().copied().unwrap_or(at)).or_insert(0);
                *count += 1;
                return format!("{of}note {count}");
            }
            None if block.section == Some(Section::Preamble) && above.is_empty() => {
                self.recitals += 1;
                return format!("PP{}", self.recitals);
            }
            None if !numbered => {
                self.paragraphs += 1;
                return self.paragraphs.to_string();
            }
            None => {
                let of = path_of_ancestors(blocks, &above);
                if of.is_empty() {
                    self.after.1 += 1;
                    let (number, count) = &self.after;
                    let blank = if number.is_empty() { "" } else { " " };
                    return format!("{number}{blank}¶{count}");
                }
                let count = self.points.entry(above[0]).or_insert(0);
                *count += 1;
                format!("{of} ¶{count}")
            }
        };
        let label = match annex {
            Some(annex) if !label.starts_with(annex) => format!("{annex}, {label}"),
            _ => label,
        };
        if above.is_empty() && block.role != Role::Note {
            self.after = (label.clone(), 0);
        }
        label
    }
}

/// The name of the annex that each block stands in: its numbers begin anew.
fn annexes(blocks: &[Block]) -> Vec<Option<String>> {
    let is_name =
        |number: &String| number.starts_with(char::is_alphabetic) && number.chars().count() > 2;
    let mut current: Option<String> = None;
    let mut found = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.section != Some(Section::Annex) {
            current = None;
        } else if let Some(number) = block.number.as_ref().filter(|number| is_name(number)) {
            if matches!(block.role, Role::Heading(_) | Role::Title) {
                current = Some(number.clone());
            }
        } else if current.is_none() {
            current = Some("Annex".to_owned());
        }
        found.push(current.clone());
    }
    found
}

/// The numbers from the top to `at`.
fn path(blocks: &[Block], above: &[usize], at: usize) -> String {
    let numbers = above.iter().rev().chain([&at]).filter_map(|&up| blocks[up].number.as_deref());
    numbers.fold(String::new(), |path, number| joined(path, number))
}

fn path_of_ancestors(blocks: &[Block], above: &[usize]) -> String {
    match above.split_first() {
        Some((&nearest, further)) => path(blocks, further, nearest),
        None => String::new(),
    }
}

/// `number` behind `path`, as lawyers write it.
fn joined(path: String, number: &str) -> String {
    let number = number.replace('/', "-");
    if path.is_empty() || is_continued(&path, &number) {
        return number;
    }
    let bracketed = number.starts_with('(');
    if path.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{path} {number}");
    }
    // "Article 6(2)(b)".
    if bracketed { format!("{path}{number}") } else { format!("{path}({number})") }
}

/// Whether `number` says `path` again: `3.1` below `3`.
fn is_continued(path: &str, number: &str) -> bool {
    number.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '(', ' ']))
}
