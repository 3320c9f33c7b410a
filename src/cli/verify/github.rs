//! Annotations of GitHub Actions: workflow commands, one a line.

use std::fmt::Write;

use super::Checked;
use super::position::Lines;
use crate::domain::Standing;

/// An error for each wrong item, and a notice for each file that was not checked to its end.
pub(super) fn annotations(checked: &[Checked]) -> String {
    let mut text = String::new();
    for Checked { file, verdict } in checked {
        let lines = Lines::find(&file.text);
        let name = property(&file.name);
        for item in &verdict.items {
            if item.verdict.standing() != Standing::Wrong {
                continue;
            }
            let (start, end) = lines.of_span(item.span);
            let _ = write!(text, "::error file={name},line={},endLine={}", start.line, end.line);
            // Columns count only within one line; the end is the last column, inclusive.
            if start.line == end.line {
                let last = end.column.saturating_sub(1).max(start.column);
                let _ = write!(text, ",col={},endColumn={last}", start.column);
            } else {
                let _ = write!(text, ",col={}", start.column);
            }
            let title = format!("{} {}", item.verdict.name(), item.kind.name());
            let _ = writeln!(text, ",title={}::{}", property(&title), data(&item.message));
        }
        if verdict.not_checked() > 0 {
            let message =
                format!("{} items were not checked; split the text", verdict.not_checked());
            let _ = writeln!(text, "::error file={name},title=left out::{}", data(&message));
        }
    }
    text
}

/// Text after `::`, escaped as workflow commands want it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where commas and colons are escaped as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("50% of\r\nit: a, b"), "50%25 of%0D%0Ait: a, b");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
