//! The models: one for each style of answers.

use serde_json::{Value, json};

use super::ids;
use super::rejected::Rejected;
use crate::domain::AnswerStyle;
use crate::service::ErrorCode;

/// The names of the models and their styles. The first is the one to use.
const MODELS: [(&str, AnswerStyle); 4] = [
    ("rapporteur", AnswerStyle::Memo),
    ("rapporteur-short", AnswerStyle::Short),
    ("rapporteur-memo", AnswerStyle::Memo),
    ("rapporteur-full", AnswerStyle::Full),
];

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) name: &'static str,
    pub(super) style: AnswerStyle,
}

impl Model {
    /// The model called `name`; the first where none is named.
    ///
    /// # Errors
    /// When there is no such model.
    pub(super) fn named(name: Option<&str>) -> Result<Self, Rejected> {
        let mut models = MODELS.into_iter().map(|(name, style)| Self { name, style });
        let found = models.find(|model| name.is_none_or(|name| name == model.name));
        found.ok_or_else(|| {
            let shown: String = name.unwrap_or_default().chars().take(80).collect();
            let names = MODELS.map(|(name, _)| name).join(", ");
            Rejected {
                code: ErrorCode::NotFound,
                message: format!("model: no '{shown}'; use one of: {names}"),
                param: Some("model"),
                name: Some("model_not_found"),
            }
        })
    }

    fn body(self) -> Value {
        json!({ "id": self.name, "object": "model", "created": ids::now(), "owned_by": "rapporteur" })
    }
}

/// `GET /v1/models`.
pub(in crate::api) fn list() -> Value {
    let models = MODELS.map(|(name, style)| Model { name, style }.body());
    json!({ "object": "list", "data": models })
}

/// `GET /v1/models/{name}`.
///
/// # Errors
/// When there is no such model.
pub(in crate::api) fn show(name: &str) -> Result<Value, Rejected> {
    Model::named(Some(name)).map(Model::body)
}
