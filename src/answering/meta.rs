//! Sentences that answer from what is known about documents: dates, places, the list of them.

use super::phrase::{Namer, capitalised, date, list, short_name};
use crate::domain::{Corpus, Document, QuestionType};
use crate::reading::Reading;

/// A first sentence that answers a question about documents themselves; `None` for any other.
pub(super) fn lead(corpus: &Corpus, reading: &Reading, in_scope: &[usize]) -> Option<String> {
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
                .map(|&index| adoption(corpus, index))
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
        0 => "There are no such documents.".to_owned(),
        1 => format!("There is 1: {}.", list(&names)),
        count => format!("There are {count}: {}.", list(&names)),
    }
}

/// "The Rome declaration was adopted on 5 November 2012 in Rome, at the 81st General Assembly."
fn adoption(corpus: &Corpus, index: usize) -> String {
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
        sentence.push_str(&format!(", at the {}", occasion.trim_start_matches("the ")));
    }
    sentence.push('.');
    if let Some(published) = document.published_on.filter(|_| document.adopted_on.is_some())
        && Some(published) != document.adopted_on
    {
        sentence.push_str(&format!(" The page that carries it is dated {}.", date(published)));
    }
    sentence
}
