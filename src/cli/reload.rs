//! Settings that change while the server runs: at SIGHUP they are read again, from the file and the environment.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;

use anyhow::Context as _;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};
use tokio::sync::watch;

use super::arguments::Cli;
use super::signals::next;
use super::watch::Watched;
use crate::api::http::Adjustable;
use crate::config::{Config, with_file};
use crate::service::{KeyRing, Reloaded, Service};
use crate::telemetry;

/// The settings that are taken over; others need a restart.
const TAKEN: [&str; 6] =
    ["cors-origins", "deadline-ms", "key-rate-limit", "log", "log-questions", "rate-limit"];

/// Settings by their names.
type Values = BTreeMap<String, Vec<OsString>>;

/// The settings of a server that runs.
pub(super) struct Settings {
    values: Values,
    hangups: watch::Receiver<()>,
    service: Service,
    adjustable: Adjustable,
}

impl Settings {
    /// Those that the server was started with.
    pub(super) fn open(
        hangups: watch::Receiver<()>,
        service: Service,
        adjustable: Adjustable,
    ) -> anyhow::Result<Self> {
        let (_, values) = read()?;
        Ok(Self { values, hangups, service, adjustable })
    }

    /// Takes over what may change, and says what was taken and what was not.
    fn take(&mut self) -> anyhow::Result<String> {
        let (config, values) = read()?;
        let filter = telemetry::filter(&config, "info")?;
        // Keys are read elsewhere.
        self.adjustable.take(&config.http(KeyRing::default()))?;
        telemetry::set_filter(filter)?;
        self.service.set_deadline(config.deadline_ms);
        self.service.log_questions(config.operation.log_questions.is_on());
        let changed = changed(&self.values, &values);
        let (taken, left): (Vec<&str>, Vec<&str>) =
            changed.into_iter().partition(|name| TAKEN.contains(name));
        let message = match (taken.is_empty(), left.is_empty()) {
            (true, true) => "no setting has changed".to_owned(),
            (false, true) => format!("took over {}", taken.join(", ")),
            (true, false) => format!("{} changed, and need a restart", left.join(", ")),
            (false, false) => {
                let (taken, left) = (taken.join(", "), left.join(", "));
                format!("took over {taken}; {left} changed, and need a restart")
            }
        };
        // What needs a restart is said until there was one.
        self.values.extend(values.into_iter().filter(|(name, _)| TAKEN.contains(&&**name)));
        Ok(message)
    }
}

impl Watched for Settings {
    async fn changed(&mut self) {
        next(&mut self.hangups).await;
    }

    fn look(&mut self) {
        let taken = self.take();
        self.service.count_reload(Reloaded::Settings, taken.is_ok());
        match taken {
            Ok(message) => tracing::info!("read the settings again: {message}"),
            Err(error) => tracing::error!("failed to {error:#}; the earlier settings stay"),
        }
    }
}

/// The settings as they are in the arguments, the environment and the file now.
fn read() -> anyhow::Result<(Config, Values)> {
    let arguments: Vec<OsString> = env::args_os().collect();
    let matches = with_file(Cli::command(), &arguments)?.try_get_matches_from(&arguments);
    let matches = matches.map_err(|error| {
        let text = error.to_string();
        anyhow::anyhow!("{}", text.lines().next().unwrap_or_default())
    });
    let matches = matches.context("read the settings")?;
    let config = Config::from_arg_matches(&matches).context("read the settings")?;
    Ok((config, values(&matches)))
}

fn values(matches: &ArgMatches) -> Values {
    let command = Cli::command();
    let settings = command.get_arguments().filter(|arg| arg.get_env().is_some());
    settings
        .filter_map(|arg| {
            let values = matches.get_raw(arg.get_id().as_str())?;
            Some((arg.get_long()?.to_owned(), values.map(ToOwned::to_owned).collect()))
        })
        .collect()
}

/// The names of the settings that differ.
fn changed<'v>(before: &'v Values, now: &'v Values) -> Vec<&'v str> {
    let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
    names.filter(|name| before.get(*name) != now.get(*name)).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_differ_are_named() {
        let of = |pairs: &[(&str, &str)]| -> Values {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), vec![value.into()])).collect()
        };
        let before = of(&[("log", "info"), ("deadline-ms", "1"), ("gone", "x")]);
        let now = of(&[("log", "debug"), ("deadline-ms", "1"), ("new", "x")]);
        assert_eq!(changed(&before, &now), ["gone", "log", "new"]);
        assert!(changed(&before, &before).is_empty());
    }
}
