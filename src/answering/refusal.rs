//! How refusals are worded: each reason, and what else is said beside it.

use super::cited_by::cited_by;
use super::parts::Parts;
use super::phrase::{capitalised, list, place_in, short_name};
use super::sentences::{no_document_of, nowhere, shortened, unstated_terms};
use crate::domain::{
    AnswerStyle, Corpus, PartKind, QueryReading, Refusal, RefusalReason, SmallTalk,
};
use crate::language::asked_in::not_known_in;
use crate::reading::Scope;

/// How many documents are named as searched; of more, their number is given.
const DOCUMENTS_MAX: usize = 6;

/// How many terms that nothing meets are named.
const TERMS_MAX: usize = 3;

/// What else is said of a question that is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched<'a> {
    /// Where the question says to look.
    pub scope: &'a Scope,
    /// What was read out of it.
    pub understood: &'a QueryReading,
    /// How many clauses were searched.
    pub clauses: usize,
    /// The clause that comes nearest.
    pub nearest: Option<usize>,
    /// The clause that comes nearer, in a document that was not asked.
    pub elsewhere: Option<usize>,
}

/// The refusal for `reason`.
pub(super) fn refusal(reason: RefusalReason) -> Refusal {
    Refusal { text: worded(&reason), reason }
}

fn worded(reason: &RefusalReason) -> String {
    match reason {
        RefusalReason::AsksNothing => {
            "The question has no word to search for; name a topic.".to_owned()
        }
        RefusalReason::SmallTalk { kind } => reply(*kind).to_owned(),
        RefusalReason::NothingInScope => {
            "Nothing was in scope; widen the filter or the question.".to_owned()
        }
        RefusalReason::DocumentNotInCorpus { names } => {
            let sentence = |name: &String| format!("The corpus has no {}.", shortened(name));
            names.iter().map(sentence).collect::<Vec<_>>().join(" ")
        }
        RefusalReason::YearWithoutDocument { years } => {
            years.iter().map(|&year| no_document_of(year)).collect::<Vec<_>>().join(" ")
        }
        RefusalReason::QuotationNotFound => {
            "No document searched has these words, or any close to them.".to_owned()
        }
        RefusalReason::SpeakerSilent { name } => {
            format!("No clause near the question quotes {}.", shortened(name))
        }
        RefusalReason::CenturyNotNamed { century } => {
            format!("No document searched speaks of the {}.", ordinal_century(*century))
        }
        RefusalReason::TermsNotMet { terms, nowhere, .. } => terms_not_met(terms, *nowhere),
        RefusalReason::DetailNotGiven { detail } => {
            format!("No clause near the question gives {detail}.")
        }
        RefusalReason::FactNotKnown { said } => said.clone(),
        RefusalReason::LanguageNotKnown { language, known } => language_not_known(language, known),
        RefusalReason::TermNowhere { terms } => nowhere(terms).unwrap_or_default(),
        RefusalReason::NothingNear => "Nothing searched answers the question.".to_owned(),
    }
}

/// "No document searched mentions 'ketamine'."
fn terms_not_met(terms: &[String], nowhere: bool) -> String {
    let named: Vec<String> =
        terms.iter().take(TERMS_MAX).map(|term| format!("'{}'", shortened(term))).collect();
    let which = if nowhere { "No document searched" } else { "No clause near the question" };
    match named.as_slice() {
        [one] => format!("{which} mentions {one}."),
        several => format!("{which} mentions {}.", alternatives(several)),
    }
}

/// "'a', 'b' or 'c'".
fn alternatives(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.join(", "),
    }
}

/// What is missing where what comes nearest is quoted behind it.
pub(super) fn missing(corpus: &Corpus, refusal: &Refusal) -> String {
    match &refusal.reason {
        RefusalReason::TermsNotMet { terms, document: Some(document), nowhere: true } => {
            let name = short_name(corpus, *document);
            let quoted: Vec<String> =
                terms.iter().take(TERMS_MAX).map(|term| format!("'{}'", shortened(term))).collect();
            format!("Nothing in {name} mentions {}.", alternatives(&quoted))
        }
        _ => refusal.text.clone(),
    }
}

/// "Not found." with the reason; then what was searched, what occurs nowhere, and what came nearest.
pub(super) fn not_found(
    corpus: &Corpus,
    refusal: &Refusal,
    searched: &Searched<'_>,
    style: AnswerStyle,
) -> Parts {
    let mut parts = Parts::default();
    parts.add(PartKind::Lead, &not_found_lead(refusal));
    let small_talk = matches!(refusal.reason, RefusalReason::SmallTalk { .. });
    let more = !matches!(
        refusal.reason,
        RefusalReason::AsksNothing | RefusalReason::LanguageNotKnown { .. }
    );
    if more && !small_talk && style != AnswerStyle::Short {
        parts.add_all(PartKind::Note, beside(corpus, refusal, searched));
    }
    parts
}

