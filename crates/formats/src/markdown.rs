//! Markdown as people write it, with or without front matter.

mod headings;
mod html;
mod notes;
mod styled;
mod walk;

use std::collections::HashMap;

use crate::{
    Doubt, Format, FormatError, HeadingWords, Limits, ParsedDocument, Role, assemble, front_matter,
};

/// Reads a file in Markdown.
pub(crate) fn parse(
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let mut doubts = Vec::new();
    let (front_matter, body, _) = front_matter::split(text);
    let mut metadata = front_matter::read(front_matter.unwrap_or_default(), &mut doubts);
    let walked = walk::walk(body, words, limits)?;
    let mut pieces = headings::settle(walked.pieces, words);
    notes::settle(&mut pieces);
    if let Some(first) = pieces.first_mut()
        && first.block.role == Role::Heading(1)
        && metadata.title.as_ref().is_none_or(|title| is_alike(title, &first.block.text))
    {
        first.block.role = Role::Title;
        metadata.title.get_or_insert_with(|| first.block.text.clone());
    }
    let marked: HashMap<&str, usize> =
        walked.marks.iter().rev().map(|(label, at)| (label.as_str(), *at)).collect();
    for (label, at) in &walked.notes {
        let parent = marked.get(label.as_str()).copied();
        pieces[*at].block.parent = parent.filter(|parent| parent < at);
        if parent.is_none() {
            doubts.push(Doubt {
                place: format!("note {label}"),
                message: format!("nothing refers to the note `{label}`; it was kept by itself"),
            });
        }
    }
    let blocks = assemble::nested(pieces, words, limits)?;
    Ok(ParsedDocument { format: Format::Markdown, metadata, blocks, doubts })
}

/// Whether two titles are the same but for case and blanks.
fn is_alike(title: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    plain(title) == plain(other)
}

#[cfg(test)]
mod tests;
