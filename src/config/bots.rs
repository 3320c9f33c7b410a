//! Settings of chat bots. Each bot is switched on by its secret.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use toml::{Table, Value};

use crate::api::bots::{
    BotSettings, DiscordBot, GithubBot, MattermostBot, SlackBot, TeamsBot, TelegramBot, addresses,
};

/// The largest file of secrets, in bytes.
const FILE_BYTES_MAX: u64 = 64 << 10;

/// Chat bots and their secrets.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Chat bots")]
pub struct BotConfig {
    /// File of secrets in TOML: its keys are the names of the secrets below. A flag or an environment variable overrides the file
    #[arg(long, env = "RAPPORTEUR_BOT_SECRETS", value_name = "FILE", global = true)]
    pub bot_secrets: Option<PathBuf>,

    /// Messages per minute from one person of a platform; 0 for no limit
    #[arg(
        long,
        env = "RAPPORTEUR_BOT_RATE_LIMIT",
        value_name = "COUNT",
        default_value_t = 20,
        global = true
    )]
    pub bot_rate_limit: u32,

    /// Signing secret of the Slack app; switches on /bots/slack
    #[arg(
        long,
        env = "RAPPORTEUR_SLACK_SIGNING_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub slack_signing_secret: Option<SecretString>,

    /// Bot token of the Slack app; needed to answer mentions and direct messages
    #[arg(
        long,
        env = "RAPPORTEUR_SLACK_BOT_TOKEN",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub slack_bot_token: Option<SecretString>,

    /// Address of Slack's API
    #[arg(long, env = "RAPPORTEUR_SLACK_API_URL", value_name = "URL", default_value = addresses::SLACK_API, global = true)]
    pub slack_api_url: String,

    /// What Slack's addresses for late answers begin with; others are not called
    #[arg(long, env = "RAPPORTEUR_SLACK_HOOKS_URL", value_name = "URL", default_value = addresses::SLACK_HOOKS, global = true)]
    pub slack_hooks_url: String,

    /// Public key of the Discord application; switches on /bots/discord
    #[arg(long, env = "RAPPORTEUR_DISCORD_PUBLIC_KEY", value_name = "HEX", global = true)]
    pub discord_public_key: Option<String>,

    /// Address of Discord's API
    #[arg(long, env = "RAPPORTEUR_DISCORD_API_URL", value_name = "URL", default_value = addresses::DISCORD_API, global = true)]
    pub discord_api_url: String,

    /// Secret token of the Telegram webhook; switches on /bots/telegram
    #[arg(
        long,
        env = "RAPPORTEUR_TELEGRAM_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub telegram_secret: Option<SecretString>,

    /// Name of the Telegram bot without `@`; without it, groups are answered to commands only
    #[arg(long, env = "RAPPORTEUR_TELEGRAM_NAME", value_name = "NAME", global = true)]
    pub telegram_name: Option<String>,

    /// Security token of the outgoing webhook of Teams; switches on /bots/teams
    #[arg(
        long,
        env = "RAPPORTEUR_TEAMS_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub teams_secret: Option<SecretString>,

    /// Token of the slash command of Mattermost; switches on /bots/mattermost
    #[arg(
        long,
        env = "RAPPORTEUR_MATTERMOST_TOKEN",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub mattermost_token: Option<SecretString>,

    /// Secret of the GitHub webhook; switches on /bots/github
    #[arg(
        long,
        env = "RAPPORTEUR_GITHUB_WEBHOOK_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub github_webhook_secret: Option<SecretString>,

    /// Token that comments on pull requests are written with
    #[arg(
        long,
        env = "RAPPORTEUR_GITHUB_TOKEN",
        value_name = "SECRET",
        hide_env_values = true,
        global = true
    )]
    pub github_token: Option<SecretString>,

    /// Address of GitHub's API
    #[arg(long, env = "RAPPORTEUR_GITHUB_API_URL", value_name = "URL", default_value = addresses::GITHUB_API, global = true)]
    pub github_api_url: String,
}

impl BotConfig {
    /// The bots that are switched on.
    ///
    /// # Errors
    /// When the file of secrets cannot be used, or a secret cannot be one. No message has a secret in it.
    pub fn settings(&self) -> anyhow::Result<BotSettings> {
        let file = self.bot_secrets.as_deref().map(read_secrets).transpose()?.unwrap_or_default();
        let secrets = self.with_file(file)?;
        Ok(BotSettings {
            slack: given(secrets.slack_signing_secret.as_ref()).map(|signing_secret| SlackBot {
                signing_secret,
                bot_token: given(secrets.slack_bot_token.as_ref()),
                api_url: self.slack_api_url.clone(),
                hooks_url: self.slack_hooks_url.clone(),
            }),
            discord: secrets.discord()?,
            telegram: secrets.telegram()?,
            teams: secrets.teams()?,
            mattermost: given(secrets.mattermost_token.as_ref())
                .map(|token| MattermostBot { token }),
            github: secrets.github()?,
            rate_per_minute: self.bot_rate_limit,
            courier: None,
        })
    }

    /// The same with what `file` has, where it is not set elsewhere.
    fn with_file(&self, file: Table) -> anyhow::Result<Self> {
        let mut all = self.clone();
        for (key, value) in file {
            let place = match key.as_str() {
                "slack-signing-secret" => &mut all.slack_signing_secret,
                "slack-bot-token" => &mut all.slack_bot_token,
                "telegram-secret" => &mut all.telegram_secret,
                "teams-secret" => &mut all.teams_secret,
                "mattermost-token" => &mut all.mattermost_token,
                "github-webhook-secret" => &mut all.github_webhook_secret,
                "github-token" => &mut all.github_token,
                _ => bail!("use --bot-secrets: no secret is called '{key}'; see docs/SETTINGS.md"),
            };
            let Value::String(secret) = value else {
                bail!("use --bot-secrets: key '{key}': write a string")
            };
            if given(place.as_ref()).is_none() {
                *place = Some(secret.into());
            }
        }
        Ok(all)
    }

