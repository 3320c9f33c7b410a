//! The first sentence of an answer, where the question wants one.

use std::collections::BTreeSet;

use super::meta;
use super::phrase::{Namer, capitalised, list, place_in, short_name};
use super::ranking::Ranked;
use super::select::{gathers, in_order, said};
use super::sentences::{Unquoted, silence};
use crate::domain::{Citation, Corpus, QuestionType, Speaks};
use crate::quoting::speaker;
use crate::reading::{DocumentSelection, Order, asks_whether};

/// So many documents are named in a lead; of more, how many they are.
pub(super) const NAMED_MAX: usize = 6;
/// So many clauses are named in a lead.
const PLACES_MAX: usize = 3;

/// A first sentence of our own, where the question wants one.
pub(super) fn lead(
    corpus: &Corpus,
    ranked: &Ranked,
    citations: &[Citation],
    unquoted: &[Unquoted],
) -> Option<String> {
    match ranked.reading.selection {
        DocumentSelection::ByDate(order) => {
            return order_lead(corpus, ranked, order, citations, unquoted);
        }
        DocumentSelection::Silent => {
            return Some(silent_lead(corpus, &speaking(corpus, ranked), unquoted));
        }
        DocumentSelection::Count => return count_lead(&speaking(corpus, ranked), unquoted),
        DocumentSelection::Every => {
            return Some(every_lead(corpus, &speaking(corpus, ranked), unquoted));
        }
        DocumentSelection::Any | DocumentSelection::Several => {}
    }
    if ranked.reading.asks == QuestionType::Quotation {
        return Some(quotation_lead(corpus, ranked));
    }
    meta::lead(corpus, ranked)
}

/// Which documents speak of it: "The Rome declaration (5 November 2012) speaks of this in P2C", "2
/// declarations speak of this: ..."; `marked` with the marker of each.
pub(super) fn speaking_lead(
    namer: &mut Namer<'_>,
    asks: QuestionType,
    quoted: &[Vec<&Citation>],
    unlisted: &[usize],
    marked: bool,
) -> String {
    let corpus = namer.corpus();
    let of = |citation: &Citation| corpus.clauses()[citation.clause].document;
    if let ([own], []) = (quoted, unlisted) {
        let name = namer.name(of(own[0]));
        let place = |one: &&Citation| {
            let clause = &corpus.clauses()[one.clause];
            let place = place_in(corpus.document_of(clause), clause);
            if marked { format!("{place} [{}]", one.marker) } else { place }
        };
        let mut places: Vec<String> = own.iter().map(place).collect();
        places.dedup();
        let places = if places.len() > PLACES_MAX {
            format!("{} places", places.len())
        } else {
            list(&places)
        };
        return format!("{name} speaks of this in {places}.");
    }
    let quoted = quoted.iter().map(|own| (of(own[0]), Some(own[0].marker)));
    let mut documents: Vec<(usize, Option<u32>)> =
        quoted.chain(unlisted.iter().map(|&document| (document, None))).collect();
    if documents.is_empty() {
        return "no document searched clearly speaks of this.".to_owned();
    }
    if gathers(asks) {
        documents.sort_unstable();
    }
    let noun = all_kinds(corpus, documents.iter().map(|&(document, _)| document));
    let count = documents.len();
    let mut names: Vec<String> = documents
        .iter()
        .take(NAMED_MAX)
        .map(|&(document, marker)| match marker.filter(|_| marked) {
            Some(marker) => format!("{} [{marker}]", namer.name(document)),
            None => namer.name(document),
        })
        .collect();
    if count > NAMED_MAX {
        names.push(format!("{} others", count - NAMED_MAX));
    }
    match (count, asks) {
        (1, _) => format!("{} speaks of this.", names[0]),
        (2, QuestionType::Comparison) => format!("both {} speak of this.", list(&names)),
        _ => format!("{count} {noun} speak of this: {}.", list(&names)),
    }
}

/// "declarations", where all are; "documents" otherwise.
fn all_kinds(corpus: &Corpus, documents: impl Iterator<Item = usize>) -> &'static str {
    let mut kinds = documents.map(|document| corpus.documents()[document].kind);
    let first = kinds.next();
    let alike = kinds.all(|kind| Some(kind) == first);
    first.filter(|_| alike).map_or("documents", |kind| kind.plural())
}

/// Whether the question is answered by "yes": it asks whether documents mention something, and each that it
/// names surely does.
pub(super) fn says_yes(ranked: &Ranked, chosen: &BTreeSet<usize>) -> bool {
    let named = &ranked.reading.scope.named;
    let speaks = |document: &usize| {
        chosen.contains(document)
            && ranked.found.get(document).is_some_and(|own| own.speaks() == Speaks::Yes)
    };
    asks_whether(&ranked.question) && !named.is_empty() && named.iter().all(speaks)
}

