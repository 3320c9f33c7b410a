//! What is known about a document: as its file says, or else as its text shows.

use formats::{Adoption, AdoptionMethod, Block, Format, Metadata, Role, Section, symbol_in};

use super::titles::{clean, says_adopted, title_of};
use crate::domain::{self, Catalogue, Date, DocumentKind, Fact};
use crate::language::analysis::folded_words;
use crate::language::calendar::{month_number, written_date};
use crate::language::identify::{language_of, limits_of, tag};
use crate::language::lexicon::english;
use crate::language::titles::kind_of_title;

/// How many blocks at the start, and at the end, are looked at for what no metadata gives.
const START_BLOCKS: usize = 6;
const END_BLOCKS: usize = 3;
/// A paragraph of more characters than this gives no date, no symbol and no title.
const LINE_CHARS_MAX: usize = 200;
/// How many blocks at the start may say when the document was adopted: a title page has many lines.
const ADOPTION_BLOCKS: usize = 10;
/// Fewer letters than this do not outweigh the language that a word processor put down.
const LANGUAGE_LETTERS_MIN: usize = 200;

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
        title_of(format, blocks)
    });
    let symbol = metadata.symbol.clone().or_else(|| {
        let found = lines(blocks, START_BLOCKS).find_map(own_symbol).map(str::to_owned)?;
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
    let given = metadata.language.as_deref().and_then(tag);
    let language = given.filter(|tag| is_language(format, tag, blocks)).unwrap_or_else(|| {
        read_from_text.push(Fact::Language);
        language_of(texts(blocks)).to_owned()
    });
    let adopted_on = metadata.adopted_on.as_deref().and_then(date);
    let published_on = metadata.published_on.as_deref().and_then(date);
    let found = match (adopted_on, published_on) {
        (None, None) => date_of_adoption(blocks)
            .or_else(|| own_date(&title))
            .or_else(|| start_lines(blocks, START_BLOCKS).find_map(own_date)),
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
        doubts: doubts.into_iter().map(doubt).collect(),
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

fn texts(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().map(|block| block.text.as_str())
}

/// Whether the language that a file gives is that of its text. Word processors write down that of
/// whoever installed them.
fn is_language(format: Format, tag: &str, blocks: &[Block]) -> bool {
    let is_default = matches!(format, Format::Docx | Format::Pdf);
    let letters = texts(blocks).flat_map(str::chars).filter(|c| c.is_alphabetic());
    !is_default
        || letters.take(LANGUAGE_LETTERS_MIN).count() < LANGUAGE_LETTERS_MIN
        || tag.split('-').next() == Some(language_of(texts(blocks)))
}

/// The short lines among the first `start` blocks.
fn start_lines(blocks: &[Block], start: usize) -> impl Iterator<Item = &str> {
    // Recitals speak of other dates.
    let is_recital = |block: &&Block| block.section == Some(Section::Preamble);
    let until = blocks.iter().take(start).take_while(|block| !is_recital(block)).count();
    short_lines(&blocks[..until])
}

/// The short lines among the first `start` blocks and at the end.
fn lines(blocks: &[Block], start: usize) -> impl Iterator<Item = &str> {
    let end = blocks.len().saturating_sub(END_BLOCKS).max(start.min(blocks.len()));
    start_lines(blocks, start).chain(short_lines(&blocks[end..]))
}

fn short_lines(blocks: &[Block]) -> impl Iterator<Item = &str> {
    let short =
        |block: &&Block| block.role == Role::Title || block.text.chars().count() <= LINE_CHARS_MAX;
    blocks.iter().filter(short).map(|block| block.text.as_str())
}

/// The date in a line that speaks of the adoption: "Resolution adopted by the Assembly on 10 October
/// 2018", "Done at Geneva, 12 August 1949".
fn date_of_adoption(blocks: &[Block]) -> Option<Date> {
    lines(blocks, ADOPTION_BLOCKS).filter(|line| says_adopted(line)).find_map(written_date)
}

/// The symbol in a line that gives no other: lines with several, and long ones, speak of other documents.
fn own_symbol(line: &str) -> Option<&str> {
    const WORDS_MAX: usize = 12;
    let found = symbol_in(line)?;
    let mut others =
        line.split_whitespace().filter(|word| symbol_in(word).is_some_and(|other| other != found));
    (line.split_whitespace().count() <= WORDS_MAX && others.next().is_none()).then_some(found)
}

/// The date in a line that may be a title, unless it is that of another document: "Protocol Additional to
/// the Conventions of 12 August 1949".
fn own_date(line: &str) -> Option<Date> {
    /// A title is not longer, in words.
    const WORDS_MAX: usize = 200;
    let found = written_date(line)?;
    let ends = line.match_indices(char::is_whitespace).map(|(at, _)| at).chain([line.len()]);
    let mut ends = ends.take(WORDS_MAX);
    let Some(until) = ends.find(|&at| written_date(&line[..at]).is_some()) else {
        return Some(found);
    };
    let documents = &english().documents;
    let named = &documents.kinds.named;
    let words: Vec<String> =
        folded_words(&line[..until]).map(|(word, _)| word.into_owned()).collect();
    let dated = |word: &&String| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || month_number(word).is_some()
            || documents.lead_ins.prepositions.has(word)
            || documents.articles.has(word)
    };
    let before = words.len() - words.iter().rev().take_while(dated).count();
    let nouns = words[..before].iter().filter(|word| named.has(word)).count();
    let of_noun = before > 0 && named.has(&words[before - 1]);
    (!of_noun || nouns < 2).then_some(found)
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

/// What is doubtful in a file, in the program's own words.
pub(crate) fn doubt(doubt: formats::Doubt) -> domain::Doubt {
    domain::Doubt { place: doubt.place, message: doubt.message }
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
    fn the_symbol_of_another_document_is_not_its_own() {
        let cases = [
            ("United Nations A/RES/73/3", Some("A/RES/73/3")),
            ("S/RES/2178 (2014), reissued as S/RES/2178", Some("S/RES/2178")),
            ("[1] Recalling Resolutions A/RES/41/11, A/RES/49/26, and", None),
            (
                "We work for the goals that all Member States set themselves in A/RES/70/1 ten years ago",
                None,
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(own_symbol(line), expected, "{line}");
        }
    }

    #[test]
    fn the_date_of_another_document_is_not_its_own() {
        let cases = [
            ("Statement of 5 May 2022", true),
            ("Joint Statement on Rivers, 5 May 2022", true),
            ("Protocol Additional to the River Conventions of 5 May 2022", false),
            ("Declaration on the Treaty of May 5, 2022", false),
            ("Declaration on the Treaty", false),
        ];
        for (line, expected) in cases {
            assert_eq!(own_date(line).is_some(), expected, "{line}");
        }
    }
}
