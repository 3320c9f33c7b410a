//! Files that are made to harm.

use proptest::prelude::*;

use super::*;

fn fault(text: &str) -> crate::FormatError {
    let limits = Limits { depth_max: 20, blocks_max: 30, ..Limits::default() };
    parse("x.xml", text, &words(), &limits).expect_err("refused")
}

#[test]
fn what_goes_beyond_the_limits_is_refused() {
    let deep =
        format!("<akomaNtoso><doc>{}{}</doc></akomaNtoso>", "<p>".repeat(50), "</p>".repeat(50));
    assert!(fault(&deep).message.contains("20 deep"), "{}", fault(&deep));
    let many = format!("<akomaNtoso><doc>{}</doc></akomaNtoso>", "<p>x</p>".repeat(40));
    assert!(fault(&many).message.contains("30 paragraphs"), "{}", fault(&many));
    assert_eq!(fault("<akomaNtoso>\n<doc><p>&nbsp;</p></doc></akomaNtoso>").line, Some(2));
    assert!(fault("<akomaNtoso/>").message.contains("no document"));
}

const TAGS: [&str; 26] = [
    "statement",
    "documentCollection",
    "component",
    "meta",
    "preamble",
    "mainBody",
    "container",
    "paragraph",
    "num",
    "content",
    "p",
    "span class='bold italic'",
    "list",
    "sublist",
    "intro",
    "point",
    "wrapUp",
    "heading",
    "subheading",
    "article",
    "authorialNote marker='1'",
    "sup",
    "a href='https://undocs.org/en/A/1'",
    "tr",
    "td",
    "quotedStructure",
];

/// Text, tags that open and tags that end, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(&TAGS[..]).prop_map(|tag| format!("<{tag}>")),
        4 => proptest::sample::select(&TAGS[..]).prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap_or_default())),
        3 => proptest::sample::select(&["1.", "(a)", "– x", "Annex", "É:", " ", "&#x2011;", "*", "II"][..])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_file(text: &str) {
    for document in parse("x.xml", text, &words(), &Limits::default()).iter().flatten() {
        check(&document.blocks);
    }
}

proptest! {
    #[test]
    fn likely_tags_do_no_harm(inner in pieces()) {
        check_file(&format!("<akomaNtoso><statement>{inner}</statement></akomaNtoso>"));
        check_file(&format!("<akomaNtoso><doc><mainBody>{inner}</mainBody></doc></akomaNtoso>"));
    }

    #[test]
    fn any_text_does_no_harm(text in "\\PC{0,200}") {
        check_file(&text);
        check_file(&format!("<akomaNtoso><doc><p>{text}</p></doc></akomaNtoso>"));
        let _ = crate::xml::parse(&text, &words(), &Limits::default());
    }
}
