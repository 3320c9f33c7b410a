//! What a document is called, where nothing but its text says so.

use formats::{Block, Format, Role};

use crate::language::analysis::word_count;
use crate::language::calendar::written_date;
use crate::language::lexicon::english;
use crate::language::titles::{kind_of_title, shortened};

/// How many headings at the start may be the title.
const TITLE_HEADINGS: usize = 8;
/// How many lines at the start may be the title.
const TITLE_LINES: usize = 6;
/// A title that is made of a paragraph has at most so many characters.
const TITLE_CHARS_MAX: usize = 160;
/// What has more words than this is no line of a title page.
const LINE_WORDS_MAX: usize = 20;

/// The title of a document.
pub(super) fn title_of(format: Format, blocks: &[Block]) -> String {
    let start = blocks.iter().take_while(|block| {
        !(matches!(block.role, Role::Paragraph | Role::Point) && block.number.is_some())
    });
    let titles = start.clone().filter(|block| block.role == Role::Title);
    let headings = start.clone().filter(|block| matches!(block.role, Role::Heading(_)));
    let headings = headings.take(TITLE_HEADINGS).filter(|block| !block.text.is_empty());
    // Of several lines the longest says the most.
    let length = |block: &&Block| block.text.chars().count().min(TITLE_CHARS_MAX);
    let tells = |block: &&Block| kind_of_title(&block.text).is_some();
    let line = || start.clone().take(TITLE_LINES).find(|block| is_line(block) && tells(block));
    let block = match format {
        Format::Pdf => of_print(blocks),
        _ => titles.max_by_key(length),
    };
    let block = block
        .or_else(|| headings.clone().filter(tells).max_by_key(length))
        .or_else(line)
        .or_else(|| headings.max_by_key(length))
        .or_else(|| blocks.iter().find(|block| block.text.contains(char::is_alphabetic)));
    let title = block.map_or("", |block| block.text.as_str());
    shortened(without_number(title), TITLE_CHARS_MAX)
}

/// Of the lines in large or bold print before the text the longest, but for the one that says when
/// it was adopted.
fn of_print(blocks: &[Block]) -> Option<&Block> {
    let is_text = |block: &Block| {
        block.role == Role::Paragraph
            && (block.number.is_some() || word_count(&block.text) > LINE_WORDS_MAX)
    };
    let is_large = |block: &&Block| matches!(block.role, Role::Title | Role::Heading(_));
    let dated = |block: &&Block| says_adopted(&block.text) && written_date(&block.text).is_some();
    let lines = blocks.iter().take_while(|block| !is_text(block));
    let lines = lines.filter(|block| is_large(block) && !dated(block));
    lines.max_by_key(|block| block.text.chars().count().min(TITLE_CHARS_MAX))
}

/// Whether a paragraph is a line of a title page.
fn is_line(block: &Block) -> bool {
    block.role == Role::Paragraph
        && !block.text.ends_with(['.', ';', ',', ':'])
        && word_count(&block.text) <= LINE_WORDS_MAX
}

/// A title without the number that files of an assembly put before it: `73/3.`.
fn without_number(title: &str) -> &str {
    let Some((number, rest)) = title.split_once(". ") else { return title };
    let is_number = number.contains('/')
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-'));
    if is_number && !rest.trim().is_empty() { rest.trim_start() } else { title }
}

/// One line with single blanks.
pub(super) fn clean(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line speaks of an adoption.
pub(super) fn says_adopted(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    words.any(|word| english().documents.adoption.has(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(format: Format, rows: &[(Role, &str)]) -> String {
        let blocks: Vec<Block> = rows.iter().map(|&(role, text)| Block::new(role, text)).collect();
        title_of(format, &blocks)
    }

    #[test]
    fn the_title_of_print_is_the_line_that_says_the_most() {
        use Role::{Heading, Paragraph, Title};
        let resolution = [
            (Heading(2), "United Nations"),
            (Title, "General Assembly"),
            (Paragraph, "Distr.: General"),
            (Heading(2), "Resolution adopted by the General Assembly on 10 October 2018"),
            (Heading(3), "73/3. Report of the Court on its work"),
            (Paragraph, "The General Assembly"),
        ];
        assert_eq!(title(Format::Pdf, &resolution), "Report of the Court on its work");
    }

    #[test]
    fn a_line_that_tells_the_kind_is_the_title_where_no_markup_says_so() {
        use Role::{Heading, Paragraph};
        let act = [
            (Paragraph, "Act 2 of 1998"),
            (Paragraph, "To do something."),
            (Heading(1), "DEFINITIONS"),
        ];
        assert_eq!(title(Format::Docx, &act), "Act 2 of 1998");
        let sections = [(Paragraph, "We met."), (Heading(1), "Rivers")];
        assert_eq!(title(Format::Markdown, &sections), "Rivers");
    }
}
