//! The open connections: how many there may be, whose they are, and which give way to others.

mod activity;
mod body;
mod socket;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};

use super::access::network;
use super::tls::Tls;
use activity::Activity;
pub(super) use activity::{IDLE_MAX, Reason};
pub(super) use body::FollowedBody;
pub(super) use socket::Socket;

/// Connections for probes alone, beside those that everybody may open.
const SPARE_MAX: usize = 16;
/// A connection that was idle for so long gives way to others: long enough for a first request to arrive.
const IDLE_MIN: Duration = Duration::from_millis(250);
/// After so long without a free place, connections are looked through again for an idle one.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long the end of a connection that gives way may take.
const YIELD_MAX: Duration = Duration::from_secs(1);

/// How connections are taken.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The most open connections.
    pub connections_max: usize,
    /// The most open connections of one client; 0 for any number. Those of this machine and of trusted proxies are
    /// not counted.
    pub per_client_max: usize,
    /// Proxies that connect on behalf of many clients.
    pub trusted_proxies: Vec<IpNet>,
    /// Certificate and key, where connections are encrypted.
    pub tls: Option<Tls>,
}

impl Default for Serving {
    fn default() -> Self {
        let (connections_max, per_client_max) = (1_024, 0);
        Self { connections_max, per_client_max, trusted_proxies: Vec::new(), tls: None }
    }
}

/// The open connections.
#[derive(Debug)]
pub(super) struct Connections {
    pub(super) serving: Serving,
    permits: Arc<Semaphore>,
    spare: Arc<Semaphore>,
    open: Mutex<Open>,
    closed: [AtomicU64; Reason::ALL.len()],
}

#[derive(Debug, Default)]
struct Open {
    /// What happens on each, and whether it is for probes alone.
    activities: HashMap<u64, (Arc<Activity>, bool)>,
    clients: HashMap<IpAddr, usize>,
    serial: u64,
}

/// Held as long as a connection is open.
#[derive(Debug)]
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    /// Whether only probes are answered.
    pub(super) is_spare: bool,
}

/// What a request carries of its connection.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    /// Whether only probes are answered.
    pub(super) is_spare: bool,
    pub(super) connections: Arc<Connections>,
}

impl Connections {
    pub(super) fn new(serving: Serving) -> Arc<Self> {
        let permits = serving.connections_max.clamp(1, Semaphore::MAX_PERMITS);
        Arc::new(Self {
            serving,
            permits: Arc::new(Semaphore::new(permits)),
            spare: Arc::new(Semaphore::new(SPARE_MAX)),
            open: Mutex::default(),
            closed: Default::default(),
        })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection that has come. If all are taken, the connection that was idle for longest is closed.
    /// If none is idle, it gets a place for probes; if these are taken too, it waits.
    pub(super) async fn place(&self) -> Place {
        let permit = || Arc::clone(&self.permits).try_acquire_owned();
        let spare = || Arc::clone(&self.spare).try_acquire_owned();
        loop {
            if let Ok(permit) = permit() {
                return Place { _permit: permit, is_spare: false };
            }
            if self.evict(false) {
                let freed = timeout(YIELD_MAX, Arc::clone(&self.permits).acquire_owned()).await;
                if let Ok(Ok(permit)) = freed {
                    return Place { _permit: permit, is_spare: false };
                }
            }
            if let Ok(permit) = spare() {
                return Place { _permit: permit, is_spare: true };
            }
            // Whichever comes free first. After a while another may have been idle for long enough.
            let wait = if self.evict(true) { YIELD_MAX } else { LOOK_EVERY };
            tokio::select! {
                Ok(permit) = Arc::clone(&self.permits).acquire_owned() => {
                    return Place { _permit: permit, is_spare: false };
                }
                Ok(permit) = Arc::clone(&self.spare).acquire_owned() => {
                    return Place { _permit: permit, is_spare: true };
                }
                () = sleep(wait) => {}
            }
        }
    }

    /// Has the connection close that was idle for longest, among those for probes or the others; false where none was
    /// for long.
    fn evict(&self, is_spare: bool) -> bool {
        let open = self.open();
        let known = open.activities.values().filter(|(_, spare)| *spare == is_spare);
        let idle = known.filter_map(|(activity, _)| Some((activity.idle_since()?, activity)));
        match idle.min_by_key(|(since, _)| *since) {
            Some((since, activity)) if since + IDLE_MIN <= Instant::now() => {
                activity.evict();
                true
            }
            _ => false,
        }
    }

    /// Lets a connection of the client at `address` in, unless it has too many.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr, place: &Place) -> Option<Entered> {
        let (most, client) = (self.serving.per_client_max, network(address));
        let trusted = &self.serving.trusted_proxies;
        let address = address.to_canonical();
        let is_counted = most > 0
            && !address.is_loopback()
            && !trusted.iter().any(|network| network.contains(&address));
        let mut open = self.open();
        if is_counted {
            let count = open.clients.entry(client).or_default();
            if *count >= most {
                drop(open);
                self.count(Reason::Client);
                return None;
            }
            *count += 1;
        }
        open.serial += 1;
        let (id, activity) = (open.serial, Activity::new());
        open.activities.insert(id, (Arc::clone(&activity), place.is_spare));
        drop(open);
        let connections = Arc::clone(self);
        Some(Entered { connections, id, client: is_counted.then_some(client), activity })
    }

