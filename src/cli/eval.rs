//! `rapporteur eval`: how good the answers are.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::arguments::{Eval, Format};
use super::progress::Bar;
use super::{Outcome, compose, load, output};
use crate::config::Config;
use crate::eval::{
    AbstentionSet, Beir, QuoteCounts, QuoteSources, as_corpus, check_clauses, read_memos,
    read_questions, render, render_abstention, render_beir, render_citations, render_clauses,
    render_memos, render_quotes, risk_coverage_svg, run_abstention, run_beir, run_citations,
    run_memos, run_questions, run_quotes,
};

/// Scores labelled questions over the corpus, or a benchmark over its own documents.
pub(super) fn run(config: &Config, arguments: &Eval) -> anyhow::Result<Outcome> {
    if let Some(folder) = &arguments.documents {
        return documents(config, folder, arguments);
    }
    if let Some(folder) = &arguments.memos {
        return memos(config, folder, arguments);
    }
    if let Some(count) = arguments.citations {
        return citations(config, usize::from(count), arguments);
    }
    match (&arguments.questions, &arguments.beir, &arguments.abstention) {
        (Some(file), ..) => questions(config, file, arguments),
        (_, Some(folder), _) => beir(config, folder, arguments.format),
        (_, _, Some(folder)) => abstention(config, folder, arguments),
        _ if !arguments.quotes.is_empty() => quotes(config, arguments),
        _ => anyhow::bail!(
            "evaluate: name --questions FILE, --beir DIR, --abstention DIR, --quotes PATH, --memos DIR, --citations COUNT or --documents DIR"
        ),
    }
}

fn documents(config: &Config, folder: &Path, arguments: &Eval) -> anyhow::Result<Outcome> {
    let config = Config { corpus: folder.to_owned(), ..config.clone() };
    let corpus = compose::corpus(&config)?;
    let report = check_clauses(&corpus, arguments.expected.as_deref())?;
    output::print(&match arguments.format {
        Format::Text => render_clauses(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })?;
    Ok(if report.defects.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

fn questions(config: &Config, file: &Path, arguments: &Eval) -> anyhow::Result<Outcome> {
    let mut questions = read_questions(file)?;
    if let Some(name) = &arguments.collection {
        questions.retain(|question| question.collection.as_ref() == Some(name));
        anyhow::ensure!(!questions.is_empty(), "evaluate: no question is of the collection {name}");
    }
    let loaded = load::load(config)?;
    let report = run_questions(&loaded.engine, loaded.embedder.as_ref(), &questions)?;
    output::print(&match arguments.format {
        Format::Text => render(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}

fn memos(config: &Config, folder: &Path, arguments: &Eval) -> anyhow::Result<Outcome> {
    let loaded = load::load(config)?;
    let memos = read_memos(folder, &loaded.engine.corpus().digest().short())?;
    let report = run_memos(&loaded.engine, loaded.embedder.as_ref(), &memos)?;
    output::print(&match arguments.format {
        Format::Text => render_memos(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}

fn citations(config: &Config, count: usize, arguments: &Eval) -> anyhow::Result<Outcome> {
    let loaded = load::load(config)?;
    let mut bar = Bar::new("citing");
    let mut progress = |done, total| bar.update(done, total);
    let (engine, embedder) = (&loaded.engine, loaded.embedder.as_ref());
    let report = run_citations(engine, embedder, count, &mut progress)?;
    drop(bar);
    output::print(&match arguments.format {
        Format::Text => render_citations(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })?;
    Ok(if report.told.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

fn beir(config: &Config, folder: &Path, format: Format) -> anyhow::Result<Outcome> {
    let beir = Beir::read(folder)?;
    let embedder = compose::open_embedder(config)?;
    let loaded = compose::index(config, Arc::new(as_corpus(&beir)), embedder)?;
    let mut bar = Bar::new("ranking");
    let report = run_beir(&beir, &loaded.engine, loaded.embedder.as_ref(), &mut |done, total| {
        bar.update(done, total);
    })?;
    drop(bar);
    output::print(&match format {
        Format::Text => render_beir(&report),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}

fn quotes(config: &Config, arguments: &Eval) -> anyhow::Result<Outcome> {
    let corpus = compose::corpus(config)?;
    let paths: Vec<&Path> = arguments.quotes.iter().map(PathBuf::as_path).collect();
    let sources = QuoteSources::read(&corpus, &paths)?;
    let mut bar = Bar::new("checking");
    let mut progress = |done, total| bar.update(done, total);
    let report = run_quotes(&sources, QuoteCounts::default(), &mut progress);
    drop(bar);
    output::print(&match arguments.format {
        Format::Text => render_quotes(&report, arguments.each),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}

fn abstention(config: &Config, folder: &Path, arguments: &Eval) -> anyhow::Result<Outcome> {
    let set = AbstentionSet::read(folder, usize::from(arguments.every))?;
    let embedder = compose::open_embedder(config)?;
    let loaded = compose::index(config, Arc::new(as_corpus(set.beir())), embedder)?;
    let mut bar = Bar::new("asking");
    let mut progress = |done, total| bar.update(done, total);
    let report = run_abstention(&set, &loaded.engine, loaded.embedder.as_ref(), &mut progress)?;
    drop(bar);
    if let Some(path) = &arguments.plot {
        fs::write(path, risk_coverage_svg(&report))
            .with_context(|| format!("write {}", path.display()))?;
    }
    output::print(&match arguments.format {
        Format::Text => render_abstention(&report),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
    })
}
