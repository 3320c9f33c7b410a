//! Counting what is looked at in a text, so that tests can hold the work on it to its length.

/// Counts a look at a character, a word or a place; in tests only.
pub(crate) fn looked_at() {
    #[cfg(test)]
    counted::COUNT.with(|count| count.set(count.get() + 1));
}

/// How often [`looked_at`] was called.
#[cfg(test)]
pub(crate) mod counted {
    use std::cell::Cell;

    thread_local! {
        pub(super) static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    /// How often in this thread since this was asked last.
    pub(crate) fn take() -> usize {
        COUNT.take()
    }
}
