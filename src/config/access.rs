//! Settings of access: who may ask, how often, and by which way they come.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use crate::api::http::ProxyHeader;

/// The settings that decide who is let in.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Access")]
pub struct AccessConfig {
    /// Whether those without an API key may read; `auto` when listening on loopback
    #[arg(
        long,
        env = "RAPPORTEUR_ANONYMOUS_READ",
        value_name = "WHEN",
        default_value = "auto",
        global = true
    )]
    pub anonymous_read: AnonymousRead,

    /// File of the API keys, read again when it changes; `keys.toml` in the data folder unless given
    #[arg(long, env = "RAPPORTEUR_KEYS_FILE", value_name = "FILE", global = true)]
    pub keys_file: Option<PathBuf>,

    /// Requests a minute from one address without an API key (IPv6: from one /64); 0 for any number.
    /// This machine's own are not counted
    #[arg(
        long,
        env = "RAPPORTEUR_RATE_LIMIT",
        value_name = "COUNT",
        default_value_t = 600,
        global = true
    )]
    pub rate_limit: u32,

    /// Requests a minute with one API key; 0 for any number
    #[arg(
        long,
        env = "RAPPORTEUR_KEY_RATE_LIMIT",
        value_name = "COUNT",
        default_value_t = 6_000,
        global = true
    )]
    pub key_rate_limit: u32,

    /// Addresses and networks of proxies whose word about the client's address counts, separated by
    /// commas, such as `127.0.0.1,10.0.0.0/8`
    #[arg(
        long,
        env = "RAPPORTEUR_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ',',
        value_parser = network,
        global = true
    )]
    pub trusted_proxies: Vec<IpNet>,

    /// The header in which trusted proxies name the client
    #[arg(
        long,
        env = "RAPPORTEUR_PROXY_HEADER",
        value_name = "HEADER",
        default_value = "x-forwarded-for",
        global = true
    )]
    pub proxy_header: ProxyHeaderName,

    /// Names that the service is reached by, beside this machine's own and that of --public-url,
    /// separated by commas. They are checked when listening on loopback, or when there are some
    #[arg(
        long,
        env = "RAPPORTEUR_ALLOWED_HOSTS",
        value_name = "HOSTS",
        value_delimiter = ',',
        global = true
    )]
    pub allowed_hosts: Vec<String>,

    /// Connections that are open at once; more wait until one is closed
    #[arg(
        long,
        env = "RAPPORTEUR_MAX_CONNECTIONS",
        value_name = "COUNT",
        default_value_t = 1_024,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
        global = true
    )]
    pub max_connections: u32,
}

/// When those without an API key may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnonymousRead {
    /// When listening on loopback.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// What proxies call the client's address in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeaderName {
    /// A list of addresses.
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

impl From<ProxyHeaderName> for ProxyHeader {
    fn from(name: ProxyHeaderName) -> Self {
        match name {
            ProxyHeaderName::XForwardedFor => Self::XForwardedFor,
            ProxyHeaderName::Forwarded => Self::Forwarded,
        }
    }
}

/// A network, or an address as a network of one.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or_else(|_| address()).map_err(|_| {
        format!("'{text}' is neither an address nor a network; write it like 10.0.0.0/8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_addresses_are_read() {
        let cases = [
            ("10.0.0.0/8", Some("10.0.0.0/8")),
            (" 127.0.0.1 ", Some("127.0.0.1/32")),
            ("::1", Some("::1/128")),
            ("fd00::/8", Some("fd00::/8")),
            ("10.0.0.0/33", None),
            ("proxy.example.org", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(str::to_owned);
            assert_eq!(network(text).ok().map(|network| network.to_string()), expected, "{text}");
        }
    }
}
