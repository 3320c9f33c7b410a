//! Tests of the file of keys.

use super::*;
use crate::domain::Digest;

fn key(id: &str) -> ApiKey {
    ApiKey {
        id: id.to_owned(),
        name: "a bot's \"key\"".to_owned(),
        scopes: vec![Scope::Read, Scope::Admin],
        created_at: "2026-11-22T08:00:00Z".parse().expect("a time"),
        expires_at: (id == "b").then(|| "2027-11-22T08:00:00Z".parse().expect("a time")),
        digest: Digest([0x5A; 32]),
    }
}

fn add(path: &Path, id: &str) {
    change_keys(path, |keys| {
        keys.push(key(id));
        Ok(())
    })
    .expect("a writable folder");
}

#[test]
fn no_damaged_byte_changes_a_key() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("keys.toml");
    add(&path, "b");
    let whole = fs::read(&path).expect("a file");
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(keys) = parse(&bytes) {
            assert!(keys == [key("b")], "bit {bit}: {keys:?}");
        }
    }
    let text = String::from_utf8(whole).expect("UTF-8");
    let edited = text.replace("2027-11-22", "2037-11-22");
    assert!(parse(edited.as_bytes()).expect_err("it was edited").contains("remove the last line"));
    let lines = &edited[..edited.rfind('#').expect("a checksum")];
    assert_eq!(parse(lines.as_bytes()).expect("who removes it knows").len(), 1);
}

#[test]
fn keys_come_back_as_they_were_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("new").join("keys.toml");
    assert_eq!(read_keys(&path).expect("no file, no keys"), []);
    add(&path, "a");
    add(&path, "b");
    assert_eq!(read_keys(&path).expect("a good file"), [key("a"), key("b")]);
    let left: Vec<_> = fs::read_dir(path.parent().expect("a folder")).expect("a folder").collect();
    assert_eq!(left.len(), 2, "the file and its lock: {left:?}");
}

#[test]
fn a_change_that_is_refused_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("keys.toml");
    add(&path, "a");
    let refused = change_keys(&path, |keys| {
        keys.clear();
        Err::<(), _>(KeyFileError::Refused("revoke: no such key".into()))
    });
    assert_eq!(refused.expect_err("refused").to_string(), "revoke: no such key");
    assert_eq!(read_keys(&path).expect("a good file").len(), 1);
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("keys.toml");
    add(&path, "a");
    let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    for exposed in [0o644, 0o640, 0o620, 0o604] {
        fs::set_permissions(&path, fs::Permissions::from_mode(exposed)).expect("my file");
        let error = read_keys(&path).expect_err("others may use it").to_string();
        assert!(error.contains(&format!("mode {exposed:03o}")), "{error}");
        assert!(error.contains("run `chmod 600 "), "{error}");
    }
}

#[test]
fn malformed_files_are_refused_with_what_is_wrong() {
    let row =
        "[[keys]]\nid = 'a'\nname = 'x'\nscopes = ['read']\ncreated_at = '2026-11-22T08:00:00Z'\n";
    let good = format!("{row}sha256 = '{}'\n", "5a".repeat(32));
    assert_eq!(parse(good.as_bytes()).expect("a good file").len(), 1);
    let cases = [
        ("keys = 1".to_owned(), "invalid type"),
        ("secret = 'x'".to_owned(), "unknown field `secret`"),
        (row.to_owned(), "missing field `sha256`"),
        (format!("{row}sha256 = 'zz'\n"), "key 'a': sha256 is not 64"),
        (format!("{row}sha256 = '{}'\n", "zz".repeat(32)), "key 'a': sha256 is not 64"),
        (good.replace("'read'", "'write'"), "key 'a' has the unknown scope 'write'"),
        (
            good.replace("2026-11-22T", "2026-11-99T"),
            "parameter 'day' is not in the required range",
        ),
        (format!("{good}{good}"), "two keys have the id 'a'"),
    ];
    for (text, expected) in cases {
        let reason = parse(text.as_bytes()).expect_err(&text);
        assert!(reason.contains(expected), "{text}: {reason}");
    }
    let reason = parse(b"\xff").expect_err("no text");
    assert!(reason.contains("UTF-8"), "{reason}");
}

#[test]
fn names_can_be_shown() {
    for (name, good) in [("Ops bot", true), ("", false), (" ", false), ("a\nb", false)] {
        assert_eq!(check_key_name(name).is_ok(), good, "{name:?}");
    }
    assert!(check_key_name(&"x".repeat(101)).is_err());
}
