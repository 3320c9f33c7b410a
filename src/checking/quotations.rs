//! Checks what stands in quotation marks.
//!
//! Marks do not make a quotation of everything: one or two words are a term or a scare quote, and
//! titles and references may stand in marks, too. Such are right where they stand in what they are
//! ascribed to, and are not judged otherwise. Three or four words count as a quotation where a
//! verb or the place behind them ascribes them. Words that nothing ascribes to a document are
//! judged only where they are plainly of one, changed.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::attribution::{Hold, Source, Voices};
use super::page::Passage;
use super::reading::Reading;
use super::wording::of_quotation;
use crate::domain::{
    Attribution, Corpus, DifferenceKind, ItemKind, ItemVerdict, Normalisation, QUOTE_CHARS_MAX,
    QuoteClaim, QuoteMatch, QuoteVerdict, Span, Standing, Stop, Stopped, TextItem, Verdict,
};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::language::markup::{Also, clean};
use crate::language::persons::names;
use crate::language::quotation_marks::marked;
use crate::quoting::{AscribedClauses, negates, normalise, speaker, words};

/// The most words of a term.
const TERM_WORDS_MAX: usize = 2;
/// The most words of what may be a term.
const SHORT_WORDS_MAX: usize = 4;
/// How like a document's words those must be that are ascribed to none, to count as changed: one
/// word in seven may differ.
const UNSAID_SIMILARITY_MIN: f64 = 0.85;
/// How many words they must have.
const UNSAID_WORDS_MIN: usize = 6;

/// Of more documents that it is ascribed to, none is looked through by itself.
const DOCUMENTS_MAX: usize = 12;

/// Words in quotation marks.
#[derive(Debug, Clone)]
pub(super) struct Quoted {
    /// The passage in which it begins.
    pub passage: usize,
    /// Where it stands there, with its marks.
    pub outer: Range<usize>,
    /// Where it stands in the pasted text, without its marks.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// The same without the marks.
    pub inner: Range<usize>,
    /// Whether it goes on with the quotation before it.
    pub follows: bool,
    /// Where the last quotation stands that goes on with it: its passage and place.
    pub last: Option<(usize, Range<usize>)>,
}

/// Says what documents say to one quotation.
pub(super) type Verify<'a> = dyn Fn(&QuoteClaim) -> Result<QuoteVerdict, Stopped> + 'a;

/// Checks the quotations of a text.
pub(super) struct Quotations<'a> {
    corpus: &'a Arc<Corpus>,
    reading: &'a Reading,
    voices: Voices<'a>,
    clauses: AscribedClauses<'a>,
    verify: &'a Verify<'a>,
    stop: &'a Stop,
    /// Whose words the quotation before is.
    before: Source,
}

/// The quotations of a text, in order. Where one is not closed in its paragraph and the next one
/// opens with a mark again, the next is a quotation of its own, of the same source.
pub(super) fn quoted(reading: &Reading) -> Vec<Quoted> {
    let page = &reading.page;
    let mut found: Vec<Quoted> = Vec::new();
    let mut open = false;
    for (at, passage) in page.passages.iter().enumerate() {
        let goes_on = std::mem::take(&mut open);
        for marked in &passage.marked {
            let inner = spoken_inside(passage.text(), &marked.inner);
            let words = passage.text()[inner.clone()].trim();
            let follows = goes_on && marked.outer.start == 0;
            open = marked.open;
            found.push(Quoted {
                passage: at,
                outer: marked.outer.clone(),
                span: page.span(at, &inner),
                inner,
                text: words.to_owned(),
                follows,
                last: None,
            });
        }
    }
    let mut last = None;
    for quoted in found.iter_mut().rev() {
        let own = || (quoted.passage, quoted.outer.clone());
        let next: Option<(usize, Range<usize>)> = last.take();
        if quoted.follows {
            last = next.clone().or_else(|| Some(own()));
        }
        quoted.last = next;
    }
    found.retain(|quoted| quoted.text.chars().any(char::is_alphanumeric));
    found
}

