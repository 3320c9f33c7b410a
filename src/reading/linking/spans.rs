//! Where a question may name a document: a noun for documents with what stands around it.

use std::ops::Range;

use super::dates::Period;
use super::index::LinkIndex;
use super::score::is_initials;
use crate::language::lexicon::english;
use crate::reading::is_asking_word;
use crate::reading::words::{Role, Words};

/// How many words before the noun, and behind it, may belong to a name.
const BEFORE_MAX: usize = 10;
const BEHIND_MAX: usize = 14;

/// What may name documents.
#[derive(Debug)]
pub(super) struct Span {
    /// Where the noun for documents stands.
    pub(super) head: usize,
    /// Where the name begins.
    pub(super) start: usize,
    /// Where it may end, the longest first; at least behind the noun.
    pub(super) ends: Vec<usize>,
    /// Its end where it names a document that is not there.
    pub(super) told_end: usize,
    /// Whether several are named.
    pub(super) plural: bool,
}

/// Where the name of a document may stand in `words`.
pub(super) struct Spans<'a, 'w> {
    pub(super) words: &'a Words<'w>,
    pub(super) index: &'a LinkIndex,
    pub(super) periods: &'a [Period],
    /// Whether names are typed with capitals.
    capitals: bool,
}

impl<'a, 'w> Spans<'a, 'w> {
    pub(super) fn new(words: &'a Words<'w>, index: &'a LinkIndex, periods: &'a [Period]) -> Self {
        let capital = |at| words.typed(at).chars().next().is_some_and(char::is_uppercase);
        let capitals = (1..words.len()).any(capital);
        Self { words, index, periods, capitals }
    }

    /// All spans, in order.
    pub(super) fn all(&self) -> Vec<Span> {
        let mut found: Vec<Span> = Vec::new();
        for head in 0..self.words.len() {
            let inside = found.last().is_some_and(|span| head < span.told_end);
            if self.is_head(head) && !inside {
                found.push(self.around(head));
            }
        }
        found
    }

    pub(super) fn is_head(&self, at: usize) -> bool {
        at < self.words.len()
            && self.words.role(at) == Role::Topic
            && english().documents.kinds.named.has(self.words.word(at))
            && !self.is_verb(at)
    }

    /// Whether the word at `at` is what somebody does: "to report on it", "must the Secretary report on it?", but not
    /// "does the third report on it say".
    fn is_verb(&self, at: usize) -> bool {
        let words = self.words;
        let known = &english().documents.kinds;
        if !known.also_verbs.has(words.word(at)) || at == 0 {
            return false;
        }
        let said =
            (at + 1..words.len()).any(|at| english().questions.saying.words.has(words.word(at)));
        let goes_on = at + 1 == words.len() || known.behind_verbs.has(words.word(at + 1));
        let before = words.word(at - 1);
        let asks =
            (0..at - 1).any(|at| english().questions.several.auxiliaries.has(words.word(at)));
        goes_on && (before == "to" || asks && !said && !words.term(at - 1).is_stopword())
    }

    fn around(&self, first: usize) -> Span {
        // "Statement of principles", "framework agreement": the last noun in a row counts.
        let mut head = first;
        while self.is_head(head + 1) && !self.words.mark_before(head + 1) {
            head += 1;
        }
        let word = self.words.word(head);
        let plural = word.ends_with('s') && !matches!(word, "principles" | "outcomes")
            || word == "memoranda";
        let start = self.start(first, plural);
        let (mut ends, told_end) = self.ends(head);
        ends.push(head + 1);
        ends.dedup();
        Span { head, start, ends, told_end, plural }
    }

