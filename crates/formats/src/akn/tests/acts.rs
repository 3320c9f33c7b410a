//! Acts, debates and judgments.

use super::*;
use crate::{Role, Section};

fn act(body: &str) -> ParsedDocument {
    read(&format!("<an:akomaNtoso xmlns:an='urn:x'><act><meta/>{body}</act></an:akomaNtoso>"))
        .remove(0)
}

#[test]
fn chapters_articles_paragraphs() {
    let document = act("<body><chapter><num>CHAPTER I</num><heading>General</heading>
         <article><num>Article 1.</num><heading>Scope</heading>
           <paragraph><num>1.</num><content><p>It applies.</p><p>Always.</p></content></paragraph>
           <paragraph><num>2.</num><intro><p>It does not to:</p></intro>
             <point><num>(a)</num><content><p>ships;</p></content></point></paragraph></article>
         <article><num>Article 2</num><content><p>- It is in force.</p></content></article></chapter></body>");
    assert_eq!(
        shown(&document),
        [
            "Heading(1) CHAPTER I: General",
            "Heading(6) Article 1: Scope",
            "Paragraph 1 ^1: It applies.",
            "Paragraph ^2: Always.",
            "Paragraph 2 ^1: It does not to:",
            "Point (a) ^4: ships;",
            "Heading(6) Article 2: ",
            "Paragraph ^6: It is in force.",
        ]
    );
}

#[test]
fn sections_with_lists_and_bare_text() {
    let document = act("<body><section><num>SEC. 2.</num><heading>DEFINITIONS.</heading>
         <list><intro><p>In this Act:</p></intro><point><num>(1)</num><intro><p>the term--</p></intro>
           <list><point><num>(A)</num><content><p>means\n  sailing.</p></content></point></list></point></list>
         </section><section>Bare words.</section></body>");
    assert_eq!(
        shown(&document),
        [
            "Heading(1) SEC. 2: DEFINITIONS.",
            "Paragraph: In this Act:",
            "Point (1) ^1: the term--",
            "Point (A) ^2: means sailing.",
            "Paragraph: Bare words.",
        ]
    );
}

#[test]
fn a_debate_has_speakers_for_headings() {
    let document = read("<akomaNtoso><debate><meta/><debateBody><debateSection><heading>MOTIONS</heading>
         <speech><from>Ms. Alfa:</from><p>I move.</p></speech><scene>(Applause)</scene></debateSection>
         </debateBody></debate></akomaNtoso>")
    .remove(0);
    assert_eq!(
        shown(&document),
        [
            "Heading(1): MOTIONS",
            "Heading(2): Ms. Alfa:",
            "Paragraph: I move.",
            "Paragraph: (Applause)"
        ]
    );
}

#[test]
fn a_judgment_has_points_that_count_on() {
    let document = read("<akomaNtoso><judgment><meta><notes><note eId='n1'><p>Left out.</p></note></notes></meta>
         <judgmentBody><introduction><blockList><item><num>[1]</num><p>It began.</p></item>
           <item><num>[2]</num><p>Two questions:</p><blockList><item><num>(a)</num><p>One?</p></item></blockList></item>
         </blockList></introduction><decision><p>Dismissed<noteRef href='#n1' marker='1'/>.</p></decision></judgmentBody>
         <conclusions><p>JUDGE</p></conclusions></judgment></akomaNtoso>")
    .remove(0);
    assert_eq!(
        shown(&document),
        [
            "Point [1]: It began.",
            "Point [2]: Two questions:",
            "Point (a) ^1: One?",
            "Paragraph: Dismissed.",
            "Note 1 ^3: Left out.",
            "Closing: JUDGE",
        ]
    );
}

#[test]
fn quoted_articles_are_no_headings() {
    let document = act("<body><article><num>Art. 1</num><content><p>Insert:<mod><quotedStructure>
         <article><num>Art. 3</num><heading>New</heading><content><p>Words.</p></content></article>
         </quotedStructure></mod></p></content></article></body>");
    assert_eq!(
        shown(&document),
        [
            "Heading(6) Art. 1: ",
            "Paragraph ^0: Insert:",
            "Paragraph Art. 3 ^1: New",
            "Paragraph ^2: Words."
        ]
    );
}

#[test]
fn attachments_are_annexes() {
    let document = act("<preface><p>An Act</p></preface><body><section><content><p>x</p></content></section></body>
         <attachments><attachment><doc name='annex'><meta><identification/></meta><mainBody>
         <paragraph><num>1.</num><content><p>y</p></content></paragraph></mainBody></doc></attachment></attachments>");
    let parts: Vec<_> = document.blocks.iter().map(|block| (block.role, block.section)).collect();
    assert_eq!(
        parts,
        [
            (Role::Title, Some(Section::Preface)),
            (Role::Paragraph, Some(Section::Body)),
            (Role::Paragraph, Some(Section::Annex)),
        ]
    );
}
