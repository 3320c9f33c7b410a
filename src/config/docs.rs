//! Documentation of the settings, made from their definition.

use std::fmt::Write;

use clap::{Arg, Args, Command};

use super::Config;

/// An environment file with every setting, its default and what it is for.
pub fn env_example() -> String {
    let head = "# Settings of rapporteur. Uncomment a line to change its default.\n";
    settings().iter().fold(head.to_owned(), |mut text, setting| {
        let Setting { variable, default, what, .. } = setting;
        let _ = write!(text, "\n# {what}.\n#{variable}={default}\n");
        text
    })
}

/// The settings as a table in Markdown.
pub fn markdown_table() -> String {
    let head = "| flag | environment variable | default | what it sets |\n|---|---|---|---|\n";
    settings().iter().fold(head.to_owned(), |mut text, setting| {
        let Setting { flag, variable, default, what } = setting;
        let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
        let what = what.replace('|', "\\|");
        let _ = writeln!(text, "| `{flag}` | `{variable}` | {default} | {what} |");
        text
    })
}

struct Setting {
    flag: String,
    variable: String,
    default: String,
    what: String,
}

fn settings() -> Vec<Setting> {
    let command = Config::augment_args(Command::new("rapporteur"));
    command.get_arguments().filter(|arg| arg.get_env().is_some()).map(setting).collect()
}

fn setting(arg: &Arg) -> Setting {
    let value = arg.get_value_names().and_then(|names| names.first());
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
    Setting {
        flag: format!(
            "--{} {}",
            arg.get_long().unwrap_or_default(),
            value.map(ToString::to_string).unwrap_or_default()
        ),
        variable: arg.get_env().unwrap_or_default().to_string_lossy().into_owned(),
        default: defaults.collect::<Vec<_>>().join(","),
        what: arg.get_help().map(ToString::to_string).unwrap_or_default(),
    }
}
