//! `rapporteur doctor`: what a start needs, and what to mend.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use serde_json::json;

use super::arguments::{Doctor, Format};
use super::doctor_service::Finding;
use super::{Outcome, compose, doctor_service, load, output};
use crate::config::{Config, VectorSearch};

/// No build of this program is older: 1 November 2026, in seconds since 1970.
const CLOCK_MIN: u64 = 1_793_491_200;

pub(super) fn run(config: &Config, arguments: &Doctor) -> anyhow::Result<Outcome> {
    let findings = match &arguments.url {
        Some(url) => doctor_service::examine(url, arguments.key_file.as_deref()),
        None => examine(config),
    };
    let well = findings.iter().all(|(_, finding)| finding.is_ok());
    let said = |finding: &Finding| match finding {
        Ok(said) => said.clone(),
        Err(error) => format!("cannot {}", super::message(error)),
    };
    match arguments.format {
        Format::Json => {
            let row = |(name, finding): &(&str, Finding)| json!({ "name": name, "ok": finding.is_ok(), "message": said(finding) });
            let checks: Vec<_> = findings.iter().map(row).collect();
            output::print_json(&json!({ "ok": well, "checks": checks }))?;
        }
        Format::Text => {
            let line = |(name, finding): &(&str, Finding)| {
                let mark = if finding.is_ok() { "ok  " } else { "MEND" };
                format!("{mark}  {name:<9} {}", said(finding))
            };
            let lines: Vec<String> = findings.iter().map(line).collect();
            output::print(&lines.join("\n"))?;
        }
    }
    Ok(if well { Outcome::Done } else { Outcome::Wrong })
}

/// Looks at each thing that a start needs.
fn examine(config: &Config) -> Vec<(&'static str, Finding)> {
    let mut findings = vec![
        ("model", model(config)),
        ("documents", documents(config)),
        ("data", data(&config.data_dir)),
        ("address", address(config)),
        ("access", Ok(access(config))),
        ("clock", clock(SystemTime::now())),
    ];
    if config.vectors.vector_search == VectorSearch::Qdrant {
        findings.push(("engine", engine(config)));
    }
    findings
}

fn model(config: &Config) -> Finding {
    let embedder = compose::open_embedder(config)?;
    let model = embedder.model();
    Ok(format!("{} is there, and runs", model.name))
}

fn documents(config: &Config) -> Finding {
    let folder = config.corpus.display();
    let corpus = compose::corpus(config)?;
    let (count, skipped) = (corpus.documents().len(), corpus.skipped().len());
    anyhow::ensure!(
        count > 0,
        "find a document in {folder}; bring files by `rapporteur add`, or name another folder by --corpus"
    );
    let clauses = corpus.clauses().len();
    let left = match skipped {
        0 => String::new(),
        _ => format!("; {skipped} files are left out: see `rapporteur index --check`"),
    };
    Ok(format!("{count} documents with {clauses} clauses in {folder}{left}"))
}

/// Whether the vectors in Qdrant can be served.
fn engine(config: &Config) -> Finding {
    let loaded = load::load(config)?;
    Ok(format!("Qdrant has the vectors of {} passages", loaded.passages))
}

/// Whether the folder can be written to.
fn data(folder: &Path) -> Finding {
    let shown = folder.display();
    let remedy =
        || format!("write to {shown}; change its owner, or name another folder by --data-dir");
    fs::create_dir_all(folder).with_context(remedy)?;
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = fs::write(&probe, b"?").with_context(remedy);
    let removed = fs::remove_file(&probe);
    written?;
    removed.with_context(remedy)?;
    Ok(format!("{shown} can be written to"))
}

/// Whether the server could listen.
fn address(config: &Config) -> Finding {
    let address = config.listen;
    let listener = TcpListener::bind(address).with_context(|| {
        format!("listen on {address}; a server may be running there, or choose another by --listen")
    })?;
    drop(listener);
    Ok(format!("{address} is free"))
}

fn access(config: &Config) -> String {
    if config.anonymous_read() {
        let who = if config.listens_on_loopback() { "on this machine" } else { "who reaches it" };
        format!("everybody {who} may read, without a key")
    } else {
        format!("readers need a key of {}", config.keys_file().display())
    }
}

fn clock(now: SystemTime) -> Finding {
    let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    anyhow::ensure!(
        seconds >= CLOCK_MIN,
        "trust the clock: it shows a date before this program was built; set it, since keys expire by it"
    );
    Ok("shows a plausible time".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_stands_before_the_program_is_wrong() {
        assert!(clock(UNIX_EPOCH).is_err());
        assert!(clock(UNIX_EPOCH + Duration::from_secs(CLOCK_MIN)).is_ok());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told_with_its_remedy() {
        let root = tempfile::tempdir().expect("a folder");
        assert!(data(&root.path().join("new")).is_ok());
        let entries = fs::read_dir(root.path().join("new")).expect("the folder").count();
        assert_eq!(entries, 0, "nothing is left behind");
        let file = root.path().join("file");
        fs::write(&file, "").expect("a file");
        let error = data(&file).expect_err("it is no folder");
        assert!(super::super::message(&error).contains("--data-dir"), "{error:#}");
    }
}
