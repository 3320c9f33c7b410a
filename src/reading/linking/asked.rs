//! Whether a document that is named is asked, or is what others are asked about.

use std::ops::Range;

use crate::domain::Corpus;
use crate::language::lexicon::english;
use crate::reading::words::Words;

/// What a name of documents does in its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// What the documents named say is asked: "according to the ...", "what does the ... say".
    By,
    /// What others say of it is asked: "support for the ...".
    About,
    /// It may be either.
    Perhaps,
}

/// What the name at `range` does.
pub(super) fn asked_at(words: &Words<'_>, range: &Range<usize>) -> Asked {
    /// How far before a name the word may stand that says so.
    const BEFORE_MAX: usize = 4;
    let known = &english().questions.documents;
    let saying = &english().questions.saying;
    let near = |phrases| {
        (range.start.saturating_sub(BEFORE_MAX)..range.start).rev().find_map(|at| {
            words.phrase_at(at, phrases).filter(|phrase| {
                let between = phrase.end.min(range.start)..range.start;
                phrase.end <= range.start
                    && between.into_iter().all(|at| words.term(at).is_stopword())
            })
        })
    };
    let excluded = near(&known.excluding).is_some();
    if excluded || range.start == 0 || words.mark_before(range.start) {
        return Asked::By;
    }
    let clause = (0..range.start).any(|at| {
        english().documents.kinds.clauses.has(words.word(at)) || words.word(at) == "article"
    });
    let by = near(&known.asked_by).is_some();
    let subject = range.start.checked_sub(1).is_some_and(|at| {
        let at = if words.word(at) == "the" { at.saturating_sub(1) } else { at };
        saying.before_names.has(words.word(at)) || words.word(at) == "do"
    });
    let says =
        (range.end..(range.end + 2).min(words.len())).any(|at| saying.words.has(words.word(at)));
    if subject && says || clause && by {
        return Asked::By;
    }
    if near(&known.asked_about).is_some() {
        return Asked::About;
    }
    let about = words.find(&known.asked_about).is_some_and(|about| about.end <= range.start);
    match (by, about) {
        (true, _) => Asked::By,
        (false, true) => Asked::About,
        _ => Asked::Perhaps,
    }
}

/// Where a question ends to say which documents it asks for: "which statements mention", "how many
/// statements mention", "list the resolutions on".
pub(super) fn asks_for_documents(words: &Words<'_>) -> Option<usize> {
    let asking = &english().questions;
    let kinds = &english().documents.kinds;
    let noun = |at: usize| kinds.named.has(words.word(at)) || kinds.nouns.has(words.word(at));
    let which = (0..words.len()).find(|&at| {
        asking.which.has(words.word(at))
            || words.word(at) == "many" && at > 0 && words.word(at - 1) == "how"
    });
    let near = |at: usize| at + 1..(at + 8).min(words.len());
    if let Some(noun) = which.and_then(|at| near(at).find(|&at| noun(at))) {
        return Some(noun);
    }
    let listed = (0..words.len()).find(|&at| asking.documents.listed.has(words.word(at)))?;
    near(listed).find(|&at| noun(at) && words.word(at).ends_with('s'))
}

/// Whether the words at `range` name what the documents that are asked for are to mention.
pub(crate) fn is_topic_of_asked(words: &Words<'_>, range: &Range<usize>) -> bool {
    asks_for_documents(words).is_some_and(|at| at < range.start)
        && asked_at(words, range) != Asked::By
}

/// Whether documents are asked for that mention what stands at `range`.
pub(crate) fn is_mentioned_by_asked(words: &Words<'_>, range: &Range<usize>) -> bool {
    asks_for_documents(words).is_some_and(|at| at < range.start)
        && asked_at(words, range) == Asked::About
}

/// Whether some clause has `name`, word for word.
pub(crate) fn speaks_of(corpus: &Corpus, name: &str) -> bool {
    corpus.clauses().iter().any(|clause| corpus.text_of(clause).contains(name))
}
