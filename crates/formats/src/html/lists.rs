//! Lists of a page and the numbers that a browser prints before their points.

use super::shape::style;
use super::tree::Tree;

/// An open list.
#[derive(Debug)]
pub(super) struct List {
    kind: Kind,
    next: i64,
    step: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullets,
    Digits,
    LowerLetters,
    UpperLetters,
    LowerRoman,
    UpperRoman,
}

impl List {
    pub(super) fn open(tree: &Tree, node: usize) -> Self {
        let number = |name: &str| {
            tree.attribute(node, name).and_then(|value| value.trim().parse::<i64>().ok())
        };
        let is_reversed = tree.attribute(node, "reversed").is_some();
        let points = || {
            i64::try_from(tree.children(node).filter(|&child| tree.name(child) == "li").count())
                .unwrap_or(1)
        };
        let first = number("start").unwrap_or_else(|| if is_reversed { points() } else { 1 });
        Self { kind: kind(tree, node), next: first, step: if is_reversed { -1 } else { 1 } }
    }

    /// The number of the next point, and none where it has a bullet.
    pub(super) fn count(&mut self, tree: &Tree, point: usize) -> Option<String> {
        let own = tree.attribute(point, "value").and_then(|value| value.trim().parse::<i64>().ok());
        let number = own.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let named = if number < 1 { "decimal" } else { self.kind.name()? };
        if number < 1 {
            return Some(number.to_string());
        }
        crate::counting::print(named, number)
    }
}

impl Kind {
    /// Its name among the ways to print numbers.
    fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Bullets => return None,
            Self::Digits => "decimal",
            Self::LowerLetters => "lowerLetter",
            Self::UpperLetters => "upperLetter",
            Self::LowerRoman => "lowerRoman",
            Self::UpperRoman => "upperRoman",
        })
    }
}

fn kind(tree: &Tree, node: usize) -> Kind {
    if tree.name(node) != "ol" {
        return Kind::Bullets;
    }
    let named = style(tree, node, "list-style-type").or_else(|| style(tree, node, "list-style"));
    if let Some(named) = named {
        for word in named.split_whitespace() {
            match word {
                "lower-alpha" | "lower-latin" => return Kind::LowerLetters,
                "upper-alpha" | "upper-latin" => return Kind::UpperLetters,
                "lower-roman" => return Kind::LowerRoman,
                "upper-roman" => return Kind::UpperRoman,
                "decimal" => return Kind::Digits,
                "none" | "disc" | "circle" | "square" => return Kind::Bullets,
                _ => {}
            }
        }
    }
    match tree.attribute(node, "type") {
        Some("a") => Kind::LowerLetters,
        Some("A") => Kind::UpperLetters,
        Some("i") => Kind::LowerRoman,
        Some("I") => Kind::UpperRoman,
        _ => Kind::Digits,
    }
}