    /// Counts a connection that the server closes.
    pub(super) fn count(&self, reason: Reason) {
        self.closed[reason as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How many the server has closed, by reason.
    pub(super) fn closed(&self) -> [(Reason, u64); Reason::ALL.len()] {
        Reason::ALL.map(|reason| (reason, self.closed[reason as usize].load(Ordering::Relaxed)))
    }

    /// How many are open.
    pub(super) fn len(&self) -> usize {
        self.open().activities.len()
    }
}

/// A connection that was let in.
#[derive(Debug)]
pub(super) struct Entered {
    connections: Arc<Connections>,
    id: u64,
    client: Option<IpAddr>,
    pub(super) activity: Arc<Activity>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        open.activities.remove(&self.id);
        let Some(client) = self.client else { return };
        if let Some(count) = open.clients.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                open.clients.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[tokio::test]
    async fn one_client_has_so_many_connections_and_proxies_any_number() {
        let trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")];
        let serving = Serving { per_client_max: 2, trusted_proxies, ..Serving::default() };
        let connections = Connections::new(serving);
        let place = connections.place().await;
        let mut held = Vec::new();
        for (address, expected) in [
            ("192.0.2.1", true),
            ("192.0.2.1", true),
            ("192.0.2.1", false),
            ("192.0.2.2", true),
            ("2001:db8::1", true),
            ("2001:db8::2", true),
            ("2001:db8::3", false),
            ("2001:db8:0:1::3", true),
        ] {
            let entered = connections.enter(ip(address), &place);
            assert_eq!(entered.is_some(), expected, "{address}");
            held.extend(entered);
        }
        for address in ["127.0.0.1", "::1", "10.1.1.1", "::ffff:10.1.1.1"] {
            for _ in 0..5 {
                held.push(connections.enter(ip(address), &place).expect(address));
            }
        }
        assert_eq!(connections.len(), 26);
        assert_eq!(connections.closed()[Reason::Client as usize], (Reason::Client, 2));
        drop(held);
        assert_eq!(connections.len(), 0);
        assert!(connections.open().clients.is_empty());
        assert!(connections.enter(ip("192.0.2.1"), &place).is_some());
    }

    /// A connection that has a place.
    async fn come(connections: &Arc<Connections>) -> (Place, Entered) {
        let place = connections.place().await;
        let entered = connections.enter(ip("::1"), &place).expect("room");
        (place, entered)
    }

    /// Closes a connection when it is told to.
    fn close_when_told(connection: (Place, Entered)) -> tokio::task::JoinHandle<()> {
        tokio::spawn(async move {
            let (_place, entered) = connection;
            assert_eq!(entered.activity.over().await, Reason::Crowded);
        })
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_idle_connection_gives_way() {
        let connections = Connections::new(Serving { connections_max: 2, ..Serving::default() });
        let first = come(&connections).await;
        let second = come(&connections).await;
        let request = first.1.activity.request();
        assert!(come(&connections).await.0.is_spare, "nobody is idle for long yet");
        tokio::time::advance(IDLE_MIN).await;
        let closing = close_when_told(second);
        let third = come(&connections).await;
        assert!(!third.0.is_spare);
        closing.await.expect("it was evicted");
        assert!(come(&connections).await.0.is_spare, "the first carries a request");
        drop(request);
    }

    #[tokio::test(start_paused = true)]
    async fn silent_connections_do_not_hold_the_places_of_probes() {
        let connections = Connections::new(Serving { connections_max: 1, ..Serving::default() });
        let busy = come(&connections).await;
        let request = busy.1.activity.request();
        let mut silent = Vec::new();
        for _ in 0..SPARE_MAX {
            let connection = come(&connections).await;
            assert!(connection.0.is_spare);
            silent.push(close_when_told(connection));
        }
        let start = Instant::now();
        for _ in 0..SPARE_MAX {
            silent.push(close_when_told(come(&connections).await));
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        drop(request);
    }
}
