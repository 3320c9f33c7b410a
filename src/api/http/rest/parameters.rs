//! Parsing the query string, strictly: a misspelled filter must not be ignored.

use std::str::FromStr;

use axum::extract::Query;
use axum::http::Uri;
use serde_json::{Map, Value};

use super::super::failure::Failure;
use crate::domain::{Date, DocumentKind, Filter, InvalidQuery, Part, Strength, folded, symbol_key};
use crate::service::{ErrorCode, ServiceError};

/// The filters that questions take.
pub(in crate::api::http) const CLAUSE_FILTERS: [&str; 12] = [
    "document", "year", "part", "kind", "place", "verb", "strength", "strengthMin", "symbol",
    "issuer", "keyword", "language",
];
/// The filters that listings take.
pub(in crate::api::http) const DOCUMENT_FILTERS: [&str; 7] =
    ["year", "kind", "place", "symbol", "issuer", "keyword", "language"];

/// Parameters that are numbers in JSON.
const NUMBERS: [&str; 3] = ["year", "maxCitations", "quoteWordsMax"];

/// The decoded query string.
pub(in crate::api::http) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The parameters of `uri`, all of them among `known`.
    pub(super) fn read(uri: &Uri, known: &[&str]) -> Result<Self, Failure> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| malformed("the query string cannot be decoded; percent-encode it"))?;
        let raw = uri.query().unwrap_or_default().to_ascii_uppercase();
        // What is not UTF-8 is decoded to this character; it may also have been sent as such.
        let spoiled = |text: &str| text.contains('\u{FFFD}') && !raw.contains("%EF%BF%BD");
        for (name, value) in &pairs {
            if spoiled(name) || spoiled(value) {
                return Err(malformed("the query string is not UTF-8; percent-encode it as such"));
            }
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().take(80).collect();
                let message = format!("no parameter '{name}'; use {}", known.join(", "));
                return Err(malformed(message));
            }
        }
        Ok(Self(pairs))
    }

    /// Parameters that were decoded and looked at already.
    pub(in crate::api::http) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The parameters of a JSON object, whose values are texts, numbers and lists of these, all of them among
    /// `known`.
    pub(super) fn of_object(body: &[u8], known: &[&str]) -> Result<Self, Failure> {
        let object: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
            malformed(format!("the body cannot be read: {error}; send {{\"q\": \"...\"}}"))
        })?;
        let mut pairs = Vec::new();
        for (name, value) in object {
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().take(80).collect();
                return Err(malformed(format!("no parameter '{name}'; use {}", known.join(", "))));
            }
            let values = match value {
                Value::Array(values) => values,
                Value::Null => Vec::new(),
                value => vec![value],
            };
            for value in values {
                let value = match (value, NUMBERS.contains(&name.as_str())) {
                    (Value::String(text), false) => text,
                    (Value::Number(number), true) => number.to_string(),
                    (_, true) => return Err(malformed(format!("{name}: send a number"))),
                    (_, false) => return Err(malformed(format!("{name}: send a text"))),
                };
                pairs.push((name.clone(), value));
            }
        }
        Ok(Self(pairs))
    }

    /// Every value of `name`, in order.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(own, _)| own == name);
        named.map(|(_, value)| value.clone()).collect()
    }

    /// The value of `name`, which may stand there once.
    pub(super) fn one(&self, name: &'static str) -> Result<Option<String>, Failure> {
        let mut values = self.all(name);
        let value = values.pop();
        if values.is_empty() {
            return Ok(value);
        }
        Err(unfit(name, "is given more than once; send it once"))
    }

    /// The number that `name` is, from 1 to `max`.
    pub(super) fn count(&self, name: &'static str, max: usize) -> Result<Option<usize>, Failure> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        let count = value.parse().ok().filter(|count| (1..=max).contains(count));
        count.map(Some).ok_or_else(|| unfit(name, &format!("must be a number from 1 to {max}")))
    }

    /// The filters among the parameters.
    pub(in crate::api::http) fn filter(&self) -> Result<Filter, Failure> {
        let parts = Part::ALL.map(|part| (part.name(), part));
        let kinds = DocumentKind::ALL.map(|kind| (kind.name(), kind));
        let strengths = Strength::ALL.map(|strength| (strength.name(), strength));
        // One at most: of two least strengths, nobody could tell which counts.
        self.one("strengthMin")?;
        Ok(Filter {
            documents: self.all("document").into_iter().collect(),
            years: self.numbers("year", "write four digits, such as 2014")?,
            parts: self.named("part", &parts)?,
            kinds: self.named("kind", &kinds)?,
            places: self.all("place"),
            verbs: self.all("verb"),
            strengths: self.named("strength", &strengths)?,
            strength_min: self.named("strengthMin", &strengths)?.pop(),
            symbols: self.all("symbol").iter().map(|symbol| symbol_key(symbol)).collect(),
            issuers: self.all("issuer").iter().map(|issuer| folded(issuer)).collect(),
            keywords: self.all("keyword").iter().map(|keyword| folded(keyword)).collect(),
            languages: self.all("language").iter().map(|code| code.to_lowercase()).collect(),
        })
    }

    fn numbers<T: FromStr>(&self, name: &'static str, remedy: &str) -> Result<Vec<T>, Failure> {
        let number = |value: String| {
            value
                .parse()
                .map_err(|_| unfit(name, &format!("'{}' is not valid; {remedy}", shown(&value))))
        };
        self.all(name).into_iter().map(number).collect()
    }

    /// The value among `known` with the name that the parameter `name` gives; it may be given once.
    pub(super) fn one_named<T: Copy>(
        &self,
        name: &'static str,
        known: &[(&str, T)],
    ) -> Result<Option<T>, Failure> {
        self.one(name)?;
        Ok(self.named(name, known)?.pop())
    }

    /// The date that `name` is.
    pub(super) fn date(&self, name: &'static str) -> Result<Option<Date>, Failure> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        value.parse().map(Some).map_err(|_| {
            unfit(
                name,
                &format!("'{}' is not valid; write YYYY-MM-DD, such as 2026-11-22", shown(&value)),
            )
        })
    }

    /// The values among `known` with the names that the parameter gives, in any case.
    fn named<T: Copy>(&self, name: &'static str, known: &[(&str, T)]) -> Result<Vec<T>, Failure> {
        let find = |value: String| {
            let found = known.iter().find(|(own, _)| own.eq_ignore_ascii_case(&value));
            found.map(|(_, value)| *value).ok_or_else(|| {
                let names: Vec<&str> = known.iter().map(|(own, _)| *own).collect();
                unfit(name, &format!("no '{}'; use one of: {}", shown(&value), names.join(", ")))
            })
        };
        self.all(name).into_iter().map(find).collect()
    }
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}

