//! Which document refers to which, from the symbols that clauses cite and the names that they hold.

use std::collections::{BTreeMap, BTreeSet};

use super::super::phrase::{capitalised, governing, list, short_name};
use super::super::ranking::Ranked;
use super::super::span::{enclosing, trimmed};
use super::{Beyond, Said, Told};
use crate::domain::{Clause, Corpus, Query, RefusalReason, Span, symbol_key};
use crate::language::analysis::word_count;
use crate::language::verbs::third_person;
use crate::reading::{AskedSymbol, Referring, Target};

/// A place where something is referred to: position of the clause, and the words that name it.
type Place = (usize, Span);

/// What is told of references; `None` if the question turns out not to ask about them.
pub(super) fn told(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    asked: &Referring,
) -> Option<Told> {
    match (&asked.by, &asked.to) {
        (None, Some(to)) => who_refers(corpus, query, ranked, asked, to),
        (Some(by), to) => Some(what_is_referred_to(corpus, query, asked, by, to.as_ref())),
        (None, None) => None,
    }
}

/// "Which resolutions recall resolution 72/233?"
fn who_refers(
    corpus: &Corpus,
    query: &Query,
    ranked: &Ranked,
    asked: &Referring,
    to: &Target,
) -> Option<Told> {
    let own = own_documents(corpus, to);
    let scope = &ranked.reading.scope;
    // The documents that are named may be those that are referred to.
    let narrowed = asked.of_years && scope.named.iter().any(|index| !own.contains(index));
    let searched: Vec<usize> = (0..corpus.documents().len())
        .filter(|&index| query.filter.admits_document(&corpus.documents()[index]))
        .filter(|index| !narrowed || scope.named.contains(index))
        .filter(|index| !scope.excluded.contains(index) && !own.contains(index))
        .collect();
    let places = places(corpus, to)?;
    let mut first: BTreeMap<usize, Place> = BTreeMap::new();
    for (position, span) in places {
        let clause = &corpus.clauses()[position];
        let counts = searched.binary_search(&clause.document).is_ok()
            && query.filter.admits(corpus, clause)
            && has_verb(corpus, clause, span, &asked.lemmas);
        if counts {
            first.entry(clause.document).or_insert((position, span));
        }
    }
    let target = name_of(corpus, to);
    let total = searched.len();
    let said = if first.is_empty() {
        let verb = verb(&asked.lemmas, true);
        let said = format!("None of the {} {verb} {target}.", documents_searched(total));
        Err(RefusalReason::FactNotKnown { said })
    } else {
        let verb = verb(&asked.lemmas, first.len() == 1);
        let fact = format!("{} of {} {verb} {target}.", first.len(), documents_searched(total));
        let holding = first.into_values().map(|place| quoted(corpus, place)).collect();
        let beyond = Some(Beyond { before: "So do", behind: "" });
        Ok(Said { fact, holding, beyond, of: Vec::new() })
    };
    Some(Told { searched, said })
}

fn documents_searched(total: usize) -> String {
    let noun = if total == 1 { "document" } else { "documents" };
    format!("{total} {noun} searched")
}

