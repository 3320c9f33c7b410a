//! Word files that the tests write themselves.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::tests::blocks::{self, check, lead_in, linked, words};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;

const STYLES: &str = r#"
    <w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
    <w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>
    <w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>
    <w:style w:type="paragraph" w:styleId="L"><w:name w:val="Listed"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="M"><w:name w:val="Mine"/><w:basedOn w:val="L"/></w:style>
    <w:style w:type="character" w:styleId="E"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>"#;

/// The parts of a file, by their names.
fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("the name is new");
        writer.write_all(text.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn relations(kinds: &[(&str, &str)]) -> String {
    let one = |(at, (kind, target)): (usize, &(&str, &str))| {
        let mode = if *kind == "hyperlink" { r#" TargetMode="External""# } else { "" };
        format!(
            r#"<Relationship Id="r{at}" Type="http://x/relationships/{kind}" Target="{target}"{mode}/>"#
        )
    };
    let all: String = kinds.iter().enumerate().map(one).collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
    )
}

fn file_in(space: &str, body: &str) -> Vec<u8> {
    let part = |root: &str, inner: &str| {
        format!(
            r#"<?xml version="1.0"?><w:{root} xmlns:w="{space}" xmlns:r="http://r" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{inner}</w:{root}>"#
        )
    };
    let notes = r#"<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> See </w:t></w:r><w:r><w:t>there.</w:t></w:r></w:p></w:footnote>"#;
    let own = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("footnotes", "footnotes.xml"),
        ("hyperlink", "https://example.org/a"),
    ];
    package(&[
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")])),
        ("word/_rels/document.xml.rels", relations(&own)),
        ("word/document.xml", part("document", &format!("<w:body>{body}</w:body>"))),
        ("word/styles.xml", part("styles", STYLES)),
        ("word/numbering.xml", part("numbering", NUMBERING)),
        ("word/footnotes.xml", part("footnotes", notes)),
        (
            "docProps/core.xml",
            r#"<p xmlns:dc="http://dc"><dc:title>A title</dc:title><dc:creator>A. Writer</dc:creator></p>"#.to_owned(),
        ),
    ])
}

fn read(bytes: &[u8]) -> Result<ParsedDocument, FormatError> {
    parse(bytes, &words(), &Limits::default())
}

fn shown(body: &str) -> String {
    let document = read(&file_in(WORD, body)).expect("the file is sound");
    blocks::text(&document.blocks, &document.doubts)
}

fn paragraph(properties: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#
    )
}

