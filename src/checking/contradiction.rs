//! Where a clause says otherwise than a claim: with a verb of another strength, another figure, or
//! the opposite.

use crate::domain::{Corpus, Strength, VerbUse};
use crate::language::analysis::{Term, Worded, has_stem, stem, terms};
use crate::language::force::{Bound, Force, bounds};
use crate::language::lexicon::english;

/// The verbs that lead in the clause at `position`, and the line that it hangs from.
pub(super) fn verbs_of(corpus: &Corpus, position: usize) -> Vec<VerbUse> {
    let clause = &corpus.clauses()[position];
    let own = clause.verbs.iter();
    let parent = corpus.parent_of(clause).into_iter().flat_map(|parent| &parent.verbs);
    own.chain(parent)
        .map(|verb| VerbUse { lemma: verb.lemma.clone(), strength: verb.strength })
        .collect()
}

/// Whether `claimed` tells more, or less, than `actual` verbs do. Verbs that only report, such as
/// "notes", say nothing about strength; nor do stresses and recognitions of what a clause in fact
/// calls for.
pub(super) fn differs_in_strength(claimed: &VerbUse, actual: &[VerbUse]) -> bool {
    if actual.is_empty() || english().claims.saying.loose.has(&claimed.lemma) {
        return false;
    }
    let same = |verb: &VerbUse| verb.lemma == claimed.lemma || verb.strength == claimed.strength;
    claimed.strength >= Strength::Encourage && !actual.iter().any(same)
}

/// Whether `text` says that somebody has to do something.
pub(super) fn binds(text: &str) -> bool {
    let duties = &english().claims.contradiction.duties;
    let words = terms(text);
    (0..words.len()).any(|at| {
        duties.at(|ahead| words.get(at + ahead).map_or("", |term| term.word.as_str())).is_some()
    })
}

/// Whether `text` denies something, and not only in what it makes a condition: "if the Fund is not enough".
pub(super) fn denies(text: &str) -> bool {
    let known = &english().claims.contradiction;
    let words = terms(text);
    let mut condition = false;
    words.iter().enumerate().any(|(at, term)| {
        let before = at.checked_sub(1).map_or(0, |before| words[before].bytes.end);
        condition &= !text[before..term.bytes.start].contains([',', ';', '.']);
        condition |= known.conditions.has(&term.word);
        let denies =
            english().text.negations.has(&term.word) || has_stem(&known.denials, &term.stem);
        denies && !condition
    })
}

/// Whether `verb` says of `topic` that it is forbidden.
pub(super) fn bans(verb: &str, topic: &str) -> bool {
    let text = format!("{verb} {topic}");
    let first = bounds(&Worded::of(&text)).into_iter().next();
    first.is_some_and(|first| first.force == Force::Ban && first.marker.start < terms(verb).len())
}

/// Whether `text` denies, forbids or fights anything.
pub(super) fn is_hostile(text: &str) -> bool {
    let known = &english().claims.contradiction;
    let text = Worded::of(text);
    let kinds = [&known.against, &known.denials, &known.fighting, &english().text.negations];
    let is = |term: &Term| kinds.into_iter().any(|kind| has_stem(kind, &term.stem));
    let ban = |bound: &Bound| !matches!(bound.force, Force::Duty | Force::Permission);
    text.words.iter().any(is) || bounds(&text).iter().any(ban)
}

/// Whether `claimed` is against something, or says that it is not so, and `actual` does neither.
pub(super) fn opposes(claimed: &str, actual: &str) -> bool {
    let kinds = [&english().claims.contradiction.against, &english().text.negations];
    let has = |text: &str| {
        let words = terms(text);
        kinds.into_iter().any(|kind| words.iter().any(|term| has_stem(kind, &term.stem)))
    };
    has(claimed) && !has(actual)
}

/// Two opposite words, the first in `claimed` alone and the second in `actual` alone.
pub(super) fn opposite(claimed: &str, actual: &str) -> Option<(String, String)> {
    let (claimed, actual) = (terms(claimed), terms(actual));
    let word = |text: &[Term], meant: &str| {
        let meant = stem(meant);
        text.iter().find(|term| term.stem == meant).map(|term| term.word.clone())
    };
    let opposites = english().claims.contradiction.opposites.iter();
    opposites.flat_map(|(a, b)| [(a, b), (b, a)]).find_map(|(own, other)| {
        let (said, found) = (word(&claimed, own)?, word(&actual, other)?);
        let both = word(&claimed, other).is_some() || word(&actual, own).is_some();
        (!both).then_some((said, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bans_are_told_from_what_is_only_limited() {
        assert!(bans("prohibits", "lotteries") && bans("does not allow", "lotteries"));
        assert!(!bans("notes", "that lotteries are prohibited") && !bans("allows", "lotteries"));
        assert!(is_hostile("lotteries shall not be held") && is_hostile("to fight lotteries"));
        assert!(is_hostile("refrain from lotteries") && !is_hostile("lotteries may be held"));
    }

    #[test]
    fn verbs_differ_where_they_bind_otherwise() {
        use Strength::{Commit, Encourage, Note, Recognize, Urge};
        let verb = |lemma: &str, strength| VerbUse { lemma: lemma.to_owned(), strength };
        let cases = [
            (("urge", Urge), &[("encourage", Encourage)][..], true),
            (("urge", Urge), &[("call upon", Urge)], false),
            (("encourage", Encourage), &[("urge", Urge)], true),
            (("stress", Recognize), &[("urge", Urge)], false),
            (("note", Note), &[("strive", Commit)], false),
            (("uphold", Commit), &[("uphold", Recognize)], false),
            (("call for", Urge), &[("encourage", Encourage)], false),
            (("urge", Urge), &[], false),
        ];
        for ((lemma, strength), actual, expected) in cases {
            let actual: Vec<VerbUse> = actual.iter().map(|&(l, s)| verb(l, s)).collect();
            assert_eq!(differs_in_strength(&verb(lemma, strength), &actual), expected, "{lemma}");
        }
    }

    #[test]
    fn what_is_against_something_is_not_for_it() {
        let cases = [
            ("opposes cooperation", "cooperate with companies", true),
            ("officials are not to cooperate", "officials to cooperate", true),
            ("no State shall grant refuge", "no State shall grant refuge", false),
            ("rejects extradition", "not extradite", false),
            ("cooperate", "not cooperate", false),
        ];
        for (claimed, actual, expected) in cases {
            assert_eq!(opposes(claimed, actual), expected, "{claimed} / {actual}");
        }
        assert!(denies("it is not paid") && denies("if it rains, it is not paid"));
        assert!(!denies("it is paid when work is not done") && !denies("it is paid"));
    }

    #[test]
    fn opposites_count_where_neither_side_has_both() {
        let told = opposite("violence has decreased", "violence has increased");
        assert_eq!(told, Some(("decreased".to_owned(), "increased".to_owned())));
        assert_eq!(opposite("a decrease and an increase", "an increase"), None);
    }
}
