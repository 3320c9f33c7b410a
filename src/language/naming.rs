//! What documents are called in sentences: by symbol, by place, or by a short title.

use std::collections::BTreeSet;

use super::capitals::as_title;
use super::lexicon::english;
use super::titles::{cut_after, first_words, kind_of_title};
use crate::domain::{Corpus, Date, Document};

/// "4 November 2014".
pub(crate) fn date(date: Date) -> String {
    let month = &english().text.times.months[date.month().unsigned_abs() as usize - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// Names documents: with what is known about them on first use, short afterwards.
pub(crate) struct Namer<'a> {
    corpus: &'a Corpus,
    named: BTreeSet<usize>,
}

impl<'a> Namer<'a> {
    pub(crate) fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, named: BTreeSet::new() }
    }

    /// The documents that it names.
    pub(crate) fn corpus(&self) -> &'a Corpus {
        self.corpus
    }

    /// The name to use now: the first time with the title of what goes by a symbol, the place and the
    /// date, unless they are part of the short name.
    pub(crate) fn name(&mut self, index: usize) -> String {
        let mut name = short_name(self.corpus, index);
        if !self.named.insert(index) {
            return name;
        }
        let document = &self.corpus.documents()[index];
        let symbol = name_by_symbol(document);
        if symbol.as_ref() == Some(&name)
            && let Some(title) = telling_title(document)
        {
            name = format!("{name}, {},", quoted(&title));
        }
        let place = document
            .place
            .clone()
            .filter(|place| !document.kind.is_report() && !name.contains(place.as_str()));
        let day = document.date().map(date).filter(|day| !name.ends_with(day.as_str()));
        let day = match document.adopted_on {
            None if document.kind.is_report() => day.map(|day| format!("published {day}")),
            _ => day,
        };
        let details: Vec<String> = place.into_iter().chain(day).collect();
        if details.is_empty() {
            return name;
        }
        format!("{} ({})", name.trim_end_matches(','), details.join(", "))
    }
}

/// "the Rome declaration"; with its year where the place has several; "resolution 72/233"; by its
/// title otherwise.
pub fn short_name(corpus: &Corpus, index: usize) -> String {
    let document = &corpus.documents()[index];
    let kind = document.kind.name();
    if document.kind.is_report() {
        return format!("the web page {}", quoted(&first_words(&document.title)));
    }
    let same = |other: &&Document| other.kind == document.kind && other.place == document.place;
    let by_title = || name_by_symbol(document).unwrap_or_else(|| name_by_title(corpus, index));
    let Some(place) = &document.place else { return by_title() };
    let alike = || corpus.documents().iter().filter(same);
    match document.year() {
        _ if alike().count() == 1 => format!("the {place} {kind}"),
        // Several of one place and year are told apart by their titles.
        Some(year) if alike().filter(|other| other.year() == Some(year)).count() == 1 => {
            format!("the {place} {kind} of {year}")
        }
        _ => by_title(),
    }
}

/// "resolution 72/233", "resolution 2178 (2014)".
fn name_by_symbol(document: &Document) -> Option<String> {
    let symbol = document.catalogue.symbol.as_deref()?;
    let (_, number) = symbol.split_once("/RES/")?;
    Some(format!("resolution {number}"))
}

/// The short title of a document, unless it only says its number once more.
fn telling_title(document: &Document) -> Option<String> {
    let title = first_words(&document.title);
    let tells = !title.chars().any(|c| c.is_ascii_digit()) && title.split(' ').count() > 2;
    tells.then_some(title)
}

/// "the Camp David Principles", "the communique ‘Our World’"; with the date where several are called
/// so, and by the whole title where that does not tell them apart.
fn name_by_title(corpus: &Corpus, index: usize) -> String {
    /// Of titles that begin alike, more is told.
    const WORDS_MAX: usize = 16;
    let document = &corpus.documents()[index];
    let short = first_words(&document.title);
    let alike = corpus.documents().iter().enumerate().filter(|(at, other)| {
        // Most titles begin otherwise: they need not be cut to tell.
        *at != index && same_start(&other.title, &short) && first_words(&other.title) == short
    });
    if alike.clone().next().is_none() {
        return called(document, &short);
    }
    match document.date() {
        Some(day) if !alike.clone().any(|(_, other)| other.date() == Some(day)) => {
            format!("{} of {}", called(document, &short), date(day))
        }
        _ => {
            let long = cut_after(&document.title, WORDS_MAX);
            if alike.clone().any(|(_, other)| cut_after(&other.title, WORDS_MAX) == long) {
                return format!("{} ({})", called(document, &short), document.id);
            }
            called(document, &long)
        }
    }
}

