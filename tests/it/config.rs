//! Documentation that is made from the settings.

use std::fs;

use clap::{Args as _, Command, FromArgMatches as _};
use rapporteur::config::{Config, env_example, markdown_table};

#[test]
fn the_committed_environment_file_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/env.example");
    let committed = fs::read_to_string(path).expect("deploy/env.example is committed");
    let current = env_example();
    assert!(committed == current, "run: cargo run -- config env-example > deploy/env.example");
}

#[test]
fn every_setting_has_a_row() {
    let table = markdown_table();
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert!(rows.len() >= 18, "{table}");
    for row in &rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        assert_eq!(cells.len(), 4, "{row}");
        assert!(cells[0].starts_with("| `--") && cells[1].starts_with("`RAPPORTEUR_"), "{row}");
        assert!(cells[3].len() > 10, "{row}: what does it set?");
        let flag = cells[0].trim_start_matches("| `--").split(' ').next().unwrap_or_default();
        let variable = format!("`RAPPORTEUR_{}`", flag.to_uppercase().replace('-', "_"));
        assert_eq!(cells[1], variable, "flag and variable go by the same name");
    }
}

#[test]
fn the_key_of_the_engine_is_not_shown() {
    let command = Config::augment_args(Command::new("rapporteur"));
    let matches = command.get_matches_from(["rapporteur", "--qdrant-api-key", "hush-hush"]);
    let shown = format!("{:?}", Config::from_arg_matches(&matches).expect("settings"));
    assert!(shown.contains("qdrant_api_key") && !shown.contains("hush"), "{shown}");
}
