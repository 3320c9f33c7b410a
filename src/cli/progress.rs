//! A progress bar.

use std::fmt::Write;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// A progress bar on stderr, if that is a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar labelled `what`. It appears with the first update, since often nothing is left to do.
    pub(super) fn new(what: &'static str) -> Self {
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}, {rate}, {eta} left")
            .expect("the template is well formed")
            .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                // A reader sees no more if the bar cannot be written.
                let _ = write!(out, "{:.0}/s", state.per_sec());
            });
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
