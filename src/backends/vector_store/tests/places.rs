//! Where vectors lie, and which of a text are kept.

use std::ops::Range;

use columns::Column;

use super::super::place::Place;
use super::*;

/// Texts, with their own vectors alone.
fn vectors_alone(texts: &[String]) -> Vec<Wanted<'_>> {
    texts.iter().map(|text| Wanted::passage(text).without_tokens()).collect()
}

#[test]
fn a_text_is_kept_without_tokens_until_somebody_wants_them() {
    let texts = texts(3);
    let data = Data::new();
    let embed = |wanted: &[Wanted<'_>]| {
        let embedded = data.open().embed(wanted, &data.embedder, &mut |_| ()).expect("vectors");
        let computed = embedded.computed;
        let opened = |bytes_max| {
            let embedded = data.open().embed(wanted, &data.embedder, &mut |_| ()).expect("vectors");
            assert_eq!(embedded.computed, 0);
            all(&*embedded.passages.open_within(bytes_max, again(&[], 1)).expect("vectors"))
        };
        let found = opened(u64::MAX);
        assert!(found == opened(0), "in memory or not");
        (computed, found)
    };
    let length =
        || fs::metadata(data.path()).expect("a file").len() as usize - format::HEADER_BYTES;
    let alone = format::HEAD_BYTES + format::Layout::Vector.payload_bytes(64);

    let (computed, without) = embed(&vectors_alone(&texts));
    assert_eq!((computed, length()), (3, 3 * alone));
    assert!(without.iter().all(|embedding| embedding.tokens.is_none()));

    let (computed, with) = embed(&whole(&texts[..2]));
    assert_eq!((computed, length()), (2, 3 * alone + 2 * RECORD_BYTES));
    for (with, without) in with.iter().zip(&without) {
        assert_eq!(with.vector, without.vector);
        assert!(with.tokens.as_ref().is_some_and(|tokens| tokens.ids.len() == 2));
    }
    let (computed, all) = embed(&vectors_alone(&texts));
    assert_eq!(computed, 0, "what has tokens has a vector");
    assert!(all[..2] == with && all[2..] == without[2..]);
}

#[test]
fn a_text_that_is_wanted_both_ways_is_embedded_once_with_its_tokens() {
    let texts = texts(2);
    let wanted = [vectors_alone(&texts), whole(&texts)].concat();
    for another_writes in [false, true] {
        let data = Data::new();
        let writer = another_writes.then(|| data.open());
        let mut store = data.open();
        let alone = store.embed(&vectors_alone(&texts[..1]), &data.embedder, &mut |_| ());
        assert_eq!(alone.expect("vectors").computed, 1);
        for computed in [2, 0] {
            let embedded = store.embed(&wanted, &data.embedder, &mut |_| ()).expect("vectors");
            assert_eq!(embedded.computed, computed, "{another_writes}");
            let found = all(&*embedded.passages.open(again(&[], 1)).expect("vectors"));
            assert_eq!(found[..2], found[2..]);
            assert!(found.iter().all(|embedding| embedding.tokens.is_some()));
        }
        drop(writer);
    }
}

#[test]
fn a_damaged_vector_alone_is_made_again() {
    let texts = texts(4);
    let data = Data::new();
    let wanted = vectors_alone(&texts);
    let embed = || data.open().embed(&wanted, &data.embedder, &mut |_| ()).expect("vectors");
    let embedded = embed();
    let expected = all(&*embedded.passages.open(again(&[], 1)).expect("vectors"));
    let alone = format::HEAD_BYTES + format::Layout::Vector.payload_bytes(64);
    for at in 0..alone {
        let mut sections = Sections::default();
        assert!(embed().passages.store(&mut sections));
        data.change(|bytes| bytes[format::HEADER_BYTES + alone + at] ^= 2);
        let model = data.embedder.model();
        let places = StoredPassages::restore_for(&sections, data.dir.path(), model, PROCESSOR);
        let whole = places.is_ok_and(|places| places.are_whole());
        assert!(!whole, "byte {at}");
        let embedded = embed();
        assert_eq!(embedded.computed, 1, "byte {at}");
        let found = all(&*embedded.passages.open(again(&[], 1)).expect("vectors"));
        assert!(found == expected, "byte {at}");
        fs::remove_file(data.path()).expect("a file");
    }
}

