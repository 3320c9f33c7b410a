//! Our own words around quotations: names of documents, verbs, dates, lists.

use crate::domain::{Clause, Document, OperativeVerb, Part, Span, Text};
use crate::language::lexicon::english;
pub use crate::language::naming::short_name;
pub(super) use crate::language::naming::{Namer, date};

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "P3F"; of a page, and where the label is a number, "paragraph 7".
pub(super) fn place_in(document: &Document, clause: &Clause) -> String {
    let label = &clause.label;
    let numbered = label.starts_with(|c: char| c.is_ascii_digit());
    if document.kind.is_report() || numbered {
        format!("paragraph {label}")
    } else {
        label.to_string()
    }
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
pub fn capitalised(text: &str) -> String {
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
    fn lists_read_as_in_prose() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..1]), "a");
    }
}
