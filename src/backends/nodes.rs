//! The nodes of one vector engine, with failover.
//!
//! Each node has a circuit breaker (Nygard, "Release It!", 2007). A node that fails several times in a row is not
//! called for a while, twice as long each time. Then one call probes it, while the others keep avoiding it. While
//! all breakers are open, calls fail at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

/// Consecutive failures that open a node's breaker.
const FAILURES_MAX: u32 = 3;
/// How long a node is avoided, at first and at most.
const REST_MIN: Duration = Duration::from_secs(1);
const REST_MAX: Duration = Duration::from_secs(30);
/// Rounds over all nodes for one call.
const ROUNDS: u32 = 3;
/// The pause after the first round; after the next, twice that.
const PAUSE: Duration = Duration::from_millis(20);

/// How a call of one node failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Another node, or a later call, may succeed.
    Passing(String),
    /// It would fail on every node.
    Lasting(String),
}

/// Clients of the nodes of one engine.
#[derive(Debug)]
pub(super) struct Nodes<C> {
    nodes: Vec<Node<C>>,
    /// The node for the next call: calls take turns.
    next: AtomicUsize,
}

#[derive(Debug)]
struct Node<C> {
    name: String,
    client: C,
    state: Mutex<NodeState>,
}

#[derive(Debug, Default)]
struct NodeState {
    /// In a row.
    failures: u32,
    rests_until: Option<Instant>,
}

impl<C> Nodes<C> {
    /// Nodes by their names.
    pub(super) fn new(nodes: impl IntoIterator<Item = (String, C)>) -> Self {
        let node = |(name, client)| Node { name, client, state: Mutex::default() };
        Self { nodes: nodes.into_iter().map(node).collect(), next: AtomicUsize::new(0) }
    }

    /// The result of the first node that answers, within `patience`. A call may reach several nodes, or one
    /// node twice, so it must be idempotent.
    ///
    /// # Errors
    /// The last failure of a node.
    pub(super) async fn call<'s, T, F>(
        &'s self,
        patience: Duration,
        mut call: impl FnMut(&'s C) -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let deadline = Instant::now() + patience;
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let mut last = format!("none of {} answers; they are tried again shortly", self.names());
        for round in 0..ROUNDS {
            let mut tried = 0;
            for at in 0..self.nodes.len() {
                let node = &self.nodes[(first + at) % self.nodes.len()];
                if !node.admits(patience) {
                    continue;
                }
                tried += 1;
                // One that hangs leaves time for another, where there is one left.
                let left = deadline.saturating_duration_since(Instant::now());
                let others = (at + 1..self.nodes.len())
                    .any(|at| !self.nodes[(first + at) % self.nodes.len()].rests());
                let share = if others { left / 2 } else { left };
                match timeout_at(Instant::now() + share, call(&node.client)).await {
                    Ok(Ok(value)) => {
                        node.recovered();
                        return Ok(value);
                    }
                    // It answers, though it refuses.
                    Ok(Err(Failure::Lasting(reason))) => {
                        node.recovered();
                        return Err(Failure::Lasting(reason));
                    }
                    Ok(Err(Failure::Passing(reason))) => last = format!("{}: {reason}", node.name),
                    Err(_) => last = format!("{}: no answer within {share:?}", node.name),
                }
                node.failed(&last);
                if Instant::now() >= deadline {
                    return Err(Failure::Passing(last));
                }
            }
            if tried == 0 || round + 1 == ROUNDS {
                break;
            }
            let pause = PAUSE * 2_u32.pow(round);
            sleep(pause.mul_f64(jitter())).await;
        }
        Err(Failure::Passing(last))
    }

