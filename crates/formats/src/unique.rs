//! Lists in the order of their file that name everything once.

use std::collections::HashSet;

/// A list whose items differ, whatever their case.
#[derive(Default)]
pub(crate) struct Unique {
    items: Vec<String>,
    seen: HashSet<String>,
}

impl Unique {
    /// Adds an item unless it is there or empty, and says whether it was added.
    pub(crate) fn add(&mut self, item: &str) -> bool {
        let is_new = !item.is_empty() && self.seen.insert(item.to_lowercase());
        if is_new {
            self.items.push(item.to_owned());
        }
        is_new
    }

    /// The items.
    pub(crate) fn into_items(self) -> Vec<String> {
        self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_once_in_their_order() {
        let mut list = Unique::default();
        let added = ["b", "", "A", "a"].map(|item| list.add(item));
        assert_eq!(added, [true, false, true, false]);
        assert_eq!(list.into_items(), ["b", "A"]);
    }
}
