//! `rapporteur doctor --url`: how a running service answers.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::Value;
use ureq::Agent;

/// What was found of one thing: how it is, or what is wrong with it.
pub(super) type Finding = anyhow::Result<String>;

/// How long one answer may take.
const TIME_MAX: Duration = Duration::from_secs(30);
/// The longest answer, in bytes.
const BYTES_MAX: u64 = 16 << 20;
/// The question that is asked. Every corpus has an answer to it, or a refusal.
const QUESTION: &str = "What do the documents decide?";

/// A service that is asked.
struct Asked<'a> {
    url: &'a str,
    agent: Agent,
    key: Option<String>,
}

/// Asks the service at `url` for what a start of it needs.
pub(super) fn examine(url: &str, key_file: Option<&Path>) -> Vec<(&'static str, Finding)> {
    let key = match key_file.map(read_key).transpose() {
        Ok(key) => key,
        Err(error) => return vec![("key", Err(error))],
    };
    let config = Agent::config_builder().timeout_global(Some(TIME_MAX)).http_status_as_error(false);
    let agent = config.build().new_agent();
    let asked = Asked { url: url.trim_end_matches('/'), agent, key };
    vec![
        ("live", asked.live()),
        ("ready", asked.ready()),
        ("version", asked.version()),
        ("question", asked.question()),
    ]
}

fn read_key(path: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

impl Asked<'_> {
    /// Status and body of a GET.
    fn get(&self, path: &str) -> anyhow::Result<(u16, String)> {
        let mut request =
            self.agent.get(format!("{}{path}", self.url)).header("accept", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let failed =
            || format!("get {}{path}; check the address, and that the service runs", self.url);
        let mut response = request.call().with_context(failed)?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(BYTES_MAX).read_to_string();
        Ok((status, body.with_context(failed)?))
    }

    fn live(&self) -> Finding {
        let (status, _) = self.get("/livez")?;
        anyhow::ensure!(status == 200, "see that the process lives: /livez answers {status}");
        Ok("the process runs".to_owned())
    }

    fn ready(&self) -> Finding {
        let (status, body) = self.get("/readyz")?;
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let reason = body["reason"].as_str().unwrap_or("look at its log");
        anyhow::ensure!(status == 200, "ask questions yet: /readyz answers {status}: {reason}");
        Ok(format!("questions can be asked; corpus {}", body["corpus"].as_str().unwrap_or("?")))
    }

    fn version(&self) -> Finding {
        let (status, body) = self.get("/metrics")?;
        let line =
            body.lines().find_map(|line| line.strip_prefix("rapporteur_build_info{version=\""));
        let version = line.and_then(|line| line.split('"').next());
        let version = version.with_context(|| {
            format!("find the version: /metrics answers {status}; a proxy may block it")
        })?;
        let own = env!("CARGO_PKG_VERSION");
        let note = if version == own { String::new() } else { format!("; this program is {own}") };
        Ok(format!("version {version}{note}"))
    }

    fn question(&self) -> Finding {
        let start = Instant::now();
        let question: String = form_urlencoded::byte_serialize(QUESTION.as_bytes()).collect();
        let (status, body) = self.get(&format!("/v1/ask?q={question}"))?;
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let detail = body["detail"].as_str().unwrap_or("look at its log");
        let remedy = if status == 401 { "; name a file with a key by --key-file" } else { "" };
        anyhow::ensure!(status == 200, "get an answer: /v1/ask answers {status}: {detail}{remedy}");
        let answer = body["status"]
            .as_str()
            .context("get an answer: it has no status; is this Rapporteur?")?;
        Ok(format!("answered in {} ms: {answer}", start.elapsed().as_millis()))
    }
}
