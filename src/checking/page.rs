//! A pasted text, taken apart: blocks, their words, quotations, sentences.

use std::collections::HashMap;
use std::ops::Range;

use super::asides::{self, asides};
use super::citation::Citations;
use super::layout::{Block, Shape, blocks};
use super::ranges::{holding, looked_up, overlapping};
use crate::domain::{Span, Text};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::language::looks::looked_at;
use crate::language::quotation_marks::{Marked, marked};
use crate::language::sentences::sentences;

/// A block with what was read in it. All ranges are bytes of its text.
#[derive(Debug)]
pub(super) struct Passage {
    /// The block.
    pub block: Block,
    /// Its words.
    pub terms: Vec<Term>,
    /// Its outermost quotations, but for titles.
    pub marked: Vec<Marked>,
    /// Titles of documents in quotation marks, with the marks.
    pub titles: Vec<Range<usize>>,
    /// Its sentences.
    pub sentences: Vec<Range<usize>>,
    /// Whether it does nothing but name a source.
    pub is_citation: bool,
    /// What its sentences say by the way, in order.
    asides: Vec<Range<usize>>,
    /// Which of its words stand for those who speak in the documents.
    speakers: Vec<usize>,
}

/// A pasted text.
#[derive(Debug)]
pub(super) struct Page {
    text: Text,
    /// Its blocks, in order.
    pub passages: Vec<Passage>,
    /// For the number or name of each note the passages that may be it, in order.
    notes: HashMap<String, Vec<usize>>,
}

impl Page {
    /// Takes `text` apart.
    pub(super) fn read(text: &str, citations: Citations<'_>) -> Self {
        let mut marks: Vec<(Block, Vec<Marked>)> = blocks(text)
            .into_iter()
            .map(|block| {
                let marked = quoted_in(&block, citations);
                (block, marked)
            })
            .collect();
        join_straight(&mut marks);
        let passages: Vec<Passage> = marks
            .into_iter()
            .map(|(block, marked)| Passage::new(block, marked, citations))
            .collect();
        let mut notes: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, passage) in passages.iter().enumerate() {
            if let Some(note) = &passage.block.note {
                notes.entry(note.key.clone()).or_default().push(at);
            }
        }
        Self { text: Text::new(text.to_owned()), passages, notes }
    }

    /// Where `range` of passage `at` stands in the pasted text.
    pub(super) fn span(&self, at: usize, range: &Range<usize>) -> Span {
        self.text.span_of(self.passages[at].block.original(range))
    }

    /// The pasted text at `span`.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }

    /// The note of this number or name that a mark in passage `at` leads to: the next behind it, one
    /// that can be nothing else first.
    pub(super) fn note(&self, key: &str, at: usize) -> Option<usize> {
        const LOOKED_AT_MAX: usize = 8;
        let all = self.notes.get(key)?;
        let behind = &all[looked_up(all, |note| *note <= at)..];
        let sure = |note: &&usize| {
            let note = self.passages[**note].block.note.as_ref();
            note.is_some_and(|note| note.sure)
        };
        let mut near = behind.iter().take(LOOKED_AT_MAX);
        near.find(sure).or(behind.first()).copied()
    }
}

/// The quotations of `block`.
fn quoted_in(block: &Block, citations: Citations<'_>) -> Vec<Marked> {
    if block.shape != Shape::Quote {
        return marked(&block.text);
    }
    if citations.is_citation(&block.text) || citations.is_dashed(&block.text) {
        return Vec::new();
    }
    // All of it is quoted but for its source; marks inside it are part of the source.
    let (head, last) = block.source_lines(&|line| citations.is_source_line(line));
    let end = last.or_else(|| citations.tail(&block.text)).unwrap_or(block.text.len());
    let words = block.text[..end.max(head)].trim_end_matches([' ', '(']);
    if head > words.len() || !words[head..].contains(char::is_alphanumeric) {
        return Vec::new();
    }
    let all = head..words.len();
    let around = marked(words).into_iter().find(|first| first.outer.start >= head);
    let around = around.filter(|first| {
        let rest = &words[first.outer.end..];
        first.outer.start == head && !first.open && !rest.contains(char::is_alphanumeric)
    });
    vec![around.unwrap_or(Marked { outer: all.clone(), inner: all, open: false })]
}

/// Opens quotations at straight and single marks that nothing closes where the next block begins with
/// one.
fn join_straight(marks: &mut [(Block, Vec<Marked>)]) {
    for at in 1..marks.len() {
        let next = &marks[at].0;
        let mark = next.text.chars().next().filter(|c| matches!(c, '"' | '\u{2018}'));
        let Some(mark) = mark.filter(|_| next.shape == Shape::Prose) else { continue };
        if marks[at - 1].0.shape != Shape::Prose {
            continue;
        }
        let (block, marked) = &mut marks[at - 1];
        let free = marked.last().map_or(0, |last| last.outer.end);
        let open = block.text[free..].rfind(mark).map(|open| free + open).filter(|&open| {
            let before = block.text[..open].chars().next_back();
            let after = block.text[open + mark.len_utf8()..].chars().next();
            before.is_none_or(|c| !c.is_alphanumeric()) && after.is_some_and(char::is_alphanumeric)
        });
        if let Some(open) = open {
            let end = block.text.len();
            let inner = open + mark.len_utf8()..end;
            marked.push(Marked { outer: open..end, inner, open: true });
        }
    }
}

