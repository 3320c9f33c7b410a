//! One array of numbers over bytes.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, Range};

use bytes::Bytes;
pub use zerocopy::little_endian::{F32, I16, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, Unaligned};

/// What a column may hold: plain numbers, in the order of bytes of files, at any address.
pub trait Item:
    FromBytes + IntoBytes + Immutable + Unaligned + Copy + Send + Sync + 'static
{
}

impl<T> Item for T where
    T: FromBytes + IntoBytes + Immutable + Unaligned + Copy + Send + Sync + 'static
{
}

/// An immutable array. Clones share the bytes.
pub struct Column<T> {
    bytes: Bytes,
    items: PhantomData<T>,
}

impl<T: Item> Column<T> {
    /// The items in these bytes; none where their number is broken.
    pub fn from_bytes(bytes: Bytes) -> Option<Self> {
        <[T]>::ref_from_bytes(&bytes).ok()?;
        Some(Self { bytes, items: PhantomData })
    }

    /// The bytes of the items.
    pub fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// Some of its items, which share its bytes; none where it has not so many.
    pub fn part(&self, range: Range<usize>) -> Option<Self> {
        self.get(range.clone())?;
        let bytes = self.bytes.slice(range.start * size_of::<T>()..range.end * size_of::<T>());
        Some(Self { bytes, items: PhantomData })
    }
}

impl<T: Item> Deref for Column<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        <[T]>::ref_from_bytes(&self.bytes).expect("checked when it was made")
    }
}

impl<T: Item> From<Vec<T>> for Column<T> {
    fn from(items: Vec<T>) -> Self {
        /// Lends the bytes of the items, which stay where they are.
        struct Owner<T>(Vec<T>);
        impl<T: Item> AsRef<[u8]> for Owner<T> {
            fn as_ref(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }
        Self { bytes: Bytes::from_owner(Owner(items)), items: PhantomData }
    }
}

impl<T: Item> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), items: PhantomData }
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { bytes: Bytes::new(), items: PhantomData }
    }
}

impl<T> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({} bytes)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_from_bytes_wherever_they_lie() {
        let column: Column<U32> = [1, 2, 0x0403_0201].into_iter().map(U32::new).collect();
        assert_eq!(column[2].get(), 0x0403_0201);
        let mut shifted = vec![9];
        shifted.extend_from_slice(&column.bytes());
        let shifted = Bytes::from(shifted).slice(1..);
        let read = Column::<U32>::from_bytes(shifted).expect("whole items");
        assert_eq!(read[..], column[..]);
    }

    #[test]
    fn a_part_has_the_items_of_its_range() {
        let column: Column<U16> = (0..5).map(U16::new).collect();
        let part = column.part(1..4).expect("there are so many");
        assert_eq!(part[..], column[1..4]);
        assert!(column.part(5..5).is_some_and(|part| part.is_empty()));
        for (start, end) in [(3, 6), (4, 3), (6, 6), (0, usize::MAX)] {
            assert!(column.part(start..end).is_none(), "{start}..{end}");
        }
    }

    #[test]
    fn broken_items_are_refused() {
        assert!(Column::<U32>::from_bytes(Bytes::from_static(b"12345")).is_none());
        assert!(Column::<u8>::from_bytes(Bytes::from_static(b"12345")).is_some());
        assert!(Column::<U64>::default().is_empty());
    }
}
