//! Floor 2: how a file becomes documents and clauses.
//!
//! Pure functions from bytes to [`crate::domain::Corpus`]: reading folders is not done here.
//! `docs/CORPUS.md` describes the formats for those who bring documents. On the way down:
//! `formats` (what a file is, and its blocks by the crate of that name), `structured` (blocks as
//! clauses). Files in the program's own format have `front_matter` (what is known about the
//! document), `markup` (the body as text), `labelled` or `paragraphs` (where clauses begin and end),
//! `parts`. Then `verbs` and `segments` of each. `parsed_file` puts them together;
//! `stored` puts a corpus into a file of columns and takes it out.

mod archive;
mod boilerplate;
mod digest;
mod error;
mod files;
mod formats;
mod front_matter;
mod label;
mod labelled;
mod labelled_file;
mod markup;
mod paragraphs;
mod parsed_file;
mod parts;
mod records;
mod segments;
mod stored;
mod stored_clauses;
mod structured;
mod verbs;
mod words;

use std::ops::Range;

pub use archive::{Archive, ArchiveError, ArchivedFile};
pub use digest::digest_of_corpus;
pub use error::CorpusError;
pub use files::{CorpusFolder, FileChangeError};
pub use formats::{Blocks, blocks, needs_own_process, parse, parse_blocks, text_of_blocks};
pub use parsed_file::{ParsedFile, assemble};
pub use records::{Records, is_records};
pub use stored::{restore, store};
pub use structured::id_of_file;

use crate::domain::{Clause, OperativeVerb, Part, Reference, Span, Text};
use crate::language::references;
use verbs::Found;

/// The largest file that [`parse`] takes. Whoever reads files should not read more of them.
pub const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// A clause before it is given to a document: ranges are bytes of the document's text.
#[derive(Debug, Clone)]
struct Draft {
    label: String,
    part: Part,
    range: Range<usize>,
    verbs: Vec<Found>,
    /// Index of the lead-in among the document's drafts.
    parent: Option<usize>,
    /// The words of its heading.
    heading: Option<Range<usize>>,
}

impl Draft {
    /// A clause of which only the place is known.
    fn new(label: String, range: Range<usize>) -> Self {
        Self { label, part: Part::Body, range, verbs: Vec::new(), parent: None, heading: None }
    }
}

/// The segments of `span` of `text`: its sentences, and the sub-clauses of long sentences.
pub fn segments(text: &Text, span: Span) -> Vec<Span> {
    let range = text.byte_of(span.start)..text.byte_of(span.end);
    let segments = segments::split(text.as_str(), range, &[]);
    segments.into_iter().map(|segment| text.span_of(segment)).collect()
}

