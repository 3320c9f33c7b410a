//! A bar that shows how far a long piece of work has come.

use indicatif::{ProgressBar, ProgressStyle};

/// Draws to stderr where that is a terminal, and nowhere else.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for work that is called `what`. It appears with its first update: often there is
    /// nothing left to do.
    pub(super) fn new(what: &'static str) -> Self {
        let style =
            ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}, {per_sec}, {eta} left")
                .expect("the template is well formed");
        let bar = ProgressBar::no_length().with_style(style).with_message(what);
        Self(bar)
    }

    /// `done` of `total` are done.
    pub(super) fn update(&mut self, done: usize, total: usize) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
