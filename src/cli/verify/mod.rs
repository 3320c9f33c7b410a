//! `rapporteur verify`.

mod arguments;
mod files;
mod fix;
mod github;
mod junit;
mod position;
mod sarif;
mod text;

use std::io::{self, IsTerminal};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Outcome, is_broken_pipe, output, runtime, service};
use crate::api::graphql::Links;
use crate::config::Config;
use crate::domain::{InvalidQuery, TextVerdict};
use crate::service::{Service, ServiceError};
pub(super) use arguments::Verify;
use arguments::VerifyFormat;
pub(super) use files::BadFile;
use files::File;

/// Every field that the API has on the verdict of a text.
const VERIFY: &str =
    concat!(include_str!("verify.graphql"), include_str!("../span_fields.graphql"));

/// A file with its verdict.
struct Checked {
    file: File,
    verdict: Arc<TextVerdict>,
}

pub(super) fn run(config: &Config, arguments: &Verify) -> anyhow::Result<Outcome> {
    let files = files::read(&arguments.paths)?;
    let (runtime, service) = (runtime()?, service(config)?);
    let links = output::links(config);
    let mut checked = Vec::with_capacity(files.len());
    for file in files {
        // A file without words is right whatever the documents say.
        if !file.text.chars().any(char::is_alphanumeric) {
            continue;
        }
        let verdict = runtime.block_on(service.verify_text(file.text.clone()));
        let verdict = verdict.map_err(|error| in_file(error, &file.name))?;
        checked.push(Checked { file, verdict });
    }
    let right = checked.iter().all(|checked| checked.verdict.all_right() != Some(false));
    let printed = match arguments.format {
        VerifyFormat::Text => {
            let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let findings = text::findings(&checked, &links, arguments.all, colour);
            if findings.is_empty() { Ok(Outcome::Done) } else { output::print(&findings) }
        }
        VerifyFormat::Json => runtime
            .block_on(json(service, &links, &checked))
            .and_then(|found| output::print_json(&found)),
        VerifyFormat::Sarif => output::print_json(&sarif::log(&checked, &links)),
        VerifyFormat::Github => output::print(&github::annotations(&checked)),
        VerifyFormat::Junit => output::print(&junit::suites(&checked)),
    };
    if arguments.fix {
        for line in fix::write(&checked)? {
            output::complain(&line);
        }
    }
    match printed {
        // What is wrong stays so, whether anybody reads it to the end or not.
        Err(error) if !is_broken_pipe(&error) => Err(error),
        _ => Ok(if right { Outcome::Done } else { Outcome::Wrong }),
    }
}

/// An error about a text, with the name of its file.
fn in_file(error: ServiceError, name: &str) -> ServiceError {
    match error {
        ServiceError::InvalidQuery(InvalidQuery { message, .. }) => {
            ServiceError::InvalidQuery(InvalidQuery {
                field: "FILE",
                message: format!("{name} {message}"),
            })
        }
        other => other,
    }
}

/// Each file with its verdict, as the API's JSON.
async fn json(service: Service, links: &Links, checked: &[Checked]) -> anyhow::Result<Value> {
    let mut files = Vec::new();
    for Checked { file, .. } in checked {
        let variables = json!({ "text": file.text });
        let (service, links) = (service.clone(), links.clone());
        let verdict = output::graphql(service, links, VERIFY, variables, "verifyText").await?;
        files.push(json!({ "file": file.name, "verdict": verdict }));
    }
    Ok(Value::Array(files))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graphql::{code_of, schema};
    use crate::service::{ErrorCode, Limits};

    #[test]
    fn the_full_selection_fits_the_schema() {
        let schema = schema(Service::new(Limits::default()), Links::default());
        let variables = async_graphql::Variables::from_json(json!({ "text": "?" }));
        let request = async_graphql::Request::new(VERIFY).variables(variables);
        let response = runtime().expect("a runtime").block_on(schema.execute(request));
        let codes: Vec<_> = response.errors.iter().map(code_of).collect();
        assert_eq!(codes, [Some(ErrorCode::NotReady)], "{:?}", response.errors);
    }
}
