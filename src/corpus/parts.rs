//! The part of each labelled clause, read from its lead-in and its verbs, never from its number.
//!
//! A lead-in such as "Agree to," or "decide to:" makes the clauses below it operative, and so does
//! "We, the Ministers, therefore,". After "We, the Ministers," alone the verbs of the group decide:
//! recitals state ("Recognizing", "Recall"), operative clauses ask and commit ("Urge", "Strive").

use std::collections::BTreeMap;

use super::Draft;
use super::label::Label;
use super::verbs::{self, Form, Found};
use crate::domain::{Part, Strength};
use crate::language::analysis::TextLanguage;
use crate::language::lexicon::english;

/// Gives every draft its part, its verbs and its lead-in.
pub(super) fn assign(text: &str, language: TextLanguage, drafts: &mut [Draft]) {
    let suffixed = |draft: &Draft| Label::parse(&draft.label).is_some_and(|l| !l.suffix.is_empty());
    // Without lettered clauses the numbered ones are the clauses themselves (PP1, OP1).
    let lettered = drafts.iter().any(suffixed);
    for draft in drafts.iter_mut() {
        let words = &text[draft.range.clone()];
        let frame = draft.label == "INTRO" || (lettered && !suffixed(draft));
        draft.part = if frame { Part::Frame } else { Part::Body };
        draft.verbs = match (language, frame) {
            (TextLanguage::English, true) => verbs::find_in_lead_in(words),
            (TextLanguage::English, false) => verbs::find_in_clause(words),
            (language, _) => verbs::find_in_language(language, words),
        };
        for verb in &mut draft.verbs {
            verb.range = verb.range.start + draft.range.start..verb.range.end + draft.range.start;
        }
    }
    for (stem, members) in groups(drafts) {
        let lead_in = drafts.iter().position(|draft| lettered && draft.label == stem);
        let said = lead_in.and_then(|at| part_of_lead_in(text, &drafts[at]));
        let part = said.unwrap_or_else(|| {
            part_of_verbs(members.iter().filter_map(|&at| drafts[at].verbs.first()))
        });
        for at in members {
            drafts[at].part = part;
            drafts[at].parent = lead_in;
        }
    }
}

/// Indexes of the clauses that are not frame, by the label of their lead-in. Clauses without a
/// letter make a group each.
fn groups(drafts: &[Draft]) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.part != Part::Frame) {
        let stem = Label::parse(&draft.label).map_or(draft.label.as_str(), |label| label.stem);
        groups.entry(stem.to_owned()).or_default().push(at);
    }
    groups
}

/// What a lead-in makes of the clauses below it, where it says.
fn part_of_lead_in(text: &str, lead_in: &Draft) -> Option<Part> {
    /// How many words from the end a "therefore" still governs what follows.
    const NEAR_WORDS: usize = 6;
    if let Some(verb) = lead_in.verbs.first() {
        let acts = verb.strength >= Strength::Encourage && verb.form != Form::Participle;
        return Some(if acts { Part::Operative } else { Part::Preambular });
    }
    let concludes = text[lead_in.range.clone()]
        .split_whitespace()
        .rev()
        .take(NEAR_WORDS)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .any(|word| english().documents.lead_ins.concluding.has(&word));
    concludes.then_some(Part::Operative)
}

/// What the first verbs of a group's clauses make of it; `Body` where there are none.
fn part_of_verbs<'a>(verbs: impl Iterator<Item = &'a Found>) -> Part {
    let (mut acting, mut stating) = (0_usize, 0_usize);
    for verb in verbs {
        // Resolutions write their operative clauses in the third person, whatever the verb.
        match verb.form {
            Form::Third => acting += 1,
            Form::Base if verb.strength > Strength::Recognize => acting += 1,
            _ => stating += 1,
        }
    }
    match (acting, stating) {
        (0, 0) => Part::Body,
        _ if acting > stating => Part::Operative,
        _ => Part::Preambular,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::labelled;
    use crate::corpus::markup::PlainText;

    fn parts(body: &str) -> String {
        let plain = PlainText::from_body(body, 0);
        let drafts = labelled::parse(&plain, TextLanguage::English)
            .expect("labels are sound")
            .expect("labels are there");
        let shown = |draft: &Draft| {
            let parent = draft.parent.map(|at| format!("<{}", drafts[at].label));
            format!("{}:{}{}", draft.label, draft.part.name(), parent.unwrap_or_default())
        };
        drafts.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lead_ins_and_verbs_decide() {
        let cases = [
            (
                "P2: We, the Ministers,\nP2A: Recognizing x,\nP3: Agree to,\nP3A: Note x",
                "P2:frame P2A:preambular<P2 P3:frame P3A:operative<P3",
            ),
            (
                "P2: We, the Ministers, therefore,\nP2A: Recall x\nP1: On x, we:\nP1A: Urge x",
                "P2:frame P2A:operative<P2 P1:frame P1A:operative<P1",
            ),
            (
                "P4: we the participating Ministers\nP4A: Recognize x\nP4B: Support x",
                "P4:frame P4A:preambular<P4 P4B:preambular<P4",
            ),
            (
                "P1: We recognize that:\nP1A: Urge x\nP2A: Encourage x\nP3A: Peace for all",
                "P1:frame P1A:preambular<P1 P2A:operative P3A:body",
            ),
            (
                "INTRO: In x.\nPP1: Recalling x,\nPP2: Supporting x,\nOP1: Notes x;\nOP2: Requests x",
                "INTRO:frame PP1:preambular PP2:preambular OP1:operative OP2:operative",
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(parts(body), expected, "{body}");
        }
    }
}
