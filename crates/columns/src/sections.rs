//! Named runs of bytes: what a file of columns is made of.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes, BytesMut};

use super::column::{Column, Item};

/// Runs of bytes by name.
#[derive(Debug, Clone, Default)]
pub struct Sections(BTreeMap<String, Bytes>);

/// A section is not there, or cannot be what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("section '{0}' is missing or damaged")]
pub struct Damaged(String);

impl Damaged {
    /// The section with this name is.
    pub fn new(section: &str) -> Self {
        Self(section.to_owned())
    }
}

impl Sections {
    /// Puts a section there, in place of one of that name.
    pub fn put(&mut self, name: &str, bytes: Bytes) {
        self.0.insert(name.to_owned(), bytes);
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// When it is not there.
    pub fn get(&self, name: &str) -> Result<Bytes, Damaged> {
        self.0.get(name).cloned().ok_or_else(|| Damaged::new(name))
    }

    /// A section as an array.
    ///
    /// # Errors
    /// When it is not there, or does not end with an item.
    pub fn column<T: Item>(&self, name: &str) -> Result<Column<T>, Damaged> {
        Column::from_bytes(self.get(name)?).ok_or_else(|| Damaged::new(name))
    }

    /// All of them, in order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes))
    }

    /// All of them as bytes: the length of each name, the name, the length of its bytes and these; at
    /// the end a checksum.
    pub fn pack(&self) -> Bytes {
        let mut packed = BytesMut::new();
        for (name, bytes) in self.iter() {
            packed.put_u32_le(name.len() as u32);
            packed.put_slice(name.as_bytes());
            packed.put_u64_le(bytes.len() as u64);
            packed.put_slice(bytes);
        }
        let checksum = crc32fast::hash(&packed);
        packed.put_u32_le(checksum);
        packed.freeze()
    }

    /// Reads what [`Self::pack`] wrote.
    ///
    /// # Errors
    /// When the bytes are damaged.
    pub fn unpack(packed: &Bytes) -> Result<Self, Damaged> {
        Self::read(packed).ok_or_else(|| Damaged::new("packed"))
    }

    fn read(packed: &Bytes) -> Option<Self> {
        let end = packed.len().checked_sub(4)?;
        if crc32fast::hash(&packed[..end]).to_le_bytes() != packed[end..] {
            return None;
        }
        let mut rest = packed.slice(..end);
        let mut sections = Self::default();
        while !rest.is_empty() {
            let length = u32::from_le_bytes(take(&mut rest, 4)?[..].try_into().ok()?);
            let name = take(&mut rest, length as usize)?;
            let length = u64::from_le_bytes(take(&mut rest, 8)?[..].try_into().ok()?);
            let bytes = take(&mut rest, usize::try_from(length).ok()?)?;
            sections.put(std::str::from_utf8(&name).ok()?, bytes);
        }
        Some(sections)
    }
}

fn take(rest: &mut Bytes, length: usize) -> Option<Bytes> {
    (length <= rest.len()).then(|| rest.split_to(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_packed_and_damage_is_noticed() {
        let mut sections = Sections::default();
        sections.put("related.rows", Bytes::from_static(b"rows"));
        sections.put("tokens.ids", Bytes::new());
        let packed = sections.pack();
        let back = Sections::unpack(&packed).expect("what was packed");
        assert!(back.iter().eq(sections.iter()));
        for at in 0..packed.len() {
            let mut damaged = packed.to_vec();
            damaged[at] ^= 1;
            assert!(Sections::unpack(&damaged.into()).is_err(), "byte {at}");
        }
        assert!(Sections::unpack(&Bytes::new()).is_err());
        assert!(Sections::unpack(&packed.slice(..packed.len() - 1)).is_err());
    }
}
