//! What each clause is to its document: by the section of its block, by its lead-in, by its verb.

use formats::{Block, Role, Section};

use super::facts::Facts;
use super::layout::{self, Place};
use super::{Draft, verbs};
use crate::corpus::verbs::Form;
use crate::domain::{DocumentKind, Part, Strength};
use crate::language::analysis::{TextLanguage, word_count};

/// A lead-in of fewer words than this says nothing by itself: "Decides to:".
const LEAD_IN_WORDS_MAX: usize = 8;

/// A line of a title page has fewer words than this.
const COVER_WORDS_MAX: usize = 12;

/// Gives every draft its part and its verbs. `drafts` go with `places`.
pub(super) fn assign(
    text: &str,
    blocks: &[Block],
    places: &[Place],
    drafts: &mut [Draft],
    facts: &Facts,
) {
    let mut leads = vec![false; drafts.len()];
    for parent in drafts.iter().filter_map(|draft| draft.parent) {
        leads[parent] = true;
    }
    let cover = cover(text, blocks, places);
    let articles = first_article(blocks);
    let language = TextLanguage::of_tag(&facts.language);
    // A report's verbs bind nobody.
    let verbs_bind = facts.kind != DocumentKind::Page;
    for at in 0..drafts.len() {
        let block = &blocks[places[at].block];
        let range = drafts[at].range.clone();
        let words = &text[range.clone()];
        let short = word_count(words) < LEAD_IN_WORDS_MAX;
        if verbs_bind && block.role != Role::Note {
            let mut found = match (language, leads[at] && short) {
                (TextLanguage::English, true) => verbs::find_in_lead_in(words),
                (TextLanguage::English, _) if block.number.is_some() => {
                    verbs::find_in_clause(words)
                }
                (TextLanguage::English, _) => verbs::find_in_paragraph(words),
                (language, _) => verbs::find_in_language(language, words),
            };
            for verb in &mut found {
                verb.range = verb.range.start + range.start..verb.range.end + range.start;
            }
            drafts[at].verbs = found;
        }
        let above = drafts[at].parent.map(|parent| governing(drafts, parent));
        let lead_in = leads[at] && short && is_lead_in(words);
        let enacting = layout::is_enacting(blocks, places[at].block);
        drafts[at].part = if lead_in || enacting || at < cover {
            Part::Frame
        } else {
            let before_articles = places[at].block < articles;
            part(block, &drafts[at], above, before_articles, facts)
        };
    }
}

/// How many clauses at the start are lines of a title page: short, without a number, and no
/// sentence, before the first paragraph.
fn cover(text: &str, blocks: &[Block], places: &[Place]) -> usize {
    let is_line = |place: &Place| {
        let words = &text[place.range.clone()];
        let block = &blocks[place.block];
        matches!(block.section, None | Some(Section::Preface))
            && block.number.is_none()
            && !words.ends_with(['.', '!', '?', ';', '。'])
            && word_count(words) < COVER_WORDS_MAX
    };
    let lines = places.iter().take_while(|place| is_line(place)).count();
    // A document of short lines has no title page.
    if lines < places.len() { lines } else { 0 }
}

/// The part that a lead-in gives what hangs from it.
fn governing(drafts: &[Draft], parent: usize) -> Part {
    match drafts[parent].part {
        Part::Frame => by_verb(&drafts[parent]).unwrap_or(Part::Body),
        part => part,
    }
}

fn is_lead_in(words: &str) -> bool {
    words.ends_with([':', ',', '–', '—', '-', '：'])
        || word_count(words) <= 3 && !words.ends_with(['.', ';'])
}

/// Where the articles begin; what stands before them says why.
fn first_article(blocks: &[Block]) -> usize {
    let is_article = |block: &Block| {
        block.section == Some(Section::Body)
            && block.number.is_some()
            && matches!(block.role, Role::Heading(_))
    };
    blocks.iter().position(is_article).unwrap_or_default()
}

fn part(
    block: &Block,
    draft: &Draft,
    above: Option<Part>,
    before_articles: bool,
    facts: &Facts,
) -> Part {
    match (block.role, block.section) {
        (Role::Note | Role::Closing, _) | (_, Some(Section::Preface | Section::Conclusions)) => {
            Part::Frame
        }
        (_, Some(Section::Preamble)) => Part::Preambular,
        (_, Some(Section::Body)) if facts.has_sections => Part::Operative,
        (_, Some(Section::Annex)) => above.unwrap_or(Part::Body),
        _ if facts.kind == DocumentKind::Page => Part::Body,
        _ if facts.kind == DocumentKind::Treaty && before_articles => Part::Preambular,
        _ if facts.kind == DocumentKind::Treaty => Part::Operative,
        _ => above.or_else(|| by_verb(draft)).unwrap_or(Part::Body),
    }
}

/// What a clause's first verb makes of it: recitals state, operative clauses ask and commit.
fn by_verb(draft: &Draft) -> Option<Part> {
    let verb = draft.verbs.first()?;
    Some(match verb.form {
        Form::Third => Part::Operative,
        Form::Base if verb.strength > Strength::Recognize => Part::Operative,
        _ => Part::Preambular,
    })
}