fn malformed(message: impl Into<String>) -> Failure {
    Failure::new(ErrorCode::BadRequest, message)
}

/// `name` has a value that does not fit.
pub(super) fn unfit(name: &'static str, message: &str) -> Failure {
    Failure::new(ErrorCode::BadUserInput, format!("{name}: {message}"))
}

/// A failure of the service, in the words of these parameters.
pub(in crate::api::http) fn failed(error: ServiceError) -> Failure {
    match error {
        ServiceError::InvalidQuery(invalid) => refused(invalid),
        other => other.into(),
    }
}

/// What is wrong with a query, in the words of these parameters.
pub(in crate::api::http) fn refused(invalid: InvalidQuery) -> Failure {
    let field = match invalid.field {
        "question" => "q",
        "filter.documents" => "document",
        "filter.years" => "year",
        "filter.parts" => "part",
        "filter.kinds" => "kind",
        "filter.places" => "place",
        "filter.verbs" => "verb",
        "filter.strengths" => "strength",
        "filter.symbols" => "symbol",
        "filter.issuers" => "issuer",
        "filter.keywords" => "keyword",
        "filter.languages" => "language",
        "options.quoteWordsMax" => "quoteWordsMax",
        other => other,
    };
    ServiceError::InvalidQuery(InvalidQuery { field, ..invalid }).into()
}
