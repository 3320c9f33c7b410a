//! The encoder where there are none of the instructions for it: there is none.

use std::convert::Infallible;

use bytes::Bytes;

/// No number depends on it.
pub const NUMERICS: u32 = 0;

/// Never there.
#[derive(Debug)]
pub struct Encoder(Infallible);

/// See [`Encoder`].
#[derive(Debug, Default)]
pub struct Scratch;

impl Encoder {
    /// None.
    pub fn read(_: &Bytes, _: &[u8]) -> Option<Self> {
        None
    }

    /// Never called.
    pub fn remap(&mut self, _: &Bytes, _: &Bytes) {
        match self.0 {}
    }

    /// Never called.
    pub const fn dimensions(&self) -> usize {
        match self.0 {}
    }

    /// Never called.
    pub const fn vocabulary_size(&self) -> usize {
        match self.0 {}
    }

    /// Never called.
    pub const fn positions_max(&self) -> usize {
        match self.0 {}
    }

    /// Never called.
    pub const fn has_tiles(&self) -> bool {
        match self.0 {}
    }

    /// Never called.
    pub fn encode<'s>(&self, _: &[&[u32]], _: &'s mut Scratch) -> Option<&'s [f32]> {
        match self.0 {}
    }
}
