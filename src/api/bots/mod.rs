//! Chat bots: questions that come by a platform's webhook, and answers as messages in its own form.
//!
//! Each platform has a folder: `request` verifies and reads what it sends, `reply` writes what it shows. Between
//! them stands what all share: what is asked, the conversation it belongs to, and a message without any markup.

mod answers;
mod asked;
mod checked;
mod compared;
mod conversations;
mod desk;
mod discord;
mod feedback;
mod fitted;
pub mod fuzzing;
mod github;
mod html;
mod markdown;
mod mattermost;
mod message;
mod outbox;
mod rates;
mod reply;
mod seen;
mod settings;
mod signature;
mod slack;
mod teams;
mod telegram;

pub(super) use desk::Bots;
pub(super) use discord::interaction as discord;
pub(super) use github::webhook as github;
pub(super) use mattermost::command as mattermost;
pub(super) use reply::{Rejected, Reply};
pub use settings::{
    BotSettings, DiscordBot, GithubBot, MattermostBot, SlackBot, TeamsBot, TelegramBot, addresses,
};
pub(super) use slack::webhook as slack;
pub(super) use teams::webhook as teams;
pub(super) use telegram::webhook as telegram;
