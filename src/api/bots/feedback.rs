//! What people say of answers, by buttons below them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use sha2::{Digest as _, Sha256};

use crate::domain::{Answer, Query};

/// How many answers can be spoken of.
const ANSWERS_MAX: u64 = 20_000;
/// For how long.
const KEPT: Duration = Duration::from_hours(24);
/// Bytes of an answer's id.
const ID_BYTES: usize = 8;
/// What begins the values of buttons: that the answer helped, and that it did not.
const VALUES: [(&str, bool); 2] = [("fb+", true), ("fb-", false)];

/// The questions whose answers have buttons, by their ids.
#[derive(Debug)]
pub(super) struct Answered(Cache<String, Arc<Query>>);

impl Answered {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(ANSWERS_MAX).time_to_live(KEPT).build())
    }

    /// The id by which buttons below the answer to `query` speak of it.
    pub(super) fn add(&self, query: Query, answer: &Answer) -> String {
        let id = id(&query, &answer.corpus_digest().to_string());
        self.0.insert(id.clone(), Arc::new(query));
        id
    }

    /// What the button with `value` speaks of, and whether it helped; none where the answer is no longer known.
    pub(super) fn said(&self, value: &str) -> Option<(Arc<Query>, bool)> {
        let (id, helpful) = read(value)?;
        Some((self.0.get(id)?, helpful))
    }
}

/// The id of the answer to `query` in the state of the corpus with this digest.
fn id(query: &Query, corpus: &str) -> String {
    let documents: Vec<&String> = query.filter.documents.iter().collect();
    // `Debug` quotes each text, so that no two lists look alike.
    let told = format!("{corpus} {:?} {:?} {documents:?}", query.history, query.question);
    let digest = Sha256::digest(told);
    digest.iter().take(ID_BYTES).fold(String::new(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// The values of the two buttons below the answer with this id, and their labels.
pub(super) fn buttons(id: &str) -> [(String, &'static str); 2] {
    let labels = ["Helpful", "Not helpful"];
    let mut labels = labels.into_iter();
    VALUES.map(|(start, _)| (format!("{start}{id}"), labels.next().unwrap_or_default()))
}

/// The id of an answer, and whether it helped, where `value` is that of a button.
pub(super) fn read(value: &str) -> Option<(&str, bool)> {
    VALUES.iter().find_map(|(start, helpful)| Some((value.strip_prefix(start)?, *helpful)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Filter;

    fn query(history: &[&str], question: &str, documents: &[&str]) -> Query {
        let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let documents = texts(documents).into_iter().collect();
        Query {
            question: question.to_owned(),
            history: texts(history),
            filter: Filter { documents, ..Filter::default() },
            ..Query::default()
        }
    }

    #[test]
    fn answers_that_differ_in_what_was_asked_have_ids_of_their_own() {
        let asked = [
            query(&[], "a", &[]),
            query(&["a"], "b", &[]),
            query(&[], "a", &["b"]),
            query(&["a", "b"], "c", &[]),
            query(&["a"], "b", &["c"]),
            query(&[], "a\nb", &[]),
            query(&["a\nb"], "c", &[]),
        ];
        let ids: BTreeSet<String> = asked.iter().map(|query| id(query, "one")).collect();
        assert_eq!(ids.len(), asked.len());
        assert_ne!(id(&asked[0], "one"), id(&asked[0], "another"), "of another state");
        assert_eq!(id(&asked[0], "one"), id(&asked[0], "one"));
    }

    #[test]
    fn values_of_buttons_are_read_back() {
        let [(yes, _), (no, label)] = buttons("00ff");
        assert_eq!((read(&yes), read(&no)), (Some(("00ff", true)), Some(("00ff", false))));
        assert_eq!((read("fb"), read("x"), label), (None, None, "Not helpful"));
    }
}
