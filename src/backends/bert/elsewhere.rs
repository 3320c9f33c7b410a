//! The encoder where there are none of the instructions for it: there is none.

use std::convert::Infallible;

use super::model_folder::ModelFolder;

pub(super) const NUMERICS: u32 = 0;

/// Never there.
#[derive(Debug)]
pub(super) struct Encoder(Infallible);

/// See [`Encoder`].
#[derive(Debug, Default)]
pub(super) struct Work;

impl Encoder {
    pub(super) fn of(_: &ModelFolder) -> Option<Self> {
        None
    }

    pub(super) const fn words(&self) -> usize {
        match self.0 {}
    }

    pub(super) const fn has_tiles(&self) -> bool {
        match self.0 {}
    }

    pub(super) fn encode<'w>(&self, _: &[&[u32]], _: &'w mut Work) -> Option<&'w [f32]> {
        match self.0 {}
    }
}
