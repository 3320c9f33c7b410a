//! The configuration file: it supplies defaults, so that flags and the environment come first.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command};
use toml::{Table, Value};

/// The file that is read by default.
const FILE: &str = "rapporteur.toml";
/// The largest configuration file, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// Known keys less similar than this are not suggested.
const LIKENESS_MIN: f64 = 0.7;

/// A configuration file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("read configuration file '{}': {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not TOML.
    #[error("parse configuration file '{}': {message}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// It has an unknown key.
    #[error("use configuration file '{}': unknown key '{key}'; {remedy}", path.display())]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// The suggested key, or the known keys.
        remedy: String,
    },
    /// It has an invalid value.
    #[error("use configuration file '{}': key '{key}': {message}", path.display())]
    InvalidValue {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// What is wrong with its value.
        message: String,
    },
}

/// Gives `command`, which has the settings as its arguments, the defaults of the configuration
/// file: the one that `arguments` or the environment name, or else the one in the current folder.
///
/// # Errors
/// When the file cannot be read, or has an unknown key or a wrong value.
pub fn with_file(command: Command, arguments: &[OsString]) -> Result<Command, ConfigError> {
    let named = named_in(arguments).or_else(|| env::var_os("RAPPORTEUR_CONFIG"));
    let path = match named {
        Some(path) if !path.is_empty() => PathBuf::from(path),
        _ if Path::new(FILE).is_file() => PathBuf::from(FILE),
        _ => return Ok(command),
    };
    let text =
        read_bounded(&path).map_err(|source| ConfigError::Read { path: path.clone(), source })?;
    let table = text.parse::<Table>().map_err(|error| ConfigError::Parse {
        path: path.clone(),
        message: error.to_string().trim_end().to_owned(),
    })?;
    table.into_iter().try_fold(command, |command, (key, value)| apply(command, &path, key, &value))
}

fn read_bounded(path: &Path) -> io::Result<String> {
    let bytes = fs::metadata(path)?.len();
    if bytes > FILE_BYTES_MAX {
        let message = format!("has {bytes} bytes; the limit is {FILE_BYTES_MAX}");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    fs::read_to_string(path)
}

/// The value of `--config`. The settings cannot be parsed before their defaults are known.
fn named_in(arguments: &[OsString]) -> Option<OsString> {
    let mut arguments = arguments.iter().take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().cloned();
        }
        if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix("--config=")) {
            return Some(OsString::from(path));
        }
    }
    None
}

fn apply(
    command: Command,
    path: &Path,
    key: String,
    value: &Value,
) -> Result<Command, ConfigError> {
    let invalid = |key: &str, message: String| ConfigError::InvalidValue {
        path: path.to_owned(),
        key: key.to_owned(),
        message,
    };
    let settings = || command.get_arguments().filter(|arg| is_setting(arg));
    let Some(arg) = settings().find(|arg| arg.get_long() == Some(&key)) else {
        let known: Vec<&str> = settings().filter_map(Arg::get_long).collect();
        let remedy = remedy(&key, &known);
        return Err(ConfigError::UnknownKey { path: path.to_owned(), key, remedy });
    };
    let values = texts(value).map_err(|message| invalid(&key, message))?;
    check(arg, &values).map_err(|message| invalid(&key, message))?;
    let id = arg.get_id().clone();
    Ok(command.mut_arg(id, |arg| arg.default_values(values)))
}

/// Whether the file may set an argument: all settings except the path of the file.
pub(super) fn is_setting(arg: &Arg) -> bool {
    arg.get_env().is_some_and(|name| name != "RAPPORTEUR_CONFIG")
}

fn remedy(key: &str, known: &[&str]) -> String {
    // Shells and other tools write the same names with underscores.
    let plain = key.replace('_', "-").to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&plain, name);
    let nearest = known
        .iter()
        .map(|name| (likeness(name), *name))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    match nearest {
        Some((_, name)) => format!("did you mean '{name}'?"),
        None => format!("use one of: {}", known.join(", ")),
    }
}

fn texts(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Integer(number) => Ok(vec![number.to_string()]),
        Value::Array(values) => values.iter().map(text).collect(),
        other => Err(kind_refused(other)),
    }
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| kind_refused(value))
}

