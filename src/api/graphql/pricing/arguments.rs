//! The arguments of a field, with the values of variables in their places.

use async_graphql::parser::types::{Directive, Field};
use async_graphql::{Name, Positioned, Value, Variables};

/// The arguments of a field.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    field: &'a Field,
    variables: &'a Variables,
}

impl<'a> Arguments<'a> {
    /// Those of `field`.
    pub(super) const fn of(field: &'a Field, variables: &'a Variables) -> Self {
        Self { field, variables }
    }

    /// What is given for `name`; nothing where a variable in it has no value.
    fn get(&self, name: &str) -> Option<Value> {
        let value = self.field.get_argument(name)?.node.clone();
        value.into_const_with(|variable| value_of(&variable, self.variables)).ok()
    }

    /// A number. One that is too large for its type is refused later.
    pub(super) fn int(&self, name: &str) -> Option<i32> {
        self.get(name).as_ref().and_then(int)
    }

    /// A number in the input object `object`.
    pub(super) fn int_in(&self, object: &str, name: &str) -> Option<i32> {
        match self.get(object)? {
            Value::Object(fields) => fields.get(name).and_then(int),
            _ => None,
        }
    }

    /// An id, or the name of a value of an enum.
    pub(super) fn name(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text),
            Value::Enum(name) => Some(name.to_string()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// How many characters the text or the texts have.
    pub(super) fn chars(&self, name: &str) -> usize {
        self.get(name).as_ref().map_or(0, chars)
    }
}

fn value_of(variable: &Name, variables: &Variables) -> Result<Value, ()> {
    variables.get(variable).cloned().ok_or(())
}

fn int(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => {
            Some(number.as_i64().and_then(|number| i32::try_from(number).ok()).unwrap_or(i32::MAX))
        }
        _ => None,
    }
}

fn chars(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::List(items) => items.iter().map(chars).sum(),
        _ => 0,
    }
}

/// Whether `@skip` or `@include` among `directives` leaves out what they stand at. A condition without
/// a value is false.
pub(super) fn leave_out(directives: &[Positioned<Directive>], variables: &Variables) -> bool {
    directives.iter().any(|directive| {
        let left_out_when = match directive.node.name.node.as_str() {
            "skip" => true,
            "include" => false,
            _ => return false,
        };
        let condition = directive.node.get_argument("if").map(|value| value.node.clone());
        let value = condition.map(|value| value.into_const_with(|one| value_of(&one, variables)));
        value.is_some_and(|value| (value == Ok(Value::Boolean(true))) == left_out_when)
    })
}
