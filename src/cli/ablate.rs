//! `rapporteur ablate`: what each component of the ranking is worth.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{Ablate, Format};
use super::progress::Bar;
use super::{Outcome, compose, output};
use crate::config::Config;
use crate::eval::{
    Ablation, Beir, LabelledQuestion, ablate_beir, ablate_questions, as_corpus, read_questions,
    render_ablation,
};
use crate::retrieval::Embedder;
use crate::service::CachedEmbedder;

/// Bytes of cached embeddings: every row asks the same questions.
const EMBEDDINGS_BYTES_MAX: u64 = 256 << 20;

/// Scores all sets, and prints one table.
pub(super) fn run(config: &Config, arguments: &Ablate) -> anyhow::Result<Outcome> {
    let fitted_on = arguments.fit.iter().map(|file| read_questions(file));
    let fitted_on = fitted_on.collect::<Result<Vec<_>, _>>()?.concat();
    let questions: Vec<(&PathBuf, Vec<LabelledQuestion>)> = arguments
        .questions
        .iter()
        .map(|file| Ok((file, read_questions(file)?)))
        .collect::<anyhow::Result<_>>()?;
    let embedder: Arc<dyn Embedder> =
        Arc::new(CachedEmbedder::new(compose::open_embedder(config)?, EMBEDDINGS_BYTES_MAX));
    let mut table = Ablation { columns: Vec::new(), rows: Vec::new() };
    for (file, questions) in questions {
        let corpus = Arc::new(compose::corpus(config)?);
        let engine = compose::index(config, corpus, Arc::clone(&embedder))?.engine;
        let scores =
            ablate_questions(&name(file), engine, embedder.as_ref(), &questions, &fitted_on)?;
        table = table.beside(scores);
    }
    for folder in &arguments.beir {
        let beir = Beir::read(folder)?;
        let engine =
            compose::index(config, Arc::new(as_corpus(&beir)), Arc::clone(&embedder))?.engine;
        let mut bar = Bar::new("ranking");
        let mut progress = |done, total| bar.update(done, total);
        let scores = ablate_beir(&name(folder), engine, embedder.as_ref(), &beir, &mut progress)?;
        table = table.beside(scores);
    }
    output::print(&match arguments.format {
        Format::Text => render_ablation(&table),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&table)?),
    })
}

/// The name of a set: that of its file or folder, without path and extension.
fn name(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
