//! Scalars of time.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::domain;

/// A domain date.
pub(super) struct Date(pub(super) domain::Date);

/// A calendar date in ISO 8601: `2014-11-04`.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(text.parse()?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A point in time.
pub(super) struct DateTime(pub(super) jiff::Timestamp);

/// A point in time in ISO 8601, in UTC: `2014-11-04T09:00:00Z`.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(text.parse()?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
