//! What holds for every request: its limits, the codes of its errors, and what it cost.
//!
//! One extension does all of it: the library hands each field of a response through each extension.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextPrepareRequest, NextRequest,
    NextSubscribe, NextValidation,
};
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{
    Request, Response, ServerError, ServerResult, ValidationResult, Variables, async_trait,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::cost::RequestCost;
use super::errors;
use super::limits::DocumentLimits;

/// Makes a policy for each request.
pub(super) struct Policies {
    /// What documents may ask for.
    pub(super) limits: DocumentLimits,
}

impl ExtensionFactory for Policies {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Policy { limits: self.limits, cost: RequestCost::default() })
    }
}

/// The policy of one request.
struct Policy {
    limits: DocumentLimits,
    cost: RequestCost,
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
        match &mut outcome {
            Ok(result) => self.cost.allow(ctx, result),
            Err(errors) => errors::of_validation(errors, &ctx.schema_env.registry),
        }
        outcome
    }
}
