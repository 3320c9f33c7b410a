//! Reading topics: what documents are compared on.

use super::framing::mark_frame;
use super::words::Words;
use super::{
    Phrasebook, Reading, Scope, answer_type, documents, intent, leave_out_reports, selection,
};
use crate::domain::{Corpus, QuestionType};

impl Phrasebook {
    /// Reads `topic`, on which documents are compared: all of them are gone through for it. What it
    /// says about where to look is told beside the reading, and does not narrow it.
    pub fn read_topic(
        &self,
        corpus: &Corpus,
        topic: &str,
        spoken: &dyn Fn(&str) -> bool,
    ) -> (Reading, Scope) {
        let mut words = Words::new(topic);
        let scope = documents::find_scope(&mut words, corpus, &self.names, &[], spoken);
        let clauses = self.labels.find(&mut words, corpus, &scope.named).clauses;
        // A topic may be typed as a question: then its frame is no topic.
        let wanted = answer_type::expected(&words, &self.names);
        let asks = self.asks(&words, false, &clauses, &scope, wanted.as_ref());
        let compares = asks == QuestionType::Comparison;
        let scope = if compares { leave_out_reports(&self.names, scope) } else { scope };
        let (verbs, strength) = intent::verbs(&words, &self.verbs);
        if asks == QuestionType::WhichDocument {
            selection::selection(&mut words, &self.names);
        }
        mark_frame(&mut words, &self.names, asks);
        let reading = Reading {
            of_meeting: intent::of_meeting(&words, &self.names),
            parts: intent::parts(&words),
            verbs,
            strength,
            topic: words.topic_text(),
            terms: words.topic().filter(|term| !term.is_stopword()).cloned().collect(),
            ..Reading::unread_topic("")
        };
        (reading, scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::reading::{DocumentSelection, Pool};

    #[test]
    fn a_topic_is_read_for_its_words_and_asks_nothing_else() {
        let corpus = sample::corpus();
        let book = Phrasebook::new(&corpus);
        let cases: [(&str, &str, &[usize], &[usize]); 7] = [
            ("police violence", "police violence", &[], &[]),
            ("violence in the Rome and Monaco declarations", "violence", &[1, 3], &[]),
            ("violence, except in the Rome declaration", "violence", &[], &[1]),
            ("Which declarations do not mention violence?", "violence", &[], &[]),
            ("How many delegates came to Monaco?", "many delegates came", &[2, 3, 4], &[]),
            ("what did Ronald Noble say about violence", "ronald noble violence", &[], &[]),
            ("\u{2018}the soaring demands for police\u{2019}", "soaring demands police", &[], &[]),
        ];
        for (topic, words, named, excluded) in cases {
            let (reading, scope) = book.read_topic(&corpus, topic, &|_| true);
            let own: Vec<&str> = reading.terms.iter().map(|term| term.word.as_str()).collect();
            assert_eq!(own.join(" "), words, "{topic}");
            assert_eq!((&scope.named[..], &scope.excluded[..]), (named, excluded), "{topic}");
            assert_eq!(
                (reading.asks, reading.pool),
                (QuestionType::WhichDocument, Pool::Documents)
            );
            assert_eq!(
                (reading.selection, reading.scope),
                (DocumentSelection::Any, Scope::default()),
                "{topic}"
            );
            assert!(reading.answer_type.is_none() && reading.asked_speaker.is_none(), "{topic}");
            assert!(reading.quotation.is_none() && reading.clauses.is_empty(), "{topic}");
        }
    }
}
