//! Corpora come back as they were, and damaged ones do not come back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;

use super::*;
use crate::corpus::{ParsedFile, assemble, parse};
use crate::domain::sample;

/// The sections of `corpus`.
fn stored(corpus: &Corpus) -> Sections {
    let mut sections = Sections::default();
    store(corpus, &mut sections);
    sections
}

/// Whether the two are the same in every field.
fn same(a: &Corpus, b: &Corpus) -> bool {
    let position = |clause: &Clause| b.clause_position(&a.id_of(clause));
    let index = |document: &Document| b.document_index(&document.id);
    a.digest() == b.digest()
        && a.documents() == b.documents()
        && a.clauses() == b.clauses()
        && a.documents().iter().enumerate().all(|(at, document)| index(document) == Some(at))
        && a.clauses().iter().enumerate().all(|(at, clause)| position(clause) == Some(at))
}

/// What is made of `body` under the id `id`, where it is sound.
fn parsed(id: &str, kind: &str, date: &str, body: &str) -> Option<Vec<ParsedFile>> {
    let file = format!("---\nid: {id}\ntitle: \"T\u{ef}tle\"\nkind: {kind}\n{date}---\n{body}");
    parse(id, file.as_bytes()).ok()
}

/// Two documents with verbs, lead-ins, several segments, and letters beyond ASCII.
fn small() -> Corpus {
    let body = "P1: We, the Ministers:\n\nP1A: Strongly urge States to act; and support the \
                caf\u{e9} of Mr Maizi\u{e8}re, and to go on.\n\nP1B: Decide to meet again.\n";
    let files = [
        parsed("one", "declaration", "adopted: 2012-11-05\nplace: Rome\n", body),
        parsed("two", "page", "published: 2014-11-05\n", "Some words.\n\nOthers follow."),
    ];
    let files = files.into_iter().map(|file| ("x".to_owned(), file.expect("a sound file")));
    assemble(files.collect())
}

#[test]
fn a_corpus_comes_back_as_it_was() {
    let seed = [
        include_bytes!("../../../corpus/singapore-2009.md").as_slice(),
        include_bytes!("../../../corpus/rome-2012.md"),
        include_bytes!("../../../corpus/monaco-2014.md"),
        include_bytes!("../../../corpus/event-2014.md"),
        include_bytes!("../../../corpus/news-2014.md"),
    ];
    let seed = seed.map(|bytes| ("x".to_owned(), parse("x", bytes).expect("a sound file")));
    let seed = assemble(seed.into());
    let none = Corpus::new(Vec::new(), Digest([1; 32])).expect("nothing stands twice");
    for corpus in [seed, none, small(), sample::corpus()] {
        let restored = restore(&stored(&corpus)).expect("a whole corpus");
        assert!(same(&corpus, &restored), "{corpus:?}");
    }
    assert!(small().clauses().iter().any(|c| !c.verbs.is_empty() && c.parent.is_some()));
}

/// Reads all that can be read of a corpus that was restored.
fn read(sections: &Sections) -> Option<Corpus> {
    let corpus = restore(sections).ok()?;
    for clause in corpus.clauses() {
        let _ = (corpus.text_of(clause), corpus.parent_of(clause), corpus.id_of(clause));
        for span in &clause.segments {
            let _ = corpus.document_of(clause).text.slice(*span);
        }
    }
    Some(corpus)
}

#[test]
fn no_damaged_byte_goes_unnoticed() {
    let corpus = small();
    let sections = stored(&corpus);
    assert!(sections.iter().len() > 10);
    for (name, bytes) in sections.iter() {
        for at in 0..bytes.len() {
            for flip in [0x01, 0x80] {
                let mut damaged = bytes.to_vec();
                damaged[at] ^= flip;
                let mut sections = sections.clone();
                sections.put(name, damaged.into());
                match catch_unwind(AssertUnwindSafe(|| read(&sections))) {
                    Ok(None) => {}
                    Ok(Some(_)) => panic!("{name}: byte {at} was not missed"),
                    Err(panic) => {
                        assert!(name.starts_with("texts."), "{name}: byte {at}");
                        let message = panic.downcast_ref::<String>().expect("a message");
                        assert!(message.contains("delete that file"), "{message}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_section_that_is_missing_or_cut_is_refused() {
    let sections = stored(&small());
    assert!(sections.iter().len() > 10);
    for (name, bytes) in sections.iter() {
        let mut without = Sections::default();
        for (other, bytes) in sections.iter().filter(|(other, _)| *other != name) {
            without.put(other, bytes.clone());
        }
        assert!(restore(&without).is_err(), "without {name}");
        if bytes.is_empty() {
            continue;
        }
        without.put(name, bytes.slice(1..));
        assert!(restore(&without).is_err(), "{name} without its first byte");
    }
}

/// Gives `sections` the checksum of what is in them now.
fn seal(sections: &mut Sections) {
    let checksum = U32::new(checksum(sections));
    sections.put(CHECKSUM, Column::from(vec![checksum]).bytes());
}

proptest! {
    /// Numbers that lead outside are refused even where the checksum agrees.
    #[test]
    fn what_does_not_go_together_is_no_panic(
        section in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), to in any::<u8>(),
    ) {
        let mut sections = stored(&small());
        let (name, bytes) = sections.iter().nth(section.index(sections.iter().len())).expect("one");
        prop_assume!(name.starts_with(PREFIX) && !bytes.is_empty());
        let (name, mut bytes) = (name.to_owned(), bytes.to_vec());
        let at = at.index(bytes.len());
        bytes[at] = to;
        sections.put(&name, bytes.into());
        seal(&mut sections);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| read(&sections))) {
            let message = panic.downcast_ref::<String>().map_or("", String::as_str);
            prop_assert!(message.contains("delete that file"), "{}: {}", name, message);
        }
    }

    #[test]
    fn any_corpus_comes_back_as_it_was(
        bodies in prop::collection::vec(("(P[1-9][A-C]?: |\n|\n\n|Urge |support |\\PC|; |the ){0,60}", any::<bool>()), 1..6),
    ) {
        let files = bodies.iter().enumerate().filter_map(|(at, (body, page))| {
            let (kind, date) = match page {
                true => ("page", format!("published: 20{:02}-01-02\n", 30 - at)),
                false => ("declaration", String::new()),
            };
            Some((at.to_string(), parsed(&format!("d-{at}"), kind, &date, body)?))
        });
        let corpus = assemble(files.collect());
        prop_assume!(!corpus.documents().is_empty());
        let restored = restore(&stored(&corpus)).expect("a whole corpus");
        prop_assert!(same(&corpus, &restored));
    }
}
