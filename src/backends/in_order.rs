//! Work on many files at once, whose results are taken in order.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Results that a thread may be ahead of the one that is taken: enough that threads need not wait
/// for one whose file is long or whose core is wanted elsewhere, few enough to hold in memory.
const AHEAD: usize = 32;

/// Does `work` on all of `items` on every core, and gives each with its result to `take`, in order
/// and one at a time. At the first error nothing more is begun.
///
/// # Errors
/// The first that `take` returns.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len().max(1));
    let work = &work;
    thread::scope(|scope| {
        // Thread n has every so many-th item from the n-th on, so it is known whose turn it is.
        let results: Vec<Receiver<R>> = (0..threads)
            .map(|first| {
                let (sender, receiver) = sync_channel(AHEAD);
                scope.spawn(move || {
                    // Nobody receives any more behind an error.
                    let own = items.iter().skip(first).step_by(threads);
                    let _ = own.map(work).try_for_each(|result| sender.send(result));
                });
                receiver
            })
            .collect();
        items.iter().enumerate().try_for_each(|(at, item)| {
            let result = results[at % threads].recv().expect("a thread ends behind its items");
            take(item, result)
        })
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
