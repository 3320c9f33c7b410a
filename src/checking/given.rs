//! Words that somebody is said to give to a document: "“...”, which the draft gives to Rome", "he cites Rome for the words “...”".

use std::ops::Range;

use super::page::Passage;
use super::reading::Reading;
use super::reference::Reference;
use crate::language::analysis::has_stem;
use crate::language::lexicon::english;

/// The document that the quotation at `outer` of passage `at` is given to.
pub(super) fn given<'r>(
    reading: &'r Reading,
    at: usize,
    outer: &Range<usize>,
) -> Option<&'r Reference> {
    let passage = &reading.page.passages[at];
    cited_for(reading, at, passage, outer).or_else(|| behind(reading, at, passage, outer))
}

/// "Cites the Rome declaration for the words “...”".
fn cited_for<'r>(
    reading: &'r Reading,
    at: usize,
    passage: &Passage,
    outer: &Range<usize>,
) -> Option<&'r Reference> {
    let wordings = &english().claims.saying.wordings;
    let last = reading.references[at].beginning(&(0..outer.start)).last()?;
    let between = passage.terms_in(&(last.range.end..outer.start));
    let cited = between.len() > 1
        && passage.word(between.start) == "for"
        && between.clone().all(|word| wordings.has(passage.word(word)) && passage.is_joined(word));
    (cited && last.holds() && !last.documents.is_empty()).then_some(last)
}

/// "“...”, which the draft gives to the Rome declaration", "“...”? He gives it to Rome".
fn behind<'r>(
    reading: &'r Reading,
    at: usize,
    passage: &Passage,
    outer: &Range<usize>,
) -> Option<&'r Reference> {
    const VERB_WITHIN: usize = 8;
    const NAME_WITHIN: usize = 4;
    let first = passage.terms_in(&(outer.end..passage.text().len())).start;
    let plain = |word: &usize| !passage.is_quoted(passage.terms[*word].bytes.start);
    let near = first..passage.terms.len().min(first + VERB_WITHIN);
    let giving = &english().claims.saying.giving;
    let verb = near.take_while(plain).find(|&word| has_stem(giving, &passage.terms[word].stem))?;
    let to = (verb + 1..passage.terms.len().min(verb + NAME_WITHIN))
        .take_while(|&word| passage.is_joined(word))
        .find(|&word| passage.word(word) == "to")?;
    let own = reading.references[at].first_in(passage, &(to + 1..to + 3)).first()?;
    (own.holds() && !own.documents.is_empty()).then_some(own)
}
