//! Files that are fetched from the web, to be added to the corpus.

use std::io;
use std::path::Path;
use std::time::Duration;

use ureq::Agent;
use ureq::ResponseExt as _;
use ureq::http::{Uri, header};

use super::BackendError;
use super::corpus_folder::{ENDINGS, unreadable};

/// How long one file may take, with everything that leads to it.
const TIME_MAX: Duration = Duration::from_mins(2);
/// How long a server may take until it answers.
const CONNECT_MAX: Duration = Duration::from_secs(15);
const REDIRECTS_MAX: u32 = 5;
/// Characters of a file's name.
const NAME_CHARS_MAX: usize = 120;

/// A file from the web.
#[derive(Debug)]
pub(super) struct WebFile {
    /// Its name in the folder of the corpus.
    pub(super) name: String,
    /// The host that it comes from.
    pub(super) host: String,
    pub(super) bytes: Vec<u8>,
}

/// Whether `source` is the address of a file on the web.
pub(super) fn is_address(source: &Path) -> bool {
    let is_of = |scheme| source.to_str().is_some_and(|source| source.starts_with(scheme));
    is_of("https://") || is_of("http://")
}

/// Fetches the file at `address`.
///
/// # Errors
/// When it cannot be had in time, or is longer than `bytes_max`.
pub(super) fn fetch(address: &Path, bytes_max: u64) -> Result<WebFile, BackendError> {
    let read = |address: &str| {
        let config = Agent::config_builder()
            .timeout_global(Some(TIME_MAX))
            .timeout_connect(Some(CONNECT_MAX))
            .max_redirects(REDIRECTS_MAX)
            .user_agent(concat!("rapporteur/", env!("CARGO_PKG_VERSION")));
        let mut response = config.build().new_agent().get(address).call()?;
        let kind = response.body().mime_type().unwrap_or_default().to_owned();
        let disposition = response.headers().get(header::CONTENT_DISPOSITION);
        let given = disposition.and_then(|value| given_name(value.to_str().ok()?));
        let name = file_name(response.get_uri(), given.as_deref(), &kind);
        let host = response.get_uri().host().unwrap_or_default().to_owned();
        // The limit is the first length that is too long.
        let body = response.body_mut().with_config().limit(bytes_max + 1);
        let bytes = body.read_to_vec()?;
        Ok(WebFile { name, host, bytes })
    };
    read(address.to_str().unwrap_or_default()).map_err(|error: ureq::Error| {
        let error = match error {
            ureq::Error::BodyExceedsLimit(_) => {
                io::Error::other(format!("it is longer than {bytes_max} bytes"))
            }
            error => error.into_io(),
        };
        unreadable(address)(error)
    })
}

/// The name of a file that a server gives: `attachment; filename="A_RES_80_4.pdf"`.
fn given_name(disposition: &str) -> Option<String> {
    let (_, name) = disposition.split_once("filename=")?;
    let name = name.split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name of the file at `address`: as `given`, or the end of its path, or all of its path where that
/// end tells no format. What its media type tells is added where the name tells none.
fn file_name(address: &Uri, given: Option<&str>, media_type: &str) -> String {
    let path = address.path().trim_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let name = match given {
        Some(given) => given,
        None if ending(last).is_some() => last,
        None if path.is_empty() => address.host().unwrap_or("page"),
        None => path,
    };
    let ending = ending(name);
    let stem = ending.map_or(name, |ending| &name[..name.len() - ending.len() - 1]);
    let ending = ending.map_or_else(|| of_media_type(media_type).to_owned(), str::to_lowercase);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._".contains(c) { c } else { '-' };
    let stem: String = stem.chars().map(plain).take(NAME_CHARS_MAX).collect();
    let stem = stem.trim_matches(['-', '.']);
    format!("{}.{ending}", if stem.is_empty() { "page" } else { stem })
}

/// The ending of `name`, where files of the corpus have it.
fn ending(name: &str) -> Option<&str> {
    let (_, ending) = name.rsplit_once('.')?;
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)).then_some(ending)
}

/// The ending of files of this media type. What a file is, its bytes decide.
fn of_media_type(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "application/json" => "json",
        "application/xml" | "text/xml" => "xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "text/markdown" => "md",
        "text/plain" => "txt",
        _ => "html",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn files_are_named_by_what_is_known_of_them() {
        let of = |address: &str, given: Option<&str>, media_type: &str| {
            file_name(&address.parse().expect("an address"), given, media_type)
        };
        let given = given_name("attachment; filename=\"A_RES_80_4.PDF\"; size=1");
        let cases = [
            (of("https://a.int/en/A/RES/80/4", None, "application/pdf"), "en-A-RES-80-4.pdf"),
            (of("https://a.int/x?id=1", given.as_deref(), "text/html"), "A_RES_80_4.pdf"),
            (of("https://a.int/news/rome.html", None, "text/html"), "rome.html"),
            (of("https://a.int/", None, "text/html"), "a.int.html"),
            (of("https://a.int/x", Some("../../etc/passwd"), "text/plain"), "etc-passwd.txt"),
            (of("https://a.int/n%C3%A9.xml", None, ""), "n-C3-A9.xml"),
        ];
        for (name, expected) in cases {
            assert_eq!(name, expected);
        }
    }

    /// What comes of the address of a server that answers every request with `response`.
    fn fetched(response: &'static str, bytes_max: u64) -> Result<WebFile, String> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}/a/b", listener.local_addr().expect("an address"));
        let server = thread::spawn(move || {
            let (mut client, _) = listener.accept().expect("a client");
            let _read = client.read(&mut [0; 4096]);
            client.write_all(response.as_bytes()).expect("a client that waits");
        });
        let file = fetch(Path::new(&address), bytes_max).map_err(|error| error.to_string());
        server.join().expect("a server that answered");
        file
    }

    const PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n\
                        content-length: 12\r\nconnection: close\r\n\r\n<p>Words</p>";
    const MISSING: &str =
        "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    const CUT: &str = "HTTP/1.1 200 OK\r\ncontent-length: 50\r\nconnection: close\r\n\r\n<p>";

    #[test]
    fn a_file_is_had_whole_or_not_at_all() {
        let file = fetched(PAGE, 12).expect("a page");
        assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("a-b.html", &b"<p>Words</p>"[..]));
        let long = fetched(PAGE, 5).expect_err("a limit");
        assert!(long.contains("it is longer than 5 bytes"), "{long}");
        let missing = fetched(MISSING, 5).expect_err("a page that is not there");
        assert!(missing.contains("404"), "{missing}");
        assert!(fetched(CUT, 100).is_err(), "a page that is cut off");
    }

    #[test]
    fn addresses_are_told_from_paths() {
        assert!(is_address(Path::new("https://a.int/x")));
        assert!(!is_address(Path::new("https/x.md")) && !is_address(Path::new("./http.md")));
    }
}
