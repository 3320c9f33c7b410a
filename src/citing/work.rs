//! Works: what a document says about itself, as those who cite it need it.

use std::borrow::Cow;

use crate::domain::{Date, Document, DocumentKind};
use crate::language::capitals::as_title;

/// A longer name before the comma of a source is a sentence rather than an organisation.
const ORGANISATION_CHARS_MAX: usize = 120;

/// A document as a bibliography sees it.
#[derive(Debug, Clone)]
pub(super) struct Work<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// Its title, set as a title where it was printed in capitals.
    pub(super) title: Cow<'a, str>,
    /// Who issued or published it.
    pub(super) organisation: Option<&'a str>,
    /// The host that it was taken from, where no organisation is known.
    pub(super) site: Option<&'a str>,
    /// Where it was taken from.
    pub(super) url: Option<&'a str>,
}

impl<'a> Work<'a> {
    /// What is known about `document`.
    pub(super) fn from_document(document: &'a Document) -> Self {
        let source = document.source.as_deref().unwrap_or_default();
        let url = address(source);
        let issuer = document.catalogue.issuer.as_deref();
        let organisation = organisation(source).filter(|_| issuer.is_none()).or(issuer);
        Self {
            document,
            title: as_title(&document.title, document.text.as_str()),
            organisation,
            site: url.and_then(host).filter(|_| organisation.is_none()),
            url,
        }
    }

    /// When it was adopted, or else published.
    pub(super) fn issued(&self) -> Option<Date> {
        self.document.date()
    }

    /// When it was published, where it had been adopted before.
    pub(super) fn available(&self) -> Option<Date> {
        self.document.adopted_on.and(self.document.published_on)
    }

    /// The meeting that adopted it. The one that a page reports on is not the page's own.
    pub(super) fn occasion(&self) -> Option<&'a str> {
        self.document.occasion.as_deref().filter(|_| !self.document.kind.is_report())
    }

    /// Where it was adopted.
    pub(super) fn place(&self) -> Option<&'a str> {
        self.document.place.as_deref().filter(|_| !self.document.kind.is_report())
    }

    /// What sort of text it is, in words.
    pub(super) const fn genre(&self) -> &'static str {
        match self.document.kind {
            DocumentKind::Declaration => "Declaration",
            DocumentKind::Resolution => "Resolution",
            DocumentKind::Communique => "Communiqué",
            DocumentKind::Treaty => "Treaty",
            DocumentKind::Page => "Web page",
        }
    }
}

/// The first web address in `source`.
pub(super) fn address(source: &str) -> Option<&str> {
    source
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '“'))
        .map(|word| without_marks(word.trim_start_matches(['(', '['])))
        .find(|word| {
            let scheme = word.split_once("://");
            scheme.is_some_and(|(scheme, rest)| {
                let web = ["https", "http"].iter().any(|own| scheme.eq_ignore_ascii_case(own));
                web && !rest.is_empty()
            })
        })
}

/// `word` without the marks behind it; a bracket that opens in it closes in it.
fn without_marks(mut word: &str) -> &str {
    let marks = ['.', ',', ';', ':', '>', '"', '\'', '”', '’'];
    loop {
        let bare = word.trim_end_matches(marks);
        let unopened = [('(', ')'), ('[', ']')].into_iter().any(|(open, close)| {
            bare.ends_with(close) && bare.matches(close).count() > bare.matches(open).count()
        });
        word = if unopened { &bare[..bare.len() - 1] } else { bare };
        if !unopened {
            return word;
        }
    }
}

/// The host of `url`, without `www.`.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Who stands at the beginning of `source`, before its first comma: "INTERPOL, news page".
fn organisation(source: &str) -> Option<&str> {
    let name = source.split(',').next().unwrap_or_default().trim();
    let sound = !name.is_empty()
        && address(name).is_none()
        && name.chars().count() <= ORGANISATION_CHARS_MAX;
    sound.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_taken_apart() {
        let cases = [
            ("INTERPOL, news page", Some("INTERPOL"), None, None),
            (
                "INTERPOL and United Nations, declaration",
                Some("INTERPOL and United Nations"),
                None,
                None,
            ),
            ("United Nations", Some("United Nations"), None, None),
            (
                "INTERPOL, https://www.interpol.int/a?b=c, page 2",
                Some("INTERPOL"),
                Some("https://www.interpol.int/a?b=c"),
                None,
            ),
            (
                "https://www.interpol.int/a.",
                None,
                Some("https://www.interpol.int/a"),
                Some("interpol.int"),
            ),
            (
                "UN Security Council, (https://undocs.org/S/RES/2178(2014))",
                Some("UN Security Council"),
                Some("https://undocs.org/S/RES/2178(2014)"),
                None,
            ),
            ("HTTPS://un.org/a", None, Some("HTTPS://un.org/a"), Some("un.org")),
            ("<http://x@un.org>", None, Some("http://x@un.org"), Some("un.org")),
            ("javascript:alert(1)", Some("javascript:alert(1)"), None, None),
            ("https://", Some("https://"), None, None),
            ("", None, None, None),
        ];
        for (source, named, url, site) in cases {
            let own = organisation(source);
            let found = address(source);
            assert_eq!((own, found), (named, url), "{source}");
            assert_eq!(found.and_then(host).filter(|_| own.is_none()), site, "{source}");
        }
        assert_eq!(organisation(&"x".repeat(121)), None);
    }
}
