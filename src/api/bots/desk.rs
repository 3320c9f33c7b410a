//! Where all bots ask: each request once, each person so often, each question with those before it.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::asked::{Asked, Wants};
use super::conversations::Conversations;
use super::feedback::Answered;
use super::message::Message;
use super::outbox::Outbox;
use super::rates::Rates;
use super::seen::Seen;
use super::settings::BotSettings;
use super::{answers, checked, compared};
use crate::api::graphql::PAGE_MAX;
use crate::api::places::Places;
use crate::domain::{
    AnswerStyle, AskOptions, ComparisonQuery, Filter, InvalidQuery, Opinion, Query, QuoteClaim,
    Refusal, RefusalKind,
};
use crate::service::{Service, ServiceError};

/// What opens a quotation, and what closes it.
const MARKS: [(char, char); 4] =
    [('\u{201c}', '\u{201d}'), ('"', '"'), ('\u{ab}', '\u{bb}'), ('\u{201e}', '\u{201c}')];

/// The bots, and what they remember. Clones share everything.
#[derive(Clone)]
pub(in crate::api) struct Bots(Arc<Inner>);

struct Inner {
    service: Service,
    settings: BotSettings,
    seen: Seen,
    conversations: Conversations,
    rates: Rates,
    outbox: Outbox,
    answered: Answered,
}

impl Bots {
    /// The bots that `settings` switch on, which ask `service`.
    pub(in crate::api) fn new(service: Service, settings: &BotSettings) -> Self {
        Self(Arc::new(Inner {
            service,
            seen: Seen::new(),
            conversations: Conversations::new(),
            rates: Rates::new(settings.rate_per_minute),
            outbox: Outbox::new(settings.courier.clone()),
            answered: Answered::new(),
            settings: settings.clone(),
        }))
    }

    /// Which bots are switched on, and how.
    pub(super) fn settings(&self) -> &BotSettings {
        &self.0.settings
    }

    /// Whether a delivery comes for the first time.
    pub(super) fn is_first(&self, platform: &str, id: &str) -> bool {
        self.0.seen.is_first(platform, id)
    }

    pub(super) fn outbox(&self) -> &Outbox {
        &self.0.outbox
    }

    /// What the documents of `corpus` are called, by id: those that have `typed` in their ids or titles, at most `most`.
    pub(super) fn documents(&self, typed: &str, most: usize) -> Vec<(String, String)> {
        let Ok(corpus) = self.0.service.corpus() else { return Vec::new() };
        let typed = typed.to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&typed);
        let documents = corpus.documents().iter();
        let named = documents.filter(|document| fits(&document.id) || fits(&document.title));
        let named = named.map(|document| {
            let date = document.date().map(|date| format!(" ({date})")).unwrap_or_default();
            (document.id.clone(), format!("{}{date}", document.id))
        });
        named.take(most).collect()
    }

    /// Takes what a button says, and how that is answered.
    pub(super) fn feedback(&self, value: &str, platform: &'static str) -> &'static str {
        let Some((query, is_right)) = self.0.answered.said(value) else {
            return "Thank you. This answer is too old to rate.";
        };
        let service = self.0.service.clone();
        tokio::spawn(async move {
            let opinion = Opinion { is_right, comment: None };
            match service.give_feedback((*query).clone(), opinion).await {
                Ok(_) => tracing::info!(platform, is_right, "feedback"),
                Err(error) => tracing::warn!(platform, %error, "feedback was not kept"),
            }
        });
        "Thank you."
    }

    /// What is answered within `wait`; else the task that goes on with it.
    pub(super) async fn within(
        &self,
        wait: Duration,
        asked: Asked,
        places: Places,
    ) -> Result<Message, JoinHandle<Message>> {
        let bots = self.clone();
        // A task of its own: the answer is kept for the next who asks, whoever went away meanwhile.
        let mut answering = tokio::spawn(async move { bots.answer(asked, &places).await });
        match timeout(wait, &mut answering).await {
            Ok(answered) => Ok(whole(answered)),
            Err(_) => Err(answering),
        }
    }

    /// What is answered, or why nothing is.
    pub(super) async fn answer(&self, asked: Asked, places: &Places) -> Message {
        if !self.0.rates.allows(&asked.who) {
            let limit = self.0.settings.rate_per_minute;
            return Message::plain(format!(
                "You sent more than {limit} messages in a minute. Wait a moment, and ask again."
            ));
        }
        let service = &self.0.service;
        let answered = match asked.wants {
            Wants::Help => Ok(help()),
            Wants::Answer { question, document } => {
                self.question(&asked.place, question, document, places).await
            }
            Wants::Check(text) => check(service, text, places).await,
            Wants::Comparison(topic) => self.comparison(&asked.place, topic, places).await,
        };
        answered.unwrap_or_else(|error| failed(&error))
    }

    /// What each document says on `topic`. One that only points back, as "that with Rome", is a question.
    async fn comparison(
        &self,
        place: &str,
        topic: String,
        places: &Places,
    ) -> Result<Message, ServiceError> {
        let query = ComparisonQuery { topic, documents: Vec::new() };
        let (comparison, _) = self.0.service.compare(&query).await?;
        if !comparison.understood.topic.is_empty() {
            return Ok(compared::compared(&comparison, places));
        }
        self.question(place, format!("compare {}", query.topic), None, places).await
    }

    /// The verdicts on a text that was sent for `who`; none where it has nothing to check, or could not be.
    pub(super) async fn checked(
        &self,
        who: &str,
        text: String,
        places: &Places,
    ) -> Option<Message> {
        if !self.0.rates.allows(who) {
            tracing::warn!(who, "a text is not checked: too many came in a minute");
            return None;
        }
        match self.0.service.verify_text(text).await {
            Ok(verdict) if verdict.items.is_empty() => None,
            Ok(verdict) => Some(checked::text(&verdict, places)),
            Err(error) => {
                tracing::warn!(who, %error, "a text is not checked");
                None
            }
        }
    }

    /// The answer to a question, which is kept for those that follow it.
    async fn question(
        &self,
        place: &str,
        question: String,
        document: Option<String>,
        places: &Places,
    ) -> Result<Message, ServiceError> {
        let filter = Filter { documents: document.into_iter().collect(), ..Filter::default() };
        let options = AskOptions {
            style: AnswerStyle::Memo,
            // As by the other surfaces, so that one kept answer serves all.
            max_evidence: PAGE_MAX,
            ..AskOptions::default()
        };
        let history = self.0.conversations.history(place);
        let query = Query { question: question.clone(), history, filter, options };
        let answer = self.0.service.ask(query.clone()).await?.answer;
        let mut message = answers::answered(&question, &answer, places);
        let refused = answer.refusal.as_ref().map(Refusal::kind);
        if !matches!(refused, Some(RefusalKind::SmallTalk | RefusalKind::AsksNothing)) {
            self.0.conversations.add(place, &question);
            if self.0.service.keeps_feedback() {
                message.feedback = Some(self.0.answered.add(query, &answer));
            }
        }
        Ok(message)
    }
}

