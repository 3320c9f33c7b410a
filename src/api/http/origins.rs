//! Whose pages may connect, and read responses: those of other origins only where they are listed.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::http::{HeaderMap, HeaderValue, Uri, header};

use super::failure::Failure;
use super::settings::Settings;
use crate::service::ErrorCode;

/// So many origins are told of in the log: whoever sends more fills no disk.
const TOLD_MAX: usize = 20;
/// An origin is shown up to this many characters.
const SHOWN_CHARS_MAX: usize = 100;

/// An origin, or several, as `--cors-origins` lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Listed {
    /// `*`
    All,
    /// `https://example.org`
    One(String),
    /// `http://localhost:*`, up to the colon.
    AnyPort(String),
}

impl Listed {
    /// Browsers send scheme, host and port, and these are compared as text.
    fn parse(text: &str) -> io::Result<Self> {
        if text == "*" {
            return Ok(Self::All);
        }
        let bare = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (origin, any_port) = match bare.strip_suffix(":*") {
            Some(origin) => (origin, true),
            None => (bare.as_str(), false),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
        let is_origin = origin.split_once("://").is_some_and(|(scheme, host)| {
            !scheme.is_empty() && !host.is_empty() && scheme.chars().chain(host.chars()).all(plain)
        });
        match (is_origin, any_port) {
            (true, true) => Ok(Self::AnyPort(format!("{origin}:"))),
            (true, false) => Ok(Self::One(origin.to_owned())),
            (false, _) => {
                let message = format!(
                    "parse the origin '{text}'; write it like https://example.org, or http://localhost:* for every port"
                );
                Err(io::Error::new(io::ErrorKind::InvalidInput, message))
            }
        }
    }

    fn has(&self, origin: &str) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => one == origin,
            Self::AnyPort(before) => origin.strip_prefix(before.as_str()).is_some_and(|port| {
                !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
            }),
        }
    }
}

/// The origins whose pages may connect and read.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins {
    listed: Arc<RwLock<Vec<Listed>>>,
    /// The service's own, which a proxy in front may not pass on as `Host`.
    public: Option<String>,
    /// Those that the log has told of.
    told: Arc<Mutex<Vec<String>>>,
}

impl Origins {
    /// Those that `settings` list.
    ///
    /// # Errors
    /// When one of them is no origin.
    pub(super) fn new(settings: &Settings) -> io::Result<Self> {
        let origins = Self::default();
        origins.replace(&settings.cors_origins)?;
        let public = settings.public_url.parse::<Uri>().ok();
        let public = public.as_ref().and_then(|url| Some((url.scheme_str()?, url.authority()?)));
        let public = public.map(|(scheme, at)| format!("{scheme}://{at}").to_ascii_lowercase());
        Ok(Self { public, ..origins })
    }

    /// Lists these from now on.
    ///
    /// # Errors
    /// When one of them is no origin; then nothing has changed.
    pub(super) fn replace(&self, listed: &[String]) -> io::Result<()> {
        let listed = listed.iter().map(|text| Listed::parse(text)).collect::<io::Result<_>>()?;
        *self.listed.write().unwrap_or_else(PoisonError::into_inner) = listed;
        Ok(())
    }

    /// Whether every page may read.
    pub(super) fn are_all(&self) -> bool {
        self.listed.read().unwrap_or_else(PoisonError::into_inner).contains(&Listed::All)
    }

    /// Whether pages of `origin` may read responses. Where they may not, the log says so once, and how to allow it.
    pub(super) fn may_read(&self, origin: &HeaderValue, headers: &HeaderMap) -> bool {
        let origin = origin.to_str().unwrap_or_default();
        let allowed = self.lists(origin);
        if !allowed && !self.is_own(origin, headers) {
            self.tell(origin);
        }
        allowed
    }

