//! Numbers as they are printed, and what only looks like one.

use proptest::prelude::*;

use super::*;
use crate::piece::Piece;
use crate::{Block, Role};

fn words() -> HeadingWords {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    HeadingWords {
        article: list(&["article", "art", "статья", "条", "artículo", "المادة", "cikk"]),
        annex: list(&["annex", "附件"]),
        division: list(&["chapter", "part", "section", "title"]),
        preamble: list(&["preamble"]),
    }
}

fn shown(text: &str) -> Option<(String, String)> {
    read(text, &words()).map(|found| (found.number.printed, found.rest.to_owned()))
}

#[test]
fn numbers_are_read_as_printed() {
    for (text, number, rest) in [
        ("12. We meet.", "12", "We meet."),
        ("12) We meet.", "12)", "We meet."),
        ("1.The States", "1", "The States"),
        ("(b) to act", "(b)", "to act"),
        ("(d ) to act", "(d)", "to act"),
        ("b) to act", "b)", "to act"),
        ("(iii) to act", "(iii)", "to act"),
        ("iii. to act", "iii", "to act"),
        ("3.1.2 Scope", "3.1.2", "Scope"),
        ("3.1. Scope", "3.1", "Scope"),
        ("OP12 Decides", "OP12", "Decides"),
        ("P3C: Recalling", "P3C", "Recalling"),
        ("12 bis. States", "12 bis", "States"),
        ("Article 6. Scope", "Article 6", "Scope"),
        ("Article 6 - Scope", "Article 6", "Scope"),
        ("ARTICLE VI", "ARTICLE VI", ""),
        ("Article 6(2)", "Article 6(2)", ""),
        ("Article 6 bis", "Article 6 bis", ""),
        ("Art. 6: Scope", "Art. 6", "Scope"),
        ("Artículo 1º. Objeto", "Artículo 1º", "Objeto"),
        ("Статья 6", "Статья 6", ""),
        ("第六条　人人有权", "第六条", "人人有权"),
        ("المادة 6", "المادة 6", ""),
        ("6. cikk", "6. cikk", ""),
        ("§ 4 Scope", "§ 4", "Scope"),
        ("Annex II", "Annex II", ""),
        ("Annex: States", "Annex", "States"),
        ("附件一", "附件一", ""),
        ("Chapter IV. Trade", "Chapter IV", "Trade"),
        ("一、本公约", "一", "本公约"),
        ("（二）本公约", "（二）", "本公约"),
        ("1\tThe States", "1", "The States"),
    ] {
        assert_eq!(shown(text), Some((number.to_owned(), rest.to_owned())), "{text}");
    }
}

#[test]
fn words_and_figures_are_no_numbers() {
    for text in [
        "We meet",
        "I believe",
        "U.S. leaders",
        "e.g. this",
        "2.5 million people",
        "50 states",
        "G7's leaders",
        "COVID-19 is",
        "Article 55 of the Charter",
        "Part of the work",
        "Part I was read",
        "Section 230 applies",
        "Articles 3 and 4",
        "(see above)",
        "(mix) of",
        "...",
        "",
        "11,000 people",
        "Participants met",
    ] {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn bullets_are_marks_with_a_blank_or_marks_of_their_own() {
    for (text, rest) in [
        ("- to act", Some("to act")),
        ("* to act", Some("to act")),
        ("•to act", Some("to act")),
        ("– to act", Some("to act")),
        ("\u{f0b7} to act", Some("to act")),
        ("○ to act", Some("to act")),
        ("-5 degrees", None),
        ("*to act*", None),
        ("-", None),
        ("text", None),
    ] {
        assert_eq!(after_bullet(text), rest, "{text}");
    }
}

fn taken(texts: &[&str]) -> Vec<(Option<String>, String)> {
    let pieces = texts.iter().map(|text| Piece::new(Role::Paragraph, *text)).collect();
    let shown = |Block { number, text, .. }| (number, text);
    take_numbers(pieces, &words()).into_iter().map(|piece| shown(piece.block)).collect()
}

fn numbers(texts: &[&str]) -> Vec<Option<String>> {
    taken(texts).into_iter().map(|(number, _)| number).collect()
}

#[test]
fn the_sequence_decides_on_what_may_be_a_number() {
    let some = |number: &str| Some(number.to_owned());
    assert_eq!(numbers(&["2021. A year of change.", "We meet."]), [None, None]);
    assert_eq!(numbers(&["A. Smith spoke.", "We met."]), [None, None]);
    assert_eq!(numbers(&["A. Trade", "We met.", "B. Health"]), [some("A"), None, some("B")]);
    assert_eq!(numbers(&["G7 Leaders met.", "G20 Leaders met."]), [None, None]);
    assert_eq!(numbers(&["OP1 Decides", "OP2 Requests"]), [some("OP1"), some("OP2")]);
    assert_eq!(numbers(&["25. Requests", "26 Condemns"]), [some("25"), some("26")]);
    assert_eq!(numbers(&["20 May 2023", "We met."]), [None, None]);
    assert_eq!(numbers(&["28. Invites", "29 October 2018"]), [some("28"), None]);
    assert_eq!(numbers(&["50 States", "1. We met."]), [None, some("1")]);
}

#[test]
fn numbers_within_each_other_come_apart() {
    let pair = |number: &str, text: &str| (Some(number.to_owned()), text.to_owned());
    assert_eq!(
        taken(&["1. (a) The Court shall sit.", "(b) It shall rise."]),
        [pair("1", ""), pair("(a)", "The Court shall sit."), pair("(b)", "It shall rise.")]
    );
    assert_eq!(
        taken(&["Article 2. Everyone has rights."]),
        [pair("Article 2", ""), (None, "Everyone has rights.".to_owned())]
    );
}

#[test]
fn a_number_set_apart_is_read_as_a_whole() {
    let words = words();
    for (printed, expected) in [
        ("12.", Some("12")),
        ("(a)", Some("(a)")),
        ("IV.", Some("IV")),
        ("Article 6", Some("Article 6")),
        ("1.2", Some("1.2")),
        ("b", Some("b")),
        ("•", None),
        ("--", None),
        ("word", None),
    ] {
        assert_eq!(
            whole(printed, &words).map(|number| number.printed).as_deref(),
            expected,
            "{printed}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_nothing_is_lost(text in "\\PC{0,40}") {
        if let Some(found) = read(&text, &words()) {
            prop_assert!(text.ends_with(found.rest));
        }
        let _ = after_bullet(&text);
        let _ = whole(&text, &words());
    }

    #[test]
    fn likely_numbers_never_panic(text in "[(（第§ABivx一六0-9٣.、:) ]{0,12}( bis|er|º|条)?[ .)]?[a-zA-Z]{0,5}") {
        if let Some(found) = read(&text, &words()) {
            prop_assert!(text.ends_with(found.rest));
        }
    }
}
