//! What answers the protocol's requests, over whichever transport they come.

use std::panic::AssertUnwindSafe;
use std::sync::LazyLock;

use axum::http::request::Parts;
use futures_util::FutureExt;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, GetPromptRequestParams, GetPromptResponse,
    Implementation, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult,
    ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
    ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, ServerHandler};
use serde_json::json;
use tokio::time::timeout;

use super::{outcome, prompt, resources, tools};
use crate::api::places::Places;
use crate::service::{Client, Service, ServiceError};

/// How long clients may keep lists that change with the program alone.
const FIXED_MS: u64 = 60 * 60 * 1_000;
/// How long they may keep what changes with the documents.
const CORPUS_MS: u64 = 60 * 1_000;

const INSTRUCTIONS: &str = "Rapporteur answers from a fixed set of documents, such as declarations and treaties, \
and quotes them word for word. Use `ask` for a question, `search` and `fetch` to read clauses, `compare` for what \
several documents say on a topic, `verify_quote` or `verify_text` before you show words as a quotation, and `cite` \
for a footnote. Quote exactly what the tools return, name the clause, and link its address. If a tool finds nothing, \
say so.";

/// The documents of a service, for assistants.
#[derive(Clone)]
pub struct McpServer {
    service: Service,
    public_url: String,
}

impl McpServer {
    /// Answers from `service`, with addresses below `public_url`. If that is empty, they begin as the client
    /// addressed the server; over stdio, clauses then have the addresses of their sources or resources.
    pub fn new(service: Service, public_url: &str) -> Self {
        Self { service, public_url: public_url.to_owned() }
    }

    fn places(&self, context: &RequestContext<RoleServer>) -> Places {
        let request = context.extensions.get::<Parts>().map(|parts| (&parts.uri, &parts.headers));
        Places::new(&self.public_url, request)
    }

    /// Waits, as long as an answer may take, for documents that are still being loaded: assistants start
    /// their servers together with the conversation.
    async fn ready(&self) -> Result<(), ServiceError> {
        let mut changes = self.service.changes();
        let loaded = async {
            while !self.service.ready() {
                if changes.changed().await.is_err() {
                    break;
                }
            }
        };
        let loaded = timeout(self.service.deadline(), loaded).await;
        loaded.map_err(|_| ServiceError::NotReady)
    }
}

/// Whose share of the computing a request counts for: the library answers it in a task of its own.
fn share(context: &RequestContext<RoleServer>) -> Option<Client> {
    context.extensions.get::<Parts>()?.extensions.get::<Option<Client>>().copied().flatten()
}

/// A failure of a request that is no tool's.
fn refused(error: &ServiceError) -> ErrorData {
    match error {
        ServiceError::InvalidQuery(_) => ErrorData::invalid_params(error.to_string(), None),
        _ => ErrorData::internal_error(error.to_string(), None),
    }
}

impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities =
            ServerCapabilities::builder().enable_tools().enable_resources().enable_prompts();
        let own = Implementation::new("rapporteur", env!("CARGO_PKG_VERSION"))
            .with_title("Rapporteur")
            .with_description(
                "Finds which declaration said what, and quotes the clause word for word",
            );
        ServerConfig::new(capabilities.build())
            .with_server_info(own)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(tools::list);
        let list = ListToolsResult::with_all_items(TOOLS.clone());
        Ok(list.with_ttl_ms(FIXED_MS).with_cache_scope(CacheScope::Private))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let places = self.places(&context);
        if let Err(error) = self.ready().await {
            return Ok(outcome::failed(&error).into());
        }
        // The library would leave a client waiting whose request ends in a panic.
        let called = Client::serve(share(&context), tools::call(&self.service, &places, request));
        let called = AssertUnwindSafe(called).catch_unwind();
        let failed = |_| Ok(outcome::failed(&ServiceError::Internal));
        called.await.unwrap_or_else(failed).map(Into::into)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        self.ready().await.map_err(|error| refused(&error))?;
        let cursor = request.and_then(|request| request.cursor);
        let list = resources::list(&self.service, cursor.as_deref());
        let list = list.map_err(|error| refused(&error))?;
        Ok(list.with_ttl_ms(CORPUS_MS).with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let list = ListResourceTemplatesResult::with_all_items(resources::templates());
        Ok(list.with_ttl_ms(FIXED_MS).with_cache_scope(CacheScope::Private))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.ready().await.map_err(|error| refused(&error))?;
        let read = resources::read(&self.service, &request.uri).map_err(|error| match error {
            ServiceError::NotFound(message) => {
                ErrorData::resource_not_found(message, Some(json!({ "uri": request.uri })))
            }
            error => refused(&error),
        })?;
        Ok(read.with_ttl_ms(CORPUS_MS).with_cache_scope(CacheScope::Private).into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let list = ListPromptsResult::with_all_items(prompt::list());
        Ok(list.with_ttl_ms(FIXED_MS).with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        prompt::get(&request).map(Into::into)
    }
}
