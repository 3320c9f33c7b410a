//! Answers in the words of a language model: checked, and never kept.

use std::sync::Arc;

use super::Service;
use crate::answering::{kept, prompt, short_name};
use crate::domain::{Answer, AnswerStatus, NotPhrased, Phrased, PhrasedSentence, Standing};

impl Service {
    /// Whether there is a language model.
    pub fn phrases(&self) -> bool {
        self.0.phraser.is_some()
    }

    /// `answer` to `question` in the words of the language model, as far as these could be checked; nothing where there is
    /// no model.
    pub async fn phrase(&self, answer: &Arc<Answer>, question: &str) -> Option<Phrased> {
        let phraser = self.0.phraser.as_ref()?;
        let model = phraser.model().to_owned();
        let not = |reason, dropped| {
            let sentences = Vec::new();
            Some(Phrased { sentences, dropped, reason: Some(reason), model: model.clone() })
        };
        if answer.status != AnswerStatus::Answered || answer.citations.is_empty() {
            return not(NotPhrased::NoAnswer, 0);
        }
        let Some(reply) = phraser.said(prompt(answer, question)).await else {
            return not(NotPhrased::Unavailable, 0);
        };
        let (candidates, mut dropped) = kept(answer, question, &reply);
        let mut sentences = Vec::new();
        for sentence in candidates {
            if self.stands(answer, &sentence).await {
                sentences.push(sentence);
            } else {
                dropped += 1;
            }
        }
        if sentences.is_empty() {
            return not(NotPhrased::NothingVerified, dropped);
        }
        Some(Phrased { sentences, dropped, reason: None, model: model.clone() })
    }

    /// Whether nothing in `sentence` is found wrong by the check that texts of people go through.
    async fn stands(&self, answer: &Answer, sentence: &PhrasedSentence) -> bool {
        let mut text = sentence.text.clone();
        for citation in &answer.citations {
            let clause = &answer.corpus.clauses()[citation.clause];
            let name = short_name(&answer.corpus, clause.document);
            text = text
                .replace(&format!("[{}]", citation.marker), &format!("({name}, {})", clause.label));
        }
        let verdict = self.verify_text(text).await;
        verdict.is_ok_and(|verdict| {
            verdict.items.iter().all(|item| item.verdict.standing() != Standing::Wrong)
        })
    }
}
