//! Labels: where a clause is found, put together of the numbers above it.
//!
//! A paragraph that is numbered goes by its number: `12`, `12 (b) (iii)`, `Article 6(2)(b)`. What
//! carries no number is counted: recitals as `PP1`, paragraphs of documents without numbers from 1,
//! others behind the number they follow: `12 ¶2`.

use std::collections::HashMap;

use formats::{Block, Role, Section};

use super::layout::{self, Place, ancestors};

/// The level of the headings of articles.
const ARTICLE_LEVEL: u8 = 6;

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
        let division = || division(blocks, place.block).map(|above| format!("{above}, {own}"));
        let own = if taken.contains_key(&own) { division().unwrap_or(own) } else { own };
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
    /// The last block at the top that has a number, with its label.
    last: Option<(usize, String)>,
    /// How many without a number follow a block, or hang from it. None stands for the start.
    unnumbered: HashMap<Option<usize>, usize>,
    /// How many notes a block has.
    notes: HashMap<Option<usize>, usize>,
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
            Some(number) if block.role == Role::Note => {
                after(&path_of_ancestors(blocks, &above), &format!("note {number}"))
            }
            Some(_) => path(blocks, &above, at),
            None if block.role == Role::Note => {
                let count = next(&mut self.notes, above.first().copied());
                after(&path_of_ancestors(blocks, &above), &format!("note {count}"))
            }
            None if layout::is_enacting(blocks, at) => return "INTRO".to_owned(),
            None if block.section == Some(Section::Preamble) && above.is_empty() => {
                self.recitals += 1;
                return format!("PP{}", self.recitals);
            }
            None if !numbered => {
                self.paragraphs += 1;
                return self.paragraphs.to_string();
            }
            None => self.unnumbered(blocks, &above),
        };
        let label = match annex {
            Some(annex) if !label.starts_with(annex) => format!("{annex}, {label}"),
            _ => label,
        };
        if above.is_empty() && block.number.is_some() && block.role != Role::Note {
            self.last = Some((at, label.clone()));
        }
        label
    }

    /// The label of what has no number, among others that have.
    fn unnumbered(&mut self, blocks: &[Block], above: &[usize]) -> String {
        let path = path_of_ancestors(blocks, above);
        if path.is_empty() {
            let (block, label) = match &self.last {
                Some((block, label)) => (Some(*block), label.as_str()),
                None => (None, ""),
            };
            return after(label, &format!("¶{}", next(&mut self.unnumbered, block)));
        }
        let nearest = above.first().copied();
        let count = next(&mut self.unnumbered, nearest);
        let whole = nearest.is_some_and(|up| is_article(&blocks[up])) && count == 1;
        if whole { path } else { after(&path, &format!("¶{count}")) }
    }
}

fn next(counts: &mut HashMap<Option<usize>, usize>, key: Option<usize>) -> usize {
    let count = counts.entry(key).or_insert(0);
    *count += 1;
    *count
}

/// `name` behind `path`, where there is one.
fn after(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
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

/// Whether `block` is the heading of an article, whose number is part of what stands below it.
fn is_article(block: &Block) -> bool {
    block.role == Role::Heading(ARTICLE_LEVEL)
}

/// The number of the chapter, part or section that `at` stands in.
fn division(blocks: &[Block], at: usize) -> Option<&str> {
    let mut above = ancestors(blocks, at).map(|up| &blocks[up]);
    let is_division = |block: &&Block| {
        matches!(block.role, Role::Heading(level) if level < ARTICLE_LEVEL)
            && block.number.is_some()
    };
    above.find(is_division)?.number.as_deref()
}

/// The numbers from the top to `at`. Those of chapters are no part of it: articles and paragraphs
/// are mostly counted through.
fn path(blocks: &[Block], above: &[usize], at: usize) -> String {
    let counts =
        |up: &&usize| !matches!(blocks[**up].role, Role::Heading(level) if level < ARTICLE_LEVEL);
    let numbers = above.iter().rev().chain([&at]).filter(counts);
    let numbers = numbers.filter_map(|&up| blocks[up].number.as_deref());
    numbers.fold(String::new(), |path, number| joined(&path, number))
}

fn path_of_ancestors(blocks: &[Block], above: &[usize]) -> String {
    match above.split_first() {
        Some((&nearest, further)) => path(blocks, further, nearest),
        None => String::new(),
    }
}

/// `number` behind `path`, as lawyers write it.
fn joined(path: &str, number: &str) -> String {
    let number = number.replace('/', "-");
    // `b)` is printed for what lawyers cite as `(b)`.
    let number = match number.strip_suffix(')') {
        Some(inner) if !path.is_empty() && !inner.contains('(') => format!("({inner})"),
        _ => number,
    };
    let names_itself =
        number.starts_with(char::is_alphabetic) && number.contains(' ') || is_whole(&number);
    if path.is_empty() || names_itself || is_continued(path, &number) {
        return number;
    }
    let bracketed = number.starts_with('(');
    if path.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{path} {number}");
    }
    // "Article 6(2)(b)".
    if bracketed { format!("{path}{number}") } else { format!("{path}({number})") }
}

