//! A comparison in plain sentences.

use super::reworded::reworded;
use crate::answering::phrase::{Namer, capitalised, list, short_name};
use crate::answering::sentences::{
    Quoting, Unquoted, no_document_of, nowhere, silence, touching, unstated_terms,
};
use crate::domain::{
    Change, ChangeKind, Citation, ClauseVerb, Comparison, Corpus, PairedBy, Speaks, WordingChange,
};

/// The most documents that are quoted in sentences: the rows have them all.
const QUOTED_MAX: usize = 12;
/// The most clauses that one sentence names.
const CLAUSES_MAX: usize = 6;

/// What `comparison` found; its own text is not looked at. `missing` are years that the topic
/// names and no document has.
pub(super) fn text(comparison: &Comparison, missing: &[i16]) -> String {
    let corpus = &*comparison.corpus;
    let mut sentences: Vec<String> = missing.iter().map(|&year| no_document_of(year)).collect();
    sentences.push(tally(comparison));
    if !corpus.clauses().is_empty() {
        sentences.extend(nowhere(&unstated_terms(&comparison.understood, missing, &[])));
    }
    sentences.extend(first_and_last(comparison));
    let mut namer = Namer::new(corpus);
    let speaking = comparison.rows.iter().filter(|row| row.speaks == Speaks::Yes);
    let quotations: Vec<Citation> =
        speaking.clone().filter_map(|row| row.quotation.clone()).take(QUOTED_MAX).collect();
    for quotation in &quotations {
        let name = namer.name(corpus.clauses()[quotation.clause].document);
        sentences.push(Quoting::of(corpus, quotation, quotation.span, Some(&name), true).sentence);
    }
    let more = comparison.counts.speaking.saturating_sub(quotations.len());
    if more > 0 && comparison.counts.compared > 0 {
        sentences.push(format!("{more} more speak of it."));
    }
    let shown = comparison.changes.iter().take(QUOTED_MAX);
    sentences.extend(changed(corpus, &shown.cloned().collect::<Vec<_>>(), &quotations));
    let quiet = comparison.rows.iter().filter(|row| row.speaks != Speaks::Yes);
    let quiet: Vec<Unquoted> = quiet
        .map(|row| Unquoted {
            document: row.document,
            near: row.nearest.map(|near| near.clause).filter(|_| row.speaks == Speaks::Perhaps),
        })
        .collect();
    sentences.extend(touching(corpus, &quiet));
    sentences.extend(silence(corpus, &quiet));
    sentences.join(" ")
}

/// "2 of 3 documents speak of this."
fn tally(comparison: &Comparison) -> String {
    let counts = comparison.counts;
    let noun = if counts.compared == 1 { "document" } else { "documents" };
    let verb = if counts.speaking == 1 { "speaks" } else { "speak" };
    match counts.speaking {
        0 => format!("None of {} {noun} clearly speaks of this.", counts.compared),
        count => format!("{count} of {} {noun} {verb} of this.", counts.compared),
    }
}

/// Who was first, last and strongest, where several speak.
fn first_and_last(comparison: &Comparison) -> Vec<String> {
    let (corpus, timeline) = (&*comparison.corpus, &comparison.timeline);
    if comparison.counts.speaking < 2 || timeline.first == timeline.last {
        return Vec::new();
    }
    let names = |documents: &[usize]| {
        let shown = documents.iter().take(CLAUSES_MAX);
        list(&shown.map(|&index| short_name(corpus, index)).collect::<Vec<_>>())
    };
    let be = |documents: &[usize]| if documents.len() == 1 { "is" } else { "are" };
    let doubt = if timeline.earlier_touching.is_empty() {
        String::new()
    } else {
        ", though an earlier one may touch on it".to_owned()
    };
    let mut sentences = vec![format!(
        "{} {} the first{doubt}; {} {} the last.",
        capitalised(&names(&timeline.first)),
        be(&timeline.first),
        names(&timeline.last),
        be(&timeline.last),
    )];
    let strongest = &timeline.strongest;
    let row = |index: &usize| comparison.rows.iter().find(|row| row.document == *index);
    let verb = strongest.first().and_then(row).and_then(|row| row.verb);
    if let (Some(verb), 1) = (verb, strongest.len()) {
        let said = quoted(corpus, verb, &[]);
        sentences.push(format!("{} is the strongest: {said}.", capitalised(&names(strongest))));
    }
    sentences
}

