//! What a file is, from its bytes. Its name decides only between Markdown and bare text.

use crate::{Format, FormatError};

/// Bytes from the beginning that are looked at.
const HEAD_BYTES: usize = 64 * 1024;
/// Lines with marks of Markdown that make a text Markdown, whatever its name.
const MARKS_MIN: usize = 3;

/// The first bytes of formats that are no text.
const PDF_MARK: &[u8] = b"%PDF-";
const ZIP_MARK: &[u8] = b"PK\x03\x04";

/// The format of bytes that are no text.
pub(crate) fn binary(bytes: &[u8]) -> Option<Format> {
    // Some writers put lines before the mark, and readers look for it in the first kilobyte.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(PDF_MARK.len()).any(|window| window == PDF_MARK) {
        return Some(Format::Pdf);
    }
    bytes.starts_with(ZIP_MARK).then_some(Format::Docx)
}

/// Whether `bytes` are of a format that is no text, which takes a library to read.
pub fn is_binary(bytes: &[u8]) -> bool {
    binary(bytes).is_some()
}

/// Refuses formats that begin with a mark of their own and are not read.
pub(crate) fn refuse_foreign(bytes: &[u8]) -> Result<(), FormatError> {
    let marks: [(&[u8], &str); 7] = [
        (b"{\\rtf", "Rich Text Format is not read; save it as .docx"),
        (b"\xd0\xcf\x11\xe0", "this kind of Office file is not read; save it as .docx"),
        (b"\x89PNG", "it is a picture; run text recognition first"),
        (b"\xff\xd8\xff", "it is a picture; run text recognition first"),
        (b"GIF8", "it is a picture; run text recognition first"),
        (b"\x1f\x8b", "it is packed; unpack it first"),
        (b"BZh", "it is packed; unpack it first"),
    ];
    match marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        Some((_, message)) => Err(FormatError::whole(*message)),
        None => Ok(()),
    }
}

/// Refuses what is no text: one character in a hundred is a control character, or cannot be read.
pub(crate) fn refuse_binary(text: &str) -> Result<(), FormatError> {
    const ONE_IN: usize = 100;
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}')) || c == '\u{fffd}'
    };
    let (odd, all) = text
        .chars()
        .fold((0_usize, 0_usize), |(found, all), c| (found + usize::from(odd(c)), all + 1));
    if odd * ONE_IN > all {
        return Err(FormatError::whole("it is not text; save it as text, PDF or .docx"));
    }
    Ok(())
}

/// The format of `text`.
pub(crate) fn text(name: &str, text: &str) -> Format {
    let mut end = text.len().min(HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].trim_start();
    if let Some(format) = tagged(head) {
        return format;
    }
    if head.starts_with('{') || (head.starts_with('[') && ends_with(name, &["json"])) {
        return Format::Json;
    }
    let above = ["---", "+++"]
        .iter()
        .any(|fence| head.lines().next().is_some_and(|line| line.trim_end() == *fence));
    if above || ends_with(name, &["md", "markdown", "mdown", "mkd"]) || marks(head) >= MARKS_MIN {
        return Format::Markdown;
    }
    Format::Text
}

/// The format of a text that begins with a tag.
fn tagged(head: &str) -> Option<Format> {
    head.starts_with('<').then_some(())?;
    let root = root(head);
    let local = root.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    match local.as_str() {
        "akomantoso" => Some(Format::AkomaNtoso),
        "html" | "head" | "body" => Some(Format::Html),
        "" => None,
        _ if head.starts_with("<?xml") || head.contains("xmlns") || local == "udhr" => {
            Some(Format::Xml)
        }
        // A piece of a page: Markdown begins with a tag now and then, but not with these.
        "div" | "p" | "article" | "main" | "section" | "table" | "h1" | "meta" | "link" => {
            Some(Format::Html)
        }
        _ => None,
    }
}

/// The name of the first element, behind declarations and comments.
fn root(head: &str) -> &str {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let close = if rest.starts_with("<!--") {
            "-->"
        } else if rest.to_ascii_lowercase().starts_with("<!doctype html") {
            return "html";
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            ">"
        } else {
            break;
        };
        match rest.find(close) {
            Some(at) => rest = &rest[at + close.len()..],
            None => return "",
        }
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let end = name.find(|one: char| !(one.is_alphanumeric() || matches!(one, ':' | '-' | '_')));
    &name[..end.unwrap_or(name.len())]
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Lines of `head` that only Markdown has.
fn marks(head: &str) -> usize {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let is_mark = |line: &&str| {
        is_heading(line)
            || line.contains("](")
            || line.matches("**").count() >= 2
            || line.starts_with("|--")
    };
    head.lines().filter(is_mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_the_format() {
        for (bytes, expected) in [
            (&b"%PDF-1.7"[..], Some(Format::Pdf)),
            (b"\n\n%PDF-1.4", Some(Format::Pdf)),
            (b"PK\x03\x04rest", Some(Format::Docx)),
            (b"We met", None),
        ] {
            assert_eq!(binary(bytes), expected);
        }
    }

    #[test]
    fn text_tells_the_format() {
        for (name, content, expected) in [
            ("a.xml", "<akomaNtoso xmlns=\"x\">", Format::AkomaNtoso),
            ("a", "<?xml version=\"1.0\"?>\n<!-- c --><an:akomaNtoso>", Format::AkomaNtoso),
            ("a.xml", "<?xml version=\"1.0\"?><udhr iso639-3='eng'>", Format::Xml),
            ("a.txt", "<!DOCTYPE html><html>", Format::Html),
            ("a", "<HTML><body>", Format::Html),
            ("a", "{\"title\": 1}", Format::Json),
            ("a.txt", "---\ntitle: x\n---\nText", Format::Markdown),
            ("a.md", "Text", Format::Markdown),
            ("a.txt", "# A\n\n## B\n\n**c** d\n", Format::Markdown),
            ("a.txt", "Text with [1] and *one* mark", Format::Text),
            ("a.txt", "<we> met", Format::Text),
            ("", "", Format::Text),
        ] {
            assert_eq!(text(name, content), expected, "{content}");
        }
    }
}
