//! Answers, clauses and documents as people read them on a terminal.

use std::fmt::Write;

use super::graphql::Links;
use crate::domain::{
    Answer, Clause, ClauseChange, ClauseVersion, Corpus, Difference, DifferenceKind, Document,
    DocumentCoverage, QuoteMatch, QuoteVerdict, Verdict, WORDS_ALONE,
};
use crate::service::Ranking;

/// An answer: the text, then its sources, then what was searched, and the ranking where it is
/// asked for.
pub fn answer(answer: &Answer, links: &Links, ranking: bool) -> String {
    let corpus = &answer.corpus;
    let mut text = format!("{}\n", answer.text);
    for citation in &answer.citations {
        let clause = &corpus.clauses()[citation.clause];
        let (source, link) = (source(corpus, clause), links.clause(corpus, clause));
        let marker = citation.marker;
        let _ = write!(text, "\n[{marker}] {source}\n    \"{}\"\n    {link}\n", citation.quote);
    }
    if !answer.coverage.is_empty() {
        text.push_str("\nSearched:\n");
    }
    let (shown, others) = worth_showing(&answer.coverage);
    for row in shown {
        let document = &corpus.documents()[row.document];
        let _ = writeln!(text, "  {}: {}", document.id, searched(corpus, row));
    }
    if others > 0 {
        let _ = writeln!(text, "  {others} other documents: nothing");
    }
    if ranking {
        text.push_str("\nRanking:\n");
        for evidence in &answer.evidence {
            let id = corpus.id_of(&corpus.clauses()[evidence.clause]);
            let _ = writeln!(text, "  {:.3} {id}", evidence.relevance);
        }
    }
    let _ = writeln!(text, "\nConfidence: {:.2}", answer.confidence);
    if let Some(refusal) = &answer.refusal {
        let _ = writeln!(text, "Reason: {}", refusal.kind().words());
    }
    text
}

/// So many documents are listed one by one, whatever was found in them.
const SEARCHED_MAX: usize = 12;

/// The documents to list one by one, and how many others there are. Of many documents those are
/// listed that are cited, or where something comes near.
pub(super) fn worth_showing(coverage: &[DocumentCoverage]) -> (Vec<&DocumentCoverage>, usize) {
    let all = || coverage.iter();
    if coverage.len() <= SEARCHED_MAX {
        return (all().collect(), 0);
    }
    let cited = all().filter(|row| !row.markers.is_empty()).count();
    let mut room = SEARCHED_MAX.saturating_sub(cited);
    let shown: Vec<&DocumentCoverage> = all()
        .filter(|row| {
            let near = row.nearest.is_some() && room > 0 && row.markers.is_empty();
            room -= usize::from(near);
            near || !row.markers.is_empty()
        })
        .collect();
    let others = coverage.len() - shown.len();
    (shown, others)
}

/// What was found in a document.
pub(super) fn searched(corpus: &Corpus, row: &DocumentCoverage) -> String {
    let found = if row.markers.is_empty() {
        let nearest = row.nearest.map(|one| corpus.id_of(&corpus.clauses()[one.clause]));
        nearest.map_or("nothing".to_owned(), |id| format!("nothing; nearest: {id}"))
    } else {
        row.markers.iter().map(|marker| format!("[{marker}]")).collect::<Vec<_>>().join(" ")
    };
    format!("{found} (clauses searched: {})", row.clauses_searched)
}

/// The best `shown` clauses of a ranking.
pub fn ranking(ranking: &Ranking, shown: usize, links: &Links) -> String {
    let corpus = &ranking.corpus;
    let mut text = String::new();
    if ranking.understood.words_alone {
        let _ = writeln!(text, "{WORDS_ALONE}\n");
    }
    if ranking.evidence.is_empty() {
        text.push_str("Not found. No clause that passes the filter matches the query.\n");
    }
    for (rank, evidence) in ranking.evidence.iter().take(shown).enumerate() {
        let clause = &corpus.clauses()[evidence.clause];
        let (source, link) = (source(corpus, clause), links.clause(corpus, clause));
        let _ = writeln!(text, "{:>3}. {:.3}  {source}", rank + 1, evidence.relevance);
        let _ = writeln!(text, "     {}\n     {link}\n", corpus.text_of(clause));
    }
    text
}