/// What changed, in sentences. Clauses that `citations` quote are marked with their numbers.
pub(in crate::answering) fn changed(
    corpus: &Corpus,
    changes: &[Change],
    citations: &[Citation],
) -> Vec<String> {
    let mut sentences = Vec::new();
    for change in changes {
        sentences.extend(moved(corpus, change, citations));
        let of = |kind: ChangeKind| -> Vec<String> {
            let own = change.clauses.iter().filter(|one| one.kind == kind);
            let positions: Vec<usize> = own.filter_map(|one| one.to.or(one.from)).collect();
            clauses(corpus, &positions, citations)
        };
        let (from, to) = (short_name(corpus, change.from), short_name(corpus, change.to));
        sentences.extend(same_wording(corpus, change, citations));
        let name = |position: usize| clauses(corpus, &[position], citations).join("");
        sentences.extend(reworded(corpus, change, &name));
        let new = of(ChangeKind::New);
        if !new.is_empty() {
            sentences.push(format!("New in {to}: {}.", list(&new)));
        }
        let dropped = of(ChangeKind::Dropped);
        if !dropped.is_empty() {
            let verb = if dropped.len() == 1 { "has" } else { "have" };
            let what = list(&dropped);
            sentences.push(format!("In {from}, {what} {verb} no counterpart in {to}."));
        }
    }
    sentences
}

/// "From the Rome declaration to the Monaco declaration the wording grows stronger: ..."
fn moved(corpus: &Corpus, change: &Change, citations: &[Citation]) -> Option<String> {
    let (from, to) = (change.from_verb?, change.to_verb?);
    let how = match change.kind {
        ChangeKind::Strengthened => "grows stronger",
        ChangeKind::Weakened => "grows weaker",
        _ => "stays as strong",
    };
    Some(format!(
        "From {} to {} the wording {how}: {}, then {}.",
        short_name(corpus, change.from),
        short_name(corpus, change.to),
        quoted(corpus, from, citations),
        quoted(corpus, to, citations),
    ))
}

/// "P3D shares its wording with P4A of the Singapore declaration."
fn same_wording(corpus: &Corpus, change: &Change, citations: &[Citation]) -> Option<String> {
    let by_wording =
        |one: &&WordingChange| one.pairing.is_some_and(|pairing| pairing.by == PairedBy::Wording);
    let pairs = change.clauses.iter().filter(by_wording).take(CLAUSES_MAX);
    let shared: Vec<String> = pairs
        .filter_map(|one| {
            let own = clauses(corpus, &[one.to?], citations).pop()?;
            let other = clauses(corpus, &[one.from?], citations).pop()?;
            Some(format!("{own} with {other}"))
        })
        .collect();
    let (from, to) = (short_name(corpus, change.from), short_name(corpus, change.to));
    (!shared.is_empty())
        .then(|| format!("{} shares wording with {from}: {}.", capitalised(&to), list(&shared)))
}

/// `“Strongly urge” (P3F [2])`.
fn quoted(corpus: &Corpus, verb: ClauseVerb, citations: &[Citation]) -> String {
    let place = clauses(corpus, &[verb.clause], citations).join("");
    format!("\u{201c}{}\u{201d} ({place})", verb.in_corpus(corpus).wording)
}

/// Labels of clauses, with the numbers of those that are quoted.
fn clauses(corpus: &Corpus, positions: &[usize], citations: &[Citation]) -> Vec<String> {
    let name = |position: &usize| {
        let label = &corpus.clauses()[*position].label;
        let marker = citations.iter().find(|citation| citation.clause == *position);
        marker.map_or_else(|| label.to_string(), |one| format!("{label} [{}]", one.marker))
    };
    let mut names: Vec<String> = positions.iter().take(CLAUSES_MAX).map(name).collect();
    if positions.len() > CLAUSES_MAX {
        names.push(format!("{} more", positions.len() - CLAUSES_MAX));
    }
    names
}