/// What `passages` hands out of some that lie in a row.
fn in_a_row(passages: &dyn PassageVectors, some: Range<usize>) -> Vec<EightBits> {
    let mut found = Vec::new();
    let mut each =
        |unit, components: &[i8]| found.push(EightBits { unit, components: components.to_vec() });
    passages.each_vector(some, &mut each).expect("vectors");
    found
}

#[test]
fn vectors_in_a_row_are_those_of_each_wherever_they_lie() {
    let texts = texts(12);
    let mut wanted = vectors_alone(&texts);
    wanted[0] = Wanted::passage(&texts[0]);
    let data = Data::new();
    // Two of them lie elsewhere, and one of these twice.
    data.open().embed(&wanted[8..10], &data.embedder, &mut |_| ()).expect("vectors");
    data.open().embed(&[Wanted::passage(&texts[9])], &data.embedder, &mut |_| ()).expect("vectors");
    let opened = |bytes_max| {
        let embedded = data.open().embed(&wanted, &data.embedder, &mut |_| ()).expect("vectors");
        embedded.passages.open_within(bytes_max, again(&texts, 1)).expect("vectors")
    };
    let each: Vec<EightBits> = all(&*opened(0)).into_iter().map(|one| one.vector).collect();
    let (in_memory, in_file) = (opened(u64::MAX), opened(0));
    for passages in [&in_memory, &in_file] {
        for (start, end) in [(0, 12), (0, 1), (1, 8), (7, 9), (8, 10), (3, 3), (12, 12)] {
            assert_eq!(in_a_row(&**passages, start..end), each[start..end], "{start}..{end}");
        }
    }
    let alone = format::HEAD_BYTES + format::Layout::Vector.payload_bytes(64);
    let third = format::HEADER_BYTES + 2 * alone + 2 * RECORD_BYTES + 2 * alone;
    for at in (0..alone).step_by(5) {
        data.change(|bytes| bytes[third + at] ^= 8);
        assert_eq!(in_a_row(&*in_file, 1..8), each[1..8], "byte {at}");
        data.change(|bytes| bytes[third + at] ^= 8);
    }
    data.change(|bytes| bytes.truncate(third + 5));
    assert_eq!(in_a_row(&*in_file, 1..8), each[1..8], "the file grew shorter");
}

#[test]
fn texts_lie_in_the_order_in_which_they_came() {
    let mut texts = texts(40);
    for (at, text) in texts.iter_mut().enumerate() {
        text.push_str(&" word".repeat(at * 7 % 5));
    }
    let data = Data::new();
    let embedded = data.open().embed(&whole(&texts), &data.embedder, &mut |_| ());
    let places = embedded.expect("vectors").passages;
    let mut sections = Sections::default();
    assert!(places.store(&mut sections));
    let places: Column<Place> = sections.column("passages").expect("places");
    assert!(places.is_sorted_by_key(|place| place.start.get()));
}

#[test]
fn passages_are_read_where_they_lie_and_never_as_those_of_other_texts() {
    let texts = texts(3);
    let data = Data::new();
    let mut sections = Sections::default();
    let embedded = data.open().embed(&whole(&texts), &data.embedder, &mut |_| ()).expect("vectors");
    assert!(embedded.passages.store(&mut sections));
    let restore = || {
        let model = data.embedder.model();
        StoredPassages::restore_for(&sections, data.dir.path(), model, PROCESSOR)
    };
    let stored = restore().expect("the places").open_within(0, again(&[], 1)).expect("vectors");
    let kept = restore().expect("the places").open(again(&[], 1)).expect("whole vectors");
    assert_eq!(all(&*stored), all(&*kept));
    assert!(all(&*kept)[0].tokens.as_ref().is_some_and(|tokens| tokens.ids.len() == 2));
    fs::remove_file(data.path()).expect("a file");
    let others: Vec<String> = texts.iter().rev().cloned().collect();
    for text in &others {
        data.embed(std::slice::from_ref(text));
    }
    assert!(restore().is_err(), "the records are of other texts");
    data.change(|bytes| bytes.truncate(format::HEADER_BYTES + RECORD_BYTES));
    assert!(restore().is_err(), "records are missing");
}
