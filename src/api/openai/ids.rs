//! Ids of completions, and when they were made.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

/// An id that nothing else has: `prefix`, a number that stands for this run, and a count.
pub(super) fn fresh(prefix: &str) -> String {
    static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("completions"));
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("{prefix}{:016x}{:08x}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The time, in seconds since 1970.
pub(super) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// About how many tokens so many characters are. The service has no tokens: this is for programs that show a number.
pub(super) fn tokens(chars: usize) -> usize {
    chars.div_ceil(4)
}
