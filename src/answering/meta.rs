//! Sentences that answer from what is known about documents: dates, places, the list of them.

use super::phrase::{Namer, capitalised, date, list, short_name};
use super::ranking::Ranked;
use crate::domain::{Corpus, Document, Part, QuestionType};
use crate::reading::{AnswerType, Reading, asks_of_publication};

/// A first sentence that answers a question about documents themselves; `None` for any other.
pub(super) fn lead(corpus: &Corpus, ranked: &Ranked) -> Option<String> {
    let (reading, in_scope) = (&ranked.reading, &ranked.scope);
    let published = asks_of_publication(&ranked.question);
    match reading.asks {
        QuestionType::Listing => Some(listing(corpus, &listed(corpus, reading, in_scope))),
        QuestionType::When | QuestionType::Where => {
            let dated = |&&index: &&usize| {
                let document = &corpus.documents()[index];
                let published = document.published_on.is_some() && !document.kind.is_report();
                document.adopted_on.is_some() || published
            };
            let sentences: Vec<String> = reading
                .scope
                .named
                .iter()
                .filter(dated)
                .map(|&index| adoption(corpus, index, published))
                .collect();
            (!sentences.is_empty()).then(|| sentences.join(" "))
        }
        _ => None,
    }
}

/// The documents that a list names: where declarations are asked for, no reports about them.
pub(super) fn listed(corpus: &Corpus, reading: &Reading, in_scope: &[usize]) -> Vec<usize> {
    let adopted = |index: &usize| !corpus.documents()[*index].kind.is_report();
    let adopted_alone = reading.scope.wants_adopted && !reading.scope.wants_reports;
    in_scope.iter().copied().filter(|index| !adopted_alone || adopted(index)).collect()
}

/// "There are 3: the Singapore declaration (Singapore, 12 October 2009), ..."
fn listing(corpus: &Corpus, documents: &[usize]) -> String {
    const NAMED_MAX: usize = 20;
    let mut namer = Namer::new(corpus);
    let mut names: Vec<String> =
        documents.iter().take(NAMED_MAX).map(|&index| namer.name(index)).collect();
    if documents.len() > NAMED_MAX {
        names.push(format!("{} more", documents.len() - NAMED_MAX));
    }
    match documents.len() {
        0 => "No document matches.".to_owned(),
        1 => format!("There is 1: {}.", list(&names)),
        count => format!("There are {count}: {}.", list(&names)),
    }
}

/// "The Rome declaration was adopted on 5 November 2012 in Rome, at the 81st General Assembly."
fn adoption(corpus: &Corpus, index: usize, published: bool) -> String {
    let document: &Document = &corpus.documents()[index];
    let mut sentence = capitalised(&short_name(corpus, index));
    match (document.adopted_on, document.published_on) {
        (Some(adopted), _) => sentence.push_str(&format!(" was adopted on {}", date(adopted))),
        (None, Some(published)) => sentence.push_str(&format!(" is dated {}", date(published))),
        (None, None) => {}
    }
    if let Some(place) = &document.place {
        sentence.push_str(&format!(" in {place}"));
    }
    if let Some(occasion) = &document.occasion {
        sentence.push_str(&format!(", at the {}", in_sentence(occasion)));
    }
    sentence.push('.');
    if let Some(published) =
        document.published_on.filter(|_| published && document.adopted_on.is_some())
        && Some(published) != document.adopted_on
    {
        sentence.push_str(&format!(" The page that carries it is dated {}.", date(published)));
    }
    sentence
}

/// An occasion in a sentence, without its article: a capital that only begins it gives way.
pub(super) fn in_sentence(occasion: &str) -> String {
    let occasion = occasion.trim_start_matches("the ");
    let mut words = occasion.split_whitespace();
    let first = words.next().unwrap_or_default();
    let raised = first.chars().skip(1).all(char::is_lowercase);
    let small =
        words.clone().count() > 0 && words.all(|word| !word.starts_with(char::is_uppercase));
    let mut chars = occasion.chars();
    match chars.next() {
        Some(c) if raised && small => c.to_lowercase().chain(chars).collect(),
        _ => occasion.to_owned(),
    }
}

/// Whether a clause tells when or where its document was adopted: by its day or its place, or by a date in its frame.
pub(super) fn tells_adoption(corpus: &Corpus, position: usize) -> bool {
    let clause = &corpus.clauses()[position];
    let document = corpus.document_of(clause);
    let text = corpus.text_of(clause);
    let day = document.date().is_some_and(|day| text.contains(&date(day)));
    let place = document.place.as_ref().is_some_and(|place| text.contains(place.as_str()));
    let framed = clause.part == Part::Frame && AnswerType::Date.given_by(text, Part::Frame);
    !clause.is_note() && (document.kind.is_report() || framed || day || place)
}

#[cfg(test)]
mod tests {
    use super::in_sentence;

    #[test]
    fn occasions_stand_in_sentences_with_small_letters() {
        for (occasion, expected) in [
            ("Eightieth session, 73rd plenary meeting", "eightieth session, 73rd plenary meeting"),
            ("the 81st INTERPOL General Assembly", "81st INTERPOL General Assembly"),
            ("Ministerial Meeting", "Ministerial Meeting"),
            ("UN session", "UN session"),
        ] {
            assert_eq!(in_sentence(occasion), expected);
        }
    }
}
