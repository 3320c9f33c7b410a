//! Looking things up by where they stand.

use std::ops::Range;

use crate::language::looks::looked_at;

/// How many of `items`, which are in order, stand `before` the place that is looked for. All that
/// is looked up in a text is looked up so: the time to read it stays about linear.
pub(super) fn looked_up<T>(items: &[T], before: impl Fn(&T) -> bool) -> usize {
    items.partition_point(|item| {
        looked_at();
        before(item)
    })
}

/// The one of `items`, which are in order and apart, whose range holds `at`.
pub(super) fn holding<T>(
    items: &[T],
    at: usize,
    range: impl Fn(&T) -> &Range<usize>,
) -> Option<&T> {
    let next = looked_up(items, |item| range(item).start <= at);
    items[..next].last().filter(|item| range(item).contains(&at))
}

/// Those of `items`, which are in order and apart, that share something with `wanted`.
pub(super) fn overlapping<'t, T>(
    items: &'t [T],
    wanted: &Range<usize>,
    range: impl Fn(&T) -> &Range<usize>,
) -> &'t [T] {
    let first = looked_up(items, |item| range(item).end <= wanted.start);
    let end = looked_up(items, |item| range(item).start < wanted.end);
    &items[first..end.max(first)]
}
