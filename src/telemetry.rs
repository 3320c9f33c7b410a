//! Logs: to stderr, so that stdout carries data alone.

use std::io;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging as `config` says. Does nothing where a logger has been set already.
///
/// # Errors
/// When the filter cannot be parsed.
pub fn init(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)
        .with_context(|| format!("failed to read --log '{}'; write e.g. 'info'", config.log))?;
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
