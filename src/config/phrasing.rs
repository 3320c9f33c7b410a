//! Settings of the language model that may phrase answers.

use std::num::NonZeroU32;

use clap::Args;
use secrecy::SecretString;

/// A language model behind `OpenAI`'s API. Off unless an address is set.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Language model")]
pub struct PhrasingConfig {
    /// Address of a server with `OpenAI`'s API for chats, such as `http://127.0.0.1:11434/v1`; its model may phrase answers,
    /// and only sentences that could be checked are shown
    #[arg(long, env = "RAPPORTEUR_PHRASING_URL", value_name = "URL", global = true)]
    pub phrasing_url: Option<String>,

    /// Name of the model at that server
    #[arg(
        long,
        env = "RAPPORTEUR_PHRASING_MODEL",
        value_name = "NAME",
        default_value = "default",
        global = true
    )]
    pub phrasing_model: String,

    /// API key for that server
    #[arg(
        long,
        env = "RAPPORTEUR_PHRASING_KEY",
        value_name = "KEY",
        hide_env_values = true,
        global = true
    )]
    pub phrasing_key: Option<SecretString>,

    /// Milliseconds that the model may take
    #[arg(
        long,
        env = "RAPPORTEUR_PHRASING_DEADLINE_MS",
        value_name = "MILLISECONDS",
        default_value_t = 8_000,
        value_parser = clap::value_parser!(u64).range(1..=120_000),
        global = true
    )]
    pub phrasing_deadline_ms: u64,

    /// The most requests a minute to the model
    #[arg(
        long,
        env = "RAPPORTEUR_PHRASING_PER_MINUTE",
        value_name = "COUNT",
        default_value = "60",
        global = true
    )]
    pub phrasing_per_minute: NonZeroU32,
}
