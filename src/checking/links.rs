//! Ids of clauses (`rome-2012/P3D`) and links to them (`/c/<digest>/rome-2012/P3D`).

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::labels::{Label, Labels, further_parts, parts};
use super::reference::{Reference, Sureness};
use crate::domain::{Corpus, ItemVerdict};

/// What stands before the digest in a link.
const LINK: &str = "/c/";
/// The longest label that is looked for, in characters as they are written in links.
const LABEL_CHARS_MAX: usize = 80;
/// A digest in a link has at least as many digits.
const DIGEST_DIGITS_MIN: usize = 6;

/// Every id and link of `text`, in order.
pub(super) fn links(text: &str, corpus: &Corpus, labels: &Labels) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for (slash, _) in text.match_indices('/') {
        let free = found.last().map_or(0, |before| before.range.end);
        found.extend(at(text, slash, free, corpus, labels));
    }
    found
}

/// The id whose slash stands at byte `slash`; a link around it begins no earlier than at `free`.
fn at(
    text: &str,
    slash: usize,
    free: usize,
    corpus: &Corpus,
    labels: &Labels,
) -> Option<Reference> {
    let in_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let (before, after) = (&text[..slash], &text[slash + 1..]);
    let document = &before[before.trim_end_matches(in_id).len()..];
    let known = corpus.document_index(document);
    let (label, written) = label_at(after, document, known.is_some(), corpus);
    let id = format!("{document}/{label}");
    let shaped = labels.is_shaped(&label) || known.is_some() && corpus.clause(&id).is_some();
    if !shaped || known.is_none() && !document.contains('-') {
        return None;
    }
    let start = slash - document.len();
    let end = slash + 1 + written;
    let further = further_parts(&text[end..], true);
    let (range, digest) = whole_link(text, free, start..end + further);
    let mut reference = Reference::absent(range, document.to_owned());
    reference.sureness = Sureness::Document;
    let Some(index) = known else { return Some(reference) };
    reference.documents = [index].into();
    if further > 0 {
        // "rome-2012/P3(a)"
        let typed = format!("{label}{}", &text[end..end + further]);
        let label = Label { parts: parts(&typed), typed };
        reference.verdict = ItemVerdict::Valid;
        reference.missing.clear();
        labels.resolve(corpus, &label, &mut reference);
        return Some(reference);
    }
    reference.clause = corpus.clause_position(&id);
    reference.label = Some(parts(&label));
    let current = corpus.digest().to_string();
    (reference.verdict, reference.missing) = match (reference.clause, digest) {
        (None, _) => (ItemVerdict::NoSuchClause, label),
        (_, Some(digest)) if !current.starts_with(digest) => {
            (ItemVerdict::OtherState, digest.to_owned())
        }
        _ => (ItemVerdict::Valid, String::new()),
    };
    Some(reference)
}

/// The label that `after` begins with, and how many bytes of it that takes. Labels hold blanks and
/// brackets, and in links they are percent-encoded: the longest that the document has counts.
fn label_at(after: &str, document: &str, known: bool, corpus: &Corpus) -> (String, usize) {
    let word = &after[..after.len() - after.trim_start_matches(char::is_alphanumeric).len()];
    if known {
        let has = |label: &str| corpus.clause(&format!("{document}/{label}")).is_some();
        let ends = after.char_indices().map(|(at, c)| at + c.len_utf8()).take(LABEL_CHARS_MAX);
        for end in ends.collect::<Vec<_>>().into_iter().rev().filter(|&end| end > word.len()) {
            let written = &after[..end];
            let read = percent_decode_str(written).decode_utf8_lossy();
            // "P3" is no part of "P3C".
            let whole = !after[end..].starts_with(char::is_alphanumeric);
            if whole && has(&read) {
                return (read.into_owned(), end);
            }
        }
    }
    (word.to_owned(), word.len())
}

/// The range of the link around the id at `id`, and the digest in it, where it is one.
fn whole_link(text: &str, free: usize, id: Range<usize>) -> (Range<usize>, Option<&str>) {
    let Some(before) = text[..id.start].strip_suffix('/') else { return (id, None) };
    let digest = &before[before.trim_end_matches(|c: char| c.is_ascii_hexdigit()).len()..];
    let base = &before[..before.len() - digest.len()];
    if digest.len() < DIGEST_DIGITS_MIN || !base.ends_with(LINK) {
        return (id, None);
    }
    let stop = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '[' | '"' | '\u{201c}');
    let host_end = base.len() - LINK.len();
    let host = &text[free.min(host_end)..host_end];
    let behind = |at: usize| at + host[at..].chars().next().map_or(0, char::len_utf8);
    let host_start = host_end - host.len() + host.rfind(stop).map_or(0, behind);
    (host_start..id.end, Some(digest))
}
