//! Files that are kept, lost and mended.

use super::*;
use crate::corpus::{assemble, parse};

fn file(id: &str, words: &str) -> Vec<u8> {
    format!("---\nid: {id}\ntitle: Title\nkind: declaration\n---\nP1: {words}\n").into_bytes()
}

/// Keeps a state of these files.
fn keep(snapshots: &Snapshots, files: &[Vec<u8>]) -> Digest {
    let parsed = files.iter().enumerate().map(|(at, bytes)| {
        let parsed = parse("test", bytes).expect("a sound file");
        snapshots.keep_file(parsed[0].document.digest, bytes).expect("a file that can be written");
        (at.to_string(), parsed)
    });
    let corpus = assemble(parsed.collect());
    snapshots.keep_state(&corpus).expect("a state that can be written");
    corpus.digest()
}

#[test]
fn every_state_keeps_its_documents_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let (first, second) = (file("a", "Urge peace."), file("a", "Support peace."));
    let other = file("b", "Decide.");
    let old = keep(&snapshots, &[first.clone(), other.clone()]);
    let new = keep(&snapshots, &[second.clone(), other.clone()]);
    for (state, document, expected) in
        [(old, "a", &first), (new, "a", &second), (old, "b", &other), (new, "b", &other)]
    {
        for digits in [state.short(), state.to_string()] {
            let kept = snapshots.file(&digits, document).expect("it was kept");
            assert_eq!((&kept.bytes, kept.state), (expected, state));
        }
    }
    let files: usize = fs::read_dir(folder.path().join("snapshots/files"))
        .expect("a folder")
        .map(|shard| fs::read_dir(shard.expect("an entry").path()).expect("a folder").count())
        .sum();
    assert_eq!(files, 3, "what two states share is kept once");
}

#[test]
fn what_was_never_kept_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let message = |state: &str, id: &str| {
        snapshots.file(state, id).expect_err("nothing of the kind").to_string()
    };
    assert!(message("abababababab", "a").contains("never served"));
    let state = keep(&snapshots, &[file("a", "Urge peace.")]).to_string();
    assert!(message("abababababab", "a").contains("never served"));
    assert!(message(&state[..11], "a").contains("never served"), "too few digits");
    assert!(message("../states/..", "a").contains("never served"), "no digits");
    assert!(message(&state, "b").contains("has no such document"));
}

#[test]
fn damage_is_seen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let bytes = file("a", "Urge peace.");
    let state = keep(&snapshots, std::slice::from_ref(&bytes)).to_string();
    let digest = parse("test", &bytes).expect("a sound file")[0].document.digest;
    fs::write(snapshots.file_path(digest), file("a", "Urge pence.")).expect("a file");
    let error = snapshots.file(&state, "a").expect_err("another file").to_string();
    assert!(error.contains("is damaged; the operator can restore it"), "{error}");
    // What is damaged is written again by whoever keeps it next.
    for damage in [&b"---"[..], &file("a", "Urge pence."), b""] {
        fs::write(snapshots.file_path(digest), damage).expect("a file");
        assert!(!snapshots.has_file(digest));
        keep(&snapshots, std::slice::from_ref(&bytes));
        snapshots.file(&state, "a").expect("it is whole again");
    }
}

#[test]
fn what_is_lost_comes_back_from_the_documents_that_are_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    fs::create_dir(&corpus).expect("a folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let bytes = file("a", "Urge peace.");
    let state = keep(&snapshots, std::slice::from_ref(&bytes)).to_string();
    let digest = parse("test", &bytes).expect("a sound file")[0].document.digest;
    fs::remove_file(snapshots.file_path(digest)).expect("a file");
    let error = snapshots.file(&state, "a").expect_err("it is gone").to_string();
    assert!(error.contains("its file is missing"), "{error}");
    snapshots.mend(digest).expect_err("there is no folder to take it from");
    let snapshots = snapshots.mended_from(&corpus);
    fs::write(corpus.join("a.md"), file("a", "Urge pence.")).expect("a file");
    snapshots.mend(digest).expect_err("the folder has another file");
    fs::write(corpus.join("b.md"), &bytes).expect("a file");
    snapshots.mend(digest).expect("the folder has it");
    assert_eq!(snapshots.file(&state, "a").expect("it is whole again").bytes, bytes);
}

#[test]
fn a_damaged_list_is_never_believed_and_kept_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let files = [file("a", "Urge peace."), file("b", "Decide.")];
    let state = keep(&snapshots, &files);
    let path = snapshots.state_path(&state.to_string());
    let whole = fs::read(&path).expect("a list");
    let flipped = (0..whole.len()).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    });
    let cut = (0..whole.len()).step_by(7).map(|end| whole[..end].to_vec());
    for (case, damage) in flipped.chain(cut).enumerate() {
        fs::write(&path, damage).expect("a file");
        assert!(!snapshots.has_state(state), "case {case}");
        let error = snapshots.file(&state.to_string(), "a").expect_err("damage").to_string();
        assert!(error.contains("is damaged; the operator can"), "case {case}: {error}");
    }
    keep(&snapshots, &files);
    snapshots.file(&state.to_string(), "b").expect("it is whole again");
    // Lists of earlier versions have no checksum; their rows are held to the state's digest.
    let text = String::from_utf8(whole).expect("UTF-8");
    let earlier = unseal(&text).expect("a checksum");
    fs::write(&path, earlier).expect("a file");
    snapshots.file(&state.to_string(), "a").expect("a list of an earlier version");
    let renamed = earlier.replace("  a\n", "  c\n");
    fs::write(&path, renamed).expect("a file");
    assert!(!snapshots.has_state(state));
}

#[test]
fn digits_that_two_states_share_are_not_enough() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let snapshots = Snapshots::in_folder(folder.path());
    let states = folder.path().join("snapshots/states");
    fs::create_dir_all(&states).expect("a folder");
    for last in ["0", "1"] {
        fs::write(states.join(format!("{}{last}", "a".repeat(63))), "").expect("a file");
    }
    let error = snapshots.file("aaaaaaaaaaaa", "a").expect_err("two states");
    assert_eq!(error, ArchiveError::AmbiguousState("aaaaaaaaaaaa".into()));
}
