//! `rapporteur eval`: how good the answers are.

use std::path::Path;
use std::sync::Arc;

use super::arguments::{Eval, Format};
use super::progress::Bar;
use super::{Outcome, compose, output};
use crate::config::Config;
use crate::eval::{Beir, as_corpus, read_questions, render, render_beir, run_beir, run_questions};

/// Scores labelled questions over the corpus, or a benchmark over its own.
pub(super) fn run(config: &Config, arguments: &Eval) -> anyhow::Result<Outcome> {
    match (&arguments.questions, &arguments.beir) {
        (_, Some(folder)) => beir(config, folder, arguments.format),
        (Some(file), None) => questions(config, file, arguments),
        (None, None) => anyhow::bail!("evaluate: name --questions FILE or --beir DIR"),
    }
}

fn questions(config: &Config, file: &Path, arguments: &Eval) -> anyhow::Result<Outcome> {
    let questions = read_questions(file)?;
    let loaded = compose::load(config)?;
    let report = run_questions(&loaded.engine, loaded.embedder.as_ref(), &questions)?;
    output::print(&match arguments.format {
        Format::Text => render(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}

fn beir(config: &Config, folder: &Path, format: Format) -> anyhow::Result<Outcome> {
    let beir = Beir::read(folder)?;
    let embedder = compose::open_embedder(config)?;
    let loaded = compose::index(config, Arc::new(as_corpus(&beir)), embedder)?;
    let mut bar = Bar::new();
    let report = run_beir(&beir, &loaded.engine, loaded.embedder.as_ref(), &mut |done, total| {
        bar.update(done, total);
    })?;
    drop(bar);
    output::print(&match format {
        Format::Text => render_beir(&report),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}
