//! The page on which a text is checked.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use super::super::app::App;
use super::super::body;
use super::super::failure::Failure;
use super::super::rest::failed;
use super::shown::{Shown, passing};
use crate::api::page::{self, Frame, Place};
use crate::domain::{Span, Text};
use crate::service::ErrorCode;

const FORM: &str = "application/x-www-form-urlencoded";

/// The form for a text.
pub(super) async fn form(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let corpus = app.service.corpus()?;
    let shown = Shown::choose(&app, &corpus, &uri, &headers)?;
    if let Some(response) = shown.not_modified(&headers) {
        return Ok(response);
    }
    let frame = Frame {
        title: "Check a text".to_owned(),
        place: Place::Check,
        corpus: Some(&corpus),
        data: None,
    };
    Ok(shown.respond(&frame, &page::check("")))
}

/// A text that a form sends, with the verdicts on it. Nothing is kept of it.
pub(super) async fn check(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    check_is_form(&headers)?;
    let body = body::read(&app, &headers, body).await?;
    let text = sent(&body)?;
    let verdict = app.service.verify_text(text).await.map_err(failed)?;
    let frame = Frame {
        title: "A checked text".to_owned(),
        place: Place::Check,
        corpus: Some(&verdict.corpus),
        data: None,
    };
    Ok(passing(&frame, &page::checked(&verdict)))
}

/// Refuses what is no form.
pub(super) fn check_is_form(headers: &HeaderMap) -> Result<(), Failure> {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case(FORM) {
        return Ok(());
    }
    let message = format!("send the form as {FORM}; programs send JSON to /v1");
    Err(Failure::new(ErrorCode::UnsupportedMediaType, message))
}

/// The text that a form sends, with the changes that it asks for.
fn sent(body: &[u8]) -> Result<String, Failure> {
    let (mut text, mut changes) = (String::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(body) {
        match &*name {
            // Forms end their lines as mails do; verdicts count lines that end as files do.
            "text" => text = value.replace("\r\n", "\n"),
            "change" => changes.push(Change::read(&value.replace("\r\n", "\n"))?),
            _ => {}
        }
    }
    Ok(changed(text, changes))
}

/// Words to put in place of others.
struct Change {
    span: Span,
    words: String,
}

impl Change {
    /// `12 40 the words`.
    fn read(value: &str) -> Result<Self, Failure> {
        let mut parts = value.splitn(3, ' ');
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        let span = number().zip(number()).map(|(start, end)| Span::new(start, end));
        span.zip(parts.next())
            .map(|(span, words)| Self { span, words: words.to_owned() })
            .ok_or_else(|| {
                let message = "change: is not a place and words; go back and load the page again";
                Failure::new(ErrorCode::BadUserInput, message)
            })
    }
}

/// `text` with the changes made, from the last to the first; of two that overlap, the earlier is left out.
fn changed(text: String, mut changes: Vec<Change>) -> String {
    if changes.is_empty() {
        return text;
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.span));
    let text = Text::new(text);
    let mut rest = text.len();
    let mut pieces = Vec::new();
    for change in changes {
        if change.span.end > rest || change.span.start > change.span.end {
            continue;
        }
        pieces.push(text.slice(Span::new(change.span.end, rest)).to_owned());
        pieces.push(change.words);
        rest = change.span.start;
    }
    pieces.push(text.slice(Span::new(0, rest)).to_owned());
    pieces.reverse();
    pieces.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_where_they_belong() {
        let cases = [
            ("text=one+two+three", "one two three"),
            ("text=one+two+three&change=4+7+2", "one 2 three"),
            ("text=one+two+three&change=0+3+1&change=8+13+3", "1 two 3"),
            // Of two that overlap, one is made.
            ("text=one+two+three&change=0+7+1&change=4+13+3", "one 3"),
            ("text=a%0D%0Ab&change=2+3+c", "a\nc"),
            ("text=%C3%A9+b&change=2+3+c+d", "\u{e9} c d"),
            // Beyond the text, nothing is changed.
            ("text=one&change=5+9+x", "one"),
            ("text=one&change=3+1+x", "one"),
        ];
        for (body, expected) in cases {
            assert_eq!(sent(body.as_bytes()).ok().as_deref(), Some(expected), "{body}");
        }
        for body in
            ["text=a&change=x", "text=a&change=1", "text=a&change=1+2", "text=a&change=-1+2+x"]
        {
            assert!(sent(body.as_bytes()).is_err(), "{body}");
        }
    }
}
