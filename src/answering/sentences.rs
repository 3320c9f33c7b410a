//! Sentences of our own about what documents say, and what they do not.

use super::phrase::{capitalised, list, place_in, short_name};
use super::saying::{also, is_plain, saying};
use crate::domain::{Citation, Corpus, Excerpt, QueryReading, Span};
use crate::language::analysis::folded_words;

/// The most documents that are named as silent: of a large corpus nearly all are.
const SILENT_MAX: usize = 6;
/// The most that are named as near.
const TOUCHING_MAX: usize = 3;
/// How many words that occur nowhere are named.
const WORDS_MAX: usize = 5;
/// A word is shown up to this many characters.
const WORD_CHARS_MAX: usize = 40;

/// A document in scope that is not quoted.
pub(super) struct Unquoted {
    pub(super) document: usize,
    /// Position of its clause that comes near the topic; `None` where it is silent.
    pub(super) near: Option<usize>,
}

/// A sentence around a quotation.
pub(super) struct Quoting {
    /// `The Rome declaration (5 November 2012) strongly encourages (P3F): "..." [1].`
    pub(super) sentence: String,
    /// What it quotes.
    pub(super) excerpt: Excerpt,
}

impl Quoting {
    /// A sentence around the words of `citation` at `span`. Without a `subject` the document is the one of the sentence
    /// before. A verb is told where it does not stand in the words: `The Rome declaration, P3C: "Strive to ..." [1]. P3D:
    /// "Affirm that ..." [2]. It also urges (P3G): "..." [3].`
    pub(super) fn of(
        corpus: &Corpus,
        citation: &Citation,
        span: Span,
        subject: Option<&str>,
        labelled: bool,
    ) -> Self {
        let clause = &corpus.clauses()[citation.clause];
        let document = corpus.document_of(clause);
        let excerpt = saying(corpus, clause, span);
        let doing = &excerpt.doing;
        let place = place_in(document, clause);
        let bare = excerpt.has_verb || subject.is_none() && is_plain(doing);
        let said = match (subject, bare, labelled) {
            (Some("it") | None, true, true) => format!("{place}: "),
            (Some(subject), true, true) => format!("{subject}, {place}: "),
            (_, true, false) => String::new(),
            (Some(subject), false, true) => format!("{subject} {doing} ({place}): "),
            (Some(subject), false, false) => format!("{subject} {doing}: "),
            (None, false, _) => format!("{} ({place}): ", also(doing)),
        };
        // What is left out is marked outside the quotation: inside are the document's words alone.
        let words = |from, to| document.text.slice(Span::new(from, to)).chars();
        let cut = |from, to| from < to && words(from, to).any(char::is_alphanumeric);
        let before = if cut(clause.span.start, span.start) { "\u{2026} " } else { "" };
        let behind = if cut(span.end, clause.span.end) { " \u{2026}" } else { "." };
        let (said, quote, marker) =
            (capitalised(&said), document.text.slice(span), citation.marker);
        let sentence = format!("{said}{before}\u{201c}{quote}\u{201d} [{marker}]{behind}");
        Self { sentence, excerpt }
    }
}

/// `See also P3E [2] and P3G [3].`
pub(super) fn see_also(corpus: &Corpus, citations: &[&Citation]) -> Option<String> {
    let place = |one: &&Citation| {
        let clause = &corpus.clauses()[one.clause];
        format!("{} [{}]", place_in(corpus.document_of(clause), clause), one.marker)
    };
    let places: Vec<String> = citations.iter().map(place).collect();
    (!places.is_empty()).then(|| format!("See also {}.", list(&places)))
}

/// "2 more speak of this: the Rome declaration and the Monaco declaration."
pub(super) fn more_speak(corpus: &Corpus, documents: &[usize]) -> Option<String> {
    let mut names: Vec<String> =
        documents.iter().take(SILENT_MAX).map(|&index| short_name(corpus, index)).collect();
    if documents.len() > SILENT_MAX {
        names.push(format!("{} others", documents.len() - SILENT_MAX));
    }
    let verb = if documents.len() == 1 { "speaks" } else { "speak" };
    (!names.is_empty())
        .then(|| format!("{} more {verb} of this: {}.", documents.len(), list(&names)))
}

