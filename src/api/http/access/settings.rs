//! Who may read, how often, and by which proxies.

use ipnet::IpNet;

use crate::service::KeyRing;

/// Who may ask, how often, and by which way they come. The default lets everybody read at any
/// rate: what is safe is decided where the address that is listened at is known.
#[derive(Debug, Clone)]
pub struct AccessSettings {
    /// Whether those without a key may read.
    pub anonymous_read: bool,
    /// The keys that count.
    pub keys: KeyRing,
    /// Requests a minute from an address without a key; 0 for any number.
    pub rate_per_minute: u32,
    /// Requests a minute with a key; 0 for any number.
    pub key_rate_per_minute: u32,
    /// Proxies whose word about the client's address counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Where they put that word.
    pub proxy_header: ProxyHeader,
}

impl Default for AccessSettings {
    fn default() -> Self {
        Self {
            anonymous_read: true,
            keys: KeyRing::default(),
            rate_per_minute: 0,
            key_rate_per_minute: 0,
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::XForwardedFor,
        }
    }
}

/// In which header trusted proxies name the client. One of them only: a proxy that adds to one
/// passes on the other as the client made it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`: addresses separated by commas, the nearest last.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}
