//! How a document came about: who proposed it, and which draft was put to the vote.

use super::{Source, doubt};
use crate::{Doubt, Metadata};

/// Reads the steps of the workflow.
pub(super) fn read(source: &Source<'_, '_>, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let tree = source.tree;
    let Some(meta) = source.meta() else { return };
    for step in tree.below(meta, "step") {
        let outcome = tree.attribute(step, "outcome").unwrap_or_default();
        let document = tree.attribute(step, "as").map(|document| document.trim().to_owned());
        let by = tree.attribute(step, "by").unwrap_or_default();
        match outcome.as_ref() {
            "draftResolution" => {
                metadata.draft_symbol = metadata.draft_symbol.take().or(document);
                sponsors(&by, metadata, doubts);
            }
            "draftResolutionAdditionalSponsors" => sponsors(&by, metadata, doubts),
            "recommendedForAdoption" => {
                metadata.other.extend(document.map(|document| ("report".to_owned(), document)));
            }
            "adopted" | "" => {
                metadata.other.extend(document.map(|document| ("record".to_owned(), document)));
            }
            other => _ = metadata.other.insert("outcome".to_owned(), other.to_owned()),
        }
    }
}

/// Adds the names in a list. What is a sentence stays whole.
fn sponsors(list: &str, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    if list.is_empty() {
        return;
    }
    let is_sentence = list.chars().next().is_some_and(char::is_lowercase) || list.contains('(');
    let names = if is_sentence && !list.contains(',') { vec![list.as_str()] } else { names(&list) };
    if let [.., last] = names.as_slice()
        && names.len() > 1
        && last.matches(CONJUNCTION).count() > 1
    {
        doubt(doubts, "sponsors", format!("\"{last}\" may be two or three; kept as it is"));
    }
    for name in names {
        if !metadata.sponsors.iter().any(|known| known == name) {
            metadata.sponsors.push(name.to_owned());
        }
    }
}

/// What stands before the last name of a list. The lists in the metadata are in English whatever
/// the language of the text is.
const CONJUNCTION: &str = " and ";

/// The names between commas. The last two have a conjunction between them, if there is only one.
fn names(list: &str) -> Vec<&str> {
    if list.chars().next().is_some_and(char::is_lowercase) {
        return vec![list];
    }
    let mut names: Vec<&str> =
        list.split(", ").map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() > 1
        && let Some(last) = names.pop()
    {
        match last.split_once(CONJUNCTION) {
            Some((one, other)) if !other.contains(CONJUNCTION) => names.extend([one, other]),
            _ => names.push(last),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> (Vec<String>, usize) {
        let mut metadata = Metadata::default();
        let mut doubts = Vec::new();
        sponsors(list, &mut metadata, &mut doubts);
        (metadata.sponsors, doubts.len())
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
        assert_eq!(read(" ").0.len(), 0);
    }
}
