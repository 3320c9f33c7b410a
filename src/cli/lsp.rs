//! `rapporteur lsp`.

use anyhow::Context;
use lsp_server::Connection;
use serde_json::json;

use super::{Outcome, output, runtime, service};
use crate::api::lsp::{capabilities, serve};
use crate::config::Config;

pub(super) fn run(config: &Config) -> anyhow::Result<Outcome> {
    let (connection, threads) = Connection::stdio();
    let talk = || -> anyhow::Result<()> {
        let (id, _) = connection.initialize_start()?;
        let told = json!({
            "capabilities": capabilities(),
            "serverInfo": { "name": "rapporteur", "version": env!("CARGO_PKG_VERSION") },
        });
        connection.initialize_finish(id, told)?;
        // The editor has its answer; what it sends meanwhile waits.
        let (runtime, service) = (runtime()?, service(config)?);
        let check = |text| runtime.block_on(service.verify_text(text));
        Ok(serve(&connection, &output::links(config), &check)?)
    };
    let ended = talk();
    // The threads end when nothing is left to send.
    drop(connection);
    ended.context("speak with the editor over stdin and stdout")?;
    threads.join().context("speak with the editor over stdin and stdout")?;
    Ok(Outcome::Done)
}