/// "Not found." and why.
pub(super) fn not_found_lead(refusal: &Refusal) -> String {
    match refusal.reason {
        // Who says hello has looked for nothing.
        RefusalReason::SmallTalk { .. } => refusal.text.clone(),
        // That nothing answers is said already.
        RefusalReason::NothingNear => "Not found.".to_owned(),
        _ => format!("Not found. {}", refusal.text),
    }
}

/// What is said to small talk: what can be asked.
const fn reply(kind: SmallTalk) -> &'static str {
    match kind {
        SmallTalk::Greeting => {
            "Hello. Ask what the documents say on a topic, and the answer quotes them word for word."
        }
        SmallTalk::Farewell => "Goodbye. Ask again, whenever you like.",
        SmallTalk::Thanks => "You are welcome. Ask again at any time.",
        SmallTalk::Assent => "Good. You can ask about another topic or another document.",
        SmallTalk::Insult => {
            "Sorry that this did not help. Try naming the topic, and the document if you know it. Each \
             finding names its clause, so you can check it."
        }
        SmallTalk::More => "There is no question before this one. Name a topic.",
        SmallTalk::Rewording => {
            "Answers quote the documents as they stand, so they cannot be reworded or explained. Ask \
             about one document, or about one clause by its number."
        }
        SmallTalk::About => {
            "This is a program that looks up what documents say and quotes it. It writes no text of its \
             own beyond the sentences around the quotations."
        }
        SmallTalk::Help => {
            "Ask what a document says on a topic, which documents mention it, who said certain words, \
             how two documents differ, or when and where one was adopted."
        }
        SmallTalk::Sum => {
            "This service does no sums: it looks up what documents say. Name a topic."
        }
        SmallTalk::Instruction => {
            "This service only looks up what documents say: it takes no instructions. Name a topic."
        }
    }
}

/// Said in the language itself, since its asker may know no other; in English where it cannot be.
fn language_not_known(language: &str, known: &[String]) -> String {
    let said = not_known_in(language, known).map(str::to_owned);
    said.unwrap_or_else(|| {
        let known = list(known);
        format!(
            "The question is in a language that the model does not know ({language}). Ask in one of: {known}."
        )
    })
}

/// What is said beside the reason.
fn beside(corpus: &Corpus, refusal: &Refusal, searched: &Searched<'_>) -> Vec<String> {
    let Searched { scope, understood, clauses, .. } = *searched;
    let mut sentences = Vec::new();
    let said = |sentence: &String| refusal.text.contains(sentence.as_str());
    sentences.extend(scope.missing_years.iter().map(|&year| no_document_of(year)));
    let names = scope.missing_names.iter();
    sentences.extend(names.map(|name| format!("The corpus has no {}.", shortened(name))));
    sentences.extend(cited_by(corpus, &scope.missing_names));
    if clauses > 0 {
        sentences.extend(nowhere(&unstated_terms(
            understood, &scope.missing_years, &scope.missing_names,
        )));
    }
    if !scope.nearest.is_empty() {
        let nearest = scope.nearest.iter().map(|&document| short_name(corpus, document));
        let nearest = list(&nearest.collect::<Vec<_>>());
        let verb = if scope.nearest.len() == 1 { "is" } else { "are" };
        sentences.push(format!("Nearest by name {verb} {nearest}."));
    }
    sentences.push(what_was_searched(corpus, understood, clauses));
    sentences.retain(|sentence| !said(sentence));
    let place = |position: usize| {
        let clause = &corpus.clauses()[position];
        let document = capitalised(&short_name(corpus, clause.document));
        format!("{document}, {},", place_in(corpus.document_of(clause), clause))
    };
    if let Some(nearest) = searched.nearest.map(place) {
        sentences.push(format!("{nearest} comes nearest but does not answer the question."));
    }
    if let Some(elsewhere) = searched.elsewhere.map(place) {
        sentences
            .push(format!("{elsewhere} comes nearer, in a document that was not asked about."));
    }
    sentences
}

/// "Searched: 25 clauses of the Monaco declaration."
fn what_was_searched(corpus: &Corpus, understood: &QueryReading, clauses: usize) -> String {
    let documents = &understood.searched;
    if clauses == 0 {
        return worded(&RefusalReason::NothingInScope);
    }
    let shown = if documents.len() > DOCUMENTS_MAX {
        format!("{} documents", documents.len())
    } else {
        let indexes = documents.iter().filter_map(|id| corpus.document_index(id));
        list(&indexes.map(|index| short_name(corpus, index)).collect::<Vec<_>>())
    };
    let noun = if clauses == 1 { "clause" } else { "clauses" };
    format!("Searched: {clauses} {noun} of {shown}.")
}

