//! Files that the tests write themselves.

use proptest::prelude::*;

use super::*;
use crate::Block;
use crate::tests::blocks::{check, lead_in, line, words};

mod print;

/// Words at a place: x, y, size, font (`R`, `I` or `B`) and the words.
type Print<'a> = (f32, f32, f32, &'a str, &'a str);

/// A file of pages.
fn file(pages: &[Vec<Print<'_>>]) -> Vec<u8> {
    let fonts = "<< /R 3 0 R /I 4 0 R /B 5 0 R >>";
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 6 + at * 2)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        font("Times-Roman"),
        font("Times-Italic"),
        font("Times-Bold"),
    ];
    for (at, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font {fonts} >> /Contents {} 0 R >>",
            7 + at * 2
        ));
        let mut content = String::new();
        for (x, y, size, font, words) in page {
            let words = words.replace('(', "\\(").replace(')', "\\)");
            content.push_str(&format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n"));
        }
        objects.push(stream(&content));
    }
    written(&objects)
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

fn written(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = bytes.len();
    let entries: Vec<String> =
        places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let entries = entries.concat();
    let size = objects.len() + 1;
    bytes.extend(
        format!("xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
            .bytes(),
    );
    bytes
}

fn read(bytes: &[u8]) -> Result<ParsedDocument, FormatError> {
    parse(bytes, &words(), &Limits::default())
}

/// Blocks and doubts as lines, each with its page.
fn shown(pages: &[Vec<Print<'_>>]) -> String {
    shown_file(&file(pages))
}

fn shown_file(bytes: &[u8]) -> String {
    let document = read(bytes).expect("the file is sound");
    let line = |block: &Block| format!("{} {}\n", block.page.unwrap_or_default(), line(block));
    let doubts =
        document.doubts.iter().map(|doubt| format!("doubt: {}: {}\n", doubt.place, doubt.message));
    document.blocks.iter().map(line).chain(doubts).collect()
}

const LONG: &str = "the States that met here and all of those that could not come to this place";

#[test]
fn lines_are_put_together_to_paragraphs() {
    let page = vec![
        (50.0, 500.0, 16.0, "B", "On Seas"),
        (70.0, 470.0, 10.0, "I", "Recalling"),
        (113.0, 470.0, 10.0, "R", "the wish of all the States that met here in the year before"),
        (50.0, 458.0, 10.0, "R", LONG),
        (50.0, 446.0, 10.0, "R", "last year,"),
        (70.0, 434.0, 10.0, "R", "1."),
        (90.0, 434.0, 10.0, "R", "Decide that all of the seas are kept clean by all of them:"),
        (70.0, 422.0, 10.0, "R", "(a)"),
        (90.0, 422.0, 10.0, "R", "in the north;"),
        (70.0, 410.0, 10.0, "R", "(b)"),
        (90.0, 410.0, 10.0, "R", "in the south, where all of the other States have their own"),
        (50.0, 398.0, 10.0, "R", "seas."),
    ];
    assert_eq!(
        shown(std::slice::from_ref(&page)),
        format!(
            "1 Title: On Seas\n1 Paragraph: Recalling the wish of all the States that met here in the year before {LONG} last year,\n\
             1 Paragraph 1: Decide that all of the seas are kept clean by all of them:\n1 Point (a) ^2: in the north;\n\
             1 Point (b) ^2: in the south, where all of the other States have their own seas.\n"
        )
    );
    let block = read(&file(&[page])).expect("the file is sound").blocks.remove(1);
    assert_eq!(lead_in(&block), Some("Recalling"));
}

#[test]
fn running_heads_and_page_numbers_are_left_out() {
    let page = |number: &'static str, text: &'static str| {
        vec![
            (50.0, 570.0, 9.0, "R", "The Book of Seas"),
            (70.0, 500.0, 10.0, "R", text),
            (195.0, 30.0, 10.0, "R", number),
        ]
    };
    let pages = [
        page("- 1 -", "One is first."),
        page("- 2 -", "Two is next."),
        page("- 3 -", "Three ends."),
    ];
    assert_eq!(
        shown(&pages),
        "1 Paragraph: One is first.\n2 Paragraph: Two is next.\n3 Paragraph: Three ends.\n"
    );
}

#[test]
fn paragraphs_go_on_over_pages_and_cut_words_are_joined() {
    let first = vec![
        (70.0, 500.0, 10.0, "R", "The cooperation of all the States that met here in the last"),
        (50.0, 488.0, 10.0, "R", "year shall go on, and no other way than their own cooper-"),
        (195.0, 30.0, 10.0, "R", "1"),
    ];
    let second = vec![
        (50.0, 540.0, 10.0, "R", "ation is open to them, as long-"),
        (50.0, 528.0, 10.0, "R", "term plans show."),
        (195.0, 30.0, 10.0, "R", "2"),
    ];
    let seen = shown(&[first, second]);
    assert!(
        seen.starts_with(
            "1 Paragraph: The cooperation of all the States that met here in the last year"
        ),
        "{seen}"
    );
    assert!(seen.contains("their own cooperation is open to them"), "{seen}");
    assert_eq!(seen.lines().count(), 1, "{seen}");
}

#[test]
fn notes_stand_behind_what_has_their_mark() {
    let page = vec![
        (50.0, 500.0, 10.0, "R", "The seas rise"),
        (110.0, 504.0, 6.0, "R", "1"),
        (114.0, 500.0, 10.0, "R", "by all that is known of them to those who measure."),
        (70.0, 470.0, 10.0, "R", "More is to come."),
        (50.0, 100.0, 5.0, "R", "1"),
        (54.0, 97.0, 8.0, "R", "A report on seas,"),
        (50.0, 87.0, 8.0, "R", "annex."),
    ];
    assert_eq!(
        shown(&[page]),
        "1 Paragraph: The seas rise by all that is known of them to those who measure.\n\
         1 Note 1 ^0: A report on seas, annex.\n1 Paragraph: More is to come.\n"
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = Vec::new();
    let left = [
        "The left side of the page",
        "has a text that goes on",
        "over four lines and then",
        "comes to its end here,",
    ];
    let right = [
        "and goes on in the right",
        "side of the same page for",
        "four lines more until it",
        "ends.",
    ];
    for (at, words) in left.iter().enumerate() {
        page.push((50.0, 500.0 - 12.0 * at as f32, 10.0, "R", *words));
    }
    for (at, words) in right.iter().enumerate() {
        page.push((210.0, 500.0 - 12.0 * at as f32, 10.0, "R", *words));
    }
    assert_eq!(shown(&[page]), format!("1 Paragraph: {} {}\n", left.join(" "), right.join(" ")));
}

#[test]
fn pages_without_text_are_refused_with_a_remedy() {
    let error = read(&file(&[Vec::new()])).expect_err("it has no text");
    assert!(error.message.contains("text recognition"), "{error}");
}

#[test]
fn pages_that_loop_and_broken_files_end() {
    let text = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R >>";
    for kids in ["2 0 R", "2 0 R 2 0 R", "3 0 R 2 0 R 9 0 R"] {
        let pages = format!("<< /Type /Pages /Kids [{kids}] /Count 1000000000 /Parent 2 0 R >>");
        let bytes =
            written(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), pages, text.to_owned()]);
        assert!(read(&bytes).is_err(), "{kids}");
    }
    let sound = file(&[vec![(50.0, 500.0, 10.0, "R", "The seas rise.")]]);
    for end in (0..sound.len()).step_by(97) {
        let _ = read(&sound[..end]);
    }
}

#[test]
fn many_pages_are_refused() {
    let pages: Vec<Vec<Print<'_>>> =
        (0..4).map(|_| vec![(50.0, 500.0, 10.0, "R", "The seas rise.")]).collect();
    let limits = Limits { pages_max: 3, ..Limits::default() };
    let error =
        parse(&file(&pages), &HeadingWords::default(), &limits).expect_err("it has four pages");
    assert!(error.message.contains("more than 3 pages"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_change_is_read_or_refused(changes in prop::collection::vec((0_usize..900, any::<u8>()), 1..8)) {
        let mut bytes = file(&[vec![(50.0, 500.0, 10.0, "R", "The seas rise."), (50.0, 480.0, 10.0, "I", "More.")]]);
        for (place, byte) in changes {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if let Ok(document) = read(&bytes) {
            check(&document.blocks);
        }
    }

    #[test]
    fn any_places_are_read(places in prop::collection::vec((-50.0_f32..450.0, -50.0_f32..650.0, 0.5_f32..40.0, "[a-z1-9.,(-]{1,6}"), 0..40)) {
        let page: Vec<Print<'_>> = places.iter().map(|(x, y, size, words)| (*x, *y, *size, "R", words.as_str())).collect();
        let _ = read(&file(&[page]));
    }
}
