//! How a document was adopted, where its metadata have it.

use super::{Source, doubt};
use crate::{Adoption, Doubt};

/// Reads the votes.
pub(super) fn read(source: &Source<'_, '_>, doubts: &mut Vec<Doubt>) -> Option<Adoption> {
    let tree = source.tree;
    // In a debate they are the votes on what was debated.
    if matches!(tree.name(source.document), "debate" | "debateReport" | "judgment") {
        return None;
    }
    let voting = tree.below(source.meta()?, "voting").next()?;
    let mut lists: [Vec<String>; 3] = Default::default();
    let mut counts = [None; 3];
    for count in tree.below(voting, "count") {
        let side = match tree.attribute(count, "refersTo")?.trim_start_matches('#') {
            "inFavour" | "ayes" => 0,
            "against" | "noes" => 1,
            "abstaining" => 2,
            _ => continue,
        };
        counts[side] = tree.attribute(count, "value").and_then(|value| value.trim().parse().ok());
        let names = tree.below(count, "organization").filter_map(|at| source.words(at));
        lists[side].extend(names);
    }
    let outcome = tree.attribute(voting, "outcome").unwrap_or_default();
    let adopted = source
        .meta()
        .into_iter()
        .flat_map(|meta| tree.below(meta, "step"))
        .find(|&step| tree.has(step, "outcome", "adopted"))
        .and_then(|step| tree.attribute(step, "by"))
        .unwrap_or_default();
    crate::adoption_records::adoption(&[&outcome, &adopted], lists, counts, |message| {
        doubt(doubts, "votes", message);
    })
}
