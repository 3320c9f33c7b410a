//! `rapporteur mcp`.

use tokio::task::spawn_blocking;

use super::{Outcome, load};
use crate::api::mcp::{McpServer, stdio};
use crate::config::Config;
use crate::service::Service;

pub(super) fn run(config: Config) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(serve(config));
    // A corpus that is still being embedded, or a read from stdin, must not hold up the end of the process.
    runtime.shutdown_background();
    result.map(|()| Outcome::Done)
}

/// Answers at once, and loads meanwhile: clients wait only for so long for a server's first word.
async fn serve(config: Config) -> anyhow::Result<()> {
    let service = Service::new(config.limits());
    let server = McpServer::new(service.clone(), config.public_url.as_deref().unwrap_or_default());
    let loading = async move {
        let loaded = spawn_blocking(move || load::load(&config)).await??;
        service.install(loaded.engine, loaded.embedder);
        std::future::pending::<anyhow::Result<()>>().await
    };
    tokio::select! {
        ended = stdio(server) => ended.map_err(|error| {
            anyhow::Error::new(error).context("speak with the client over stdin and stdout")
        }),
        failed = loading => failed,
    }
}
