//! Enums of the domain as both wire formats have them: by their names in capitals, with the domain's own
//! documentation.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType,
    Positioned, ServerResult, Value,
};
use serde::{Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::citing;
use crate::domain::{self, Documented};

/// A domain enum on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api) struct Wire<E>(pub(in crate::api) E);

impl<E> From<E> for Wire<E> {
    fn from(value: E) -> Self {
        Self(value)
    }
}

impl<E: Documented> Wire<E> {
    pub(in crate::api) fn name(self) -> String {
        let row = E::VALUES.iter().find(|(value, ..)| *value == self.0);
        row.map(|(_, name, _)| in_capitals(name)).expect("every value has a row")
    }

    /// The value with this name.
    fn named(name: &str) -> Option<Self> {
        let row = E::VALUES.iter().find(|(_, own, _)| in_capitals(own) == name);
        row.map(|(value, ..)| Self(*value))
    }

    fn describe(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| {
            let value = |(_, name, doc): &(E, &str, &str)| {
                let name = in_capitals(name);
                let value = MetaEnumValue {
                    name: name.clone(),
                    description: Some(text(doc)),
                    deprecation: Deprecation::NoDeprecated,
                    visible: None,
                    inaccessible: false,
                    tags: Vec::new(),
                    directive_invocations: Vec::new(),
                };
                (name, value)
            };
            MetaType::Enum {
                name: E::NAME.to_owned(),
                description: Some(text(E::DOC)),
                enum_values: E::VALUES.iter().map(value).collect::<IndexMap<_, _>>(),
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                rust_typename: Some(std::any::type_name::<Self>()),
                directive_invocations: Vec::new(),
                requires_scopes: Vec::new(),
            }
        })
    }
}

/// `NotFound` as `NOT_FOUND`.
fn in_capitals(name: &str) -> String {
    let mut capitals = String::with_capacity(name.len() + 2);
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            capitals.push('_');
        }
        capitals.push(letter.to_ascii_uppercase());
    }
    capitals
}

/// A doc comment as it is read: each of its lines begins with a space.
fn text(doc: &str) -> String {
    doc.trim().to_owned()
}

impl<E: Documented> InputType for Wire<E> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        E::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::describe(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let name = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(name) => name.as_str(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        Self::named(name).ok_or_else(|| {
            InputValueError::custom(format!(
                "enumeration type \"{}\" does not contain the value \"{name}\"",
                E::NAME
            ))
        })
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.name()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

impl<E: Documented> OutputType for Wire<E> {
    fn type_name() -> Cow<'static, str> {
        E::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::describe(registry)
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(self.to_value())
    }
}

impl<E: Documented> Serialize for Wire<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<E: Documented> PartialSchema for Wire<E> {
    fn schema() -> RefOr<Schema> {
        let names = E::VALUES.iter().map(|(_, name, _)| in_capitals(name));
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(text(E::DOC)))
            .enum_values(Some(names))
            .build()
            .into()
    }
}

impl<E: Documented> ToSchema for Wire<E> {
    fn name() -> Cow<'static, str> {
        E::NAME.into()
    }
}

pub(in crate::api) type MetBy = Wire<domain::MetBy>;
pub(in crate::api) type TermKind = Wire<domain::TermKind>;
pub(in crate::api) type AnswerStatus = Wire<domain::AnswerStatus>;
pub(in crate::api) type AnswerStyle = Wire<domain::AnswerStyle>;
pub(in crate::api) type PartKind = Wire<domain::PartKind>;
pub(in crate::api) type SignalName = Wire<domain::SignalName>;
pub(in crate::api) type Part = Wire<domain::Part>;
pub(in crate::api) type DocumentKind = Wire<domain::DocumentKind>;
pub(in crate::api) type Strength = Wire<domain::Strength>;
pub(in crate::api) type Speaks = Wire<domain::Speaks>;
pub(in crate::api) type ChangeKind = Wire<domain::ChangeKind>;
pub(in crate::api) type PairedBy = Wire<domain::PairedBy>;
pub(in crate::api) type LeftOutReason = Wire<domain::LeftOutReason>;
pub(in crate::api) type QuestionType = Wire<domain::QuestionType>;
pub(in crate::api) type NotPhrased = Wire<domain::NotPhrased>;
pub(in crate::api) type RefusalKind = Wire<domain::RefusalKind>;
pub(in crate::api) type Verdict = Wire<domain::Verdict>;
pub(in crate::api) type Normalisation = Wire<domain::Normalisation>;
pub(in crate::api) type DifferenceKind = Wire<domain::DifferenceKind>;
pub(in crate::api) type ItemKind = Wire<domain::ItemKind>;
pub(in crate::api) type ItemVerdict = Wire<domain::ItemVerdict>;
pub(in crate::api) type Standing = Wire<domain::Standing>;
pub(in crate::api) type ClauseChange = Wire<domain::ClauseChange>;
pub(in crate::api) type AdoptionMethod = Wire<domain::AdoptionMethod>;
pub(in crate::api) type Fact = Wire<domain::Fact>;
pub(in crate::api) type FileEffect = Wire<domain::FileEffect>;
pub(in crate::api) type CitationStyle = Wire<citing::CitationStyle>;
pub(in crate::api) type ExportFormat = Wire<citing::ExportFormat>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_values() {
        for (value, ..) in domain::ItemVerdict::VALUES {
            assert_eq!(Wire::named(&Wire(*value).name()), Some(Wire(*value)));
        }
        assert_eq!(Wire(domain::ItemVerdict::NoSuchClause).name(), "NO_SUCH_CLAUSE");
        assert_eq!(Wire::<domain::Part>::named("Body"), None);
    }
}
