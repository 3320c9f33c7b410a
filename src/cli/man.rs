//! `rapporteur completions` and `rapporteur man`.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::arguments::Cli;
use super::{Outcome, output};

/// Prints a script that completes commands and settings.
pub(super) fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rapporteur", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}

/// Writes a page for the program and for each of its commands.
pub(super) fn run(folder: &Path) -> anyhow::Result<Outcome> {
    fs::create_dir_all(folder).with_context(|| format!("make the folder {}", folder.display()))?;
    for (name, page) in pages(Cli::command())? {
        let file = folder.join(name);
        fs::write(&file, page).with_context(|| format!("write {}", file.display()))?;
    }
    Ok(Outcome::Done)
}

/// Names and contents of the pages.
fn pages(mut command: Command) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    command.build();
    let shown = command.get_subcommands().filter(|one| !one.is_hide_set());
    let all = std::iter::once(command.clone()).chain(shown.cloned());
    all.filter(|one| one.get_name() != "help")
        .map(|one| {
            let name = one.get_display_name().unwrap_or(one.get_name()).to_owned();
            let mut page = Vec::new();
            clap_mangen::Man::new(one).render(&mut page).context("write a manual page")?;
            Ok((format!("{name}.1"), page))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page() {
        let pages = pages(Cli::command()).expect("pages");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for name in
            ["rapporteur.1", "rapporteur-ask.1", "rapporteur-serve.1", "rapporteur-doctor.1"]
        {
            assert!(names.contains(&name), "{names:?}");
        }
        assert!(!names.iter().any(|name| name.contains("-config")), "it is hidden: {names:?}");
        let ask =
            &pages[names.iter().position(|name| *name == "rapporteur-ask.1").expect("a page")].1;
        let ask = String::from_utf8_lossy(ask);
        assert!(ask.contains(".TH") && ask.contains("Answer a question"), "{ask}");
    }
}
