//! Documentation that is made from the settings.

use std::fs;

use clap::{Args as _, Command, FromArgMatches as _};
use rapporteur::api::http::Settings;
use rapporteur::config::{Config, env_example, settings_page};
use rapporteur::service::{KeyRing, Limits};

#[test]
fn the_committed_environment_file_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/env.example");
    let committed = fs::read_to_string(path).expect("deploy/env.example is committed");
    let current = env_example();
    assert!(committed == current, "run: cargo run -- config env-example > deploy/env.example");
}

#[test]
fn the_committed_page_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SETTINGS.md");
    let committed = fs::read_to_string(path).expect("docs/SETTINGS.md is committed");
    assert!(committed == settings_page(), "run: make settings");
}

#[test]
fn every_setting_has_a_row_in_a_group() {
    let page = settings_page();
    let groups: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(
        groups,
        [
            "Basic settings", "Vectors", "Language model", "Limits", "Access", "GraphQL",
            "Chat bots", "Operation"
        ]
    );
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `--")).collect();
    assert!(rows.len() >= 40, "{page}");
    for row in &rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        assert!(cells.len() == 3 && cells[2].len() > 10, "{row}: what does it set?");
    }
    let flags = rows.iter().map(|row| row.trim_start_matches("| `--").split(' ').next());
    for flag in flags.map(|flag| flag.expect("a flag has a name")) {
        let variable = format!("RAPPORTEUR_{}=", flag.to_uppercase().replace('-', "_"));
        assert!(env_example().contains(&variable), "flag and variable have the same name: {flag}");
    }
}

#[test]
fn a_service_without_flags_is_bounded_as_the_flags_say() {
    let command = Config::augment_args(Command::new("rapporteur"));
    let matches = command.get_matches_from(["rapporteur"]);
    let config = Config::from_arg_matches(&matches).expect("settings");
    assert_eq!(config.limits(), Limits::default());
    let (flags, own) = (config.http(KeyRing::default()), Settings::default());
    let bounds = |settings: &Settings| {
        let streams = &settings.streams;
        let bytes = [settings.body_bytes_max, settings.response_bytes_max, settings.batch_max];
        let kept = [
            settings.persisted_queries_max,
            settings.persisted_query_bytes_max,
            settings.document_cache_bytes,
            settings.response_cache_bytes,
        ];
        let times =
            [settings.response_cache_ttl, streams.init_wait, streams.idle_max, streams.life_max];
        (bytes, kept, times, [streams.streams_max, streams.subscriptions_max])
    };
    assert_eq!(bounds(&flags), bounds(&own));
}

#[test]
fn the_key_of_qdrant_is_not_shown() {
    let command = Config::augment_args(Command::new("rapporteur"));
    let matches = command.get_matches_from(["rapporteur", "--qdrant-api-key", "hush-hush"]);
    let shown = format!("{:?}", Config::from_arg_matches(&matches).expect("settings"));
    assert!(shown.contains("qdrant_api_key") && !shown.contains("hush"), "{shown}");
}
