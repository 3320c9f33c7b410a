//! Chat bots: what platforms send, signed as they sign it, and what they get.

mod chats;
mod discord;
mod github;
mod mattermost;
mod platform;
mod refused;
mod slack;
mod teams;
mod telegram;
