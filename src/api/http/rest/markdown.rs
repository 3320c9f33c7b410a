//! Answers, clauses and documents as Markdown.

use std::fmt::Write;

use crate::api::graphql::Links;
use crate::api::plain::{about, judgement, notes, searched, worth_showing};
use crate::domain::{
    Answer, AnswerStatus, Clause, Comparison, Corpus, Document, QuoteMatch, QuoteVerdict, Speaks,
    WORDS_ALONE,
};
use crate::service::Ranking;

/// An answer with its quotations and what was searched.
pub(super) fn answer(answer: &Answer, links: &Links) -> String {
    let corpus = &answer.corpus;
    let status = match (answer.status, &answer.refusal) {
        (AnswerStatus::Answered, _) => "Answered".to_owned(),
        (AnswerStatus::Nearest, None) => "Nearest".to_owned(),
        (AnswerStatus::Nearest, Some(refusal)) => format!("Nearest: {}", refusal.kind().words()),
        (AnswerStatus::NotFound, None) => "Not found".to_owned(),
        (AnswerStatus::NotFound, Some(refusal)) => {
            format!("Not found: {}", refusal.kind().words())
        }
    };
    let mut text =
        format!("**{status}** (confidence {:.2})\n\n{}\n", answer.confidence, escape(&answer.text));
    for citation in &answer.citations {
        let clause = &corpus.clauses()[citation.clause];
        let _ = write!(
            text,
            "\n\\[{}\\] {}, [{}]({}):\n\n{}\n",
            citation.marker,
            escape(&about(corpus.document_of(clause))),
            escape(&clause.label),
            links.clause(corpus, clause),
            quote(&citation.quote)
        );
    }
    if !answer.coverage.is_empty() {
        text.push_str("\nSearched:\n\n");
    }
    let (shown, others) = worth_showing(&answer.coverage);
    for row in shown {
        let id = escape(&corpus.documents()[row.document].id);
        let _ = writeln!(text, "- {id}: {}", escape(&searched(corpus, row)));
    }
    if others > 0 {
        let _ = writeln!(text, "- {others} other documents: nothing");
    }
    text
}

/// The best `shown` clauses of a ranking.
pub(super) fn ranking(ranking: &Ranking, shown: usize, links: &Links) -> String {
    let corpus = &ranking.corpus;
    let mut text = String::new();
    if ranking.understood.words_alone {
        let _ = writeln!(text, "{WORDS_ALONE}\n");
    }
    if ranking.evidence.is_empty() {
        text.push_str("**Not found**: no clause that passes the filter matches the query.\n");
    }
    for (rank, evidence) in ranking.evidence.iter().take(shown).enumerate() {
        let clause = &corpus.clauses()[evidence.clause];
        let _ = write!(
            text,
            "{}. {}, [{}]({}) ({:.3}):\n\n{}\n\n",
            rank + 1,
            escape(&about(corpus.document_of(clause))),
            escape(&clause.label),
            links.clause(corpus, clause),
            evidence.relevance,
            quote(corpus.text_of(clause))
        );
    }
    text
}

