//! Notes at the foot of pages: smaller print below the text, each with its mark.

use std::collections::BTreeSet;

use super::line::{Line, Words};
use super::page::Page;

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
        .flat_map(|line| &line.words)
        .filter(|words| words.raised)
        .flat_map(marks)
        .collect();
    let Some(start) = start(page, &text, &typed, &raised, body) else { return (text, Vec::new()) };
    let mut below: Vec<Line> = Vec::new();
    let top = text[start].y + 0.1;
    text.retain(|line| {
        let is_note = line.y <= top && line.size <= body - SMALLER_MIN;
        if is_note {
            below.push(line.clone());
        }
        !is_note
    });
    let mut notes: Vec<Note> = Vec::new();
    for mut line in below {
        let mark = take_mark(&mut line, &raised);
        if mark.is_some() || notes.is_empty() {
            notes.push(Note { mark, lines: vec![line] });
        } else if let Some(note) = notes.last_mut() {
            note.lines.push(line);
        }
    }
    (text, notes)
}

/// The first line of the notes: small print at the foot with nothing larger below it, which begins
/// with a mark or stands under a rule.
fn start(
    page: &Page,
    lines: &[Line],
    typed: &[f32],
    raised: &BTreeSet<String>,
    body: f32,
) -> Option<usize> {
    let lowest_text = lines
        .iter()
        .filter(|line| {
            line.size > body - SMALLER_MIN && line.text().chars().any(char::is_alphabetic)
        })
        .fold(f32::MAX, |least, line| least.min(line.y));
    let small: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].size <= body - SMALLER_MIN && lines[at].y < lowest_text)
        .collect();
    let first = small.into_iter().max_by(|&one, &other| lines[one].y.total_cmp(&lines[other].y))?;
    let line = &lines[first];
    let under_rule = page.rules.iter().any(|rule| {
        let gap = rule.y - line.y;
        gap > 0.0 && gap < line.size * 3.0 && rule.x1 - rule.x0 > line.size * 3.0
    });
    let under_typed = typed.iter().any(|y| *y > line.y && y - line.y < line.size * 3.0);
    (under_rule || under_typed || mark_of(line, raised).is_some()).then_some(first)
}

fn is_typed_rule(text: &str) -> bool {
    text.chars().count() >= 5 && text.chars().all(|letter| "_\u{2014}\u{2500} ".contains(letter))
}

fn mark_of(line: &Line, known: &BTreeSet<String>) -> Option<String> {
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
fn take_mark(line: &mut Line, known: &BTreeSet<String>) -> Option<String> {
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
