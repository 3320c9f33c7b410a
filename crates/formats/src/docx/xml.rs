//! The parts' XML as a flat stream of elements and text, in one set of names.
//!
//! Files come in two sets of namespaces, strict and transitional, with any prefixes: here an
//! element is its vocabulary and its local name. Document types and their entities are refused.

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::{FormatError, Limits};

/// Where an element's name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// Words, paragraphs, tables, styles.
    Word,
    /// Formulas.
    Math,
    /// Choices for programs of other ages.
    Compatibility,
    /// Any other.
    Other,
}

/// An element that begins.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) vocabulary: Vocabulary,
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The attribute `val`, where most elements carry what they say.
    pub(super) fn value(&self) -> Option<&str> {
        self.attribute("val")
    }

    /// The attribute `val` as a whole number.
    pub(super) fn number(&self) -> Option<i64> {
        self.value()?.trim().parse().ok()
    }

    /// Whether this switch is on: it is unless it says that it is off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value(), Some("0" | "false" | "off" | "none"))
    }
}

/// What comes next in a part.
#[derive(Debug)]
pub(super) enum Step {
    Open(Element),
    Close,
    Text(String),
}

/// Reads one part from its beginning to its end.
pub(super) struct Walker<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    depth: usize,
    depth_max: usize,
}

impl<'a> Walker<'a> {
    pub(super) fn new(part: &'a str, text: &'a str, limits: &Limits) -> Self {
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, depth: 0, depth_max: limits.depth_max }
    }

    /// The next step, and none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Step>, FormatError> {
        loop {
            let fault = match self.reader.read_resolved_event() {
                Ok((resolved, Event::Start(start))) => {
                    self.depth += 1;
                    if self.depth > self.depth_max {
                        return Err(self.fault(&format!(
                            "has more than {} elements within each other; save it anew with Word or LibreOffice",
                            self.depth_max
                        )));
                    }
                    return Ok(Some(Step::Open(element(&resolved, &start))));
                }
                Ok((_, Event::End(_))) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Step::Close));
                }
                Ok((_, Event::Text(text))) => match text.decode() {
                    Ok(text) => return Ok(Some(Step::Text(text.into_owned()))),
                    Err(error) => error.to_string(),
                },
                Ok((_, Event::CData(text))) => match text.decode() {
                    Ok(text) => return Ok(Some(Step::Text(text.into_owned()))),
                    Err(error) => error.to_string(),
                },
                Ok((_, Event::GeneralRef(reference))) => {
                    if let Ok(Some(letter)) = reference.resolve_char_ref() {
                        return Ok(Some(Step::Text(letter.to_string())));
                    }
                    let known =
                        reference.decode().ok().and_then(|name| resolve_predefined_entity(&name));
                    match known {
                        Some(text) => return Ok(Some(Step::Text(text.to_owned()))),
                        None => "it uses an entity that XML does not have".to_owned(),
                    }
                }
                Ok((_, Event::DocType(_))) => {
                    "it has a document type, which Word files never have".to_owned()
                }
                Ok((_, Event::Eof)) if self.depth == 0 => return Ok(None),
                Ok((_, Event::Eof)) => "it ends in the middle".to_owned(),
                Ok(_) => continue,
                Err(error) => error.to_string(),
            };
            return Err(self.fault(&format!(
                "is not sound XML ({fault}); save it anew with Word or LibreOffice"
            )));
        }
    }

    /// Passes over the rest of the element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), FormatError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn fault(&self, message: &str) -> FormatError {
        FormatError::whole(format!("its part `{}` {message}", self.part))
    }
}

fn element(resolved: &ResolveResult<'_>, start: &BytesStart<'_>) -> Element {
    let vocabulary = match resolved {
        ResolveResult::Bound(namespace) => vocabulary(namespace.as_ref()),
        _ => Vocabulary::Other,
    };
    let attributes = start
        .attributes()
        .filter_map(Result::ok)
        .map(|attribute| {
            let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value =
                attribute.unescape_value().map(std::borrow::Cow::into_owned).unwrap_or_default();
            (name, value)
        })
        .collect();
    Element {
        vocabulary,
        name: String::from_utf8_lossy(start.local_name().as_ref()).into_owned(),
        attributes,
    }
}

fn vocabulary(namespace: &[u8]) -> Vocabulary {
    match namespace {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | b"http://purl.oclc.org/ooxml/wordprocessingml/main" => Vocabulary::Word,
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
        | b"http://purl.oclc.org/ooxml/officeDocument/math" => Vocabulary::Math,
        b"http://schemas.openxmlformats.org/markup-compatibility/2006" => Vocabulary::Compatibility,
        _ => Vocabulary::Other,
    }
}