/// Adopted documents that speak of it, however few citations are wanted.
fn speaking(corpus: &Corpus, ranked: &Ranked) -> BTreeSet<usize> {
    let documents = said(corpus, ranked).into_keys();
    documents.filter(|&index| !corpus.documents()[index].kind.is_report()).collect()
}

/// How many documents may speak of it, beside those that do.
fn doubtful(speaking: &BTreeSet<usize>, unquoted: &[Unquoted]) -> usize {
    let doubtful = |one: &&Unquoted| one.near.is_some() && !speaking.contains(&one.document);
    unquoted.iter().filter(doubtful).count()
}

/// Which documents are silent, where these are asked for: what the others say is quoted behind it.
fn silent_lead(corpus: &Corpus, speaking: &BTreeSet<usize>, unquoted: &[Unquoted]) -> String {
    silence(corpus, unquoted).unwrap_or_else(|| {
        let clearly = if doubtful(speaking, unquoted) == 0 { "" } else { "clearly " };
        format!("No adopted document searched is {clearly}silent on this.")
    })
}

/// How many documents speak of it, where that is asked and any does.
fn count_lead(speaking: &BTreeSet<usize>, unquoted: &[Unquoted]) -> Option<String> {
    let others = unquoted.iter().filter(|one| !speaking.contains(&one.document)).count();
    let (count, all) = (speaking.len(), speaking.len() + others);
    let verb = if count == 1 { "speaks" } else { "speak" };
    let doubt = match doubtful(speaking, unquoted) {
        0 => String::new(),
        more => format!(", and {more} more may"),
    };
    (count > 0)
        .then(|| format!("{count} of {all} adopted documents searched {verb} of this{doubt}."))
}

/// Whether each document speaks of it, and which do: "No: 2 of 3 declarations clearly speak of this: ...".
fn every_lead(corpus: &Corpus, speaking: &BTreeSet<usize>, unquoted: &[Unquoted]) -> String {
    let others = unquoted.iter().filter(|one| !speaking.contains(&one.document));
    let (count, silent) = (speaking.len(), others.count());
    let all = speaking.iter().copied().chain(unquoted.iter().map(|one| one.document));
    let noun = all_kinds(corpus, all);
    let mut names: Vec<String> =
        speaking.iter().take(NAMED_MAX).map(|&document| short_name(corpus, document)).collect();
    if count > NAMED_MAX {
        names.push(format!("{} others", count - NAMED_MAX));
    }
    let names = if names.is_empty() { String::new() } else { format!(": {}", list(&names)) };
    match (count, silent) {
        (_, 0) => format!("Yes, all {count} {noun} speak of this{names}."),
        (0, all) => format!("No: none of the {all} {noun} clearly speaks of this."),
        (1, _) => format!("No: 1 of {} {noun} clearly speaks of this{names}.", 1 + silent),
        _ => format!("No: {count} of {} {noun} clearly speak of this{names}.", count + silent),
    }
}

/// "The Rome declaration is the first that clearly speaks of this." Nothing is said where none
/// clearly does, or where only one was asked about. One that may come before it is not passed over.
fn order_lead(
    corpus: &Corpus,
    ranked: &Ranked,
    order: Order,
    citations: &[Citation],
    unquoted: &[Unquoted],
) -> Option<String> {
    let document = in_order(corpus, &ranked.reading, &said(corpus, ranked))?;
    let cited =
        citations.iter().any(|citation| corpus.clauses()[citation.clause].document == document);
    let scope = &ranked.reading.scope;
    if !cited || scope.named.len() == 1 {
        return None;
    }
    let name = short_name(corpus, document);
    let narrowed = !scope.named.is_empty() || !scope.excluded.is_empty();
    let subject =
        if narrowed { format!("Of those asked about, {name}") } else { capitalised(&name) };
    // Documents stand in order of date.
    let (place, doubt) = match order {
        Order::First => ("first", "an earlier one"),
        Order::Last => ("last", "a later one"),
    };
    let before = |one: &Unquoted| match order {
        Order::First => one.document < document,
        Order::Last => one.document > document,
    };
    let doubted = unquoted.iter().any(|one| one.near.is_some() && before(one));
    let doubt = if doubted { format!(", though {doubt} may touch on it") } else { String::new() };
    Some(format!("{subject} is the {place} that clearly speaks of this{doubt}."))
}

