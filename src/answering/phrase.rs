//! Our own words around quotations: names of documents, verbs, dates, lists.

use std::collections::BTreeSet;

use crate::domain::{Clause, Corpus, Date, Document, OperativeVerb, Part, Span, Text};
use crate::language::lexicon::english;
use crate::language::titles::{kind_of_title, shortened};

/// "4 November 2014".
pub(super) fn date(date: Date) -> String {
    let month = &english().text.times.months[date.month().unsigned_abs() as usize - 1];
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

/// A title of more characters than this is cut in running text.
const TITLE_CHARS_MAX: usize = 90;

/// "the Rome declaration"; with its year where the place has several; "resolution 72/233"; by its
/// title otherwise.
pub fn short_name(corpus: &Corpus, index: usize) -> String {
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
        // Several of one place and year are told apart by their titles.
        Some(_)
            if corpus
                .documents()
                .iter()
                .filter(|other| same(other) && other.year() == document.year())
                .count()
                > 1 =>
        {
            name_by_symbol(document).unwrap_or_else(|| name_by_title(corpus, document))
        }
        Some(place) if document.year().is_some() => {
            format!("the {place} {kind} of {}", document.year().unwrap_or_default())
        }
        _ => name_by_symbol(document).unwrap_or_else(|| name_by_title(corpus, document)),
    }
}

/// "resolution 72/233", "resolution 2178 (2014)".
fn name_by_symbol(document: &Document) -> Option<String> {
    let symbol = document.catalogue.symbol.as_deref()?;
    let (_, number) = symbol.split_once("/RES/")?;
    Some(format!("resolution {number}"))
}

/// "the Camp David Principles"; with the date where several have the title.
fn name_by_title(corpus: &Corpus, document: &Document) -> String {
    let title = shortened(&document.title, TITLE_CHARS_MAX);
    let article = english().documents.articles.has(&first_word(&title));
    let name = match kind_of_title(&title) {
        _ if article => title,
        Some(_) => format!("the {title}"),
        None => format!("the {} {title}", document.kind.name()),
    };
    let same = corpus.documents().iter().filter(|other| other.title == document.title).count();
    match document.date() {
        Some(day) if same > 1 => format!("{name} of {}", date(day)),
        _ => name,
    }
}

fn first_word(text: &str) -> String {
    text.split_whitespace().next().unwrap_or_default().to_lowercase()
}

/// "P3F"; of a page "paragraph 7".
pub(super) fn place_in(document: &Document, clause: &Clause) -> String {
    let label = &clause.label;
    if document.kind.is_report() { format!("paragraph {label}") } else { label.to_string() }
}

/// The verb of `clause` that governs `span`: the one that `span` begins with, an "and" aside; or
/// else the last before it. Of several in an operative clause's quotation, an opening participle
/// only recites ("Recalling ..., strive"), as "although" only concedes in any clause.
pub(super) fn governing<'c>(
    text: &Text,
    clause: &'c Clause,
    span: Span,
) -> Option<&'c OperativeVerb> {
    let joining = &english().documents.lead_ins.before_governing;
    let joined = |verb: &OperativeVerb| {
        verb.span.start >= span.start
            && verb.span.end <= span.end
            && text
                .slice(Span::new(span.start, verb.span.start))
                .split_whitespace()
                .all(|word| joining.has(word.trim_end_matches(',')))
    };
    let before = clause.verbs.iter().rposition(|verb| verb.span.start <= span.start);
    let at = clause.verbs.iter().position(joined).or(before).unwrap_or(0);
    let verb = clause.verbs.get(at)?;
    let recites = |verb: &OperativeVerb| {
        let first = verb.wording.split_whitespace().find(|word| word.ends_with("ing"));
        clause.part == Part::Operative && first.is_some()
    };
    let lead = Span::new(clause.span.start, verb.span.start.max(clause.span.start));
    let concedes = text.slice(lead).trim().eq_ignore_ascii_case("although");
    let next = clause.verbs.get(at + 1).filter(|next| next.span.end <= span.end);
    match next {
        Some(next) if concedes || recites(verb) && !recites(next) => Some(next),
        _ => Some(verb),
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
    use crate::domain::Strength;

    fn clause(part: Part, length: u32, verbs: Vec<OperativeVerb>) -> Clause {
        Clause {
            document: 0,
            label: "1".into(),
            part,
            span: Span::new(0, length),
            verbs: verbs.into(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments: Box::default(),
        }
    }

    #[test]
    fn the_verb_is_the_one_that_governs_what_is_quoted() {
        use Part::{Operative, Preambular};
        let cases = [
            (Preambular, "Noting A, and deploring B", "and deploring B", "deplore"),
            (Preambular, "Noting A, and deploring B", "A, and deploring B", "note"),
            (Preambular, "Noting A, and deploring B", "B", "deplore"),
            (
                Preambular,
                "Although noting A, deploring B",
                "Although noting A, deploring B",
                "deplore",
            ),
            (Preambular, "Although noting A, deploring B", "Although noting A", "note"),
            (Operative, "Recalling A, strive to B", "Recalling A, strive to B", "strive"),
            (Operative, "Recalling A, strive to B", "Recalling A", "recall"),
            (Operative, "strive to A and urge B", "strive to A and urge B", "strive"),
        ];
        let known = [
            ("noting", "note"),
            ("deploring", "deplore"),
            ("recalling", "recall"),
            ("strive", "strive"),
            ("urge", "urge"),
        ];
        for (part, whole, quoted, expected) in cases {
            let text = Text::new(whole.to_owned());
            let span_of = |part: &str| {
                let at = whole.to_lowercase().find(&part.to_lowercase())?;
                Some(text.span_of(at..at + part.len()))
            };
            let mut verbs: Vec<OperativeVerb> = known
                .iter()
                .filter_map(|&(wording, lemma)| {
                    let (wording, lemma) = (wording.to_owned(), lemma.to_owned());
                    let span = span_of(&wording)?;
                    let (strength, intensified) = (Strength::Note, false);
                    Some(OperativeVerb { lemma, wording, strength, intensified, span })
                })
                .collect();
            verbs.sort_by_key(|verb| verb.span.start);
            let clause = clause(part, text.len(), verbs);
            let span = if quoted == "B" {
                Span::new(text.len() - 1, text.len())
            } else {
                span_of(quoted).expect("the clause holds it")
            };
            let said = governing(&text, &clause, span).map(|verb| verb.lemma.as_str());
            assert_eq!(said, Some(expected), "{quoted} of {whole}");
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
