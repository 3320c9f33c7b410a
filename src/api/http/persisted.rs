//! Documents that clients name instead of sending them: by hash (Apollo's automatic persisted queries), or by
//! the id of a trusted document.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use async_graphql::ServerError;
use moka::sync::Cache;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::request::Params;
use super::settings::Settings;
use crate::api::graphql::{error_with, parse};
use crate::service::ErrorCode;

/// Documents by hash and by id.
pub(super) struct Documents {
    /// Persisted queries by hash; none if they are turned off.
    sent: Option<Cache<[u8; 32], Arc<str>>>,
    /// Trusted documents by id, and by the hash of their text.
    trusted: Trusted,
    trusted_only: bool,
}

#[derive(Default)]
struct Trusted {
    by_id: HashMap<String, Arc<str>>,
    by_hash: HashMap<[u8; 32], Arc<str>>,
}

impl Documents {
    /// Documents as `settings` bound them.
    ///
    /// # Errors
    /// When a trusted document cannot be parsed, or only trusted ones are accepted and there are
    /// none.
    pub(super) fn new(settings: &Settings) -> io::Result<Self> {
        let invalid = |message| Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        if settings.trusted_documents_only && settings.trusted_documents.is_empty() {
            let message = "accept only trusted documents: none are loaded; name their manifest \
                           with --trusted-documents";
            return invalid(message.to_owned());
        }
        let trusted = match trusted(&settings.trusted_documents) {
            Ok(trusted) => trusted,
            Err(message) => return invalid(message),
        };
        let (count, bytes) =
            (settings.persisted_queries_max, settings.persisted_query_bytes_max.max(1));
        // A document weighs at least its share of the bytes: that bounds their number, too.
        let least = bytes.div_ceil(count.max(1));
        let weigh = move |_: &[u8; 32], text: &Arc<str>| {
            let weight = (text.len() as u64).max(least);
            u32::try_from(weight).unwrap_or(u32::MAX)
        };
        let sent = (count > 0 && !settings.trusted_documents_only)
            .then(|| Cache::builder().max_capacity(bytes).weigher(weigh).build());
        let trusted_only = settings.trusted_documents_only;
        Ok(Self { sent, trusted, trusted_only })
    }

    /// The document that `params` sends or names.
    ///
    /// # Errors
    /// When it names an unknown document, or sends one that is not trusted while only trusted ones are accepted.
    pub(super) fn find(&self, params: &Params) -> Result<Arc<str>, ServerError> {
        if let Some(id) = &params.document_id {
            return self.by_id(id);
        }
        if let Some(persisted) = params.extensions.get("persistedQuery") {
            return self.by_hash(persisted, params.query.as_deref());
        }
        let text = params.query.as_deref().filter(|text| !text.trim().is_empty());
        let Some(text) = text else {
            let what = if params.query.is_some() { "empty" } else { "missing" };
            let message = format!("query: is {what}; send a GraphQL document");
            return Err(error_with(ErrorCode::BadRequest, message));
        };
        if !self.trusted_only {
            return Ok(text.into());
        }
        let trusted = self.trusted.by_hash.get(&hash(text)).cloned();
        trusted.ok_or_else(|| {
            let message = "query: only trusted documents are executed; send the documentId of one";
            error_with(ErrorCode::PersistedQueryIdRequired, message)
        })
    }

    fn by_id(&self, id: &str) -> Result<Arc<str>, ServerError> {
        let by_hash = || self.trusted.by_hash.get(&decode(id.strip_prefix("sha256:")?)?);
        self.trusted.by_id.get(id).or_else(by_hash).cloned().ok_or_else(|| {
            let message = "documentId: no trusted document has this id; send the id from the \
                           manifest has, or 'sha256:' and the hash of its text";
            error_with(ErrorCode::PersistedQueryNotFound, message)
        })
    }

