//! How a document came about: who proposed it, and which draft was put to the vote.

use super::{Source, doubt};
use crate::unique::Unique;
use crate::{Doubt, Metadata};

/// Reads the steps of the workflow.
pub(super) fn read(source: &Source<'_, '_>, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let tree = source.tree;
    let Some(meta) = source.meta() else { return };
    let mut names = Unique::default();
    for step in tree.below(meta, "step") {
        let outcome = tree.attribute(step, "outcome").unwrap_or_default();
        let document = tree.attribute(step, "as").map(|document| document.trim().to_owned());
        let by = tree.attribute(step, "by").unwrap_or_default();
        match outcome.as_ref() {
            "draftResolution" => {
                metadata.draft_symbol = metadata.draft_symbol.take().or(document);
                sponsors(&by, &mut names, doubts);
            }
            "draftResolutionAdditionalSponsors" => sponsors(&by, &mut names, doubts),
            "recommendedForAdoption" => {
                metadata.other.extend(document.map(|document| ("report".to_owned(), document)));
            }
            "adopted" | "" => {
                metadata.other.extend(document.map(|document| ("record".to_owned(), document)));
            }
            other => _ = metadata.other.insert("outcome".to_owned(), other.to_owned()),
        }
    }
    metadata.sponsors = names.into_items();
}

/// Adds the names in a list. What is a sentence stays whole.
fn sponsors(list: &str, sponsors: &mut Unique, doubts: &mut Vec<Doubt>) {
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = names(&list);
    if let [_, .., last] = names.as_slice()
        && last.matches(CONJUNCTION).count() > 1
    {
        doubt(doubts, "sponsors", format!("\"{last}\" may be two or three; kept as it is"));
    }
    for name in names {
        sponsors.add(&name);
    }
}

/// What stands before the last name of a list. The lists in the metadata are in English whatever
/// the language of the text is.
const CONJUNCTION: &str = " and ";

/// The names between commas. The last two have a conjunction between them, if there is only one.
/// What begins with a small letter says more of the name before it.
fn names(list: &str) -> Vec<String> {
    let is_more = |part: &str| part.starts_with(char::is_lowercase) && !part.starts_with("the ");
    if is_more(list) {
        return vec![list.to_owned()];
    }
    let mut names: Vec<String> = Vec::new();
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match names.last_mut() {
            Some(last) if is_more(part) => last.extend([", ", part]),
            _ => names.push(part.to_owned()),
        }
    }
    if names.len() > 1
        && let Some(last) = names.pop()
    {
        match last.split_once(CONJUNCTION) {
            Some((one, other)) if !other.contains(CONJUNCTION) && !last.contains(", ") => {
                names.extend([one.to_owned(), other.to_owned()]);
            }
            _ => names.push(last),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> (Vec<String>, usize) {
        let mut names = Unique::default();
        let mut doubts = Vec::new();
        sponsors(list, &mut names, &mut doubts);
        (names.into_items(), doubts.len())
    }

    #[test]
    fn a_list_is_split_where_that_is_sure() {
        assert_eq!(read("Chile, Peru and Spain").0, ["Chile", "Peru", "Spain"]);
        assert_eq!(read("Antigua and Barbuda").0, ["Antigua and Barbuda"]);
        let unsure = read("Chile, Peru and Trinidad and Tobago");
        assert_eq!(
            unsure,
            (vec!["Chile".to_owned(), "Peru and Trinidad and Tobago".to_owned()], 1)
        );
        assert_eq!(read("submitted by the Chair, after talks").0.len(), 1);
        assert_eq!(read("Cuba, on behalf of the Group of 77 and China").0.len(), 1);
        assert_eq!(read(" ").0.len(), 0);
    }
}
