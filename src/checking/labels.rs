//! Labels of clauses in all forms in which they are printed: "P3D", "P3(d)", "3 (d)", "12 (b) (iii)",
//! "6(2)(b)".

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::reference::Reference;
use crate::domain::{Clause, Corpus, ItemVerdict, Part};
use crate::language::lexicon::english;

/// The labels of a corpus.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Letters with which labels that have a number begin: `P`.
    prefixes: BTreeSet<String>,
    /// Labels without a number: `INTRO`.
    words: BTreeSet<String>,
    /// For documents that were asked for, their clauses by the parts of their labels.
    known: RefCell<HashMap<usize, HashMap<String, Places>>>,
}

/// The clauses that a label names: the clause of that label, or the first of its parts; and all of
/// them.
type Places = (usize, Range<usize>);

/// A label in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As typed.
    pub(super) typed: String,
    /// Its parts: `P.3.A`, or `3.A` where it was typed without a prefix.
    pub(super) parts: String,
}

/// The longest word of a label that is recognised, in bytes.
pub(super) const LABEL_BYTES_MAX: usize = 6;

/// Whether `word` says that a label follows.
pub(super) fn paragraph_word(word: &str) -> bool {
    english().documents.kinds.clauses.has(word) || english().claims.sources.divisions.has(word)
}

impl Labels {
    /// Collects the labels of `corpus`.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut labels = Self::default();
        for clause in corpus.clauses() {
            let behind = clause.label.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let letters = &clause.label[..clause.label.len() - behind.len()];
            let known = if behind.is_empty() { &mut labels.words } else { &mut labels.prefixes };
            if !letters.is_empty() && !known.contains(letters) {
                known.insert(letters.to_owned());
            }
        }
        labels
    }

    /// Whether `word` looks like a label of this corpus, whether or not there is such a clause.
    pub(super) fn is_shaped(&self, word: &str) -> bool {
        if self.words.contains(word) {
            return true;
        }
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let prefix = &word[..word.len() - digits.len()];
        self.prefixes.contains(prefix) && is_numbered(digits)
    }

    /// Finds the clause of `label` among the documents of `reference`.
    pub(super) fn resolve(&self, corpus: &Corpus, label: &Label, reference: &mut Reference) {
        let clause = |document: usize| self.clause(corpus, document, label);
        let found = reference.documents.iter().find_map(|&id| Some((id, clause(id)?)));
        reference.label = Some(label.parts.clone());
        if let Some((document, (clause, clauses))) = found {
            reference.documents = [document].into();
            (reference.clause, reference.clauses) = (Some(clause), clauses);
        } else {
            reference.verdict = ItemVerdict::NoSuchClause;
            reference.missing.clone_from(&label.typed);
        }
    }

    /// The clauses of `document` that `label` names.
    fn clause(&self, corpus: &Corpus, document: usize, label: &Label) -> Option<Places> {
        let mut known = self.known.borrow_mut();
        let clauses = known.entry(document).or_insert_with(|| places(corpus, document));
        clauses.get(&label.parts).cloned()
    }
}

/// The clauses of `document` by the parts of their labels, and by those of the labels that theirs are
/// parts of: `Article 22` where there are only `Article 22(1)` and `Article 22(2)`.
fn places(corpus: &Corpus, document: usize) -> HashMap<String, Places> {
    let mut places: HashMap<String, Places> = HashMap::new();
    let main = main_prefix(corpus, document);
    for position in corpus.documents()[document].clauses.clone() {
        let own = parts(&corpus.clauses()[position].label);
        // What is typed without a prefix may have that of most clauses.
        let bare = main.as_deref().and_then(|main| own.strip_prefix(main)?.strip_prefix('.'));
        for path in bare.into_iter().chain([own.as_str()]) {
            let ends = path.match_indices('.').map(|(end, _)| end);
            for whole in ends.map(|end| &path[..end]) {
                let (_, all) =
                    places.entry(whole.to_owned()).or_insert((position, position..position));
                all.end = position + 1;
            }
            let own = places.entry(path.to_owned()).or_insert((position, position..position));
            own.0 = position;
            own.1.end = own.1.end.max(position + 1);
        }
    }
    places
}

