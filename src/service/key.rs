//! When two queries are the same.

use unicode_normalization::UnicodeNormalization;

use crate::domain::{ComparisonQuery, Digest, Filter, Query, QuoteClaim};

/// The cache key of an answer: everything that it depends on. Similar questions never share an answer, since
/// their answers can be opposite.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// In the form that [`normalize`] gives it.
    query: Query,
    /// The corpus that answers.
    corpus: Digest,
}

impl Key {
    /// The key of a normalized query.
    pub(super) fn new(query: Query, corpus: Digest) -> Self {
        Self { query, corpus }
    }

    /// Its approximate size in bytes.
    pub(super) fn bytes(&self) -> usize {
        let Filter { documents, places, verbs, symbols, issuers, keywords, languages, .. } =
            &self.query.filter;
        let lists = [&self.query.history, places, verbs];
        let sets = [documents, symbols, issuers, keywords, languages];
        let texts = lists.into_iter().flatten().chain(sets.into_iter().flatten());
        let texts: usize = texts.map(|text| text.len() + 24).sum();
        size_of::<Self>() + self.query.question.len() + texts
    }
}

/// The cache key of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ComparisonKey {
    /// In the form that [`normalize_comparison`] gives it.
    query: ComparisonQuery,
    /// The corpus that is compared.
    corpus: Digest,
}

impl ComparisonKey {
    /// The key of a normalized query.
    pub(super) fn new(query: ComparisonQuery, corpus: Digest) -> Self {
        Self { query, corpus }
    }

    /// Its approximate size in bytes.
    pub(super) fn bytes(&self) -> usize {
        let ids: usize = self.query.documents.iter().map(|id| id.len() + 24).sum();
        size_of::<Self>() + self.query.topic.len() + ids
    }
}

/// The same for what is compared: rows stand in order of date, in whatever order they are named.
pub(super) fn normalize_comparison(query: &ComparisonQuery) -> ComparisonQuery {
    ComparisonQuery { topic: text(&query.topic), documents: set(query.documents.clone()) }
}

/// The cache key of a verdict. The text is not normalised, since offsets count in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct QuoteKey {
    /// The quotation, and what it is ascribed to.
    pub(super) claim: QuoteClaim,
    /// The corpus that is searched.
    pub(super) corpus: Digest,
}

impl QuoteKey {
    /// Its approximate size in bytes.
    pub(super) fn bytes(&self) -> usize {
        let QuoteClaim { text, document, clause } = &self.claim;
        let ids = [document, clause].into_iter().flatten().map(String::len).sum::<usize>();
        size_of::<Self>() + text.len() + ids
    }
}

/// Removes differences that cannot change an answer: composed or decomposed accents, white space,
/// and the order of a filter's lists. Case stays, for it can tell a name from a word.
pub(super) fn normalize(query: Query) -> Query {
    let Query { question, history, filter, options } = query;
    Query {
        question: text(&question),
        history: history.iter().map(|earlier| text(earlier)).collect(),
        filter: Filter {
            documents: filter.documents,
            years: set(filter.years),
            parts: set(filter.parts),
            kinds: set(filter.kinds),
            places: set(filter.places.iter().map(|place| place.to_ascii_lowercase()).collect()),
            verbs: set(filter.verbs.iter().map(|verb| verb.to_ascii_lowercase()).collect()),
            strengths: set(filter.strengths),
            strength_min: filter.strength_min,
            // They are folded, and in order.
            symbols: filter.symbols,
            issuers: filter.issuers,
            keywords: filter.keywords,
            languages: filter.languages,
        },
        options,
    }
}

fn text(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn set<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AskOptions;

    fn query(question: &str) -> Query {
        Query { question: question.into(), ..Query::default() }
    }

    #[test]
    fn only_what_cannot_change_an_answer_is_removed() {
        let same = [
            ("Who urges  cooperation?", " Who\turges cooperation?\n"),
            ("de Maizi\u{e8}re", "de Maizie\u{300}re"),
            ("a\u{a0}b", "a b"),
        ];
        for (a, b) in same {
            assert_eq!(normalize(query(a)), normalize(query(b)), "{a:?} {b:?}");
        }
        let different = [("Rome", "rome"), ("urges it?", "urges it"), ("2012", "2014")];
        for (a, b) in different {
            assert_ne!(normalize(query(a)), normalize(query(b)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn filters_are_sets() {
        let with = |documents: &[&str], places: &[&str]| Query {
            filter: Filter {
                documents: documents.iter().map(ToString::to_string).collect(),
                places: places.iter().map(ToString::to_string).collect(),
                ..Filter::default()
            },
            ..query("x")
        };
        assert_eq!(
            normalize(with(&["b", "a", "b"], &["Rome"])),
            normalize(with(&["a", "b"], &["ROME", "rome"]))
        );
        assert_ne!(normalize(with(&["a"], &[])), normalize(with(&["b"], &[])));
    }

    #[test]
    fn everything_that_shapes_an_answer_tells_keys_apart() {
        let corpus = Digest([0; 32]);
        let base = Key::new(query("x"), corpus);
        let others = [
            Key::new(Query { history: vec!["y".into()], ..query("x") }, corpus),
            Key::new(
                Query {
                    options: AskOptions { max_citations: 1, ..AskOptions::default() },
                    ..query("x")
                },
                corpus,
            ),
            Key::new(query("x"), Digest([1; 32])),
        ];
        for other in others {
            assert_ne!(base, other);
        }
    }
}
