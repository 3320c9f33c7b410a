//! Settings of access: who may read, how often, and through which proxies.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use crate::api::http::ProxyHeader;

/// Who may read, how often, and through which proxies.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Access")]
pub struct AccessConfig {
    /// Whether clients without an API key may read; `auto` allows it when listening on loopback
    #[arg(
        long,
        env = "RAPPORTEUR_ANONYMOUS_READ",
        value_name = "WHEN",
        default_value = "auto",
        global = true
    )]
    pub anonymous_read: AnonymousRead,

    /// File of the API keys, read again when it changes; by default `keys.toml` in the data folder
    #[arg(long, env = "RAPPORTEUR_KEYS_FILE", value_name = "FILE", global = true)]
    pub keys_file: Option<PathBuf>,

    /// Requests per minute from one address without an API key (IPv6: from one /64); 0 for no limit.
    /// Requests from this machine are not counted
    #[arg(
        long,
        env = "RAPPORTEUR_RATE_LIMIT",
        value_name = "COUNT",
        default_value_t = 600,
        global = true
    )]
    pub rate_limit: u32,

    /// Requests per minute with one API key; 0 for no limit
    #[arg(
        long,
        env = "RAPPORTEUR_KEY_RATE_LIMIT",
        value_name = "COUNT",
        default_value_t = 6_000,
        global = true
    )]
    pub key_rate_limit: u32,

    /// Addresses and networks of proxies that may name the client's address, separated by commas, such
    /// as `127.0.0.1,10.0.0.0/8`
    #[arg(
        long,
        env = "RAPPORTEUR_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ',',
        value_parser = parse_network,
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

    /// Host names of the service, in addition to those of this machine and of --public-url, separated by
    /// commas. `Host` is checked when listening on loopback, or when names are given here
    #[arg(
        long,
        env = "RAPPORTEUR_ALLOWED_HOSTS",
        value_name = "HOSTS",
        value_delimiter = ',',
        global = true
    )]
    pub allowed_hosts: Vec<String>,

    /// The most open connections. At the limit, the connection that has been idle longest is closed; if none is idle, new ones get 503
    #[arg(
        long,
        env = "RAPPORTEUR_MAX_CONNECTIONS",
        value_name = "COUNT",
        default_value_t = 1_024,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000),
        global = true
    )]
    pub max_connections: u32,

    /// The most open connections of one address (IPv6: of one /64); 0 for no limit. Those of this machine
    /// and of --trusted-proxies are not counted
    #[arg(
        long,
        env = "RAPPORTEUR_CONNECTIONS_PER_CLIENT",
        value_name = "COUNT",
        default_value_t = 128,
        global = true
    )]
    pub connections_per_client: u32,
}

/// Whether clients without an API key may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnonymousRead {
    /// When listening on loopback.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// The header in which proxies name the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeaderName {
    /// `X-Forwarded-For`, a list of addresses.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
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

/// Parses a network, or an address as a network of one.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let network: IpNet = text.parse().or_else(|_| address()).map_err(|_| {
        format!("'{text}' is neither an address nor a network; write one like 10.0.0.0/8")
    })?;
    if network.prefix_len() == 0 {
        return Err(format!(
            "'{text}' is everybody, who could then claim any address; name the proxies alone"
        ));
    }
    Ok(network)
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
            ("0.0.0.0/0", None),
            ("::/0", None),
            ("proxy.example.org", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(str::to_owned);
            assert_eq!(
                parse_network(text).ok().map(|network| network.to_string()),
                expected,
                "{text}"
            );
        }
    }
}
