//! What something costs, and who bears it.

use super::words::Words;
use crate::language::analysis::Term;

/// Whether the question asks for a cost, or for who bears it.
pub(super) fn asked(words: &Words<'_>) -> bool {
    words.any(COST_WORDS) || words.has_phrase(COST_PHRASES)
}

/// Whether `words` speak of such a thing. Harm counts: it is what crime "costs".
pub(super) fn told_in(words: &[Term]) -> bool {
    words.iter().any(|term| COST_STEMS.contains(&term.stem.as_str()))
}

/// Whether `word`, folded, may be one of those by which a cost is told.
pub(super) fn may_tell(word: &str) -> bool {
    COST_STEMS.iter().any(|stem| word.starts_with(stem.get(..3).unwrap_or(stem)))
}

/// What asks for a cost. "Fund" and "finance" alone do not: terrorism is financed, too.
const COST_WORDS: &[&str] = &[
    "cost", "costs", "budget", "budgets", "budgeted", "salary", "salaries", "wage", "wages",
    "expenses", "remuneration",
];
/// The same in several words.
const COST_PHRASES: &[&str] = &[
    "who pays",
    "who paid",
    "who funds",
    "who funded",
    "who will pay",
    "who will fund",
    "who is paying",
    "who is funding",
    "who is going to pay",
    "who is going to fund",
    "who should pay",
    "who has to pay",
    "who foots",
    "paid for by",
    "funded by",
    "financed by",
    "funding for",
    "how expensive",
    "at whose expense",
    "price tag",
];

/// Stems by which a cost is told, or what bears it, or the harm that it is.
const COST_STEMS: &[&str] = &[
    "cost", "budget", "fund", "financ", "pay", "paid", "payment", "salari", "wage", "expens",
    "price", "money", "remuner", "euro", "dollar", "pound", "franc", "usd", "eur", "asset",
    "proceed", "harm", "damag", "destroy", "undermin", "detriment", "loss", "inhibit",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analysis::terms;

    #[test]
    fn questions_for_a_cost() {
        let cases = [
            ("What does it cost to train an officer?", true),
            ("budget of the programme", true),
            ("and who is going to pay for it?", true),
            ("Who funds the academies?", true),
            ("Is terrorism funded through fraud?", false),
            ("confiscating the funds of gangs", false),
            ("following the money", false),
        ];
        for (question, expected) in cases {
            assert_eq!(asked(&Words::new(question)), expected, "{question}");
        }
    }

    #[test]
    fn what_tells_a_cost() {
        let cases = [
            ("States shall bear the costs of training", true),
            ("funded by contributions of members", true),
            ("Crime undermines the licit economy", true),
            ("the provision of technical resources and training", false),
            ("to conduct financial investigations", false),
        ];
        for (text, expected) in cases {
            assert_eq!(told_in(&terms(text)), expected, "{text}");
        }
    }

    #[test]
    fn every_stem_is_one_and_may_be_seen_in_its_word() {
        for word in ["costs", "paid", "salaries", "undermines", "usd", "damages", "destroyed"] {
            assert!(may_tell(word) && told_in(&terms(word)), "{word}");
        }
    }
}
