//! Files of every format, as people send them: small ones in the shape of real ones, and hostile ones.

use std::fs;
use std::path::Path;

use rapporteur::backends::{CorpusReader, FileReader, read_corpus};
use rapporteur::domain::{Corpus, Part};
use rapporteur::eval::check_clauses;

use crate::made_files::{docx, objects_of_pdf, paragraph, pdf, zip};

const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;

/// The files of `tests/formats`, a Word file and a PDF.
fn all_formats() -> (tempfile::TempDir, Corpus) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a readable entry");
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
    }
    fs::write(folder.path().join("act.docx"), word_file()).expect("a file");
    fs::write(folder.path().join("report.pdf"), print()).expect("a file");
    let corpus = read_corpus(folder.path(), FILE_BYTES_MAX).expect("sound files");
    (folder, corpus)
}

fn word_file() -> Vec<u8> {
    let title =
        "<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr><w:r><w:t>Act on Rivers</w:t></w:r></w:p>";
    let noted = "<w:p><w:r><w:t>This was agreed.</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    docx(
        &[
            title,
            noted,
            &paragraph(Some(0), "The Parties shall:"),
            &paragraph(Some(1), "share their data; and"),
            &paragraph(Some(1), "open their ports."),
            &paragraph(Some(0), "This Act enters into force at once."),
        ]
        .concat(),
    )
}

fn print() -> Vec<u8> {
    pdf(&[vec![
        (10, false, "R/RES/1/8"),
        (10, false, ""),
        (18, true, "River Assembly"),
        (10, false, ""),
        (14, true, "Resolution adopted by the River Assembly on 6 May 2024"),
        (10, false, ""),
        (12, true, "1/8. Sharing of the data of all gauges on the border river"),
        (10, false, ""),
        (10, false, "1. Calls upon the Parties to share what their gauges tell by the hour;"),
        (10, false, ""),
        (10, false, "2. Requests the Secretariat to report to the next session."),
    ]])
}

/// `label (part): words` of each clause of a document.
fn clauses(corpus: &Corpus, id: &str) -> Vec<String> {
    let document = corpus.document(id).unwrap_or_else(|| panic!("{id}"));
    let shown = corpus.clauses_of(document).iter().map(|clause| {
        format!("{} ({}): {}", clause.label, clause.part.name(), corpus.text_of(clause))
    });
    shown.collect()
}

fn labels(corpus: &Corpus, id: &str) -> String {
    let document = corpus.document(id).unwrap_or_else(|| panic!("{id}"));
    let labels: Vec<&str> =
        corpus.clauses_of(document).iter().map(|clause| &*clause.label).collect();
    labels.join("|")
}

#[test]
fn every_clause_of_every_format_can_be_quoted_as_it_stands() {
    let (_folder, corpus) = all_formats();
    let report = check_clauses(&corpus, None).expect("nothing is expected");
    assert_eq!(report.defects, []);
    assert_eq!(report.skipped, [""; 0]);
    assert_eq!(report.documents, 9);
    assert!(report.clauses > 50, "{}", report.clauses);
}

#[test]
fn labels_say_where_a_clause_stands() {
    let (_folder, corpus) = all_formats();
    for (id, expected) in [
        ("act", "¶1|note 1|1|1 (a)|1 (b)|2"),
        ("report", "¶1|1|2"),
        ("declaration", "PP1|Kifungu cha 1|Kifungu cha 2(1)|Kifungu cha 2(2)"),
        (
            "treaty",
            "INTRO|PP1|PP2|Article 1|Article 1(a)|Article 1(b)|Article 2(1)|Article 2(2)|Article 3|Article 3 ¶2",
        ),
    ] {
        assert_eq!(labels(&corpus, id), expected, "{id}");
    }
}

#[test]
fn titles_are_what_readers_would_say() {
    let (_folder, corpus) = all_formats();
    for (id, expected) in [
        ("report", "Sharing of the data of all gauges on the border river"),
        ("regulation", "REGULATION (RC) 2024/7 OF THE RIVER COUNCIL"),
        ("statement", "Joint Statement: Rivers and Roads"),
        ("act", "Act on Rivers"),
        ("treaty", "CONVENTION ON THE BORDER RIVER"),
    ] {
        assert_eq!(corpus.document(id).expect("a document").title, expected, "{id}");
    }
    let report = corpus.document("report").expect("a document");
    assert_eq!(report.catalogue.symbol.as_deref(), Some("R/RES/1/8"));
    let day = report.date().map(|date| date.to_string());
    assert_eq!(day.as_deref(), Some("2024-05-06"), "the day of adoption, not of printing");
}

#[test]
fn what_stands_before_the_articles_says_why() {
    let (_folder, corpus) = all_formats();
    let document = corpus.document("regulation").expect("a document");
    let part = |label: &str| {
        let mut clauses = corpus.clauses_of(document).iter();
        clauses.find(|clause| &*clause.label == label).map(|clause| clause.part)
    };
    assert_eq!(part("(1)"), Some(Part::Preambular));
    assert_eq!(part("Article 1(1)"), Some(Part::Operative));
    assert!(part("Article 1(2)(b)").is_some(), "{}", labels(&corpus, "regulation"));
}

#[test]
fn recitals_are_no_title_page_and_their_dates_are_not_the_documents() {
    let (_folder, corpus) = all_formats();
    let document = corpus.document("resolution").expect("a document");
    assert_eq!(document.date(), None, "3 March 2023 is the day of another one");
    let recitals = clauses(&corpus, "resolution");
    assert!(recitals[1].starts_with("PP1 (preambular): Recalling"), "{recitals:?}");
}

