//! What stands behind a title in a citation of it: the meeting, the place, the date, the address and the clause, as
//! the document itself has them.

use super::labels::further_parts;
use super::page::Passage;
use super::reference::{Documents, Reference};
use crate::domain::{Corpus, Document};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::reading::Phrasebook;

/// So many parts has no citation.
const FIELDS_MAX: usize = 12;
/// So many bytes of marks may stand between two of them.
const MARKS_MAX: usize = 8;

/// What of a citation stands behind its title.
struct Tail {
    document: usize,
    /// Where it ends.
    end: usize,
    /// The label of the clause, as printed.
    label: Option<String>,
}

/// Takes in what `reference`, a title, has behind it: `resolve` finds the clause of a label.
pub(super) fn add_fields(
    passage: &Passage,
    corpus: &Corpus,
    reference: &mut Reference,
    resolve: &dyn Fn(&str, &mut Reference),
) {
    const DOCUMENTS_MAX: usize = 8;
    if !reference.titled || !reference.holds() {
        return;
    }
    let some = reference.documents.iter().take(DOCUMENTS_MAX);
    let tails = some.map(|&at| tail(passage, corpus, at, reference));
    let longest = tails.reduce(|best, next| if next.end > best.end { next } else { best });
    let Some(tail) = longest.filter(|tail| tail.end > reference.range.end) else { return };
    let own = &corpus.documents()[tail.document];
    reference.range.start = with_issuer(passage.text(), own, reference.range.start);
    reference.range.end = tail.end;
    if let Some(label) = tail.label {
        reference.documents = Documents::from([tail.document]);
        resolve(&label, reference);
    }
}

/// Where a citation of `document` begins whose title stands at byte `start`: at whoever issued it.
fn with_issuer(text: &str, document: &Document, start: usize) -> usize {
    let before = text[..start].trim_end_matches([' ', ',', '.', '\u{201c}', '\u{2018}', '"']);
    let issuer = document.catalogue.issuer.as_deref().filter(|issuer| !issuer.is_empty());
    let begins = issuer.and_then(|issuer| before.strip_suffix(issuer)).map(str::len);
    let near = |begins: &usize| start - begins <= issuer.map_or(0, str::len) + MARKS_MAX;
    begins.filter(near).unwrap_or(start)
}

fn tail(passage: &Passage, corpus: &Corpus, at: usize, reference: &Reference) -> Tail {
    let document = &corpus.documents()[at];
    let known = Known { passage, corpus, document, fields: fields(document) };
    let mut tail = Tail { document: at, end: reference.range.end, label: None };
    for _ in 0..FIELDS_MAX {
        let labelled = reference.label.is_some() || tail.label.is_some();
        let first = tail.end == reference.range.end;
        let Some((end, label)) = known.next(tail.end, labelled, first) else { break };
        tail.end = end;
        tail.label = label.or(tail.label);
    }
    // A bracket that opens in it closes behind it.
    let text = passage.text();
    let own = &text[reference.range.start..tail.end];
    if own.matches('(').count() > own.matches(')').count() && text[tail.end..].starts_with(')') {
        tail.end += 1;
    }
    tail
}

/// What a citation of `document` may have beside its title, its date and a label.
fn fields(document: &Document) -> Vec<&str> {
    let catalogue = &document.catalogue;
    let told = [&document.occasion, &document.place, &catalogue.symbol, &catalogue.issuer];
    let told = told.into_iter().flatten().map(String::as_str);
    let source = document.source.as_deref().unwrap_or_default();
    let links = source.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let links = links.map(|link| link.trim_end_matches(['.', ',', ';']));
    let mut fields: Vec<&str> = told.chain(links.filter(|link| link.contains("://"))).collect();
    fields.sort_by_key(|field| std::cmp::Reverse(field.len()));
    fields
}

struct Known<'a> {
    passage: &'a Passage,
    corpus: &'a Corpus,
    document: &'a Document,
    fields: Vec<&'a str>,
}