/// A verdict on a quotation, its places and the differences.
pub fn verdict(verdict: &QuoteVerdict, links: &Links) -> String {
    let mut text = format!("{}.\n", judgement(verdict));
    for place in &verdict.matches {
        text.push_str(&matched(verdict, place, links));
    }
    if let Some(nearest) = &verdict.nearest {
        text.push_str("\nNearest:\n");
        text.push_str(&matched(verdict, nearest, links));
    }
    text
}

/// A verdict in a sentence, without the full stop.
pub(super) fn judgement(verdict: &QuoteVerdict) -> &'static str {
    match verdict.verdict {
        Verdict::Exact => "Exact: found word for word",
        Verdict::Normalised => "Normalised: a match apart from formatting",
        Verdict::Altered => "Altered: found, but with words changed",
        Verdict::Misattributed => "Misattributed: found elsewhere than claimed",
        Verdict::NotFound => "Not found: in none of the documents",
    }
}

/// A place of a quotation.
fn matched(verdict: &QuoteVerdict, place: &QuoteMatch, links: &Links) -> String {
    let mut text = String::new();
    for span in &place.spans {
        let clause = &verdict.corpus.clauses()[span.clause];
        let (source, link) =
            (source(&verdict.corpus, clause), links.clause(&verdict.corpus, clause));
        let _ = write!(text, "\n{source}\n    \"{}\"\n    {link}\n", span.quote);
    }
    let notes = notes(verdict, place);
    if !notes.is_empty() {
        let _ = writeln!(text, "    ({})", notes.join("; "));
    }
    text
}

/// What is to be said about a place: its similarity where words differ, and what differs.
pub(super) fn notes(verdict: &QuoteVerdict, place: &QuoteMatch) -> Vec<String> {
    let source = &verdict.corpus.documents()[place.document].text;
    let mut notes = Vec::new();
    if !place.is_verbatim() {
        notes.push(format!("similarity {:.2}", place.similarity));
    }
    for run in &place.differences {
        let (own, quoted) = (source.slice(run.left), verdict.text.slice(run.right));
        match run.kind {
            DifferenceKind::Equal => {}
            DifferenceKind::Replaced => notes.push(format!("\"{quoted}\" for \"{own}\"")),
            DifferenceKind::Inserted => notes.push(format!("put in: \"{quoted}\"")),
            DifferenceKind::Deleted => notes.push(format!("left out: \"{own}\"")),
        }
    }
    if !place.normalised.is_empty() {
        let names: Vec<&str> = place.normalised.iter().map(|kind| kind.name()).collect();
        notes.push(format!("apart from {}", names.join(", ")));
    }
    notes
}

/// A clause below its source.
pub fn clause(corpus: &Corpus, clause: &Clause) -> String {
    format!("{}\n\n{}\n", source(corpus, clause), corpus.text_of(clause))
}

/// A clause below its source; of an earlier state of the corpus with what became of it since.
pub fn clause_version(version: &ClauseVersion, links: &Links) -> String {
    let clause = &version.corpus.clauses()[version.clause];
    let mut text = self::clause(&version.corpus, clause);
    if version.is_current() {
        return text;
    }
    let state = version.corpus.digest().short();
    let since = version.served_since.map(|at| at.strftime("%-d %B %Y").to_string());
    let since = since.map_or_else(String::new, |date| format!(", first served on {date}"));
    let _ = write!(text, "\nThis is the text in state {state} of the corpus{since}. ");
    text.push_str(match version.successor.change {
        ClauseChange::Unchanged => "It is unchanged today",
        ClauseChange::Moved => "Today the same words have another label",
        ClauseChange::Reworded => "Today the text differs",
        ClauseChange::Removed => "Today the document has no similar clause.\n",
    });
    let Some(position) = version.successor.clause else { return text };
    let _ = writeln!(
        text,
        ": {}",
        links.clause(&version.current, &version.current.clauses()[position])
    );
    if version.successor.change == ClauseChange::Reworded {
        let _ = write!(text, "\n{}\n", differences(version));
    }
    text
}

