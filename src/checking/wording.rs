//! The sentence that tells what is the matter with an item, for those who wrote the text.

use super::reference::Reference;
use crate::domain::{
    Attribution, Corpus, DifferenceKind, Document, ItemVerdict, QuoteMatch, QuoteVerdict,
};
use crate::language::titles::first_words;

/// What a document is called in a sentence: "the Rome declaration of 2012".
pub(super) fn called(document: &Document) -> String {
    let year = document.year().map(|year| format!(" of {year}")).unwrap_or_default();
    match &document.place {
        Some(place) if !document.kind.is_report() => {
            format!("the {place} {}{year}", document.kind.name())
        }
        _ => format!("\u{2018}{}\u{2019} ({})", first_words(&document.title), document.id),
    }
}

/// "the Rome declaration of 2012 or the Monaco declaration of 2014".
pub(super) fn all_called(corpus: &Corpus, documents: &[usize]) -> String {
    const SHOWN: usize = 3;
    let names: Vec<String> =
        documents.iter().take(SHOWN).map(|&index| called(&corpus.documents()[index])).collect();
    let more = if documents.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", names.join(" or "))
}

/// That a sentence speaks of `documents`, and nothing can be said of it.
pub(super) fn uncompared_with(corpus: &Corpus, documents: &[usize]) -> String {
    format!("Speaks of {}, but was not compared with it.", all_called(corpus, documents))
}

/// A clause with its document: "the Rome declaration of 2012, P2A".
pub(super) fn place(corpus: &Corpus, position: usize) -> String {
    let clause = &corpus.clauses()[position];
    format!("{}, {}", called(corpus.document_of(clause)), clause.label)
}

/// That the clause at `position` says `actual` where a text says `said`.
pub(super) fn otherwise(corpus: &Corpus, position: usize, said: &str, actual: &str) -> String {
    let place = place(corpus, position);
    format!("The source says \u{201c}{actual}\u{201d}, not \u{201c}{said}\u{201d}: {place}.")
}

/// Where a match of a quotation stands: its clauses, from the first to the last.
fn places(corpus: &Corpus, found: &QuoteMatch) -> String {
    let Some(first) = found.spans.first() else {
        return called(&corpus.documents()[found.document]);
    };
    let last = found.spans.iter().map(|span| span.clause).max().unwrap_or(first.clause);
    let joined = if last == first.clause {
        String::new()
    } else {
        format!(" to {}", corpus.clauses()[last].label)
    };
    format!("{}{joined}", place(corpus, first.clause))
}

/// The sentence about a reference.
pub(super) fn of_reference(corpus: &Corpus, reference: &Reference) -> String {
    let named = || all_called(corpus, &reference.documents);
    let missing = &reference.missing;
    match reference.verdict {
        ItemVerdict::NoSuchDocument => {
            let known: Vec<&str> = corpus
                .documents()
                .iter()
                .filter(|document| !document.kind.is_report())
                .map(|document| document.id.as_str())
                .take(10)
                .collect();
            format!(
                "\u{201c}{missing}\u{201d} was not found in these documents: {}.",
                known.join(", ")
            )
        }
        ItemVerdict::NoSuchClause => {
            let clauses = reference
                .documents
                .first()
                .map(|&index| corpus.clauses_of(&corpus.documents()[index]))
                .unwrap_or_default();
            let range = match (clauses.first(), clauses.last()) {
                (Some(first), Some(last)) => {
                    format!("; its clauses go from {} to {}", first.label, last.label)
                }
                _ => String::new(),
            };
            let document = named();
            format!("{} has no clause {missing}{range}.", capital(&document))
        }
        ItemVerdict::Mismatched => {
            format!("The place and the year {missing} do not match: this is {}.", named())
        }
        ItemVerdict::OtherState => format!(
            "The link is to the state {missing} of the documents; the current state is {}.",
            corpus.digest().short()
        ),
        ItemVerdict::Unchecked => {
            format!("\u{201c}{missing}\u{201d} is not one of these documents, so not checked.")
        }
        _ => match reference.clause {
            Some(clause) => format!("Clause found: {}.", place(corpus, clause)),
            None => format!("Document found: {}.", named()),
        },
    }
}

/// The most words of what may be a term.
const TERM_WORDS_MAX: usize = 4;

/// The sentence about a quotation.
pub(super) fn of_quotation(
    corpus: &Corpus,
    verdict: ItemVerdict,
    found: &QuoteVerdict,
    source: Option<&Attribution>,
) -> String {
    let best = found.matches.first();
    let at = best.map(|best| places(corpus, best)).unwrap_or_default();
    let named = source.map(|source| match source.clause {
        Some(clause) => place(corpus, clause),
        None => all_called(corpus, &source.documents),
    });
    let named = named.unwrap_or_default();
    match verdict {
        ItemVerdict::Exact => format!("Exact match in {at}."),
        ItemVerdict::Normalised => format!("Match apart from formatting in {at}."),
        ItemVerdict::Altered => {
            let changes = best.map(|best| changes(corpus, found, best)).unwrap_or_default();
            format!("Differs from {at}: {changes}.")
        }
        ItemVerdict::Misattributed => {
            format!("Not in {named}, but in {at}.")
        }
        ItemVerdict::NotFound => {
            let nearest = found.nearest.as_ref().map(|near| {
                let quote = near.spans.first().map_or("", |span| span.quote.as_str());
                format!(
                    "; the nearest is \u{201c}{}\u{201d} in {}",
                    short(quote),
                    places(corpus, near)
                )
            });
            format!("Not found in {named}{}.", nearest.unwrap_or_default())
        }
        _ if source.is_none() => "Not ascribed to any of the documents, so not judged.".into(),
        _ if found.text.as_str().split_whitespace().count() > TERM_WORDS_MAX => {
            format!("Not found in {named}, and not plainly said to be from there, so not judged.")
        }
        _ => "A term rather than a quotation, so not judged.".into(),
    }
}

/// What was changed, first changes first: "“cities” was changed to “towns”".
fn changes(corpus: &Corpus, verdict: &QuoteVerdict, found: &QuoteMatch) -> String {
    const SHOWN: usize = 3;
    let source = &corpus.documents()[found.document].text;
    let told = found.differences.iter().filter_map(|change| {
        let (left, right) =
            (short(source.slice(change.left)), short(verdict.text.slice(change.right)));
        match change.kind {
            DifferenceKind::Equal => None,
            DifferenceKind::Replaced => {
                Some(format!("\u{201c}{right}\u{201d} instead of \u{201c}{left}\u{201d}"))
            }
            DifferenceKind::Inserted => Some(format!("\u{201c}{right}\u{201d} is added")),
            DifferenceKind::Deleted => Some(format!("\u{201c}{left}\u{201d} is left out")),
        }
    });
    let all: Vec<String> = told.collect();
    let more = if all.len() > SHOWN { ", and more" } else { "" };
    format!("{}{more}", all[..all.len().min(SHOWN)].join(", "))
}

/// The first words of `text`.
pub(super) fn short(text: &str) -> String {
    const CHARS_MAX: usize = 160;
    if text.chars().count() <= CHARS_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(CHARS_MAX).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} \u{2026}", &cut[..end])
}

/// `text` with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}
