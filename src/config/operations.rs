//! Settings of operation: certificates, the end, feedback, and what logs and traces tell.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::Switch;
use crate::service::FeedbackLimits;

/// Certificates, the end, feedback, and what logs and traces tell.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Operation")]
pub struct OperationConfig {
    /// Certificate chain in PEM, the server's own first; with --tls-key the service speaks HTTPS. Read again when it
    /// changes
    #[arg(long, env = "RAPPORTEUR_TLS_CERT", value_name = "FILE", global = true)]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate, in PEM
    #[arg(long, env = "RAPPORTEUR_TLS_KEY", value_name = "FILE", global = true)]
    pub tls_key: Option<PathBuf>,

    /// Seconds for which /readyz answers 503 after SIGTERM, before the service stops: as long as a load balancer needs
    /// to notice
    #[arg(
        long,
        env = "RAPPORTEUR_DRAIN_SECS",
        value_name = "SECONDS",
        default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(0..=600),
        global = true
    )]
    pub drain_secs: u16,

    /// Whether questions without an answer, and what readers say of answers, are kept in the data folder
    #[arg(
        long,
        env = "RAPPORTEUR_FEEDBACK",
        value_name = "SWITCH",
        default_value = "off",
        global = true
    )]
    pub feedback: Switch,

    /// Days for which feedback and missed questions are kept
    #[arg(
        long,
        env = "RAPPORTEUR_FEEDBACK_DAYS",
        value_name = "DAYS",
        default_value_t = 90,
        value_parser = clap::value_parser!(u16).range(1..=3_650),
        global = true
    )]
    pub feedback_days: u16,

    /// The most feedback entries that are kept; the oldest are deleted first
    #[arg(
        long,
        env = "RAPPORTEUR_FEEDBACK_MAX",
        value_name = "COUNT",
        default_value_t = 10_000,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
        global = true
    )]
    pub feedback_max: u32,

    /// Whether questions are written to the log
    #[arg(
        long,
        env = "RAPPORTEUR_LOG_QUESTIONS",
        value_name = "SWITCH",
        default_value = "off",
        global = true
    )]
    pub log_questions: Switch,

    /// Collector of traces that takes OTLP by HTTP, such as `http://127.0.0.1:4318`; none by default. Its headers, such
    /// as a token, come from `OTEL_EXPORTER_OTLP_HEADERS`
    #[arg(
        long,
        env = "RAPPORTEUR_OTLP_ENDPOINT",
        value_name = "URL",
        value_parser = super::public_url::parse,
        global = true
    )]
    pub otlp_endpoint: Option<String>,

    /// Percentage of requests that are traced. A `traceparent` header decides for its own request
    #[arg(
        long,
        env = "RAPPORTEUR_OTLP_PERCENT",
        value_name = "PERCENT",
        default_value_t = 100,
        value_parser = clap::value_parser!(u8).range(0..=100),
        global = true
    )]
    pub otlp_percent: u8,
}

impl OperationConfig {
    /// What bounds the kept feedback.
    pub fn feedback_limits(&self) -> FeedbackLimits {
        FeedbackLimits {
            age_max: Duration::from_hours(24 * u64::from(self.feedback_days)),
            entries_max: self.feedback_max as usize,
        }
    }
}
