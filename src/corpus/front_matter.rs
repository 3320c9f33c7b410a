//! Front matter: what is known about a document, in YAML between two lines `---`.

use serde::Deserialize;
use serde_saphyr::{Error, Location, Spanned};

use super::error::Fault;
use crate::domain::{Catalogue, Date, Digest, Document, DocumentKind, Text};
use crate::language::identify::limits_of;

/// The longest id, in bytes: ids stand in links.
const ID_BYTES_MAX: usize = 200;

/// The keys that front matter may have.
const KEYS: &str = "id, title, kind, adopted, published, place, occasion, language, author, source";

/// What is known about a document, checked.
#[derive(Debug, Clone)]
pub(super) struct FrontMatter {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: DocumentKind,
    pub(super) published: Option<Date>,
    adopted: Option<Date>,
    place: Option<String>,
    occasion: Option<String>,
    pub(super) language: String,
    author: Option<String>,
    source: Option<String>,
}

/// The YAML as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    title: Spanned<String>,
    kind: Spanned<String>,
    adopted: Option<Spanned<String>>,
    published: Option<Spanned<String>>,
    place: Option<String>,
    occasion: Option<String>,
    language: Option<Spanned<String>>,
    author: Option<String>,
    source: Option<String>,
}

/// Cuts a file into the YAML, the body, and the number of lines above the body.
pub(super) fn split(content: &str) -> Result<(&str, &str, usize), Fault> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = content.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if !is_fence(first) {
        return Err(Fault::at(
            1,
            format!("no front matter; begin the file with '---', then the keys {KEYS}, then '---'"),
        ));
    }
    let mut end = first.len();
    for (index, line) in lines.enumerate() {
        if is_fence(line) {
            let yaml = &content[first.len()..end];
            return Ok((yaml, &content[end + line.len()..], index + 2));
        }
        end += line.len();
    }
    Err(Fault::at(1, "the front matter has no end; add a line '---' between it and the text"))
}

impl FrontMatter {
    /// Reads the YAML, which begins on line 2 of its file.
    pub(super) fn parse(yaml: &str) -> Result<Self, Fault> {
        let options = serde_saphyr::options! { with_snippet: false };
        let raw: Raw = serde_saphyr::from_str_with_options(yaml, options).map_err(|e| fault(&e))?;
        Ok(Self {
            id: id(raw.id)?,
            title: title(raw.title)?,
            kind: kind(&raw.kind)?,
            adopted: raw.adopted.map(|value| date("adopted", &value)).transpose()?,
            published: raw.published.map(|value| date("published", &value)).transpose()?,
            place: filled(raw.place),
            occasion: filled(raw.occasion),
            language: language(raw.language)?,
            author: filled(raw.author),
            source: filled(raw.source),
        })
    }

    /// The document with this front matter; its clauses are counted by the corpus.
    pub(super) fn document(self, text: Text, digest: Digest) -> Document {
        let limits = limits_of(&self.language);
        let catalogue = Catalogue { issuer: self.author, limits, ..Catalogue::default() };
        Document {
            id: self.id,
            title: self.title,
            kind: self.kind,
            adopted_on: self.adopted,
            published_on: self.published,
            place: self.place,
            occasion: self.occasion,
            language: self.language,
            source: self.source,
            catalogue,
            text,
            digest,
            clauses: 0..0,
        }
    }
}

/// A fault at `location` of the YAML.
fn at(location: Location, message: String) -> Fault {
    // The opening line '---' stands above the YAML's own line 1.
    let line = usize::try_from(location.line()).map_or(1, |line| line + 1);
    Fault::at(line, message)
}

fn fault(error: &Error) -> Fault {
    let location = error.location().unwrap_or(Location::UNKNOWN);
    match error {
        Error::SerdeUnknownField { field, .. } => {
            at(location, format!("unknown key '{field}'; use one of: {KEYS}"))
        }
        // Where a key is missing, the front matter as a whole is at fault.
        Error::SerdeMissingField { field, .. } => {
            Fault::at(1, format!("no key '{field}'; add a line '{field}: ...' to the front matter"))
        }
        Error::Eof { .. } => Fault::at(1, "no key 'id'; add a line 'id: ...' to the front matter"),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_default();
            at(location, format!("the key '{key}' occurs twice; remove one"))
        }
        _ => {
            let cause = error.to_string();
            let cause = cause.lines().next().unwrap_or_default();
            at(
                location,
                format!(
                    "the front matter is not YAML with plain values ({cause}); write 'key: value', and put values with ': ' or '#' in double quotes"
                ),
            )
        }
    }
}

/// Whether `id` can stand in a link.
pub(super) fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.len() <= ID_BYTES_MAX
        && id.bytes().next().is_some_and(plain)
        && id.bytes().all(|byte| plain(byte) || byte == b'-')
}

fn id(value: Spanned<String>) -> Result<String, Fault> {
    let id = &value.value;
    if is_id(id) {
        return Ok(value.value);
    }
    let shown: String = id.chars().take(80).collect();
    Err(at(
        value.referenced,
        format!(
            "the id '{shown}' cannot stand in a link; use at most {ID_BYTES_MAX} lower-case \
             letters, digits and hyphens, such as 'monaco-2014'"
        ),
    ))
}

