//! The same work for many items, on all cores.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does `work` for each of `items`; the results come in their order. `progress` hears how many are
/// done, of how many. The first failure ends it.
pub(super) fn map<T: Sync, R: Send, E: Send>(
    items: &[T],
    work: &(impl Fn(&T) -> Result<R, E> + Sync),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<R>, E> {
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let next = AtomicUsize::new(0);
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..workers.min(items.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (at, result)) in receiver.into_iter().enumerate() {
            // A failure drops the receiver, which ends the workers at their next item.
            results[at] = Some(result?);
            progress(done + 1, items.len());
        }
        Ok(())
    })?;
    Ok(results.into_iter().map(|result| result.expect("every item was worked on")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_every_one_is_heard_of() {
        let items: Vec<usize> = (0..100).collect();
        let mut heard = Vec::new();
        let doubled = map(&items, &|item| Ok::<_, ()>(item * 2), &mut |done, of| {
            heard.push((done, of));
        });
        assert_eq!(doubled, Ok((0..100).map(|item| item * 2).collect()));
        assert_eq!(heard, (1..=100).map(|done| (done, 100)).collect::<Vec<_>>());
        assert_eq!(map(&[], &|item: &usize| Ok::<_, ()>(*item), &mut |_, _| ()), Ok(vec![]));
    }

    #[test]
    fn a_failure_ends_the_work() {
        let items: Vec<usize> = (0..100).collect();
        let work = |item: &usize| if *item == 7 { Err("seven") } else { Ok(*item) };
        assert_eq!(map(&items, &work, &mut |_, _| ()), Err("seven"));
    }
}
