//! Printing.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use async_graphql::{Request, Variables};
use serde_json::Value;

use super::outcome::Outcome;
use super::visible::visible;
use crate::api::graphql::{self, Links};
use crate::config::Config;
use crate::service::{ErrorCode, Service};

/// A request of the command line that was refused.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Rejected {
    /// The kind of failure.
    pub(super) code: ErrorCode,
    /// The message.
    message: String,
}

impl Rejected {
    /// A refusal with this message.
    pub(super) fn new(code: ErrorCode, message: String) -> Self {
        Self { code, message }
    }
}

/// Whether the process began without an output. The standard library opens `/dev/null` in its place, where all that is
/// written is lost.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Says whether the process began without an output.
pub(super) fn begin(is_closed: bool) {
    CLOSED.store(is_closed, Ordering::Relaxed);
}

/// Fails where the process began without an output.
pub(super) fn check_open() -> anyhow::Result<()> {
    if CLOSED.load(Ordering::Relaxed) {
        anyhow::bail!("write the output: stdout is closed; redirect it, for example to /dev/null");
    }
    Ok(())
}

/// Writes data to stdout.
pub(super) fn print(text: &str) -> anyhow::Result<Outcome> {
    check_open()?;
    let mut stdout = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let mut write = || {
        stdout.write_all(text.as_bytes())?;
        stdout.write_all(end.as_bytes())?;
        stdout.flush()
    };
    write().context("write the output")?;
    Ok(Outcome::Done)
}

/// Writes a JSON value to stdout, indented.
pub(super) fn print_json(value: &Value) -> anyhow::Result<Outcome> {
    print(&format!("{value:#}"))
}

/// Writes a line to stderr.
pub(super) fn complain(line: &str) {
    // There is nowhere left to report that stderr is closed.
    let _ = writeln!(io::stderr(), "rapporteur: {}", visible(line));
}

/// Writes lines for people to stderr.
pub(super) fn announce(lines: &str) {
    let _ = writeln!(io::stderr(), "{lines}");
}

/// The links of printed clauses.
pub(super) fn links(config: &Config) -> Links {
    Links { public_url: config.public_url.clone().unwrap_or_default() }
}

/// The value of `field` in the result of `query`. The command line prints the API's JSON by querying it.
pub(super) async fn graphql(
    service: Service,
    links: Links,
    query: &str,
    variables: Value,
    field: &str,
) -> anyhow::Result<Value> {
    let request = Request::new(query).variables(Variables::from_json(variables));
    let response = graphql::schema(service, links).execute(request).await;
    if let Some(error) = response.errors.first() {
        let code = graphql::code_of(error).unwrap_or(ErrorCode::Internal);
        return Err(Rejected { code, message: error.message.clone() }.into());
    }
    let mut data = response.data.into_json()?;
    Ok(data[field].take())
}
