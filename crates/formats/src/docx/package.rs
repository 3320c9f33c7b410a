//! The Word file as a package: its parts, and which part is what to which.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{Step, Walker};
use crate::{FormatError, Limits};

/// An opened package. What its parts unfold to is counted over all of them.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    bytes_left: usize,
    bytes_max: usize,
}

/// What a part refers to, by the marks that it uses.
#[derive(Debug, Default)]
pub(super) struct Relations(BTreeMap<String, Relation>);

#[derive(Debug)]
struct Relation {
    kind: String,
    target: String,
    outside: bool,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, FormatError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            FormatError::whole(format!(
                "it is not a valid Word file ({error}); save it anew with Word or LibreOffice"
            ))
        })?;
        Ok(Self {
            archive,
            bytes_left: limits.unpacked_bytes_max,
            bytes_max: limits.unpacked_bytes_max,
        })
    }

    /// The text of a part, and none where there is no such part.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, FormatError> {
        let Some(index) = self.index(part) else { return Ok(None) };
        let broken = |error: &dyn std::fmt::Display| {
            FormatError::whole(format!(
                "its part `{part}` cannot be unpacked ({error}); save it anew with Word or LibreOffice"
            ))
        };
        let file = self.archive.by_index(index).map_err(|error| broken(&error))?;
        let mut bytes = Vec::new();
        let taken = file
            .take(self.bytes_left as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&error))?;
        if taken > self.bytes_left {
            return Err(FormatError::whole(format!(
                "its parts unpack to more than {} bytes; split it into smaller files",
                self.bytes_max
            )));
        }
        self.bytes_left -= taken;
        decode(bytes).map(Some).ok_or_else(|| broken(&"it is neither UTF-8 nor UTF-16"))
    }

    /// What a part refers to. The empty name is the package itself.
    pub(super) fn relations(
        &mut self,
        part: &str,
        limits: &Limits,
    ) -> Result<Relations, FormatError> {
        let (folder, file) =
            part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let Some(text) = self.text(&name)? else { return Ok(Relations::default()) };
        let mut walker = Walker::new(&name, &text, limits);
        let mut relations = BTreeMap::new();
        while let Some(step) = walker.next()? {
            let Step::Open(element) = step else { continue };
            let (Some(id), Some(kind), Some(target)) =
                (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
            else {
                continue;
            };
            let outside = element.attribute("TargetMode") == Some("External");
            let target = if outside { target.to_owned() } else { absolute(folder, target) };
            // The last part of the address is the same for both kinds of files.
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id.to_owned(), Relation { kind, target, outside });
        }
        Ok(Relations(relations))
    }

    fn index(&self, part: &str) -> Option<usize> {
        self.archive.index_for_name(part).or_else(|| {
            // Names of parts are the same in either case.
            (0..self.archive.len()).find(|&index| {
                matches!(self.archive.name_for_index(index), Some(Ok(name)) if name.eq_ignore_ascii_case(part))
            })
        })
    }
}

impl Relations {
    /// The part of this kind.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        self.0
            .values()
            .find(|relation| relation.kind == kind && !relation.outside)
            .map(|it| it.target.as_str())
    }

    /// Where a link with this mark leads.
    pub(super) fn link(&self, id: &str) -> Option<&str> {
        self.0.get(id).filter(|relation| relation.outside).map(|it| it.target.as_str())
    }
}

/// A target beside or above its folder, from the root of the package.
fn absolute(folder: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_from_the_root() {
        assert_eq!(absolute("word", "styles.xml"), "word/styles.xml");
        assert_eq!(absolute("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(absolute("a/b", "../c/./d.xml"), "a/c/d.xml");
        assert_eq!(absolute("", "word/document.xml"), "word/document.xml");
        assert_eq!(absolute("", "../../x"), "x");
    }

    #[test]
    fn both_widths_of_unicode_are_read() {
        assert_eq!(decode(b"a\xc3\xa9".to_vec()).as_deref(), Some("a\u{e9}"));
        assert_eq!(decode(vec![0xff, 0xfe, 0x41, 0x00]).as_deref(), Some("A"));
        assert_eq!(decode(vec![0xfe, 0xff, 0x00, 0x41]).as_deref(), Some("A"));
        assert_eq!(decode(vec![0xff]), None);
    }
}
