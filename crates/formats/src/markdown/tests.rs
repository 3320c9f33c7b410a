//! Markdown of every kind that people write.

use proptest::prelude::*;

use super::*;
use crate::Block;

fn words() -> HeadingWords {
    HeadingWords {
        article: vec!["article".to_owned()],
        annex: vec!["annex".to_owned()],
        division: vec!["part".to_owned()],
        preamble: vec!["preamble".to_owned()],
    }
}

fn read(text: &str) -> ParsedDocument {
    let mut documents =
        parse("x.md", text, &words(), &Limits::default()).expect("the limits are wide");
    documents.pop().expect("a text is one document")
}

/// Role, number, parent and text of each block.
fn shown(text: &str) -> Vec<String> {
    let show = |block: &Block| {
        let role = match block.role {
            Role::Title => "T".to_owned(),
            Role::Heading(level) => format!("H{level}"),
            Role::Paragraph => "P".to_owned(),
            Role::Point => "-".to_owned(),
            other => format!("{other:?}"),
        };
        let number = block.number.as_deref().unwrap_or("");
        let parent = block.parent.map_or(String::new(), |parent| parent.to_string());
        format!("{role}|{number}|{parent}|{}", block.text)
    };
    read(text).blocks.iter().map(show).collect()
}

#[test]
fn numbered_paragraphs_keep_the_numbers_that_were_typed() {
    let text = "1.  We met in\n    Bonn.\n      \n    **<u>A. PEACE</u>**  \n\n2.  We spoke.\n\n17\\. We part.\n\n30-31. We \
        pay.\n";
    assert_eq!(
        shown(text),
        [
            "P|1||We met in Bonn.",
            "H2|||A. PEACE",
            "P|2||We spoke.",
            "P|17||We part.",
            "P|30-31||We pay."
        ]
    );
}

#[test]
fn lists_stand_under_what_leads_them_in() {
    let text = "We shall:\n\n-   **guard** the rivers:\n    -   all of\n        them;\n-   pay.\n\nWe part.\n";
    assert_eq!(
        shown(text),
        [
            "P|||We shall:",
            "-||0|guard the rivers:",
            "-||1|all of them;",
            "-||0|pay.",
            "P|||We part."
        ]
    );
    let typed = "We shall:\n\n(a) guard the rivers;\n(b) pay:\n(i) much;\n\n•           All\n";
    assert_eq!(
        shown(typed),
        ["P|||We shall:", "-|(a)|0|guard the rivers;", "-|(b)|0|pay:", "-|(i)|2|much;", "-||3|All"]
    );
}

#[test]
fn lines_in_bold_are_headings_by_their_look() {
    let text = "# Pact\n\n**Rivers**  \nWe guard rivers.\n\n***On lakes***\n\nWe guard lakes.\n\n**Seas**\n\n\
        **Aims:**\n\n- peace\n\n**We meet.**\n";
    assert_eq!(
        shown(text),
        [
            "T|||Pact",
            "H2|||Rivers",
            "P|||We guard rivers.",
            "H3|||On lakes",
            "P|||We guard lakes.",
            "H2|||Seas",
            "P|||Aims:",
            "-||6|peace",
            "P|||We meet."
        ]
    );
}

#[test]
fn no_mark_is_left_in_the_text() {
    let text = "We meet[^1] the **leaders ** of all `states`\\* on the 21<sup>st</sup>&nbsp;of <u>June</u> \
        in [the\ncity](https://example.org/a) **\n\n\\###\n\n<!-- -->\n\n* * *\n\n[^1]: A note.\n\n<p>End</p>\n";
    assert_eq!(
        shown(text),
        [
            "P|||We meet the leaders of all states* on the 21st of June in the city",
            "Note|1|0|A note.",
            "P|||End"
        ]
    );
    let document = read(text);
    let link = &document.blocks[0].links[0];
    assert_eq!(&document.blocks[0].text[link.range.clone()], "the city");
    assert_eq!(link.target, "https://example.org/a");
}

