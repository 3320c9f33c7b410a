//! Texts about documents, checked: what comes of any marks in any order.

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::{fs, io};

use rapporteur::answering::Engine;
use rapporteur::backends::read_corpus;
use rapporteur::checking::{Sources, check};
use rapporteur::corpus::FILE_BYTES_MAX;
use rapporteur::domain::{QuoteClaim, Stop, TEXT_CHARS_MAX, Text, validate_text};
use rapporteur::retrieval::{Embedder, Priority};

use crate::fake_embedder::FakeEmbedder;

/// The documents that texts are checked against, and an embedder that knows words only.
struct Desk {
    engine: Engine,
    embedder: FakeEmbedder,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let corpus = read_corpus(&project("corpus"), FILE_BYTES_MAX as u64).expect("the corpus");
    let embedder = FakeEmbedder::new(1);
    let passages = Engine::passages(&corpus);
    let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&passages, Priority::Bulk).expect("it does not fail");
    Desk { engine: Engine::build(Arc::new(corpus), embeddings), embedder }
});

fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The memos of the tests.
pub(crate) fn seeds() -> io::Result<Vec<Vec<u8>>> {
    // It takes time that is of no file.
    LazyLock::force(&DESK);
    let mut found = Vec::new();
    for folder in ["tests/memos", "tests/memos/development", "tests/memos/last"] {
        let mut paths: Vec<_> = fs::read_dir(project(folder))?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|own| own == "md")) {
            found.push(fs::read(path)?);
        }
    }
    Ok(found)
}

/// Checks the text in `file`: kinds and verdicts of what is found. Each item is a span of the text.
pub(crate) fn verdicts(file: &[u8]) -> Vec<&'static str> {
    let text: String = String::from_utf8_lossy(file).chars().take(TEXT_CHARS_MAX).collect();
    if validate_text(&text).is_err() {
        return Vec::new();
    }
    let Desk { engine, embedder } = &*DESK;
    let stop = Stop::never();
    let verifier = engine.verifier(&stop);
    let verify = |claim: &QuoteClaim| verifier.verify(claim);
    let sources = Sources { corpus: engine.corpus(), index: engine.index(), verify: &verify };
    let verdict = check(sources, &text, embedder, &stop).expect("the embedder does not fail");
    let own = Text::new(text);
    for item in &verdict.items {
        assert_eq!(own.slice(item.span), item.words, "an item is a span of the text");
        let _ = item.corrected();
    }
    let kinds = verdict.items.iter().flat_map(|item| [item.kind.name(), item.verdict.name()]);
    kinds.collect()
}
