//! Resolutions as the United Nations publishes them.

use super::*;
use crate::Section;

#[test]
fn containers_have_their_lead_ins() {
    let document = resolution(
        "<formula><p><span class=\"italic\">The Assembly</span>,</p></formula>
         <container name=\"Recalling\"><p>\t<span class=\"italic\">Recalling </span>its decision
            1\u{2011}2 of\u{a0}May,</p></container>
         <container name=\",\"><p><span class=\"italic\">Deeply</span> <span class=\"italic\">alarmed</span> by it,</p></container>
         <container name=\"回顾\"><p>在这方面回顾其决议，</p></container>
         <container name=\"Noting\"><blockList><listIntroduction><span class=\"italic\">Noting</span>:</listIntroduction>
            <item><num>(a)</num><p>One;</p></item></blockList></container>",
        "",
    );
    assert_eq!(
        shown(&document),
        [
            "Paragraph: The Assembly,",
            "Paragraph: Recalling its decision 1\u{2011}2 of May,",
            "Paragraph: Deeply alarmed by it,",
            "Paragraph: 在这方面回顾其决议，",
            "Paragraph: Noting:",
            "Point (a) ^4: One;",
        ]
    );
    let leads: Vec<_> = document.blocks.iter().map(lead_in).collect();
    assert_eq!(
        leads,
        [None, Some("Recalling"), Some("Deeply alarmed"), Some("回顾"), Some("Noting"), None]
    );
    assert!(document.blocks.iter().all(|block| block.section == Some(Section::Preamble)));
}

#[test]
fn paragraphs_and_points() {
    let document = resolution(
        "",
        "<paragraph><num>1.</num><list><intro><p><span class='italic'>Decides</span>:</p></intro>
           <point><num>(a)</num><content><p>One:</p></content></point>
           <sublist><point><num>(i)</num><content><p>Deep;</p></content></point></sublist>
           <point><num>–</num><content><p>Two;</p></content></point>
           <wrapUp><p>and so on.</p></wrapUp></list></paragraph>
         <paragraph><num>2.</num><list><point><num>(a)</num><content><p>Bare.</p></content></point>
           </list></paragraph>",
    );
    assert_eq!(
        shown(&document),
        [
            "Paragraph 1: Decides:",
            "Point (a) ^0: One:",
            "Point (i) ^1: Deep;",
            "Point ^0: Two;",
            "WrapUp ^0: and so on.",
            "Paragraph 2: ",
            "Point (a) ^5: Bare.",
        ]
    );
    assert_eq!(lead_in(&document.blocks[0]), Some("Decides"));
}

#[test]
fn numbers_in_the_text_are_numbers() {
    let body = [
        paragraph("25.", "Decides to:"),
        paragraph("", "(a) Go;"),
        paragraph("", "(b) Stay."),
        paragraph("", "26 Condemns it."),
        paragraph("", "27 – <span class='italic'>Regrets</span> it."),
        paragraph("", "A. Smith was there."),
        paragraph("", "2020 was a year."),
    ];
    let document = resolution("", &body.concat());
    assert_eq!(
        shown(&document),
        [
            "Paragraph 25: Decides to:",
            "Point (a) ^0: Go;",
            "Point (b) ^0: Stay.",
            "Paragraph 26: Condemns it.",
            "Paragraph 27: Regrets it.",
            "Paragraph: A. Smith was there.",
            "Paragraph: 2020 was a year.",
        ]
    );
}

#[test]
fn points_stand_beside_their_paragraph() {
    let body = [
        paragraph("1.", "Decides to<authorialNote marker='1'><p>\tSee it.</p></authorialNote>:"),
        paragraph("(a)", "Go;"),
        "<paragraph class='H4'><subheading>On the way</subheading></paragraph>".to_owned(),
        paragraph("(b)", "Stay."),
        paragraph("2.", "Ends."),
    ];
    let document = resolution("", &body.concat());
    assert_eq!(
        shown(&document),
        [
            "Paragraph 1: Decides to:",
            "Note 1 ^0: See it.",
            "Point (a) ^0: Go;",
            "Heading(5): On the way",
            "Point (b) ^0: Stay.",
            "Paragraph 2: Ends.",
        ]
    );
}

#[test]
fn a_number_without_words_is_that_of_the_next_paragraph() {
    let body = [paragraph("4.", ""), paragraph("", "Urges all."), paragraph("5.", "Ends.")];
    let document = resolution("", &body.concat());
    assert_eq!(shown(&document), ["Paragraph 4: Urges all.", "Paragraph 5: Ends."]);
    assert_eq!(document.doubts.len(), 1);
}

#[test]
fn headings_of_all_kinds() {
    let document = resolution(
        "",
        "<paragraph class='HCh'><subheading>Part one</subheading></paragraph>
         <paragraph class='H1'><num>II.</num></paragraph>
         <paragraph class='H23'><subheading>Peace</subheading></paragraph>
         <paragraph><content><p><span class='bold'>Bold</span> <span class='bold italic'>one</span></p></content></paragraph>
         <section><p><num>III</num></p><subheading>Money</subheading>
           <crossHeading refersTo='#preamble'><span class='italic'>Recalling</span> it,</crossHeading></section>
         <paragraph><num>(a)</num><content><p><span class='bold'>A bold point</span></p></content></paragraph>",
    );
    assert_eq!(
        shown(&document),
        [
            "Heading(1): Part one",
            "Heading(2) II: Peace",
            "Heading(3): Bold one",
            "Heading(1) III: Money",
            "Paragraph: Recalling it,",
            "Paragraph (a): A bold point",
        ]
    );
    assert_eq!(document.blocks[4].section, Some(Section::Preamble));
    assert_eq!(lead_in(&document.blocks[4]), Some("Recalling"));
}

