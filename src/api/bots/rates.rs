//! How often one person may ask.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;

/// How many people are counted; of more, those who have asked nothing for the longest time go first.
const PEOPLE_MAX: u64 = 50_000;
/// Within so long, all that one may ask is allowed again.
const WINDOW: Duration = Duration::from_mins(1);

/// A bucket for each person, by platform and name; none where there is no limit.
#[derive(Debug)]
pub(super) struct Rates(Option<(Quota, Cache<String, Arc<DefaultDirectRateLimiter>>)>);

impl Rates {
    /// `per_minute` messages; 0 for no limit.
    pub(super) fn new(per_minute: u32) -> Self {
        Self(NonZeroU32::new(per_minute).map(|limit| {
            let cache = Cache::builder().max_capacity(PEOPLE_MAX).time_to_idle(WINDOW);
            (Quota::per_minute(limit), cache.build())
        }))
    }

    /// Counts a message; whether it is allowed.
    pub(super) fn allows(&self, who: &str) -> bool {
        let Some((quota, buckets)) = &self.0 else { return true };
        let bucket = buckets.get_with(who.to_owned(), || Arc::new(RateLimiter::direct(*quota)));
        bucket.check().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_bucket_of_its_own() {
        let rates = Rates::new(2);
        assert!(rates.allows("slack:T:U1") && rates.allows("slack:T:U1"));
        assert!(!rates.allows("slack:T:U1") && rates.allows("slack:T:U2"));
        let free = Rates::new(0);
        assert!((0..1_000).all(|_| free.allows("slack:T:U1")));
    }
}
