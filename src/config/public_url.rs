//! The public address of the service, which stands in links, and that of a collector of traces.

use axum::http::Uri;

/// Checks an address.
pub(super) fn parse(text: &str) -> Result<String, String> {
    let fault = || {
        format!(
            "'{text}' is no address of the web; write one like https://declarations.example.org"
        )
    };
    let uri: Uri = text.parse().map_err(|_| fault())?;
    // It stands in pages, headers and files of other programs.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.authority().filter(|authority| !authority.as_str().contains('@'));
    if is_web && host.is_some() && uri.query().is_none() && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(fault())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_public() {
        for good in
            ["https://declarations.example.org", "http://127.0.0.1:8080", "https://x.org/below/"]
        {
            assert_eq!(parse(good).as_deref(), Ok(good));
        }
        for bad in [
            "javascript:alert(1)",
            "javascript://x/%0aalert(1)",
            "data:text/html,x",
            "ftp://x.org",
            "//x.org",
            "x.org",
            "/x",
            "https://a@x.org",
            "https://x.org/?a",
            "https://x.org/#a",
            "https://x.org/\"",
            "https:// x.org",
            "",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