fn quotation_lead(corpus: &Corpus, ranked: &Ranked) -> String {
    let places = ranked.quoted_places();
    let mut lead = how_quoted(ranked);
    if let Some(name) = places.first().and_then(|place| {
        let clause = &corpus.clauses()[place.clause];
        corpus.document_of(clause).kind.is_report().then(|| speaker(corpus, place.clause))?
    }) {
        lead.push_str(&format!(" The speaker is {name}."));
    }
    let elsewhere: Vec<String> = ranked
        .reading
        .scope
        .named
        .iter()
        .filter(|named| {
            places.iter().all(|place| corpus.clauses()[place.clause].document != **named)
        })
        .map(|&index| short_name(corpus, index))
        .collect();
    if !elsewhere.is_empty() {
        lead.push_str(&format!(" They are not in {}.", list(&elsewhere)));
    }
    lead
}

/// Whether the words of the question are verbatim where they come from.
fn how_quoted(ranked: &Ranked) -> String {
    let verdict = ranked.quoted.as_ref().map(|quoted| &quoted.verdict);
    let first = verdict.and_then(|verdict| verdict.matches.first());
    match first.filter(|place| place.is_verbatim()) {
        Some(place) if place.is_exact() => "These words are verbatim.".to_owned(),
        Some(place) => {
            let kinds: Vec<String> =
                place.normalised.iter().map(|kind| kind.name().to_owned()).collect();
            format!("These words are verbatim, apart from {}.", list(&kinds))
        }
        None => "These words are not verbatim; this is the nearest wording.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::cite::cite;
    use crate::domain::sample;

    #[test]
    fn documents_are_counted_however_few_are_quoted() {
        let corpus = sample::corpus();
        let not_quoted = |document, near| Unquoted { document, near };
        let unquoted = [not_quoted(1, Some(3)), not_quoted(2, None)];
        let count = |speaking: &[usize]| count_lead(&speaking.iter().copied().collect(), &unquoted);
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(count(&[0, 1]), told("2 of 3 adopted documents searched speak of this."));
        assert_eq!(
            count(&[0]),
            told("1 of 3 adopted documents searched speaks of this, and 1 more may.")
        );
        assert_eq!(count(&[]), None);
        let adopted = [not_quoted(1, Some(3)), not_quoted(3, None)];
        let every =
            |speaking: &[usize]| every_lead(&corpus, &speaking.iter().copied().collect(), &adopted);
        assert_eq!(
            every(&[0]),
            "No: 1 of 3 declarations clearly speaks of this: the Singapore declaration."
        );
        assert!(every(&[0, 1, 3]).starts_with("Yes, all 3 declarations speak of this: the S"));
        assert!(every(&[]).starts_with("No: none of the 2 "));
        let silent = |speaking: &[usize]| {
            silent_lead(&corpus, &speaking.iter().copied().collect(), &unquoted[..1])
        };
        assert_eq!(silent(&[1]), "No adopted document searched is silent on this.");
        assert_eq!(silent(&[]), "No adopted document searched is clearly silent on this.");
    }

    #[test]
    fn documents_that_speak_are_named() {
        use QuestionType::{Comparison, Topic, WhichDocument};
        let corpus = sample::corpus();
        let citation = |id: &str, marker: u32| {
            let position = corpus.clause_position(id).expect("a clause");
            let span = corpus.clauses()[position].span;
            Citation { marker, ..cite(&corpus, position, span, 0.9) }
        };
        let (rome, monaco) = (citation("rome-2012/P2A", 1), citation("monaco-2014/P2A", 2));
        let intro = citation("monaco-2014/INTRO", 3);
        let page = citation("event-2014/1", 4);
        let named = |asks, quoted: &[Vec<&Citation>], unlisted: &[usize], marked| {
            speaking_lead(&mut Namer::new(&corpus), asks, quoted, unlisted, marked)
        };
        let (rome_name, monaco_name) =
            ("the Rome declaration (5 November 2012)", "the Monaco declaration (5 November 2014)");
        assert_eq!(
            named(Topic, &[vec![&monaco, &intro]], &[], false),
            format!("{monaco_name} speaks of this in P2A and INTRO.")
        );
        assert_eq!(
            named(WhichDocument, &[vec![&monaco], vec![&rome]], &[], true),
            format!("2 declarations speak of this: {rome_name} [1] and {monaco_name} [2].")
        );
        assert_eq!(
            named(Comparison, &[vec![&monaco], vec![&rome]], &[], false),
            format!("both {rome_name} and {monaco_name} speak of this.")
        );
        let mixed = named(Topic, &[vec![&page], vec![&rome]], &[], false);
        assert!(mixed.starts_with("2 documents speak of this: the web page"), "{mixed}");
        let singapore = corpus.document_index("singapore-2009").expect("a document");
        let unlisted = named(WhichDocument, &[vec![&rome]], &[singapore], false);
        assert!(unlisted.starts_with("2 declarations speak of this: the Singapore"), "{unlisted}");
        assert_eq!(
            named(Comparison, &[], &[], false),
            "no document searched clearly speaks of this."
        );
    }
}
