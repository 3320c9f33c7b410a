//! `rapporteur keys`: creates, lists and revokes API keys.

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::arguments::{CreateKey, Format, Keys, ListKeys, RevokeKey};
use super::output::Rejected;
use super::{Outcome, output};
use crate::backends::{KeyFileError, change_keys, check_key_name, read_keys};
use crate::config::Config;
use crate::domain::{ApiKey, Scope};
use crate::service::{ErrorCode, KeyRequest, issue_key};

const HOURS_OF_DAY: i64 = 24;

pub(super) fn run(config: &Config, arguments: &Keys) -> anyhow::Result<Outcome> {
    match arguments {
        Keys::Create(arguments) => create(config, arguments),
        Keys::List(arguments) => list(config, arguments),
        Keys::Revoke(arguments) => revoke(config, arguments),
    }
}

/// Creates a key and prints it; it cannot be shown again.
fn create(config: &Config, arguments: &CreateKey) -> anyhow::Result<Outcome> {
    check_key_name(&arguments.name)
        .map_err(|error| Rejected::new(ErrorCode::BadUserInput, format!("failed to {error}")))?;
    let created_at = Timestamp::now();
    let expires_at = arguments
        .expires_days
        .map(|days| {
            created_at.checked_add(SignedDuration::from_hours(i64::from(days) * HOURS_OF_DAY))
        })
        .transpose()?;
    let mut scopes = arguments.scope.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let name = arguments.name.clone();
    let request = KeyRequest { name, scopes, created_at, expires_at };
    let path = config.keys_file();
    let (key, presented) = change_keys(&path, |keys| {
        let (key, presented) = loop {
            let issued = issue_key(request.clone(), random()?, random()?);
            // Ids are short: one that is taken comes up now and then.
            if keys.iter().all(|other| other.id != issued.0.id) {
                break issued;
            }
        };
        keys.push(key.clone());
        Ok((key, presented))
    })?;
    match arguments.format {
        Format::Json => {
            let mut row = describe(&key, created_at);
            row["key"] = presented.expose_secret().into();
            output::print_json(&row)
        }
        Format::Text => {
            output::complain(&format!(
                "created the API key {} in {}; it is shown only now:",
                key.id,
                path.display()
            ));
            output::print(presented.expose_secret())
        }
    }
}

/// Random bytes from the system.
fn random<const N: usize>() -> Result<[u8; N], KeyFileError> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            Err(KeyFileError::Refused(format!("get random bytes from the system: {error}")))
        }
    }
}

fn list(config: &Config, arguments: &ListKeys) -> anyhow::Result<Outcome> {
    let path = config.keys_file();
    let (keys, now) = (read_keys(&path)?, Timestamp::now());
    match arguments.format {
        Format::Json => {
            output::print_json(&keys.iter().map(|key| describe(key, now)).collect::<Value>())
        }
        Format::Text if keys.is_empty() => output::print(&format!(
            "no API keys in {}; create one by `rapporteur keys create NAME`",
            path.display()
        )),
        Format::Text => output::print(&table(&keys, now)),
    }
}

fn revoke(config: &Config, arguments: &RevokeKey) -> anyhow::Result<Outcome> {
    let path = config.keys_file();
    let id = &arguments.id;
    let revoked = change_keys(&path, |keys| {
        let before = keys.len();
        keys.retain(|key| key.id != *id);
        if keys.len() == before {
            return Err(KeyFileError::Refused(format!(
                "revoke the API key '{id}': {} has no key with this id; list the keys by `rapporteur keys list`",
                path.display()
            )));
        }
        Ok(())
    });
    revoked?;
    output::print(&format!("revoked {id}; a running server notices within seconds"))
}

fn state(key: &ApiKey, now: Timestamp) -> &'static str {
    if key.is_expired(now) { "expired" } else { "valid" }
}

fn describe(key: &ApiKey, now: Timestamp) -> Value {
    json!({
        "id": key.id,
        "name": key.name,
        "scopes": key.scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>(),
        "createdAt": key.created_at,
        "expiresAt": key.expires_at,
        "state": state(key, now),
    })
}

fn table(keys: &[ApiKey], now: Timestamp) -> String {
    let mut text = format!(
        "{:<8}  {:<7}  {:<10}  {:<10}  {:<10}  name\n",
        "id", "state", "scopes", "created", "expires"
    );
    for key in keys {
        let day = |at: Timestamp| at.strftime("%F").to_string();
        let scopes: Vec<&str> = key.scopes.iter().map(|scope: &Scope| scope.name()).collect();
        let _ = writeln!(
            text,
            "{:<8}  {:<7}  {:<10}  {:<10}  {:<10}  {}",
            key.id,
            state(key, now),
            scopes.join(","),
            day(key.created_at),
            key.expires_at.map_or("never".to_owned(), day),
            key.name
        );
    }
    text
}
