//! A pasted text, taken apart: blocks, their words, quotations, sentences.

use std::ops::Range;

use super::layout::{Block, Shape, blocks};
use super::ranges::{holding, looked_up};
use crate::domain::{Span, Text};
use crate::language::analysis::{Term, terms};
use crate::language::looks::looked_at;
use crate::language::quotation_marks::{Marked, marked};
use crate::language::sentences::sentences;
use crate::reading::Phrasebook;

/// A block with what was read in it. All ranges are bytes of its text.
#[derive(Debug)]
pub(super) struct Passage {
    /// The block.
    pub block: Block,
    /// Its words.
    pub terms: Vec<Term>,
    /// Its outermost quotations.
    pub marked: Vec<Marked>,
    /// Its sentences.
    pub sentences: Vec<Range<usize>>,
    /// Which of its words stand for those who speak in the documents.
    speakers: Vec<usize>,
}

/// A pasted text.
#[derive(Debug)]
pub(super) struct Page {
    text: Text,
    /// Its blocks, in order.
    pub passages: Vec<Passage>,
}

impl Page {
    /// Takes `text` apart.
    pub(super) fn read(text: &str, book: &Phrasebook) -> Self {
        let passages = blocks(text).into_iter().map(|block| Passage::new(block, book)).collect();
        Self { text: Text::new(text.to_owned()), passages }
    }

    /// Where `range` of passage `at` stands in the pasted text.
    pub(super) fn span(&self, at: usize, range: &Range<usize>) -> Span {
        self.text.span_of(self.passages[at].block.original(range))
    }

    /// The pasted text at `span`.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }
}

impl Passage {
    fn new(block: Block, book: &Phrasebook) -> Self {
        let terms = terms(&block.text);
        let marked = if block.shape == Shape::Quote {
            // All of it is quoted; marks around it or inside it are part of the source.
            let all = 0..block.text.len();
            vec![Marked { outer: all.clone(), inner: all, open: false }]
        } else {
            marked(&block.text)
        };
        let quoted: Vec<Range<usize>> = marked.iter().map(|marked| marked.outer.clone()).collect();
        let sentences = sentences(&block.text, &quoted);
        // One of them speaks for himself.
        let speaks = |term: &Term| term.word.ends_with('s') && book.is_speaker(&term.word);
        let speakers = (0..terms.len()).filter(|&at| speaks(&terms[at])).collect();
        Self { block, terms, marked, sentences, speakers }
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

    /// Bytes from the word at `first` to the word before `end`.
    pub(super) fn bytes(&self, terms: &Range<usize>) -> Range<usize> {
        let start = self.terms.get(terms.start).map_or(self.block.text.len(), |t| t.bytes.start);
        let last = terms.end.checked_sub(1).and_then(|last| self.terms.get(last));
        start..last.map_or(start, |term| term.bytes.end.max(start))
    }

    /// Whether byte `at` stands in quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        holding(&self.marked, at, |marked| &marked.outer).is_some()
    }

    /// The sentence that byte `at` is part of.
    pub(super) fn sentence_at(&self, at: usize) -> Range<usize> {
        let found = holding(&self.sentences, at, |range| range);
        found.cloned().unwrap_or(0..self.block.text.len())
    }

    /// Whether `range` begins or ends a paragraph that another goes on from.
    pub(super) fn introduces(&self) -> bool {
        self.block.text.trim_end().ends_with(':')
    }
}
