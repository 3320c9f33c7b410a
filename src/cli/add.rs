//! `rapporteur add`.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};

use super::format::Format;
use super::progress::Bar;
use super::visible::name;
use super::{Outcome, compose, output};
use crate::backends::{AddedFile, read_files};
use crate::config::Config;
use crate::corpus::{FILE_BYTES_MAX, ParsedFile};
use crate::domain::{Clause, FileEffect};

/// What to bring in.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Files, folders of files, and addresses of the web: Markdown, text, HTML, XML (Akoma
    /// Ntoso), JSON, PDF, Word
    #[arg(required = true, value_name = "FILE|FOLDER|URL")]
    pub(super) paths: Vec<PathBuf>,
    /// Write without asking
    #[arg(long)]
    pub(super) yes: bool,
    /// Show each clause with its label and part
    #[arg(long)]
    pub(super) clauses: bool,
    /// Show what was read, and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub(super) dry_run: bool,
    /// How to print what was read
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

pub(super) fn run(config: &Config, arguments: &Add) -> anyhow::Result<Outcome> {
    let reader = compose::own_reader();
    let files = {
        let mut bar = Bar::new("reading");
        let mut progress = |done, total| bar.update(done, total);
        let bytes_max = FILE_BYTES_MAX as u64;
        read_files(&arguments.paths, &config.corpus, bytes_max, &reader, &mut progress)?
    };
    let new: Vec<&AddedFile> = files.iter().filter(|file| file.is_to_be_written()).collect();
    if arguments.format == Format::Text {
        output::print(&shown(&files, arguments.clauses))?;
    }
    let write = !new.is_empty() && (arguments.yes || confirmed(config, &new, arguments)?);
    if write {
        let mut bar = Bar::new("writing");
        for (done, file) in new.iter().enumerate() {
            bar.update(done, new.len());
            let folder = config.corpus.display();
            let failed =
                || format!("write {} to {folder}; check that you may write there", file.name);
            file.write(&config.corpus).with_context(failed)?;
        }
    }
    let at_fault = files.iter().any(|file| file.parsed.is_err());
    let written = if write { new.len() } else { 0 };
    match arguments.format {
        Format::Json => {
            output::print_json(&json!({
                "files": files.iter().map(file_json).collect::<Vec<_>>(),
                "written": written,
            }))?;
        }
        Format::Text => {
            output::print(&summary(config, &new, written))?;
        }
    }
    let undone = !new.is_empty() && !write && !arguments.dry_run;
    Ok(if at_fault || undone { Outcome::Wrong } else { Outcome::Done })
}

/// Asks whoever sits at the terminal.
fn confirmed(config: &Config, new: &[&AddedFile], arguments: &Add) -> anyhow::Result<bool> {
    if arguments.dry_run || arguments.format == Format::Json || !io::stdin().is_terminal() {
        return Ok(false);
    }
    let mut stderr = io::stderr();
    let folder = if config.corpus.is_dir() { "" } else { "the new folder " };
    write!(stderr, "Write {} to {folder}{}? [y/N] ", files(new.len()), config.corpus.display())?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn summary(config: &Config, new: &[&AddedFile], written: usize) -> String {
    let folder = config.corpus.display();
    match (new.len(), written) {
        (0, _) => format!("Nothing new for {folder}."),
        (count, 0) => {
            let new = if config.corpus.is_dir() { "" } else { ", a new folder" };
            format!("Nothing was written. Add --yes to write {} to {folder}{new}.", files(count))
        }
        (_, count) => format!(
            "Wrote {} to {folder}. A running server reads them by itself; otherwise they are read \
             at the next start.",
            files(count)
        ),
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn shown(files: &[AddedFile], clauses: bool) -> String {
    files.iter().map(|file| file_text(file, clauses)).collect::<Vec<_>>().join("\n")
}

fn file_text(file: &AddedFile, clauses: bool) -> String {
    let mut text = name(&file.path.display().to_string());
    match file.effect {
        FileEffect::New => {}
        FileEffect::Replaces => text.push_str(" (replaces the file of this name)"),
        FileEffect::AlreadyThere => text.push_str(&format!(" (already there as {})", file.name)),
    }
    match &file.parsed {
        Ok(documents) => {
            for document in documents {
                text.push_str(&document_text(document));
                if clauses {
                    text.push_str(&clauses_text(document));
                }
            }
        }
        Err(error) => {
            let line = error.line.map_or_else(String::new, |line| format!("line {line}: "));
            text.push_str(&format!("\n  cannot be read: {line}{}", error.message));
        }
    }
    text
}

/// What was read of a document, a line for each fact.
pub(super) fn document_text(parsed: &ParsedFile) -> String {
    let ParsedFile { document, clauses, .. } = parsed;
    let date = document.date().map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let symbol = document.catalogue.symbol.as_deref().map(|symbol| format!(", {symbol}"));
    let mut text = format!(
        "\n  {}: {}\n    {}, {date}{}, {}, {}",
        document.id,
        document.title,
        document.kind.name(),
        symbol.unwrap_or_default(),
        document.language,
        if clauses.len() == 1 {
            "1 clause".to_owned()
        } else {
            format!("{} clauses", clauses.len())
        }
    );
    for doubt in &document.catalogue.doubts {
        let place = match doubt.place.as_str() {
            "" => String::new(),
            place => format!("{place}: "),
        };
        text.push_str(&format!("\n    look at: {place}{}", doubt.message));
    }
    text
}

/// The clauses, a line for each.
fn clauses_text(parsed: &ParsedFile) -> String {
    let text = &parsed.document.text;
    let clause = |clause: &Clause| {
        let under = clause
            .heading
            .map_or_else(String::new, |heading| format!(" under \"{}\"", text.slice(heading)));
        let (label, part) = (&clause.label, clause.part.name());
        format!("\n    {label} ({part}{under}): {}", text.slice(clause.span))
    };
    parsed.clauses.iter().map(clause).collect()
}

fn file_json(file: &AddedFile) -> Value {
    let effect = match file.effect {
        FileEffect::New => "NEW",
        FileEffect::Replaces => "REPLACES",
        FileEffect::AlreadyThere => "ALREADY_THERE",
    };
    let documents = file.parsed.as_ref().ok().map(|all| all.iter().map(document_json));
    let error = file.parsed.as_ref().err();
    json!({
        "path": file.path.display().to_string(),
        "effect": effect,
        "documents": documents.into_iter().flatten().collect::<Vec<_>>(),
        "error": error.map(|error| json!({ "line": error.line, "message": error.message })),
    })
}

/// What was read of a document.
pub(super) fn document_json(parsed: &ParsedFile) -> Value {
    let ParsedFile { document, clauses, .. } = parsed;
    let doubts = document.catalogue.doubts.iter();
    json!({
        "id": document.id,
        "title": document.title,
        "kind": document.kind.name(),
        "date": document.date().map(|date| date.to_string()),
        "symbol": document.catalogue.symbol,
        "language": document.language,
        "clauses": clauses.len(),
        "doubts": doubts
            .map(|doubt| json!({ "place": doubt.place, "message": doubt.message }))
            .collect::<Vec<_>>(),
    })
}