fn kind_refused(value: &Value) -> String {
    format!("is a {}; write a string, a whole number or a list of strings", value.type_str())
}

/// Parses `values` like those of the flag, so that an error names the file.
fn check(arg: &Arg, values: &[String]) -> Result<(), String> {
    let many = matches!(arg.get_action(), ArgAction::Append);
    if !many && values.len() != 1 {
        return Err(format!("has {} values; write one", values.len()));
    }
    let flag = format!("--{}", arg.get_long().unwrap_or_default());
    let line = values.iter().map(|value| format!("{flag}={value}"));
    let line = std::iter::once(String::from("rapporteur")).chain(line);
    let parsed = Command::new("rapporteur").arg(arg.clone()).try_get_matches_from(line);
    parsed.map(|_| ()).map_err(|error| {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default();
        first.trim_start_matches("error: ").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use clap::{Args, FromArgMatches};

    use super::*;
    use crate::config::Config;

    fn parse(toml: &str, arguments: &[&str]) -> Result<Config, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("test.toml");
        fs::write(&path, toml).expect("a file in the temporary folder");
        let mut line = vec![OsString::from("rapporteur"), "--config".into(), path.into()];
        line.extend(arguments.iter().map(OsString::from));
        let command = Config::augment_args(Command::new("rapporteur"));
        let command = with_file(command, &line)
            .map_err(|error| error.to_string().replace(&*folder.path().to_string_lossy(), ""))?;
        let matches = command.try_get_matches_from(line).map_err(|error| error.to_string())?;
        Config::from_arg_matches(&matches).map_err(|error| error.to_string())
    }

    #[test]
    fn the_file_supplies_defaults_and_flags_come_first() {
        let toml = "listen = '0.0.0.0:80'\ndeadline-ms = 5\ncors-origins = ['https://a.example', \
                    'https://b.example']\n";
        let config = parse(toml, &["--deadline-ms", "7"]).expect("a good file");
        assert_eq!(config.listen.to_string(), "0.0.0.0:80");
        assert_eq!(config.deadline_ms, 7);
        let none = parse("cors-origins = []", &[]).expect("a good file");
        assert_eq!(none.cors_origins, Vec::<String>::new());
        assert_eq!(config.cors_origins, ["https://a.example", "https://b.example"]);
        assert_eq!(
            config.corpus,
            Path::new("corpus"),
            "what the file leaves out keeps its default"
        );
    }

    #[test]
    fn mistakes_name_the_file_and_the_key() {
        let cases = [
            ("lisen = 'x'", "unknown key 'lisen'; did you mean 'listen'?"),
            ("data_dir = 'x'", "unknown key 'data_dir'; did you mean 'data-dir'?"),
            ("zzz = 1", "unknown key 'zzz'; use one of: listen, corpus,"),
            ("config = 'x'", "unknown key 'config'; "),
            ("deadline-ms = 'soon'", "key 'deadline-ms': invalid value 'soon'"),
            ("deadline-ms = 0", "key 'deadline-ms': invalid value '0'"),
            ("graphiql = 'maybe'", "key 'graphiql': invalid value 'maybe'"),
            ("listen = true", "key 'listen': is a boolean; write a string"),
            ("listen = ['a', 'b']", "key 'listen': has 2 values; write one"),
            ("[listen]", "key 'listen': is a table; write a string"),
            ("listen = []", "key 'listen': has 0 values; write one"),
            ("listen = ", "parse configuration file '/test.toml': "),
        ];
        for (toml, expected) in cases {
            let error = parse(toml, &[]).expect_err(toml);
            assert!(error.contains("'/test.toml'"), "{error}");
            assert!(error.contains(expected), "{toml}: {error}");
        }
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let line = ["rapporteur", "--config=/no/such/file.toml"].map(OsString::from);
        let command = Config::augment_args(Command::new("rapporteur"));
        let error = with_file(command, &line).expect_err("the file is missing");
        assert!(error.to_string().starts_with("read configuration file '/no/such/file.toml': "));
    }
}