/// What of the words at `inner` is quoted: all, or where these only say that somebody says something, what
/// he says: ‘Mr Noble said that “our world ...”’.
fn spoken_inside(text: &str, inner: &Range<usize>) -> Range<usize> {
    const LEAD_WORDS_MAX: usize = 8;
    let own = &text[inner.clone()];
    let within = || {
        let nested = marked(own).into_iter().next().filter(|nested| !nested.open)?;
        let lead = terms(&own[..nested.outer.start]);
        let speech = &english().text.persons.speech;
        let speaks = lead.len() <= LEAD_WORDS_MAX
            && lead.iter().rev().take(2).any(|term| speech.has(&term.word));
        let ends = !own[nested.outer.end..].contains(char::is_alphanumeric);
        (speaks && ends).then(|| inner.start + nested.inner.start..inner.start + nested.inner.end)
    };
    within().unwrap_or_else(|| inner.clone())
}

impl<'a> Quotations<'a> {
    pub(super) fn new(
        corpus: &'a Arc<Corpus>,
        reading: &'a Reading,
        verify: &'a Verify<'a>,
        stop: &'a Stop,
    ) -> Self {
        let (voices, clauses) = (Voices::new(reading), AscribedClauses::new(corpus, stop));
        Self { corpus, reading, voices, clauses, verify, stop, before: Source::Unsaid }
    }

    /// Checks `quoted`; they come in order.
    ///
    /// # Errors
    /// When it was told to stop.
    pub(super) fn check(&mut self, quoted: &Quoted) -> Result<TextItem, Stopped> {
        let source = self.source(quoted);
        let (attribution, hold) = match &source {
            Source::Documents { attribution, hold } => (Some(attribution), *hold),
            Source::Other | Source::Unsaid | Source::Writer => (None, Hold::Near),
        };
        let item = |verdict, quote, message| TextItem {
            kind: ItemKind::Quotation,
            verdict,
            span: quoted.span,
            words: self.reading.page.slice(quoted.span).to_owned(),
            attribution: attribution.cloned(),
            quote,
            support: None,
            message,
        };
        self.stop.check()?;
        if quoted.text.chars().count() > QUOTE_CHARS_MAX {
            let message = format!("Longer than {QUOTE_CHARS_MAX} characters; check it in parts.");
            return Ok(item(ItemVerdict::Unchecked, None, message));
        }
        let mut found = self.best(attribution, &quoted.text)?;
        if let Some(attribution) = attribution.filter(|_| found.verdict == Verdict::NotFound) {
            found = self.clauses.altered(attribution, &found).unwrap_or(found);
        }
        if found.verdict == Verdict::Altered && denies(self.reading, quoted) {
            found = supplied(found);
        }
        self.note_debris(quoted, &mut found);
        let mut verdict = judge(&found, attribution.is_some(), hold, &quoted.text);
        let own = source == Source::Writer
            || (source == Source::Unsaid || hold == Hold::Near) && !self.reading.may_quote(&found);
        if own && verdict == ItemVerdict::Altered {
            verdict = ItemVerdict::Unchecked;
        }
        let mut message = of_quotation(self.corpus, verdict, &found, attribution);
        if verdict.standing() == Standing::Right
            && let Some((named, actual)) = self.other_speaker(quoted, &found)
        {
            verdict = ItemVerdict::Misattributed;
            message = format!("{message} There {actual} says so, not {named}.");
        }
        let item = item(verdict, Some(Arc::new(found)), message);
        self.before = source;
        Ok(item)
    }

    /// Whose words `quoted` is said to be.
    fn source(&mut self, quoted: &Quoted) -> Source {
        let own = self.voices.of(quoted.passage, &quoted.outer);
        if own != Source::Unsaid {
            return own;
        }
        match &quoted.last {
            _ if quoted.follows && self.before != Source::Unsaid => self.before.clone(),
            Some((passage, outer)) => self.voices.of(*passage, outer),
            None => own,
        }
    }

    /// Adds to `found` what was taken out of `quoted` before it was looked up.
    fn note_debris(&self, quoted: &Quoted, found: &mut QuoteVerdict) {
        let block = &self.reading.page.passages[quoted.passage].block;
        let inside = quoted.inner.start + 1..quoted.inner.end.saturating_sub(1);
        let taken = block.taken_in(&inside).filter(|taken| inside.contains(&taken.at));
        let kinds: BTreeSet<Normalisation> = taken.map(|taken| taken.debris.into()).collect();
        normalise(found, &kinds);
    }