/// "What does resolution 80/4 recall?", "does it recall resolution 74/7?"
fn what_is_referred_to(
    corpus: &Corpus,
    query: &Query,
    asked: &Referring,
    by: &Target,
    to: Option<&Target>,
) -> Told {
    let searched: Vec<usize> = own_documents(corpus, by).into_iter().collect();
    let unknown = |said: String| Err(RefusalReason::FactNotKnown { said });
    let referring = name_of(corpus, by);
    if searched.is_empty() {
        let names = vec![referring];
        return Told { searched, said: Err(RefusalReason::DocumentNotInCorpus { names }) };
    }
    let own = |place: &Place| {
        let clause = &corpus.clauses()[place.0];
        searched.binary_search(&clause.document).is_ok()
            && query.filter.admits(corpus, clause)
            && has_verb(corpus, clause, place.1, &asked.lemmas)
    };
    let verb = verb(&asked.lemmas, searched.len() == 1);
    if let Some(to) = to {
        let target = name_of(corpus, to);
        let found: Vec<Place> =
            places(corpus, to).unwrap_or_default().into_iter().filter(own).collect();
        if found.is_empty() {
            let said = unknown(format!("No clause of {referring} {verb} {target}."));
            return Told { searched, said };
        }
        let fact = format!("Yes: {referring} {verb} {target}.");
        let holding = found.into_iter().map(|place| quoted(corpus, place)).collect();
        return Told { searched, said: Ok(Said { fact, holding, ..Said::default() }) };
    }
    let mut named: Vec<String> = Vec::new();
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    let mut holding: BTreeMap<usize, Span> = BTreeMap::new();
    for &document in &searched {
        for position in corpus.documents()[document].clauses.clone() {
            let clause = &corpus.clauses()[position];
            let references = clause.references.iter().map(|one| (Some(&*one.key), one.span));
            let wanted = |key: Option<&str>| {
                !asked.resolutions || key.is_some_and(|key| key.contains(RESOLUTION_KEY))
            };
            let references = references.filter(|(key, _)| wanted(*key));
            let led = !asked.lemmas.is_empty() && !asked.resolutions;
            let led = led.then_some((None, clause.span));
            for (key, span) in references.chain(led).filter(|(_, span)| own(&(position, *span))) {
                holding
                    .entry(position)
                    .and_modify(|known| *known = joined(*known, span))
                    .or_insert(span);
                if let Some(key) = key.filter(|&key| keys.insert(key)) {
                    named.push(name_of_key(corpus, clause, key, span));
                }
            }
        }
    }
    if holding.is_empty() {
        let what = if asked.resolutions { "a resolution" } else { "another text" };
        let said = format!("No clause of {referring} {verb} {what}.");
        return Told { searched, said: unknown(said) };
    }
    let clauses = if holding.len() == 1 { "clause" } else { "clauses" };
    let fact = match named.len() {
        0 => format!("In {} {clauses} {referring} {verb} texts.", holding.len()),
        count => {
            const NAMED_MAX: usize = 30;
            let more = count.saturating_sub(NAMED_MAX);
            named.truncate(NAMED_MAX);
            named.extend((more > 0).then(|| format!("{more} more")));
            let texts = match (asked.resolutions, count) {
                (true, 1) => "resolution",
                (true, _) => "resolutions",
                (false, 1) => "text by its symbol",
                (false, _) => "texts by their symbols",
            };
            if asked.resolutions {
                for name in &mut named {
                    *name = name.trim_start_matches(RESOLUTION).to_owned();
                }
            }
            format!("{} {verb} {count} {texts}: {}.", capitalised(&referring), once(named))
        }
    };
    let holding = holding.into_iter().map(|place| quoted(corpus, place)).collect();
    Told { searched, said: Ok(Said { fact, holding, ..Said::default() }) }
}

/// What is said before the number of a resolution.
const RESOLUTION: &str = "resolution ";

/// In the keys of resolutions.
const RESOLUTION_KEY: &str = "RES/";

/// "resolutions 47/19 and 48/16, and A/79/88": the noun stands once before those that share it, and before no other.
fn once(names: Vec<String>) -> String {
    let (numbered, mut others): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| name.starts_with(RESOLUTION));
    if numbered.len() < 2 {
        others.splice(0..0, numbered);
        return list(&others);
    }
    let numbers = numbered.iter().map(|name| name[RESOLUTION.len()..].to_owned());
    let numbered = format!("resolutions {}", list(&numbers.collect::<Vec<_>>()));
    match others.len() {
        0 => numbered,
        _ => format!("{numbered}, and {}", list(&others)),
    }
}

fn joined(one: Span, other: Span) -> Span {
    Span::new(one.start.min(other.start), one.end.max(other.end))
}

/// The clause, or of a long one the sentence that names it.
fn quoted(corpus: &Corpus, (position, span): Place) -> Place {
    const WHOLE_WORDS_MAX: usize = 80;
    let clause = &corpus.clauses()[position];
    let short = word_count(corpus.text_of(clause)) <= WHOLE_WORDS_MAX;
    let span = if short { clause.span } else { enclosing(corpus, position, span) };
    (position, trimmed(corpus, position, span))
}

/// Every place where `target` is referred to, in order; `None` where it is no more than a name that
/// stands nowhere, so that it may be put otherwise.
fn places(corpus: &Corpus, target: &Target) -> Option<Vec<Place>> {
    if let Target::Name(name) = target {
        let found = named_places(corpus, name);
        return (!found.is_empty()).then_some(found);
    }
    if let Target::Documents(indexes) = target {
        // Texts without a symbol are referred to by their titles.
        let catalogue = |&index: &usize| &corpus.documents()[index].catalogue;
        if indexes.iter().map(catalogue).all(|own| own.symbol.is_none()) {
            let titles = indexes.iter().map(|&index| corpus.documents()[index].title.as_str());
            let found: Vec<Place> = titles.flat_map(|title| named_places(corpus, title)).collect();
            return (!found.is_empty()).then_some(found);
        }
    }
    let keys = keys(corpus, target);
    let mut positions: Vec<usize> =
        keys.iter().flat_map(|key| corpus.citing_symbol(key)).copied().collect();
    positions.sort_unstable();
    positions.dedup();
    let span = |position: usize| {
        let references = &corpus.clauses()[position].references;
        let cited = references.iter().find(|one| keys.contains(&*one.key));
        cited.map(|one| (position, one.span))
    };
    Some(positions.into_iter().filter_map(span).collect())
}