    /// The period that the word at `at` belongs to.
    fn period_at(&self, at: usize) -> Option<&Period> {
        self.periods.iter().find(|period| period.words.contains(&at))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.words.typed(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the word at `at` may be of a name.
    fn of_name(&self, at: usize) -> bool {
        let words = self.words;
        if at >= words.len() || words.role(at) != Role::Topic {
            return false;
        }
        if is_initials(words, at) {
            return true;
        }
        let stopword = words.term(at).is_stopword();
        let opens = at == 0 && !self.index.in_title(words.stem(at));
        // A summit is asked about, and names what it adopted.
        let event = english().questions.events.words.has(words.word(at))
            && self.index.in_title(words.stem(at));
        // "Second Optional Protocol": a word of titles with a capital is typed as a name.
        let titled = self.is_capital(at) && at > 0 && self.index.in_title(words.stem(at));
        let asks = is_asking_word(words.word(at)) && !event && !titled
            || english().documents.kinds.clauses.has(words.word(at));
        if stopword || asks || opens && self.capitals {
            return false;
        }
        let digits = words.word(at).bytes().all(|b| b.is_ascii_digit());
        self.is_capital(at) || self.index.in_title(words.stem(at)) || !self.capitals && !digits
    }

    fn start(&self, head: usize, plural: bool) -> usize {
        let mut start = head;
        while start > 0 && head - start < BEFORE_MAX {
            let at = start - 1;
            if self.words.mark_before(start) && start != head {
                break;
            }
            if self.words.mark_before(start)
                && (self.capitals || !self.index.in_title(self.words.stem(at)))
            {
                break;
            }
            if let Some(period) = self.period_at(at) {
                start = period.words.start;
            } else if self.of_name(at) && !self.is_head(at) {
                start = at;
            } else if at > 0 && self.joins(at, plural) {
                start = at - 1;
            } else {
                break;
            }
        }
        start
    }

    /// "EU and Swiss frameworks", "2021 and 2022 statements", "Rio de Janeiro declaration".
    fn joins(&self, at: usize, plural: bool) -> bool {
        let words = self.words;
        let name = |at: usize| {
            self.period_at(at).is_some()
                || self.of_name(at) && (self.is_capital(at) || !self.capitals)
        };
        if !name(at - 1) || !(name(at + 1)) || words.mark_before(at) {
            return false;
        }
        plural && words.word(at) == "and"
            || words.typed(at).len() <= 3 && !words.term(at).is_stopword()
    }

    /// Where the name may end behind its noun, the longest first; and where it ends if there is no
    /// such document.
    fn ends(&self, head: usize) -> (Vec<usize>, usize) {
        let known = &english().questions.documents;
        let words = self.words;
        let mut ends = Vec::new();
        let mut told_end = head + 1;
        let mut tells = true;
        let mut at = head + 1;
        let limit = (head + 1 + BEHIND_MAX).min(words.len());
        while at < limit {
            // Commas stand inside names only between words of titles.
            let mut chunk = at;
            while chunk < limit
                && known.in_names.has(words.word(chunk))
                && words.role(chunk) == Role::Topic
            {
                tells &= known.in_names_of.has(words.word(chunk));
                chunk += 1;
            }
            let mut end = chunk;
            while end < limit {
                if let Some(period) = self.period_at(end) {
                    end = period.words.end;
                } else if self.of_name(end) || end == chunk && self.is_numeral(end) {
                    end += 1;
                } else {
                    break;
                }
            }
            if end == chunk {
                break;
            }
            ends.push(end);
            if tells {
                told_end = end;
            }
            // What an asking or other word follows has ended.
            if end < limit && !known.in_names.has(words.word(end)) {
                break;
            }
            // A second chunk is of the name of what is there, or a date.
            tells = self.period_at(end + 1).is_some();
            at = end;
        }
        ends.reverse();
        (ends, told_end)
    }

    fn is_numeral(&self, at: usize) -> bool {
        super::numerals::roman(self.words.word(at)).is_some() && self.is_capital(at)
    }

    /// The words of `range` that are of no date.
    pub(super) fn places(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|&at| self.period_at(at).is_none()).collect()
    }

    /// The dates within `range`.
    pub(super) fn periods_in(&self, range: &Range<usize>) -> Vec<&Period> {
        let inside =
            |period: &&Period| range.start <= period.words.start && period.words.end <= range.end;
        self.periods.iter().filter(inside).collect()
    }
}