    /// Who is said to have said what `found` has somebody else say: the one and the other.
    fn other_speaker(&self, quoted: &Quoted, found: &QuoteVerdict) -> Option<(String, String)> {
        let passage = &self.reading.page.passages[quoted.passage];
        let named = named_speaker(passage, &quoted.outer)?;
        let clauses = found.matches.iter().filter_map(|place| Some(place.spans.first()?.clause));
        let mut actual = None;
        for clause in clauses {
            if !self.corpus.document_of(&self.corpus.clauses()[clause]).kind.is_report() {
                return None;
            }
            let speaker = speaker(self.corpus, clause)?;
            if is_same_person(&speaker, &named) {
                return None;
            }
            actual.get_or_insert(speaker);
        }
        Some((named, actual?))
    }

    /// The best that the documents of `attribution` say to `text`, or that all of them say.
    fn best(&self, attribution: Option<&Attribution>, text: &str) -> Result<QuoteVerdict, Stopped> {
        let corpus = self.corpus;
        let verify = |document: Option<usize>, clause: Option<usize>| {
            (self.verify)(&QuoteClaim {
                text: text.to_owned(),
                document: document.map(|index| corpus.documents()[index].id.clone()),
                clause: clause.map(|position| corpus.id_of(&corpus.clauses()[position])),
            })
        };
        let Some(Attribution { documents, clause, clauses, .. }) = attribution else {
            return verify(None, None);
        };
        match (clause, documents.len()) {
            (Some(_), 1) if clauses.len() > 1 => {
                Ok(within(verify(documents.first().copied(), None)?, clauses))
            }
            (Some(_), _) => verify(None, *clause),
            (_, 1..=DOCUMENTS_MAX) => {
                let verdicts = documents.iter().map(|&index| verify(Some(index), None));
                let verdicts = verdicts.collect::<Result<Vec<_>, _>>()?.into_iter();
                // The first of the best: documents stand in order of date.
                Ok(verdicts.min_by_key(|found| found.verdict).expect("one at least"))
            }
            _ => Ok(among(verify(None, None)?, documents)),
        }
    }
}

/// What all documents say to a quotation, of which it is said that it stands in one of `documents`,
/// which are in order.
fn among(mut found: QuoteVerdict, documents: &[usize]) -> QuoteVerdict {
    let other = |place: &QuoteMatch| documents.binary_search(&place.document).is_err();
    found.matches.sort_by_key(other);
    let stands = matches!(found.verdict, Verdict::Exact | Verdict::Normalised);
    if stands && !documents.is_empty() && found.matches.first().is_some_and(other) {
        found.verdict = Verdict::Misattributed;
    }
    found
}

/// What a document says to a quotation, of which it is said that it stands in one of `clauses`.
fn within(mut found: QuoteVerdict, clauses: &Range<usize>) -> QuoteVerdict {
    let other = |place: &QuoteMatch| !place.spans.iter().any(|span| clauses.contains(&span.clause));
    found.matches.sort_by_key(other);
    let stands = matches!(found.verdict, Verdict::Exact | Verdict::Normalised | Verdict::Altered);
    if stands && found.matches.first().is_some_and(other) {
        found.verdict = Verdict::Misattributed;
    }
    found
}

/// Whether the writer's last words before `quoted` deny what it says: may not "be prevented".
fn denies(reading: &Reading, quoted: &Quoted) -> bool {
    const NEAR: usize = 2;
    let passage = &reading.page.passages[quoted.passage];
    let start = passage.sentence_at(quoted.outer.start).start;
    // A word of the text may be several of the quotation.
    let terms = passage.terms_in(&(start..quoted.outer.start));
    let last = terms.end.saturating_sub(NEAR).max(terms.start)..terms.end;
    let from = passage.bytes(&last).start.min(quoted.outer.start);
    let before = words(&passage.text()[from..quoted.outer.start], 0);
    before.iter().rev().take(NEAR).any(|word| negates(&word.key))
}

