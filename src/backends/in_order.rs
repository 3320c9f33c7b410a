//! Work on many files at once, whose results are taken in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Results that wait, at most, while one is taken.
const WAITING_MAX: usize = 16;

/// Does `work` on all of `items` on every core, and gives each with its result to `take`, in order
/// and one at a time. At the first error nothing more is begun.
///
/// What is done meanwhile waits for an item that takes long: in all never more than all items.
///
/// # Errors
/// The first that `take` returns.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let (work, next) = (&work, &AtomicUsize::new(0));
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING_MAX);
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move || {
                // Each takes the next item that is free, so that none waits for a slower one.
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    // Behind an error nobody receives any more.
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let result = loop {
                if let Some(result) = early.remove(&at) {
                    break result;
                }
                let (done, result) = receiver.recv().expect("every item is worked on");
                early.insert(done, result);
            };
            take(item, result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_taken_in_order_until_the_first_error() {
        for len in [0, 1, 2, 3, 100] {
            let items: Vec<usize> = (0..len).collect();
            let mut taken = Vec::new();
            let double = |item: &usize| 2 * item;
            let all = in_order(&items, double, |item, result| {
                taken.push((*item, result));
                Ok::<(), ()>(())
            });
            assert_eq!(all, Ok(()));
            assert_eq!(taken, items.iter().map(|&item| (item, 2 * item)).collect::<Vec<_>>());
            let refuse = |item: &usize, _| if *item < 40 { Ok(()) } else { Err(*item) };
            let expected = if len > 40 { Err(40) } else { Ok(()) };
            assert_eq!(in_order(&items, double, refuse), expected);
        }
    }
}
