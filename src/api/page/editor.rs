//! The editor for GraphQL: `GraphiQL` where the build had its files, or else a small one of our own.

use maud::{DOCTYPE, Markup, html};

use super::assets::{EDITOR_SCRIPT, GRAPHIQL, ICON};
use super::home::example;
use crate::domain::Corpus;

/// The whole page of `GraphiQL`; none where the program was built without its files.
pub(in crate::api) fn graphiql(corpus: Option<&Corpus>) -> Option<String> {
    let [style, scripts @ ..] = GRAPHIQL.as_slice() else { return None };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "GraphiQL · Rapporteur" }
                link rel="stylesheet" href=(style.address());
                link rel="icon" type="image/svg+xml" href=(ICON.address());
            }
            body style="margin:0" {
                div id="editor" style="height:100vh" data-query=(query(corpus)) {
                    noscript { "The editor needs JavaScript. Any client for GraphQL can use this address." }
                }
                @for script in scripts { script src=(script.address()) {} }
                script src=(EDITOR_SCRIPT.address()) {}
            }
        }
    };
    Some(page.into_string())
}

/// The content of the page of the small editor.
pub(in crate::api) fn editor(corpus: Option<&Corpus>) -> Markup {
    html! {
      div.wide {
        h1 { "GraphQL" }
        p.lede {
            "Send a query to " code { "/graphql" } ". The " a href="/schema.graphql" { "schema" } " has every field."
        }
        noscript {
            p { "The editor needs JavaScript. Any client for GraphQL can use this address." }
        }
        form.editor id="editor" data-query=(query(corpus)) {
            label for="query" { "Query" }
            textarea id="query" name="query" rows="16" spellcheck="false" autocapitalize="off" {}
            label for="variables" { "Variables, as JSON" }
            textarea id="variables" name="variables" rows="3" spellcheck="false" autocapitalize="off" {}
            button type="submit" { "Run" }
        }
        section aria-labelledby="result-title" {
            h2 id="result-title" { "Result" }
            pre id="result" role="status" tabindex="0" { "Nothing has been sent yet." }
        }
        script src=(EDITOR_SCRIPT.address()) defer {}
      }
    }
}

/// A query to begin with: a question that these documents answer.
fn query(corpus: Option<&Corpus>) -> String {
    let Some(question) = corpus.and_then(example) else {
        return "{\n  documents(first: 5) {\n    edges { node { id title date } }\n  }\n}\n"
            .to_owned();
    };
    // JSON's strings are strings of GraphQL.
    let question = serde_json::Value::from(question);
    format!(
        "{{\n  ask(question: {question}) {{\n    status\n    confidence\n    lead\n    citations {{\n      \
         marker\n      quote\n      clause {{ id permalink }}\n    }}\n  }}\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn the_first_query_asks_what_the_documents_answer() {
        let corpus = sample::corpus();
        let question = example(&corpus).expect("a question");
        assert!(query(Some(&corpus)).contains(&format!("ask(question: \"{question}\")")));
        assert!(query(None).contains("documents(first: 5)"));
    }

    #[test]
    fn pages_of_the_editor_load_files_of_the_server_alone() {
        let own = editor(None).into_string();
        for page in [Some(own), graphiql(None)].into_iter().flatten() {
            assert!(page.contains("/assets/page-") && !page.contains("://"), "{page}");
        }
    }
}
