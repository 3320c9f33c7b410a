//! Documents that are cited by whoever adopted them and by their titles, which no mark need set off: "General
//! Assembly, Consumer product safety, ...", "resolution 80/8 of the General Assembly".

use std::ops::Range;

use super::page::Passage;
use super::reference::Reference;
use super::references::{Reader, Taken};
use crate::domain::{Corpus, Document};

/// The most places of a text where titles of all documents are looked for.
const SOUGHT_MAX: usize = 300;

impl Reader<'_> {
    /// Titles that stand behind the name of whoever adopted the document, and a comma or a full stop.
    pub(super) fn add_issued(
        &self,
        passage: &Passage,
        found: &mut Vec<Reference>,
        taken: &mut Taken,
    ) {
        let text = passage.text();
        for (mark, _) in text.match_indices([',', '.']) {
            let rest = &text[mark + 1..];
            let title = rest.trim_start_matches([' ', '\u{201c}', '\u{2018}', '"']);
            let start = text.len() - title.len();
            if title.len() == rest.len() || !taken.is_free(&(mark..start)) {
                continue;
            }
            let Some((range, documents)) = self.title_behind(text, mark, start) else { continue };
            if !taken.is_free(&range) {
                continue;
            }
            let mut reference = Reference::valid(range.clone(), self.lists.shared(documents));
            reference.titled = true;
            let mut words = passage.terms_in(&range);
            if let Some(label) = self.labels.around(passage, &mut words) {
                reference.range.end = range.end.max(passage.bytes(&words).end);
                self.labels.resolve(self.corpus, &label, &mut reference);
            }
            taken.mark(&reference.range);
            found.push(reference);
        }
    }

    /// The longest title that begins at byte `start`, of a document whose issuer is named before byte `mark`.
    fn title_behind(
        &self,
        text: &str,
        mark: usize,
        start: usize,
    ) -> Option<(Range<usize>, Vec<usize>)> {
        let issuers = self.issuers.get_or_init(|| issuers(self.corpus));
        let issued = issuers.iter().any(|own| ends_with(&text[..mark], own));
        if !issued || !text[start..].starts_with(char::is_alphanumeric) || !self.seeks() {
            return None;
        }
        let (mut longest, mut documents) = (0, Vec::new());
        for (at, document) in self.corpus.documents().iter().enumerate() {
            let title = &document.title;
            let issued = issuer(document).is_some_and(|own| ends_with(&text[..mark], own));
            let Some(length) = issued.then(|| begins_with(&text[start..], title)).flatten() else {
                continue;
            };
            if length > longest {
                (longest, documents) = (length, Vec::new());
            }
            if length == longest {
                documents.push(at);
            }
        }
        (longest > 0).then(|| (start..start + longest, documents))
    }

    /// Whether all documents may be gone through once more.
    fn seeks(&self) -> bool {
        let sought = self.sought.get();
        self.sought.set(sought + 1);
        sought < SOUGHT_MAX
    }

    /// The documents that `name` means without its last words, which tell who adopted them.
    pub(super) fn issued_by(&self, name: &str) -> Vec<usize> {
        let Some((document, own)) = name.split_once(" of the ") else { return Vec::new() };
        let mut documents = self.linked(document);
        let known = |at: usize| issuer(&self.corpus.documents()[at]);
        documents.retain(|&at| known(at).is_some_and(|known| known.eq_ignore_ascii_case(own)));
        documents
    }
}

/// Who adopted documents of `corpus`, each once.
fn issuers(corpus: &Corpus) -> Vec<String> {
    let mut all: Vec<&str> = corpus.documents().iter().filter_map(issuer).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(str::to_owned).collect()
}

fn issuer(document: &Document) -> Option<&str> {
    document.catalogue.issuer.as_deref().filter(|issuer| !issuer.is_empty())
}

/// Whether `text` ends with the words `own`.
fn ends_with(text: &str, own: &str) -> bool {
    let start = text.len().checked_sub(own.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(own))
}

/// Where `title` ends, with which `text` begins, whatever blanks it has, and behind which a mark stands.
fn begins_with(text: &str, title: &str) -> Option<usize> {
    let mut rest = text;
    for word in title.split_whitespace() {
        rest = rest.trim_start();
        let own = rest.get(..word.len()).filter(|own| own.eq_ignore_ascii_case(word))?;
        rest = &rest[own.len()..];
    }
    let ends =
        rest.is_empty() || rest.starts_with([',', '.', ';', '(', ')', '\u{201d}', '\u{2019}', '"']);
    ends.then_some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_whole_and_end_at_a_mark() {
        let title = "Trade in\nold boats";
        assert_eq!(begins_with("trade in old boats, part 2", title), Some(18));
        assert_eq!(begins_with("Trade in old boats\u{201d}, part 2", title), Some(18));
        assert_eq!(begins_with("Trade in old boats and ships", title), None);
        assert_eq!(begins_with("Trade in old", title), None);
        assert!(
            ends_with("by the Town Council", "town council")
                && !ends_with("Council", "Town Council")
        );
    }
}
