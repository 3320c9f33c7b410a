//! The names that the service answers to.
//!
//! A page of any site can have its own name resolve to 127.0.0.1, and then ask a service on the
//! visitor's machine as if it were its own ("DNS rebinding"). Such requests carry the page's name
//! in `Host`; so where only this machine is to ask, other names are refused.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{Uri, header};

use super::failure::Failure;
use crate::service::ErrorCode;

/// Which names of this service count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hosts {
    /// Every name.
    #[default]
    Any,
    /// Those of this machine, and these, in lower case and without a port.
    Local(Vec<String>),
}

impl Hosts {
    /// Those of this machine, the one in `public_url`, and `others`.
    pub fn local(public_url: &str, others: &[String]) -> Self {
        let public = public_url.parse::<Uri>().ok();
        let public = public.as_ref().and_then(Uri::host).map(str::to_owned);
        let names = others.iter().cloned().chain(public);
        Self::Local(names.map(|name| name.trim().to_ascii_lowercase()).collect())
    }

    fn admit(&self, authority: &str) -> bool {
        let Self::Local(names) = self else { return true };
        let host = authority.to_ascii_lowercase();
        let host = match host.rsplit_once(':') {
            // Not the colons of an IPv6 address.
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => &host,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let is_local = match bare.parse::<IpAddr>() {
            Ok(address) => address.to_canonical().is_loopback(),
            Err(_) => bare == "localhost" || bare.ends_with(".localhost"),
        };
        is_local || names.iter().any(|name| name == bare)
    }
}

/// Refuses requests for other names than those of `hosts`.
pub(super) fn check(hosts: &Hosts, request: &Request) -> Result<(), Failure> {
    let named = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or("?"));
    // In HTTP/2 it stands in the address. Browsers always send one.
    let host = request.uri().authority().map(Authority::as_str).or(named);
    if host.is_none_or(|host| hosts.admit(host)) {
        return Ok(());
    }
    let message = "the service has no such host name; if it should, add it by --allowed-hosts or --public-url";
    Err(Failure::new(ErrorCode::MisdirectedRequest, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_than_this_machines_are_refused() {
        let hosts = Hosts::local("https://Declarations.example.org/x", &["Proxy.lan".to_owned()]);
        let cases = [
            ("localhost", true),
            ("LocalHost:8080", true),
            ("app.localhost:8080", true),
            ("localhost.", true),
            ("127.0.0.1:8080", true),
            ("127.1.2.3", true),
            ("[::1]:8080", true),
            ("[::1]", true),
            ("declarations.example.org", true),
            ("declarations.example.org:443", true),
            ("proxy.lan:80", true),
            ("evil.example", false),
            ("evil.example:8080", false),
            ("localhost.evil.example", false),
            ("192.0.2.1:8080", false),
            ("notlocalhost", false),
            ("?", false),
            ("", false),
        ];
        for (host, expected) in cases {
            assert_eq!(hosts.admit(host), expected, "{host}");
            assert!(Hosts::Any.admit(host), "{host}");
        }
    }
}