/// `found` with the negation that the writer put before the quotation, where it lacks nothing
/// else.
fn supplied(found: QuoteVerdict) -> QuoteVerdict {
    let whole = |place: &QuoteMatch| {
        let (first, rest) = place.differences.split_first()?;
        let source = &found.corpus.documents()[place.document].text;
        let lost = words(source.slice(first.left), 0).iter().any(|word| negates(&word.key));
        let only = rest.iter().all(|run| run.kind == DifferenceKind::Equal);
        (first.kind == DifferenceKind::Deleted && lost && only).then(|| QuoteMatch {
            differences: rest.to_vec(),
            similarity: 1.0,
            ..place.clone()
        })
    };
    let Some(place) = found.matches.first().and_then(whole) else { return found };
    let verdict = if place.is_exact() { Verdict::Exact } else { Verdict::Normalised };
    QuoteVerdict { verdict, matches: vec![place], ..found }
}

fn judge(found: &QuoteVerdict, ascribed: bool, hold: Hold, text: &str) -> ItemVerdict {
    let words = text.split_whitespace().count().min(terms(text).len());
    // A term of the writer's may stand anywhere.
    if !ascribed && words <= TERM_WORDS_MAX {
        return ItemVerdict::Unchecked;
    }
    let verdict = match found.verdict {
        Verdict::Exact => return ItemVerdict::Exact,
        Verdict::Normalised => return ItemVerdict::Normalised,
        Verdict::Altered => ItemVerdict::Altered,
        Verdict::Misattributed => ItemVerdict::Misattributed,
        Verdict::NotFound => ItemVerdict::NotFound,
    };
    let counts = match (ascribed, words) {
        (_, 0..=TERM_WORDS_MAX) => false,
        (true, ..=SHORT_WORDS_MAX) => hold == Hold::Direct,
        (true, _) => hold != Hold::Year || verdict != ItemVerdict::NotFound,
        (false, words) => {
            let like = found.matches.first().map_or(0.0, |best| best.similarity);
            verdict == ItemVerdict::Altered
                && !is_name(text)
                && words >= UNSAID_WORDS_MIN
                && like >= UNSAID_SIMILARITY_MIN
        }
    };
    if counts { verdict } else { ItemVerdict::Unchecked }
}

/// Whether nearly all words of weight of `text` have capitals: a title, a name.
fn is_name(text: &str) -> bool {
    const SHARE_MIN: f64 = 0.8;
    let text = clean(text, Also { emphasis: false, links: true }).text;
    let terms = terms(&text);
    let content: Vec<_> = terms.iter().filter(|term| !term.is_stopword()).collect();
    let capital = |term: &&&Term| text[term.bytes.clone()].starts_with(|c: char| !c.is_lowercase());
    content.iter().filter(capital).count() as f64 >= SHARE_MIN * content.len() as f64
}

/// Who is said to say the quotation at `outer`: the name beside a verb of speech in its sentence.
fn named_speaker(passage: &Passage, outer: &Range<usize>) -> Option<String> {
    const NEAR_BYTES: usize = 160;
    let sentence = passage.sentence_at(outer.start);
    let text = passage.text();
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    // Other quotations around it are not looked into.
    let before = passage.marked.iter().map(|marked| marked.outer.end);
    let before = before.filter(|&end| end <= outer.start).max().unwrap_or(0);
    let after = passage.marked.iter().map(|marked| marked.outer.start);
    let after = after.filter(|&start| start >= outer.end).min().unwrap_or(text.len());
    let start = sentence.start.max(before).max(boundary(outer.start.saturating_sub(NEAR_BYTES)));
    let end = sentence
        .end
        .min(after)
        .max(outer.end)
        .min(boundary((outer.end + NEAR_BYTES).min(text.len())));
    let said = |part: &str| {
        let speech = &english().text.persons.speech;
        let speaks = terms(part).iter().any(|term| speech.has(&term.word));
        speaks.then(|| names(part).into_iter().next()).flatten()
    };
    said(&text[outer.end..end.max(outer.end)])
        .or_else(|| said(&text[start.min(outer.start)..outer.start]))
}

/// Whether two names are of one person, as far as they tell: they share a name.
fn is_same_person(a: &str, b: &str) -> bool {
    const NAME_MIN: usize = 3;
    let known = &english().text.persons;
    let parts = |name: &str| -> Vec<String> {
        let words = terms(name).into_iter().map(|term| term.word);
        words
            .filter(|word| {
                word.len() >= NAME_MIN && !known.honorifics.has(word) && !known.titles.has(word)
            })
            .collect()
    };
    let own = parts(a);
    parts(b).iter().any(|part| own.contains(part))
}
