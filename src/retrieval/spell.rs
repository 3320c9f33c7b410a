//! Mending the spelling of a question by the words of the corpus.

use super::vocabulary::Vocabulary;
use crate::domain::Correction;
use crate::language::analysis::terms;
use crate::reading::{asking_word_meant, is_asking_word, is_of_votes, marked_quotation};

/// Reads each word that is no common word (`common`) and stands nowhere in the corpus as the word
/// that asks, or else of the corpus, that is nearest in spelling. Quotations and numbers stay as
/// typed.
pub fn mend(
    question: &str,
    vocabulary: &Vocabulary,
    common: &dyn Fn(&str) -> bool,
) -> (String, Vec<Correction>) {
    let quoted = marked_quotation(question);
    let mut mended = String::with_capacity(question.len());
    let mut corrections = Vec::new();
    let mut copied = 0;
    let shouted = !question.chars().any(char::is_lowercase);
    for term in terms(question) {
        let inside = quoted.as_ref().is_some_and(|range| range.contains(&term.bytes.start));
        if inside
            || term.is_stopword()
            || is_asking_word(&term.word)
            || is_of_votes(&term.word)
            || is_typed_as_name(&question[term.bytes.clone()], shouted)
            || vocabulary.has_stem(&term.stem)
            || common(&term.word)
        {
            continue;
        }
        let meant = asking_word_meant(&term.word)
            .or_else(|| vocabulary.correct(&term.word))
            .or_else(|| vocabulary.correct_by_stem(&term.word));
        let Some(meant) = meant else { continue };
        mended.push_str(&question[copied..term.bytes.start]);
        mended.push_str(meant);
        copied = term.bytes.end;
        let from = question[term.bytes].to_owned();
        corrections.push(Correction { from, to: meant.to_owned() });
    }
    mended.push_str(&question[copied..]);
    (mended, corrections)
}

/// Whether a capital stands behind a small letter, as in "`SpaceX`", or all are capitals, as in "CERD": such a
/// name is typed with care. Where all of a question is `shouted`, capitals tell nothing.
fn is_typed_as_name(typed: &str, shouted: bool) -> bool {
    let initials = !shouted && typed.len() > 1 && typed.chars().all(char::is_uppercase);
    let mut behind = typed.chars().skip_while(|c| !c.is_lowercase());
    initials || behind.any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mends_what_is_no_word_and_leaves_the_rest() {
        let vocabulary =
            Vocabulary::build(["human trafficking and people smuggling in many ways"].into_iter());
        let common = |word: &str| matches!(word, "wars" | "people");
        let mend = |question: &str| mend(question, &vocabulary, &common);
        let (mended, corrections) = mend("Wich says humn traficking, and wars?");
        assert_eq!(mended, "which says human trafficking, and wars?");
        let pairs: Vec<_> = corrections.iter().map(|c| (&*c.from, &*c.to)).collect();
        assert_eq!(pairs, [("Wich", "which"), ("humn", "human"), ("traficking", "trafficking")]);
        for (typed, expected) in
            [("of humanX", "of humanX"), ("of HUMN", "of HUMN"), ("HUMN MANY", "human MANY")]
        {
            assert_eq!(mend(typed).0, expected);
        }
        let forms = Vocabulary::build(["condemning terrorists"].into_iter());
        assert_eq!(super::mend("they condem it", &forms, &common).0, "they condemning it");
        let quoted = "who said \"humn traficking is bad\"";
        assert_eq!(mend(quoted), (quoted.to_owned(), Vec::new()));
    }
}
