//! Damages files of each format and reads them, for as long as it is told.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "that is how it reports")]

mod damage;
#[path = "../../tests/it/fake_embedder.rs"]
#[allow(dead_code, reason = "the tests of the program use all of it")]
mod fake_embedder;
#[path = "../../tests/it/made_files.rs"]
#[allow(dead_code, reason = "the tests of the program use all of it")]
mod made_files;
mod memos;
mod random;
mod seeds;
mod target;
mod webhooks;

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{env, fs, thread};

use seeds::{FORMATS, Seeds};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--file", file] => match fs::read(file) {
            Ok(bytes) => {
                println!("{} documents", target::read(file, &bytes).len());
                ExitCode::SUCCESS
            }
            Err(error) => fail(&format!("failed to read {file}: {error}")),
        },
        ["--seconds", seconds, formats @ ..] => match seconds.parse() {
            Ok(seconds) => run(Duration::from_secs(seconds), formats),
            Err(_) => fail(&format!("'{seconds}' is no number of seconds")),
        },
        _ => fail("usage: rapporteur-fuzz --seconds N [FORMAT...] | --file FILE"),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}

/// Runs the formats, as many at once as there are cores.
fn run(time: Duration, chosen: &[&str]) -> ExitCode {
    if let Some(unknown) = chosen.iter().find(|name| !FORMATS.contains(name)) {
        return fail(&format!("'{unknown}' is no format; take {}", FORMATS.join(", ")));
    }
    let formats: Vec<&str> =
        FORMATS.into_iter().filter(|name| chosen.is_empty() || chosen.contains(name)).collect();
    let seeds = match Seeds::read() {
        Ok(seeds) => seeds,
        Err(error) => return fail(&format!("failed to read tests/formats: {error}")),
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let failures = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..cores.min(formats.len()) {
            scope.spawn(|| {
                while let Some(format) = formats.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = target::run(format, seeds.of(format), time);
                    println!("{format}: {outcome}");
                    failures.fetch_add(outcome.failures, Ordering::Relaxed);
                }
            });
        }
    });
    if failures.into_inner() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
