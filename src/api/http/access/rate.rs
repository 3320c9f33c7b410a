//! Rates: how often one key or one address may ask.
//!
//! Each has a bucket of as many requests as it may send a minute, which fills up evenly (the
//! generic cell rate algorithm). A bucket that nobody has used for a minute is full, and so as good
//! as a new one: it is forgotten. Of more than [`BUCKETS_MAX`] the least recently used go first.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use super::settings::AccessSettings;
use crate::api::http::failure::Failure;
use crate::service::ErrorCode;

/// How many buckets are kept; each takes about 250 bytes.
const BUCKETS_MAX: u64 = 50_000;
/// What a bucket holds is allowed within so many seconds.
const WINDOW_SECS: u32 = 60;

/// The name of the policy for addresses.
const ADDRESS: &str = "address";
/// The name of the policy for keys.
const KEY: &str = "key";

/// What three headers of older drafts are called; clients know these best.
const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// What the current draft (draft-ietf-httpapi-ratelimit-headers) has instead.
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

type Bucket<C> = RateLimiter<NotKeyed, InMemoryState, C, StateInformationMiddleware>;

/// What is left to a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Allowance {
    policy: &'static str,
    /// Requests a minute.
    limit: u32,
    remaining: u32,
    /// Seconds until all of them are allowed again.
    reset_secs: u64,
    /// Seconds until the next one is allowed; 0 while there are some.
    pub(super) retry_after_secs: u64,
}

impl Allowance {
    /// Tells it to the client.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let Self { policy, limit, remaining, reset_secs, .. } = self;
        headers.insert(LIMIT, (*limit).into());
        headers.insert(REMAINING, (*remaining).into());
        headers.insert(RESET, (*reset_secs).into());
        let text = |value: String| {
            HeaderValue::from_str(&value).expect("a policy's name and numbers are visible")
        };
        headers.insert(POLICY, text(format!("\"{policy}\";q={limit};w={WINDOW_SECS}")));
        headers.insert(STATE, text(format!("\"{policy}\";r={remaining};t={reset_secs}")));
    }

    /// The message for a client that has used up its allowance.
    pub(super) fn refusal(&self) -> Failure {
        let Self { policy, limit, retry_after_secs: wait, .. } = self;
        let more = if *policy == KEY { "a higher --key-rate-limit" } else { "an API key" };
        let message = format!(
            "more than {limit} requests in a minute; wait {wait} s, or ask the operator for {more}"
        );
        Failure::new(ErrorCode::RateLimited, message)
    }
}

/// The buckets of addresses and of keys.
pub(super) struct Rates {
    addresses: Option<Buckets<IpAddr>>,
    keys: Option<Buckets<String>>,
}

impl Rates {
    /// As many requests a minute for each address and each key as `settings` say.
    pub(super) fn new(settings: &AccessSettings) -> Self {
        let (address, key) = (settings.rate_per_minute, settings.key_rate_per_minute);
        Self {
            addresses: NonZeroU32::new(address)
                .map(|rate| Buckets::new(ADDRESS, rate, MonotonicClock)),
            keys: NonZeroU32::new(key).map(|rate| Buckets::new(KEY, rate, MonotonicClock)),
        }
    }

    /// Whether `settings` say the same.
    pub(super) fn are_of(&self, settings: &AccessSettings) -> bool {
        let address = self.addresses.as_ref().map_or(0, |buckets| buckets.limit.get());
        let key = self.keys.as_ref().map_or(0, |buckets| buckets.limit.get());
        (address, key) == (settings.rate_per_minute, settings.key_rate_per_minute)
    }

    /// Counts a request from `address`.
    pub(super) fn count_address(&self, address: IpAddr) -> Result<Option<Allowance>, Allowance> {
        let network = network(address);
        self.addresses.as_ref().map(|buckets| buckets.count(&network)).transpose()
    }

    /// Counts a request with the key that has this id.
    pub(super) fn count_key(&self, id: &str) -> Result<Option<Allowance>, Allowance> {
        self.keys.as_ref().map(|buckets| buckets.count(&id.to_owned())).transpose()
    }
}

/// What counts as one client: an IPv4 address, or the /64 that is one subscriber's in IPv6.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

struct Buckets<K, C: Clock = MonotonicClock> {
    policy: &'static str,
    limit: NonZeroU32,
    clock: C,
    kept: Cache<K, Arc<Bucket<C>>>,
}

