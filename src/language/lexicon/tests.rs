//! The files of a language are sound.

use std::collections::BTreeSet;

use super::*;
use crate::language::analysis::fold;

/// Each list of `value` with its name.
fn lists(name: &str, value: &toml::Value, found: &mut Vec<(String, String)>) {
    match value {
        toml::Value::String(list) => found.push((name.to_owned(), list.clone())),
        toml::Value::Table(table) => {
            for (key, value) in table {
                lists(&format!("{name}.{key}"), value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn english_is_read_and_its_words_are_folded_and_stand_once_in_a_list() {
    let language = english();
    LazyLock::force(&language.text);
    LazyLock::force(&language.documents);
    LazyLock::force(&language.questions);
    LazyLock::force(&language.claims);
    let files = [
        ("text", include_str!("../english/text.toml")),
        ("documents", include_str!("../english/documents.toml")),
        ("questions", include_str!("../english/questions.toml")),
        ("claims", include_str!("../english/claims.toml")),
    ];
    let mut found = Vec::new();
    for (name, file) in files {
        lists(name, &toml::from_str(file).expect("TOML"), &mut found);
    }
    assert!(found.len() > 100, "the lists were found");
    for (name, list) in found {
        let mut seen = BTreeSet::new();
        for entry in list.split(',') {
            let words: Vec<&str> = entry.split_whitespace().collect();
            assert!(!words.is_empty(), "{name}: an entry is empty");
            for word in &words {
                // Months are shown as they are written.
                let lower = word.to_lowercase();
                assert_eq!(fold(word), lower, "{name}");
            }
            assert!(seen.insert(words.join(" ")), "{name}: '{entry}' stands twice");
        }
    }
}
