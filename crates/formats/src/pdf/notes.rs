//! Notes at the foot of pages: smaller print below the text, each with its mark.

use std::collections::BTreeSet;

use super::line::{Line, Words};
use super::page::{Page, Rule};

/// Notes are set at least this much smaller than the text, in points.
const SMALLER_MIN: f32 = 0.6;
/// Longest mark of a note, in characters.
const MARK_CHARS_MAX: usize = 3;

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Note {
    pub(super) mark: Option<String>,
    pub(super) lines: Vec<Line>,
}

/// Takes the notes out of the lines of a page.
pub(super) fn take(page: &Page, lines: Vec<Line>, body: f32) -> (Vec<Line>, Vec<Note>) {
    let mut text = lines;
    // A rule may be typed.
    let typed: Vec<f32> =
        text.iter().filter(|line| is_typed_rule(&line.text())).map(|line| line.y).collect();
    text.retain(|line| !is_typed_rule(&line.text()));
    let raised: BTreeSet<String> = text
        .iter()
        .flat_map(|line| line.lines_of_cells().chain([line]))
        .flat_map(|line| &line.words)
        .filter(|words| words.raised)
        .flat_map(marks)
        .collect();
    let places = places(page, &text, &typed, &raised, body);
    let mut below: Vec<Line> = Vec::new();
    let mut left = Vec::with_capacity(text.len());
    for (at, line) in text.into_iter().enumerate() {
        if places.contains(&at) { below.push(line) } else { left.push(line) }
    }
    let mut notes: Vec<Note> = Vec::new();
    for mut line in below {
        let mark = take_mark(&mut line, &raised);
        if mark.is_some() || notes.is_empty() {
            notes.push(Note { mark, lines: vec![line] });
        } else if let Some(note) = notes.last_mut() {
            note.lines.push(line);
        }
    }
    (left, notes)
}

/// The lines of the notes: small print with no text below it in its column, from a line on that
/// begins with a mark or stands under a rule.
fn places(
    page: &Page,
    lines: &[Line],
    typed: &[f32],
    raised: &BTreeSet<String>,
    body: f32,
) -> BTreeSet<usize> {
    let is_small = |line: &Line| line.size <= body - SMALLER_MIN && !line.is_in_table();
    let overlap = |one: &Line, other: &Line| one.x0 < other.x1 && other.x0 < one.x1;
    let mut texts: Vec<&Line> = lines
        .iter()
        .filter(|line| !is_small(line) && line.text().chars().any(char::is_alphabetic))
        .collect();
    texts.sort_by(|one, other| one.y.total_cmp(&other.y));
    let is_foot = |line: &Line| {
        let below = texts.iter().take_while(|text| text.y < line.y);
        is_small(line) && !below.into_iter().any(|text| overlap(text, line))
    };
    let mut foot: Vec<usize> = (0..lines.len()).filter(|&at| is_foot(&lines[at])).collect();
    foot.sort_by(|&one, &other| lines[other].y.total_cmp(&lines[one].y));
    let begins = |line: &Line| {
        let near = |y: f32| y > line.y && y - line.y < line.size * 3.0;
        let is_over = |rule: &&Rule| {
            rule.x1 - rule.x0 > line.size * 3.0 && rule.x0 < line.x1 && line.x0 < rule.x1
        };
        // The rules of a table go on below.
        let ruled = page.rules.iter().filter(is_over).any(|rule| near(rule.y))
            && !page.rules.iter().filter(is_over).any(|rule| rule.y < line.y - line.size);
        ruled || typed.iter().any(|&y| near(y)) || mark_of(line, raised).is_some()
    };
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for at in foot {
        let line = &lines[at];
        // What stands below a note's line in its column is a note too.
        let goes_on = found.iter().any(|&above| {
            let above = &lines[above];
            overlap(above, line) && above.y - line.y < line.size * 4.0
        });
        if goes_on || begins(line) {
            found.insert(at);
        }
    }
    found
}

fn is_typed_rule(text: &str) -> bool {
    text.chars().count() >= 5 && text.chars().all(|letter| "_\u{2014}\u{2500} ".contains(letter))
}

/// The mark that a line begins with, if it is one.
pub(super) fn mark_of(line: &Line, known: &BTreeSet<String>) -> Option<String> {
    let first = line.words.iter().find(|words| !words.text.trim().is_empty())?;
    let raised = first.raised.then(|| mark(&first.text)).flatten();
    raised.or_else(|| {
        // A mark that is not raised stands apart from its note, or is raised in the text.
        let word = line.text().split(' ').next()?.to_owned();
        let apart = line.behind_gap.is_some() || !word.chars().any(char::is_alphanumeric);
        mark(&word).filter(|mark| apart || known.contains(mark))
    })
}

/// Takes the mark off the front of a note.
pub(super) fn take_mark(line: &mut Line, known: &BTreeSet<String>) -> Option<String> {
    let found = mark_of(line, known)?;
    while let Some(words) = line.words.first_mut() {
        if words.text.trim().is_empty() {
            line.words.remove(0);
            continue;
        }
        let rest = words.text.trim_start().trim_start_matches(['(', '[']);
        let rest = rest.strip_prefix(found.as_str()).unwrap_or(rest);
        words.text = rest.trim_start_matches([')', ']', '.', ' ']).to_owned();
        words.raised = false;
        break;
    }
    Some(found)
}

/// The mark in these words, without brackets.
pub(super) fn mark(text: &str) -> Option<String> {
    let mark = text.trim().trim_matches(['(', ')', '[', ']', '.', ' ', ',']);
    let is_mark = |letter: char| letter.is_ascii_digit() || "*†‡§¶".contains(letter);
    let letters = mark.chars().count();
    let one = letters == 1 && mark.chars().all(|letter| letter.is_ascii_lowercase());
    ((1..=MARK_CHARS_MAX).contains(&letters) && (one || mark.chars().all(is_mark)))
        .then(|| mark.to_owned())
}

/// Marks in a raised piece, and the words if it holds none: `1, 2` are two marks.
pub(super) fn marks(words: &Words) -> Vec<String> {
    let found: Vec<Option<String>> =
        words.text.split([',', ' ']).filter(|part| !part.trim().is_empty()).map(mark).collect();
    found.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
}