#[test]
fn raised_figures_are_notes() {
    let text = "33. <sup>1 </sup>We meet, on 5 km<sup>2</sup>.\n\nWe part.\n\n<sup>1 </sup>One does not.\n";
    assert_eq!(shown(text), ["P|33||We meet, on 5 km².", "P|||We part.", "Note|1|0|One does not."]);
}

#[test]
fn figures_in_brackets_behind_a_word_are_notes() {
    let shown = shown("We agreed.[1] We met [2] again.\n\n[1] In part.\n\n[2] As before.");
    assert_eq!(shown[..2], ["P|||We agreed. We met [2] again.", "Note|1|0|In part."]);
    assert_eq!(shown.len(), 3);
}

#[test]
fn marks_without_a_partner_go() {
    let text = "**Rivers  \n  \n**1. We guard rivers.\n\n*Lakes *  \nWe guard lakes of 3 * 4 miles.\n\nThe \
        agency*.*\n\n\\*One star\n";
    assert_eq!(
        shown(text),
        [
            "H2|||Rivers",
            "P|1||We guard rivers.",
            "H3|||Lakes",
            "P|||We guard lakes of 3 * 4 miles.",
            "P|||The agency.",
            "P|||*One star"
        ]
    );
}

#[test]
fn words_set_apart_at_the_beginning_lead_in() {
    let document = read("1. *Recalling* the pact;\n\n*We part.*\n");
    let first = &document.blocks[0];
    assert_eq!(first.number.as_deref(), Some("1"));
    assert_eq!(first.lead_in.clone().map(|range| &first.text[range]), Some("Recalling"));
    assert_eq!(document.blocks[1].lead_in, None);
}

#[test]
fn tables_are_rows_with_tabs() {
    let text = "| State | Vote |\n|---|---|\n| [A](x) | yes |\n| B | |\n";
    assert_eq!(shown(text), ["Row|||State\tVote", "Row|||A\tyes", "Row|||B"]);
    let document = read(text);
    assert_eq!(document.blocks[1].links[0].range, 0..1);
}

#[test]
fn a_paragraph_above_a_rule_is_no_heading() {
    assert_eq!(
        shown("We met in Bonn.\n---\n\nPeace\n---\n\nWe part."),
        ["P|||We met in Bonn.", "H2|||Peace", "P|||We part."]
    );
}

#[test]
fn front_matter_never_stops_a_text() {
    let document = read("---\ntitle: \"Pact\ntags: a\nweight: 3\n---\n# Other\n\nText.\n");
    assert_eq!(document.doubts.len(), 1);
    assert_eq!(document.metadata.other["weight"], "3");
    assert_eq!(document.blocks.len(), 2);
}

#[test]
fn what_nests_too_deep_is_refused() {
    let limits = Limits { depth_max: 10, ..Limits::default() };
    let deep = "> ".repeat(50) + "x";
    assert!(parse("x.md", &deep, &words(), &limits).is_err());
}

#[test]
fn hostile_text_is_read_in_time() {
    // A star that looks at all others takes minutes here.
    read(&format!("Text{}", "*".repeat(200_000)));
    for mark in ["[", "*", "**a ", "> ", "- ", "[^a]", "<a ", "`", "| a ", "![", "1. (a) ", "_a*"] {
        let _ = parse("x.md", &mark.repeat(20_000), &words(), &Limits::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn likely_text_is_read_in_order(text in "((# |\\*\\*|\\*|1\\. |\\(a\\) |- |\\[|\\]\\(x\\)|\\[\\^1\\]|: |<u>|<br>|\\|---\\||\\| |> |---|    |\n|\n\n| |[a-z]{1,9}|[A-Z][a-z]){1,4}){0,30}") {
        for (at, block) in read(&text).blocks.iter().enumerate() {
            prop_assert!(block.parent.is_none_or(|parent| parent < at));
            prop_assert!(block.text.trim() == block.text && !block.text.contains('\n'));
            for link in &block.links {
                prop_assert!(block.text.get(link.range.clone()).is_some());
            }
            prop_assert!(block.lead_in.clone().is_none_or(|range| block.text.get(range).is_some()));
        }
    }
}