/// Whether `number` says all that is above it: `3.1`, `a.5.b`.
fn is_whole(number: &str) -> bool {
    const PART_BYTES_MAX: usize = 3;
    let is_short = |part: &str| {
        (1..=PART_BYTES_MAX).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    number.contains('.') && number.split('.').all(is_short)
}

/// Whether `number` says `path` again: `3.1` below `3`.
fn is_continued(path: &str, number: &str) -> bool {
    number.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '(', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of number, text and parent, each a clause.
    fn shown(rows: &[(Role, &str, Option<usize>)]) -> String {
        let blocks: Vec<Block> = rows
            .iter()
            .map(|&(role, number, parent)| {
                let mut block = Block::new(role, "Words.");
                block.number = (!number.is_empty()).then(|| number.to_owned());
                block.parent = parent;
                block
            })
            .collect();
        let clause = |(at, block): (usize, &Block)| {
            let heading = matches!(block.role, Role::Heading(_));
            let place = Place { block: at, piece: None, range: 0..0, parent: None, heading: None };
            (!heading).then_some(place)
        };
        let places: Vec<Place> = blocks.iter().enumerate().filter_map(clause).collect();
        labels(&blocks, &places).join("|")
    }

    #[test]
    fn labels_say_where_a_clause_is_found() {
        use Role::{Heading, Note, Paragraph, Point};
        let resolution = [
            (Paragraph, "12", None),
            (Point, "(b)", Some(0)),
            (Point, "(iii)", Some(1)),
            (Paragraph, "", None),
            (Point, "", Some(0)),
            (Note, "", Some(0)),
            (Note, "*", None),
            (Paragraph, "", None),
            (Paragraph, "12", None),
        ];
        assert_eq!(
            shown(&resolution),
            "12|12 (b)|12 (b) (iii)|12 ¶1|12 ¶2|12 note 1|note *|12 ¶3|12 #2"
        );
        let treaty = [
            (Heading(2), "Chapter I", None),
            (Heading(6), "Article 6", Some(0)),
            (Paragraph, "2", Some(1)),
            (Point, "(b)", Some(2)),
            (Heading(6), "Article 7", Some(0)),
            (Paragraph, "", Some(4)),
            (Paragraph, "", Some(4)),
            (Heading(2), "Chapter II", None),
            (Paragraph, "Article 7", Some(7)),
        ];
        assert_eq!(
            shown(&treaty),
            "Article 6(2)|Article 6(2)(b)|Article 7|Article 7 ¶2|Chapter II, Article 7"
        );
        let brackets = [
            (Heading(6), "Article 8", None),
            (Paragraph, "c)", Some(0)),
            (Point, "i)", Some(1)),
            (Paragraph, "1.9", Some(2)),
            (Point, "1.10", Some(3)),
            (Point, "a.5.b", Some(4)),
        ];
        assert_eq!(shown(&brackets), "Article 8(c)|Article 8(c)(i)|1.9|1.10|a.5.b");
        let plain = [(Paragraph, "", None), (Point, "", Some(0)), (Paragraph, "", None)];
        assert_eq!(shown(&plain), "1|2|3");
    }
}
