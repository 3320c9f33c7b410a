//! What Slack's requests want.

use crate::api::bots::asked::Asked;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) enum Request {
    /// Slack tests the address.
    Challenge(String),
    /// A slash command.
    Command(Command),
    /// A mention, or a direct message.
    Mention(Mention),
    /// A button was pressed.
    Button { value: String, response_url: String },
    /// Nothing that needs an answer.
    Other,
}

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Command {
    pub(in crate::api::bots) asked: Asked,
    /// Where a late answer is sent.
    pub(in crate::api::bots) response_url: String,
}

/// A mention, or a direct message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Mention {
    /// Id of the event.
    pub(in crate::api::bots) event: String,
    pub(in crate::api::bots) channel: String,
    /// The message's own time, which is its id.
    pub(in crate::api::bots) at: String,
    /// The thread to answer in; none in a direct message outside of threads.
    pub(in crate::api::bots) thread: Option<String>,
    pub(in crate::api::bots) asked: Asked,
}
