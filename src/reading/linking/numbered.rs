//! Resolutions that are compared by their numbers alone: "compare 2242 with 2122".

use super::index::LinkIndex;
use super::link::{Link, Outcome};
use crate::language::dates::year_of;
use crate::language::lexicon::english;
use crate::reading::words::{Role, Words};

/// The numbers of documents in a question that compares, where one of them is known. A number that stands beside
/// such a one and is not known is that of a document that is not there.
pub(super) fn numbered(words: &Words<'_>, index: &LinkIndex) -> Vec<Link> {
    if !words.any(&english().questions.comparing.always) {
        return Vec::new();
    }
    let is_number = |at: &usize| {
        let word = words.word(*at);
        (3..=5).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_digit())
            && year_of(word).is_none()
            && words.role(*at) == Role::Topic
    };
    let numbers: Vec<usize> = (0..words.len()).filter(is_number).collect();
    let known = |at: usize| index.called(words.word(at));
    let beside = |at: usize| {
        let near = |other: &&usize| other.abs_diff(at) == 2 && !known(**other).is_empty();
        numbers.iter().any(|other| near(&other))
    };
    let link = |at: usize| {
        let documents = known(at).to_vec();
        let outcome = match documents.len() {
            0 if beside(at) => Outcome::Missing,
            0 => return None,
            1 => Outcome::Linked,
            _ => Outcome::Ambiguous,
        };
        Some(Link { words: at..at + 1, documents, outcome, absent: None, subject: None })
    };
    numbers.iter().filter_map(|&at| link(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{Made, corpus_of};

    #[test]
    fn numbers_alone_name_what_is_compared() {
        let made = |id: &str, symbol: &str| {
            let made = Made::new(id, "On the sea", 2014);
            made.symbol(symbol).clause("Urges all to swim.")
        };
        let corpus = corpus_of([made("a", "S/RES/2178 (2014)"), made("b", "S/RES/2170 (2014)")]);
        let index = LinkIndex::new(&corpus);
        let found = |question: &str| -> Vec<(Vec<usize>, Outcome)> {
            let links = numbered(&Words::new(question), &index);
            links.into_iter().map(|link| (link.documents, link.outcome)).collect()
        };
        assert_eq!(
            found("compare 2178 and 2170 on ships"),
            [(vec![0], Outcome::Linked), (vec![1], Outcome::Linked)]
        );
        assert_eq!(
            found("compare 2178 with 2122"),
            [(vec![0], Outcome::Linked), (Vec::new(), Outcome::Missing)]
        );
        assert!(found("compare 2122 with 2123").is_empty());
        assert!(found("2178 ships came").is_empty());
        assert!(found("compare 2178 with what 3000 ships did").len() == 1);
    }
}
