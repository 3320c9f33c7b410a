//! When a document was adopted and published.

use super::{Source, doubt};
use crate::{Doubt, Metadata};

/// Reads the dates. Where the title page or the closing lines say another day, it is a doubt.
pub(super) fn read(source: &Source<'_, '_>, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let tree = source.tree;
    let identification = source.meta().and_then(|meta| tree.child(meta, "identification"));
    for at in identification.into_iter().flat_map(|at| tree.below(at, "FRBRdate")) {
        let Some(date) = day(tree.attribute(at, "date").as_deref()) else { continue };
        let name = tree.attribute(at, "name").unwrap_or_default().trim().to_lowercase();
        match name.as_str() {
            "adoption" => _ = metadata.adopted_on.get_or_insert(date),
            "publication" => _ = metadata.published_on.get_or_insert(date),
            "" | "markup" => {}
            _ => _ = metadata.other.entry(format!("date of {name}")).or_insert(date),
        }
    }
    if metadata.published_on.is_none() {
        metadata.published_on = day(source.meta_attribute("publication", "date").as_deref());
    }
    let conclusions = tree.child(source.document, "conclusions");
    let dates = source
        .on_fronts("docDate")
        .chain(conclusions.into_iter().flat_map(|at| tree.below(at, "docDate")));
    for at in dates {
        let Some(date) = day(tree.attribute(at, "date").as_deref()) else { continue };
        let (place, known) = match tree.attribute(at, "refersTo").as_deref() {
            Some("#adoptionDate") => ("date of adoption", &mut metadata.adopted_on),
            Some("#dateOfIssuance") => ("date of publication", &mut metadata.published_on),
            _ => {
                metadata.other.entry("date of document".to_owned()).or_insert(date);
                continue;
            }
        };
        match known {
            None => *known = Some(date),
            Some(known) if *known == date => {}
            Some(known) => {
                let message = format!("the text has {date}, the metadata {known}; kept {known}");
                doubt(doubts, place, message);
            }
        }
    }
}

/// A day as `YYYY-MM-DD`, of a date or a time. The year 1 stands for no date.
fn day(date: Option<&str>) -> Option<String> {
    let day = date?.trim().get(..10)?;
    let fits = |(at, char): (usize, char)| match at {
        4 | 7 => char == '-',
        _ => char.is_ascii_digit(),
    };
    (day.char_indices().all(fits) && !day.starts_with("000")).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_one_is_no_date() {
        assert_eq!(day(Some("2023-12-07")).as_deref(), Some("2023-12-07"));
        assert_eq!(day(Some("2023-12-07T10:00:00")).as_deref(), Some("2023-12-07"));
        assert_eq!(day(Some("0001-01-01")), None);
        assert_eq!(day(Some("7 December 2023")), None);
        assert_eq!(day(None), None);
    }
}
