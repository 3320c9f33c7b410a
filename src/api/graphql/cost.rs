//! What a request costs, `extensions.cost` of each response, and the notice of one that words alone
//! answered, `extensions.notice`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::extensions::ExtensionContext;
use async_graphql::{Context, Response, ServerError, Value, value};

use super::COMPUTATION_COST;
use super::errors::error_with;
use super::pricing::{COST_MAX, Plan};
use crate::domain::WORDS_ALONE;
use crate::service::ErrorCode;

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
        Self::checked(context, COMPUTATION_COST);
    }

    /// The same of a check, which costs so much.
    pub(super) fn checked(context: &Context<'_>, cost: usize) {
        if let Some(spent) = context.data_opt::<Arc<Self>>() {
            spent.computed.fetch_add(cost, Ordering::Relaxed);
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

/// What one request may come to, and what it came to.
#[derive(Default)]
pub(super) struct RequestCost {
    plan: OnceLock<Plan>,
    /// What is written down for it, once it is allowed.
    allowed: OnceLock<Option<Arc<Spent>>>,
}

impl RequestCost {
    /// Takes over the prices of what the request asks for.
    pub(super) fn plan(&self, plan: Plan) {
        // A request is looked at once.
        let _ = self.plan.set(plan);
    }

    /// Allows the request, which is valid, unless it costs too much.
    pub(super) fn allow(&self, ctx: &ExtensionContext<'_>) -> Result<(), ServerError> {
        let cost = self.plan.get().map_or(0, Plan::requested);
        if cost > COST_MAX {
            let message = format!(
                "query: costs up to {cost}, more than the limit of {COST_MAX}; select fewer fields, \
                 smaller pages or shorter texts"
            );
            let mut error = error_with(ErrorCode::ValidationFailed, message);
            let extensions = error.extensions.get_or_insert_default();
            extensions.set("cost", cost);
            extensions.set("limit", COST_MAX);
            return Err(error);
        }
        let _ = self.allowed.set(ctx.data_opt::<Arc<Spent>>().cloned());
        Ok(())
    }

    /// `response` with what it was allowed to cost, and what it did.
    pub(super) fn report(&self, response: Response) -> Response {
        // Nothing was spent on what was not carried out.
        let (Some(plan), Some(spent)) = (self.plan.get(), self.allowed.get()) else {
            return response;
        };
        let computed = spent.as_ref().map_or(0, |spent| spent.computed.load(Ordering::Relaxed));
        let cost = value!({
            "requestedQueryCost": plan.requested(),
            "actualQueryCost": computed + plan.actual(&response.data),
        });
        let response = response.extension("cost", cost);
        match spent {
            Some(spent) if spent.is_by_words() => {
                response.extension("notice", Value::from(WORDS_ALONE))
            }
            _ => response,
        }
    }
}