impl<K, C> Buckets<K, C>
where
    K: std::hash::Hash + Eq + Clone + Send + Sync + 'static,
    C: Clock + Clone + Send + Sync + 'static,
    C::Instant: Send + Sync,
{
    fn new(policy: &'static str, limit: NonZeroU32, clock: C) -> Self {
        let kept = Cache::builder()
            .max_capacity(BUCKETS_MAX)
            // Not by frequency: that would refuse new entries, and so never count them.
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(Duration::from_secs(WINDOW_SECS.into()))
            .build();
        Self { policy, limit, clock, kept }
    }

    fn count(&self, client: &K) -> Result<Allowance, Allowance> {
        let bucket = self.kept.get_with_by_ref(client, || {
            let quota = Quota::per_minute(self.limit);
            let bucket = RateLimiter::direct_with_clock(quota, self.clock.clone());
            Arc::new(bucket.with_middleware::<StateInformationMiddleware>())
        });
        let limit = self.limit.get();
        match bucket.check() {
            Ok(state) => Ok(self.allowance(state.remaining_burst_capacity().min(limit), 0)),
            Err(early) => {
                let wait = early.wait_time_from(self.clock.now());
                Err(self.allowance(0, wait.as_millis().div_ceil(1_000).max(1) as u64))
            }
        }
    }

    fn allowance(&self, remaining: u32, retry_after_secs: u64) -> Allowance {
        let limit = self.limit.get();
        let spent = u64::from(limit - remaining);
        let reset_secs = (spent * u64::from(WINDOW_SECS)).div_ceil(limit.into());
        Allowance { policy: self.policy, limit, remaining, reset_secs, retry_after_secs }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn buckets(limit: u32) -> (Buckets<IpAddr, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let limit = NonZeroU32::new(limit).expect("not zero");
        (Buckets::new("address", limit, clock.clone()), clock)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_bucket_empties_and_fills_up_evenly() {
        let (buckets, clock) = buckets(3);
        let client = ip("192.0.2.1");
        let remaining = |outcome: Result<Allowance, Allowance>| {
            outcome
                .map(|left| (left.remaining, left.reset_secs))
                .map_err(|left| left.retry_after_secs)
        };
        assert_eq!(remaining(buckets.count(&client)), Ok((2, 20)));
        assert_eq!(remaining(buckets.count(&client)), Ok((1, 40)));
        assert_eq!(remaining(buckets.count(&client)), Ok((0, 60)));
        assert_eq!(remaining(buckets.count(&client)), Err(20));
        assert_eq!(
            remaining(buckets.count(&ip("192.0.2.2"))),
            Ok((2, 20)),
            "others have their own"
        );
        clock.advance(Duration::from_millis(12_500));
        assert_eq!(remaining(buckets.count(&client)), Err(8), "seconds are rounded up");
        clock.advance(Duration::from_millis(7_500));
        assert_eq!(remaining(buckets.count(&client)), Ok((0, 60)));
        clock.advance(Duration::from_mins(10));
        assert_eq!(remaining(buckets.count(&client)), Ok((2, 20)), "a bucket does not overflow");
    }

    #[test]
    fn a_subscriber_is_one_client() {
        let cases = [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:3::", "2001:db8:1:3::"),
        ];
        for (address, expected) in cases {
            assert_eq!(network(ip(address)), ip(expected), "{address}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_newcomers_are_counted() {
        let (buckets, _) = buckets(1);
        for number in 0..2 * BUCKETS_MAX as u32 {
            let client = IpAddr::V4(number.into());
            assert!(buckets.count(&client).is_ok());
            if number % 1_000 == 0 {
                assert!(buckets.count(&client).is_err(), "{client} is counted at once");
            }
        }
        buckets.kept.run_pending_tasks();
        let kept = buckets.kept.entry_count();
        assert!((BUCKETS_MAX / 2..=BUCKETS_MAX).contains(&kept), "{kept}");
    }

    #[test]
    fn both_generations_of_headers_are_sent() {
        let (buckets, _) = buckets(600);
        let mut headers = HeaderMap::new();
        buckets.count(&ip("192.0.2.1")).expect("the first").write(&mut headers);
        let cases = [
            ("ratelimit-limit", "600"),
            ("ratelimit-remaining", "599"),
            ("ratelimit-reset", "1"),
            ("ratelimit-policy", "\"address\";q=600;w=60"),
            ("ratelimit", "\"address\";r=599;t=1"),
        ];
        for (name, expected) in cases {
            assert_eq!(headers[name], expected, "{name}");
        }
    }

    #[test]
    fn no_limit_is_none() {
        // The default has none.
        let rates = Rates::new(&AccessSettings::default());
        assert_eq!(rates.count_address(ip("192.0.2.1")), Ok(None));
        assert_eq!(rates.count_key("0123abcd"), Ok(None));
    }
}