/// The letters with which most clauses of `document` are labelled; none where some have only a number.
fn main_prefix(corpus: &Corpus, document: usize) -> Option<String> {
    let document = &corpus.documents()[document];
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let clauses = corpus.clauses_of(document);
    // Recitals may have letters of their own, unless all clauses are recitals.
    let recital = |clause: &&Clause| clause.part == Part::Preambular;
    let body = clauses.iter().any(|clause| !recital(&clause) && clause.part != Part::Frame);
    for clause in clauses.iter().filter(|clause| !body || !recital(clause)) {
        let own = parts(&clause.label);
        if own.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if let Some((prefix, _)) = own.split_once('.') {
            *counts.entry(prefix.to_owned()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(prefix, _)| prefix)
}

/// The letters and the numbers of a label, in capitals: `P3(a)` is `P.3.A`.
pub(super) fn parts(label: &str) -> String {
    let mut parts = String::with_capacity(label.len() + 4);
    let mut before: Option<char> = None;
    let mut apart = false;
    for c in label.chars() {
        if !c.is_alphanumeric() {
            apart = true;
            continue;
        }
        let other = before.is_some_and(|before| before.is_numeric() != c.is_numeric());
        if before.is_some() && (apart || other) {
            parts.push('.');
        }
        parts.extend(c.to_uppercase());
        (before, apart) = (Some(c), false);
    }
    parts
}

/// Digits and at most one letter: `3`, `12B`.
pub(super) fn is_numbered(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < word.len()
        && letters.len() <= 1
        && letters.bytes().all(|b| b.is_ascii_uppercase())
}

/// How many bytes of `rest`, which stands behind a label, are further parts of it: "(a)", " (b)
/// (iii)". A `whole` label has a letter already, so that brackets behind a blank do not belong to it.
pub(super) fn further_parts(rest: &str, whole: bool) -> usize {
    const PART_BYTES_MAX: usize = 4;
    let (mut end, mut deep) = (0, false);
    loop {
        let behind = &rest[end..];
        let spaced = behind.starts_with(' ');
        if let Some(paragraph) = paragraph_part(behind) {
            end += paragraph;
            continue;
        }
        let Some(inner) = behind.trim_start_matches(' ').strip_prefix('(') else { return end };
        let Some(close) = inner.bytes().take(PART_BYTES_MAX + 1).position(|b| b == b')') else {
            return end;
        };
        let part = &inner[..close];
        let roman = || part.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        let fits = match part.len() {
            1 => part.bytes().all(|b| b.is_ascii_alphanumeric()),
            2 => roman() || part.bytes().all(|b| b.is_ascii_digit()),
            3.. => roman(),
            0 => false,
        };
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        if !fits || blanks > 1 || spaced && whole && !deep {
            return end;
        }
        end += blanks + close + 2;
        deep = true;
    }
}

/// How many bytes at the beginning of `rest` are the number of a paragraph within what was labelled: " \u{b6}2".
fn paragraph_part(rest: &str) -> Option<usize> {
    const DIGITS_MAX: usize = 3;
    let inner = rest.trim_start_matches(' ').strip_prefix('\u{b6}')?.trim_start_matches(' ');
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    ((1..=DIGITS_MAX).contains(&digits) && blanks <= 1).then(|| rest.len() - inner.len() + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_parts_however_they_are_printed() {
        let cases = [
            ("P3A", "P.3.A"),
            ("P3(a)", "P.3.A"),
            ("12 (b) (iii)", "12.B.III"),
            ("6(2)(b)", "6.2.B"),
            ("INTRO", "INTRO"),
        ];
        for (label, expected) in cases {
            assert_eq!(parts(label), expected, "{label}");
        }
        let cases = [
            ("(a).", false, 3),
            (" (b) (iii), and", false, 10),
            (" (2012)", false, 0),
            (" (a) and", true, 0),
            ("(2)(b)", false, 6),
            (" \u{b6}2.", false, 4),
            ("(1) \u{b6}12", false, 8),
            (" (see there)", false, 0),
        ];
        for (rest, whole, expected) in cases {
            assert_eq!(further_parts(rest, whole), expected, "{rest}");
        }
    }
}
