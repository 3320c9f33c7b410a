//! Whether a document says that it binds: in its own words, or by its verbs.

use super::super::phrase::{capitalised, list, place_in, short_name};
use super::super::strength::obliges;
use super::Said;
use super::clauses::{of_part, verb_of, whole};
use crate::domain::{Corpus, OperativeVerb, Part, Span, Strength};
use crate::language::analysis::folded_words;
use crate::language::lexicon::english;
use crate::language::verbs::third_person;

/// How many clauses are cited.
const CITED_MAX: usize = 4;
/// So many verbs are named.
const VERBS_MAX: usize = 8;
/// So many words may stand between a document's word for itself and what it says of its force.
const OWN_WORDS_MAX: usize = 12;

/// What a document says of its own force; or else what it does by its verbs. Whether a text binds in law is not
/// for us to say.
pub(super) fn binding(corpus: &Corpus, index: usize) -> Result<Said, String> {
    let name = short_name(corpus, index);
    let said = |fact: String, clauses: Vec<usize>| {
        let holding: Vec<(usize, Span)> =
            clauses.into_iter().take(CITED_MAX).map(|at| (at, whole(corpus, at))).collect();
        Ok(Said { fact, holding, of: vec![index], ..Said::default() })
    };
    let clauses = corpus.documents()[index].clauses.clone();
    let all: Vec<usize> = clauses.filter(|&at| !corpus.clauses()[at].is_note()).collect();
    let text = |at: usize| corpus.text_of(&corpus.clauses()[at]);
    let own: Vec<usize> = all.iter().copied().filter(|&at| tells_own_force(text(at))).collect();
    if !own.is_empty() {
        return said(format!("What {name} says of being binding:"), own);
    }
    let silent = format!("{} does not say whether it is binding.", capitalised(&name));
    let operative = of_part(corpus, index, Part::Operative);
    let verbs: Vec<(usize, &OperativeVerb)> = operative
        .iter()
        .filter(|&&at| !corpus.clauses()[at].is_note())
        .filter_map(|&at| Some((at, verb_of(&corpus.clauses()[at])?)))
        .collect();
    let duties: Vec<usize> = all
        .iter()
        .copied()
        .filter(|&at| matches!(corpus.clauses()[at].part, Part::Operative | Part::Body))
        .filter(|&at| obliges(text(at)))
        .collect();
    let (bind, ask): (Vec<_>, Vec<_>) =
        verbs.into_iter().partition(|(_, verb)| verb.strength >= Strength::Commit);
    if bind.is_empty() && ask.is_empty() && duties.is_empty() {
        return Err(silent);
    }
    let mut sentences = vec![silent];
    sentences.extend(by_verbs(corpus, &bind, &ask, duties.is_empty()));
    if !duties.is_empty() {
        let (count, verb) = (duties.len(), if duties.len() == 1 { "says" } else { "say" });
        sentences.push(format!(
            "{count} of its {} clauses {verb} \u{2018}shall\u{2019} or \u{2018}must\u{2019}.",
            all.len()
        ));
    }
    let binding = bind.iter().map(|(at, _)| *at);
    let mut cited: Vec<usize> = binding.clone().chain(duties).collect();
    if cited.is_empty() {
        let most = ask.iter().map(|(_, verb)| verb.force()).max();
        cited =
            ask.iter().filter(|(_, verb)| Some(verb.force()) == most).map(|(at, _)| *at).collect();
    }
    cited.dedup();
    said(sentences.join(" "), cited)
}

/// What it does by its verbs.
fn by_verbs(
    corpus: &Corpus,
    bind: &[(usize, &OperativeVerb)],
    ask: &[(usize, &OperativeVerb)],
    no_duty: bool,
) -> Option<String> {
    let asks = done(ask);
    let places: Vec<String> = bind
        .iter()
        .map(|&(at, _)| &corpus.clauses()[at])
        .map(|clause| place_in(corpus.document_of(clause), clause))
        .collect();
    let clauses = match bind.len() {
        1 => "in one clause".to_owned(),
        count => format!("in {count} clauses"),
    };
    let places = match places.len() {
        0..=CITED_MAX => format!(": {}", list(&places)),
        _ => String::new(),
    };
    match (bind.is_empty(), ask.is_empty()) {
        (true, true) => None,
        (true, false) if no_duty => {
            Some(format!("Nothing in its operative clauses obliges: it {asks}."))
        }
        (true, false) => Some(format!("By its verbs it {asks}.")),
        (false, true) => Some(format!("It {} {clauses}{places}.", done(bind))),
        (false, false) => Some(format!(
            "It {asks}, which states or asks and does not oblige; it {} {clauses}{places}.",
            done(bind)
        )),
    }
}

/// "underlines, stresses and calls upon (2)".
fn done(verbs: &[(usize, &OperativeVerb)]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (_, verb) in verbs {
        match counts.iter_mut().find(|(lemma, _)| *lemma == verb.lemma) {
            Some((_, count)) => *count += 1,
            None => counts.push((&verb.lemma, 1)),
        }
    }
    let left = counts.len().saturating_sub(VERBS_MAX);
    let told = |&(lemma, count): &(&str, usize)| {
        let (head, rest) = lemma.split_once(' ').unwrap_or((lemma, ""));
        let verb = format!("{} {rest}", third_person(head));
        match count {
            1 => verb.trim_end().to_owned(),
            count => format!("{} ({count})", verb.trim_end()),
        }
    };
    let mut named: Vec<String> = counts.iter().take(VERBS_MAX).map(told).collect();
    named.extend((left > 0).then(|| format!("does {left} more by other verbs")));
    list(&named)
}

/// Whether `text` says of the document itself that it binds or does not: "this Convention is binding", but not
/// "a legally binding instrument".
fn tells_own_force(text: &str) -> bool {
    let asking = &english().questions;
    let kinds = &english().documents.kinds;
    let words: Vec<String> = folded_words(text).map(|(word, _)| word.to_string()).collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let is_document = |word: &str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        let lists = [&kinds.nouns, &kinds.named, &asking.documents.others];
        lists.iter().any(|list| list.has(word) || list.has(one))
    };
    (0..words.len()).any(|at| {
        let mut behind = at + 2..(at + 2 + OWN_WORDS_MAX).min(words.len());
        asking.documents.own.has(word(at))
            && is_document(word(at + 1))
            && behind.any(|at| asking.parts.own_force.has(word(at)))
    })
}
