//! `rapporteur snapshot`: what the data folder keeps.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::format::Format;
use super::stored_index::Check;
use super::visible::name;
use super::{Outcome, compose, output};
use crate::backends::{DataFile, Snapshots, clear_damage, copy_data, list_corpus, verify_data};
use crate::config::Config;
use crate::corpus::FILE_BYTES_MAX;

#[derive(Debug, Subcommand)]
pub(super) enum Snapshot {
    /// Say which files of the data folder are damaged
    Verify(Verify),
    /// Make again what can be made of the documents: the current state, the index, the vectors
    Repair(Verify),
    /// Write the documents and the data to a folder that another server can be started from
    Export(Export),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The new folder
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(super) fn run(config: &Config, arguments: &Snapshot) -> anyhow::Result<Outcome> {
    match arguments {
        Snapshot::Verify(Verify { format }) => verify(config, *format),
        Snapshot::Repair(Verify { format }) => repair(config, *format),
        Snapshot::Export(Export { folder }) => export(config, folder),
    }
}

fn verified(config: &Config) -> anyhow::Result<Vec<DataFile>> {
    let folder = &config.data_dir;
    anyhow::ensure!(
        folder.is_dir(),
        "verify {}: it is no folder; name it by --data-dir",
        folder.display()
    );
    verify_data(folder).with_context(|| format!("verify {}", folder.display()))
}

fn verify(config: &Config, format: Format) -> anyhow::Result<Outcome> {
    let files = verified(config)?;
    show(&files, format)?;
    let damaged = files.iter().any(|file| file.fault.is_some());
    Ok(if damaged { Outcome::Wrong } else { Outcome::Done })
}

fn show(files: &[DataFile], format: Format) -> anyhow::Result<Outcome> {
    let damaged = files.iter().filter_map(|file| Some((file, file.fault.as_ref()?)));
    match format {
        Format::Json => output::print_json(&json!({
            "files": files.len(),
            "damaged": damaged
                .map(|(file, fault)| json!({ "part": file.part, "path": file.path, "fault": fault }))
                .collect::<Vec<_>>(),
        })),
        Format::Text => {
            let lines: Vec<String> = damaged
                .map(|(file, fault)| {
                    format!(
                        "damaged  {:<9} {}: {fault}\n",
                        file.part,
                        name(&file.path.display().to_string())
                    )
                })
                .collect();
            let (count, all) = (lines.len(), files.len());
            output::print(&format!("{}{all} files verified, {count} damaged", lines.concat()))
        }
    }
}

/// Makes again what the documents and the model give; the rest comes from a backup alone.
fn repair(config: &Config, format: Format) -> anyhow::Result<Outcome> {
    let before = verified(config)?;
    clear_damage(&config.data_dir)
        .with_context(|| format!("mend {}", config.data_dir.display()))?;
    compose::load_flat(config, Check::Everything)?;
    restore_files(config, &before)?;
    let after = verified(config)?;
    show(&after, format)?;
    let damaged = after.iter().any(|file| file.fault.is_some());
    if damaged && format == Format::Text {
        output::complain(
            "restore the other files from a backup, or remove them: links to them then say that they are unknown",
        );
    }
    Ok(if damaged { Outcome::Wrong } else { Outcome::Done })
}

/// Keeps files of earlier states again where the folder of the corpus still has them.
fn restore_files(config: &Config, before: &[DataFile]) -> anyhow::Result<()> {
    let snapshots = Snapshots::in_folder(&config.data_dir);
    let files = list_corpus(&config.corpus, FILE_BYTES_MAX as u64)?;
    let wanted = |file: &&DataFile| file.fault.is_some() && file.part == "snapshots";
    for damaged in before.iter().filter(wanted) {
        let digest = damaged.path.file_name().and_then(|own| own.to_str()).unwrap_or_default();
        let Some(source) = files.files.iter().find(|one| one.digest.to_string() == digest) else {
            continue;
        };
        let bytes =
            fs::read(&source.path).with_context(|| format!("read {}", source.path.display()))?;
        snapshots.keep_file(source.digest, &bytes)?;
    }
    Ok(())
}

fn export(config: &Config, folder: &Path) -> anyhow::Result<Outcome> {
    let shown = folder.display();
    anyhow::ensure!(!folder.exists(), "write to {shown}: it is there already; name a new folder");
    // The index and the current state are to be complete.
    let loaded = compose::load_flat(config, Check::Everything)?;
    let corpus = Arc::clone(loaded.engine.corpus());
    let files = list_corpus(&config.corpus, FILE_BYTES_MAX as u64)?;
    let failed = || format!("write to {shown}");
    let (documents, data) = (folder.join("corpus"), folder.join("data"));
    for file in &files.files {
        let inside = file.path.strip_prefix(&config.corpus).unwrap_or(&file.path);
        let to = documents.join(inside);
        fs::create_dir_all(to.parent().unwrap_or(&documents)).with_context(failed)?;
        fs::copy(&file.path, to).with_context(failed)?;
    }
    let count = copy_data(&config.data_dir, &data).with_context(failed)?;
    output::print(&format!(
        "{} files of documents and {count} of data in {shown}, corpus {}\n\
         start a server by: rapporteur serve --corpus {} --data-dir {}\n\
         API keys and feedback stay where they are",
        files.files.len(),
        corpus.digest().short(),
        documents.display(),
        data.display(),
    ))
}
