//! For the fuzzer: what each platform sends, read.

use super::{discord, github, mattermost, slack, teams, telegram};

/// What is read of a body that `platform` sent, for comparing: nothing where it is rejected.
pub fn read(platform: &str, body: &[u8]) -> Option<String> {
    match platform {
        "slack" => shown(slack::read(body)),
        "discord" => shown(discord::read(body)),
        "telegram" => shown(telegram::read(body, Some("rapporteur_bot"))),
        "teams" => shown(teams::read(body)),
        "mattermost" => shown(mattermost::read(body)),
        "github" => shown(github::read("pull_request", body)),
        _ => None,
    }
}

fn shown<T: std::fmt::Debug, E>(read: Result<T, E>) -> Option<String> {
    read.ok().map(|read| format!("{read:?}"))
}
