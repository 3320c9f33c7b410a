//! An answer as a terminal shows it: wrapped, in colour, with links. Where the output is no terminal, or colour is
//! not wanted (`NO_COLOR`), `anstream` leaves out what is no text.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use anstyle::{AnsiColor, Style};
use textwrap::Options;

use super::{Outcome, output};
use crate::api::graphql::Links;
use crate::api::plain;
use crate::domain::{Answer, AnswerStatus, PartKind, Speaks};

const LEAD: Style = Style::new().bold();
const MARKER: Style = AnsiColor::Cyan.on_default();
const QUIET: Style = Style::new().dimmed();
/// Longer lines are hard to read.
const WIDTH_MAX: usize = 96;
const WIDTH_MIN: usize = 30;

/// How wide the terminal is that stdout writes to; none where it writes to none.
pub(super) fn width() -> Option<usize> {
    io::stdout().is_terminal().then(|| textwrap::termwidth().clamp(WIDTH_MIN, WIDTH_MAX))
}

/// Writes styled text to stdout.
pub(super) fn print(text: &str) -> anyhow::Result<Outcome> {
    output::check_open()?;
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(Outcome::Done)
}

/// The lead, the points of each document, what else is to be known, the sources, and what was searched.
pub(super) fn answer(answer: &Answer, links: &Links, width: usize) -> String {
    let mut text = String::new();
    for part in &answer.parts {
        let own = &answer.text[part.place.clone()];
        match part.kind {
            PartKind::Lead if part.quoting.is_some() => {
                let _ = writeln!(text, "{}", marked(&textwrap::fill(own, width)));
            }
            PartKind::Lead => {
                let lead = textwrap::fill(own, width);
                let _ = writeln!(text, "{}", styled(LEAD, &lead));
            }
            PartKind::Point => {
                let options = Options::new(width).initial_indent("  • ").subsequent_indent("    ");
                let _ = writeln!(text, "\n{}", marked(&textwrap::fill(own, options)));
            }
            PartKind::Note | PartKind::Silence => {
                let options = Options::new(width).initial_indent("    ").subsequent_indent("    ");
                let _ = writeln!(text, "\n{}", styled(QUIET, &textwrap::fill(own, options)));
            }
        }
    }
    if !answer.citations.is_empty() {
        text.push('\n');
    }
    for citation in &answer.citations {
        let clause = &answer.corpus.clauses()[citation.clause];
        let marker = format!("[{}]", citation.marker);
        let source = plain::source(&answer.corpus, clause);
        let link = links.clause(&answer.corpus, clause);
        let indent = " ".repeat(marker.len() + 1);
        let options = Options::new(width).initial_indent(&indent).subsequent_indent(&indent);
        let wrapped = textwrap::fill(&source, options);
        let shown = linked(&link, wrapped.trim_start());
        let _ = writeln!(text, "{} {shown}", styled(MARKER, &marker));
    }
    let _ = writeln!(text, "\n{}", styled(QUIET, &textwrap::fill(&searched(answer), width)));
    text
}

/// "3 documents searched: 2 speak of this. Confidence 0.95."
fn searched(answer: &Answer) -> String {
    let count = answer.coverage.len();
    let speaking = answer.coverage.iter().filter(|row| row.speaks == Speaks::Yes).count();
    let noun = if count == 1 { "document" } else { "documents" };
    let mut text = if count == 0 { String::new() } else { format!("{count} {noun} searched") };
    if answer.status == AnswerStatus::Answered && count > 0 {
        let verb = if speaking == 1 { "speaks" } else { "speak" };
        let _ = write!(text, ", {speaking} {verb} of this");
    }
    let separator = if text.is_empty() { "" } else { ". " };
    format!("{text}{separator}Confidence {:.2}.", answer.confidence)
}

/// `text` with its markers in colour.
fn marked(text: &str) -> String {
    let mut pieces = text.split('[');
    let mut marked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                marked.push_str(&styled(MARKER, &format!("[{number}]")));
                marked.push_str(rest);
            }
            _ => {
                marked.push('[');
                marked.push_str(piece);
            }
        }
    }
    marked
}

/// `text` in `style`, line by line, so that a pager shows each as it is.
fn styled(style: Style, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{style}{line}{style:#}")).collect();
    lines.join("\n")
}

/// `text` as a link, where `address` is a whole address.
fn linked(address: &str, text: &str) -> String {
    if !address.starts_with("http") {
        return text.to_owned();
    }
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::asked_of;
    use crate::domain::sample;

    fn bare(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn an_answer_fits_the_terminal_and_keeps_its_words() {
        let told = asked_of(sample::corpus(), "When was the Rome declaration adopted?");
        let links = Links { public_url: "https://declarations.example.org".to_owned() };
        for width in [40, 80] {
            let styled = answer(&told, &links, width);
            let shown = bare(&styled);
            assert!(shown.lines().all(|line| line.chars().count() <= width), "{shown}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words(&shown).starts_with(&words(&told.lead())), "{shown}");
            assert!(words(&shown).ends_with("Confidence 0.99."), "{shown}");
            assert!(styled.contains("\u{1b}]8;;https://declarations.example.org/c/"), "{styled}");
        }
    }

    #[test]
    fn markers_alone_are_coloured() {
        let text = marked("a [1] b [x] c [");
        assert_eq!(bare(&text), "a [1] b [x] c [");
        assert_eq!(text.matches("\u{1b}[36m").count(), 1, "{text}");
    }

    #[test]
    fn a_path_is_no_link() {
        assert_eq!(linked("/c/1/rome-2012/P1", "Rome"), "Rome");
    }
}
