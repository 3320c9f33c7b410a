//! Logs: to stderr, so that stdout carries data alone.

use std::io;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging as `config` says, or else by the `usual` filter. Does nothing where a logger has been set already.
///
/// # Errors
/// When the filter cannot be parsed.
pub fn init(config: &Config, usual: &str) -> anyhow::Result<()> {
    let filter = config.log.as_deref().unwrap_or(usual);
    let filter = EnvFilter::try_new(filter)
        .with_context(|| format!("failed to read --log '{filter}'; write e.g. 'info'"))?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let set = match config.log_format {
        LogFormat::Text => logs.with_ansi(false).try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    if let Err(error) = set {
        tracing::debug!(error, "logging had been started before");
    }
    Ok(())
}