impl Passage {
    fn new(block: Block, mut marked: Vec<Marked>, citations: Citations<'_>) -> Self {
        let terms = terms(&block.text);
        let mut titles = Vec::new();
        if block.shape != Shape::Quote {
            marked.retain(|marked| {
                let title = citations.book.is_title(&block.text[marked.inner.clone()]);
                if title {
                    titles.push(marked.outer.clone());
                }
                !title
            });
        }
        let mut apart: Vec<Range<usize>> = marked
            .iter()
            .map(|marked| marked.outer.clone())
            .chain(titles.iter().cloned())
            .collect();
        apart.sort_by_key(|range| range.start);
        let sentences = sentences(&block.text, &apart);
        let of = asides::Words { text: &block.text, terms: &terms, marked: &marked };
        let asides: Vec<Range<usize>> =
            sentences.iter().flat_map(|sentence| asides(&of, sentence, citations)).collect();
        let book = citations.book;
        // One of them speaks for himself.
        let speaks = |term: &Term| term.word.ends_with('s') && book.is_speaker(&term.word);
        // "The United States" are no states.
        let named = |at: usize| {
            let countries = &english().claims.documents.countries;
            let first = at.checked_sub(1);
            first.is_some_and(|first| {
                countries
                    .at(|ahead| terms.get(first + ahead).map_or("", |term| &term.word))
                    .is_some()
            })
        };
        let speaking = |at: &usize| speaks(&terms[*at]) && !named(*at);
        let speakers = (0..terms.len()).filter(speaking).collect();
        let is_citation = marked.is_empty() && citations.is_citation(&block.text);
        Self { block, terms, marked, titles, sentences, is_citation, asides, speakers }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.block.text
    }

    /// The folded word at `index`; empty past either end.
    pub(super) fn word(&self, index: usize) -> &str {
        looked_at();
        self.terms.get(index).map_or("", |term| term.word.as_str())
    }

    /// Whether the word at `index` stands for those who speak in the documents.
    pub(super) fn is_speaker(&self, index: usize) -> bool {
        self.speakers.binary_search(&index).is_ok()
    }

    /// The word at `index` as typed.
    pub(super) fn typed(&self, index: usize) -> &str {
        self.terms.get(index).map_or("", |term| &self.block.text[term.bytes.clone()])
    }

    /// Whether the word at `index` begins with a capital.
    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.typed(index).chars().next().is_some_and(char::is_uppercase)
    }

    /// What stands between the word before `index` and the word at `index`.
    pub(super) fn gap(&self, index: usize) -> &str {
        let end = self.terms.get(index).map_or(self.block.text.len(), |term| term.bytes.start);
        let start = index.checked_sub(1).and_then(|before| self.terms.get(before));
        &self.block.text[start.map_or(0, |term| term.bytes.end.min(end))..end]
    }

    /// Whether no sentence or part of one ends between the word before `index` and that word.
    pub(super) fn is_joined(&self, index: usize) -> bool {
        index < self.terms.len() && !self.gap(index).contains(['.', ';', ':', '!', '?', '"'])
    }

    /// Words whose bytes lie in `range`.
    pub(super) fn terms_in(&self, range: &Range<usize>) -> Range<usize> {
        let start = looked_up(&self.terms, |term| term.bytes.start < range.start);
        let end = looked_up(&self.terms, |term| term.bytes.start < range.end);
        start..end.max(start)
    }

    /// Bytes from the word at `first` to the word before `end`, and the bracket that closes what
    /// opens in them.
    pub(super) fn bytes(&self, terms: &Range<usize>) -> Range<usize> {
        let start = self.terms.get(terms.start).map_or(self.block.text.len(), |t| t.bytes.start);
        let last = terms.end.checked_sub(1).and_then(|last| self.terms.get(last));
        let end = last.map_or(start, |term| term.bytes.end.max(start));
        let own = &self.block.text[start..end];
        let opened = own.matches('(').count() > own.matches(')').count();
        if opened && self.block.text[end..].starts_with(')') { start..end + 1 } else { start..end }
    }

    /// Whether byte `at` stands in quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        holding(&self.marked, at, |marked| &marked.outer).is_some()
    }

    /// The aside that byte `at` is part of.
    pub(super) fn aside_at(&self, at: usize) -> Option<&Range<usize>> {
        holding(&self.asides, at, |range| range)
    }

    /// The asides that share something with `range`.
    pub(super) fn asides_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        overlapping(&self.asides, range, |aside| aside)
    }

    /// The sentence that byte `at` is part of.
    pub(super) fn sentence_at(&self, at: usize) -> Range<usize> {
        let found = holding(&self.sentences, at, |range| range);
        found.cloned().unwrap_or(0..self.block.text.len())
    }

    /// The sentence behind the one that byte `at` is part of.
    pub(super) fn sentence_behind(&self, at: usize) -> Option<&Range<usize>> {
        self.sentences.get(looked_up(&self.sentences, |sentence| sentence.start <= at))
    }

    /// Whether `sentence` asks, and so says nothing.
    pub(super) fn asks(&self, sentence: &Range<usize>) -> bool {
        let closing =
            |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '\u{201d}' | ')');
        self.text()[sentence.clone()].trim_end_matches(closing).ends_with('?')
    }

    /// Whether its end introduces what stands in the next block.
    pub(super) fn introduces(&self) -> bool {
        self.block.text.trim_end().ends_with(':')
    }
}
