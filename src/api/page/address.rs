//! Addresses of pages, and the parameters in them.

use form_urlencoded::Serializer;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::api::graphql::Links;
use crate::domain::{Clause, Corpus, Document, Span};

/// What may not stand in a part of a path as it is.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The parameter that names the first of a page of results.
const FROM: &str = "from";

/// The parameters of a page's address, in order.
#[derive(Debug, Clone, Default)]
pub(in crate::api) struct Choices(Vec<(String, String)>);

impl Choices {
    /// These pairs, without those that have no value: forms send the fields that are left empty, too.
    pub(in crate::api) fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    /// The first value of `name`.
    pub(in crate::api) fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of `name`, in order.
    pub(in crate::api) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All of them.
    pub(in crate::api) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether `name` has this value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|own| own.eq_ignore_ascii_case(value))
    }

    /// The same with a further value, from the first page on.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut more = self.only(|own, _| own != FROM);
        more.0.push((name.to_owned(), value.to_owned()));
        more
    }

    /// The same without a value, from the first page on.
    pub(super) fn without(&self, name: &str, value: &str) -> Self {
        self.only(|own, it| own != FROM && !(own == name && it.eq_ignore_ascii_case(value)))
    }

    /// The same with `name` set to this value alone.
    pub(super) fn set(&self, name: &str, value: &str) -> Self {
        let mut other = self.only(|own, _| own != name);
        other.0.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same on the page that begins with the result number `first`.
    pub(super) fn from(&self, first: usize) -> Self {
        self.set(FROM, &first.to_string())
    }

    /// Those that `keep` keeps.
    pub(super) fn only(&self, keep: impl Fn(&str, &str) -> bool) -> Self {
        Self(self.0.iter().filter(|(name, value)| keep(name, value)).cloned().collect())
    }

    /// The address of `path` with these parameters.
    pub(super) fn address(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let query = Serializer::new(String::new()).extend_pairs(&self.0).finish();
        format!("{path}?{query}")
    }

    /// As fields of a form that nobody sees.
    pub(super) fn hidden(&self) -> Markup {
        html! {
            @for (name, value) in &self.0 {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

/// The page of a document.
pub(super) fn document(document: &Document) -> String {
    format!("/d/{}", utf8_percent_encode(&document.id, IN_PATHS))
}

/// The place of a clause on the page of its document.
pub(super) fn place(corpus: &Corpus, clause: &Clause) -> String {
    format!("{}#{}", document(corpus.document_of(clause)), anchor(&clause.label))
}

/// The page of a clause in this state of the corpus.
pub(super) fn clause(corpus: &Corpus, clause: &Clause) -> String {
    Links::default().clause(corpus, clause)
}

/// The page of a clause, with the words at `span` of its document marked.
pub(super) fn quotation(corpus: &Corpus, clause: &Clause, span: Span) -> String {
    format!("{}?at={}-{}#quoted", self::clause(corpus, clause), span.start, span.end)
}

/// What a clause with this label goes by on the page of its document: unlike for each label, and
/// without blanks. Ids of the page itself have no capitals and no digits.
pub(super) fn anchor(label: &str) -> String {
    let mut anchor = String::from("C");
    for char in label.chars() {
        if char.is_alphanumeric() || char == '-' || char == '.' {
            anchor.push(char);
        } else if char.is_whitespace() {
            anchor.push('_');
        } else {
            anchor.push_str(&format!("_{:x}_", u32::from(char)));
        }
    }
    anchor
}

/// `address`, if it is one that a page may lead to.
pub(super) fn outside(address: &str) -> Option<&str> {
    let address = address.trim();
    let (scheme, rest) = address.split_once("://")?;
    let known = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let plain = !rest.is_empty() && !rest.contains(char::is_whitespace);
    (known && plain).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(pairs: &[(&str, &str)]) -> Choices {
        Choices::new(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
    }

    #[test]
    fn parameters_are_added_and_taken_away() {
        let asked = choices(&[("q", "who & why?"), ("year", ""), ("year", "2012"), ("from", "21")]);
        let cases = [
            (asked.clone(), "/?q=who+%26+why%3F&year=2012&from=21"),
            (asked.with("kind", "treaty"), "/?q=who+%26+why%3F&year=2012&kind=treaty"),
            (asked.without("year", "2012"), "/?q=who+%26+why%3F"),
            (asked.from(41), "/?q=who+%26+why%3F&year=2012&from=41"),
            (asked.only(|name, _| name == "none"), "/"),
        ];
        for (choices, expected) in cases {
            assert_eq!(choices.address("/"), expected);
        }
    }

    #[test]
    fn anchors_tell_labels_apart() {
        let labels = ["P3A", "P3 A", "P3#A", "12 (b) ¶1", "12 (b)", "Annex, 5", "Annex 5"];
        let anchors: std::collections::BTreeSet<String> =
            labels.iter().map(|label| anchor(label)).collect();
        assert_eq!(anchors.len(), labels.len());
        assert!(anchors.iter().all(|anchor| !anchor.contains([' ', '#', '"'])), "{anchors:?}");
    }

    #[test]
    fn only_addresses_of_the_web_are_led_to() {
        for good in ["https://example.org/a?b#c", " HTTP://example.org "] {
            assert_eq!(outside(good), Some(good.trim()));
        }
        let bad =
            ["javascript:alert(1)", "javascript://x/%0aalert(1)", "data:text/html,x", "https://"];
        for bad in bad.into_iter().chain(["a page of the web", "//example.org", "https://a b"]) {
            assert_eq!(outside(bad), None, "{bad}");
        }
    }
}
