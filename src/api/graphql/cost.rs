//! What a request costs, `extensions.cost` of each response, and the notice of one that words alone
//! answered, `extensions.notice`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::extensions::ExtensionContext;
use async_graphql::{Context, Response, ValidationResult, Value, value};

use super::{COMPLEXITY_MAX, COMPUTATION_COST};
use crate::domain::WORDS_ALONE;

/// What was computed for a request, beside looking up what is kept. Part of a request's data.
#[derive(Debug, Default)]
pub struct Spent {
    computed: AtomicUsize,
    /// Whether words alone answered.
    words_alone: AtomicBool,
}

impl Spent {
    /// Writes down a computation for the request that `context` belongs to.
    pub(super) fn computation(context: &Context<'_>) {
        if let Some(spent) = context.data_opt::<Arc<Self>>() {
            spent.computed.fetch_add(COMPUTATION_COST, Ordering::Relaxed);
        }
    }

    /// Writes down that words alone gave something of the response.
    pub(super) fn words_alone(context: &Context<'_>) {
        if let Some(spent) = context.data_opt::<Arc<Self>>() {
            spent.words_alone.store(true, Ordering::Relaxed);
        }
    }

    /// Whether words alone gave something of the response: it holds for a moment only.
    pub fn is_by_words(&self) -> bool {
        self.words_alone.load(Ordering::Relaxed)
    }

    /// Whether everything was there before.
    pub fn nothing(&self) -> bool {
        self.computed.load(Ordering::Relaxed) == 0
    }
}

/// What one request may come to, which is known once its document is validated.
#[derive(Default)]
pub(super) struct RequestCost(OnceLock<Requested>);

/// What a request may come to, and what it came to.
struct Requested {
    /// By the document and its arguments.
    cost: usize,
    spent: Option<Arc<Spent>>,
}

impl RequestCost {
    /// Writes down what the validated request may come to.
    pub(super) fn allow(&self, ctx: &ExtensionContext<'_>, result: &ValidationResult) {
        let spent = ctx.data_opt::<Arc<Spent>>().cloned();
        // A request is validated once.
        let _ = self.0.set(Requested { cost: result.complexity, spent });
    }

    /// `response` with what it was allowed to cost, and what it did.
    pub(super) fn report(&self, response: Response) -> Response {
        // Nothing was spent on what could not be validated.
        let Some(requested) = self.0.get() else { return response };
        let computed =
            requested.spent.as_ref().map_or(0, |spent| spent.computed.load(Ordering::Relaxed));
        // Each request has the whole budget to itself: none of it is used up by others.
        let cost = value!({
            "requestedQueryCost": requested.cost,
            "actualQueryCost": computed + fields(&response.data),
            "throttleStatus": {
                "maximumAvailable": COMPLEXITY_MAX,
                "currentlyAvailable": COMPLEXITY_MAX,
                "restoreRate": COMPLEXITY_MAX,
            },
        });
        let response = response.extension("cost", cost);
        match &requested.spent {
            Some(spent) if spent.is_by_words() => {
                response.extension("notice", Value::from(WORDS_ALONE))
            }
            _ => response,
        }
    }
}

/// How many fields `value` has, at all its levels.
fn fields(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(|value| 1 + fields(value)).sum(),
        Value::List(items) => items.iter().map(fields).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_at_all_levels() {
        let value = value!({ "a": { "b": 1, "c": [{ "d": 2 }, { "d": null }] }, "e": [3, 4] });
        assert_eq!(fields(&value), 6);
        assert_eq!(fields(&Value::Null), 0);
    }
}
