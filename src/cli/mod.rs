//! Floor 7: the command line.
//!
//! Parses arguments, puts the floors together and prints. Data goes to stdout, everything else to stderr. Exit
//! status: 0 answered or all right, 1 not found or something wrong, 2 bad input, 3 failure.

mod ablate;
mod add;
mod arguments;
mod ask;
mod calibrate;
mod cite;
mod compare;
pub mod compose;
mod doctor;
mod doctor_service;
mod eval;
mod feedback;
mod filter_arguments;
mod format;
mod index;
mod keys;
pub mod load;
mod lsp;
mod man;
mod mcp;
mod outcome;
mod output;
mod progress;
mod qdrant;
mod reload;
mod runtime_telemetry;
mod schema;
mod search;
mod serve;
mod signals;
mod snapshot;
mod stored_index;
mod terminal;
mod verify;
mod version;
mod visible;
mod watch;
mod watch_certificate;
mod watch_corpus;
mod watch_keys;

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::backends::{READ_FILE, read_file};
use crate::config::{self, Config, ConfigError, with_file};
use crate::service::{ErrorCode, ServiceError};
use crate::telemetry;
use arguments::{Cli, Command, Document};
use outcome::Outcome;
use output::Rejected;

/// Runs the command of the process's arguments; `stdout_is_closed` says whether the process began without an output.
pub fn main(stdout_is_closed: bool) -> ExitCode {
    output::begin(runtime_telemetry::opt_out(stdout_is_closed));
    let arguments: Vec<OsString> = env::args_os().collect();
    if let [_, first, name] = &arguments[..]
        && first == READ_FILE
    {
        let read = read_file(&name.to_string_lossy());
        return if read.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let cli = match parse(&arguments) {
        Ok(Ok(cli)) => cli,
        // Usage errors end with 2, help and version with 0, as everywhere.
        Ok(Err(error)) => error.exit(),
        Err(error) => return fail(&error.into()),
    };
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NotFound | Outcome::Wrong) => ExitCode::from(1),
        Err(error) => fail(&error),
    }
}

fn parse(arguments: &[OsString]) -> Result<Result<Cli, clap::Error>, ConfigError> {
    let command = with_file(Cli::command(), arguments)?;
    let matches = command.try_get_matches_from(arguments);
    Ok(matches.and_then(|matches| Cli::from_arg_matches(&matches)))
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let Cli { config, command } = cli;
    // Who asks one question wants its answer; who serves wants to know what goes on.
    let serves = matches!(command, Command::Serve);
    telemetry::init(&config, if serves { "info" } else { "warn" }, serves)?;
    match command {
        Command::Serve => serve::run(config),
        Command::Lsp => lsp::run(&config),
        Command::Mcp => mcp::run(config),
        Command::Ask(arguments) => ask::run(&config, arguments),
        Command::Search(arguments) => search::run(&config, arguments),
        Command::Cite(arguments) => cite::run(&config, &arguments),
        Command::Export(arguments) => cite::export(&config, &arguments),
        Command::Compare(arguments) => compare::run(&config, arguments),
        Command::Verify(arguments) => verify::run(&config, &arguments),
        Command::Index(arguments) => index::run(&config, &arguments),
        Command::Add(arguments) => add::run(&config, &arguments),
        Command::Ablate(arguments) => ablate::run(&config, &arguments),
        Command::Calibrate(arguments) => calibrate::run(&config, &arguments),
        Command::Keys(arguments) => keys::run(&config, &arguments),
        Command::Eval(arguments) => eval::run(&config, &arguments),
        Command::Feedback(arguments) => feedback::run(&config, &arguments),
        Command::Snapshot(arguments) => snapshot::run(&config, &arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&config, &arguments),
        Command::Completions { shell } => man::completions(shell),
        Command::Man { folder } => man::run(&folder),
        Command::Config { document } => output::print(&match document {
            Document::EnvExample => config::env_example(),
            Document::Page => config::settings_page(),
        }),
    }
}

/// Prints the error in one line, and returns the exit status.
fn fail(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        // Whoever read the output has seen enough.
        return ExitCode::SUCCESS;
    }
    let service = error.downcast_ref::<ServiceError>().map(ServiceError::code);
    let code = service.or_else(|| error.downcast_ref::<Rejected>().map(|rejected| rejected.code));
    let message = message(error);
    let line = match code {
        // These begin with the argument at fault.
        Some(ErrorCode::BadUserInput) => message,
        Some(_) => format!("failed to answer: {message}"),
        None => format!("failed to {message}"),
    };
    output::complain(&line);
    let file = error.downcast_ref::<verify::BadFile>().map(|_| 2);
    let config = error.downcast_ref::<ConfigError>().map(|_| 2).or(file);
    ExitCode::from(code.map(ErrorCode::exit_status).or(config).unwrap_or(3))
}

/// The error and its causes, without those that its message has already.
fn message(error: &anyhow::Error) -> String {
    error.chain().skip(1).map(ToString::to_string).fold(error.to_string(), |message, cause| {
        if message.contains(&cause) { message } else { format!("{message}: {cause}") }
    })
}

/// Whether the reader of the output has closed the pipe.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// A runtime for commands that answer one question.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// A service with the corpus of `config` loaded.
fn service(config: &Config) -> anyhow::Result<crate::service::Service> {
    let loaded = load::load(config)?;
    let service = crate::service::Service::new(config.limits());
    service.install(loaded.engine, loaded.embedder);
    Ok(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_cause_is_told_once() {
        let cause = || io::Error::other("disk on fire");
        let silent = anyhow::Error::new(cause()).context("write data");
        assert_eq!(message(&silent), "write data: disk on fire");
        let telling = anyhow::Error::new(cause()).context("write data: disk on fire; buy another");
        assert_eq!(message(&telling), "write data: disk on fire; buy another");
    }
}
