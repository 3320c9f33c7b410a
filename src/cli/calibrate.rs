//! `rapporteur calibrate`: fits the models of relevance and confidence.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::compose::Loaded;
use super::stored_index::Check;
use super::{Outcome, compose, output};
use crate::answering::Engine;
use crate::config::Config;
use crate::eval::{
    Collection, LabelledQuestion, fit, read_questions, reliability_svg, render_calibration,
};

#[derive(Debug, Args)]
pub(super) struct Calibrate {
    /// Labelled questions on the corpus; repeat for several files
    #[arg(long, value_name = "FILE", required = true)]
    pub(super) questions: Vec<PathBuf>,
    /// Labelled questions on another collection, its folder of documents, and the name that its questions
    /// have in the file where that has those of several; repeat for several files. What is fitted on all
    /// collections but one is scored on that one
    #[arg(long, value_name = "FILE:FOLDER[:NAME]")]
    pub(super) collection: Vec<String>,
    /// Fit the models for rankings by words alone, which are used while vectors cannot be searched
    #[arg(long)]
    pub(super) by_words: bool,
    /// Fit the models for questions in another language than the documents', where vectors alone count
    #[arg(long, conflicts_with = "by_words")]
    pub(super) by_meaning: bool,
    /// Write a plot of the reliability of the fit to this file, as SVG
    #[arg(long, value_name = "FILE")]
    pub(super) plot: Option<PathBuf>,
}

/// Fits both models and prints their parameters; plots their reliability if a file is named.
pub(super) fn run(config: &Config, arguments: &Calibrate) -> anyhow::Result<Outcome> {
    let mut questions = Vec::new();
    for file in &arguments.questions {
        questions.extend(read_questions(file)?);
    }
    let Loaded { engine, embedder, .. } = compose::load_flat(config, Check::Used)?;
    let engine = as_asked(engine, arguments);
    let others = arguments.collection.iter().map(|named| other(config, arguments, named));
    let others: Vec<Other> = others.collect::<anyhow::Result<_>>()?;
    let mut collections =
        vec![Collection { name: "the corpus".to_owned(), engine: &engine, questions }];
    for Other { name, engine, questions } in &others {
        // Questions of one folder are one collection, whatever file they are from.
        match collections.iter_mut().find(|known| known.name == *name) {
            Some(known) => known.questions.extend(questions.iter().cloned()),
            None => collections.push(Collection {
                name: name.clone(),
                engine,
                questions: questions.clone(),
            }),
        }
    }
    let fit = fit(&collections, embedder.as_ref())?;
    if let Some(path) = &arguments.plot {
        let plots = [("clauses", &fit.clause_bins[..]), ("questions", &fit.question_bins[..])];
        fs::write(path, reliability_svg(&plots))
            .with_context(|| format!("write {}", path.display()))?;
    }
    output::print(&render_calibration(&fit))
}

/// Another collection than the corpus.
struct Other {
    name: String,
    engine: Engine,
    questions: Vec<LabelledQuestion>,
}

/// The collection `named` by a file of questions, a folder, and a name within the file.
fn other(config: &Config, arguments: &Calibrate, named: &str) -> anyhow::Result<Other> {
    let mut parts = named.splitn(3, ':');
    let (Some(file), Some(folder)) = (parts.next(), parts.next()) else {
        bail!("read the collection '{named}'; write FILE:FOLDER, or FILE:FOLDER:NAME");
    };
    let mut questions = read_questions(Path::new(file))?;
    if let Some(name) = parts.next() {
        questions.retain(|question| question.collection.as_deref() == Some(name));
    }
    let folder = Path::new(folder);
    let name =
        folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // Vectors of collections are kept apart from those that serve.
    let data_dir = config.data_dir.join("collections").join(&name);
    let config = Config { corpus: folder.to_owned(), data_dir, ..config.clone() };
    let Loaded { engine, .. } = compose::load_flat(&config, Check::Used)?;
    Ok(Other { name, engine: as_asked(engine, arguments), questions })
}

fn as_asked(engine: Engine, arguments: &Calibrate) -> Engine {
    let engine = if arguments.by_words { engine.by_words() } else { engine };
    if arguments.by_meaning { engine.by_meaning() } else { engine }
}
