//! Findings as plain text.

use std::fmt::Write;

use super::Checked;
use super::position::Lines;
use crate::api::graphql::Links;
use crate::citing::{CitationStyle, cite};
use crate::cli::visible::name;
use crate::domain::{Standing, TextItem, TextVerdict};

/// Code points of an item's words that are shown.
const SHOWN_CHARS: usize = 120;

/// The findings of each file: the wrong items, and with `all` the others, too.
pub(super) fn findings(checked: &[Checked], links: &Links, all: bool, colour: bool) -> String {
    let mut text = String::new();
    for Checked { file, verdict } in checked {
        let lines = Lines::find(&file.text);
        for item in &verdict.items {
            if all || item.verdict.standing() == Standing::Wrong {
                let (start, _) = lines.of_span(item.span);
                let _ = write!(text, "{}:{}:{}: ", name(&file.name), start.line, start.column);
                finding(&mut text, verdict, item, links, colour);
            }
        }
        let count = |standing| verdict.count(standing);
        let (right, wrong) = (count(Standing::Right), count(Standing::Wrong));
        let open = count(Standing::Open);
        let _ =
            write!(text, "{}: {right} right, {wrong} wrong, {open} not judged", name(&file.name));
        let (claims, judged) = verdict.claims();
        if claims > 0 {
            let _ = write!(text, "; {judged} of {claims} claims judged");
        }
        if verdict.all_right().is_none() {
            text.push_str("; nothing could be judged");
        }
        if verdict.not_checked() > 0 {
            let _ =
                write!(text, "; {} too many to be checked; split the text", verdict.not_checked());
        }
        text.push('\n');
    }
    text
}

fn finding(text: &mut String, verdict: &TextVerdict, item: &TextItem, links: &Links, colour: bool) {
    let words = one_line(&item.words);
    let name = painted(item.verdict.name(), item.verdict.standing(), colour);
    let _ = writeln!(text, "{name} {} \u{201c}{words}\u{201d}", item.kind.name());
    let _ = writeln!(text, "    {}", item.message);
    if let Some((clause, quote)) = item.source() {
        let clause = &verdict.corpus.clauses()[clause];
        let link = links.clause(&verdict.corpus, clause);
        let document = verdict.corpus.document_of(clause);
        let citation = cite(document, Some(&clause.label), CitationStyle::Plain, None);
        let _ = match item.corrected() {
            // What can be pasted is not cut.
            Some(mended) => writeln!(text, "    \u{201c}{mended}\u{201d} ({citation})"),
            None => writeln!(text, "    \u{201c}{}\u{201d}", one_line(quote)),
        };
        let _ = writeln!(text, "    {link}");
    }
    text.push('\n');
}

fn one_line(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= SHOWN_CHARS {
        return joined;
    }
    let cut: String = joined.chars().take(SHOWN_CHARS).collect();
    format!("{} \u{2026}", cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before))
}

fn painted(name: &str, standing: Standing, colour: bool) -> String {
    let code = match standing {
        _ if !colour => return name.to_owned(),
        Standing::Right => 32,
        Standing::Wrong => 31,
        Standing::Open => 33,
    };
    format!("\u{1b}[{code}m{name}\u{1b}[0m")
}