impl Known<'_> {
    /// Where the part ends that stands behind byte `from`, and the label that it is.
    fn next(&self, from: usize, labelled: bool, first: bool) -> Option<(usize, Option<String>)> {
        let text = self.passage.text();
        let mark = |c: char| !c.is_alphanumeric() && !matches!(c, ';' | '!' | '\n');
        let mut start = from + text[from..].find(|c| !mark(c)).unwrap_or(0);
        if start > from + MARKS_MAX {
            return None;
        }
        if let Some(end) = self.field(start) {
            return Some((end, None));
        }
        let named = text[from..start].contains(['\u{b6}', '\u{a7}']);
        let (behind, told) = self.behind_words(start);
        // "¶ 3 (Oct. 29, 2025)" has no third of October in it.
        let dated = if named { behind } else { with_date(self.passage, behind) };
        if dated > behind {
            return Some((dated, None));
        }
        if labelled {
            return None;
        }
        // "accessed" tells no clause.
        start = if told { behind } else { start };
        start += text[start..].find(|c| !mark(c)).unwrap_or(0);
        let label = self.label(start)?;
        let end = start + label.len();
        let closes = |c: char| matches!(c, '.' | ',' | ';' | ')' | ']' | '(');
        let ends = text[end..].trim_start().chars().next().is_none_or(closes);
        (named || told || !first && ends).then_some((end, Some(label)))
    }

    /// The end of what is known of the document and begins at byte `start`.
    fn field(&self, start: usize) -> Option<usize> {
        let text = self.passage.text();
        let stands = |field: &&&str| {
            let own = text.get(start..start + field.len());
            let ends = |end: usize| !text[end..].starts_with(char::is_alphanumeric);
            own.is_some_and(|own| own.eq_ignore_ascii_case(field)) && ends(start + field.len())
        };
        self.fields.iter().find(stands).map(|field| start + field.len())
    }

    /// Where words of citations end that begin at byte `start`: "last visited", "para."; and whether they say that a
    /// label follows.
    fn behind_words(&self, start: usize) -> (usize, bool) {
        const WORDS_MAX: usize = 3;
        let citing = &english().claims.sources.citing;
        let (mut end, mut told) = (start, false);
        let first = self.passage.terms_in(&(start..self.passage.text().len())).start;
        for at in first..first + WORDS_MAX {
            let word = self.passage.word(at);
            let label = english().documents.kinds.clauses.has(word);
            if !(citing.has(word) || label) || told {
                break;
            }
            told = label;
            end = self.passage.terms[at].bytes.end;
        }
        (end, told)
    }

    /// The longest label of the document that stands at byte `start`.
    fn label(&self, start: usize) -> Option<String> {
        let rest = &self.passage.text()[start..];
        let stands = |label: &&str| {
            rest.strip_prefix(*label).is_some_and(|behind| {
                !behind.starts_with(char::is_alphanumeric) && further_parts(behind, false) == 0
            })
        };
        let labels = self.corpus.clauses_of(self.document).iter().map(|clause| &*clause.label);
        let longest = labels.filter(stands).max_by_key(|label| label.len());
        longest.map(str::to_owned)
    }
}

/// Where a citation ends behind which a date stands: " (Nov. 4, 2014)", ", November 4, 2014".
pub(super) fn with_date(passage: &Passage, end: usize) -> usize {
    let (mut end, last_end) = (end, end);
    let mut from = passage.terms_in(&(end..passage.text().len())).start;
    // "2014-11-05", of which the year was taken for itself.
    let year = from.checked_sub(1).filter(|&year| Phrasebook::year(passage.word(year)).is_some());
    if let Some(year) = year.filter(|_| passage.text()[end..].starts_with('-')) {
        (from, end) = (year, passage.terms[year].bytes.start);
    }
    // A number behind a whole date does not belong to the date.
    let most = if Phrasebook::year(passage.word(from)).is_some() { 3 } else { 4 };
    let mut at = from;
    let mut dated = false;
    while at < passage.terms.len() {
        let word = passage.word(at);
        let own = word.bytes().all(|b| b.is_ascii_digit())
            || is_month_name(word)
            || english().text.times.short_months.has(word);
        let gap = if at == from {
            &passage.text()[end..passage.terms[at].bytes.start]
        } else {
            passage.gap(at)
        };
        let marks = |c: char| matches!(c, ' ' | ',' | '.' | '(' | '-');
        if !own || !gap.chars().all(marks) || at >= from + most {
            break;
        }
        dated |= Phrasebook::year(word).is_some();
        at += 1;
    }
    if !dated {
        return end.max(last_end);
    }
    let last = passage.terms[at - 1].bytes.end;
    let closes = passage.text()[end..last].contains('(') && passage.text()[last..].starts_with(')');
    last + usize::from(closes)
}
