//! Which documents are compared, and which are left out.

use crate::domain::{Corpus, LeftOut, LeftOutReason};
use crate::reading;

/// Documents by whether they are compared, each list in order of date.
pub(super) struct Scope {
    pub(super) compared: Vec<usize>,
    pub(super) left_out: Vec<LeftOut>,
    /// Documents that the topic excludes.
    pub(super) excluded: Vec<usize>,
}

impl Scope {
    /// The documents with these `ids`; where there are none, those that the topic names; where it
    /// names none, all that were adopted; and where nothing was, the reports.
    pub(super) fn choose(corpus: &Corpus, ids: &[String], told: &reading::Scope) -> Self {
        let excluded = told.excluded.clone();
        if !ids.is_empty() {
            let chosen = ids.iter().filter_map(|id| corpus.document_index(id));
            let mut compared: Vec<usize> = chosen.collect();
            compared.sort_unstable();
            compared.dedup();
            // What is not listed was not wanted: there is no need to say so of each.
            return Self { compared, left_out: Vec::new(), excluded: Vec::new() };
        }
        let report = |index: usize| corpus.documents()[index].kind.is_report();
        let named = &told.named;
        let admitted = |&index: &usize| {
            (named.is_empty() || named.contains(&index)) && !excluded.contains(&index)
        };
        let all = 0..corpus.documents().len();
        let adopted = all.clone().filter(admitted).any(|index| !report(index));
        let (mut compared, mut left_out) = (Vec::new(), Vec::new());
        for document in all {
            let reason = if excluded.contains(&document) {
                LeftOutReason::Excluded
            } else if !admitted(&document) {
                LeftOutReason::NotNamed
            } else if adopted && report(document) && !told.wants_reports {
                LeftOutReason::Report
            } else {
                compared.push(document);
                continue;
            };
            left_out.push(LeftOut { document, reason });
        }
        Self { compared, left_out, excluded }
    }

    /// The documents that may answer at all: those that were adopted, compared or not, with the
    /// reports that are compared.
    pub(super) fn ranked(&self, corpus: &Corpus) -> Vec<usize> {
        let wanted = |index: &usize| {
            !corpus.documents()[*index].kind.is_report() || self.compared.contains(index)
        };
        (0..corpus.documents().len()).filter(wanted).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::reading::Phrasebook;

    fn ids(corpus: &Corpus, documents: impl IntoIterator<Item = usize>) -> Vec<String> {
        documents.into_iter().map(|index| corpus.documents()[index].id.clone()).collect()
    }

    #[test]
    fn adopted_documents_are_compared_unless_others_are_named() {
        let corpus = sample::corpus();
        let adopted = ["singapore-2009", "rome-2012", "monaco-2014"];
        let cases: [(&str, &[&str], &[&str]); 6] = [
            ("violence", &[], &adopted),
            (
                "violence",
                &["monaco-2014", "event-2014", "monaco-2014"],
                &["event-2014", "monaco-2014"],
            ),
            ("violence in the Rome and Monaco declarations", &[], &["rome-2012", "monaco-2014"]),
            ("violence, except in the Rome declaration", &[], &["singapore-2009", "monaco-2014"]),
            ("violence in Rome", &["singapore-2009"], &["singapore-2009"]),
            ("violence in the declarations of 2012", &[], &["rome-2012"]),
        ];
        for (topic, chosen, expected) in cases {
            let (_, told) = Phrasebook::new(&corpus).read_topic(&corpus, topic, &|_| true);
            let chosen: Vec<String> = chosen.iter().map(|&id| id.to_owned()).collect();
            let scope = Scope::choose(&corpus, &chosen, &told);
            assert_eq!(ids(&corpus, scope.compared.clone()), expected, "{topic}");
            let all = scope.compared.len() + scope.left_out.len();
            assert!(!chosen.is_empty() || all == corpus.documents().len(), "{topic}");
        }
    }

    #[test]
    fn it_is_said_why_a_document_is_left_out() {
        use LeftOutReason::{Excluded, Report};

        let corpus = sample::corpus();
        let topic = "violence, except in the Rome declaration";
        let (_, told) = Phrasebook::new(&corpus).read_topic(&corpus, topic, &|_| true);
        let left_out = Scope::choose(&corpus, &[], &told).left_out;
        let reasons: Vec<LeftOutReason> = left_out.iter().map(|one| one.reason).collect();
        assert_eq!(
            ids(&corpus, left_out.iter().map(|one| one.document)),
            ["rome-2012", "event-2014", "news-2014"]
        );
        assert_eq!(reasons, [Excluded, Report, Report]);
    }
}
