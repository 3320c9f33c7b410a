//! Records of how documents were adopted, in files of their own beside the documents.

use std::collections::BTreeMap;

use formats::{AdoptionRecord, read_adoption_records};

use super::error::Fault;
use super::{CorpusError, ParsedFile, structured};
use crate::domain::{Doubt, symbol_key};

/// Records by the symbols of their documents.
#[derive(Debug, Default)]
pub struct Records {
    by_key: BTreeMap<String, AdoptionRecord>,
    doubts: BTreeMap<String, Vec<Doubt>>,
}

/// Whether a file holds records and no document.
pub fn is_records(bytes: &[u8]) -> bool {
    const HEAD_BYTES: usize = 4096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
        && head.contains("\"symbol\"")
        && head.contains("\"adoption_type\"")
}

impl Records {
    /// Takes over the records of the file `path`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), CorpusError> {
        let text = String::from_utf8_lossy(bytes);
        let records =
            read_adoption_records(&text).map_err(|error| Fault::from(error).in_file(path))?;
        for (symbol, record) in records.by_symbol {
            self.by_key.insert(symbol_key(&symbol), record);
        }
        for doubt in records.doubts {
            let doubt = structured::doubt(doubt);
            self.doubts.entry(symbol_key(&doubt.place)).or_default().push(doubt);
        }
        Ok(())
    }

    /// Tells each of `documents` how it was adopted, where a record says so.
    pub fn apply(&self, documents: &mut [ParsedFile]) {
        for one in documents {
            let catalogue = &mut one.document.catalogue;
            let names = catalogue.symbol.iter().chain(&catalogue.aliases);
            let key = names.map(|name| symbol_key(name)).find(|key| self.by_key.contains_key(key));
            let Some(key) = key else { continue };
            let record = &self.by_key[&key];
            if let Some(adoption) = &record.adoption {
                catalogue.adoption = Some(structured::adoption(adoption.clone()));
                catalogue.from_record = true;
            }
            if catalogue.sponsors.is_empty() {
                catalogue.sponsors.clone_from(&record.sponsors);
            }
            if let Some(doubts) = self.doubts.get(&key) {
                catalogue.doubts.extend(
                    doubts
                        .iter()
                        .filter(|doubt| !catalogue.doubts.contains(doubt))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::parse;
    use crate::domain::AdoptionMethod;

    const RECORD: &str = r#"{"symbol": "A/RES/1/2", "adoption_type": "RECORDED VOTE",
        "MS_in_favour": ["CHILE", "PERU"], "MS_against": ["FIJI"], "MS_abstaining": [],
        "MS_in_favour_count": "2", "MS_against_count": "1", "MS_abstaining_count": "0",
        "sponsors": ["CHILE"]}"#;

    #[test]
    fn a_document_learns_how_it_was_adopted() {
        let record = RECORD.replace('\n', " ");
        assert!(is_records(record.as_bytes()));
        let mut records = Records::default();
        records.add("votes.json", record.as_bytes()).expect("sound records");
        let text = "A/RES/1/2\n\nOn peace\n\nThe Assembly decides to meet again next year.\n";
        let mut documents = parse("x.txt", text.as_bytes()).expect("a sound file");
        records.apply(&mut documents);
        let catalogue = &documents[0].document.catalogue;
        let adoption = catalogue.adoption.as_ref().expect("a record");
        assert_eq!(adoption.method, AdoptionMethod::Vote);
        assert_eq!(adoption.counts, Some([2, 1, 0]));
        assert_eq!(adoption.against.len(), 1);
        assert_eq!(catalogue.sponsors.len(), 1);
    }

    #[test]
    fn other_json_is_no_record() {
        for other in ["{\"title\": \"x\"}", "[]", "", "text \"symbol\" \"adoption_type\""] {
            assert!(!is_records(other.as_bytes()), "{other}");
        }
    }
}
