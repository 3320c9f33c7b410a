//! Checks that the type of each variable fits its position: "All Variable Usages Are Allowed", section 5.8.5 of the
//! GraphQL specification. The GraphQL library has this rule, but its visitors never reach it.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, OperationDefinition, OperationType, Selection,
    SelectionSet, Type, VariableDefinition,
};
use async_graphql::registry::{MetaInputValue, MetaType, Registry};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::{ConstValue, Value};

use super::errors::set_code;
use crate::service::ErrorCode;

/// The most errors that are reported for a document.
const TOLD_MAX: usize = 10;

/// The variables of `document` that stand where another type is taken.
pub(super) fn misfits(document: &ExecutableDocument, registry: &Registry) -> Vec<ServerError> {
    // Without variables there is nothing to look at.
    if document.operations.iter().all(|(_, one)| one.node.variable_definitions.is_empty()) {
        return Vec::new();
    }
    let fragments: HashMap<&str, Part<'_>> = document
        .fragments
        .iter()
        .map(|(name, fragment)| {
            let mut part = Part::new(registry);
            part.directives(&fragment.node.directives);
            let on = registry.types.get(fragment.node.type_condition.node.on.node.as_str());
            part.selections(&fragment.node.selection_set.node, on);
            (name.as_str(), part)
        })
        .collect();
    let of_operation = |operation| Uses::collect(operation, registry, &fragments).misfits();
    document.operations.iter().flat_map(|(_, one)| of_operation(&one.node)).take(TOLD_MAX).collect()
}

/// A position of a variable.
struct Use<'a> {
    name: &'a str,
    pos: Pos,
    /// The argument or input field that it is given for.
    given_for: &'a str,
    /// What is taken there.
    takes: Type,
    /// Whether something stands there where nothing is given.
    has_default: bool,
}

/// The variables of an operation or a fragment, without those of the fragments that it spreads.
struct Part<'a> {
    registry: &'a Registry,
    uses: Vec<Use<'a>>,
    spreads: Vec<&'a str>,
}

impl<'a> Part<'a> {
    fn new(registry: &'a Registry) -> Self {
        Self { registry, uses: Vec::new(), spreads: Vec::new() }
    }

