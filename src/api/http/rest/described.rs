//! Parameters that several operations have, as the `OpenAPI` description shows them.

use utoipa::IntoParams;

/// The filters of questions and searches: [`super::CLAUSE_FILTERS`].
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Parameters::filter` reads")]
pub(super) struct ClauseFilters {
    /// Ids of documents.
    document: Option<Vec<String>>,
    /// Years of adoption, or of publication for documents that were not adopted.
    year: Option<Vec<i16>>,
    /// Parts of a document.
    part: Option<Vec<String>>,
    /// Kinds of document.
    kind: Option<Vec<String>>,
    /// Places, compared without regard to case.
    place: Option<Vec<String>>,
    /// Base forms of lead-in verbs, compared without regard to case.
    verb: Option<Vec<String>>,
    /// Strengths of lead-in verbs, weakest first. One verb of the clause must meet all conditions on verbs.
    strength: Option<Vec<String>>,
    /// The minimum strength of a lead-in verb.
    #[param(rename = "strengthMin")]
    strength_min: Option<String>,
    /// Official symbols and other names of documents. Unknown ones match nothing.
    symbol: Option<Vec<String>>,
    /// Those who issued documents, compared without regard to case and accents. Unknown ones match nothing.
    issuer: Option<Vec<String>>,
    /// Keywords of documents, compared without regard to case and accents. Unknown ones match nothing.
    keyword: Option<Vec<String>>,
    /// Languages of documents, by their code (`fr`).
    language: Option<Vec<String>>,
}

/// The filters of lists of documents: [`super::DOCUMENT_FILTERS`].
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Parameters::filter` reads")]
pub(super) struct DocumentFilters {
    /// Years of adoption, or of publication for documents that were not adopted.
    year: Option<Vec<i16>>,
    /// Kinds of document.
    kind: Option<Vec<String>>,
    /// Places, compared without regard to case.
    place: Option<Vec<String>>,
    /// Official symbols and other names of documents. Unknown ones match nothing.
    symbol: Option<Vec<String>>,
    /// Those who issued documents, compared without regard to case and accents. Unknown ones match nothing.
    issuer: Option<Vec<String>>,
    /// Keywords of documents, compared without regard to case and accents. Unknown ones match nothing.
    keyword: Option<Vec<String>>,
    /// Languages of documents, by their code (`fr`).
    language: Option<Vec<String>>,
}

/// The document in an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it describes what the handlers take from the path")]
pub(super) struct DocumentPath {
    /// Id of the document.
    #[param(example = "monaco-2014")]
    id: String,
}

/// The clause in an address.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it describes what the handlers take from the path")]
pub(super) struct ClausePath {
    /// Id of the document.
    #[param(example = "monaco-2014")]
    document: String,
    /// Label of the clause, or number of the paragraph.
    #[param(example = "P3C")]
    label: String,
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::path::ParameterIn;

    use super::super::parameters::{CLAUSE_FILTERS, DOCUMENT_FILTERS};
    use super::*;

    fn names<P: IntoParams>() -> Vec<String> {
        P::into_params(|| Some(ParameterIn::Query)).into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn what_is_read_is_described() {
        assert_eq!(names::<ClauseFilters>(), CLAUSE_FILTERS);
        assert_eq!(names::<DocumentFilters>(), DOCUMENT_FILTERS);
    }
}
