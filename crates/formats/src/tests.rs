//! Any bytes through the front door.

pub(crate) mod blocks;

use proptest::prelude::*;

use super::*;
use blocks::words;

fn format(name: &str, bytes: &[u8]) -> Result<Format, FormatError> {
    read(name, bytes, &words(), &Limits::default()).map(|documents| documents[0].format)
}

#[test]
fn what_a_file_is_decides_how_it_is_read() {
    assert_eq!(format("a.txt", b"Article 1\n\nAll."), Ok(Format::Text));
    assert_eq!(format("a.txt", b"---\ntitle: x\n---\nAll."), Ok(Format::Markdown));
    assert_eq!(
        format("a.md", b"{\"articles\": [{\"number\": 1, \"text\": \"x\"}]}"),
        Ok(Format::Json)
    );
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    let long = Limits { file_bytes_max: 3, ..Limits::default() };
    let large = read("a.txt", b"long", &words(), &long).expect_err("it is too large");
    assert_eq!(large.message, "larger than 3 bytes; split the file");
    let short = Limits { line_bytes_max: 4 * 1024, ..Limits::default() };
    let line = format!("Short.\n{}\n", "word ".repeat(1_000));
    for name in ["a.txt", "a.md"] {
        let refused = read(name, line.as_bytes(), &words(), &short).expect_err("it is too long");
        assert_eq!(refused.line, Some(2));
        assert!(refused.message.contains("longer than 4 kB"), "{}", refused.message);
    }
    let few = Limits { blocks_max: 2, ..Limits::default() };
    for name in ["a.txt", "a.md"] {
        assert!(read(name, b"One.\n\nTwo.\n\nThree.", &words(), &few).is_err());
    }
}

#[test]
fn the_encoding_is_doubted_where_it_is_guessed() {
    let documents = read("a.txt", b"La coop\xe9ration des \xc9tats.", &words(), &Limits::default())
        .expect("text in any encoding is read");
    assert_eq!(documents[0].blocks[0].text, "La coopération des États.");
    assert_eq!(documents[0].doubts.len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "[a-z]{0,3}\\.(md|txt|json|x)?") {
        let _ = read(&name, &bytes, &words(), &Limits::default());
    }

    #[test]
    fn likely_json_is_read_or_refused(json in "[\\[\\]{}\":,a0]{0,6}(\"(articles|title|text|number|content)\": ?([\\[{]|\"x\"|1)[,}\\]]?){0,6}[\\]}]{0,4}") {
        let _ = read("a.json", format!("{{{json}").as_bytes(), &words(), &Limits::default());
    }
}
