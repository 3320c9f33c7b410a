//! `rapporteur ask`.

use std::fmt::Write;

use serde_json::json;

use super::arguments::{Ask, Format};
use super::{Outcome, output, runtime, service};
use crate::api::graphql::Links;
use crate::config::Config;
use crate::domain::{Answer, AnswerStatus, AskOptions, Clause, Corpus, Query};

/// All of an answer.
const ASK: &str = include_str!("ask.graphql");

pub(super) fn run(config: &Config, arguments: Ask) -> anyhow::Result<Outcome> {
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    if arguments.format == Format::Json {
        let variables = json!({
            "question": arguments.question,
            "history": arguments.history,
            "filter": arguments.filter.to_graphql(),
            "first": arguments.first,
        });
        let answer = runtime.block_on(output::graphql(service, links, ASK, variables, "ask"))?;
        output::print_json(&answer)?;
        let found = answer["status"] == "ANSWERED";
        return Ok(if found { Outcome::Done } else { Outcome::NotFound });
    }
    let defaults = AskOptions::default();
    let query = Query {
        question: arguments.question,
        history: arguments.history,
        filter: arguments.filter.to_domain(),
        options: AskOptions {
            max_evidence: arguments.first.map_or(defaults.max_evidence, usize::from),
            ..defaults
        },
    };
    let answer = runtime.block_on(service.ask(query))?.answer;
    output::print(&text(&answer, &links, arguments.first.is_some()))?;
    Ok(match answer.status {
        AnswerStatus::Answered => Outcome::Done,
        AnswerStatus::NotFound => Outcome::NotFound,
    })
}

/// The answer as people read it.
fn text(answer: &Answer, links: &Links, ranking: bool) -> String {
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
    for row in &answer.coverage {
        let document = &corpus.documents()[row.document];
        let found = if row.citations.is_empty() {
            let nearest = row.nearest.map(|position| corpus.clauses()[position].id.as_str());
            nearest.map_or("nothing".to_owned(), |id| format!("nothing; nearest: {id}"))
        } else {
            row.citations.iter().map(|marker| format!("[{marker}]")).collect::<Vec<_>>().join(" ")
        };
        let _ = writeln!(text, "  {}: {found} (clauses searched: {})", document.id, row.searched);
    }
    if ranking {
        text.push_str("\nRanking:\n");
        for evidence in &answer.evidence {
            let id = &corpus.clauses()[evidence.clause].id;
            let _ = writeln!(text, "  {:.3} {id}", evidence.relevance);
        }
    }
    let _ = writeln!(text, "\nConfidence: {:.2}", answer.confidence);
    text
}

/// Title, place, date and label of a clause.
pub(super) fn source(corpus: &Corpus, clause: &Clause) -> String {
    let document = corpus.document_of(clause);
    let date = document.date().map(|date| date.to_string());
    let parts = [
        Some(document.title.as_str()),
        document.place.as_deref(),
        date.as_deref(),
        Some(clause.label.as_str()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::api::graphql::{code_of, schema};
    use crate::domain::{
        Citation, Digest, Document, DocumentCoverage, DocumentKind, Evidence, Part, QueryReading,
        ScoreExplanation, Span, Text,
    };
    use crate::service::{ErrorCode, Limits, Service};

    #[test]
    fn the_full_selection_fits_the_schema() {
        let schema = schema(Service::new(Limits::default()), Links::default());
        let variables = async_graphql::Variables::from_json(json!({ "question": "?" }));
        let request = async_graphql::Request::new(ASK).variables(variables);
        let response = runtime().expect("a runtime").block_on(schema.execute(request));
        let codes: Vec<_> = response.errors.iter().map(code_of).collect();
        assert_eq!(codes, [Some(ErrorCode::NotReady)], "{:?}", response.errors);
    }

    fn document(id: &str) -> (Document, Vec<Clause>) {
        let span = Span::new(0, 5);
        let clause = Clause {
            id: format!("{id}/P1"),
            document: 0,
            label: "P1".into(),
            part: Part::Operative,
            span,
            verbs: Vec::new(),
            parent: None,
            segments: vec![span],
        };
        let document = Document {
            id: id.into(),
            title: "DECLARATION".into(),
            kind: DocumentKind::Declaration,
            adopted_on: Some("2014-11-04".parse().expect("a date")),
            published_on: None,
            place: Some("Monaco".into()),
            occasion: None,
            language: "en".into(),
            source: None,
            text: Text::new("Urge.".into()),
            digest: Digest([0; 32]),
            clauses: 0..0,
        };
        (document, vec![clause])
    }

    #[test]
    fn people_read_the_text_then_its_sources_then_what_was_searched() {
        let corpus = Corpus::new(vec![document("a"), document("b")], Digest([1; 32]));
        let row = |document, citations: &[u32]| DocumentCoverage {
            document,
            citations: citations.to_vec(),
            searched: 1,
            nearest: Some(document),
        };
        let explanation = ScoreExplanation { score: 1.0, signals: Vec::new() };
        let answer = Answer {
            status: AnswerStatus::Answered,
            text: "It urges [1].".into(),
            confidence: 0.8,
            citations: vec![Citation {
                marker: 1,
                clause: 0,
                quote: "Urge.".into(),
                span: Span::new(0, 5),
                prefix: String::new(),
                suffix: String::new(),
                relevance: 0.9,
            }],
            coverage: vec![row(0, &[1]), row(1, &[])],
            evidence: vec![Evidence { clause: 0, relevance: 0.9, explanation }],
            understood: QueryReading::default(),
            corpus: Arc::new(corpus.expect("ids differ")),
        };
        insta::assert_snapshot!(text(&answer, &Links::default(), true), @r#"
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
}
