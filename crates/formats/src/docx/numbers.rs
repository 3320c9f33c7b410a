//! The number that Word prints before a paragraph.

use super::lists::{Counters, Lists};
use crate::counting;

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its definition: paragraphs of one list are told by it.
    pub(super) list: String,
    /// From 0 for the outermost.
    pub(super) level: usize,
    /// What is printed, unless it is a mere bullet.
    pub(super) number: Option<String>,
    /// Whether the way to print it is not known here, so that digits stand for it.
    pub(super) is_doubtful: bool,
}

/// Counts a paragraph of a list and prints its number.
pub(super) fn label(
    lists: &Lists,
    counters: &mut Counters,
    list: &str,
    level: usize,
) -> Option<Label> {
    let shape = lists.level(list, level)?;
    let numbers = counters.count(lists, list, level)?;
    let mut label =
        Label { list: lists.definition(list)?.to_owned(), level, number: None, is_doubtful: false };
    if shape.format == "bullet" {
        return Some(label);
    }
    let mut printed = String::new();
    let mut letters = shape.text.chars().peekable();
    while let Some(letter) = letters.next() {
        let digit = letters.peek().and_then(|it| it.to_digit(10)).filter(|it| (1..=9).contains(it));
        let (true, Some(digit)) = (letter == '%', digit) else {
            printed.push(letter);
            continue;
        };
        letters.next();
        let place = digit as usize - 1;
        let format = lists.level(list, place).map_or("decimal", |it| it.format.as_str());
        let format = if shape.all_digits && format != "none" { "decimal" } else { format };
        let number = counting::print(format, numbers[place]);
        label.is_doubtful |= number.is_none();
        printed.push_str(&number.unwrap_or_else(|| numbers[place].to_string()));
    }
    label.number = tidy(&printed);
    Some(label)
}

/// A number without what only divides it from the words: a dot, a colon, a dash.
fn tidy(printed: &str) -> Option<String> {
    let words: Vec<&str> = printed.split_whitespace().collect();
    let words = words.join(" ");
    let number = words.trim_end_matches(['.', ':', '-', '\u{2013}', '\u{2014}', ' ']);
    number.chars().any(char::is_alphanumeric).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

    fn level(level: usize, format: &str, text: &str, more: &str) -> String {
        format!(
            r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    }

    fn lists(definition: &str, lists: &str) -> Lists {
        let text = format!(
            r#"<w:numbering {W}><w:abstractNum w:abstractNumId="0">{definition}</w:abstractNum>{lists}</w:numbering>"#
        );
        Lists::read("numbering.xml", &text, &Limits::default()).expect("the part is sound")
    }

    fn run(lists: &Lists, steps: &[(&str, usize)]) -> Vec<String> {
        let mut counters = Counters::default();
        let mut print = |&(list, level): &(&str, usize)| {
            label(lists, &mut counters, list, level).and_then(|it| it.number).unwrap_or_default()
        };
        steps.iter().map(&mut print).collect()
    }

    const ONE: &str = r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;

    #[test]
    fn levels_count_within_each_other() {
        let definition = [
            level(0, "decimal", "%1.", ""),
            level(1, "lowerLetter", "(%2)", ""),
            level(2, "lowerRoman", "%1.%2.%3", ""),
        ]
        .concat();
        let steps = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2)];
        assert_eq!(
            run(&lists(&definition, ONE), &steps),
            ["1", "(a)", "(b)", "1.b.i", "2", "(a)", "2.a.i"]
        );
    }

    #[test]
    fn a_level_that_never_restarts_goes_on() {
        let definition = [
            level(0, "upperRoman", "Part %1", ""),
            level(1, "decimal", "Article %2.", r#"<w:lvlRestart w:val="0"/>"#),
        ]
        .concat();
        let steps = [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1)];
        let printed = ["Part I", "Article 1", "Article 2", "Part II", "Article 3"];
        assert_eq!(run(&lists(&definition, ONE), &steps), printed);
    }

    #[test]
    fn a_level_restarts_only_after_the_level_it_names() {
        let definition = [
            level(0, "decimal", "%1", ""),
            level(1, "decimal", "%1.%2", ""),
            level(2, "decimal", "(%3)", r#"<w:lvlRestart w:val="1"/>"#),
        ]
        .concat();
        let steps = [("1", 0), ("1", 1), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 2)];
        assert_eq!(
            run(&lists(&definition, ONE), &steps),
            ["1", "1.1", "(1)", "1.2", "(2)", "2", "(1)"]
        );
    }

    #[test]
    fn all_digits_makes_roman_numerals_digits() {
        let definition =
            [level(0, "upperRoman", "%1.", ""), level(1, "decimal", "%1.%2", "<w:isLgl/>")]
                .concat();
        assert_eq!(run(&lists(&definition, ONE), &[("1", 0), ("1", 1)]), ["I", "1.1"]);
    }

    #[test]
    fn lists_of_one_definition_go_on_unless_one_starts_anew() {
        let more = r#"<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;
        let lists = lists(&level(0, "decimal", "%1)", ""), &format!("{ONE}{more}"));
        let steps = [("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)];
        assert_eq!(run(&lists, &steps), ["1)", "2)", "5)", "6)", "7)"]);
    }

    #[test]
    fn a_list_can_have_a_level_of_its_own() {
        let own = level(0, "upperLetter", "Annex %1", "");
        let list = format!(
            r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>"#
        );
        assert_eq!(run(&lists(&level(0, "decimal", "%1", ""), &list), &[("1", 0)]), ["Annex A"]);
    }

    #[test]
    fn a_bullet_is_no_number() {
        assert_eq!(run(&lists(&level(0, "bullet", "o", ""), ONE), &[("1", 0)]), [""]);
    }

    #[test]
    fn a_format_in_words_is_doubtful() {
        let lists = lists(&level(0, "cardinalText", "%1", ""), ONE);
        let label = label(&lists, &mut Counters::default(), "1", 0).expect("the list is known");
        assert_eq!((label.number.as_deref(), label.is_doubtful), (Some("1"), true));
    }
}