    /// Refuses what a page of an origin asks that is neither the service's own nor listed. Browsers let any page open a
    /// `WebSocket`, and send what reaches a service on the visitor's machine; only the `Origin` tells whose page it is.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Failure> {
        // Programs that are no browsers send none.
        let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
        let origin = origin.to_str().unwrap_or_default();
        if self.is_own(origin, headers) || self.lists(origin) {
            return Ok(());
        }
        self.tell(origin);
        let message =
            format!("pages of '{}' may not connect; add it to --cors-origins", shown(origin));
        Err(Failure::new(ErrorCode::OriginRefused, message))
    }

    fn lists(&self, origin: &str) -> bool {
        let listed = self.listed.read().unwrap_or_else(PoisonError::into_inner);
        listed.iter().any(|one| one.has(origin))
    }

    fn is_own(&self, origin: &str, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let own = origin.split_once("://").map(|(_, authority)| authority);
        own.is_some() && own == host || self.public.as_deref() == Some(origin)
    }

    fn tell(&self, origin: &str) {
        let origin = shown(origin);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() < TOLD_MAX && !told.contains(&origin) {
            tracing::warn!(
                origin,
                "a page of another origin was kept from reading; if it is yours, add the origin to --cors-origins"
            );
            told.push(origin);
        }
    }
}

fn shown(origin: &str) -> String {
    origin.chars().take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(listed: &[&str]) -> Origins {
        Origins::new(&Settings {
            cors_origins: listed.iter().map(|&origin| origin.to_owned()).collect(),
            public_url: "https://P.example/below".to_owned(),
            ..Settings::default()
        })
        .expect("origins")
    }

    #[test]
    fn pages_of_other_origins_are_refused_unless_they_are_listed() {
        let cases = [
            (None, true),
            (Some("http://r.example:8080"), true),
            (Some("http://r.example"), false),
            (Some("https://a.example"), true),
            (Some("https://b.example"), false),
            (Some("https://p.example"), true),
            (Some("http://p.example"), false),
            (Some("http://localhost:3000"), true),
            (Some("http://localhost:"), false),
            (Some("http://localhost"), false),
            (Some("http://localhost:3000.evil.example"), false),
            (Some("https://localhost:3000"), false),
            (Some("null"), false),
            (Some(""), false),
        ];
        let listed = origins(&["https://A.example/", "http://localhost:*"]);
        for (origin, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "r.example:8080".parse().expect("a header value"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().expect("a header value"));
            }
            assert_eq!(listed.check(&headers).is_ok(), expected, "{origin:?}");
            assert!(origins(&["*"]).check(&headers).is_ok());
        }
    }

    #[test]
    fn the_log_tells_of_an_origin_once_and_never_of_the_servers_own() {
        let listed = origins(&["https://a.example"]);
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "r.example".parse().expect("a header value"));
        for origin in
            ["https://a.example", "http://r.example", "https://b.example", "https://b.example"]
        {
            let origin = HeaderValue::from_static(origin);
            assert_eq!(listed.may_read(&origin, &headers), origin == "https://a.example");
        }
        assert_eq!(*listed.told.lock().expect("unpoisoned"), ["https://b.example"]);
        for number in 0..100 {
            let origin = format!("https://x{number}.example").parse().expect("a header value");
            assert!(!listed.may_read(&origin, &headers));
        }
        assert_eq!(listed.told.lock().expect("unpoisoned").len(), TOLD_MAX);
    }

    #[test]
    fn origins_are_written_as_browsers_send_them() {
        let one = |origin: &str| Some(Listed::One(origin.to_owned()));
        let cases = [
            ("https://example.org", one("https://example.org")),
            ("https://Example.org/", one("https://example.org")),
            ("http://localhost:3000", one("http://localhost:3000")),
            ("http://localhost:*", Some(Listed::AnyPort("http://localhost:".to_owned()))),
            ("*", Some(Listed::All)),
            ("example.org", None),
            ("https://example.org/app", None),
            ("https://user@example.org", None),
            ("https://*.example.org", None),
            ("https://*:*", None),
            ("null", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Listed::parse(text).ok(), expected, "{text}");
        }
    }
}
