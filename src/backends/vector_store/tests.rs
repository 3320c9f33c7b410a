//! Stored vectors: kept, damaged, locked, of another model.

use std::borrow::Cow;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use columns::Sections;
use tempfile::TempDir;

use super::*;
use crate::fake_embedder::FakeEmbedder;
use crate::retrieval::{EightBits, Embedding, PassageVectors, Priority};

mod places;

const PROCESSOR: &str = "test";

/// A data folder, and what is done with it.
struct Data {
    dir: TempDir,
    embedder: FakeEmbedder,
}

impl Data {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        Self { dir, embedder: FakeEmbedder::new(1) }
    }

    /// A folder in which the vectors of `texts` are stored.
    fn with(texts: &[String]) -> Self {
        let data = Self::new();
        data.embed(texts);
        data
    }

    fn open(&self) -> VectorStore {
        VectorStore::open_for(self.dir.path(), self.embedder.model(), PROCESSOR).expect("a store")
    }

    /// Opens the store and embeds `texts`; checks them against the embedder's own, and returns how
    /// many were computed.
    fn embed(&self, texts: &[String]) -> usize {
        let mut store = self.open();
        let before = self.embedder.texts_embedded();
        let embedded = store.embed(&whole(texts), &self.embedder, &mut |_| ()).expect("vectors");
        assert_eq!(self.embedder.texts_embedded() - before, embedded.computed);
        let expected = FakeEmbedder::new(1);
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let expected = expected.embed(&borrowed, Priority::Bulk).expect("vectors");
        let expected: Vec<PassageEmbedding> = expected.into_iter().map(Into::into).collect();
        let computed = embedded.computed;
        let kept = embedded.passages.open(again(texts, 1)).expect("whole vectors");
        assert!(all(&*kept) == expected, "the vectors are those of the texts");
        computed
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("vectors/0101010101010101.vec")
    }

    fn change(&self, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.path()).expect("a file");
        change(&mut bytes);
        fs::write(self.path(), bytes).expect("a file");
    }
}

/// All vectors of some passages.
fn all(vectors: &dyn PassageVectors) -> Vec<PassageEmbedding> {
    let one = |passage| PassageEmbedding {
        vector: EightBits::from_vector(&vectors.vector(passage).expect("a vector")),
        tokens: vectors.tokens(passage).ok().map(Cow::into_owned),
    };
    (0..vectors.len()).map(one).collect()
}

/// Makes the vectors of `texts` again, by the model of this digest.
fn again(texts: &[String], digest: u8) -> MadeAgain {
    let texts = texts.to_vec();
    MadeAgain::new(Arc::new(FakeEmbedder::new(digest)), move |at| texts.get(at).cloned())
}

/// `count` texts of the same length, so that their records have the same length too.
fn texts(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("text {index:03}")).collect()
}

/// The same, with all vectors there are of them.
fn whole(texts: &[String]) -> Vec<Wanted<'_>> {
    texts.iter().map(|text| Wanted::passage(text)).collect()
}

/// Length of the record of one of [`texts`].
const RECORD_BYTES: usize = format::HEAD_BYTES + format::Layout::WideTokens(2).payload_bytes(64);

#[test]
fn a_second_opening_embeds_nothing() {
    let texts = texts(200);
    let data = Data::with(&texts);
    let length = fs::metadata(data.path()).expect("a file").len();
    assert_eq!(length as usize, format::HEADER_BYTES + 200 * RECORD_BYTES);
    assert_eq!(data.embed(&texts), 0);
    assert_eq!(data.embed(&texts[50..]), 0);
}

#[test]
fn only_new_texts_are_embedded_and_each_once() {
    let data = Data::with(&texts(3));
    let mut more = texts(5);
    more.extend(texts(5));
    more.push(String::new());
    assert_eq!(data.embed(&more), 3);
    assert_eq!(data.embed(&more), 0);
    assert_eq!(data.embed(&[]), 0);
}

#[test]
fn one_store_embeds_a_text_once() {
    let data = Data::new();
    let mut store = data.open();
    for computed in [4, 0] {
        let embedded =
            store.embed(&whole(&texts(4)), &data.embedder, &mut |_| ()).expect("vectors");
        assert_eq!(embedded.computed, computed);
    }
}

#[test]
fn progress_counts_the_texts_that_need_work() {
    let data = Data::with(&texts(10));
    let mut store = data.open();
    let mut steps = Vec::new();
    let mut note = |progress: Progress| steps.push((progress.done, progress.total));
    store.embed(&whole(&texts(10)), &data.embedder, &mut note).expect("vectors");
    store.embed(&whole(&texts(110)), &data.embedder, &mut note).expect("vectors");
    assert_eq!(steps, [(0, 100), (64, 100), (100, 100)]);
}

