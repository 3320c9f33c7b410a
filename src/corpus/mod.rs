//! Floor 2: how a file becomes documents and clauses.
//!
//! Pure functions from bytes to [`crate::domain::Corpus`]: reading folders is not done here.
//! `docs/CORPUS.md` describes the format for those who write such files. On the way down:
//! `front_matter` (what is known about the document), `markup` (the body as text), `labelled` or
//! `paragraphs` (where clauses begin and end), then `parts`, `verbs` and `segments` of each.
//! `stored` puts a corpus into a file of columns and takes it out. May import: `columns`, `domain`, `language`.

mod archive;
mod boilerplate;
mod digest;
mod error;
mod front_matter;
mod label;
mod labelled;
mod markup;
mod paragraphs;
mod parts;
mod references;
mod segments;
mod stored;
mod stored_clauses;
mod structured;
mod verbs;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

pub use archive::{Archive, ArchiveError, ArchivedFile};
pub use digest::digest_of_corpus;
pub use error::CorpusError;
pub use stored::{restore, store};

use crate::domain::{
    Clause, Corpus, Document, DocumentKind, OperativeVerb, Part, Reference, Span, Text,
};
use crate::language::headings::HEADINGS;
use crate::language::lexicon::WordList;
use crate::language::verbs::is_intensified;
use formats::{FormatError, HeadingWords, Limits, ParsedDocument};
use serde::{Deserialize, Serialize};

use error::Fault;
use front_matter::FrontMatter;
use markup::PlainText;
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

/// A document of a file, before it is put into a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedFile {
    /// The document; its clauses are counted by the corpus.
    pub document: Document,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// Whether the file itself gives the document's id. Otherwise it comes from the file's name,
    /// and [`assemble`] puts names of folders before it where two would be alike.
    pub has_own_id: bool,
}

impl ParsedFile {
    /// The document at `index` of `corpus`, as it was read from the file `path`.
    pub fn again(corpus: &Corpus, index: usize, path: &str) -> Self {
        let mut document = corpus.documents()[index].clone();
        let first = document.clauses.start;
        let local = |clause: &Clause| Clause {
            document: 0,
            parent: clause.parent.map(|position| position - first),
            ..clause.clone()
        };
        let clauses = corpus.clauses_of(&document).iter().map(local).collect();
        document.clauses = 0..0;
        // Names of folders may have been put before an id that comes from the file's name.
        let base = structured::id_of_file(path);
        let own = folder_of(path)
            .and_then(|folder| document.id.strip_prefix(&format!("{}-", structured::slug(folder))))
            .filter(|rest| rest.starts_with(&base))
            .map(str::to_owned);
        let has_own_id = own.is_none() && !document.id.starts_with(&base);
        document.id = own.unwrap_or(document.id);
        Self { document, clauses, has_own_id }
    }
}

/// The name of the folder that the file at `path` lies in.
fn folder_of(path: &str) -> Option<&str> {
    path.rsplit(['/', '\\']).nth(1).filter(|folder| !folder.is_empty())
}

/// Reads the documents of one file, whatever its format. What it is, its bytes say; `path` gives
/// the id where the file has none, and stands in messages.
///
/// # Errors
/// What is wrong, with the line and the remedy.
pub fn parse(path: &str, bytes: &[u8]) -> Result<Vec<ParsedFile>, CorpusError> {
    if bytes.trim_ascii().is_empty() {
        let fault = Fault::whole("the file is empty; write the document's text, or remove it");
        return Err(fault.in_file(path));
    }
    let parsed = match is_labelled(bytes) {
        true => parse_labelled(bytes),
        false => documents_of(path, bytes, blocks(path, bytes)),
    };
    parsed.map_err(|fault| fault.in_file(path))
}

