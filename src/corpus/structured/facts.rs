//! What is known about a document: as its file says, or else as its text shows.

use formats::{Adoption, AdoptionMethod, Block, Format, Metadata, Role, Section};

use crate::domain::{self, Catalogue, Date, DocumentKind, Fact};
use crate::language::calendar::written_date;
use crate::language::identify::{language_of, limits_of, tag};
use crate::language::lexicon::english;
use crate::language::titles::kind_of_title;

/// How many blocks at the start, and at the end, are looked at for what no metadata gives.
const START_BLOCKS: usize = 6;
const END_BLOCKS: usize = 3;
/// A paragraph of more characters than this gives no date, no symbol and no title.
const LINE_CHARS_MAX: usize = 200;
/// How many headings at the start may be the title.
const TITLE_HEADINGS: usize = 8;
/// A title that is made of a paragraph has at most so many characters.
const TITLE_CHARS_MAX: usize = 160;

/// What is known about a document.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) title: String,
    pub(super) kind: DocumentKind,
    pub(super) adopted_on: Option<Date>,
    pub(super) published_on: Option<Date>,
    pub(super) place: Option<String>,
    pub(super) occasion: Option<String>,
    pub(super) language: String,
    pub(super) source: Option<String>,
    pub(super) catalogue: Catalogue,
    /// Whether the file itself tells recitals from decisions.
    pub(super) has_sections: bool,
}

impl Facts {
    /// Whether the document is in English.
    pub(super) fn is_english(&self) -> bool {
        self.language.split('-').next() == Some("en")
    }
}

/// Puts together what is known.
pub(super) fn read(
    format: Format,
    metadata: Metadata,
    blocks: &[Block],
    doubts: Vec<formats::Doubt>,
) -> Facts {
    let mut read_from_text = Vec::new();
    let has_sections = blocks.iter().any(|block| block.section == Some(Section::Preamble));
    let title = metadata.title.as_deref().map(clean).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| {
        read_from_text.push(Fact::Title);
        title_of(blocks)
    });
    let symbol = metadata.symbol.clone().or_else(|| {
        let found = lines(blocks).find_map(symbol_in).map(str::to_owned)?;
        read_from_text.push(Fact::Symbol);
        Some(found)
    });
    let is_resolution = symbol
        .as_deref()
        .is_some_and(|symbol| symbol.contains("/RES/"))
        .then_some(DocumentKind::Resolution);
    let kind =
        metadata.kind.as_deref().and_then(kind_named).or(is_resolution).unwrap_or_else(|| {
            read_from_text.push(Fact::Kind);
            kind_of(format, &title, blocks, has_sections)
        });
    let language = metadata.language.as_deref().and_then(tag).unwrap_or_else(|| {
        read_from_text.push(Fact::Language);
        language_of(blocks.iter().map(|block| block.text.as_str())).to_owned()
    });
    let adopted_on = metadata.adopted_on.as_deref().and_then(date);
    let published_on = metadata.published_on.as_deref().and_then(date);
    let found = match (adopted_on, published_on) {
        (None, None) => date_of_adoption(blocks)
            .or_else(|| written_date(&title))
            .or_else(|| lines(blocks).find_map(written_date)),
        _ => None,
    };
    if found.is_some() {
        read_from_text.push(Fact::Date);
    }
    let catalogue = Catalogue {
        symbol,
        aliases: metadata.aliases,
        issuer: metadata.issuer,
        sponsors: metadata.sponsors,
        agenda_items: metadata.agenda_items,
        draft_symbol: metadata.draft_symbol,
        keywords: metadata.keywords,
        adoption: metadata.adoption.map(adoption),
        other: metadata.other,
        read_from_text,
        doubts: doubts
            .into_iter()
            .map(|doubt| domain::Doubt { place: doubt.place, message: doubt.message })
            .collect(),
        limits: limits_of(&language),
        ..Catalogue::default()
    };
    Facts {
        title,
        kind,
        adopted_on: adopted_on.or(found),
        published_on,
        place: metadata.place,
        occasion: metadata.occasion,
        language,
        source: metadata.source,
        catalogue,
        has_sections,
    }
}

/// The short lines at the start and at the end.
fn lines(blocks: &[Block]) -> impl Iterator<Item = &str> {
    let end = blocks.len().saturating_sub(END_BLOCKS).max(START_BLOCKS.min(blocks.len()));
    let start = &blocks[..START_BLOCKS.min(blocks.len())];
    let short =
        |block: &&Block| block.role == Role::Title || block.text.chars().count() <= LINE_CHARS_MAX;
    start.iter().chain(&blocks[end..]).filter(short).map(|block| block.text.as_str())
}