fn title(value: Spanned<String>) -> Result<String, Fault> {
    if value.value.trim().is_empty() {
        return Err(at(value.referenced, "the title is empty; name the document".to_owned()));
    }
    Ok(value.value)
}

fn kind(value: &Spanned<String>) -> Result<DocumentKind, Fault> {
    DocumentKind::ALL.into_iter().find(|kind| kind.name() == value.value).ok_or_else(|| {
        let names = DocumentKind::ALL.map(DocumentKind::name).join(", ");
        at(value.referenced, format!("unknown kind '{}'; use one of: {names}", value.value))
    })
}

fn date(key: &str, value: &Spanned<String>) -> Result<Date, Fault> {
    let parsed: Option<Date> = value.value.parse().ok();
    // The parser takes other forms as well: one way to write a date is enough.
    parsed.filter(|date| date.to_string() == value.value).ok_or_else(|| {
        let value_shown = &value.value;
        at(value.referenced, format!("'{key}' is not a date: '{value_shown}'; write YYYY-MM-DD"))
    })
}

/// The language tag; English where none is given.
fn language(value: Option<Spanned<String>>) -> Result<String, Fault> {
    let Some(value) = value else { return Ok("en".to_owned()) };
    let mut subtags = value.value.split('-');
    let primary = subtags.next().unwrap_or_default();
    let sound = (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|tag| {
            (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if sound {
        return Ok(value.value);
    }
    Err(at(
        value.referenced,
        format!("'language' is not a BCP 47 tag: '{}'; write 'en', 'fr' or 'pt-BR'", value.value),
    ))
}

/// A value that says something.
fn filled(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(content: &str) -> Result<FrontMatter, String> {
        split(content)
            .and_then(|(yaml, _, _)| FrontMatter::parse(yaml))
            .map_err(|fault| fault.in_file("x.md").to_string())
    }

    #[test]
    fn what_is_known_is_read() {
        let content = "---\nid: a-1\ntitle: \"A: title\"\nkind: treaty\nadopted: 2014-11-04\n\
                       # a remark\nlanguage: pt-BR\nplace: ''\nauthor: Smith, Jones and Brown\n---\nbody\n";
        let known = parse(content).expect("the front matter is sound");
        assert_eq!(known.id, "a-1");
        assert_eq!(known.title, "A: title");
        assert_eq!(known.kind, DocumentKind::Treaty);
        assert_eq!(known.adopted, Some(jiff::civil::date(2014, 11, 4)));
        assert_eq!(known.published, None);
        assert_eq!(known.language, "pt-BR");
        assert_eq!(known.place, None);
        assert_eq!(known.author.as_deref(), Some("Smith, Jones and Brown"));
        assert_eq!(split(content).expect("the fences are there").1, "body\n");
        assert_eq!(split(content).expect("the fences are there").2, 10);
    }

    #[test]
    fn faults_are_named_with_line_and_remedy() {
        let with = |line: &str| format!("---\nid: a\ntitle: t\nkind: page\n{line}\n---\nbody");
        let cases = [
            ("INTRO: text".to_owned(), "x.md:1: no front matter; begin"),
            ("\n---\nid: a\n---\n".to_owned(), "x.md:1: no front matter; begin"),
            ("---\nid: a\n".to_owned(), "x.md:1: the front matter has no end; add"),
            ("---\n---\nbody".to_owned(), "x.md:1: no key 'id'; add"),
            ("---\nid: a\nkind: page\n---\n".to_owned(), "x.md:1: no key 'title'; add"),
            (with("year: 2014"), "x.md:5: unknown key 'year'; use one of: id,"),
            (with("id: b"), "x.md:5: the key 'id' occurs twice; remove"),
            (
                with("adopted: 4 November 2014"),
                "x.md:5: 'adopted' is not a date: '4 November 2014';",
            ),
            (with("adopted: 20141104"), "x.md:5: 'adopted' is not a date: '20141104'; write"),
            (
                with("published: 2014-13-01"),
                "x.md:5: 'published' is not a date: '2014-13-01'; write",
            ),
            (with("language: English please"), "x.md:5: 'language' is not a BCP 47 tag"),
            (
                with("place: [Rome, Monaco]"),
                "x.md:5: the front matter is not YAML with plain values",
            ),
            (with("source: a: b"), "x.md:5: the front matter is not YAML with plain values"),
            ("---\nid: A\ntitle: t\nkind: page\n---\n".to_owned(), "x.md:2: the id 'A' cannot"),
            ("---\nid: -a\ntitle: t\nkind: page\n---\n".to_owned(), "x.md:2: the id '-a' cannot"),
            ("---\nid: a\ntitle: ' '\nkind: page\n---\n".to_owned(), "x.md:3: the title is empty;"),
            (
                "---\nid: a\ntitle: t\nkind: blog\n---\n".to_owned(),
                "x.md:4: unknown kind 'blog'; use",
            ),
        ];
        for (content, expected) in cases {
            let message = parse(&content).expect_err(&content);
            assert!(message.starts_with(expected), "{message}\nexpected {expected}");
        }
    }
}