fn same_start(title: &str, short: &str) -> bool {
    let first = |text: &str| text.trim_start().chars().take(3).collect::<String>();
    let bare = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    first(bare).eq_ignore_ascii_case(&first(short))
        || english().documents.articles.has(&title.split(' ').next().unwrap_or("").to_lowercase())
}

/// `title` in a sentence: as the name that it is, in marks where it has marks of its own, and behind the
/// kind of document where it does not tell it. What is printed in capitals is set as a title.
fn called(document: &Document, title: &str) -> String {
    let set = as_title(title, document.text.as_str());
    let title = set.as_ref();
    let (article, rest) = title.split_once(' ').unwrap_or(("", title));
    let bare = if english().documents.articles.has(&article.to_lowercase()) { rest } else { title };
    let marked = |c: char| matches!(c, ':' | '?' | '!' | '…' | '‘');
    match kind_of_title(bare) {
        Some(_) if !bare.contains(marked) => return format!("the {bare}"),
        Some(_) => return format!("the {}", quoted(bare)),
        None => {}
    }
    format!("the {} {}", document.kind.name(), quoted(title))
}

/// `title` in marks, which are not those of quotations.
fn quoted(title: &str) -> String {
    format!("\u{2018}{title}\u{2019}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Digest, DocumentKind, sample};

    /// Documents without clauses: title, symbol, date.
    fn corpus(documents: &[(DocumentKind, &str, Option<&str>, Option<Date>)]) -> Corpus {
        let made = documents.iter().enumerate().map(|(at, (kind, title, symbol, day))| {
            let mut document = sample::corpus().documents()[0].clone();
            document.id = format!("d{at}");
            document.kind = *kind;
            document.title = (*title).to_owned();
            document.place = None;
            document.catalogue.symbol = symbol.map(str::to_owned);
            document.adopted_on = *day;
            (document, Vec::new())
        });
        Corpus::new(made.collect(), Digest([1; 32])).expect("distinct ids")
    }

    #[test]
    fn a_document_is_named_in_full_once_and_shortly_afterwards() {
        use DocumentKind::{Communique, Page, Resolution, Treaty};
        let day = |day| Some(jiff::civil::date(2021, 3, day));
        let corpus = corpus(&[
            (Treaty, "Convention on the Rights of the Child", None, None),
            (Resolution, "Need to end the embargo\non the sea", Some("A/RES/80/4"), day(1)),
            (Resolution, "Resolution 1660 (2006)", Some("S/RES/1660 (2006)"), day(2)),
            (Communique, "Joint Statement by the Ministers of A", None, day(3)),
            (Communique, "Joint Statement by the Ministers of A", None, day(4)),
            (Communique, "“Our World, Our Sea”", None, day(5)),
            (Page, "Readout of a call", None, day(6)),
            (Communique, "JOINT STATEMENT: THE HIGH SEAS", None, day(7)),
            (Communique, "THE BAY SUMMIT COMMUNIQUE", None, day(8)),
        ]);
        let expected = [
            ("the Convention on the Rights of the Child", ""),
            ("resolution 80/4", ", ‘Need to end the embargo on the sea’ (1 March 2021)"),
            ("resolution 1660 (2006)", " (2 March 2021)"),
            ("the Joint Statement by the Ministers of A of 3 March 2021", ""),
            ("the Joint Statement by the Ministers of A of 4 March 2021", ""),
            ("the communique ‘Our World, Our Sea’", " (5 March 2021)"),
            ("the web page ‘Readout of a call’", " (6 March 2021)"),
            ("the ‘Joint Statement: The High Seas’", " (7 March 2021)"),
            ("the Bay Summit Communique", " (8 March 2021)"),
        ];
        let mut namer = Namer::new(&corpus);
        let at = |title: &str| {
            let named = corpus.documents().iter().position(|document| document.title == title);
            named.expect("a document")
        };
        assert_eq!(at("Convention on the Rights of the Child"), 0);
        for (index, (short, more)) in expected.into_iter().enumerate() {
            assert_eq!(namer.name(index), format!("{short}{more}"));
            assert_eq!(namer.name(index), short, "later");
        }
    }

    #[test]
    fn a_place_is_enough_where_it_has_one_of_the_kind() {
        let corpus = sample::corpus();
        let mut namer = Namer::new(&corpus);
        let rome = corpus.document_index("rome-2012").expect("a document");
        assert_eq!(namer.name(rome), "the Rome declaration (5 November 2012)");
        assert_eq!(namer.name(rome), "the Rome declaration");
    }

    #[test]
    fn dates_read_as_in_prose() {
        assert_eq!(date(jiff::civil::date(2014, 11, 4)), "4 November 2014");
    }
}
