//! Events of GitHub's webhooks.

use serde_json::Value;

use crate::api::bots::reply::Rejected;

/// After which actions the text of a pull request is checked.
const ACTIONS: [&str; 4] = ["opened", "edited", "synchronize", "reopened"];

/// A pull request whose text may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct PullRequest {
    /// Owner and name of the repository.
    pub(in crate::api::bots) repository: String,
    pub(in crate::api::bots) number: u64,
    /// What it says; none where it says nothing.
    pub(in crate::api::bots) text: Option<String>,
}

/// Reads the body of a verified request: a pull request that was opened, changed or reopened; nothing of other events.
///
/// # Errors
/// When it is not in GitHub's form.
pub(in crate::api::bots) fn read(
    event: &str,
    body: &[u8],
) -> Result<Option<PullRequest>, Rejected> {
    if event != "pull_request" {
        return Ok(None);
    }
    let sent = serde_json::from_slice::<Value>(body);
    let sent = sent.map_err(|error| {
        let remedy = "set the webhook's content type to application/json";
        Rejected::malformed(format!("the body is not JSON: {error}; {remedy}"))
    })?;
    let action = sent["action"].as_str().unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Ok(None);
    }
    let missing = |what: &str| Rejected::malformed(format!("{what}: is missing"));
    let request = &sent["pull_request"];
    let number = request["number"].as_u64().ok_or_else(|| missing("pull_request.number"))?;
    let repository = sent["repository"]["full_name"].as_str().filter(|name| is_repository(name));
    let repository = repository.ok_or_else(|| missing("repository.full_name"))?.to_owned();
    let text = request["body"].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    Ok(Some(PullRequest { repository, number, text }))
}

/// Whether `name` can stand in an address: `owner/name`.
fn is_repository(name: &str) -> bool {
    let plain = |part: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && part.bytes().all(is_plain) && !part.bytes().all(|byte| byte == b'.')
    };
    name.split_once('/').is_some_and(|(owner, name)| plain(owner) && plain(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pull_requests_are_told_from_other_events() {
        let sent = |action: &str, repository: &str| {
            json!({
                "action": action, "repository": { "full_name": repository },
                "pull_request": { "number": 5, "body": "Rome says \u{201c}so\u{201d}." },
            })
            .to_string()
        };
        let read = |event: &str, body: &str| read(event, body.as_bytes());
        for action in ["opened", "edited", "synchronize", "reopened"] {
            let request =
                read("pull_request", &sent(action, "a/b.c")).expect("an event").expect("a request");
            assert_eq!((request.repository.as_str(), request.number), ("a/b.c", 5));
        }
        assert_eq!(read("pull_request", &sent("closed", "a/b")), Ok(None));
        assert_eq!(read("ping", "{"), Ok(None));
        for astray in ["../b", "a/..", "a/b/c", "a", "a/b?x", ""] {
            assert!(read("pull_request", &sent("opened", astray)).is_err(), "{astray}");
        }
        assert!(read("pull_request", "{").is_err());
    }
}
