//! What the elements of Akoma Ntoso are to a reader.

use crate::Section;

/// What an element does with the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No text of the document: metadata, contents, pictures.
    PassedOver,
    /// A part of the document.
    Section(Section),
    /// It has a heading and holds others: a chapter, an article, a section of a debate.
    Division,
    /// It has a number and a text: a paragraph, a point.
    Unit,
    /// It holds points.
    List,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// Words of another document that is to be changed.
    Quoted,
    /// A heading of its own, or a line over what follows.
    Heading,
    /// What ends a list.
    WrapUp,
    /// It has words.
    Text,
    /// It only holds others.
    Plain,
}

/// Elements that stand for a document.
pub(super) const DOCUMENTS: [&str; 13] = [
    "act", "amendment", "amendmentList", "bill", "debate", "debateReport", "doc",
    "documentCollection", "judgment", "officialGazette", "portion", "statement", "fragment",
];

/// What an element is.
pub(super) fn class_of(name: &str) -> Class {
    match name {
        "meta" | "toc" | "img" | "foreign" | "proprietary" | "components" | "collectionBody"
        | "colophon" | "portionMeta" => Class::PassedOver,
        "coverPage" | "preface" | "header" => Class::Section(Section::Preface),
        "preamble" => Class::Section(Section::Preamble),
        "body" | "mainBody" | "debateBody" | "judgmentBody" | "amendmentBody" | "portionBody"
        | "fragmentBody" => Class::Section(Section::Body),
        "attachments" | "attachment" | "annex" => Class::Section(Section::Annex),
        "conclusions" => Class::Section(Section::Conclusions),
        "list" | "sublist" | "blockList" | "ul" | "ol" => Class::List,
        "table" => Class::Table,
        "tr" => Class::Row,
        "quotedStructure" | "embeddedStructure" => Class::Quoted,
        "heading" | "subheading" | "crossHeading" | "from" | "longTitle" => Class::Heading,
        "wrapUp" | "listWrapUp" => Class::WrapUp,
        "p" | "block" | "listIntroduction" | "narrative" | "summary" | "scene" | "caption" => {
            Class::Text
        }
        _ if is_unit(name) => Class::Unit,
        _ if is_division(name) => Class::Division,
        _ => Class::Plain,
    }
}

fn is_unit(name: &str) -> bool {
    matches!(
        name,
        "paragraph"
            | "subparagraph"
            | "point"
            | "subpoint"
            | "indent"
            | "alinea"
            | "item"
            | "li"
            | "clause"
            | "subclause"
            | "subsection"
            | "level"
            | "proviso"
            | "transitional"
            | "container"
    )
}

fn is_division(name: &str) -> bool {
    matches!(
        name,
        "book"
            | "part"
            | "subpart"
            | "title"
            | "subtitle"
            | "chapter"
            | "subchapter"
            | "division"
            | "subdivision"
            | "section"
            | "article"
            | "rule"
            | "subrule"
            | "tome"
            | "hcontainer"
            | "debateSection"
            | "administrationOfOath"
            | "rollCall"
            | "prayers"
            | "oralStatements"
            | "writtenStatements"
            | "personalStatements"
            | "ministerialStatements"
            | "resolutions"
            | "nationalInterest"
            | "declarationOfVote"
            | "communication"
            | "petitions"
            | "papers"
            | "noticesOfMotion"
            | "questions"
            | "address"
            | "proceduralMotions"
            | "pointOfOrder"
            | "adjournment"
            | "speechGroup"
            | "speech"
            | "question"
            | "answer"
            | "introduction"
            | "background"
            | "arguments"
            | "remedies"
            | "motivation"
            | "decision"
            | "tblock"
    )
}

/// Whether a unit is a point by its name alone.
pub(super) fn is_point(name: &str) -> bool {
    matches!(name, "point" | "subpoint" | "indent" | "item" | "li")
}

/// Whether an element within a paragraph has paragraphs of its own.
pub(super) fn is_inner(name: &str) -> bool {
    matches!(
        name,
        "table" | "quotedStructure" | "embeddedStructure" | "blockList" | "ul" | "ol" | "subFlow"
    )
}

/// Whether an element within a paragraph has no words for a reader.
pub(super) fn is_passed_over(name: &str) -> bool {
    matches!(name, "img" | "foreign" | "meta" | "authorialNote" | "noteRef")
}

/// Whether words before and after an element are apart although no blank is between them.
pub(super) fn parts_words(name: &str) -> bool {
    matches!(
        name,
        "br" | "eol"
            | "eop"
            | "p"
            | "block"
            | "div"
            | "li"
            | "item"
            | "num"
            | "heading"
            | "td"
            | "th"
    )
}

/// The level of an article's heading. What stands above it are chapters and the like.
pub(super) const ARTICLE_LEVEL: u8 = 6;
/// Headings do not go deeper.
pub(super) const LEVEL_MAX: u8 = 9;

/// The level of a heading by the name of its style: `HCh` is over `H1`, `H1` over `H23`.
pub(super) fn level_of_style(class: &str) -> u8 {
    let digit = class.find('H').and_then(|at| {
        class[at..]
            .chars()
            .find_map(|char| char.to_digit(10))
            .and_then(|digit| digit.try_into().ok())
    });
    match digit {
        Some(digit @ 1..=6) => 1 + digit,
        _ if class == "HCh" => 1,
        _ => 3,
    }
}
