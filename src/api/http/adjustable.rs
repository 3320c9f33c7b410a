//! The settings that may change while requests are answered.

use std::io;
use std::sync::Arc;

use super::access::Access;
use super::origins::Origins;
use super::settings::Settings;

/// Changes the rates and the origins of a router that is in use.
pub struct Adjustable {
    pub(super) access: Arc<Access>,
    pub(super) origins: Origins,
}

impl Adjustable {
    /// Takes over the rates and the origins of `settings`. A rate that changes begins with full allowances.
    ///
    /// # Errors
    /// When an entry is not an origin; then nothing changes.
    pub fn take(&self, settings: &Settings) -> io::Result<()> {
        self.origins.replace(&settings.cors_origins)?;
        self.access.set_rates(&settings.access);
        Ok(())
    }
}
