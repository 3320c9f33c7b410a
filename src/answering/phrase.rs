//! Our own words around quotations: names of documents, verbs, dates, lists.

use std::collections::BTreeSet;

use crate::domain::{Clause, Corpus, Date, Document, Span};
use crate::retrieval::analysis::stem;

const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
];

/// "4 November 2014".
pub(super) fn date(date: Date) -> String {
    let month = MONTHS[date.month().unsigned_abs() as usize - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Names documents: in full on first use, short afterwards.
pub(super) struct Namer<'a> {
    corpus: &'a Corpus,
    named: BTreeSet<usize>,
}

impl<'a> Namer<'a> {
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, named: BTreeSet::new() }
    }

    /// The name to use now: with place and date the first time.
    pub(super) fn name(&mut self, document: usize) -> String {
        let short = short_name(self.corpus, document);
        if !self.named.insert(document) {
            return short;
        }
        let document = &self.corpus.documents()[document];
        let dated = document.date().map(date);
        let dated = match (document.adopted_on, dated) {
            (None, Some(day)) if document.kind.is_report() => Some(format!("published {day}")),
            (_, dated) => dated,
        };
        let place = document.place.clone().filter(|_| !document.kind.is_report());
        let details: Vec<String> = place.into_iter().chain(dated).collect();
        if details.is_empty() { short } else { format!("{short} ({})", details.join(", ")) }
    }
}

/// "the Rome declaration"; with its year where the place has several; by its title otherwise.
pub(super) fn short_name(corpus: &Corpus, index: usize) -> String {
    let document = &corpus.documents()[index];
    let kind = document.kind.name();
    if document.kind.is_report() {
        return format!("the web page {}", document.title);
    }
    let same = |other: &&Document| other.kind == document.kind && other.place == document.place;
    match &document.place {
        Some(place) if corpus.documents().iter().filter(same).count() == 1 => {
            format!("the {place} {kind}")
        }
        Some(place) if document.year().is_some() => {
            format!("the {place} {kind} of {}", document.year().unwrap_or_default())
        }
        _ => format!("the {kind} {}", document.title),
    }
}

/// The verb that governs `span` in `clause`, in the third person and with its adverbs, as the
/// clause has it: "strongly urges", "recognizes"; `None` where the clause has none.
pub(super) fn saying(clause: &Clause, span: Span) -> Option<String> {
    let governing = clause
        .verbs
        .iter()
        .rev()
        .find(|verb| verb.span.start <= span.start)
        .or_else(|| clause.verbs.first())?;
    let lemma = governing.lemma.split(' ').next().unwrap_or(&governing.lemma);
    let lemma_stem = stem(lemma);
    let mut inflected = false;
    let words: Vec<String> = governing
        .wording
        .split_whitespace()
        .map(|word| {
            let lower = word.to_lowercase();
            let verb = !inflected && (stem(&lower) == lemma_stem || lower == "continue");
            if !verb {
                return lower;
            }
            inflected = true;
            let base = if lower.ends_with("ing") { lemma } else { &lower };
            third_person(base)
        })
        .collect();
    Some(words.join(" "))
}

fn third_person(base: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| base.ends_with(ending));
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|ending| base.ends_with(ending));
    match base.strip_suffix('y') {
        Some(root) if !vowel_y => format!("{root}ies"),
        _ if sibilant => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// The first letter of a sentence, raised.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{OperativeVerb, Part, Strength};

    #[test]
    fn verbs_are_put_in_the_third_person_as_the_clause_has_them() {
        let cases = [
            ("Strongly urge", "urge", "strongly urges"),
            ("Recognizing", "recognize", "recognizes"),
            ("Further recognizing", "recognize", "further recognizes"),
            ("Endeavour", "endeavor", "endeavours"),
            ("endeavor specifically", "endeavor", "endeavors specifically"),
            ("Expressing particular concern", "express concern", "expresses particular concern"),
            ("continue to support", "support", "continues to support"),
            ("Call upon", "call upon", "calls upon"),
            ("Reaffirm", "reaffirm", "reaffirms"),
            ("Denying", "deny", "denies"),
        ];
        for (wording, lemma, expected) in cases {
            let verb = OperativeVerb {
                lemma: lemma.into(),
                wording: wording.into(),
                strength: Strength::Urge,
                span: Span::new(0, 5),
            };
            let clause = Clause {
                id: "a/1".into(),
                document: 0,
                label: "1".into(),
                part: Part::Operative,
                span: Span::new(0, 50),
                verbs: vec![verb],
                parent: None,
                segments: Vec::new(),
            };
            assert_eq!(saying(&clause, Span::new(6, 20)).as_deref(), Some(expected));
        }
    }

    #[test]
    fn dates_and_lists_read_as_in_prose() {
        assert_eq!(date(jiff::civil::date(2014, 11, 4)), "4 November 2014");
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..1]), "a");
    }
}
