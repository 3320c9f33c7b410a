//! `rapporteur calibrate`: fits the models of relevance and confidence.

use std::fs;

use anyhow::Context;

use super::arguments::Calibrate;
use super::compose::Loaded;
use super::stored_index::Check;
use super::{Outcome, compose, output};
use crate::config::Config;
use crate::eval::{fit, read_questions, reliability_svg, render_calibration};

/// Fits both models and prints their parameters; plots their reliability if a file is named.
pub(super) fn run(config: &Config, arguments: &Calibrate) -> anyhow::Result<Outcome> {
    let mut questions = Vec::new();
    for file in &arguments.questions {
        questions.extend(read_questions(file)?);
    }
    let Loaded { engine, embedder, .. } = compose::load_flat(config, Check::Used)?;
    let engine = if arguments.by_words { engine.by_words() } else { engine };
    let engine = if arguments.by_meaning { engine.by_meaning() } else { engine };
    if let Some(name) = &arguments.collection {
        questions.retain(|question| question.collection.as_ref() == Some(name));
    }
    if arguments.instances {
        for instance in crate::eval::instances(&engine, embedder.as_ref(), &questions)? {
            output::print(&instance.to_string())?;
        }
        return Ok(Outcome::Done);
    }
    let fit = fit(&engine, embedder.as_ref(), &questions)?;
    if let Some(path) = &arguments.plot {
        let plots = [("clauses", &fit.clause_bins[..]), ("questions", &fit.question_bins[..])];
        fs::write(path, reliability_svg(&plots))
            .with_context(|| format!("write {}", path.display()))?;
    }
    output::print(&render_calibration(&fit))
}