    fn selections(&mut self, set: &'a SelectionSet, parent: Option<&'a MetaType>) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => {
                    let known = parent.and_then(|on| on.field_by_name(&field.node.name.node));
                    let argument = |name: &str| known.and_then(|known| known.args.get(name));
                    self.arguments(&field.node.arguments, argument);
                    let of = known.and_then(|known| self.registry.concrete_type_by_name(&known.ty));
                    self.selections(&field.node.selection_set.node, of);
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let named = condition.map(|on| self.registry.types.get(&*on.node.on.node));
                    self.selections(&inline.node.selection_set.node, named.unwrap_or(parent));
                }
                Selection::FragmentSpread(spread) => {
                    self.spreads.push(&spread.node.fragment_name.node);
                }
            }
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        for directive in directives {
            let known = self.registry.directives.get(directive.node.name.node.as_str());
            let argument = |name: &str| known.and_then(|known| known.args.get(name));
            self.arguments(&directive.node.arguments, argument);
        }
    }

    fn arguments(
        &mut self,
        given: &'a [(Positioned<Name>, Positioned<Value>)],
        known: impl Fn(&str) -> Option<&'a MetaInputValue>,
    ) {
        for (name, value) in given {
            if let Some(argument) = known(name.node.as_str()) {
                self.input(&value.node, argument, value.pos);
            }
        }
    }

    /// `value`, which is given for `input`.
    fn input(&mut self, value: &'a Value, input: &'a MetaInputValue, pos: Pos) {
        let Some(takes) = Type::new(&input.ty) else { return };
        let has_default = input.default_value.is_some();
        self.value(value, Use { name: "", pos, given_for: &input.name, takes, has_default });
    }

    /// `value`, which stands at `place`.
    fn value(&mut self, value: &'a Value, place: Use<'a>) {
        match (value, &place.takes.base) {
            (Value::Variable(name), _) => self.uses.push(Use { name, ..place }),
            (Value::List(items), BaseType::List(item)) => {
                for value in items {
                    let takes = (**item).clone();
                    self.value(value, Use { takes, has_default: false, ..place });
                }
            }
            (Value::Object(fields), BaseType::Named(name)) => {
                let Some(MetaType::InputObject { input_fields, .. }) =
                    self.registry.types.get(name.as_str())
                else {
                    return;
                };
                for (name, value) in fields {
                    if let Some(field) = input_fields.get(name.as_str()) {
                        self.input(value, field, place.pos);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The variables of an operation, and where they stand in it and in its fragments.
struct Uses<'a> {
    definitions: HashMap<&'a str, &'a Positioned<VariableDefinition>>,
    own: Part<'a>,
    fragments: &'a HashMap<&'a str, Part<'a>>,
}

impl<'a> Uses<'a> {
    fn collect(
        operation: &'a OperationDefinition,
        registry: &'a Registry,
        fragments: &'a HashMap<&'a str, Part<'a>>,
    ) -> Self {
        let root = match operation.ty {
            OperationType::Query => Some(&registry.query_type),
            OperationType::Mutation => registry.mutation_type.as_ref(),
            OperationType::Subscription => registry.subscription_type.as_ref(),
        };
        let mut own = Part::new(registry);
        own.directives(&operation.directives);
        let root = root.and_then(|name| registry.types.get(name));
        own.selections(&operation.selection_set.node, root);
        // What is of no known type is refused for that.
        let known = |one: &&Positioned<VariableDefinition>| {
            registry.types.contains_key(named(&one.node.var_type.node).as_str())
        };
        let definitions = operation.variable_definitions.iter().filter(known);
        let definitions = definitions.map(|one| (one.node.name.node.as_str(), one)).collect();
        Self { definitions, own, fragments }
    }

    fn misfits(&self) -> Vec<ServerError> {
        let mut parts = vec![&self.own];
        let mut spread = HashSet::new();
        let mut misfits = Vec::new();
        while let Some(part) = parts.pop() {
            misfits.extend(part.uses.iter().filter_map(|one| self.misfit(one)));
            let new = part.spreads.iter().filter(|name| spread.insert(**name));
            parts.extend(new.filter_map(|name| self.fragments.get(name)));
        }
        misfits
    }

    fn misfit(&self, one: &Use<'_>) -> Option<ServerError> {
        let definition = *self.definitions.get(one.name)?;
        if is_allowed(&definition.node, one) {
            return None;
        }
        let Use { name, given_for, takes, pos, .. } = one;
        let own = &definition.node.var_type.node;
        let message =
            format!("${name}: is {own}, but {given_for} takes {takes} here; declare it as {takes}");
        let mut error = ServerError::new(message, Some(definition.pos));
        error.locations.push(*pos);
        set_code(&mut error, ErrorCode::ValidationFailed);
        Some(error)
    }
}

/// The type of the items of `one`, at whatever depth.
fn named(one: &Type) -> &Name {
    match &one.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

/// `IsVariableUsageAllowed`: a variable that may be null fits where null is not taken if it, or the
/// place where it stands, has a default.
fn is_allowed(definition: &VariableDefinition, place: &Use<'_>) -> bool {
    let own = &definition.var_type.node;
    let default = definition.default_value.as_ref();
    let has_default = default.is_some_and(|value| value.node != ConstValue::Null);
    let nullable = own.nullable && (has_default || place.has_default);
    is_compatible(own, &Type { nullable: place.takes.nullable || nullable, ..place.takes.clone() })
}

/// `AreTypesCompatible`: whether whatever `own` may be is taken where `takes` is.
fn is_compatible(own: &Type, takes: &Type) -> bool {
    if own.nullable && !takes.nullable {
        return false;
    }
    match (&own.base, &takes.base) {
        (BaseType::Named(own), BaseType::Named(takes)) => own == takes,
        (BaseType::List(own), BaseType::List(takes)) => is_compatible(own, takes),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
