//! What something costs, and who bears it.

use super::words::Words;
use crate::language::analysis::{Term, has_stem};
use crate::language::lexicon::english;

/// Whether the question asks for a cost, or for who bears it.
pub(super) fn asked(words: &Words<'_>) -> bool {
    words.has_phrase(&english().questions.answer_types.cost)
}

/// Whether `words` speak of such a thing. Harm counts: it is what crime "costs".
pub(super) fn gives_cost(words: &[Term]) -> bool {
    let known = &english().questions.answer_types;
    // What is "cost-effective" gives no cost.
    let saves =
        |at: usize| words.get(at + 1).is_some_and(|next| known.behind_costs.has(&next.word));
    (0..words.len()).any(|at| has_stem(&known.costs, &words[at].stem) && !saves(at))
}

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
            ("Crime does harm to the economy", true),
            ("the provision of technical resources and training", false),
            ("to conduct financial investigations", false),
            ("a reliable and cost-effective network", false),
        ];
        for (text, expected) in cases {
            assert_eq!(gives_cost(&terms(text)), expected, "{text}");
        }
    }
}