/// What became of a task that answers.
pub(super) fn whole(answered: Result<Message, tokio::task::JoinError>) -> Message {
    answered.unwrap_or_else(|_| failed(&ServiceError::Internal))
}

fn help() -> Message {
    Message::help(
        "Ask what a document says on a topic, which documents mention it, or how two documents differ. \
         Answers quote the documents word for word.",
    )
}

/// The verdict on one quotation, or on all that a text quotes, names and claims.
async fn check(service: &Service, text: String, places: &Places) -> Result<Message, ServiceError> {
    let quotation = async |text: String| {
        let claim = QuoteClaim { text, document: None, clause: None };
        let (verdict, _) = service.verify_quote(claim).await?;
        Ok(checked::quotation(&verdict, places))
    };
    if let Some(words) = bare_quotation(&text) {
        return quotation(words.to_owned()).await;
    }
    let verdict = service.verify_text(text.clone()).await?;
    if verdict.items.is_empty() {
        quotation(text).await
    } else {
        Ok(checked::text(&verdict, places))
    }
}

/// The words of a text that is one quotation and nothing else.
fn bare_quotation(text: &str) -> Option<&str> {
    let text = text.trim();
    let (open, close) = MARKS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let words = text.strip_prefix(open)?.strip_suffix(close)?;
    (!words.contains([open, close])).then_some(words)
}

/// A failure in the words of a chat.
fn failed(error: &ServiceError) -> Message {
    Message::plain(match error {
        ServiceError::NotReady => {
            "The documents are still being loaded. Ask again in a minute.".to_owned()
        }
        ServiceError::Overloaded => "Too many are asking. Ask again in a moment.".to_owned(),
        ServiceError::DeadlineExceeded { .. } => {
            "This took too long. Ask for less, or again in a moment.".to_owned()
        }
        ServiceError::InvalidQuery(InvalidQuery { field, message }) => {
            let what = match *field {
                "topic" => "The topic",
                "text" => "The text",
                "filter.documents" | "documents" => "The choice of documents",
                _ => "The question",
            };
            format!("{what} {message}.")
        }
        ServiceError::NotFound(message) => message.clone(),
        _ => "Something failed here. The log of the service has the details.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_quotation_is_told_from_a_text() {
        let cases = [
            ("\u{201c}so be it\u{201d}", Some("so be it")),
            (" \"so be it\" ", Some("so be it")),
            ("\u{ab}so\u{bb}", Some("so")),
            ("\u{201e}so\u{201c}", Some("so")),
            ("\"a\" and \"b\"", None),
            ("so be it", None),
            ("Rome says \u{201c}so\u{201d}", None),
            ("\"", None),
        ];
        for (text, expected) in cases {
            assert_eq!(bare_quotation(text), expected, "{text}");
        }
    }
}