    fn by_hash(&self, persisted: &Value, text: Option<&str>) -> Result<Arc<str>, ServerError> {
        let refuse = |message: &str| {
            let message = format!("extensions.persistedQuery: {message}");
            Err(error_with(ErrorCode::BadRequest, message))
        };
        if persisted["version"] != 1 {
            return refuse("must have version 1");
        }
        let named = persisted["sha256Hash"].as_str().unwrap_or_default();
        // Manifests may name documents by ids of their own, and clients send them here.
        if let Some(text) = self.trusted.by_id.get(named) {
            return Ok(Arc::clone(text));
        }
        let Some(key) = decode(named) else {
            return refuse("sha256Hash must be 64 lower-case hexadecimal digits");
        };
        if let Some(text) = self.trusted.by_hash.get(&key) {
            return Ok(Arc::clone(text));
        }
        let Some(sent) = &self.sent else {
            // Clients of Apollo read these very words.
            let (code, message) = if self.trusted_only {
                (ErrorCode::PersistedQueryIdRequired, "no trusted document has this hash")
            } else {
                (ErrorCode::PersistedQueryNotSupported, "PersistedQueryNotSupported")
            };
            return Err(error_with(code, message));
        };
        let Some(text) = text else {
            let not_found =
                || error_with(ErrorCode::PersistedQueryNotFound, "PersistedQueryNotFound");
            return sent.get(&key).ok_or_else(not_found);
        };
        if hash(text) != key {
            return refuse("sha256Hash is not the hash of query; hash the document as it is sent");
        }
        let text: Arc<str> = text.into();
        // What will never be carried out is not worth a place.
        if parse(&text).is_ok() {
            sent.insert(key, Arc::clone(&text));
        }
        Ok(text)
    }

    /// How many documents that clients sent are kept, and the bytes that they are counted with.
    #[cfg(test)]
    fn kept(&self) -> (u64, u64) {
        let sent = self.sent.as_ref().expect("switched on");
        sent.run_pending_tasks();
        (sent.entry_count(), sent.weighted_size())
    }
}

fn trusted(documents: &BTreeMap<String, String>) -> Result<Trusted, String> {
    let mut trusted = Trusted::default();
    for (id, text) in documents {
        if let Err(error) = parse(text) {
            let message = error.message;
            return Err(format!("parse trusted document '{id}': {message}; generate it again"));
        }
        let text: Arc<str> = text.as_str().into();
        trusted.by_hash.insert(hash(&text), Arc::clone(&text));
        trusted.by_id.insert(id.clone(), text);
    }
    Ok(trusted)
}

