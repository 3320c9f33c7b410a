//! Checking a quotation against a large corpus: how long it takes, and what the index takes.
//!
//! `RAPPORTEUR_BENCH_PARAGRAPHS` names a file of paragraphs, one JSON object with `_id`
//! ("document|paragraph") and `text` a line, plain or `.xz`. A thousand sentences of each kind, no
//! two the same, are checked one by one: as they stand, with two words changed, ascribed to
//! another document, and of documents that were left out; over a quarter of the documents, then
//! over all.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rapporteur::domain::{Corpus, Digest, QuoteClaim, Verdict};
use rapporteur::eval::document;
use rapporteur::quoting::{QuoteIndex, verify};

const PARAGRAPHS: &str = "RAPPORTEUR_BENCH_PARAGRAPHS";
/// Sentences of each kind.
const SENTENCES: usize = 1_000;
/// Every so many-th document is left out.
const LEFT_OUT_EVERY: usize = 50;

/// A document's id and its paragraphs.
type Speech = (String, Vec<String>);

fn main() {
    let mut out = std::io::stdout().lock();
    let Ok(path) = std::env::var(PARAGRAPHS) else {
        writeln!(out, "skipped: set {PARAGRAPHS} to a file of paragraphs").expect("stdout");
        return;
    };
    let (mut speeches, mut absent) = (Vec::new(), Vec::new());
    for (at, speech) in read(&path).into_iter().enumerate() {
        let side = if at % LEFT_OUT_EVERY == 0 { &mut absent } else { &mut speeches };
        side.push(speech);
    }
    let absent = sentences(absent.iter());
    for quarters in [1, 4] {
        let part: Vec<&Speech> =
            speeches.iter().enumerate().filter(|(at, _)| at % 4 < quarters).map(|s| s.1).collect();
        let own = sentences(part.iter().copied());
        let corpus = Arc::new(corpus(&part));
        let start = Instant::now();
        let index = QuoteIndex::build(&corpus);
        let (words, built) = (index.words(), start.elapsed());
        writeln!(
            out,
            "{} clauses, {words} words: built in {:.2} s, {:.2} bytes a word",
            corpus.clauses().len(),
            built.as_secs_f64(),
            index.bytes() as f64 / words as f64
        )
        .expect("stdout");
        let altered: Vec<String> = own.iter().map(|sentence| alter(sentence)).collect();
        let other = Some(corpus.documents()[0].id.clone());
        let kinds = [
            ("exact", &own, None),
            ("altered", &altered, None),
            ("ascribed to another", &own, other),
            ("absent", &absent, None),
        ];
        for (name, texts, document) in kinds {
            let (mut times, mut said) = (Vec::new(), [0_usize; 5]);
            for text in texts {
                let claim =
                    QuoteClaim { text: text.clone(), document: document.clone(), clause: None };
                let start = Instant::now();
                let verdict = verify(&corpus, &index, &claim);
                times.push(start.elapsed());
                said[place(verdict.verdict)] += 1;
            }
            times.sort_unstable();
            let at = |share: f64| ms(times[((times.len() - 1) as f64 * share) as usize]);
            writeln!(
                out,
                "  {name:<20} {} sentences  p50 {:.2} ms  p99 {:.2} ms  max {:.2} ms  \
                 exact/normalised/altered/misattributed/not found {said:?}",
                times.len(),
                at(0.5),
                at(0.99),
                at(1.0)
            )
            .expect("stdout");
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

const fn place(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Exact => 0,
        Verdict::Normalised => 1,
        Verdict::Altered => 2,
        Verdict::Misattributed => 3,
        Verdict::NotFound => 4,
    }
}

fn read(path: &str) -> Vec<Speech> {
    let packed = Path::new(path).extension().is_some_and(|extension| extension == "xz");
    let lines: Box<dyn Read> = if packed {
        let unpacked = Command::new("xz").args(["-dc", path]).stdout(Stdio::piped()).spawn();
        Box::new(unpacked.expect("xz is installed").stdout.take().expect("a pipe"))
    } else {
        Box::new(std::fs::File::open(path).expect("a file of paragraphs"))
    };
    let mut speeches: Vec<Speech> = Vec::new();
    for line in BufReader::new(lines).lines() {
        let line = line.expect("UTF-8");
        let entry: serde_json::Value = serde_json::from_str(&line).expect("a JSON object");
        let id = entry["_id"].as_str().expect("an id").split('|').next().expect("a document");
        let text = entry["text"].as_str().expect("a text").to_owned();
        match speeches.last_mut() {
            Some((last, texts)) if last == id => texts.push(text),
            _ => speeches.push((id.to_owned(), vec![text])),
        }
    }
    speeches
}

/// Sentences of ten to forty words from all over the speeches.
fn sentences<'s>(speeches: impl Iterator<Item = &'s Speech>) -> Vec<String> {
    let mut all: Vec<&str> = speeches
        .flat_map(|speech| &speech.1)
        .flat_map(|text| text.split_inclusive(". "))
        .map(str::trim)
        .filter(|text| (10..=40).contains(&text.split(' ').count()))
        .collect();
    let mut seen = HashSet::new();
    all.retain(|text| seen.insert(*text));
    let step = (all.len() / SENTENCES).max(1);
    all.into_iter().step_by(step).take(SENTENCES).map(str::to_owned).collect()
}

/// The sentence with one word exchanged and one left out.
fn alter(sentence: &str) -> String {
    let mut words: Vec<&str> = sentence.split(' ').collect();
    let third = words.len() / 3;
    words[third] = "zebra";
    words.remove(2 * third);
    words.join(" ")
}

fn corpus(speeches: &[&Speech]) -> Corpus {
    let parts = speeches.iter().map(|(id, texts)| document(id, texts.iter().map(String::as_str)));
    Corpus::new(parts.collect(), Digest([0; 32])).expect("each document once")
}