fn listed(level: usize, text: &str) -> String {
    paragraph(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#), text)
}

#[test]
fn quotations_that_are_set_apart_are_told() {
    let body =
        [paragraph("", "It says:"), paragraph(r#"<w:pStyle w:val="Q"/>"#, "We met.")].concat();
    let document = read(&file_in(WORD, &body)).expect("the file is sound");
    let quoted: Vec<bool> = document.blocks.iter().map(|block| block.quoted).collect();
    assert_eq!(quoted, [false, true]);
}

#[test]
fn paragraphs_have_the_numbers_that_word_shows() {
    let body = [
        paragraph(r#"<w:pStyle w:val="T"/>"#, "On Seas"),
        paragraph(r#"<w:pStyle w:val="H"/>"#, "Aims"),
        listed(0, "Decides:"),
        listed(1, "to meet;"),
        listed(1, ""),
        listed(1, "to act:"),
        listed(2, "soon;"),
        paragraph(r#"<w:pStyle w:val="M"/>"#, "Requests a report."),
        paragraph(r#"<w:pStyle w:val="M"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, "No number."),
        paragraph("", "3. Typed by hand."),
    ];
    assert_eq!(
        shown(&body.concat()),
        "Title: On Seas\nHeading(2): Aims\nParagraph 1: Decides:\nPoint (a) ^2: to meet;\nPoint (c) ^2: to act:\n\
         Point ^4: soon;\nParagraph 2: Requests a report.\nParagraph: No number.\nParagraph 3: Typed by hand.\n"
    );
}

#[test]
fn notes_stand_behind_what_has_their_mark() {
    let body = r#"<w:p><w:r><w:t>Seas</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> rise.</w:t></w:r></w:p><w:p><w:r><w:t>End.</w:t></w:r></w:p>"#;
    assert_eq!(shown(body), "Paragraph: Seas rise.\nNote 1 ^0: See there.\nParagraph: End.\n");
}

#[test]
fn a_mark_of_its_own_is_no_word() {
    let body = r#"<w:p><w:r><w:t>Seas</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>"#;
    assert_eq!(shown(body), "Paragraph: Seas.\nNote 1 ^0: See there.\n");
}

#[test]
fn rows_have_tabs_and_frames_have_none() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", text));
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>())
    };
    let nested = format!("<w:tc><w:tbl>{}</w:tbl>{}</w:tc>", row(&["x", "y"]), paragraph("", "z"));
    let body = format!(
        "<w:tbl>{}<w:tr>{}{nested}</w:tr></w:tbl><w:tbl>{}</w:tbl>",
        row(&["a", "b"]),
        cell("c"),
        row(&["framed"])
    );
    assert_eq!(shown(&body), "Row: a\tb\nRow: c\tx y z\nParagraph: framed\n");
}

#[test]
fn insertions_are_read_and_deletions_are_not() {
    let body = r#"<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>shall </w:t></w:r></w:ins><w:del><w:r><w:delText>may </w:delText></w:r></w:del><w:r><w:t>act.</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p><w:p><w:r><w:t>line.</w:t></w:r></w:p>
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    assert_eq!(
        shown(&body.replace("<w:t>", r#"<w:t xml:space="preserve">"#)),
        "Paragraph: We shall act.\nParagraph: One line.\n\
         doubt: it has tracked changes: insertions are read, deletions are left out\n"
    );
}

#[test]
fn what_is_hidden_is_left_out() {
    let body = r"<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen</w:t></w:r></w:p>";
    assert_eq!(shown(body), "Paragraph: Seen\n");
}

#[test]
fn a_box_of_text_is_read_once_behind_its_paragraph() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph("", text));
    let body = format!(
        r"<w:p><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:t>Outside</w:t></w:r></w:p>",
        boxed("Inside"),
        boxed("Inside")
    );
    assert_eq!(shown(&body), "Paragraph: Outside\nParagraph: Inside\n");
}

#[test]
fn fields_show_their_results_and_contents_are_left_out() {
    let field = |instruction: &str, result: &str| {
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let body = format!(
        "<w:p>{}</w:p><w:p>{}</w:p>",
        field("REF a", "paragraph 3"),
        field(r"TOC \o", "Aims 2")
    );
    assert_eq!(shown(&body), "Paragraph: paragraph 3\ndoubt: its table of contents is left out\n");
}

#[test]
fn links_and_words_that_lead_in_are_kept() {
    let body = r#"<w:p><w:r><w:rPr><w:rStyle w:val="E"/></w:rPr><w:t>Recalling</w:t></w:r><w:r><w:t xml:space="preserve"> its </w:t></w:r><w:hyperlink r:id="r3"><w:r><w:t>resolution</w:t></w:r></w:hyperlink></w:p>"#;
    let document = read(&file_in(WORD, body)).expect("the file is sound");
    let block = &document.blocks[0];
    assert_eq!((lead_in(block), linked(block)), (Some("Recalling"), vec!["resolution"]));
    assert_eq!(block.links[0].target, "https://example.org/a");
    assert_eq!(document.metadata.title.as_deref(), Some("A title"));
}

#[test]
fn strict_files_are_read_like_others() {
    let body = listed(0, "Decides");
    let both =
        [WORD, STRICT].map(|space| read(&file_in(space, &body)).expect("the file is sound").blocks);
    assert_eq!(both[0], both[1]);
    assert_eq!(both[0][0].number.as_deref(), Some("1"));
}

#[test]
fn what_unfolds_without_measure_is_refused() {
    let bytes = file_in(WORD, &paragraph("", &" ".repeat(2_000_000)));
    assert!(bytes.len() < 20_000);
    let limits = Limits { unpacked_bytes_max: 1_000_000, ..Limits::default() };
    let error = parse(&bytes, &HeadingWords::default(), &limits).expect_err("it is too large");
    assert!(error.message.contains("unpack to more than 1000000 bytes"), "{error}");
}

#[test]
fn elements_without_end_of_depth_are_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(1_000);
    let error = read(&file_in(WORD, &deep)).expect_err("it is too deep");
    assert!(error.message.contains("more than 100 elements within each other"), "{error}");
}

#[test]
fn entities_of_their_own_are_refused() {
    let main = r#"<!DOCTYPE d [<!ENTITY a "b">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&a;</w:document>"#;
    let error = read(&package(&[("word/document.xml", main.to_owned())]))
        .expect_err("it has a document type");
    assert!(error.message.contains("document type"), "{error}");
}

#[test]
fn what_is_no_word_file_is_named() {
    let error = read(b"PK\x03\x04 and so on").expect_err("it is broken");
    assert!(error.message.contains("not a valid Word file"), "{error}");
    let error = read(&package(&[("mimetype", "x".to_owned())])).expect_err("it has no text");
    assert!(error.message.contains("no text of Word"), "{error}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_elements_are_read_or_refused(names in prop::collection::vec("</?w:(p|r|t|tbl|tr|tc|pPr|rPr|numPr|ins|del|txbxContent|footnote|fldChar|hyperlink)( w:val=\"[0-9a]{0,3}\")?/?>|[a-z ]{0,4}", 0..60)) {
        if let Ok(document) = read(&file_in(WORD, &names.concat())) {
            check(&document.blocks);
        }
    }
}
