//! Where a clause binds a deed otherwise than a claim says: it may be done where it must not, it must be
//! considered where it must be done, it is not so where it is said to be.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::language::analysis::{Term, Worded, has_stem, is_stopword};
use crate::language::force::{Bound, Force, bounds};
use crate::language::lexicon::english;

/// The share of the words of weight of a claim's deed that a part of a clause has to have to be about it.
const SAME_DEED_MIN: f64 = 0.6;
/// Of a deed of so few words each has to be there.
const FEW_WORDS: usize = 2;

/// What a text and a clause say of the same deed, as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Otherwise {
    /// In the text.
    pub said: String,
    /// In the clause.
    pub actual: String,
}

/// A text with what it binds.
struct Read<'t> {
    of: Worded<'t>,
    bounds: Vec<Bound>,
}

/// Whether `source` says the same as `claimed` of whether a deed is done, or has to or may be; nothing where it does not
/// speak of that.
pub(super) fn compare(claimed: &str, source: &str) -> Option<Result<(), Otherwise>> {
    let (claimed, source) = (Read::of(claimed), Read::of(source));
    let told = claimed.bounds.iter().filter_map(|said| bound_alike(&claimed, said, &source));
    let told: Vec<Result<(), Otherwise>> = told.collect();
    let otherwise = told.iter().position(Result::is_err);
    let first = otherwise.or(told.len().checked_sub(1));
    let bound = first.and_then(|first| told.into_iter().nth(first));
    bound.or_else(|| denied_only_there(&claimed, &source).map(Err))
}

fn bound_alike(
    claimed: &Read<'_>,
    said: &Bound,
    source: &Read<'_>,
) -> Option<Result<(), Otherwise>> {
    let about: Vec<(&Bound, f64)> = source
        .bounds
        .iter()
        .map(|bound| (bound, claimed.shared(said, source, bound)))
        .filter(|(_, shared)| *shared >= SAME_DEED_MIN)
        .collect();
    let agrees = |own: &Bound| {
        !said.force.excludes(own.force) && !claimed.softened(said, source, own)
            || claimed.excepts(said) != source.excepts(own) && said.force != own.force
    };
    if about.iter().any(|(own, _)| agrees(own)) {
        return Some(Ok(()));
    }
    let (own, _) = about.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Err(Otherwise { said: claimed.wording(said), actual: source.wording(own) }))
}

/// What is denied in `source`, and told in `claimed` without anything that denies or binds it.
fn denied_only_there(claimed: &Read<'_>, source: &Read<'_>) -> Option<Otherwise> {
    let against = |force: Force| matches!(force, Force::Denied | Force::Ban);
    if claimed.denies() {
        return None;
    }
    let denials = source.bounds.iter().filter(|own| against(own.force) && !source.is_cut(own));
    denials.into_iter().find_map(|own| {
        let deed = source.content(&source.deed(own));
        let told = |at: &usize| {
            let stem = claimed.of.words[*at].stem.as_str();
            let own = |said: &Bound| said.marker.end <= *at && said.scope.contains(at);
            deed.contains(stem) && !claimed.bounds.iter().any(own)
        };
        let at = (0..claimed.of.words.len()).find(told)?;
        let plain = source.of.words.iter().enumerate().any(|(there, term)| {
            let denied = |own: &Bound| against(own.force) && source.deed(own).contains(&there);
            term.stem == claimed.of.words[at].stem && !source.bounds.iter().any(denied)
        });
        let part = claimed.content(&(0..claimed.of.words.len()));
        let whole = share(&part, &source.content(&source.part(own))) >= SAME_DEED_MIN
            && part.len() > FEW_WORDS;
        let common = deed.intersection(&part).count();
        let all = common >= FEW_WORDS && share(&deed, &part) >= SAME_DEED_MIN;
        (!plain && (whole || all)).then(|| Otherwise {
            said: claimed.of.typed(at).to_owned(),
            actual: source.wording(own),
        })
    })
}

impl<'t> Read<'t> {
    fn of(text: &'t str) -> Self {
        let of = Worded::of(text);
        Self { bounds: bounds(&of), of }
    }

    /// The stems of weight among the words in `range`, but for those that bind.
    fn content(&self, range: &Range<usize>) -> BTreeSet<&str> {
        let binds = |at: usize| self.bounds.iter().any(|bound| bound.marker.contains(&at));
        let own = range.clone().filter(|&at| !binds(at));
        let own = own.filter_map(|at| self.of.words.get(at));
        let weighs =
            |term: &&Term| !is_stopword(&term.word) && !english().claims.generic.has(&term.word);
        own.filter(weighs).map(|term| term.stem.as_str()).collect()
    }

    /// The words of the part of the sentence that `bound` is in.
    fn part(&self, bound: &Bound) -> Range<usize> {
        let parts = |at: &usize| self.of.gap(*at).contains(['.', ';', ':']);
        let from = (1..=bound.marker.start.min(self.of.words.len() - 1)).rev().find(parts);
        let to = (bound.marker.end.max(1)..self.of.words.len()).find(parts);
        from.unwrap_or(0)..to.unwrap_or(self.of.words.len())
    }

