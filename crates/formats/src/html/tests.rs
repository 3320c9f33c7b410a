//! Pages that the tests write themselves.

use proptest::prelude::*;

use super::*;
use crate::tests::blocks::{self, check, lead_in, linked, words};

fn read(page: &str) -> ParsedDocument {
    parse(page.as_bytes(), &words(), &Limits::default()).expect("the page is sound")
}

fn shown(page: &str) -> String {
    let document = read(page);
    blocks::text(&document.blocks, &document.doubts)
}

#[test]
fn lists_have_the_numbers_that_a_browser_prints() {
    let page = r#"<p>We shall:</p><ol><li>meet;<li>act:<ol type=a><li>soon;<li value=5>later;</ol></ol>
        <h2>A</h2><ol reversed><li>two<li>one</ol><h2>B</h2><ol start=3 style="list-style-type: upper-roman"><li>third</ol><p>Also:</p><ul><li>rest</ul>"#;
    assert_eq!(
        shown(page),
        "Paragraph: We shall:\nPoint 1 ^0: meet;\nPoint 2 ^0: act:\nPoint a ^2: soon;\nPoint e ^2: later;\n\
         Heading(2): A\nParagraph 2: two\nParagraph 1: one\nHeading(2): B\nParagraph III: third\n\
         Paragraph: Also:\nPoint ^10: rest\n"
    );
}

#[test]
fn quotations_that_are_set_apart_are_told() {
    let page = "<p>It says:</p><blockquote><p>We met.<p>We <q>acted</q>.<footer>Rome</footer></blockquote><p>So it is.";
    let quoted: Vec<(bool, String)> =
        read(page).blocks.into_iter().map(|block| (block.quoted, block.text)).collect();
    let expected = [
        (false, "It says:"),
        (true, "We met."),
        (true, "We \u{201c}acted\u{201d}."),
        (true, "Rome"),
        (false, "So it is."),
    ];
    assert_eq!(quoted, expected.map(|(quoted, text)| (quoted, text.to_owned())));
}

#[test]
fn a_table_that_only_places_numbers_is_a_list() {
    let point =
        |number: &str, text: &str| format!("<table><tr><td><p>{number}<td><p>{text}</table>");
    let inner = format!("to act:</p>{}", point("(i)", "soon;"));
    let page = format!(
        "<p>1. Decides:</p>{}{}<p>2. Ends.</p>",
        point("(a)", "to meet;"),
        point("(b)", &inner)
    );
    assert_eq!(
        shown(&page),
        "Paragraph 1: Decides:\nPoint (a) ^0: to meet;\nPoint (b) ^0: to act:\nPoint (i) ^2: soon;\nParagraph 2: Ends.\n"
    );
}

#[test]
fn rows_of_tables_have_tabs() {
    let page = "<table><caption>Votes</caption><tr><th>State<th>Vote<tr><td>A<td><p>yes</p><p>(late)</p><tr><td>2016<td>none</table>";
    assert_eq!(
        shown(page),
        "Paragraph: Votes\nRow: State\tVote\nRow: A\tyes (late)\nRow: 2016\tnone\n"
    );
}

#[test]
fn articles_take_their_titles() {
    let page = "<p>CHAPTER I</p><p>Aims</p><p>Article 1</p><p>Scope</p><p>All seas are covered.</p><p>Article 2</p><p>None.</p>";
    assert_eq!(
        shown(page),
        "Heading(2) CHAPTER I: Aims\nHeading(6) Article 1: Scope\nParagraph ^1: All seas are covered.\n\
         Heading(6) Article 2: \nParagraph ^3: None.\n"
    );
}

#[test]
fn articles_have_one_level_however_large_they_are_set() {
    let page =
        "<h2>Chapter I</h2><h3>Article 1</h3><p>All shall act.</p><h3>Article 2</h3><p>None.</p>";
    let blocks = read(page).blocks;
    let level = |number: &str| {
        let block = blocks.iter().find(|block| block.number.as_deref() == Some(number));
        block.map(|block| block.role)
    };
    assert_eq!(level("Article 1"), Some(Role::Heading(6)));
    assert_eq!(level("Article 2"), Some(Role::Heading(6)));
}

#[test]
fn notes_stand_behind_what_has_their_mark() {
    let page = r##"<p>Seas rise<sup><a id="r1" href="#n1">1</a></sup>, and
        ice melts<a id="r2" href="#n2"> [2]</a>. See paragraph <a href="#p">3</a>.</p><p id="p">The area is 9 km<sup>2</sup>.</p>
        <p id="n1">1. A report.</p><ol><li id="n2"><a href="#r2">^</a> Another.</ol>"##;
    let seen = shown(page);
    assert!(
        seen.starts_with(
            "Paragraph: Seas rise, and ice melts. See paragraph 3.\nNote 1 ^0: A report.\n"
        ),
        "{seen}"
    );
    assert!(seen.contains("Paragraph: The area is 9 km2.\n"), "{seen}");
}