/// SHA-256 of a document.
fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// 32 bytes out of 64 lower-case hexadecimal digits.
fn decode(hex: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let digits: Vec<u8> = hex.bytes().map(digit).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    (digits.len() == 64).then(|| bytes.try_into().ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::service::ErrorCode::{
        BadRequest, PersistedQueryIdRequired, PersistedQueryNotFound, PersistedQueryNotSupported,
    };

    const TEXT: &str = "{ corpus { digest } }";

    fn hex(text: &str) -> String {
        hash(text).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    fn params(text: Option<&str>, sha256: Option<&str>, id: Option<&str>) -> Params {
        let persisted = |hash| {
            let extension = json!({ "version": 1, "sha256Hash": hash });
            [("persistedQuery".to_owned(), extension)].into_iter().collect()
        };
        Params {
            query: text.map(str::to_owned),
            extensions: sha256.map(persisted).unwrap_or_default(),
            document_id: id.map(str::to_owned),
            ..Params::default()
        }
    }

    fn find(documents: &Documents, params: &Params) -> Result<String, Option<ErrorCode>> {
        let found = documents.find(params);
        found.map(|text| text.to_string()).map_err(|error| crate::api::graphql::code_of(&error))
    }

    #[test]
    fn a_document_that_came_with_its_hash_is_found_by_it() {
        let documents = Documents::new(&Settings::default()).expect("good settings");
        let (hash, other) = (hex(TEXT), hex("{ a }"));
        let cases = [
            (params(None, Some(&hash), None), Err(Some(PersistedQueryNotFound))),
            (params(Some(TEXT), Some(&other), None), Err(Some(BadRequest))),
            (params(Some(TEXT), Some("abc"), None), Err(Some(BadRequest))),
            (params(Some(TEXT), Some(&hash.to_uppercase()), None), Err(Some(BadRequest))),
            (params(Some(TEXT), Some(&hash), None), Ok(TEXT.to_owned())),
            (params(None, Some(&hash), None), Ok(TEXT.to_owned())),
            (params(None, None, None), Err(Some(BadRequest))),
            (params(Some(" "), None, None), Err(Some(BadRequest))),
            (params(Some(TEXT), None, Some("x")), Err(Some(PersistedQueryNotFound))),
        ];
        for (params, expected) in cases {
            assert_eq!(find(&documents, &params), expected, "{params:?}");
        }
        let off = Settings { persisted_queries_max: 0, ..Settings::default() };
        let off = Documents::new(&off).expect("good settings");
        let refused = find(&off, &params(None, Some(&hash), None));
        assert_eq!(refused, Err(Some(PersistedQueryNotSupported)));
    }

    #[test]
    fn documents_are_kept_within_both_bounds() {
        for (count, bytes, most) in [(10, 1 << 20, 10), (1_000, 2_000, 2_000 / 100)] {
            let settings = Settings {
                persisted_queries_max: count,
                persisted_query_bytes_max: bytes,
                ..Settings::default()
            };
            let documents = Documents::new(&settings).expect("good settings");
            for number in 0..500 {
                let text = format!("{{ field{number:0>94} }}");
                documents.find(&params(Some(&text), Some(&hex(&text)), None)).expect("well formed");
            }
            let (kept, weight) = documents.kept();
            assert!((1..=most).contains(&kept) && weight <= bytes, "{kept} documents, {weight}");
        }
    }

    #[test]
    fn what_cannot_be_parsed_takes_no_place() {
        let documents = Documents::new(&Settings::default()).expect("good settings");
        documents.find(&params(Some("{"), Some(&hex("{")), None)).expect("refused later");
        assert_eq!(documents.kept().0, 0);
    }

    #[test]
    fn trusted_documents_go_by_id_and_by_hash() {
        let settings = Settings {
            trusted_documents: [("corpus".to_owned(), TEXT.to_owned())].into(),
            trusted_documents_only: true,
            ..Settings::default()
        };
        let documents = Documents::new(&settings).expect("good settings");
        let (hash, other) = (hex(TEXT), hex("{ a }"));
        let by_hash = format!("sha256:{hash}");
        let found = [
            params(None, None, Some("corpus")),
            params(None, None, Some(&by_hash)),
            params(None, Some("corpus"), None),
            params(None, Some(&hash), None),
            params(Some(TEXT), None, None),
        ];
        for params in found {
            assert_eq!(find(&documents, &params), Ok(TEXT.to_owned()), "{params:?}");
        }
        let refused = [
            (params(None, None, Some("other")), PersistedQueryNotFound),
            (params(Some("{ a }"), None, None), PersistedQueryIdRequired),
            (params(Some("{ a }"), Some(&other), None), PersistedQueryIdRequired),
        ];
        for (params, code) in refused {
            assert_eq!(find(&documents, &params), Err(Some(code)), "{params:?}");
        }
    }

    #[test]
    fn trusted_documents_are_checked_in_advance() {
        let with = |documents: &[(&str, &str)], only| Settings {
            trusted_documents: documents
                .iter()
                .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
                .collect(),
            trusted_documents_only: only,
            ..Settings::default()
        };
        let error = |settings| Documents::new(&settings).err().expect("refused").to_string();
        assert!(error(with(&[("a", "{")], false)).starts_with("parse trusted document 'a': "));
        assert!(error(with(&[], true)).ends_with("manifest with --trusted-documents"));
    }
}
