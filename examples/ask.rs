//! Asks by GraphQL, with `ureq` and `serde_json`: `cargo run --example ask 'Which declaration mentions gangs?'`
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::env;
use std::error::Error;
use std::time::Duration;

use serde_json::{Value, json};

const QUERY: &str = "query ($question: String!) {
  ask(question: $question) { lead citations { marker quote permalink } }
}";

fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("RAPPORTEUR_URL").unwrap_or_else(|_| "http://127.0.0.1:8080".to_owned());
    let question = env::args().nth(1).unwrap_or_default();
    let mut request = ureq::post(format!("{url}/graphql"))
        .config()
        .timeout_global(Some(Duration::from_mins(1)))
        // The body of a refusal has the same form.
        .http_status_as_error(false)
        .build()
        .header("Content-Type", "application/json");
    if let Some(key) = env::var("RAPPORTEUR_KEY").ok().filter(|key| !key.is_empty()) {
        request = request.header("Authorization", format!("Bearer {key}"));
    }
    let body = json!({ "query": QUERY, "variables": { "question": question } });
    let text = request.send(body.to_string())?.body_mut().read_to_string()?;
    let reply: Value = serde_json::from_str(&text)?;
    if let Some(message) = reply["errors"][0]["message"].as_str() {
        return Err(message.into());
    }
    let answer = &reply["data"]["ask"];
    println!("{}", answer["lead"].as_str().unwrap_or_default());
    for citation in answer["citations"].as_array().into_iter().flatten() {
        let words = |name: &str| citation[name].as_str().unwrap_or_default();
        let link = words("permalink");
        let host = if link.starts_with('/') { url.as_str() } else { "" };
        println!("\n[{}] “{}”\n    {host}{link}", citation["marker"], words("quote"));
    }
    Ok(())
}
