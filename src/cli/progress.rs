//! A bar that shows how far the embedding of the corpus has come.

use indicatif::{ProgressBar, ProgressStyle};

/// Draws to stderr where that is a terminal, and nowhere else.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar that appears with its first update: often there is nothing left to embed.
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("embedding {bar:40} {pos}/{len} ({eta})")
            .expect("the template is well formed");
        let bar = ProgressBar::no_length().with_style(style);
        Self(bar)
    }

    /// `done` of `total` texts have been embedded.
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
