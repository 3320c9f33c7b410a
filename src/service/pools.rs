//! How much is computed and waits.

use super::Service;
use super::admission::PoolUsage;

impl Service {
    /// How each pool does.
    pub fn pools(&self) -> [PoolUsage; 2] {
        [self.0.questions.usage("questions"), self.0.checks.usage("checks")]
    }
}
