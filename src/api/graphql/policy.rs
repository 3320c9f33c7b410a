//! What applies to every request: limits, error codes and costs.
//!
//! One extension does all of it: the library hands each field of a response through each extension.

use std::mem;
use std::sync::{Arc, OnceLock};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
    NextRequest, NextResolve, NextSubscribe, NextValidation, ResolveInfo,
};
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};
use async_graphql::{
    Request, Response, ServerError, ServerResult, ValidationResult, Value, Variables, async_trait,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::cost::RequestCost;
use super::errors;
use super::limits::DocumentLimits;
use super::positions;
use super::pricing::Plan;
use super::response_bytes::{ResponseBytes, place_bytes, too_large, value_bytes};
use crate::service::{ErrorCode, Service};

/// Makes a policy for each request.
pub(super) struct Policies {
    /// What documents may ask for.
    pub(super) limits: DocumentLimits,
    /// How much a response may hold.
    pub(super) response_bytes_max: usize,
}

impl ExtensionFactory for Policies {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Policy {
            limits: self.limits,
            misfits: OnceLock::new(),
            cost: RequestCost::default(),
            bytes: ResponseBytes::new(self.response_bytes_max),
            shared: OnceLock::new(),
        })
    }
}

/// The policy of one request.
struct Policy {
    limits: DocumentLimits,
    /// Variables that do not fit where they stand.
    misfits: OnceLock<Vec<ServerError>>,
    cost: RequestCost,
    bytes: ResponseBytes,
    /// Those of all responses, where they are sent together.
    shared: OnceLock<Arc<ResponseBytes>>,
}

impl Policy {
    /// The bytes that responses take.
    fn bytes(&self) -> &ResponseBytes {
        self.shared.get().map_or(&self.bytes, Arc::as_ref)
    }

    /// Looks at the document of `request`, and gives its variables their defaults.
    fn look_at(&self, request: &mut Request, ctx: &ExtensionContext<'_>) {
        let mut variables = mem::take(&mut request.variables);
        let name = request.operation_name.take();
        // What cannot be parsed is refused, with its position, by the next step.
        if let Ok(document) = request.parsed_query() {
            let registry = &ctx.schema_env.registry;
            // A request is looked at once.
            let _ = self.misfits.set(positions::misfits(document, registry));
            if let Some(operation) = operation(document, name.as_deref()) {
                add_defaults(&mut variables, operation);
                let corpus = ctx.data_opt::<Service>().and_then(|service| service.corpus().ok());
                let corpus = corpus.as_deref();
                self.cost.plan(Plan::of(operation, document, &variables, registry, corpus));
            }
        }
        (request.variables, request.operation_name) = (variables, name);
    }
}

/// The operation of `document` that is meant, where there is one.
fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) => {
            operations.values().next().filter(|_| operations.len() == 1)
        }
    };
    operation.map(|operation| &operation.node)
}

/// Gives each variable that did not come its default: the GraphQL library does not know of defaults
/// where it looks at `@skip` and `@include`.
fn add_defaults(variables: &mut Variables, operation: &OperationDefinition) {
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        if let Some(default) = &definition.default_value {
            variables.entry(definition.name.node.clone()).or_insert_with(|| default.node.clone());
        }
    }
}

#[async_trait::async_trait]
impl Extension for Policy {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        self.cost.report(errors::coded(next.run(ctx).await))
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        next.run(ctx, stream).map(errors::coded).boxed()
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        self.limits.check_request(&mut request)?;
        self.look_at(&mut request, ctx);
        next.run(ctx, request).await
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        next.run(ctx, query, variables).await.map_err(errors::of_parsing)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let mut outcome = next.run(ctx).await;
        if let Err(errors) = &mut outcome {
            errors::of_validation(errors, &ctx.schema_env.registry);
        }
        let misfits = self.misfits.get().cloned().unwrap_or_default();
        if !misfits.is_empty() {
            let mut errors = outcome.err().unwrap_or_default();
            // A value is not looked at before the document is known to be valid.
            errors.retain(|error| errors::code_of(error) == Some(ErrorCode::ValidationFailed));
            errors.splice(0..0, misfits);
            return Err(errors);
        }
        let result = outcome?;
        self.cost.allow(ctx).map_err(|error| vec![error])?;
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        // A subscription comes here for each of its responses.
        self.bytes.begin_again();
        if let Some(shared) = ctx.data_opt::<Arc<ResponseBytes>>() {
            let _ = self.shared.set(Arc::clone(shared));
        }
        let response = next.run(ctx, operation_name).await;
        if self.bytes().are_over() {
            return Response::from_errors(vec![too_large(self.bytes().most())]);
        }
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let bytes = self.bytes();
        if bytes.are_over() {
            // Nobody gets to see it.
            return Ok(Some(Value::Null));
        }
        bytes.take(place_bytes(&info));
        let resolved = next.run(ctx, info).await?;
        bytes.take(resolved.as_ref().map_or(0, value_bytes));
        Ok(resolved)
    }
}
