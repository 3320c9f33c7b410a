//! Documentation of the settings, made from their definition.

use std::fmt::Write;

use clap::{Arg, Args, Command};

use super::Config;

const PAGE_HEAD: &str = "\
# Settings

<!-- made by `make settings` from the program's own definition; edit src/config/ instead -->

Each setting is a flag, an environment variable and a key of a TOML file: `--deadline-ms 5000`,
`RAPPORTEUR_DEADLINE_MS=5000` and `deadline-ms = 5000` mean the same. Flags win over variables, variables over the
file, the file over the defaults. An unknown key is an error. [deploy/env.example](../deploy/env.example) has all
of them to copy.
";

/// An environment file with every setting, its default and what it is for.
pub fn env_example() -> String {
    let head = "# Settings of rapporteur. Uncomment a line to change its default.\n";
    settings().iter().fold(head.to_owned(), |mut text, setting| {
        let Setting { variable, default, what, .. } = setting;
        let _ = write!(text, "\n# {what}.\n#{variable}={default}\n");
        text
    })
}

/// The settings as a page in Markdown: a table for each group.
pub fn settings_page() -> String {
    let settings = settings();
    let mut groups: Vec<&str> = Vec::new();
    for setting in &settings {
        if !groups.contains(&setting.group.as_str()) {
            groups.push(&setting.group);
        }
    }
    groups.iter().fold(PAGE_HEAD.to_owned(), |mut text, group| {
        let _ = write!(text, "\n## {group}\n\n| flag | default | what it sets |\n|---|---|---|\n");
        for setting in settings.iter().filter(|setting| setting.group == *group) {
            let Setting { flag, default, what, .. } = setting;
            let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
            let what = what.replace('|', "\\|");
            let _ = writeln!(text, "| `{flag}` | {default} | {what} |");
        }
        text
    })
}

struct Setting {
    group: String,
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
        group: arg.get_help_heading().unwrap_or_default().to_owned(),
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
