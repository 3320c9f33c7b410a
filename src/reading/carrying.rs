//! What a question takes over from the one before it.

use super::following::Following;
use super::{Reading, Sequence, join};
use crate::domain::QuestionType;
use crate::language::analysis::{Term, terms};

/// `topic` from its first word that tells something to its last.
fn without_ends(topic: &str) -> String {
    let words = terms(topic);
    let tells = |term: &&Term| !term.is_stopword();
    let range = words.iter().find(tells).zip(words.iter().rfind(tells));
    range.map_or(topic, |(first, last)| &topic[first.bytes.start..last.bytes.end]).to_owned()
}

impl Reading {
    /// Adds what the `earlier` question supplies.
    pub(super) fn carry_over(&mut self, earlier: Self, following: Following) {
        if self.person.as_ref().is_some_and(|person| person.speaks) {
            // A speaker, or else whoever "who was president?" asks for.
            let asked = earlier.asks == QuestionType::Who && !earlier.topic.is_empty();
            let named = earlier.asked_speaker.clone();
            self.asked_speaker = named.or_else(|| asked.then(|| without_ends(&earlier.topic)));
        }
        self.carry_over_scope(&earlier, following);
        if self.asks == QuestionType::Topic
            && earlier.asks == QuestionType::WhichDocument
            && self.scope.named.is_empty()
            && (following.topic_alone || self.terms.is_empty() && !following.of_one)
        {
            self.asks = earlier.asks;
        }
        // "And when were they adopted?" asks for their dates.
        if self.asks == QuestionType::When
            && self.of_meeting
            && earlier.asks == QuestionType::WhichDocument
            && self.scope.named.is_empty()
        {
            self.asks = QuestionType::WhichDocument;
            self.sequence = Sequence::ByDate;
            (self.pool, self.selection) = (earlier.pool, earlier.selection);
            self.answer_type = None;
            self.topic.clear();
            self.terms.clear();
        }
        // Another topic takes the place of the one before.
        if following.topic_alone || following.others && !self.terms.is_empty() {
            return;
        }
        self.earlier_topic = join(&earlier.earlier_topic, &earlier.topic);
        self.earlier_terms = [earlier.earlier_terms, earlier.terms].concat();
    }

    fn carry_over_scope(&mut self, earlier: &Self, following: Following) {
        let scope = &mut self.scope;
        if following.others {
            let answered = earlier.scope.named.iter().filter(|index| !scope.named.contains(index));
            scope.excluded.extend(answered);
            self.asks = QuestionType::WhichDocument;
            return;
        }
        // "Compare that with Rome": with what was spoken of.
        let compares = self.asks == QuestionType::Comparison && following.pronoun;
        if compares {
            scope.named.extend(&earlier.scope.named);
            scope.named.sort_unstable();
            scope.named.dedup();
        } else if scope.named.is_empty()
            && scope.missing_years.is_empty()
            && scope.missing_names.is_empty()
        {
            scope.named.clone_from(&earlier.scope.named);
            scope.years.clone_from(&earlier.scope.years);
            let one = following.of_one && earlier.asks == QuestionType::WhichDocument;
            self.points_back = scope.named.is_empty()
                && !following.topic_alone
                && (one || earlier.points_back && following.of_one);
        }
        if scope.excluded.is_empty() {
            scope.excluded.clone_from(&earlier.scope.excluded);
        }
    }
}