    fn names(&self) -> String {
        self.nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl<C> Node<C> {
    fn rests(&self) -> bool {
        self.state().rests_until.is_some_and(|until| Instant::now() < until)
    }

    /// Whether the node may be called. After a pause, one caller probes it within its patience, and the others
    /// wait for the outcome of the probe.
    fn admits(&self, patience: Duration) -> bool {
        let mut state = self.state();
        let now = Instant::now();
        match state.rests_until {
            Some(until) if now < until => false,
            Some(_) => {
                state.rests_until = Some(now + patience);
                true
            }
            None => true,
        }
    }

    fn recovered(&self) {
        let mut state = self.state();
        if state.rests_until.is_some() {
            tracing::info!(node = self.name, "the node answers again");
        }
        *state = NodeState::default();
    }

    fn failed(&self, reason: &str) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if let Some(over) = state.failures.checked_sub(FAILURES_MAX) {
            let rest = REST_MIN.saturating_mul(2_u32.saturating_pow(over)).min(REST_MAX);
            if state.rests_until.is_none() {
                tracing::warn!(node = self.name, reason, "the node is avoided for a while");
            }
            state.rests_until = Some(Instant::now() + rest.mul_f64(jitter()));
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, NodeState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A random factor from 0.5 to 1.5, so that clients do not retry at the same moment.
fn jitter() -> f64 {
    0.5 + f64::from(getrandom::u32().unwrap_or(u32::MAX / 2)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    /// A node that answers, fails or hangs, and counts how often it was asked.
    #[derive(Debug, Default)]
    struct Fake {
        mode: Mutex<Option<Failure>>,
        hangs: bool,
        asked: AtomicU32,
    }

    impl Fake {
        fn failing() -> Self {
            let mode = Mutex::new(Some(Failure::Passing("down".to_owned())));
            Self { mode, ..Self::default() }
        }

        async fn ask(&self) -> Result<u32, Failure> {
            let asked = self.asked.fetch_add(1, Ordering::Relaxed);
            if self.hangs {
                std::future::pending::<()>().await;
            }
            self.mode.lock().expect("unpoisoned").clone().map_or(Ok(asked), Err)
        }

        fn asked(&self) -> u32 {
            self.asked.load(Ordering::Relaxed)
        }
    }

    fn nodes(fakes: Vec<Fake>) -> Nodes<Fake> {
        Nodes::new(fakes.into_iter().enumerate().map(|(at, fake)| (format!("node {at}"), fake)))
    }

    async fn ask(nodes: &Nodes<Fake>) -> Result<u32, Failure> {
        nodes.call(Duration::from_secs(2), Fake::ask).await
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_shared_and_go_on_past_a_node_that_fails() {
        let nodes = nodes(vec![Fake::default(), Fake::failing(), Fake::default()]);
        for _ in 0..30 {
            ask(&nodes).await.expect("two answer");
        }
        let asked: Vec<u32> = nodes.nodes.iter().map(|node| node.client.asked()).collect();
        assert_eq!(asked.iter().sum::<u32>(), 33, "{asked:?}");
        assert_eq!(asked[1], FAILURES_MAX, "then it rests");
        assert!(asked[0] >= 10 && asked[2] >= 10, "{asked:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_node_that_hangs_leaves_time_for_another() {
        let hanging = Fake { hangs: true, ..Fake::default() };
        let nodes = nodes(vec![hanging, Fake::default()]);
        assert_eq!(ask(&nodes).await, Ok(0));
        assert_eq!(nodes.nodes[0].client.asked(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn while_all_rest_nobody_waits_and_later_one_is_tried_again() {
        let nodes = nodes(vec![Fake::failing()]);
        assert!(matches!(ask(&nodes).await, Err(Failure::Passing(_))));
        assert_eq!(nodes.nodes[0].client.asked(), ROUNDS);
        let start = Instant::now();
        let Err(Failure::Passing(reason)) = ask(&nodes).await else { panic!("it rests") };
        assert!(reason.contains("node 0"), "{reason}");
        assert_eq!((Instant::now(), nodes.nodes[0].client.asked()), (start, ROUNDS));
        // One more failure is enough to rest longer.
        sleep(REST_MIN * 2).await;
        assert!(ask(&nodes).await.is_err());
        assert_eq!(nodes.nodes[0].client.asked(), ROUNDS + 1);
        *nodes.nodes[0].client.mode.lock().expect("unpoisoned") = None;
        sleep(REST_MAX * 2).await;
        assert!(ask(&nodes).await.is_ok());
        assert!(nodes.nodes[0].state().rests_until.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn behind_a_rest_one_call_tries_and_a_refusal_is_an_answer() {
        let nodes = nodes(vec![Fake::failing()]);
        assert!(ask(&nodes).await.is_err());
        sleep(REST_MIN * 2).await;
        let node = &nodes.nodes[0];
        let patience = Duration::from_secs(2);
        assert!(node.admits(patience) && !node.admits(patience), "one tries");
        // Whoever tried went away without a word: another may try.
        sleep(patience).await;
        *node.client.mode.lock().expect("unpoisoned") = Some(Failure::Lasting("no".to_owned()));
        for _ in 0..3 {
            assert_eq!(ask(&nodes).await, Err(Failure::Lasting("no".to_owned())));
        }
        assert_eq!(node.client.asked(), ROUNDS + 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_would_fail_anywhere_is_not_tried_elsewhere() {
        let lasting = Failure::Lasting("no such collection".to_owned());
        let refusing = Fake { mode: Mutex::new(Some(lasting.clone())), ..Fake::default() };
        let nodes = nodes(vec![refusing, Fake::default()]);
        assert_eq!(ask(&nodes).await, Err(lasting));
        assert_eq!(nodes.nodes[1].client.asked(), 0);
    }
}