    fn discord(&self) -> anyhow::Result<Option<DiscordBot>> {
        let key = self.discord_public_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
        let Some(key) = key else { return Ok(None) };
        let public_key = DiscordBot::public_key(key)
            .context("use --discord-public-key: must have 64 hexadecimal digits; copy it from the page of the application")?;
        Ok(Some(DiscordBot { public_key, api_url: self.discord_api_url.clone() }))
    }

    fn telegram(&self) -> anyhow::Result<Option<TelegramBot>> {
        let Some(secret) = given(self.telegram_secret.as_ref()) else { return Ok(None) };
        let text = secret.expose_secret();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if text.len() > 256 || !text.bytes().all(fits) {
            bail!("use --telegram-secret: Telegram takes at most 256 letters, digits, '_' and '-'");
        }
        let name = self.telegram_name.as_deref().map(|name| name.trim().trim_start_matches('@'));
        let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
        Ok(Some(TelegramBot { secret, name }))
    }

    fn teams(&self) -> anyhow::Result<Option<TeamsBot>> {
        let Some(secret) = given(self.teams_secret.as_ref()) else { return Ok(None) };
        let bot = TeamsBot::new(&secret);
        let remedy = "use --teams-secret: is not Base64; copy the security token that Teams shows";
        bot.context(remedy).map(Some)
    }

    fn github(&self) -> anyhow::Result<Option<GithubBot>> {
        let Some(secret) = given(self.github_webhook_secret.as_ref()) else { return Ok(None) };
        let token = given(self.github_token.as_ref()).context(
            "use --github-webhook-secret: set --github-token as well, to write comments",
        )?;
        Ok(Some(GithubBot { secret, token, api_url: self.github_api_url.clone() }))
    }
}

/// A secret, without white space around it; none where nothing is left.
fn given(secret: Option<&SecretString>) -> Option<SecretString> {
    let secret = secret?.expose_secret().trim();
    (!secret.is_empty()).then(|| secret.into())
}

fn read_secrets(path: &Path) -> anyhow::Result<Table> {
    let reading = || format!("read the file of secrets '{}'", path.display());
    let bytes = fs::metadata(path).with_context(reading)?.len();
    if bytes > FILE_BYTES_MAX {
        bail!("{}: has {bytes} bytes; the limit is {FILE_BYTES_MAX}", reading());
    }
    let text = fs::read_to_string(path).with_context(reading)?;
    // The parser's own message shows the line, and that may be a secret.
    text.parse::<Table>().map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        anyhow::anyhow!("{}: line {line} is not TOML; write name = \"secret\"", reading())
    })
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;

    fn settings(arguments: &[&str], file: Option<&str>) -> Result<BotSettings, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("bots.toml");
        let mut line: Vec<String> = vec!["rapporteur".to_owned()];
        line.extend(arguments.iter().map(ToString::to_string));
        if let Some(file) = file {
            fs::write(&path, file).expect("a file in the temporary folder");
            line.extend(["--bot-secrets".to_owned(), path.display().to_string()]);
        }
        let command = BotConfig::augment_args(Command::new("rapporteur"));
        let matches = command.try_get_matches_from(line).map_err(|error| error.to_string())?;
        let config = BotConfig::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        config.settings().map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn bots_are_on_where_their_secrets_are() {
        let none = settings(&["--slack-signing-secret", " ", "--slack-bot-token", "x"], None);
        assert!(none.expect("settings").slack.is_none());
        let file = "slack-signing-secret = 'from the file'\ntelegram-secret = \"t\\n\"\n";
        let both = settings(&["--slack-signing-secret", "from the flag"], Some(file));
        let both = both.expect("settings");
        let slack = both.slack.expect("Slack is on");
        assert_eq!(slack.signing_secret.expose_secret(), "from the flag");
        assert_eq!(both.telegram.expect("Telegram is on").secret.expose_secret(), "t");
        assert!(both.discord.is_none() && both.teams.is_none() && both.github.is_none());
    }

    #[test]
    fn mistakes_are_told_without_the_secret() {
        let cases = [
            (vec!["--discord-public-key", "s3cret"], None, "must have 64 hexadecimal digits"),
            (vec!["--telegram-secret", "s3cret!"], None, "'_' and '-'"),
            (vec!["--teams-secret", "s3cret"], None, "is not Base64"),
            (vec!["--github-webhook-secret", "s3cret"], None, "set --github-token as well"),
            (vec![], Some("x = 's3cret'"), "no secret is called 'x'"),
            (vec![], Some("teams-secret = 7"), "write a string"),
            (vec![], Some("a = 1\ns3cret"), "line 2 is not TOML"),
            (vec!["--bot-secrets", "/no/such/file"], None, "'/no/such/file'"),
        ];
        for (arguments, file, expected) in cases {
            let error = settings(&arguments, file).expect_err(expected);
            assert!(error.contains(expected) && !error.contains("s3cret"), "{error}");
        }
        let on = settings(&["--slack-signing-secret", "s3cret"], None).expect("settings");
        assert!(!format!("{on:?}").contains("s3cret"));
    }
}
