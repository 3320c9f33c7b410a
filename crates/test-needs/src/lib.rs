//! What some tests need and not every machine has: the model, or instructions of the processor.
//!
//! Where a need is missing, the test is left out and says so on standard error. A need that
//! `RAPPORTEUR_TEST_REQUIRE` lists must be met: its test fails instead.

use std::env;
use std::io::{self, Write};
use std::thread;

/// The variable with the names of needs, such as `model,instructions`.
const REQUIRE: &str = "RAPPORTEUR_TEST_REQUIRE";

/// Something that a test needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The embedding models and the library that `make test` builds.
    Model,
    /// The embedding model for other languages than English.
    Multilingual,
    /// A processor with AVX-512 VNNI.
    Instructions,
    /// A processor with tiles of bytes (AMX), and a system that permits them.
    Tiles,
}

impl Need {
    const ALL: [Self; 4] = [Self::Model, Self::Multilingual, Self::Instructions, Self::Tiles];

    const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Multilingual => "multilingual",
            Self::Instructions => "instructions",
            Self::Tiles => "tiles",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Model => "the models of `make test`",
            Self::Multilingual => "the model of `make model MODEL=multilingual-e5-small`",
            Self::Instructions => "a processor with AVX-512 VNNI",
            Self::Tiles => "a processor with AMX tiles",
        }
    }

    /// Whether the machine has it, which `held` says. If not, one line says which test is left out.
    ///
    /// # Panics
    /// When it is missing and required.
    pub fn is_met(self, held: bool) -> bool {
        if held {
            return true;
        }
        // One at a time, tests run in a thread that is not called after them.
        let thread = thread::current();
        let test = thread.name().filter(|name| *name != "main").unwrap_or("a test");
        let listed = env::var(REQUIRE).unwrap_or_default();
        let required = needs(&listed).unwrap_or_else(|error| panic!("{REQUIRE}: {error}"));
        let line = format!("{test} needs {}", self.what());
        let name = self.name();
        assert!(
            !required.contains(&self),
            "{line}; get it, or take '{name}' out of {REQUIRE} to leave the test out"
        );
        // Straight to where it is seen: what tests print is shown of those alone that fail.
        let shown = writeln!(io::stderr(), "left out: {line}");
        shown.expect("standard error can be written");
        false
    }
}

/// The needs in `listed`, which are named with commas between them.
fn needs(listed: &str) -> Result<Vec<Need>, String> {
    let names = listed.split(',').map(str::trim).filter(|name| !name.is_empty());
    let need = |name: &str| {
        let found = Need::ALL.into_iter().find(|need| need.name() == name);
        found.ok_or_else(|| format!("no '{name}'; use {}", Need::ALL.map(Need::name).join(", ")))
    };
    names.map(need).collect()
}

/// Whether the processor has the instructions for the program's own encoder.
pub fn has_instructions() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
    #[cfg(not(target_arch = "x86_64"))]
    return false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_parsed() {
        assert_eq!(needs(""), Ok(vec![]));
        assert_eq!(needs("model, instructions,"), Ok(vec![Need::Model, Need::Instructions]));
        let error = needs("modle").expect_err("a slip");
        assert_eq!(error, "no 'modle'; use model, multilingual, instructions, tiles");
    }
}
