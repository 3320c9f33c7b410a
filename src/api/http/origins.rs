//! Whose pages may connect: those of other origins only where they are listed.

use axum::http::{HeaderMap, Uri, header};

use super::cors::as_sent;
use super::failure::Failure;
use super::settings::Settings;
use crate::service::ErrorCode;

/// The origins whose pages may connect, as browsers write them: those that `settings` list, and the
/// service's own, which a proxy in front may not pass on as `Host`.
pub(super) fn allowed(settings: &Settings) -> Vec<String> {
    let listed = settings.cors_origins.iter().map(|origin| as_sent(origin));
    let public = settings.public_url.parse::<Uri>().ok();
    let public = public.as_ref().and_then(|url| Some((url.scheme_str()?, url.authority()?)));
    let public = public.map(|(scheme, authority)| as_sent(&format!("{scheme}://{authority}")));
    listed.chain(public).collect()
}

/// Refuses what a page of an origin asks that is neither the service's own nor in `allowed`. Browsers let any page open
/// a `WebSocket`, and send what reaches a service on the visitor's machine; only the `Origin` tells whose page it is.
pub(super) fn check(headers: &HeaderMap, allowed: &[String]) -> Result<(), Failure> {
    // Programs that are no browsers send none.
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = origin.split_once("://").map(|(_, authority)| authority);
    let listed = |one: &String| one == "*" || one == origin;
    if own.is_some() && own == host || allowed.iter().any(listed) {
        return Ok(());
    }
    let shown: String = origin.chars().take(100).collect();
    let message = format!("pages of '{shown}' may not connect; add it to --cors-origins");
    Err(Failure::new(ErrorCode::OriginRefused, message))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (Some("null"), false),
            (Some(""), false),
        ];
        let listed = allowed(&Settings {
            cors_origins: vec!["https://A.example/".to_owned()],
            public_url: "https://P.example/below".to_owned(),
            ..Settings::default()
        });
        for (origin, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "r.example:8080".parse().expect("a header value"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().expect("a header value"));
            }
            assert_eq!(check(&headers, &listed).is_ok(), expected, "{origin:?}");
            assert!(check(&headers, &["*".to_owned()]).is_ok());
        }
    }
}
