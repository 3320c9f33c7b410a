//! Which clauses do something by a verb: proclaim a day, appoint an envoy.

use std::collections::BTreeMap;

use super::super::phrase::list;
use super::super::ranking::Ranked;
use super::clauses::whole;
use super::{Beyond, Said, Told};
use crate::domain::{Clause, Corpus, OperativeVerb, Part, Query, Span};
use crate::language::analysis::{TextLanguage, folded_words, terms_in};
use crate::language::lexicon::english;
use crate::language::verbs::{Form, entries, third_person};
use crate::reading::Act;

/// So many words stand at most between a verb that decides and what is decided: "decides, in line with it, to".
const DECIDED_WORDS_MAX: usize = 4;

/// What is told of an act; `None` where no clause does it, which is for others to explain.
pub(super) fn told(corpus: &Corpus, query: &Query, ranked: &Ranked, act: &Act) -> Option<Told> {
    let searched = ranked.scope.clone();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for &document in &searched {
        let own = &corpus.documents()[document];
        let language = TextLanguage::of_document(own);
        let does = |&at: &usize| {
            let clause = &corpus.clauses()[at];
            query.filter.admits(corpus, clause)
                && does(corpus, clause, &act.lemmas)
                && has_all(language, corpus.text_of(clause), &act.objects)
        };
        if let Some(at) = own.clauses.clone().find(does) {
            first.insert(document, at);
        }
    }
    if first.is_empty() {
        return None;
    }
    let verbs: Vec<String> = act.lemmas.iter().map(|lemma| third_person(lemma)).collect();
    let verbs = list(&verbs).replace(" and ", " or ");
    let (clauses, total) = (first.len(), searched.len());
    let documents = if total == 1 { "document" } else { "documents" };
    let fact = format!("In {clauses} of {total} {documents} searched a clause {verbs} this.");
    let holding = first.into_values().map(|at| (at, whole(corpus, at))).collect();
    let beyond = Some(Beyond { before: "So do", behind: "" });
    Some(Told { searched, said: Ok(Said { fact, holding, beyond, of: Vec::new() }) })
}

/// Whether `clause` does by its own verb what one of `lemmas` says, or decides to: recitals tell of what others did.
pub(super) fn does(corpus: &Corpus, clause: &Clause, lemmas: &[String]) -> bool {
    if !matches!(clause.part, Part::Operative | Part::Body) || clause.is_note() {
        return false;
    }
    let is_one = |lemma: &str| lemmas.iter().any(|own| own == lemma);
    let finite = |verb: &&OperativeVerb| {
        let head = verb.wording.split_whitespace().last().unwrap_or_default();
        let mut forms = entries(head).iter().map(|entry| entry.form);
        forms.all(|form| matches!(form, Form::Base | Form::Third))
    };
    // What stands farther on is what others do, or are asked to do.
    let first = clause.verbs.first().filter(finite);
    first.is_some_and(|verb| is_one(&verb.lemma) || decides(corpus, clause, verb, &is_one))
}

/// Whether `verb` decides to do it: "Decides to proclaim".
fn decides(
    corpus: &Corpus,
    clause: &Clause,
    verb: &OperativeVerb,
    is_one: &dyn Fn(&str) -> bool,
) -> bool {
    let known = &english().questions.about_documents.acts;
    if !known.deciding.has(&verb.lemma) {
        return false;
    }
    let behind = Span::new(verb.span.end, clause.span.end.max(verb.span.end));
    let text = corpus.document_of(clause).text.slice(behind);
    let words: Vec<String> =
        folded_words(text).take(DECIDED_WORDS_MAX).map(|(word, _)| word.to_string()).collect();
    words.windows(2).any(|pair| {
        let base = entries(&pair[1]).iter().find(|entry| entry.form == Form::Base);
        pair[0] == "to" && base.is_some_and(|entry| is_one(entry.lemma))
    })
}

/// Whether `text` has each of `objects`: its stems in their order, with no more than a few words between two.
fn has_all(language: TextLanguage, text: &str, objects: &[Vec<String>]) -> bool {
    let own: Vec<String> = terms_in(language, text).into_iter().map(|term| term.stem).collect();
    let stands = |object: &Vec<String>| {
        (0..own.len()).any(|start| {
            let mut at = start;
            object.iter().enumerate().all(|(nth, stem)| {
                let end = if nth == 0 { start + 1 } else { (at + BETWEEN_MAX + 2).min(own.len()) };
                let begin = if nth == 0 { start } else { at + 1 };
                let found = (begin..end).find(|&place| own[place] == *stem);
                at = found.unwrap_or(at);
                found.is_some()
            })
        })
    };
    objects.iter().all(stands)
}

/// So many words stand at most between two that name one thing: "International Coffee Day".
const BETWEEN_MAX: usize = 2;
