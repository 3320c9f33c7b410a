//! Trees of paragraphs and points.

use proptest::prelude::*;

use super::*;
use crate::tests::blocks::{check, words};
use crate::{Limits, assemble};

fn nested(lines: &[&str]) -> Vec<Block> {
    let pieces = lines.iter().map(|line| piece(line)).collect();
    assemble::nested(pieces, &words(), &Limits::default()).expect("the limits are wide")
}

/// Each line with the number of its parent behind it, or `-`.
fn tree(lines: &[&str]) -> String {
    let blocks = nested(lines);
    let parent = |block: &Block| block.parent.map_or("-".to_owned(), |parent| parent.to_string());
    blocks.iter().map(parent).collect::<Vec<_>>().join(" ")
}

/// A line whose depth is given by blanks before it, where it has any: two for each step.
fn piece(line: &str) -> Piece {
    let piece = Piece::new(Role::Paragraph, line.trim());
    let blanks = line.len() - line.trim_start().len();
    if blanks == 0 { piece } else { piece.at((blanks / 2) as u32) }
}

#[test]
fn points_stand_under_their_paragraph() {
    assert_eq!(tree(&["1. Decides:", "(a) To meet;", "(b) To act;", "2. Requests"]), "- 0 0 -");
    assert_eq!(tree(&["We shall:", "- meet;", "- act.", "We part."]), "- 0 0 -");
    assert_eq!(tree(&["We met.", "- Trade", "- Health"]), "- - -");
    assert_eq!(tree(&["The States,", "(a) Recalling this,", "(b) Noting that,"]), "- 0 0");
}

#[test]
fn small_i_is_a_letter_or_a_roman_number_by_its_place() {
    let letters = ["1. Decides:", "(g) seven", "(h) eight", "(i) nine", "(j) ten"];
    assert_eq!(tree(&letters), "- 0 0 0 0");
    let romans = ["1. Decides:", "(a) to:", "(i) meet", "(ii) act", "(b) to rest"];
    assert_eq!(tree(&romans), "- 0 1 1 0");
    let both = ["(a) to:", "(i) x", "(ii) y", "(iii) z", "(b) t", "(c) u:", "(i) v"];
    assert_eq!(tree(&both), "- 0 0 0 - - 5");
}

#[test]
fn paragraphs_stand_under_their_article() {
    let text =
        ["Article 1. Scope", "1. States shall:", "(a) act;", "2. None.", "Article 2", "All."];
    assert_eq!(tree(&text), "- 0 1 0 - 4");
    assert_eq!(tree(&["Article 1", "All.", "Part I", "Text."]), "- 0 - -");
}

#[test]
fn what_ends_the_sentence_of_a_list_wraps_it_up() {
    let blocks = nested(&["We shall:", "(a) meet;", "(b) act,", "as is due."]);
    assert_eq!((blocks[3].role, blocks[3].parent), (Role::WrapUp, Some(0)));
    assert_eq!((blocks[1].role, blocks[0].role), (Role::Point, Role::Paragraph));
}

#[test]
fn indentation_counts_where_it_is_known() {
    let lists = ["  - one:", "    - inner", "    - inner", "  - two", "    - inner"];
    assert_eq!(tree(&lists), "- 0 0 - 3");
    assert_eq!(tree(&["  1. one", "  more of it", "  2. two"]), "- 0 -");
    assert_eq!(tree(&["  1. one", "    1. inner", "    2. inner", "  2. two"]), "- 0 0 -");
}

#[test]
fn numbers_begin_anew() {
    assert_eq!(tree(&["1. one", "2. two", "1. one", "2. two"]), "- - - -");
    assert_eq!(tree(&["1. one:", "(a) x", "(b) y", "2. two:", "(a) z"]), "- 0 0 - 3");
    assert_eq!(tree(&["1. one:", "1. inner", "2. inner"]), "- 0 0");
}

#[test]
fn dotted_numbers_stand_under_their_beginning() {
    let text = ["1. one", "1.1. x", "1.2. y", "1.2.1. z", "2. two", "2.1. t"];
    assert_eq!(tree(&text), "- 0 0 2 - 4");
    assert_eq!(tree(&["P2: We,", "P2A: Noting", "P2B: Noting", "P3: Agree:"]), "- 0 0 -");
}

proptest! {
    #[test]
    fn any_lines_are_nested(lines in prop::collection::vec("( {0,8})(1\\.|2\\.|\\(a\\)|\\(i\\)|-|3\\.1\\.|Article 2|OP1:)? ?[A-Za-z]{0,4}[:.,]?", 0..40)) {
        check(&nested(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
    }
}