#[test]
fn a_damaged_payload_costs_its_own_record() {
    let texts = texts(4);
    for at in [format::HEAD_BYTES, RECORD_BYTES - 1] {
        let data = Data::with(&texts);
        data.change(|bytes| bytes[format::HEADER_BYTES + RECORD_BYTES + at] ^= 1);
        assert_eq!(data.embed(&texts), 1);
        assert_eq!(data.embed(&texts), 0);
    }
}

#[test]
fn a_damaged_head_costs_its_own_record() {
    let texts = texts(4);
    for at in 0..format::HEAD_BYTES {
        let data = Data::with(&texts);
        data.change(|bytes| bytes[format::HEADER_BYTES + RECORD_BYTES + at] ^= 1);
        assert_eq!(data.embed(&texts), 1, "byte {at}");
        assert_eq!(data.embed(&texts), 0, "byte {at}");
    }
}

#[test]
fn a_truncated_end_is_cut_off() {
    let texts = texts(4);
    for (kept, computed) in [
        (3 * RECORD_BYTES, 1),
        (3 * RECORD_BYTES + 1, 1),
        (3 * RECORD_BYTES + format::HEAD_BYTES, 1),
        (4 * RECORD_BYTES - 1, 1),
        (1, 4),
        (0, 4),
    ] {
        let data = Data::with(&texts);
        data.change(|bytes| bytes.truncate(format::HEADER_BYTES + kept));
        drop(data.open());
        let length = fs::metadata(data.path()).expect("a file").len() as usize;
        assert_eq!(length, format::HEADER_BYTES + (4 - computed) * RECORD_BYTES);
        assert_eq!(data.embed(&texts), computed, "{kept} bytes kept");
        assert_eq!(data.embed(&texts), 0, "{kept} bytes kept");
    }
}

#[test]
fn zeros_at_the_end_are_cut_off() {
    let data = Data::with(&texts(2));
    data.change(|bytes| bytes.extend([0; 10_000]));
    assert_eq!(data.embed(&texts(3)), 1);
    assert_eq!(data.embed(&texts(3)), 0);
}

#[test]
fn a_file_with_another_header_is_set_aside() {
    let texts = texts(4);
    for at in [0, 8, 12, 16, 48, format::HEADER_BYTES - 1] {
        let data = Data::with(&texts);
        data.change(|bytes| bytes[at] ^= 1);
        let changed = fs::read(data.path()).expect("a file");
        assert_eq!(data.embed(&texts), 4, "byte {at}");
        assert_eq!(data.embed(&texts), 0, "byte {at}");
        let aside = fs::read(data.path().with_extension("vec.aside")).expect("a file");
        assert!(aside == changed, "byte {at}: nothing is thrown away");
    }
}

#[test]
fn a_file_of_an_earlier_version_is_set_aside_and_never_misread() {
    let texts = texts(4);
    let data = Data::with(&texts);
    data.change(|bytes| {
        let crc_at = format::HEADER_BYTES - 4;
        bytes[8] = 2;
        let crc = crc32fast::hash(&bytes[..crc_at]).to_le_bytes();
        bytes[crc_at..format::HEADER_BYTES].copy_from_slice(&crc);
    });
    assert_eq!(data.embed(&texts), 4);
    assert_eq!(data.embed(&texts), 0);
    assert!(data.path().with_extension("vec.aside").exists());
}

#[test]
fn an_empty_and_a_headless_file_are_begun_anew() {
    for length in [0, 1, format::HEADER_BYTES - 1] {
        let data = Data::with(&texts(2));
        data.change(|bytes| bytes.truncate(length));
        assert_eq!(data.embed(&texts(2)), 2, "{length} bytes");
        assert_eq!(data.embed(&texts(2)), 0, "{length} bytes");
    }
}

#[test]
fn models_never_mix() {
    let data = Data::with(&texts(2));
    let other = FakeEmbedder::new(2);
    let error =
        data.open().embed(&whole(&texts(2)), &other, &mut |_| ()).expect_err("another model");
    assert!(matches!(error, StoreError::OtherModel { .. }), "{error}");
    let mut store = VectorStore::open(data.dir.path(), other.model()).expect("a store");
    let embedded = store.embed(&whole(&texts(2)), &other, &mut |_| ()).expect("vectors");
    assert_eq!(embedded.computed, 2);
    assert_eq!(data.embed(&texts(2)), 0);
}

#[test]
fn vectors_of_another_processor_are_made_again() {
    let data = Data::with(&texts(2));
    let model = data.embedder.model();
    let mut store = VectorStore::open_for(data.dir.path(), model, "other").expect("a store");
    let embedded = store.embed(&whole(&texts(2)), &data.embedder, &mut |_| ()).expect("vectors");
    assert_eq!(embedded.computed, 2);
}

#[test]
fn while_another_writes_new_vectors_stay_in_memory() {
    let data = Data::with(&texts(2));
    let writer = data.open();
    let length = || fs::metadata(data.path()).expect("a file").len();
    let before = length();
    let mut reader = data.open();
    for computed in [1, 0] {
        let embedded =
            reader.embed(&whole(&texts(3)), &data.embedder, &mut |_| ()).expect("vectors");
        assert_eq!(embedded.computed, computed);
    }
    assert_eq!(length(), before);
    drop((reader, writer));
    assert_eq!(data.embed(&texts(3)), 1, "the lock is free again");
}

