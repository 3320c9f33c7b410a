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
    let log = config.log.as_deref().unwrap_or(usual);
    let filter = EnvFilter::try_new(filter(log))
        .with_context(|| format!("failed to read --log '{log}'; write e.g. 'info'"))?;
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

/// The filter that `log` asks for. Unless that names it, the library of the Model Context Protocol says what fails and
/// no more: it warns of each request at fault, with what the client asked.
fn filter(log: &str) -> String {
    if log.contains("rmcp") { log.to_owned() } else { format!("{log},rmcp=error") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_of_assistants_stay_out_of_logs_unless_they_are_asked_for() {
        assert_eq!(filter("info"), "info,rmcp=error");
        assert_eq!(filter("warn,rmcp=debug"), "warn,rmcp=debug");
    }
}
