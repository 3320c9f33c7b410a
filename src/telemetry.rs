//! Logs: to stderr, so that stdout carries data alone.

use std::io;
use std::sync::OnceLock;

use anyhow::Context;
use tracing_subscriber::{EnvFilter, reload};

use crate::config::{Config, LogFormat};

/// Starts logging as `config` says, or else by the `usual` filter. Does nothing where a logger has been set already.
///
/// # Errors
/// When the filter cannot be parsed.
pub fn init(config: &Config, usual: &str) -> anyhow::Result<()> {
    let log = config.log.as_deref().unwrap_or(usual);
    let filter = parse(log)?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // What cannot be written to a closed stderr cannot be complained of there: that would end the request.
    let logs = logs.log_internal_errors(false);
    let set = match config.log_format {
        LogFormat::Text => {
            let logs = logs.with_ansi(false).with_filter_reloading();
            keep(logs.reload_handle());
            logs.try_init()
        }
        LogFormat::Json => {
            let logs = logs.json().with_span_list(false).with_filter_reloading();
            keep(logs.reload_handle());
            logs.try_init()
        }
    };
    if let Err(error) = set {
        tracing::debug!(error, "logging had been started before");
    }
    Ok(())
}

/// Sets the filter of a logger that runs.
type SetFilter = Box<dyn Fn(EnvFilter) -> Result<(), reload::Error> + Send + Sync>;

/// Sets the filter of the logger that was started first.
static SET_FILTER: OnceLock<SetFilter> = OnceLock::new();

fn keep<S: 'static>(handle: reload::Handle<EnvFilter, S>) {
    // Another logger may have been started before: then it keeps its filter.
    let _ = SET_FILTER.set(Box::new(move |filter| handle.reload(filter)));
}

/// Logs by the filter of `config` from now on, or else by the `usual` one.
///
/// # Errors
/// When the filter cannot be parsed, or nothing is logged.
pub fn set_filter(config: &Config, usual: &str) -> anyhow::Result<()> {
    let filter = parse(config.log.as_deref().unwrap_or(usual))?;
    let set = SET_FILTER.get().context("change the log filter: logging was not started")?;
    set(filter).context("change the log filter")
}

fn parse(log: &str) -> anyhow::Result<EnvFilter> {
    EnvFilter::try_new(filter(log))
        .with_context(|| format!("failed to read --log '{log}'; write e.g. 'info'"))
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
