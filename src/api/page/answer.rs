//! The page of an answer.

use maud::{Markup, html};

use super::address::Choices;
use super::coverage::coverage;
use super::facets::Facets;
use super::form::{self, Line};
use super::sources::{self, sources};
use super::{cite, verdict};
use crate::domain::{Answer, AnswerPart, AnswerStatus, PartKind, QUESTION_CHARS_MAX, RefusalKind};

/// A question, and what was answered.
pub(in crate::api) struct Asked<'a> {
    /// The question as typed.
    pub(in crate::api) question: &'a str,
    /// All parameters of the page.
    pub(in crate::api) choices: &'a Choices,
    /// The answer.
    pub(in crate::api) answer: &'a Answer,
    /// Whether readers may say that it is right or wrong.
    pub(in crate::api) feedback: bool,
}

/// The answer, its sources, and what was searched.
pub(in crate::api) fn answer(asked: &Asked<'_>) -> Markup {
    let Asked { question, choices, answer, feedback } = *asked;
    let line = Line {
        path: "/",
        label: "Your question",
        name: "q",
        value: question,
        button: "Ask",
        chars_max: QUESTION_CHARS_MAX,
    };
    let kept = choices.only(|name, _| form::filter_title(name).is_some());
    let near = answer.evidence.iter().map(|evidence| evidence.clause);
    let small_talk = is_small_talk(answer);
    html! {
        div.sheet {
            div.column {
                (line.form(&kept, &html! {}))
                (form::chosen("/", choices))
                article.answer aria-labelledby=[(!small_talk).then_some("answer")] aria-label=[small_talk.then_some("Reply")] {
                    h1.unseen { (question) }
                    (earlier(choices))
                    @if !small_talk { (status(answer)) }
                    (text(answer))
                    @if !small_talk { (notes(answer)) }
                    @if feedback { (judge(choices)) }
                }
                @if let Some(quotation) = &answer.quotation { (verdict::of_question(quotation)) }
                (sources(answer))
                (coverage(answer))
                (further(question, choices))
            }
            aside.side aria-label="Narrow the question" {
                (Facets::of_answer(&answer.corpus, near).show("/", choices, "Ask only of"))
                @if !answer.citations.is_empty() { (cite::of_answer(choices)) }
            }
        }
    }
}

/// The questions that this one goes on from.
fn earlier(choices: &Choices) -> Markup {
    let earlier: Vec<&str> = choices.all("history").collect();
    html! {
        @if let [before @ .., last] = earlier.as_slice() {
            p.earlier {
                "Asked after: "
                @for question in before { q { (question) } ", " }
                q { (last) }
            }
        }
    }
}

/// Whether nothing was asked of the documents.
fn is_small_talk(answer: &Answer) -> bool {
    answer.refusal.as_ref().is_some_and(|refusal| refusal.kind() == RefusalKind::SmallTalk)
}

/// Whether it is answered, in a word; and if it is not, why.
fn status(answer: &Answer) -> Markup {
    let (class, word) = match answer.status {
        AnswerStatus::Answered => ("answered", "Answered"),
        AnswerStatus::Nearest => ("nearest", "Not answered: this comes nearest"),
        AnswerStatus::NotFound => ("not-found", "Not found in these documents"),
    };
    html! {
        p.status.(class) id="answer" { (word) }
    }
}

/// What the answer says, part by part: its lead, then each point, then what else is to be known.
fn text(answer: &Answer) -> Markup {
    html! {
        div.said {
            @for part in &answer.parts {
                p class=(class(part)) {
                    (with_markers(answer, &answer.text[part.place.clone()]))
                }
            }
        }
    }
}

const fn class(part: &AnswerPart) -> &'static str {
    match part.kind {
        PartKind::Lead if part.quoting.is_some() => "point first",
        PartKind::Lead => "lead",
        PartKind::Point => "point",
        PartKind::Note | PartKind::Silence => "beside",
    }
}

/// `text` with what is quoted set apart, and with markers that lead to the sources.
fn with_markers(answer: &Answer, text: &str) -> Markup {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, marker, after)) = next_marker(answer, rest) {
        pieces.push(html! { (quoted(before)) (cited(marker)) });
        rest = after;
    }
    html! {
        @for piece in &pieces { (piece) }
        (quoted(rest))
    }
}

/// What stands before the next marker of a citation, its number, and what stands behind it.
fn next_marker<'t>(answer: &Answer, text: &'t str) -> Option<(&'t str, u32, &'t str)> {
    text.match_indices('[').find_map(|(at, _)| {
        let (digits, after) = text[at + 1..].split_once(']')?;
        let marker = digits.parse().ok()?;
        let known = answer.citations.iter().any(|citation| citation.marker == marker);
        known.then_some((&text[..at], marker, after))
    })
}

fn cited(marker: u32) -> Markup {
    html! {
        a.cited href={ "#" (sources::anchor(marker)) } {
            span.unseen { "source " } (marker)
        }
    }
}

/// `text`, with the words in quotation marks set apart.
fn quoted(text: &str) -> Markup {
    let mut rest = text;
    let mut pieces = Vec::new();
    while let Some((before, after)) = rest.split_once('“') {
        let Some((words, behind)) = after.split_once('”') else { break };
        pieces.push(html! { (before) span.quoted { "“" (words) "”" } });
        rest = behind;
    }
    html! {
        @for piece in &pieces { (piece) }
        (rest)
    }
}

/// How the question was understood, where that is not plain.
fn notes(answer: &Answer) -> Markup {
    let understood = &answer.understood;
    html! {
        ul.notes {
            @for correction in &understood.corrections {
                li { "Read “" (correction.from) "” as “" (correction.to) "”." }
            }
            li {
                @if answer.status == AnswerStatus::Nearest {
                    "Probability that this answers after all: "
                } @else {
                    "Probability that this is right: "
                }
                (percent(answer.confidence)) "."
            }
        }
    }
}

/// Two buttons by which a reader says whether the answer is right.
fn judge(choices: &Choices) -> Markup {
    html! {
        form.judge action="/feedback" method="post" {
            (choices.hidden())
            span { "Is this answer right?" }
            button type="submit" name="right" value="true" { "Right" }
            button type="submit" name="right" value="false" { "Wrong" }
        }
    }
}

/// The page that thanks a reader, with the way back to the answer.
pub(in crate::api) fn thanks(choices: &Choices) -> Markup {
    html! {
        div.column {
            h1 { "Thank you" }
            p { "Your rating was saved." }
            ul.rows {
                li { a href=(choices.only(|name, _| name != "right").address("/")) { "Back to the answer" } }
                li { a href="/" { "Ask another question" } }
            }
        }
    }
}

/// A probability, as people read it.
pub(super) fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(0.0, 100.0))
}

/// A box for a question that goes on from this one.
fn further(question: &str, choices: &Choices) -> Markup {
    let line = Line {
        path: "/",
        label: "Ask a follow-up question",
        name: "q",
        value: "",
        button: "Ask",
        chars_max: QUESTION_CHARS_MAX,
    };
    let kept = choices.only(|name, _| name == "history" || form::filter_title(name).is_some());
    html! {
        div.further { (line.second_form(&kept.with("history", question))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_set_apart_and_escaped() {
        let cases = [
            ("a “b <i>” c", "a <span class=\"quoted\">“b &lt;i&gt;”</span> c"),
            ("a “b", "a “b"),
            ("“a” “b”", "<span class=\"quoted\">“a”</span> <span class=\"quoted\">“b”</span>"),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text).into_string(), expected);
        }
    }
}