/// Both wordings in one, as wdiff shows them: `[-removed-] {+added+}`.
fn differences(version: &ClauseVersion) -> String {
    let run = |(run, before, after): (Difference, &str, &str)| match run.kind {
        DifferenceKind::Equal => after.to_owned(),
        DifferenceKind::Deleted => format!("[-{before}-]"),
        DifferenceKind::Inserted => format!("{{+{after}+}}"),
        DifferenceKind::Replaced => format!("[-{before}-] {{+{after}+}}"),
    };
    version.differences().map(run).collect::<Vec<_>>().join(" ")
}

/// A line for each document.
pub(super) fn documents(documents: &[&Document]) -> String {
    documents.iter().fold(String::new(), |mut text, document| {
        let _ = writeln!(text, "{}  {}", document.id, about(document));
        text
    })
}

/// Title, place, date and label of a clause.
pub fn source(corpus: &Corpus, clause: &Clause) -> String {
    format!("{}, {}", about(corpus.document_of(clause)), clause.label)
}

/// Title, place and date of a document.
pub(super) fn about(document: &Document) -> String {
    let date = document.date().map(|date| date.to_string());
    let parts = [Some(document.title.as_str()), document.place.as_deref(), date.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{
        AnswerStatus, Citation, Digest, DocumentKind, Evidence, Part, QueryReading, RankedClause,
        ScoreExplanation, Span, Speaks, Text,
    };

    fn document(id: &str) -> (Document, Vec<Clause>) {
        let span = Span::new(0, 5);
        let clause = Clause {
            document: 0,
            label: "P1".into(),
            part: Part::Operative,
            span,
            verbs: Box::default(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments: [span].into(),
        };
        let document = Document {
            adopted_on: Some("2014-11-04".parse().expect("a date")),
            place: Some("Monaco".into()),
            ..Document::new(id, DocumentKind::Declaration, "DECLARATION", Text::new("Urge.".into()))
        };
        (document, vec![clause])
    }

    #[test]
    fn people_read_the_text_then_its_sources_then_what_was_searched() {
        let corpus = Corpus::new(vec![document("a"), document("b")], Digest([1; 32]));
        let row = |document, markers: &[u32]| DocumentCoverage {
            document,
            speaks: if markers.is_empty() { Speaks::Silent } else { Speaks::Yes },
            markers: markers.to_vec(),
            clauses_searched: 1,
            nearest: Some(RankedClause { clause: document, relevance: 0.1 }),
        };
        let explanation = ScoreExplanation { score: 1.0, signals: Vec::new() };
        let answer = Answer {
            status: AnswerStatus::Answered,
            refusal: None,
            unmet: Vec::new(),
            text: "It urges [1].".into(),
            parts: Vec::new(),
            confidence: 0.8,
            citations: vec![Citation {
                marker: 1,
                clause: 0,
                quote: "Urge.".into(),
                span: Span::new(0, 5),
                prefix: String::new(),
                suffix: String::new(),
                meets: Vec::new(),
                relevance: 0.9,
            }],
            coverage: vec![row(0, &[1]), row(1, &[])],
            evidence: vec![Evidence { clause: 0, relevance: 0.9, explanation }],
            quotation: None,
            understood: QueryReading::default(),
            corpus: Arc::new(corpus.expect("ids differ")),
        };
        insta::assert_snapshot!(super::answer(&answer, &Links::default(), true), @r#"
        It urges [1].

        [1] DECLARATION, Monaco, 2014-11-04, P1
            "Urge."
            /c/010101010101/a/P1

        Searched:
          a: [1] (clauses searched: 1)
          b: nothing; nearest: b/P1 (clauses searched: 1)

        Ranking:
          0.900 a/P1

        Confidence: 0.80
        "#);
    }

    #[test]
    fn finding_nothing_is_said() {
        let corpus = Corpus::new(Vec::new(), Digest([1; 32])).expect("no ids, none twice");
        let understood = QueryReading::default();
        let mut found = Ranking { evidence: Vec::new(), understood, corpus: Arc::new(corpus) };
        assert!(ranking(&found, 10, &Links::default()).starts_with("Not found. "));
        found.understood.words_alone = true;
        let told = ranking(&found, 10, &Links::default());
        assert!(told.starts_with(WORDS_ALONE) && told.contains("\n\nNot found. "), "{told}");
    }
}