/// Whether the file is written in the program's own format: its front matter has an id and a kind.
fn is_labelled(bytes: &[u8]) -> bool {
    const FRONT_MATTER_BYTES_MAX: usize = 16 * 1024;
    let start = &bytes[..bytes.len().min(FRONT_MATTER_BYTES_MAX)];
    let start = String::from_utf8_lossy(start);
    let start = start.trim_start_matches('\u{feff}');
    let Some(rest) = start.strip_prefix("---") else { return false };
    let yaml = rest.lines().skip(1).take_while(|line| line.trim_end() != "---");
    let keys: Vec<&str> = yaml.filter_map(|line| Some(line.split_once(':')?.0)).collect();
    keys.contains(&"id") && keys.contains(&"kind")
}

fn parse_labelled(bytes: &[u8]) -> Result<Vec<ParsedFile>, Fault> {
    let (document, clauses) = parse_file(bytes)?;
    Ok(vec![ParsedFile { document, clauses, has_own_id: true }])
}

/// What a file of any other format is made of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Blocks(Result<Vec<ParsedDocument>, FormatError>);

impl Blocks {
    /// That the file cannot be read.
    pub fn failed(message: String) -> Self {
        Self(Err(FormatError::whole(message)))
    }
}

/// Takes a file of any other format apart. It is the one step that needs libraries for formats.
pub fn blocks(path: &str, bytes: &[u8]) -> Blocks {
    let limits = Limits { file_bytes_max: FILE_BYTES_MAX, ..Limits::default() };
    Blocks(formats::read(path, bytes, &HEADING_WORDS, &limits))
}

/// Whether [`blocks`] of this file should be found in a process that may be ended: its format needs
/// libraries that cannot promise to come to an end.
pub fn needs_own_process(bytes: &[u8]) -> bool {
    const PDF: &[u8] = b"%PDF-";
    const ZIP: &[u8] = b"PK\x03\x04";
    let start = &bytes[..bytes.len().min(1024)];
    start.starts_with(ZIP) || start.windows(PDF.len()).any(|window| window == PDF)
}

/// The documents of one file, of which `blocks` was found elsewhere.
///
/// # Errors
/// What is wrong, with the line and the remedy.
pub fn parse_blocks(
    path: &str,
    bytes: &[u8],
    blocks: Blocks,
) -> Result<Vec<ParsedFile>, CorpusError> {
    documents_of(path, bytes, blocks).map_err(|fault| fault.in_file(path))
}

fn documents_of(path: &str, bytes: &[u8], blocks: Blocks) -> Result<Vec<ParsedFile>, Fault> {
    let parsed = blocks.0?;
    let digest = digest::of_file(bytes);
    let several = parsed.len() > 1;
    let documents = parsed.into_iter().enumerate().filter_map(|(index, one)| {
        let own = one.metadata.other.get("id").filter(|id| front_matter::is_id(id)).cloned();
        let has_own_id = own.is_some();
        let id = own.unwrap_or_else(|| {
            let id = structured::id_of_file(path);
            if several { format!("{id}-{}", index + 1) } else { id }
        });
        let (document, clauses) = structured::document(one, id, digest)?;
        Some(ParsedFile { document, clauses, has_own_id })
    });
    let documents: Vec<ParsedFile> = documents.collect();
    if documents.is_empty() {
        return Err(Fault::whole(
            "no clause in the text, only titles, numbers or navigation; add the document's own \
             sentences, or remove the file",
        ));
    }
    Ok(documents)
}

impl From<FormatError> for Fault {
    fn from(error: FormatError) -> Self {
        match error.line {
            Some(line) => Self::at(line, error.message),
            None => Self::whole(error.message),
        }
    }
}

/// The words of all languages that number the parts of a document.
static HEADING_WORDS: LazyLock<HeadingWords> = LazyLock::new(|| {
    let owned = |words: &WordList| words.iter().map(str::to_owned).collect();
    HeadingWords {
        article: owned(&HEADINGS.article),
        annex: owned(&HEADINGS.annex),
        division: owned(&HEADINGS.division),
        preamble: owned(&HEADINGS.preamble),
    }
});

