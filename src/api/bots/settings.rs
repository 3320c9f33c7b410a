//! Which bots there are, and with which secrets.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::signature::bytes_of_hex;
use crate::domain::Courier;

/// Where the platforms' APIs are, unless a setting says otherwise.
#[expect(missing_docs, reason = "the fields of the bots have the documentation")]
pub mod addresses {
    pub const SLACK_API: &str = "https://slack.com/api";
    pub const SLACK_HOOKS: &str = "https://hooks.slack.com";
    pub const DISCORD_API: &str = "https://discord.com/api/v10";
    pub const GITHUB_API: &str = "https://api.github.com";
}

/// The bots that are switched on.
#[derive(Debug, Clone, Default)]
pub struct BotSettings {
    /// Slack.
    pub slack: Option<SlackBot>,
    /// Discord.
    pub discord: Option<DiscordBot>,
    /// Telegram.
    pub telegram: Option<TelegramBot>,
    /// Microsoft Teams.
    pub teams: Option<TeamsBot>,
    /// Mattermost.
    pub mattermost: Option<MattermostBot>,
    /// GitHub.
    pub github: Option<GithubBot>,
    /// Messages per minute from one person; 0 for no limit.
    pub rate_per_minute: u32,
    /// Sends what is answered later; without one, only what is ready in time is answered.
    pub courier: Option<Arc<dyn Courier>>,
}

impl BotSettings {
    /// The names of the bots that are switched on.
    pub fn names(&self) -> Vec<&'static str> {
        let all = [
            ("Slack", self.slack.is_some()),
            ("Discord", self.discord.is_some()),
            ("Telegram", self.telegram.is_some()),
            ("Teams", self.teams.is_some()),
            ("Mattermost", self.mattermost.is_some()),
            ("GitHub", self.github.is_some()),
        ];
        all.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect()
    }
}

/// A Slack app.
#[derive(Debug, Clone)]
pub struct SlackBot {
    /// Its signing secret.
    pub signing_secret: SecretString,
    /// Its bot token, for mentions and direct messages.
    pub bot_token: Option<SecretString>,
    /// Slack's API.
    pub api_url: String,
    /// What the addresses of late answers begin with.
    pub hooks_url: String,
}

/// A Discord application.
#[derive(Debug, Clone)]
pub struct DiscordBot {
    /// Its public key.
    pub public_key: [u8; 32],
    /// Discord's API.
    pub api_url: String,
}

impl DiscordBot {
    /// The public key in hexadecimal digits.
    pub fn public_key(digits: &str) -> Option<[u8; 32]> {
        bytes_of_hex(digits)
    }
}

/// A Telegram bot.
#[derive(Debug, Clone)]
pub struct TelegramBot {
    /// The secret token of its webhook.
    pub secret: SecretString,
    /// Its name without `@`; groups call it by that.
    pub name: Option<String>,
}

/// An outgoing webhook of Microsoft Teams.
#[derive(Debug, Clone)]
pub struct TeamsBot {
    /// The bytes of its security token.
    pub key: SecretSlice<u8>,
}

impl TeamsBot {
    /// The webhook with this security token, in Base64 as Teams shows it; none where it is not.
    pub fn new(token: &SecretString) -> Option<Self> {
        let key = BASE64_STANDARD.decode(token.expose_secret()).ok()?;
        (!key.is_empty()).then(|| Self { key: key.into() })
    }
}

/// A slash command of Mattermost.
#[derive(Debug, Clone)]
pub struct MattermostBot {
    /// Its token.
    pub token: SecretString,
}

/// A webhook of GitHub.
#[derive(Debug, Clone)]
pub struct GithubBot {
    /// Its secret.
    pub secret: SecretString,
    /// The token that comments are written with.
    pub token: SecretString,
    /// GitHub's API.
    pub api_url: String,
}