/// A comparison as a table, with its findings above and what changed below.
pub(super) fn comparison(comparison: &Comparison, links: &Links) -> String {
    let corpus = &*comparison.corpus;
    let topic = cell(&comparison.topic);
    let mut text = format!("**{topic}**\n\n{}\n\n", escape(&comparison.text));
    text.push_str("| date | document | speaks | verb | clause |\n|---|---|---|---|---|\n");
    for row in &comparison.rows {
        let document = &corpus.documents()[row.document];
        let date = document.date().map_or_else(String::new, |date| date.to_string());
        let speaks = match row.speaks {
            Speaks::Yes => "yes",
            Speaks::Perhaps => "perhaps",
            Speaks::Silent => "no",
        };
        let verb = row.verb.map_or_else(String::new, |verb| {
            let own = verb.in_corpus(corpus);
            format!("{} ({})", cell(&own.wording), own.strength.name())
        });
        let shown =
            row.clauses.first().or(row.nearest.as_ref().filter(|_| row.speaks == Speaks::Perhaps));
        let clause = shown.map_or_else(String::new, |one| {
            let clause = &corpus.clauses()[one.clause];
            format!("[{}]({})", cell(&clause.label), links.clause(corpus, clause))
        });
        let id = cell(&document.id);
        let _ = writeln!(text, "| {date} | {id} | {speaks} | {verb} | {clause} |");
    }
    for quotation in comparison.rows.iter().filter_map(|row| row.quotation.as_ref()) {
        let clause = &corpus.clauses()[quotation.clause];
        let source = escape(&about(corpus.document_of(clause)));
        let (marker, label) = (quotation.marker, escape(&clause.label));
        let quote = quote(&quotation.quote);
        let _ = write!(text, "\n\\[{marker}\\] {source}, {label}:\n\n{quote}\n");
    }
    text
}

/// Text within a cell of a table, which is one line.
fn cell(text: &str) -> String {
    escape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A verdict on a quotation, with its places.
pub(super) fn verdict(verdict: &QuoteVerdict, links: &Links) -> String {
    let mut text = format!("**{}**\n", judgement(verdict));
    for place in &verdict.matches {
        text.push_str(&matched(verdict, place, links));
    }
    if let Some(nearest) = &verdict.nearest {
        text.push_str("\nNearest:\n");
        text.push_str(&matched(verdict, nearest, links));
    }
    text
}

fn matched(verdict: &QuoteVerdict, place: &QuoteMatch, links: &Links) -> String {
    let corpus = &verdict.corpus;
    let mut text = String::new();
    for span in &place.spans {
        let clause = &corpus.clauses()[span.clause];
        let _ = write!(
            text,
            "\n{}, [{}]({}):\n\n{}\n",
            escape(&about(corpus.document_of(clause))),
            escape(&clause.label),
            links.clause(corpus, clause),
            quote(&span.quote)
        );
    }
    for note in notes(verdict, place) {
        let _ = write!(text, "\n- {}", escape(&note));
    }
    text.push('\n');
    text
}

/// A clause under its document's name.
pub(super) fn clause(corpus: &Corpus, clause: &Clause, links: &Links) -> String {
    format!(
        "{}, [{}]({}):\n\n{}\n",
        escape(&about(corpus.document_of(clause))),
        escape(&clause.label),
        links.clause(corpus, clause),
        quote(corpus.text_of(clause))
    )
}

/// A list of documents.
pub(super) fn documents(documents: &[&Document]) -> String {
    documents.iter().fold(String::new(), |mut text, document| {
        let _ = writeln!(text, "- `{}`: {}", document.id, escape(&about(document)));
        text
    })
}

/// A document, clause by clause.
pub(super) fn document(corpus: &Corpus, document: &Document) -> String {
    let mut text = format!("# {}\n", escape(&about(document)));
    for clause in corpus.clauses_of(document) {
        let words = escape(corpus.text_of(clause));
        let _ = write!(text, "\n**{}** {}\n", escape(&clause.label), words);
    }
    text
}

fn quote(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {}", escape(line))).collect();
    lines.join("\n")
}

/// The text so that it is shown as it is, whatever it looks like.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut line_start = true;
    for c in text.chars() {
        // `+`, `-` and digits mean something at the start of a line only.
        let special = r"\`*_{}[]<>#|~!&".contains(c) || line_start && "+-=".contains(c);
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        line_start = c == '\n';
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        let cases = [
            ("plain, with (brackets) and 1. numbers", "plain, with (brackets) and 1. numbers"),
            ("*Encourage* [1] <b>", r"\*Encourage\* \[1\] \<b\>"),
            ("- a\n- b-c", "\\- a\n\\- b-c"),
            ("# A `b` \\ c_d", r"\# A \`b\` \\ c\_d"),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text), expected);
        }
        assert_eq!(quote("a\nb"), "> a\n> b");
    }
}
