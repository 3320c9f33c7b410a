//! Quotations without marks: long runs of words that stand in a document.

use std::ops::Range;

use super::candidates::candidates;
use super::index::QuoteIndex;
use super::passage::{Known, Passage};
use super::place::{Among, Searched};
use super::quote::{Piece, literal};
use crate::domain::{Corpus, Stop};
use crate::language::analysis::is_stopword;

/// Words in a row that make a run a quotation.
const WORDS_MIN: usize = 6;
/// Places that are looked at.
const PLACES_MAX: usize = 10;

/// The longest run of words of `text` that stands word for word in the clauses that `among`
/// passes, in bytes, if it is long and most of the text. A name quotes nobody: "the
/// Secretary-General of the United Nations". Told to `stop`, it may find none.
pub fn unmarked(
    corpus: &Corpus,
    index: &QuoteIndex,
    text: &str,
    among: Among<'_>,
    stop: &Stop,
) -> Option<Range<usize>> {
    let piece = literal(text, index).pop()?;
    if piece.words.len() < WORDS_MIN {
        return None;
    }
    let known = Known::default();
    let searched = Searched { corpus, index, among, known: &known, stop };
    let found = candidates(&piece, index, &|word| searched.searches(word), stop);
    let places = found.iter().take(PLACES_MAX).take_while(|_| !stop.is_set());
    let runs = places.map(|candidate| {
        let passage = searched.window(&piece, candidate);
        stop.count(piece.words.len() * passage.len());
        longest_run(&piece, &passage, among)
    });
    // Of equals the first: it stands where the rarest words do.
    let run = runs.reduce(|best, next| if next.len() > best.len() { next } else { best })?;
    let long = run.len() >= WORDS_MIN && 2 * run.len() > piece.words.len();
    long.then(|| piece.words[run.start].bytes.start..piece.words[run.end - 1].bytes.end)
}

/// The longest run of words that `piece` shares with the words of `passage` that `among` passes; none
/// where it is a name there.
fn longest_run(piece: &Piece, passage: &Passage<'_>, among: Among<'_>) -> Range<usize> {
    let passes = |word: usize| among.is_none_or(|among| among(passage.clause(word)));
    let passes: Vec<bool> = (0..passage.len()).map(passes).collect();
    let (mut best, mut ends) = (0..0, 0);
    // How many words in a row are the same up to the one before, by place in the passage.
    let mut before = vec![0; passage.len() + 1];
    for (own, (word, token)) in piece.words.iter().zip(&piece.tokens).enumerate() {
        let mut row = vec![0; before.len()];
        for (other, source) in passage.words(0..passage.len()).enumerate() {
            let same = token.hash == passage.hashes[other] && word.key == source.key;
            if same && passes[other] {
                row[other + 1] = before[other] + 1;
                if row[other + 1] > best.len() {
                    best = own + 1 - row[other + 1]..own + 1;
                    ends = other + 1;
                }
            }
        }
        before = row;
    }
    if is_name(passage, ends - best.len()..ends) { 0..0 } else { best }
}

/// Whether all words of weight in `range` but one at most have a capital where they stand.
fn is_name(passage: &Passage<'_>, range: Range<usize>) -> bool {
    let small = |&at: &usize| {
        passage.written(at).starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase())
            && !is_stopword(&passage.word(at).key)
    };
    range.filter(small).count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_run_of_six_words_is_a_quotation_without_marks() {
        let corpus = sample::corpus();
        let index = QuoteIndex::build(&corpus);
        let run = "largely lawless and seemingly limitless cyberspace";
        let question = format!("who wrote {run}?");
        let cases = [
            (question.as_str(), true, Some(run)),
            (question.as_str(), false, None),
            ("who wrote seemingly limitless cyberspace somewhere in there", true, None),
            ("who wrote that?", true, None),
        ];
        for (question, searched, expected) in cases {
            let found = unmarked(&corpus, &index, question, Some(&|_| searched), &Stop::never());
            assert_eq!(found.map(|bytes| &question[bytes]), expected, "{question}");
        }
    }

    #[test]
    fn a_name_quotes_nobody() {
        let made = sample::Made::new("isle", "Charter of the Isle", 1990)
            .clause("The Chief Keeper of the Lights of the Isle is chosen by lot.");
        let corpus = sample::corpus_of([made]);
        let index = QuoteIndex::build(&corpus);
        let cases = [
            ("Who chooses the Chief Keeper of the Lights of the Isle?", None),
            (
                "Who wrote: Lights of the Isle is chosen by lot?",
                Some("Lights of the Isle is chosen by lot"),
            ),
        ];
        for (question, expected) in cases {
            let found = unmarked(&corpus, &index, question, None, &Stop::never());
            assert_eq!(found.map(|bytes| &question[bytes]), expected, "{question}");
        }
    }
}
