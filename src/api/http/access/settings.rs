//! Who may read, how often, and by which proxies.

use ipnet::IpNet;

use crate::service::KeyRing;

/// Who may read, how often, and through which proxies. The default allows everybody to read at any rate; the
/// configuration, which knows the address to listen on, decides what is safe.
#[derive(Debug, Clone)]
pub struct AccessSettings {
    /// Whether clients without a key may read.
    pub anonymous_read: bool,
    /// The valid keys.
    pub keys: KeyRing,
    /// Requests per minute from an address without a key; 0 for no limit.
    pub rate_per_minute: u32,
    /// Requests per minute with a key; 0 for no limit.
    pub key_rate_per_minute: u32,
    /// Proxies that may name the client's address.
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which they name it.
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

/// The header in which trusted proxies name the client. Only one is read: a proxy that sets one of them passes on
/// the other, which the client may have forged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`: addresses separated by commas, the nearest last.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}
