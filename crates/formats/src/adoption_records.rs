//! Records of adoption: a JSON object a line, with a symbol, the votes and the sponsors.

mod votes;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub(crate) use votes::adoption;

use crate::unique::Unique;
use crate::{Adoption, Doubt, FormatError};

/// How a document was adopted and who proposed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdoptionRecord {
    /// How it was adopted; none where the record does not say.
    pub adoption: Option<Adoption>,
    /// States and groups that proposed it, as the record has them.
    pub sponsors: Vec<String>,
}

/// Records by the symbol of their document, and what of them is doubtful.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdoptionRecords {
    /// By symbol.
    pub by_symbol: BTreeMap<String, AdoptionRecord>,
    /// What could not be read surely.
    pub doubts: Vec<Doubt>,
}

/// Bytes from the beginning that are looked at to tell records from documents.
const HEAD_BYTES: usize = 4096;

/// Whether a file holds records of adoption and no document.
pub fn is_adoption_records(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
        && ["\"symbol\"", "\"adoption_type\""].iter().all(|key| head.contains(key))
}

/// Reads records of adoption. Of two for one document the fuller is taken.
///
/// # Errors
///
/// If a line is no JSON object or has no `symbol`.
pub fn read_adoption_records(text: &str) -> Result<AdoptionRecords, FormatError> {
    let mut records = AdoptionRecords::default();
    let text = text.trim_start_matches('\u{feff}');
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line_number = at + 1;
        let record: Map<String, Value> = serde_json::from_str(line).map_err(|fault| {
            FormatError::at(
                line_number,
                format!("not a JSON object: {fault}; write one on each line"),
            )
        })?;
        let symbol = record.get("symbol").and_then(Value::as_str).map(joined).unwrap_or_default();
        if symbol.is_empty() {
            let message = "the record has no symbol; add `symbol`";
            return Err(FormatError::at(line_number, message));
        }
        let mut doubts = Vec::new();
        let read = record_of(&record, |message| {
            doubts.push(Doubt {
                place: format!("line {line_number}"),
                message: format!("{symbol}: {message}"),
            });
        });
        let known = records.by_symbol.get(&symbol);
        if known.is_some_and(|known| weight(known) >= weight(&read)) {
            continue;
        }
        records.doubts.append(&mut doubts);
        records.by_symbol.insert(symbol, read);
    }
    Ok(records)
}

fn record_of(record: &Map<String, Value>, mut doubt: impl FnMut(String)) -> AdoptionRecord {
    const SIDES: [&str; 3] = ["MS_in_favour", "MS_against", "MS_abstaining"];
    let kinds = ["adoption_type", "voting_type", "outcome"];
    let kinds = kinds.map(|kind| record.get(kind).and_then(Value::as_str).unwrap_or_default());
    let lists = SIDES.map(|side| names(record, side));
    let counts = SIDES.map(|side| count(record, &format!("{side}_count")));
    let mut sponsors = Unique::default();
    for key in ["sponsors", "additional_sponsors"] {
        for name in names(record, key) {
            sponsors.add(&name);
        }
    }
    let adoption = adoption(&kinds, lists, counts, &mut doubt);
    AdoptionRecord { adoption, sponsors: sponsors.into_items() }
}

/// The strings of a list, without blanks at their ends.
fn names(record: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = record.get(key).and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(Value::as_str).map(joined);
    names.filter(|name| !name.is_empty()).collect()
}

/// A count: a number, or figures such as `014`.
fn count(record: &Map<String, Value>, key: &str) -> Option<u32> {
    match record.get(key)? {
        Value::String(figures) => figures.trim().parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
        _ => None,
    }
}

/// Text with single blanks.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much a record says.
fn weight(record: &AdoptionRecord) -> (bool, usize) {
    let votes = record.adoption.as_ref().map_or(0, |adoption| {
        adoption.in_favour.len() + adoption.against.len() + adoption.abstaining.len()
    });
    (record.adoption.is_some(), votes + record.sponsors.len())
}

#[cfg(test)]
mod tests;