/// Where these very words stand.
fn named_places(corpus: &Corpus, name: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (position, clause) in corpus.clauses().iter().enumerate() {
        let text = corpus.text_of(clause);
        let apart = |at: usize| {
            let before = text[..at].chars().next_back();
            let behind = text[at + name.len()..].chars().next();
            let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !joins(before) && !joins(behind)
        };
        let Some((at, _)) = text.match_indices(name).find(|&(at, _)| apart(at)) else { continue };
        let start = clause.span.start + text[..at].chars().count() as u32;
        found.push((position, Span::new(start, start + name.chars().count() as u32)));
    }
    found
}

/// The keys of the symbols that `target` goes by.
fn keys(corpus: &Corpus, target: &Target) -> BTreeSet<String> {
    let of_document = |index: usize| {
        let catalogue = &corpus.documents()[index].catalogue;
        catalogue.symbol.iter().chain(&catalogue.aliases).map(|name| symbol_key(name))
    };
    let of_symbol = |symbol: &AskedSymbol| -> Vec<String> {
        if symbol.open {
            corpus.cited_symbols(&symbol.key).map(str::to_owned).collect()
        } else {
            // "48/74" means "48/74 B" as well: a resolution with all of its parts.
            let part = |key: &&str| matches!(&key.as_bytes()[symbol.key.len()..], [b'B'..=b'Z']);
            let parts = corpus.cited_symbols(&symbol.key).filter(part).map(str::to_owned);
            parts.chain([symbol.key.clone()]).collect()
        }
    };
    match target {
        Target::Symbols(symbols) => symbols.iter().flat_map(of_symbol).collect(),
        Target::Documents(indexes) => indexes.iter().flat_map(|&at| of_document(at)).collect(),
        Target::Name(_) | Target::Meant => BTreeSet::new(),
    }
}

/// The documents of the corpus that `target` is.
pub(super) fn own_documents(corpus: &Corpus, target: &Target) -> BTreeSet<usize> {
    let starting = |start: &str| {
        let begins = |(_, document): &(usize, &crate::domain::Document)| {
            let symbol = document.catalogue.symbol.as_deref().map(symbol_key);
            symbol.is_some_and(|key| key.starts_with(start))
        };
        corpus.documents().iter().enumerate().find(begins).map(|(index, _)| index)
    };
    match target {
        Target::Symbols(symbols) => symbols
            .iter()
            .filter_map(|one| {
                if one.open { starting(&one.key) } else { corpus.document_by_symbol(&one.key) }
            })
            .collect(),
        Target::Documents(indexes) => indexes.iter().copied().collect(),
        Target::Name(_) | Target::Meant => BTreeSet::new(),
    }
}

/// What it is called in running text.
pub(super) fn name_of(corpus: &Corpus, target: &Target) -> String {
    match target {
        Target::Symbols(symbols) => {
            let names: Vec<String> = symbols.iter().map(|one| one.name.clone()).collect();
            list(&names)
        }
        Target::Documents(indexes) => super::names(corpus, indexes),
        Target::Name(name) => format!("the {name}"),
        Target::Meant => "it".to_owned(),
    }
}

/// "resolution 74/7", as the clause has it, or by the name of the document that the corpus has.
fn name_of_key(corpus: &Corpus, clause: &Clause, key: &str, span: Span) -> String {
    if let Some(document) = corpus.document_by_symbol(key) {
        return short_name(corpus, document);
    }
    let words = corpus.document_of(clause).text.slice(span);
    let numbered = key.starts_with("RES/") && !words.contains("/RES/");
    if numbered { format!("{RESOLUTION}{words}") } else { words.to_owned() }
}

/// Whether `clause` refers by a verb with one of these lemmas at `span`: it opens with it, or it
/// governs the words there, or the line that leads it in has it.
fn has_verb(corpus: &Corpus, clause: &Clause, span: Span, lemmas: &[String]) -> bool {
    if lemmas.is_empty() {
        return true;
    }
    let text = &corpus.document_of(clause).text;
    let has = |lemma: &str| lemmas.iter().any(|own| own == lemma);
    let opening = |clause: &Clause| clause.verbs.first().is_some_and(|verb| has(&verb.lemma));
    opening(clause)
        || governing(text, clause, span).is_some_and(|verb| has(&verb.lemma))
        || clause.verbs.is_empty() && corpus.parent_of(clause).is_some_and(opening)
}

/// "recalls", "refer to".
fn verb(lemmas: &[String], one: bool) -> String {
    if lemmas.is_empty() {
        return if one { "refers to" } else { "refer to" }.to_owned();
    }
    let inflected = |lemma: &String| if one { third_person(lemma) } else { lemma.clone() };
    lemmas.iter().map(inflected).collect::<Vec<_>>().join(" or ")
}
