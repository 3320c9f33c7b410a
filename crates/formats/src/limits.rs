//! How much a file may ask for.

use crate::FormatError;

/// Bounds on what is taken from one file. Beyond them a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes_max: usize,
    /// Bytes of one line of a text or of Markdown.
    pub line_bytes_max: usize,
    /// Bytes that packed parts of the file may unfold to.
    pub unpacked_bytes_max: usize,
    /// Elements, lists or quotes within each other.
    pub depth_max: usize,
    /// Blocks of all its documents.
    pub blocks_max: usize,
    /// Pages.
    pub pages_max: usize,
}

impl Limits {
    /// Refuses a longer line than there may be: what it means is worked out over the whole of it.
    pub(crate) fn admit_lines(&self, text: &str) -> Result<(), FormatError> {
        let long = text.lines().position(|line| line.len() > self.line_bytes_max);
        let Some(line) = long else { return Ok(()) };
        let most = self.line_bytes_max / 1024;
        let message = format!("the line is longer than {most} kB; break it where paragraphs end");
        Err(FormatError::at(line + 1, message))
    }

    /// Refuses more blocks than there may be.
    pub(crate) fn admit_blocks(&self, count: usize) -> Result<(), FormatError> {
        let most = self.blocks_max;
        if count <= most {
            return Ok(());
        }
        Err(FormatError::whole(format!("more than {most} paragraphs; split the file")))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes_max: 50 * 1024 * 1024,
            line_bytes_max: 4 * 1024 * 1024,
            unpacked_bytes_max: 200 * 1024 * 1024,
            depth_max: 100,
            blocks_max: 1_000_000,
            pages_max: 5_000,
        }
    }
}
