//! The same pages read by a second library: where the two differ, a person should look.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use crate::Limits;

/// Pages whose texts are less alike than this are doubtful.
pub(super) const ALIKE_MIN: f64 = 0.97;

/// The text of each page as the second library reads it; none where it cannot.
///
/// A library that panics on a hostile file is held here: it only has no opinion then.
pub(super) fn texts(bytes: &[u8], limits: &Limits) -> Option<BTreeMap<u32, String>> {
    catch_unwind(AssertUnwindSafe(|| {
        let options = LoadOptions {
            max_decompressed_size: Some(limits.unpacked_bytes_max),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options).ok()?;
        let pages = document.get_pages();
        if pages.len() > limits.pages_max {
            return None;
        }
        Some(
            pages
                .keys()
                .filter_map(|&page| Some((page, document.extract_text(&[page]).ok()?)))
                .collect(),
        )
    }))
    .ok()
    .flatten()
}

/// How much of the letters and figures of two texts is the same, from 0 to 1, wherever they stand.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let count = |text: &str| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for letter in text.chars().filter(|letter| letter.is_alphanumeric()) {
            *counts.entry(letter).or_default() += 1;
        }
        counts
    };
    let (one, other) = (count(one), count(other));
    let all: usize = one.values().sum::<usize>().max(other.values().sum());
    let same: usize = one
        .iter()
        .map(|(letter, times)| (*times).min(other.get(letter).copied().unwrap_or(0)))
        .sum();
    if all == 0 { 1.0 } else { same as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn order_and_blanks_do_not_count() {
        assert!((likeness("one two", "twoone") - 1.0).abs() < 1e-9);
        assert!((likeness("", " ") - 1.0).abs() < 1e-9);
        assert!(likeness("one two", "one") < 0.6);
    }
}
