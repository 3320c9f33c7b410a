//! `rapporteur search`.

use std::fmt::Write;

use serde_json::json;

use super::arguments::{Format, Search};
use super::{Outcome, output, runtime, service};
use crate::api::graphql::Links;
use crate::api::plain::source;
use crate::config::Config;
use crate::domain::{AskOptions, Query, WORDS_ALONE};
use crate::service::{Ranking, ServiceError};

/// Every field of a page of search results.
const SEARCH: &str = concat!(include_str!("search.graphql"), include_str!("span_fields.graphql"));

pub(super) fn run(config: &Config, arguments: Search) -> anyhow::Result<Outcome> {
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    if arguments.format == Format::Json {
        let variables = json!({
            "query": arguments.query,
            "filter": arguments.filter.to_graphql(),
            "first": arguments.first,
        });
        let page =
            runtime.block_on(output::graphql(service, links, SEARCH, variables, "search"))?;
        output::print_json(&page)?;
        return Ok(outcome(page["totalCount"] == 0));
    }
    let query = Query {
        question: arguments.query,
        history: Vec::new(),
        filter: arguments.filter.to_domain(),
        options: AskOptions { max_evidence: usize::from(arguments.first), ..AskOptions::default() },
    };
    let (ranking, _) = runtime.block_on(service.search(query)).map_err(ServiceError::in_search)?;
    output::print(&text(&ranking, &links))?;
    Ok(outcome(ranking.evidence.is_empty()))
}

fn outcome(empty: bool) -> Outcome {
    if empty { Outcome::NotFound } else { Outcome::Done }
}

/// The clauses as plain text.
fn text(ranking: &Ranking, links: &Links) -> String {
    let corpus = &ranking.corpus;
    let mut text = String::new();
    if ranking.understood.words_alone {
        let _ = writeln!(text, "{WORDS_ALONE}\n");
    }
    if ranking.evidence.is_empty() {
        text.push_str("Not found. No clause that passes the filter matches the query.\n");
    }
    for (rank, evidence) in ranking.evidence.iter().enumerate() {
        let clause = &corpus.clauses()[evidence.clause];
        let (source, link) = (source(corpus, clause), links.clause(corpus, clause));
        let _ = writeln!(text, "{:>3}. {:.3}  {source}", rank + 1, evidence.relevance);
        let _ = writeln!(text, "     {}\n     {link}\n", corpus.text_of(clause));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{Corpus, Digest, QueryReading};

    #[test]
    fn finding_nothing_is_said() {
        let corpus = Corpus::new(Vec::new(), Digest([1; 32])).expect("no ids, none twice");
        let understood = QueryReading::default();
        let mut ranking = Ranking { evidence: Vec::new(), understood, corpus: Arc::new(corpus) };
        assert!(text(&ranking, &Links::default()).starts_with("Not found. "));
        ranking.understood.words_alone = true;
        let told = text(&ranking, &Links::default());
        assert!(told.starts_with(WORDS_ALONE) && told.contains("\n\nNot found. "), "{told}");
        assert_eq!(outcome(true), Outcome::NotFound);
    }
}