/// Turns bytes into code points, and finds the segments.
fn clause(draft: Draft, text: &Text) -> Clause {
    let starts: Vec<usize> = draft.verbs.iter().map(|verb| verb.range.start).collect();
    let segments = segments::split(text.as_str(), draft.range.clone(), &starts);
    let verbs = draft.verbs.into_iter().map(|verb| OperativeVerb {
        lemma: verb.lemma,
        intensified: verb.intensified,
        wording: text.as_str()[verb.range.clone()].to_owned(),
        strength: verb.strength,
        span: text.span_of(verb.range),
    });
    let start = draft.range.start;
    let references = references::find(&text.as_str()[draft.range.clone()]).into_iter();
    let references = references.map(|mention| Reference {
        span: text.span_of(start + mention.range.start..start + mention.range.end),
        key: mention.key.into(),
    });
    Clause {
        document: 0,
        part: draft.part,
        span: text.span_of(draft.range),
        verbs: verbs.collect(),
        parent: draft.parent,
        heading: draft.heading.map(|range| text.span_of(range)),
        segments: segments.into_iter().map(|segment| text.span_of(segment)).collect(),
        references: references.collect(),
        label: draft.label.into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::labelled_file::parse as parse_file;
    use super::*;

    fn file(kind: &str, body: &str) -> Vec<u8> {
        format!("---\nid: some-id\ntitle: Some title\nkind: {kind}\n---\n{body}").into_bytes()
    }

    fn failure(bytes: &[u8]) -> String {
        parse("corpus/x.md", bytes).expect_err("the file is at fault").to_string()
    }

    #[test]
    fn a_file_at_fault_is_named_with_line_and_remedy() {
        let cases: [(&[u8], &str); 9] = [
            (b"", "corpus/x.md: the file is empty; add"),
            (b"# Only a title\n", "corpus/x.md: no clause in the text"),
            (b" \n\t\r\n", "corpus/x.md: the file is empty; add"),
            (b"---\nid: a\nkind: page\n\xff", "corpus/x.md:4: not UTF-8; save"),
            (&file("page", ""), "corpus/x.md:5: no text under the front matter; write"),
            (&file("page", "\n \n"), "corpus/x.md:5: no text under the front matter; write"),
            (&file("page", "1 /\n19\n"), "corpus/x.md:6: no clause in the text"),
            (&file("page", "See also\n"), "corpus/x.md:6: no clause in the text"),
            (&file("declaration", "P1: a\nP2:\n"), "corpus/x.md:7: label 'P2' has no text"),
        ];
        for (bytes, expected) in cases {
            let message = failure(bytes);
            assert!(message.starts_with(expected), "{message}");
        }
        let twice = failure(&file("declaration", "P1: a\n\nP2: b\n\n\nP1: c\n"));
        assert!(twice.starts_with("corpus/x.md:11: label 'P1' is on line 6 already"), "{twice}");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let message = failure(&vec![0xff; FILE_BYTES_MAX + 1]);
        assert!(message.contains("larger than 52428800 bytes; split"), "{message}");
    }

    #[test]
    fn of_two_files_with_one_id_the_second_is_left_out() {
        let parsed = || parse("x", &file("page", "Some words.")).expect("the file is sound");
        let corpus = assemble(vec![("a.md".to_owned(), parsed()), ("b.md".to_owned(), parsed())]);
        let [skipped] = corpus.skipped() else { panic!("{:?}", corpus.skipped()) };
        assert_eq!(skipped.path, "b.md");
        assert!(skipped.message.contains("the id 'some-id' of a.md"), "{}", skipped.message);
        assert_eq!(corpus.documents().len(), 1);
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing_but_the_digest() {
        let unix = file("declaration", "P1: One *two*\nthree.\n\nP2: Four.\n");
        let text = String::from_utf8(unix.clone()).expect("the file is text");
        let dos = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
        let (a, a_clauses) = parse_file(&unix).expect("the file is sound");
        let (b, b_clauses) = parse_file(&dos).expect("the file is sound");
        assert_eq!(a.text, b.text);
        assert_ne!(a.digest, b.digest);
        let spans = |clauses: &[Clause]| clauses.iter().map(|c| c.span).collect::<Vec<_>>();
        assert_eq!(spans(&a_clauses), spans(&b_clauses));
    }

    /// Whether `inner` are spans of `outer`, in order, apart and not empty.
    fn orderly(outer: Span, inner: &[Span]) -> bool {
        inner.iter().all(|span| outer.contains(*span) && !span.is_empty())
            && inner.windows(2).all(|pair| pair[0].end <= pair[1].start)
    }

    fn check(kind: &str, body: &str) -> Result<(), TestCaseError> {
        let parsed = parse_file(&file(kind, body));
        prop_assume!(parsed.is_ok());
        let (document, clauses) = parsed.expect("it is");
        prop_assert!(!clauses.is_empty());
        let whole = Span::new(0, document.text.len());
        let spans: Vec<Span> = clauses.iter().map(|clause| clause.span).collect();
        prop_assert!(orderly(whole, &spans), "{:?}", spans);
        for clause in &clauses {
            let words = document.text.slice(clause.span);
            prop_assert_eq!(words, words.trim());
            prop_assert!(!clause.segments.is_empty());
            prop_assert!(orderly(clause.span, &clause.segments), "{:?}", clause.segments);
            let covered: String = clause.segments.iter().map(|s| document.text.slice(*s)).collect();
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&covered), solid(words), "segments cover the clause");
            for verb in &clause.verbs {
                prop_assert!(clause.span.contains(verb.span));
                prop_assert_eq!(document.text.slice(verb.span), &verb.wording);
            }
            prop_assert!(clause.parent.is_none_or(|parent| parent < clauses.len()));
        }
        Ok(())
    }

    /// Bodies made of the words and marks that the rules look at.
    fn likely_body() -> impl Strategy<Value = String> {
        let atoms = prop::sample::select(vec![
            "P1: ", "\nP2: ", "\nP2A: ", "\nP2B: ", "\nINTRO: ", "Recognizing ", "and ", ", ",
            "; ", ". ", ".", "“", "” ", "(", ") ", "*", "**", "\\*", "\n", "\n\n", "Urge ",
            "support ", "the ", "to ", "\u{a0}", "H.E. ", "é ", "1 / 19", "Session 2", "See also",
            "including ", "expressing ", "concern ", "continue to ", "having ", "as well as ",
            "Word ", "word ",
        ]);
        prop::collection::vec(atoms, 0..120).prop_map(|atoms| atoms.concat())
    }

    proptest! {
        #[test]
        fn any_body_parses_into_orderly_clauses(body in "\\PC{0,400}", page in any::<bool>()) {
            check(if page { "page" } else { "declaration" }, &body)?;
        }

        #[test]
        fn likely_bodies_parse_into_orderly_clauses(body in likely_body(), page in any::<bool>()) {
            check(if page { "page" } else { "declaration" }, &body)?;
        }

        #[test]
        fn any_bytes_are_taken_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse("x", &bytes);
        }
    }
}