fn parse_file(bytes: &[u8]) -> Result<(Document, Vec<Clause>), Fault> {
    let content = decode(bytes)?;
    let (yaml, body, lines_above) = front_matter::split(content)?;
    let known = FrontMatter::parse(yaml)?;
    let plain = PlainText::from_body(body, lines_above);
    if plain.text.is_empty() {
        return Err(Fault::at(
            lines_above,
            "no text under the front matter; write the document's text below the closing '---'",
        ));
    }
    let drafts = match known.kind {
        DocumentKind::Page => paragraphs::parse(&plain.text, &known),
        _ => match labelled::parse(&plain)? {
            Some(drafts) => drafts,
            None => paragraphs::parse(&plain.text, &known),
        },
    };
    if drafts.is_empty() {
        return Err(Fault::at(
            lines_above + 1,
            "no clause in the text, only titles, numbers or navigation; add the document's own \
             sentences, or remove the file",
        ));
    }
    let text = Text::new(plain.text);
    let clauses = drafts.into_iter().map(|draft| clause(draft, &text)).collect();
    Ok((known.document(text, digest::of_file(bytes)), clauses))
}

/// The file's characters, without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, Fault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Fault::whole(format!(
            "the file has {} bytes, more than the limit of {FILE_BYTES_MAX}; split the document",
            bytes.len()
        )));
    }
    let content = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
        Fault::at(line, "not UTF-8; save the file with the encoding UTF-8")
    })?;
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    if content.trim().is_empty() {
        return Err(Fault::whole("the file is empty; add front matter and a text, or remove it"));
    }
    Ok(content)
}

/// Turns bytes into code points, and finds the segments.
fn clause(draft: Draft, text: &Text) -> Clause {
    let starts: Vec<usize> = draft.verbs.iter().map(|verb| verb.range.start).collect();
    let segments = segments::split(text.as_str(), draft.range.clone(), &starts);
    let verbs = draft.verbs.into_iter().map(|verb| OperativeVerb {
        lemma: verb.lemma,
        intensified: is_intensified(&text.as_str()[verb.range.clone()]),
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

/// Puts parsed files together; `files` pairs each file's path with what [`parse`] made of it.
///
/// # Errors
/// When two files give their documents the same id.
pub fn assemble(files: Vec<(String, Vec<ParsedFile>)>) -> Result<Corpus, CorpusError> {
    let mut documents: Vec<(String, ParsedFile)> = files
        .into_iter()
        .flat_map(|(path, parsed)| parsed.into_iter().map(move |one| (path.clone(), one)))
        .collect();
    tell_apart(&mut documents);
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut parts = Vec::with_capacity(documents.len());
    for (path, ParsedFile { document, clauses, .. }) in documents {
        if let Some(earlier) = paths.get(&document.id) {
            return Err(Fault::whole(format!(
                "the document id '{}' is taken by {earlier}; give one of the two another 'id', or \
                 another name",
                document.id
            ))
            .in_file(&path));
        }
        paths.insert(document.id.clone(), path);
        parts.push((document, clauses));
    }
    let rows = parts.iter().map(|(document, _)| (document.id.as_str(), document.digest));
    let digest = digest_of_corpus(rows);
    Corpus::new(parts, digest).map_err(|duplicate| {
        // Labels are unique within a file, so this needs clauses that did not come from `parse`.
        Fault::whole(format!("{duplicate}; parse the file again")).in_file("corpus")
    })
}

/// Puts the names of folders before ids that come from file names and stand twice.
fn tell_apart(documents: &mut [(String, ParsedFile)]) {
    let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (_, one)) in documents.iter().enumerate() {
        by_id.entry(one.document.id.clone()).or_default().push(at);
    }
    for same in by_id.into_values().filter(|same| same.len() > 1) {
        for at in same {
            let (path, one) = &mut documents[at];
            if one.has_own_id {
                continue;
            }
            if let Some(folder) = folder_of(path) {
                one.document.id = format!("{}-{}", structured::slug(folder), one.document.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Span;

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
    fn two_files_with_one_id_are_both_named() {
        let parsed = || parse("x", &file("page", "Some words.")).expect("the file is sound");
        let files = vec![("a.md".to_owned(), parsed()), ("b.md".to_owned(), parsed())];
        let message = assemble(files).expect_err("the id stands twice").to_string();
        assert!(
            message.starts_with("b.md: the document id 'some-id' is taken by a.md;"),
            "{message}"
        );
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