#[test]
fn hard_breaks_and_marks_are_gone_from_the_words() {
    let (_folder, corpus) = all_formats();
    let shown = clauses(&corpus, "statement").join("\n");
    for expected in [
        "They recall the Delta Accord and its second part, and thank their hosts.",
        "build 12 bridges over the border river by 2030;",
        "share what gauges tell, every hour, and warn each other of floods; and",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let wrapped = clauses(&corpus, "wrapped").join("\n");
    assert!(wrapped.contains("which has met twelve times since it was founded"), "{wrapped}");
}

/// A folder with a sound file and one that is not; what is said about the other.
fn beside_a_sound_one(name: &str, bytes: &[u8], reader: FileReader) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    fs::write(folder.path().join("sound.txt"), "The States shall act on what they agreed.\n")
        .expect("a file");
    let reader =
        CorpusReader { file_bytes_max: FILE_BYTES_MAX, reader, known: None, progress: &|_, _| {} };
    let corpus = reader.read(folder.path()).expect("one file is sound");
    assert!(corpus.document("sound").is_some(), "the sound file is read");
    match corpus.skipped() {
        [] => String::new(),
        [one] => {
            assert_eq!(one.path, name);
            one.message.clone()
        }
        more => panic!("{more:?}"),
    }
}

#[test]
fn files_without_end_are_refused_with_a_reason_and_the_others_load() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(5_000), close.repeat(5_000));
    for (name, content, expected) in [
        ("deep.html", format!("<html><body>{}", deep("<div>", "</div>")), "deep"),
        ("deep.xml", format!("<akomaNtoso>{}</akomaNtoso>", deep("<p>", "</p>")), "deep"),
        ("deep.json", format!("{{\"articles\": {}}}", deep("[", "]")), ""),
        ("deep.md", deep("> ", ""), "deep"),
        ("broken.xml", "<akomaNtoso><doc><p>Act.</doc>".to_owned(), ""),
        ("empty.docx", "PK\u{3}\u{4}".to_owned(), ""),
        ("none.pdf", "%PDF-1.7 and no more".to_owned(), ""),
    ] {
        let message = beside_a_sound_one(name, content.as_bytes(), FileReader::Here);
        assert!(!message.is_empty(), "{name} is left out");
        assert!(message.contains(expected), "{name}: {message}");
    }
}

#[test]
fn entities_are_not_unfolded() {
    let entity = |at: usize| {
        let inner = format!("&a{};", at - 1).repeat(10);
        format!("<!ENTITY a{at} \"{inner}\">")
    };
    let all: Vec<String> = (1..10).map(entity).collect();
    let entities = format!(
        "<!DOCTYPE x [<!ENTITY a0 \"ha\">{}]><akomaNtoso><doc><p>&a9;</p></doc></akomaNtoso>",
        all.concat()
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("entities.xml"), entities).expect("a file");
    fs::write(folder.path().join("sound.txt"), "The States shall act on this.\n").expect("a file");
    let corpus = read_corpus(folder.path(), FILE_BYTES_MAX).expect("one file is sound");
    assert!(corpus.documents().iter().all(|one| !one.text.as_str().contains("haha")));
}

#[test]
fn many_lines_and_one_long_line_are_read() {
    let line = "The States shall act. ".repeat(100_000);
    assert_eq!(beside_a_sound_one("long.txt", line.as_bytes(), FileReader::Here), "");
    let lines: Vec<String> =
        (1..20_000).map(|at| format!("{at}. The States shall act.\n\n")).collect();
    assert_eq!(beside_a_sound_one("many.txt", lines.concat().as_bytes(), FileReader::Here), "");
}

#[test]
fn a_package_that_unfolds_without_end_is_refused() {
    // One part that says it is larger than all of a file may be.
    let mut bytes = zip(&[("word/document.xml", "<w:document/>")]);
    let at = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    bytes[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let message = beside_a_sound_one("bomb.docx", &bytes, FileReader::Here);
    assert!(!message.is_empty());
}

#[test]
fn words_in_another_encoding_are_read_with_a_doubt() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = b"La coop\xe9ration des \xc9tats est n\xe9cessaire \xe0 la paix et \xe0 la s\xe9curit\xe9.\n";
    fs::write(folder.path().join("latin.txt"), text).expect("a file");
    let corpus = read_corpus(folder.path(), FILE_BYTES_MAX).expect("it is read");
    let document = &corpus.documents()[0];
    assert!(document.text.as_str().contains("La coopération des États"), "{:?}", document.text);
    assert_eq!(document.catalogue.doubts.len(), 1, "{:?}", document.catalogue.doubts);
}

fn own_process() -> FileReader {
    FileReader::OwnProcess(env!("CARGO_BIN_EXE_rapporteur").into())
}

#[test]
fn print_that_refers_to_itself_is_refused_by_a_process_of_its_own() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
    ];
    let bytes = objects_of_pdf(&objects.map(str::to_owned));
    let message = beside_a_sound_one("loop.pdf", &bytes, own_process());
    assert!(!message.is_empty(), "it has no text");
}

#[test]
fn a_process_of_its_own_reads_what_this_one_reads() {
    for (name, bytes) in [("act.docx", word_file()), ("report.pdf", print())] {
        assert_eq!(beside_a_sound_one(name, &bytes, own_process()), "", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_dies_is_told_of_its_file_and_the_others_load() {
    let dies = FileReader::OwnProcess("/bin/false".into());
    let message = beside_a_sound_one("report.pdf", &print(), dies);
    assert!(message.contains("is damaged"), "{message}");
    assert!(message.contains("save it again, or as .txt"), "{message}");
}
