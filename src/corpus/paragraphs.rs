//! Pages and documents without labels: their paragraphs, numbered from 1.
//!
//! A line is a paragraph, unless the document is wrapped at a fixed width: then a block of
//! adjacent lines is. Sentences that were run together on the way from a web page come apart. A
//! heading that ends in an ordinal ("Panel 1") and the paragraph that it heads are one clause.
//! The document's own title and date are headings and no clauses. Of pages, counters, navigation
//! and headings over nothing are left out, and so is a paragraph that repeats an earlier one.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::front_matter::FrontMatter;
use super::labelled::trimmed;
use super::segments::is_item;
use super::{Draft, boilerplate, verbs};
use crate::domain::DocumentKind;
use crate::language::analysis::TextLanguage;
use crate::language::sentences;

/// What a line is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Content,
    /// Heads the paragraph that follows.
    Heading,
    /// Title, date, counter, navigation: no clause.
    Boilerplate,
}

/// The paragraphs of `text`.
pub(super) fn parse(text: &str, known: &FrontMatter) -> Vec<Draft> {
    let page = known.kind == DocumentKind::Page;
    let units = units(text);
    let roles = roles(text, &units, known);
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut heading: Option<Range<usize>> = None;
    for (unit, role) in units.into_iter().zip(roles) {
        if role == Role::Heading {
            // A heading over another heading stands alone.
            paragraphs.extend(heading.replace(unit));
            continue;
        }
        if role == Role::Boilerplate {
            paragraphs.extend(heading.take());
            continue;
        }
        let mut pieces = unglued(text, unit);
        if let (Some(heading), Some(first)) = (heading.take(), pieces.first_mut()) {
            first.start = heading.start;
        }
        paragraphs.extend(pieces);
    }
    paragraphs.extend(heading);
    let mut seen = BTreeSet::new();
    paragraphs.retain(|paragraph| !page || seen.insert(&text[paragraph.clone()]));
    let numbered = paragraphs.into_iter().enumerate();
    let language = TextLanguage::of_tag(&known.language);
    let language = (!page).then_some(language);
    numbered.map(|(index, range)| draft(text, index + 1, range, language)).collect()
}

/// The paragraph at `range`. A report has no `language` here: its verbs bind nobody and are not read.
fn draft(text: &str, number: usize, range: Range<usize>, language: Option<TextLanguage>) -> Draft {
    let mut draft = Draft::new(number.to_string(), range.clone());
    if let Some(language) = language {
        let words = &text[range.clone()];
        draft.verbs = match language {
            TextLanguage::English => verbs::find_in_paragraph(words),
            language => verbs::find_in_language(language, words),
        };
        for verb in &mut draft.verbs {
            verb.range = verb.range.start + range.start..verb.range.end + range.start;
        }
    }
    draft
}

/// Lines, or blocks of lines where the document is wrapped; without white space at their ends.
fn units(text: &str) -> Vec<Range<usize>> {
    let wrapped = is_wrapped(text);
    let mut units: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut adjacent = false;
    for line in text.split('\n') {
        let range = trimmed(text, start..start + line.len());
        start += line.len() + 1;
        let joins = wrapped && adjacent && !is_item(line);
        adjacent = !range.is_empty();
        match units.last_mut() {
            _ if range.is_empty() => {}
            Some(unit) if joins => unit.end = range.end,
            _ => units.push(range),
        }
    }
    units
}

/// Whether lines were broken to fit a width: few lines are long, and most of those that another
/// one follows had no room for the next one's first word.
fn is_wrapped(text: &str) -> bool {
    const WIDTH: RangeInclusive<usize> = 50..=120;
    // Emphasis that was removed makes lines a little shorter than they were.
    const SLACK: usize = 8;
    let lines: Vec<&str> = text.split('\n').collect();
    // An address or a title may be longer than the width: one line in twenty is let off.
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) - lengths.len() / 20];
    if !WIDTH.contains(&width) {
        return false;
    }
    let follows = |pair: &&[&str]| !pair[0].is_empty() && !pair[1].is_empty() && !is_item(pair[1]);
    let full = |pair: &&[&str]| {
        let first_word = pair[1].split_whitespace().next().unwrap_or_default();
        pair[0].chars().count() + 1 + first_word.chars().count() + SLACK > width
    };
    let pairs = lines.windows(2).filter(follows).count();
    pairs > 0 && lines.windows(2).filter(follows).filter(full).count() * 3 >= pairs * 2
}