#[test]
fn a_reader_leaves_a_damaged_file_alone() {
    let data = Data::with(&texts(2));
    let writer = data.open();
    data.change(|bytes| bytes.extend([1; 7]));
    let length = || fs::metadata(data.path()).expect("a file").len();
    let before = length();
    assert_eq!(data.embed(&texts(2)), 0);
    assert_eq!(length(), before);
    data.change(|bytes| bytes[0] ^= 1);
    assert_eq!(data.embed(&texts(2)), 2);
    fs::remove_file(data.path()).expect("a file");
    assert_eq!(data.embed(&texts(2)), 2);
    drop(writer);
}

/// Fails from a certain call on, or returns vectors of a wrong shape.
struct Failing {
    inner: FakeEmbedder,
    calls_left: AtomicUsize,
    shape: fn(Vec<Embedding>) -> Vec<Embedding>,
}

impl Embedder for Failing {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn model(&self) -> &ModelInfo {
        self.inner.model()
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        let left = self.calls_left.load(Ordering::Relaxed);
        let left = left.checked_sub(1).ok_or_else(|| EmbedError("asked to".to_owned()))?;
        self.calls_left.store(left, Ordering::Relaxed);
        self.inner.embed(texts, priority).map(self.shape)
    }
}

#[test]
fn what_was_embedded_before_a_failure_is_kept() {
    let data = Data::new();
    let failing = Failing {
        inner: FakeEmbedder::new(1),
        calls_left: AtomicUsize::new(1),
        shape: |embeddings| embeddings,
    };
    let error =
        data.open().embed(&whole(&texts(100)), &failing, &mut |_| ()).expect_err("a failure");
    assert_eq!(error.to_string(), "embed text: asked to");
    assert_eq!(data.embed(&texts(100)), 100 - CHUNK_TEXTS);
}

#[test]
fn vectors_of_a_wrong_shape_are_not_stored() {
    let shapes: [fn(Vec<Embedding>) -> Vec<Embedding>; 3] = [
        |mut embeddings| {
            embeddings.pop();
            embeddings
        },
        |mut embeddings| {
            embeddings[0].vector.pop();
            embeddings
        },
        |mut embeddings| {
            embeddings[0].tokens.rows.pop();
            embeddings
        },
    ];
    for shape in shapes {
        let data = Data::new();
        let inner = FakeEmbedder::new(1);
        let failing = Failing { inner, calls_left: AtomicUsize::new(9), shape };
        let error =
            data.open().embed(&whole(&texts(2)), &failing, &mut |_| ()).expect_err("refused");
        assert!(matches!(error, StoreError::WrongShape), "{error}");
        assert_eq!(data.embed(&texts(2)), 2);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named_with_the_remedy() {
    let data = Data::new();
    let occupied = data.dir.path().join("file");
    fs::write(&occupied, "").expect("a file");
    let error = VectorStore::open(&occupied, data.embedder.model()).expect_err("no folder");
    let message = error.to_string();
    assert!(message.contains("file/vectors") && message.contains("--data-dir"), "{message}");
}

#[test]
fn damaged_vectors_are_recomputed_and_never_returned() {
    let texts = texts(4);
    let data = Data::new();
    let mut sections = Sections::default();
    let embedded = data.open().embed(&whole(&texts), &data.embedder, &mut |_| ()).expect("vectors");
    assert!(embedded.passages.store(&mut sections));
    let restore = || {
        let model = data.embedder.model();
        StoredPassages::restore_for(&sections, data.dir.path(), model, PROCESSOR)
    };
    let open = |again| restore().expect("the places").open_within(0, again).expect("vectors");
    let expected = all(&*open(again(&[], 1)));
    let whole = fs::read(data.path()).expect("a file");
    let second = format::HEADER_BYTES + RECORD_BYTES;
    for at in (format::HEAD_BYTES..RECORD_BYTES).step_by(37) {
        data.change(|bytes| bytes[second + at] ^= 4);
        assert!(!restore().expect("the places").are_whole(), "byte {at}");
        assert!(restore().expect("the places").open(again(&texts, 1)).is_err(), "byte {at}");
        assert!(all(&*open(again(&texts, 1))) == expected, "byte {at}");
        // What cannot be made again is refused, not made up.
        let without = open(again(&[], 1));
        let refused = |passage: &usize| without.vector(*passage).is_err();
        let refused: Vec<usize> = (0..texts.len()).filter(refused).collect();
        assert!(refused.len() == 1 && without.tokens(refused[0]).is_err(), "byte {at}");
        fs::write(data.path(), &whole).expect("a file");
    }
    let open = open(again(&texts, 1));
    data.change(|bytes| bytes.truncate(second + 5));
    assert!(all(&*open) == expected, "the file grew shorter behind an open one");
}
