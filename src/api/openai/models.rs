//! The models: one for each style of answers, and one that a language model phrases, where there is one.

use serde_json::{Value, json};

use super::ids;
use super::rejected::Rejected;
use crate::domain::AnswerStyle;
use crate::service::{ErrorCode, Service};

/// The names of the models and their styles. The first is the one to use, the last needs a language model.
const MODELS: [(&str, AnswerStyle); 5] = [
    ("rapporteur", AnswerStyle::Memo),
    ("rapporteur-short", AnswerStyle::Short),
    ("rapporteur-memo", AnswerStyle::Memo),
    ("rapporteur-full", AnswerStyle::Full),
    (PHRASED, AnswerStyle::Memo),
];
const PHRASED: &str = "rapporteur-phrased";

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) name: &'static str,
    pub(super) style: AnswerStyle,
}

impl Model {
    /// The models of `service`.
    fn all(service: &Service) -> impl Iterator<Item = Self> {
        let phrases = service.phrases();
        let models = MODELS.into_iter().map(|(name, style)| Self { name, style });
        models.filter(move |model| phrases || !model.is_phrased())
    }

    /// The model called `name`; the first where none is named.
    ///
    /// # Errors
    /// When there is no such model.
    pub(super) fn named(service: &Service, name: Option<&str>) -> Result<Self, Rejected> {
        let found = Self::all(service).find(|model| name.is_none_or(|name| name == model.name));
        found.ok_or_else(|| {
            let shown: String = name.unwrap_or_default().chars().take(80).collect();
            let names: Vec<&str> = Self::all(service).map(|model| model.name).collect();
            Rejected {
                code: ErrorCode::NotFound,
                message: format!("model: no '{shown}'; use one of: {}", names.join(", ")),
                param: Some("model"),
                name: Some("model_not_found"),
            }
        })
    }

    /// Whether a language model phrases its answers.
    pub(super) fn is_phrased(self) -> bool {
        self.name == PHRASED
    }

    fn body(self) -> Value {
        json!({ "id": self.name, "object": "model", "created": ids::now(), "owned_by": "rapporteur" })
    }
}

/// `GET /v1/models`.
pub(in crate::api) fn list(service: &Service) -> Value {
    let models: Vec<Value> = Model::all(service).map(Model::body).collect();
    json!({ "object": "list", "data": models })
}

/// `GET /v1/models/{name}`.
///
/// # Errors
/// When there is no such model.
pub(in crate::api) fn show(service: &Service, name: &str) -> Result<Value, Rejected> {
    Model::named(service, Some(name)).map(Model::body)
}
