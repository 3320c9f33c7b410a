//! `OpenAI`'s API, as far as programs for chats use it: chat completions, responses and the list of models.
//!
//! A question is the last message of the user, the earlier ones are its history. An answer is an ordinary
//! message with its citations as annotations. Nothing is generated: what a request says on sampling, tools and
//! formats has no effect.

mod asked;
mod chat;
mod events;
mod ids;
mod models;
mod rejected;
mod reply;
mod responses;
mod spoken;

pub(super) use chat::chat;
pub(super) use models::{list, show};
pub(super) use rejected::Rejected;
pub(super) use reply::Reply;
pub(super) use responses::responses;
