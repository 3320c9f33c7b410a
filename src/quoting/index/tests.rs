//! Stored indexes answer as they did, and damaged ones claim nothing that does not stand.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use proptest::prelude::*;

use super::super::tests::corpus;
use super::super::verify;
use super::*;
use crate::domain::{Document, QuoteClaim, QuoteVerdict, Verdict};

/// Documents that repeat a phrase more often than one bucket holds, and say other things once.
fn repetitive() -> Arc<Corpus> {
    let refrain = "We the peoples of the United Nations. ".repeat(600);
    let once: Vec<String> = (0..400).map(|n| format!("Word{n} stands before thing{n}.")).collect();
    let once = once.join(" ");
    corpus(&[
        ("a", &[("P1", &refrain), ("P2", &once)]),
        ("b", &[("P1", "They agree to end the trade in caf\u{e9}s."), ("P2", &refrain)]),
    ])
}

fn stored(index: &QuoteIndex) -> Sections {
    let mut sections = Sections::default();
    index.store(&mut sections);
    sections
}

/// A corpus with its index in sections.
static REPETITIVE: LazyLock<(Arc<Corpus>, Sections)> = LazyLock::new(|| {
    let corpus = repetitive();
    let sections = stored(&QuoteIndex::build(&corpus));
    (corpus, sections)
});

/// Quotations and whether they stand somewhere word for word.
const QUOTATIONS: [(&str, bool); 6] = [
    ("We the peoples of the United Nations", true),
    ("Word17 stands before thing17. Word18 stands", true),
    ("They agree to end the trade ... of the United Nations", true),
    ("They agree to extend the trade in caf\u{e9}s.", false),
    ("Word17 never stands before thing18", false),
    ("peoples", true),
];

fn check(corpus: &Arc<Corpus>, index: &QuoteIndex, text: &str) -> QuoteVerdict {
    let claim = QuoteClaim { text: text.to_owned(), document: None, clause: None };
    verify(corpus, index, &claim)
}

#[test]
fn a_stored_index_is_the_same() {
    for corpus in [repetitive(), corpus(&[("a", &[("P1", "One.")])]), corpus(&[])] {
        let built = QuoteIndex::build(&corpus);
        let sections = stored(&built);
        let restored = QuoteIndex::restore(&sections, &corpus).expect("a whole index");
        assert_eq!((restored.words(), restored.bytes()), (built.words(), built.bytes()));
        for (text, stands) in QUOTATIONS {
            let (was, is) = (check(&corpus, &built, text), check(&corpus, &restored, text));
            assert_eq!(format!("{:?}", is.matches), format!("{:?}", was.matches), "{text}");
            if corpus.documents().len() > 1 {
                assert_eq!(is.verdict <= Verdict::Normalised, stands, "{text}: {:?}", is.verdict);
            }
        }
        let again = stored(&restored);
        assert!(again.iter().eq(sections.iter()));
    }
    let (_, sections) = &*REPETITIVE;
    assert!(
        !sections.get("quotes.common.keys").expect("stored").is_empty(),
        "some runs are common"
    );
}

#[test]
fn an_index_of_another_corpus_or_with_a_part_missing_is_refused() {
    let (corpus, sections) = &*REPETITIVE;
    let other = super::super::tests::corpus(&[("a", &[("P1", "One.")])]);
    assert!(QuoteIndex::restore(sections, &other).is_err());
    let own = |document: &Document| (document.clone(), corpus.clauses_of(document).to_vec());
    let parts = corpus.documents().iter().map(own).collect();
    let other = Corpus::new(parts, Digest([9; 32])).expect("ids differ");
    assert!(QuoteIndex::restore(sections, &other).is_err(), "of as many clauses");
    assert!(sections.iter().len() > 5);
    for (name, bytes) in sections.iter() {
        let mut without = Sections::default();
        for (other, bytes) in sections.iter().filter(|(other, _)| *other != name) {
            without.put(other, bytes.clone());
        }
        assert!(QuoteIndex::restore(&without, corpus).is_err(), "without {name}");
        for cut in [1, 4, 8] {
            without.put(name, bytes.slice(cut.min(bytes.len())..));
            assert!(QuoteIndex::restore(&without, corpus).is_err(), "{name} cut by {cut}");
        }
    }
}

proptest! {
    #[test]
    fn damage_is_refused_or_claims_nothing_that_does_not_stand(
        section in any::<prop::sample::Index>(),
        bytes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..2_000),
    ) {
        let (corpus, sections) = &*REPETITIVE;
        let at = section.index(sections.iter().len());
        let (name, content) = sections.iter().nth(at).expect("a section");
        let mut damaged = content.to_vec();
        for (at, byte) in bytes {
            damaged[at.index(content.len())] = byte;
        }
        let mut sections = sections.clone();
        let (name, damaged) = (name.to_owned(), Bytes::from(damaged));
        sections.put(&name, damaged);
        let Ok(index) = QuoteIndex::restore(&sections, corpus) else { return Ok(()) };
        for (text, stands) in QUOTATIONS {
            let verdict = check(corpus, &index, text);
            prop_assert!(stands || verdict.verdict > Verdict::Normalised, "{}: {}", name, text);
            for span in verdict.matches.iter().flat_map(|place| &place.spans) {
                let clause = &corpus.clauses()[span.clause];
                prop_assert!(clause.span.contains(span.span));
                prop_assert_eq!(corpus.document_of(clause).text.slice(span.span), &span.quote);
            }
        }
    }
}