    /// How much of what `said` is about `own` of `source` is about, too; nothing where the deeds differ.
    fn shared(&self, said: &Bound, source: &Read<'_>, own: &Bound) -> f64 {
        let deed = self.content(&said.scope);
        let there = source.content(&source.part(own));
        let scope = source.content(&own.scope);
        let stem = |read: &Read<'_>, head: usize| read.of.words[head].stem.clone();
        let same = match (said.head, own.head) {
            (Some(head), Some(_)) => scope.contains(stem(self, head).as_str()),
            (None, Some(other)) => deed.contains(stem(source, other).as_str()),
            _ => true,
        };
        let shared = share(&deed, &there);
        let few = deed.len() <= FEW_WORDS && shared < 1.0;
        if same && !few { shared } else { 0.0 }
    }

    /// Whether `own` of `source` only has something considered that `said` is to be done.
    fn softened(&self, said: &Bound, source: &Read<'_>, own: &Bound) -> bool {
        let softening = &english().claims.force.softening;
        let soft = |read: &Read<'_>, bound: &Bound| {
            let head = bound.head.and_then(|head| read.of.words.get(head));
            head.is_some_and(|head| has_stem(softening, &head.stem))
        };
        said.force == Force::Duty
            && own.force == Force::Duty
            && soft(source, own)
            && !soft(self, said)
    }

    /// Whether `bound` is true of some cases alone.
    fn excepts(&self, bound: &Bound) -> bool {
        let excepting = &english().claims.force.excepting;
        let part = self.part(bound);
        part.into_iter().any(|at| excepting.has(&self.of.words[at].word))
    }

    /// What `bound` binds, up to what is bound next.
    fn deed(&self, bound: &Bound) -> Range<usize> {
        let next = self.bounds.iter().map(|other| other.marker.start);
        let next = next.filter(|start| *start >= bound.marker.end).min();
        bound.scope.start..bound.scope.end.min(next.unwrap_or(usize::MAX)).max(bound.scope.start)
    }

    /// Whether the deed of `bound` is told with what makes it true of some cases alone.
    fn is_cut(&self, bound: &Bound) -> bool {
        let excepting = &english().claims.force.excepting;
        let mut deed = self.deed(bound);
        // "..., but shall" begins what is bound next.
        while deed.end > deed.start && self.of.words[deed.end - 1].is_stopword() {
            deed.end -= 1;
        }
        let opens = self.part(bound).start..bound.marker.start;
        deed.chain(opens).any(|at| excepting.has(&self.of.words[at].word))
    }

    /// Whether anything in it denies.
    fn denies(&self) -> bool {
        let denials = &english().claims.contradiction.denials;
        let against = &english().claims.contradiction.against;
        self.of.words.iter().any(|term| {
            english().text.negations.has(&term.word)
                || has_stem(denials, &term.stem)
                || has_stem(against, &term.stem)
        })
    }

    /// What binds, and the deed.
    fn wording(&self, bound: &Bound) -> String {
        let last = bound.head.map_or(bound.marker.end, |head| head + 1).max(1) - 1;
        let (from, to) =
            (&self.of.words[bound.marker.start], &self.of.words[last.min(self.of.words.len() - 1)]);
        self.of.text[from.bytes.start..to.bytes.end.max(from.bytes.end)].to_owned()
    }
}

/// The share of `some` that `all` have.
fn share(some: &BTreeSet<&str>, all: &BTreeSet<&str>) -> f64 {
    if some.is_empty() {
        return 0.0;
    }
    some.iter().filter(|stem| all.contains(*stem)).count() as f64 / some.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_are_bound_otherwise() {
        let cases = [
            (
                "An order from a superior officer may be invoked as a justification of torture",
                "An order from a superior officer or a public authority may not be invoked as a \
                 justification of torture.",
                true,
            ),
            (
                "it bans the use of all military personnel for research",
                "The use of military personnel for scientific research or for any other peaceful \
                 purposes shall not be prohibited.",
                true,
            ),
            (
                "each State Party must protect whistle-blowers",
                "Each State Party shall consider incorporating measures to protect whistle-blowers.",
                true,
            ),
            (
                "it requires the receiving State to give reasons",
                "The sending State is not obliged to give reasons to the receiving State for a refusal.",
                true,
            ),
            (
                "a change of circumstances may not be invoked against a treaty that establishes a boundary",
                "A fundamental change of circumstances may not be invoked as a ground for withdrawing from \
                 a treaty if the treaty establishes a boundary.",
                false,
            ),
            (
                "States may enter reservations to the treaty",
                "No State may enter reservations to the treaty.",
                true,
            ),
            (
                "the treaty applies to ships in ports",
                "The treaty does not apply to ships in ports.",
                true,
            ),
            (
                "prisoners must be allowed to consult a lawyer",
                "Prisoners shall be allowed to consult a lawyer.",
                false,
            ),
            (
                "prisoners may be kept on land",
                "Prisoners may be kept only on land; they shall not be kept in penitentiaries.",
                false,
            ),
        ];
        for (claimed, source, expected) in cases {
            let found = compare(claimed, source);
            let otherwise = matches!(found, Some(Err(_)));
            assert_eq!(otherwise, expected, "{claimed} / {source}: {found:?}");
        }
    }
}
