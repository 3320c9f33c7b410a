//! Long lists: the first are shown, some more on demand, and how many others there are is said.

use maud::{Markup, html};

use super::names;

/// So many are shown on demand.
const MORE_MAX: usize = 300;

/// `items` as a list of which the first `shown` are to be seen at once, each as `line` has it.
pub(super) fn rows<T>(items: &[T], shown: usize, line: impl Fn(&T) -> Markup) -> Markup {
    let (first, more) = items.split_at(items.len().min(shown));
    let (more, others) = more.split_at(more.len().min(MORE_MAX));
    html! {
        ul.rows { @for item in first { (line(item)) } }
        @if !more.is_empty() {
            details.more {
                summary { (names::grouped(more.len() + others.len())) " more" }
                ul.rows { @for item in more { (line(item)) } }
                @if !others.is_empty() { p.meta { "And " (names::grouped(others.len())) " others." } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_bounded() {
        let cases = [(0, 0, ""), (2, 2, ""), (5, 5, "2 more"), (1_000, 303, "And 697 others.")];
        for (count, lines, words) in cases {
            let items: Vec<usize> = (0..count).collect();
            let shown = rows(&items, 3, |item| html! { li { (item) } }).into_string();
            assert_eq!(shown.matches("<li>").count(), lines, "{count}");
            assert!(shown.contains(words), "{count}: {shown}");
        }
    }
}
