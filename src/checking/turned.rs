//! Where a claim turns round what a clause says: who does something and for whom, from what to what.

use std::ops::Range;

use super::deeds::Otherwise;
use crate::language::analysis::Worded;
use crate::language::lexicon::english;

/// Two things that `claimed` has in each other's place, by `source`.
pub(super) fn turned(claimed: &str, source: &str) -> Option<Otherwise> {
    let (claimed, source) = (Worded::of(claimed), Worded::of(source));
    modifiers_turned(&claimed, &source).or_else(|| way_turned(&claimed, &source))
}

impl Worded<'_> {
    /// The pairs of words of weight that follow each other, the first as spelt, by its number.
    fn pairs(&self) -> impl Iterator<Item = (usize, (&str, &str))> {
        self.words.windows(2).enumerate().filter_map(|(at, pair)| {
            let weigh = !pair[0].is_stopword() && !pair[1].is_stopword();
            (self.gap(at + 1) == " " && weigh)
                .then_some((at, (pair[0].word.as_str(), pair[1].stem.as_str())))
        })
    }

    /// Whether a word of those between two numbers makes the second the one that acts: "by".
    fn acts_behind(&self, words: Range<usize>) -> bool {
        let agents = &english().claims.contradiction.agents;
        words.into_iter().any(|at| agents.has(self.word(at)))
    }

    /// Whether "to" at word `at` stands behind a thing, and not within what is said of it.
    fn names_end(&self, at: usize) -> bool {
        let again = &english().claims.contradiction.again;
        !self.words[at - 1].is_stopword() || again.has(self.word(at - 1))
    }

    /// "From one thing to another": the stems of weight of both, and the words of all.
    fn way(&self) -> Option<(Vec<&str>, Vec<&str>, Range<usize>)> {
        const WORDS_MAX: usize = 12;
        let known = &english().text.times;
        let end = self.words.len();
        let (from, to) = (0..end).find_map(|from| {
            let ends = |at: usize| known.until.has(self.word(at)) && self.names_end(at);
            let to = (from + 2..end.min(from + WORDS_MAX)).find(|&at| ends(at));
            (self.word(from) == "from").then_some((from, to?))
        })?;
        let parts = |at: &usize| self.gap(*at).contains(['.', ';']);
        let last = (to + 1..end.min(to + WORDS_MAX)).find(parts).unwrap_or(end.min(to + WORDS_MAX));
        let stems = |words: Range<usize>| {
            let own = self.words[words].iter().filter(|term| !term.is_stopword());
            own.map(|term| term.stem.as_str()).collect::<Vec<_>>()
        };
        Some((stems(from + 1..to), stems(to + 1..last), from..last))
    }
}

/// "Developed" and "developing" in "developed countries help developing countries".
fn modifiers_turned(claimed: &Worded<'_>, source: &Worded<'_>) -> Option<Otherwise> {
    let (own, others): (Vec<_>, Vec<_>) = (claimed.pairs().collect(), source.pairs().collect());
    let all = |pair: (&str, &str)| {
        let places = others.iter().filter(move |(_, other)| *other == pair).map(|(at, _)| *at);
        places.collect::<Vec<_>>()
    };
    own.iter().enumerate().find_map(|(nth, &(first, pair))| {
        let mut behind = own[nth + 1..].iter();
        let same = |other: &&(usize, (&str, &str))| other.1.1 == pair.1 && other.1.0 != pair.0;
        let &(second, other) = behind.find(same)?;
        let (there, before) = (*all(pair).first()?, *all(other).last()?);
        let turned = before < there
            && !claimed.acts_behind(first..second)
            && !source.acts_behind(before..there);
        turned.then(|| Otherwise {
            said: claimed.wording(first..first + 2).to_owned(),
            actual: source.wording(before..before + 2).to_owned(),
        })
    })
}

/// "From monitoring to building" and "from building to monitoring".
fn way_turned(claimed: &Worded<'_>, source: &Worded<'_>) -> Option<Otherwise> {
    let (from, to, words) = claimed.way()?;
    let (other_from, other_to, other_words) = source.way()?;
    let shared =
        |some: &[&str], all: &[&str]| some.iter().filter(|stem| all.contains(stem)).count();
    let straight = shared(&from, &other_from) + shared(&to, &other_to);
    let (there, back) = (shared(&from, &other_to), shared(&to, &other_from));
    let crossed = there > 0 && back > 0 && there + back > 2 * straight;
    crossed.then(|| Otherwise {
        said: claimed.wording(words).to_owned(),
        actual: source.wording(other_words).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_round_is_found() {
        let cases = [
            (
                "lending banks are to help lent banks",
                "Lent banks shall help lending banks, and other lending banks.",
                true,
            ),
            (
                "large banks lend to small banks",
                "Large banks shall lend to small banks at low rates.",
                false,
            ),
            ("small banks are helped by large banks", "Large banks shall help small banks.", false),
            (
                "trade moved from rail to the roads",
                "Trade has shifted from the roads, as of old, to rail.",
                true,
            ),
            (
                "trade moved from the roads to rail",
                "Trade has shifted from the roads, as of old, to rail.",
                false,
            ),
            ("trade moved from the harbour to rail", "Trade has shifted to rail.", false),
        ];
        for (claimed, source, expected) in cases {
            assert_eq!(turned(claimed, source).is_some(), expected, "{claimed} / {source}");
        }
    }
}
