//! Blocks know where they stood.

use super::*;

#[test]
fn lines_come_together_as_blocks_and_know_where_they_stood() {
    let text = "# A *title*\n\nOne line\ngoes on.[^1]\n\n> quoted\n> words\n\n- item\n  more\n\
                1. next\n\n| a | b c |\n|---|---|\n\nText:\n\n    set apart\n    so\n\n\
                [^1]: a note\n```\ncode\n```\n(a) last\n\n> [!NOTE]\n> a notice\n\n2. > in a list\n\n\
                > one\n>\n> two\n---\n<blockquote>\nthree\n</blockquote> four\n\u{b9} five";
    let found: Vec<(Shape, &str)> = [
        (Shape::Prose, "A title"),
        (Shape::Prose, "One line goes on."),
        (Shape::Quote, "quoted words"),
        (Shape::Prose, "item more"),
        (Shape::Prose, "next"),
        (Shape::Cell, "a"),
        (Shape::Cell, "b c"),
        (Shape::Prose, "Text:"),
        (Shape::Quote, "set apart so"),
        (Shape::Prose, "a note"),
        (Shape::Prose, "last"),
        (Shape::Prose, "a notice"),
        (Shape::Quote, "in a list"),
        (Shape::Quote, "one"),
        (Shape::Quote, "two"),
        (Shape::Quote, "three"),
        (Shape::Prose, "four"),
        (Shape::Prose, "five"),
    ]
    .into();
    let blocks = blocks(text);
    let shown: Vec<(Shape, &str)> =
        blocks.iter().map(|block| (block.shape, block.text.as_str())).collect();
    assert_eq!(shown, found);
    let quote = &blocks[2];
    assert_eq!(&text[quote.original(&(0..quote.text.len()))], "quoted\n> words");
    let cell = &blocks[6];
    assert_eq!(&text[cell.original(&(2..3))], "c");
    let groups: Vec<usize> = blocks.iter().map(|block| block.group).collect();
    assert_eq!(groups[12..16], [3, 4, 4, 5]);
    let notes: Vec<&str> =
        blocks.iter().filter_map(|block| Some(block.note.as_ref()?.key.as_str())).collect();
    assert_eq!(notes, ["1", "1", "a", "1"]);
}

proptest::proptest! {
    #[test]
    fn every_byte_of_a_block_leads_back(
        text in "[a-z\u{e9}\u{201c}\u{a0}\u{b9}\u{feff} >|*#\n.`<q/&;\\[\\]-]{0,200}",
    ) {
        for block in blocks(&text) {
            for (at, c) in block.text.char_indices() {
                let range = block.original(&(at..at + c.len_utf8()));
                proptest::prop_assert!(text.get(range.clone()).is_some());
                if c.is_ascii_lowercase() {
                    proptest::prop_assert_eq!(&text[range], &block.text[at..at + c.len_utf8()]);
                }
            }
        }
    }
}