/// "19th century".
fn ordinal_century(number: u16) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending} century")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn said(
        reason: RefusalReason,
        unknown: &[&str],
        in_documents: &[&str],
        scope: &Scope,
    ) -> String {
        let strings = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        let understood = QueryReading {
            unknown_terms: strings(unknown),
            searched: strings(in_documents),
            ..QueryReading::default()
        };
        let corpus = sample::corpus();
        let clauses = in_documents.len() + 2 * usize::from(!in_documents.is_empty());
        let page = corpus.clause_position("event-2014/1").expect("a clause");
        let nearest = (clauses > 0).then_some(page);
        let searched =
            Searched { scope, understood: &understood, clauses, nearest, elsewhere: None };
        text(not_found(&corpus, &refusal(reason), &searched, AnswerStyle::Full))
    }

    fn text(parts: Parts) -> String {
        parts.finish().0
    }

    #[test]
    fn it_says_which_detail_is_missing_and_where_else_to_look() {
        let corpus = sample::corpus();
        let understood =
            QueryReading { searched: vec!["monaco-2014".to_owned()], ..QueryReading::default() };
        let searched = Searched {
            scope: &Scope::default(),
            understood: &understood,
            clauses: 2,
            nearest: None,
            elsewhere: corpus.clause_position("rome-2012/P3A"),
        };
        let refusal = refusal(RefusalReason::DetailNotGiven { detail: "such a number" });
        assert_eq!(
            text(not_found(&corpus, &refusal, &searched, AnswerStyle::Short)),
            "Not found. No clause near the question gives such a number."
        );
        assert_eq!(
            text(not_found(&corpus, &refusal, &searched, AnswerStyle::Memo)),
            "Not found. No clause near the question gives such a number. Searched: 2 clauses of \
             the Monaco declaration. The Rome declaration, P3A, comes nearer, in a document that \
             was not asked about."
        );
    }

    #[test]
    fn it_says_what_is_missing_what_was_searched_and_what_is_near() {
        let none = Scope::default();
        let terms = ["climate", "change"];
        let nowhere = RefusalReason::TermNowhere { terms: terms.map(str::to_owned).into() };
        let expected = "Not found. 'climate' and 'change' occur nowhere in what was searched. \
                        Searched: 3 clauses of the Rome declaration. The web page ‘Ministerial \
                        Meeting’, paragraph 1, comes nearest but does not answer the question.";
        assert_eq!(said(nowhere, &terms, &["rome-2012"], &none), expected);
        let scope = Scope { missing_years: vec![2016], ..Scope::default() };
        let years = RefusalReason::YearWithoutDocument { years: vec![2016] };
        let year = said(years, &["2016"], &["rome-2012"], &scope);
        assert_eq!(year.matches("2016").count(), 1, "{year}");
        assert!(year.contains("no document of 2016"), "{year}");
        let nothing = said(RefusalReason::NothingInScope, &["police"], &[], &none);
        assert_eq!(nothing, "Not found. Nothing was in scope; widen the filter or the question.");
        let long = ["a".repeat(2000)];
        let reason = RefusalReason::TermNowhere { terms: long.to_vec() };
        let long = said(reason, &[&long[0]], &["rome-2012"; 7], &none);
        assert!(long.contains("9 clauses of 7 documents") && long.len() < 300, "{long}");
    }

    #[test]
    fn every_reason_is_a_sentence() {
        let reasons = [
            RefusalReason::AsksNothing,
            RefusalReason::SmallTalk { kind: SmallTalk::Help },
            RefusalReason::SmallTalk { kind: SmallTalk::Thanks },
            RefusalReason::SmallTalk { kind: SmallTalk::Farewell },
            RefusalReason::SmallTalk { kind: SmallTalk::Rewording },
            RefusalReason::NothingInScope,
            RefusalReason::DocumentNotInCorpus { names: vec!["Paris declaration".to_owned()] },
            RefusalReason::YearWithoutDocument { years: vec![2016] },
            RefusalReason::QuotationNotFound,
            RefusalReason::SpeakerSilent { name: "Ronald Noble".to_owned() },
            RefusalReason::CenturyNotNamed { century: 19 },
            RefusalReason::TermsNotMet {
                terms: vec!["Norway".to_owned(), "Chad".to_owned()],
                document: None,
                nowhere: false,
            },
            RefusalReason::DetailNotGiven { detail: "such a number" },
            RefusalReason::FactNotKnown { said: "Nothing tells who voted how.".to_owned() },
            RefusalReason::LanguageNotKnown { language: "de", known: vec!["en".to_owned()] },
            RefusalReason::LanguageNotKnown { language: "ja", known: vec!["en".to_owned()] },
            RefusalReason::TermNowhere { terms: vec!["zebras".to_owned()] },
            RefusalReason::NothingNear,
        ];
        for reason in reasons {
            let refusal = refusal(reason);
            assert!(refusal.text.ends_with('.') && refusal.text.len() > 20, "{refusal:?}");
        }
        let century = refusal(RefusalReason::CenturyNotNamed { century: 21 });
        assert_eq!(century.text, "No document searched speaks of the 21st century.");
    }
}
