//! The parameters of a page's address.

use axum::extract::Query;
use axum::http::Uri;

use super::super::failure::Failure;
use super::super::rest::Parameters;
use crate::api::page::Choices;
use crate::domain::{Filter, Span};
use crate::service::ErrorCode;

/// The parameters of `uri`. Fields that are left empty do not count, nor do those that are not `known`: links
/// gather parameters of others on their way.
pub(super) fn choices(uri: &Uri, known: &[&str]) -> Result<Choices, Failure> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| {
        let message = "the query string cannot be decoded; percent-encode it";
        Failure::new(ErrorCode::BadRequest, message)
    })?;
    let known = pairs.into_iter().filter(|(name, _)| known.contains(&name.as_str()));
    Ok(Choices::new(known.collect()))
}

/// The filter that `choices` make.
pub(super) fn filter(choices: &Choices) -> Result<Filter, Failure> {
    Parameters::from_pairs(choices.pairs().to_vec()).filter()
}

/// The number of the first result, from 0.
pub(super) fn first(choices: &Choices) -> usize {
    let from = choices.one("from").and_then(|from| from.parse::<usize>().ok());
    from.unwrap_or(1).saturating_sub(1)
}

/// The words of a document that are to be marked: `?at=120-310`, in code points.
pub(super) fn quoted(choices: &Choices) -> Option<Span> {
    let (start, end) = choices.one("at")?.split_once('-')?;
    Some(Span::new(start.parse().ok()?, end.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_parameters_with_values_count() {
        let uri = Uri::from_static("/?q=a&year=&utm=x&at=3-9&from=21");
        let choices = choices(&uri, &["q", "year", "at", "from"]).expect("it is decoded");
        assert_eq!(choices.pairs().len(), 3);
        assert_eq!((first(&choices), quoted(&choices)), (20, Some(Span::new(3, 9))));
    }

    #[test]
    fn odd_numbers_name_nothing() {
        for at in ["", "3", "a-b", "3-9-1", "-3-4", "9999999999-1"] {
            let choices = Choices::new(vec![
                ("at".to_owned(), at.to_owned()),
                ("from".to_owned(), "x".to_owned()),
            ]);
            assert_eq!((quoted(&choices), first(&choices)), (None, 0), "{at}");
        }
    }
}
