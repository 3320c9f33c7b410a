//! What a document comes to before it is carried out, and what its response came to.

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::registry::{MetaTypeName, Registry};
use async_graphql::{Value, Variables};

use super::CHARS_PER_POINT;
use super::arguments::{Arguments, leave_out};
use super::scope::{About, Known, Scope};
use super::tariff::{Call, ITEM_CHARS, UNPAGED};
use crate::domain::Corpus;

/// The most that is told: every reader of JSON has room for it.
const REQUESTED_MAX: usize = 1_000_000_000;

/// The prices of all that an operation selects.
#[derive(Debug)]
pub(in crate::api::graphql) struct Plan {
    fields: Vec<Priced>,
    requested: usize,
}

/// A field with the prices that its response is paid by.
#[derive(Debug)]
struct Priced {
    /// What it goes by in the response.
    key: String,
    /// What is paid on each object beside the field: for work,
    work: usize,
    /// and for text, at most.
    text_max: usize,
    /// How many of its objects are paid for, on each that has it.
    objects_max: usize,
    fields: Vec<Priced>,
}

impl Plan {
    /// The prices of `operation`, which is one of `document`.
    pub(in crate::api::graphql) fn of(
        operation: &OperationDefinition,
        document: &ExecutableDocument,
        variables: &Variables,
        registry: &Registry,
        corpus: Option<&Corpus>,
    ) -> Self {
        let known = Known(corpus);
        let mut planner = Planner { document, variables, registry, known, requested: 0 };
        let root = match operation.ty {
            OperationType::Query => Some(registry.query_type.as_str()),
            OperationType::Mutation => registry.mutation_type.as_deref(),
            OperationType::Subscription => registry.subscription_type.as_deref(),
        };
        let mut fields = Vec::new();
        let scope = Scope { count: 1, about: About::Other };
        let set = &operation.selection_set.node;
        planner.selections(set, root.unwrap_or_default(), scope, &mut fields);
        Self { fields, requested: planner.requested.min(REQUESTED_MAX) }
    }

    /// What it comes to at most.
    pub(in crate::api::graphql) const fn requested(&self) -> usize {
        self.requested
    }

    /// What `data` came to, beside what had to be computed.
    pub(in crate::api::graphql) fn actual(&self, data: &Value) -> usize {
        paid(&self.fields, data)
    }
}

/// What `object` comes to.
fn paid(fields: &[Priced], object: &Value) -> usize {
    let Value::Object(object) = object else { return 0 };
    let present = fields.iter().filter_map(|field| Some((field, object.get(field.key.as_str())?)));
    present.map(|(field, value)| 1 + field.paid(value)).sum()
}

impl Priced {
    /// What `value` comes to, beside the field itself.
    fn paid(&self, value: &Value) -> usize {
        if *value == Value::Null {
            return 0;
        }
        let objects = match value {
            Value::List(items) => items.as_slice(),
            value => std::slice::from_ref(value),
        };
        let inside = objects.iter().take(self.objects_max).map(|object| paid(&self.fields, object));
        self.work + points(value).min(self.text_max) + inside.sum::<usize>()
    }
}

/// What the text of `value` costs.
fn points(value: &Value) -> usize {
    let chars = match value {
        Value::String(text) => text.chars().count(),
        Value::List(items) => items.iter().map(item_chars).sum(),
        _ => 0,
    };
    chars / CHARS_PER_POINT
}

fn item_chars(item: &Value) -> usize {
    match item {
        Value::String(text) => text.chars().count() + ITEM_CHARS,
        _ => 0,
    }
}

struct Planner<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    registry: &'a Registry,
    known: Known<'a>,
    requested: usize,
}

impl<'a> Planner<'a> {
    /// Adds the prices of `set` on objects of the type `parent` to `fields`. What is not in the schema
    /// is refused later.
    fn selections(
        &mut self,
        set: &'a SelectionSet,
        parent: &'a str,
        scope: Scope,
        fields: &mut Vec<Priced>,
    ) {
        for selection in &set.items {
            if leave_out(selection.node.directives(), self.variables) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => fields.push(self.field(&field.node, parent, scope)),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(parent, |on| on.node.on.node.as_str());
                    self.fragment(&inline.node.selection_set.node, on, scope, fields);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.fragment(&fragment.node.selection_set.node, on, scope, fields);
                    }
                }
            }
        }
    }

    /// The same where the objects are of the type `on`.
    fn fragment(
        &mut self,
        set: &'a SelectionSet,
        on: &'a str,
        scope: Scope,
        fields: &mut Vec<Priced>,
    ) {
        let applies = match scope.about {
            About::Documents(_) => on != "Clause",
            About::Clauses(_) => on != "Document",
            _ => true,
        };
        if applies {
            self.selections(set, on, scope, fields);
        }
    }

    fn field(&mut self, field: &'a Field, parent: &'a str, scope: Scope) -> Priced {
        let name = field.name.node.as_str();
        let kind = self.registry.types.get(parent).and_then(|kind| kind.field_by_name(name));
        let kind = kind.map_or("", |kind| kind.ty.as_str());
        let call = Call {
            parent,
            name,
            gives: MetaTypeName::concrete_typename(kind),
            arguments: Arguments::of(field, self.variables),
            scope,
            known: self.known,
        };
        let (work, text) = (call.work(), call.text());
        let (text_of_all, text_max) =
            text.map_or((0, 0), |text| (text.points(scope), text.points_of_each()));
        self.requested = self
            .requested
            .saturating_add(scope.count.saturating_mul(1 + work + call.computing()))
            .saturating_add(text_of_all);
        let holds = call.holds();
        let unpaged = match MetaTypeName::create(kind).is_list() {
            // The schema is the same for everybody, and small.
            true if parent.starts_with("__") => 1,
            true => UNPAGED,
            false => 1,
        };
        let objects_max = holds.objects.unwrap_or(unpaged);
        let inside = Scope { count: scope.count.saturating_mul(objects_max), about: holds.about };
        let mut fields = Vec::new();
        self.selections(&field.selection_set.node, call.gives, inside, &mut fields);
        let key = field.response_key().node.to_string();
        Priced { key, work, text_max, objects_max, fields }
    }
}