/// The date in a line that speaks of the adoption: "Resolution adopted by the Assembly on 10 October
/// 2018", "Done at Geneva, 12 August 1949".
fn date_of_adoption(blocks: &[Block]) -> Option<Date> {
    let adopts = |line: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        words.any(|word| english().documents.adoption.has(&word.to_lowercase()))
    };
    lines(blocks).filter(|line| adopts(line)).find_map(written_date)
}

fn title_of(blocks: &[Block]) -> String {
    let start = blocks.iter().take_while(|block| {
        !(matches!(block.role, Role::Paragraph | Role::Point) && block.number.is_some())
    });
    let titles = start.clone().filter(|block| block.role == Role::Title);
    // Of several lines of a title page the longest says the most.
    let longest = titles.max_by_key(|block| block.text.chars().count().min(TITLE_CHARS_MAX));
    let headings = start.filter(|block| matches!(block.role, Role::Heading(_)));
    let heading = || {
        headings
            .take(TITLE_HEADINGS)
            .filter(|block| !block.text.is_empty())
            .max_by_key(|block| block.text.chars().count().min(TITLE_CHARS_MAX))
    };
    let first = || blocks.iter().find(|block| block.text.contains(char::is_alphabetic));
    let block = longest.or_else(heading).or_else(first);
    let words = block.map_or("", |block| block.text.as_str());
    shortened(words)
}

/// `words`, or as many of them as make a title.
fn shortened(words: &str) -> String {
    if words.chars().count() <= TITLE_CHARS_MAX {
        return clean(words);
    }
    let mut title = String::new();
    for word in words.split_whitespace() {
        if title.chars().count() + word.chars().count() >= TITLE_CHARS_MAX {
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title.push('…');
    title
}

/// One line with single blanks.
fn clean(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kind that a file's own metadata names.
fn kind_named(name: &str) -> Option<DocumentKind> {
    let name = name.to_lowercase();
    let known = DocumentKind::ALL.into_iter().find(|kind| kind.name() == name);
    known.or_else(|| kind_of_title(&name))
}

fn kind_of(format: Format, title: &str, blocks: &[Block], has_sections: bool) -> DocumentKind {
    let articles = blocks.iter().filter(|block| {
        let number = block.number.as_deref().unwrap_or_default();
        number.chars().count() > 3 && number.starts_with(char::is_alphabetic)
    });
    let is_report = format == Format::Html && articles.clone().count() == 0 && !has_sections;
    kind_of_title(title).unwrap_or({
        if articles.count() > 2 {
            DocumentKind::Treaty
        } else if is_report {
            DocumentKind::Page
        } else if has_sections {
            DocumentKind::Resolution
        } else {
            DocumentKind::Communique
        }
    })
}

fn date(given: &str) -> Option<Date> {
    given.get(..10).and_then(|day| day.parse().ok()).or_else(|| written_date(given))
}

/// An official symbol in a line: `A/RES/80/153`, `S/PRST/2014/21`.
fn symbol_in(line: &str) -> Option<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).find(|word| {
        let parts = word.split('/').count();
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-');
        parts >= 3
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.ends_with(|c: char| c.is_ascii_alphanumeric())
            && word.contains(|c: char| c.is_ascii_digit())
            && word.chars().all(sound)
            && word.chars().filter(char::is_ascii_lowercase).count() <= 3
    })
}

/// How a document was adopted, in the program's own words.
pub(crate) fn adoption(adoption: Adoption) -> domain::Adoption {
    domain::Adoption {
        method: match adoption.method {
            AdoptionMethod::Vote => domain::AdoptionMethod::Vote,
            AdoptionMethod::Unanimous => domain::AdoptionMethod::Unanimous,
            AdoptionMethod::WithoutVote => domain::AdoptionMethod::WithoutVote,
        },
        in_favour: adoption.in_favour,
        against: adoption.against,
        abstaining: adoption.abstaining,
        counts: adoption.counts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_told_from_other_words_with_slashes() {
        assert_eq!(symbol_in("United Nations A/RES/73/3 (2018)"), Some("A/RES/73/3"));
        for line in ["and/or", "24/7/365", "HTTP://x/y/1", "We/they/You", "1/2/2014"] {
            assert_eq!(symbol_in(line), None, "{line}");
        }
    }
}
