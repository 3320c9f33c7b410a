//! What happens on one connection, and when it has lasted for too long.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::super::streams::SEND_TIME_MAX;

/// How long a connection may carry no request: before the first one, and between two of them.
pub(in crate::api::http) const IDLE_MAX: Duration = Duration::from_secs(30);
/// How long an answer may take once its client has closed its half of the connection. Most that do so are gone, which
/// only writing to them would show.
const LEFT_MAX: Duration = Duration::from_secs(2);
/// How often a connection is looked at where nothing else is due.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why the server closes a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api::http) enum Reason {
    /// It carried no request for too long.
    Idle,
    /// The client does not read a response.
    Unread,
    /// The client has closed its half, and the answer takes too long.
    Left,
    /// It was idle while others waited.
    Crowded,
    /// Its client has too many.
    Client,
    /// TLS could not be agreed on.
    Handshake,
}

impl Reason {
    /// All reasons, in order.
    pub(in crate::api::http) const ALL: [Self; 6] =
        [Self::Idle, Self::Unread, Self::Left, Self::Crowded, Self::Client, Self::Handshake];

    /// Its name in metrics.
    pub(in crate::api::http) const fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Unread => "unread",
            Self::Left => "left",
            Self::Crowded => "crowded",
            Self::Client => "client",
            Self::Handshake => "handshake",
        }
    }
}

/// What happens on a connection.
#[derive(Debug)]
pub(in crate::api::http) struct Activity {
    state: Mutex<State>,
    evicted: Notify,
}

#[derive(Debug)]
struct State {
    /// Requests that have come and whose responses have not gone out.
    requests: usize,
    /// Since when there are none.
    idle_since: Instant,
    /// Whether the last write had to wait.
    blocked: bool,
    /// When the client closed its half.
    left: Option<Instant>,
    /// Bodies that have more to give, and since when nobody has asked for it.
    unread: BTreeMap<u64, Instant>,
    serial: u64,
    /// Whether it ends, to make room for another.
    is_evicted: bool,
}

impl Activity {
    pub(in crate::api::http) fn new() -> Arc<Self> {
        let state = State {
            requests: 0,
            idle_since: Instant::now(),
            blocked: false,
            left: None,
            unread: BTreeMap::new(),
            serial: 0,
            is_evicted: false,
        };
        Arc::new(Self { state: Mutex::new(state), evicted: Notify::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request has come. It is under way for as long as what is returned lives.
    pub(in crate::api::http) fn request(self: &Arc<Self>) -> UnderWay {
        let mut state = self.state();
        state.requests += 1;
        state.serial += 1;
        UnderWay { activity: Arc::clone(self), id: state.serial }
    }

    /// Whether the last write had to wait.
    pub(in crate::api::http) fn blocked(&self, blocked: bool) {
        self.state().blocked = blocked;
    }

    /// The client has closed its half.
    pub(in crate::api::http) fn left(&self) {
        self.state().left.get_or_insert_with(Instant::now);
    }

    /// Since when it has carried no request; none while it carries one, or when it ends already.
    pub(in crate::api::http) fn idle_since(&self) -> Option<Instant> {
        let state = self.state();
        let is_idle = state.requests == 0 && !state.blocked && !state.is_evicted;
        is_idle.then_some(state.idle_since)
    }

    /// Ends the connection, to make room for another.
    pub(in crate::api::http) fn evict(&self) {
        self.state().is_evicted = true;
        self.evicted.notify_one();
    }

    /// Completes when the connection is to be closed.
    pub(in crate::api::http) async fn over(&self) -> Reason {
        loop {
            let now = Instant::now();
            let due = match self.due() {
                Some((at, reason)) if at <= now => return reason,
                Some((at, _)) => at.min(now + LOOK_EVERY),
                None => now + LOOK_EVERY,
            };
            tokio::select! {
                () = self.evicted.notified() => return Reason::Crowded,
                () = sleep_until(due) => {}
            }
        }
    }

    /// When it will have lasted for too long, as it stands now.
    fn due(&self) -> Option<(Instant, Reason)> {
        let state = self.state();
        if state.requests == 0 {
            return (!state.blocked).then(|| (state.idle_since + IDLE_MAX, Reason::Idle));
        }
        let left = state.left.map(|since| (since + LEFT_MAX, Reason::Left));
        let unread = state.unread.values().min();
        let unread = unread.map(|since| (*since + SEND_TIME_MAX, Reason::Unread));
        left.into_iter().chain(unread).min_by_key(|(at, _)| *at)
    }
}

/// A request that is under way.
#[derive(Debug)]
pub(in crate::api::http) struct UnderWay {
    activity: Arc<Activity>,
    id: u64,
}

impl UnderWay {
    /// Its response has more to give, and the client has to take it.
    pub(in crate::api::http) fn waits_for_client(&self) {
        self.activity.state().unread.insert(self.id, Instant::now());
    }

    /// The client waits for its response.
    pub(in crate::api::http) fn waits_for_us(&self) {
        self.activity.state().unread.remove(&self.id);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.unread.remove(&self.id);
        state.requests -= 1;
        state.idle_since = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn over(activity: &Activity) -> (Reason, Duration) {
        let start = Instant::now();
        (activity.over().await, start.elapsed())
    }

    #[test]
    fn each_reason_has_its_place_and_its_own_name() {
        for (at, reason) in Reason::ALL.into_iter().enumerate() {
            assert_eq!(reason as usize, at);
            assert!(Reason::ALL[..at].iter().all(|other| other.name() != reason.name()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_lasts_for_too_long_is_over() {
        let activity = Activity::new();
        assert_eq!(over(&activity).await, (Reason::Idle, IDLE_MAX));
        let request = activity.request();
        request.waits_for_client();
        assert_eq!(over(&activity).await, (Reason::Unread, SEND_TIME_MAX));
        request.waits_for_us();
        activity.left();
        assert_eq!(over(&activity).await, (Reason::Left, LEFT_MAX));
        drop(request);
        assert!(activity.idle_since().is_some());
        activity.evict();
        assert_eq!(over(&activity).await, (Reason::Crowded, Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_under_way_is_no_idleness() {
        let activity = Activity::new();
        let request = activity.request();
        let late = tokio::time::timeout(IDLE_MAX * 10, activity.over()).await;
        assert!(late.is_err() && activity.idle_since().is_none());
        drop(request);
        activity.blocked(true);
        assert!(activity.idle_since().is_none(), "it is still being written");
        activity.blocked(false);
        assert_eq!(over(&activity).await, (Reason::Idle, IDLE_MAX));
    }
}