/// "The Monaco declaration may touch on this in P2E.", for the first few that do.
pub(super) fn touching(corpus: &Corpus, unquoted: &[Unquoted]) -> Vec<String> {
    let near = unquoted.iter().filter_map(|one| Some((one.document, one.near?)));
    near.take(TOUCHING_MAX)
        .map(|(document, position)| {
            let name = capitalised(&short_name(corpus, document));
            let place = place_in(&corpus.documents()[document], &corpus.clauses()[position]);
            format!("{name} may touch on this in {place}.")
        })
        .collect()
}

/// "The Singapore declaration is silent on this."
pub(super) fn silence(corpus: &Corpus, unquoted: &[Unquoted]) -> Option<String> {
    let silent: Vec<usize> =
        unquoted.iter().filter(|one| one.near.is_none()).map(|one| one.document).collect();
    let subject = match silent.len() {
        0 => return None,
        1..=SILENT_MAX => {
            list(&silent.iter().map(|&index| short_name(corpus, index)).collect::<Vec<_>>())
        }
        count => format!("{count} other documents"),
    };
    let verb = if silent.len() == 1 { "is" } else { "are" };
    Some(format!("{} {verb} silent on this.", capitalised(&subject)))
}

/// Words of the question that occur nowhere in what was searched, but for missing `years` and
/// `names` of documents, of which a sentence of their own tells.
pub(super) fn unstated_terms(
    understood: &QueryReading,
    years: &[i16],
    names: &[String],
) -> Vec<String> {
    if understood.quotation.is_some() {
        return Vec::new();
    }
    let stated = |term: &&String| {
        names.iter().any(|name| folded_words(name).any(|(word, _)| word == term.as_str()))
            || years.iter().any(|year| year.to_string() == **term)
    };
    understood.unknown_terms.iter().filter(|term| !stated(term)).cloned().collect()
}

/// "'climate' and 'change' occur nowhere in what was searched."
pub(super) fn nowhere(terms: &[String]) -> Option<String> {
    let quoted: Vec<String> =
        terms.iter().take(WORDS_MAX).map(|term| format!("'{}'", shortened(term))).collect();
    let verb = if quoted.len() == 1 { "occurs" } else { "occur" };
    (!quoted.is_empty()).then(|| format!("{} {verb} nowhere in what was searched.", list(&quoted)))
}

/// "The corpus has no document of 2016."
pub(super) fn no_document_of(year: i16) -> String {
    format!("The corpus has no document of {year}.")
}

/// The beginning of a long word.
pub(super) fn shortened(word: &str) -> String {
    match word.char_indices().nth(WORD_CHARS_MAX) {
        Some((end, _)) => format!("{}...", &word[..end]),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::cite::cite;
    use crate::domain::sample::{Made, corpus_of};

    #[test]
    fn words_that_are_left_out_are_marked_on_the_side_where_they_stood() {
        let clause = "Parties shall, where they can, share records.";
        let corpus = corpus_of([Made::new("treaty", "Treaty", 1999).clause(clause)]);
        let whole = corpus.clauses()[0].span;
        let citation = cite(&corpus, 0, whole, 0.9);
        let cases = [
            (
                "Parties shall, where they can, share records.",
                ": \u{201c}Parties",
                "records.\u{201d} [1].",
            ),
            ("Parties shall", ": \u{201c}Parties", "shall\u{201d} [1] \u{2026}"),
            ("share records", ": \u{2026} \u{201c}share", "records\u{201d} [1]."),
            ("where they can", ": \u{2026} \u{201c}where", "can\u{201d} [1] \u{2026}"),
        ];
        for (words, before, behind) in cases {
            let at = clause.find(words).expect("a part of the clause");
            let start = whole.start + at as u32;
            let span = Span::new(start, start + words.len() as u32);
            let citation = Citation { marker: 1, ..citation.clone() };
            let sentence = Quoting::of(&corpus, &citation, span, Some("it"), false).sentence;
            assert!(sentence.contains(before) && sentence.ends_with(behind), "{sentence}");
        }
    }
}