fn roles(text: &str, units: &[Range<usize>], known: &FrontMatter) -> Vec<Role> {
    let page = known.kind == DocumentKind::Page;
    let mut roles = vec![Role::Content; units.len()];
    // Backwards, because a heading is empty by what follows it.
    let mut over_nothing = false;
    for (index, unit) in units.iter().enumerate().rev() {
        let line = &text[unit.clone()];
        let heads_document = line == known.title
            || known.published.is_some_and(|date| boilerplate::is_date_line(line, date));
        let aside = boilerplate::is_counter(line) || (page && boilerplate::is_navigation(line));
        let heads_nothing = page && over_nothing && boilerplate::is_heading(line);
        over_nothing = aside || heads_nothing;
        roles[index] = if heads_document || aside || heads_nothing {
            Role::Boilerplate
        } else if boilerplate::is_ordinal_heading(line) {
            Role::Heading
        } else {
            Role::Content
        };
    }
    roles
}

/// `unit` cut where sentences were run together.
fn unglued(text: &str, unit: Range<usize>) -> Vec<Range<usize>> {
    let mut start = unit.start;
    let mut pieces = Vec::new();
    let cuts = sentences::glued(&text[unit.clone()]).into_iter().map(|cut| unit.start + cut);
    for cut in cuts.chain([unit.end]) {
        let piece = trimmed(text, start..cut);
        if !piece.is_empty() {
            pieces.push(piece);
        }
        start = cut;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::markup::PlainText;

    fn paragraphs(kind: &str, body: &str) -> Vec<String> {
        let yaml = format!("id: a\ntitle: The title\npublished: 2014-11-05\nkind: {kind}\n");
        let known = FrontMatter::parse(&yaml).expect("the front matter is sound");
        let text = PlainText::from_body(body, 0).text;
        let drafts = parse(&text, &known);
        drafts.iter().map(|d| format!("{} {}", d.label, &text[d.range.clone()])).collect()
    }

    #[test]
    fn pages_are_read_line_by_line() {
        let cases: [(&str, &[&str]); 7] = [
            ("The title\n5 November 2014\nWords.\nMore.", &["1 Words.", "2 More."]),
            ("Once.\nTwice.\n\nOnce.\nThrice.", &["1 Once.", "2 Twice.", "3 Thrice."]),
            ("A caption.\n1 /\n19\nGallery Pictures\n/\nSee also", &["1 A caption."]),
            ("Some Heading\nIts words.", &["1 Some Heading", "2 Its words."]),
            ("Panel 1\n\nIts title\nOther", &["1 Panel 1\n\nIts title", "2 Other"]),
            ("Panel 1\n/\nPanel 2\nPanel 3", &["1 Panel 1", "2 Panel 2", "3 Panel 3"]),
            ("It began.The end. And so on.", &["1 It began.", "2 The end. And so on."]),
        ];
        for (body, expected) in cases {
            assert_eq!(paragraphs("page", body), expected, "{body}");
        }
    }

    #[test]
    fn wrapped_documents_are_read_by_blocks() {
        let body = "We, the leaders, met in Cornwall today in order to renew\n\
                    our commitment to the rule of law and to a lasting and\nfair peace.\n\n\
                    We welcome the progress that has been made in all of it\nsince our last \
                    meeting.\n- one item\n- another item, longer than the first";
        assert_eq!(
            paragraphs("communique", body),
            [
                "1 We, the leaders, met in Cornwall today in order to renew\nour commitment to the \
                 rule of law and to a lasting and\nfair peace.",
                "2 We welcome the progress that has been made in all of it\nsince our last meeting.",
                "3 - one item",
                "4 - another item, longer than the first",
            ]
        );
    }

    #[test]
    fn a_document_may_repeat_itself() {
        let body = "States shall act.\n\nSee also\n\nStates shall act.";
        let expected = ["1 States shall act.", "2 See also", "3 States shall act."];
        assert_eq!(paragraphs("treaty", body), expected);
    }
}
