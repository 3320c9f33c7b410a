//! Which of several verbs is the stronger, by the scale of strengths.

use std::cmp::Reverse;

use super::super::phrase::list;
use super::super::strength::meaning;
use super::{Said, Told};
use crate::domain::Strength;
use crate::reading::{Scale, ScaledVerb};

/// What is told of the verbs that are compared.
pub(super) fn told(scale: &Scale) -> Told {
    let mut verbs: Vec<&ScaledVerb> = scale.verbs.iter().collect();
    verbs.sort_by_key(|verb| Reverse(verb.force));
    let named = |verb: &ScaledVerb| format!("\u{2018}{}\u{2019}", verb.wording);
    let rank = |verb: &ScaledVerb| Strength::ALL.iter().position(|own| *own == verb.force.0);
    let told = |verb: &&ScaledVerb| {
        let rank = rank(verb).map_or(0, |at| at + 1);
        format!("{} {} ({rank} of {})", named(verb), meaning(verb.force.0), Strength::ALL.len())
    };
    let asked = (&scale.verbs[0], &scale.verbs[1]);
    let holds =
        if scale.weaker { asked.0.force < asked.1.force } else { asked.0.force > asked.1.force };
    let answer = match (scale.whether, holds) {
        (false, _) => "",
        (true, true) => "Yes: ",
        (true, false) => "No: ",
    };
    let (first, last) = (verbs[0], verbs[verbs.len() - 1]);
    let (strong, weak) = (named(first), named(last));
    let finding = if first.force == last.force {
        let all: Vec<String> = scale.verbs.iter().map(named).collect();
        format!("{} are as strong as each other", list(&all))
    } else if scale.weaker {
        format!("{weak} is weaker than {strong}")
    } else {
        format!("{strong} is stronger than {weak}")
    };
    let each: Vec<String> = verbs.iter().map(told).collect();
    let fact = format!(
        "{answer}{finding}: {}. The scale ranks verbs by how far they bind those who adopt a text.",
        list(&each)
    );
    Told { searched: Vec::new(), said: Ok(Said { fact, ..Said::default() }) }
}
