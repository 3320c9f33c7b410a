//! The arguments of `rapporteur verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Files, folders with .md and .txt files, or `-` for stdin; web pages, Word files and PDF are read
    /// as text
    #[arg(value_name = "FILE", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Also show items that are right or were not judged
    #[arg(long)]
    pub(crate) all: bool,
    /// Write a copy of each file, `memo.mended.md`, in which changed quotations have the words of their
    /// source; claims, figures and references stay as they are
    #[arg(long)]
    pub(crate) fix: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: VerifyFormat,
}

/// Output formats of `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// For people: file, line, column, the words and the finding.
    Text,
    /// For programs: the API's JSON for each file.
    Json,
    /// SARIF 2.1.0, for tools that show findings of static analysis.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// XML of `JUnit`, for servers that show tests.
    Junit,
}