#[test]
fn annexes_begin_with_their_heading() {
    let document = resolution(
        "",
        &[
            &paragraph("1.", "Adopts it."),
            "<paragraph class='H1'><heading>Annex II</heading></paragraph>\
             <paragraph class='H1'><subheading>The rules</subheading></paragraph>",
            &paragraph("1.", "Rule."),
        ]
        .concat(),
    );
    assert_eq!(
        shown(&document),
        ["Paragraph 1: Adopts it.", "Heading(1) Annex II: The rules", "Paragraph 1: Rule."]
    );
    let parts: Vec<_> = document.blocks.iter().map(|block| block.section).collect();
    assert_eq!(parts, [Some(Section::Body), Some(Section::Annex), Some(Section::Annex)]);
}

#[test]
fn marks_of_notes_leave_the_text() {
    let document = resolution(
        "",
        &paragraph(
            "1.",
            "Recalls<sup>(</sup><authorialNote marker='2'><p>See <a href='u'>x</a>.</p></authorialNote><sup>)</sup> \
             the pact,<sup>2</sup> 3 m<sup>2</sup> of it.",
        ),
    );
    assert_eq!(
        shown(&document),
        ["Paragraph 1: Recalls the pact, 3 m2 of it.", "Note 2 ^0: See x."]
    );
    assert_eq!(document.blocks[1].links[0].range, 4..5);
}

#[test]
fn notes_lose_the_brackets_of_their_marks() {
    let document = resolution(
        "",
        &paragraph("1.", "Decides<authorialNote marker='12'><p>() See it.</p></authorialNote> so."),
    );
    assert!(shown(&document).contains(&"Note 12 ^0: See it.".to_owned()), "{:?}", shown(&document));
}

#[test]
fn rows_have_their_notes() {
    let document = resolution(
        "",
        "<container name='table'><table>
           <tr><th><p>Section</p></th><th><p>2024<sup>a</sup></p></th></tr>
           <tr><td><p/></td><td><p>12</p><p>13</p></td><td/></tr><tr><td/></tr></table></container>
         <paragraph class='FootnoteText'><content><p>\t<span class='italic'><sup>a</sup></span>\tSee it.</p></content></paragraph>
         <paragraph><content><p>la 16<sup>a</sup> vez</p></content></paragraph>",
    );
    assert_eq!(
        shown(&document),
        ["Row: Section\t2024", "Row: 12 13", "Note a ^0: See it.", "Paragraph: la 16a vez"]
    );
}

#[test]
fn links_say_where_they_lead() {
    let document = resolution(
        "",
        &paragraph(
            "1.",
            "See <a href='https://docs.un.org/en/A/RES/1/2'>1/</a><a href='https://docs.un.org/en/A/RES/1/2'>2</a> \
             and <a href='https://docs.un.org/en/A/RES/9'>3/4</a>.",
        ),
    );
    assert_eq!(linked(&document.blocks[0]), ["1/2", "3/4"]);
    assert_eq!(document.doubts.len(), 1);
    assert!(document.doubts[0].message.contains("A/RES/9"), "{:?}", document.doubts);
}

#[test]
fn what_is_quoted_is_governed_by_what_quotes_it() {
    let document = resolution(
        "",
        "<paragraph><num>14.</num><content><p>Replaces it by:</p><p><mod><quotedStructure>
           <p>“Decides:</p><point><num>a.</num><content><p>Arms;”</p></content></point>
         </quotedStructure></mod></p></content></paragraph>",
    );
    assert_eq!(
        shown(&document),
        ["Paragraph 14: Replaces it by:", "Paragraph ^0: “Decides:", "Point a ^0: Arms;”"]
    );
}

#[test]
fn a_paragraph_that_never_ends_governs_nothing() {
    let document = resolution(
        "",
        "<paragraph class='H1'><span class='bold'>\tStatement</span></docTitle></p>
         <alinea><content><p>At its meeting:</p></content></alinea>
         <paragraph><content><p>“The Council.”</p></content></paragraph>",
    );
    assert_eq!(
        shown(&document),
        ["Heading(2): Statement", "Paragraph: At its meeting:", "Paragraph: “The Council.”"]
    );
    assert_eq!(document.doubts.len(), 3);
}

#[test]
fn a_star_is_a_note_unless_there_are_more() {
    let one = resolution("", &[paragraph("", "* Reissued."), paragraph("", "Text.")].concat());
    assert_eq!(shown(&one), ["Note *: Reissued.", "Paragraph: Text."]);
    let lines = resolution("", &[paragraph("", "***"), paragraph("", "** Second.")].concat());
    assert_eq!(shown(&lines), ["Note **: Second."]);
    let marked =
        [paragraph("", "Recalls the memoir,** which is long."), paragraph("", "** See it.")];
    let marked = resolution("", &marked.concat());
    assert_eq!(
        shown(&marked),
        ["Paragraph: Recalls the memoir, which is long.", "Note **: See it."]
    );
    let two = resolution("", &[paragraph("", "* One"), paragraph("", "* Two")].concat());
    assert_eq!(shown(&two), ["Point: One", "Point: Two"]);
}
