//! The arguments of `rapporteur verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Files, folders of .md and .txt files, or `-` for what comes in
    #[arg(value_name = "FILE", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Show what is right and what was not judged, too
    #[arg(long)]
    pub(crate) all: bool,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: VerifyFormat,
}

/// How the findings of a check are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyFormat {
    /// For people: file, line and column, the words, what is the matter.
    Text,
    /// For programs: all that the API says, file by file.
    Json,
    /// SARIF 2.1.0, for tools that show findings of static analysis.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}
