//! Many short lists, one after another.

use std::ops::Range;

use super::column::{Column, Item, U32};
use super::sections::{Damaged, Sections};

/// Lists by number. Together they hold at most 2^32 items.
#[derive(Debug, Clone)]
pub struct Lists<T> {
    /// Where each list begins; one more for the end.
    starts: Column<U32>,
    items: Column<T>,
}

impl<T: Item> Lists<T> {
    /// The lists that `items` are cut into, of these lengths.
    ///
    /// # Panics
    /// When the lengths do not add up to the number of items, or to more than 2^32.
    pub fn cut(items: Vec<T>, lengths: impl IntoIterator<Item = u32>) -> Self {
        let mut end = 0_u32;
        let ends = lengths.into_iter().map(|length| {
            end = end.checked_add(length).expect("fewer than 2^32 items");
            U32::new(end)
        });
        let starts: Column<U32> = std::iter::once(U32::ZERO).chain(ends).collect();
        assert_eq!(end as usize, items.len(), "every item is in a list");
        Self { starts, items: items.into() }
    }

    /// How many lists there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no list.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The list with this number.
    #[inline]
    pub fn get(&self, number: usize) -> &[T] {
        &self.items[self.range(number)]
    }

    /// Where that list lies among all items.
    #[inline]
    pub fn range(&self, number: usize) -> Range<usize> {
        self.starts[number].get() as usize..self.starts[number + 1].get() as usize
    }

    /// The items of all lists.
    #[inline]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Puts the lists among `sections`, under `name`.
    pub fn store(&self, sections: &mut Sections, name: &str) {
        sections.put(&format!("{name}.starts"), self.starts.bytes());
        sections.put(&format!("{name}.items"), self.items.bytes());
    }

    /// Reads what [`Self::store`] put there.
    ///
    /// # Errors
    /// When it is not there, or lists do not lie one after another.
    pub fn restore(sections: &Sections, name: &str) -> Result<Self, Damaged> {
        let starts: Column<U32> = sections.column(&format!("{name}.starts"))?;
        let items: Column<T> = sections.column(&format!("{name}.items"))?;
        let whole = starts.first().is_none_or(|first| first.get() == 0)
            && starts.windows(2).all(|pair| pair[0].get() <= pair[1].get())
            && starts.last().map_or(0, |last| last.get() as usize) == items.len();
        if whole { Ok(Self { starts, items }) } else { Err(Damaged::new(name)) }
    }
}

impl<T: Item> Default for Lists<T> {
    fn default() -> Self {
        ListsBuilder::default().build()
    }
}

impl<T: Item, L: AsRef<[T]>> FromIterator<L> for Lists<T> {
    fn from_iter<I: IntoIterator<Item = L>>(lists: I) -> Self {
        let mut builder = ListsBuilder::default();
        for list in lists {
            builder.push(list.as_ref());
        }
        builder.build()
    }
}

/// Puts lists one after another.
#[derive(Debug)]
pub struct ListsBuilder<T> {
    starts: Vec<U32>,
    items: Vec<T>,
}

impl<T> Default for ListsBuilder<T> {
    fn default() -> Self {
        Self { starts: vec![U32::ZERO], items: Vec::new() }
    }
}

impl<T: Item> ListsBuilder<T> {
    /// Appends a list.
    ///
    /// # Panics
    /// When the items of all lists are more than 2^32.
    pub fn push(&mut self, list: &[T]) {
        self.items.extend_from_slice(list);
        let end = u32::try_from(self.items.len()).expect("fewer than 2^32 items");
        self.starts.push(U32::new(end));
    }

    /// The lists.
    pub fn build(self) -> Lists<T> {
        Lists { starts: self.starts.into(), items: self.items.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_from_sections() {
        let lists: Lists<u8> = [&b"one"[..], b"", b"three"].into_iter().collect();
        assert_eq!((lists.len(), lists.get(0), lists.get(1)), (3, &b"one"[..], &b""[..]));
        let mut sections = Sections::default();
        lists.store(&mut sections, "lists");
        let read = Lists::<u8>::restore(&sections, "lists").expect("lists");
        assert_eq!((read.get(2), read.range(2)), (&b"three"[..], 3..8));
        assert!(Lists::<u8>::restore(&sections, "others").is_err());
        assert!(Lists::<u8>::default().is_empty());
    }

    #[test]
    fn items_are_cut_into_lists() {
        let lists = Lists::cut(b"onethree".to_vec(), [3, 0, 5]);
        assert_eq!((lists.len(), lists.get(0), lists.get(1)), (3, &b"one"[..], &b""[..]));
        assert_eq!(lists.get(2), b"three");
        assert!(Lists::<u8>::cut(Vec::new(), []).is_empty());
    }

    #[test]
    fn lists_that_do_not_follow_each_other_are_refused() {
        for starts in [[0, 9], [1, 3], [2, 3], [0, 2]] {
            let mut sections = Sections::default();
            let starts: Column<U32> = starts.into_iter().map(U32::new).collect();
            sections.put("x.starts", starts.bytes());
            sections.put("x.items", Column::from(b"abc".to_vec()).bytes());
            assert!(Lists::<u8>::restore(&sections, "x").is_err(), "{starts:?}");
        }
    }
}
