//! The address of the client of a request, as trusted proxies name it.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use super::settings::{AccessSettings, ProxyHeader};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// More hops than that are not followed.
const HOPS_MAX: usize = 16;

impl ProxyHeader {
    const fn name(self) -> HeaderName {
        match self {
            Self::XForwardedFor => X_FORWARDED_FOR,
            Self::Forwarded => header::FORWARDED,
        }
    }

    /// The address in one element of the header's list.
    fn address(self, element: &str) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => address(element),
            Self::Forwarded => {
                let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
                let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
                address(named.next()?.1.trim().trim_matches('"'))
            }
        }
    }
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse::<SocketAddr>().map(|at| at.ip())).ok()?;
    Some(IpAddr::to_canonical(&address))
}

/// The client of a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Client {
    /// Its address, as far as it can be known.
    pub(super) address: IpAddr,
    /// Whether it asks from this machine, and nobody says that it only passes on.
    pub(super) is_local: bool,
}

impl Client {
    /// The client behind `peer`: the nearest address that is not a trusted proxy's.
    pub(super) fn identify(peer: IpAddr, headers: &HeaderMap, settings: &AccessSettings) -> Self {
        let peer = peer.to_canonical();
        if !trusted(&settings.trusted_proxies, peer) {
            let relayed =
                [X_FORWARDED_FOR, header::FORWARDED].iter().any(|name| headers.contains_key(name));
            if relayed && peer.is_loopback() {
                warn_once(peer);
            }
            return Self { address: peer, is_local: peer.is_loopback() && !relayed };
        }
        let values = headers.get_all(settings.proxy_header.name()).iter();
        let lists: Vec<&str> = values.map(|value| value.to_str().unwrap_or_default()).collect();
        let elements = lists.iter().flat_map(|list| list.split(',')).rev();
        let mut nearest = peer;
        let mut named = false;
        for element in elements.take(HOPS_MAX) {
            // What a trusted proxy passed on from beyond is anybody's word: stop there.
            let Some(address) = settings.proxy_header.address(element) else { break };
            nearest = address;
            named = !trusted(&settings.trusted_proxies, address);
            if named {
                break;
            }
        }
        if !named {
            warn_of_silence(peer, settings.proxy_header);
        }
        // Behind a proxy nobody is known to ask from this machine, whatever the proxy says or leaves out.
        Self { address: nearest, is_local: false }
    }
}

fn trusted(proxies: &[IpNet], address: IpAddr) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

/// Says, the first time, that a proxy on this machine is not declared.
fn warn_once(peer: IpAddr) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "{peer} forwards requests, and they all count as one client; \
             name it by --trusted-proxies if it is a proxy of yours"
        );
    }
}

/// Says, the first time, that a trusted proxy names no client.
fn warn_of_silence(peer: IpAddr, header: ProxyHeader) {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if !WARNED.swap(true, Ordering::Relaxed) {
        let header = header.name();
        tracing::warn!(
            "the proxy {peer} names no client by '{header}', and its requests count as those of one client; have it \
             set the header, or name the header that it sets by --proxy-header"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// A peer, its headers, the client that it stands for, and whether that is this machine.
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, bool);

    fn check(proxy_header: ProxyHeader, cases: &[Case]) {
        let networks = ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"];
        let settings = AccessSettings {
            trusted_proxies: networks.map(|n| n.parse().expect("a network")).to_vec(),
            proxy_header,
            ..AccessSettings::default()
        };
        for (peer, lines, address, is_local) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in *lines {
                headers.append(*name, value.parse().expect("a header value"));
            }
            let expected = Client { address: ip(address), is_local: *is_local };
            assert_eq!(
                Client::identify(ip(peer), &headers, &settings),
                expected,
                "{peer} {lines:?}"
            );
        }
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        const XFF: &str = "x-forwarded-for";
        check(
            ProxyHeader::XForwardedFor,
            &[
                ("192.0.2.9", &[], "192.0.2.9", false),
                ("192.0.2.9", &[(XFF, "198.51.100.1")], "192.0.2.9", false),
                ("10.1.1.1", &[(XFF, "198.51.100.1")], "198.51.100.1", false),
                ("::ffff:10.1.1.1", &[(XFF, "198.51.100.1")], "198.51.100.1", false),
                ("fd00::1", &[(XFF, "2001:db8::1")], "2001:db8::1", false),
                // The client made up the first; the proxy added the second.
                ("10.1.1.1", &[(XFF, "1.1.1.1, 198.51.100.1")], "198.51.100.1", false),
                ("10.1.1.1", &[(XFF, "1.1.1.1"), (XFF, "198.51.100.1")], "198.51.100.1", false),
                ("10.1.1.1", &[(XFF, "198.51.100.1, 10.2.2.2")], "198.51.100.1", false),
                ("10.1.1.1", &[(XFF, "127.0.0.1, 198.51.100.1")], "198.51.100.1", false),
                ("10.1.1.1", &[(XFF, "198.51.100.1, unknown")], "10.1.1.1", false),
                ("10.1.1.1", &[(XFF, "")], "10.1.1.1", false),
                ("10.1.1.1", &[("forwarded", "for=198.51.100.1")], "10.1.1.1", false),
                ("127.0.0.1", &[], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "")], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "unknown")], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "1.2.3.4.5")], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "fe80::1%eth0")], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "127.0.0.1")], "127.0.0.1", false),
                ("127.0.0.1", &[(XFF, "198.51.100.1")], "198.51.100.1", false),
                ("10.1.1.1", &[(XFF, "[2001:db8::1]:99")], "2001:db8::1", false),
                ("10.1.1.1", &[(XFF, "198.51.100.1:99")], "198.51.100.1", false),
                // Not declared, and yet it passes on: no privilege of this machine's own.
                ("::1", &[(XFF, "198.51.100.1")], "::1", false),
                ("::1", &[("forwarded", "for=198.51.100.1")], "::1", false),
                ("::1", &[], "::1", true),
            ],
        );
    }

    #[test]
    fn the_standard_header_is_read_where_it_is_configured() {
        const F: &str = "forwarded";
        check(
            ProxyHeader::Forwarded,
            &[
                ("10.1.1.1", &[(F, "for=198.51.100.1")], "198.51.100.1", false),
                ("10.1.1.1", &[(F, "For=\"[2001:db8::1]:4711\"")], "2001:db8::1", false),
                (
                    "10.1.1.1",
                    &[(F, "for=1.1.1.1, proto=https;for=198.51.100.1;by=10.1.1.1")],
                    "198.51.100.1",
                    false,
                ),
                ("10.1.1.1", &[(F, "for=198.51.100.1, for=_hidden")], "10.1.1.1", false),
                ("10.1.1.1", &[(F, "proto=https")], "10.1.1.1", false),
                ("10.1.1.1", &[("x-forwarded-for", "198.51.100.1")], "10.1.1.1", false),
            ],
        );
    }

    #[test]
    fn hops_are_bounded() {
        let hops = vec!["10.0.0.1"; HOPS_MAX + 1].join(",");
        let headers = [(X_FORWARDED_FOR, format!("198.51.100.1,{hops}"))];
        let headers: HeaderMap = headers
            .map(|(name, value)| (name, value.parse().expect("a value")))
            .into_iter()
            .collect();
        let settings = AccessSettings {
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
            ..AccessSettings::default()
        };
        assert_eq!(Client::identify(ip("10.0.0.9"), &headers, &settings).address, ip("10.0.0.1"));
    }
}