#[test]
fn marks_that_lead_back_are_notes_without_being_raised() {
    let page = r##"<p>Seas rise<a id="r1" href="#n1">(1)</a>.</p><p><a id="n1" href="#r1">(1)</a> A report.</p>"##;
    assert_eq!(shown(page), "Paragraph: Seas rise.\nNote 1 ^0: A report.\n");
}

fn menu() -> String {
    let names = ["News", "Press", "Contact", "About", "Search", "Help"];
    let links: Vec<String> =
        names.iter().map(|name| format!("<li><a href=/{name}>{name}</a>")).collect();
    links.concat()
}

#[test]
fn the_site_around_the_text_is_left_out() {
    let menu = menu();
    let page = format!(
        "<html lang=en><title>On Seas | Site</title><meta property=article:published_time content=2024-01-02T00:00>
        <body><header><a href=/>Site</a></header><nav>Home</nav><div><ul>{menu}</ul></div>
        <main><h1>On Seas</h1><p>The seas are rising, and the States that met here agree to act together.</p>
        <p hidden>unseen</p><script>unseen()</script><aside>Read more</aside></main><footer>Imprint</footer>"
    );
    assert_eq!(
        shown(&page),
        "Title: On Seas\nParagraph: The seas are rising, and the States that met here agree to act together.\n"
    );
    let metadata = read(&page).metadata;
    assert_eq!(metadata.title.as_deref(), Some("On Seas"));
    assert_eq!(metadata.language.as_deref(), Some("en"));
    assert_eq!(metadata.published_on.as_deref(), Some("2024-01-02"));
}

#[test]
fn lists_of_links_without_a_name_are_left_out_with_a_doubt() {
    let menu = menu();
    let page = format!("<ul>{menu}</ul><p>The seas are rising, and all of the States agree.</p>");
    assert_eq!(
        shown(&page),
        "Paragraph: The seas are rising, and all of the States agree.\n\
         doubt: lists of links are taken for menus and left out\n"
    );
}

#[test]
fn line_breaks_end_paragraphs_where_sentences_end() {
    assert_eq!(
        shown("<p>Having met,<br>Having<br>agreed,<br><br>Decide</p>"),
        "Paragraph: Having met,\nParagraph: Having agreed,\nParagraph: Decide\n"
    );
    assert_eq!(
        shown("<pre>1. One goes\non here.\n2. Two.\n\nThree</pre>"),
        "Paragraph 1: One goes on here.\nParagraph 2: Two.\nParagraph: Three\n"
    );
    assert_eq!(
        shown("<div style='white-space: pre-wrap'>One\nTwo</div>"),
        "Paragraph: One\nParagraph: Two\n"
    );
}

#[test]
fn italics_at_the_front_lead_in_and_links_are_kept() {
    let block = read(
        "<p><em>Recalling</em> its <a href='https://a.org/1'>resolution</a> of <i>May</i></p>",
    )
    .blocks
    .remove(0);
    assert_eq!((lead_in(&block), linked(&block)), (Some("Recalling"), vec!["resolution"]));
    assert_eq!(block.links[0].target, "https://a.org/1");
}

#[test]
fn two_languages_are_both_kept_with_a_doubt() {
    let seen = shown(
        "<p>All human beings are born free and equal in dignity.</p><p>人人生而自由，在尊嚴和權利上一律平等。</p>",
    );
    assert_eq!(seen.lines().count(), 3);
    assert!(
        seen.ends_with("doubt: it has text in two languages side by side: both are read\n"),
        "{seen}"
    );
}

#[test]
fn pages_without_end_of_depth_are_refused() {
    let error = parse("<div>".repeat(100_000).as_bytes(), &words(), &Limits::default());
    assert!(error.expect_err("it is too deep").message.contains("too deep"));
}

#[test]
fn misplaced_elements_keep_their_text() {
    assert_eq!(
        shown("<table>stray<tr><td>a<td>b</table><b><p>bold</b> end</p>"),
        "Paragraph: stray\nRow: a\tb\nParagraph: bold end\n"
    );
}

proptest! {
    #[test]
    fn any_page_is_read(pieces in prop::collection::vec("</?(p|div|b|a|ol|ul|li|table|tr|td|sup|pre|h1|br|template|svg|math|select|form)( (id|href)=\"#?[ab]\")?>|[a-z1-9\n (.]{0,4}", 0..60)) {
        check(&read(&pieces.concat()).blocks);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes, &words(), &Limits::default());
    }
}
