//! What a claim measures, dates and numbers, and whether one clause has all of it.

use super::paraphrase::Paraphrase;
use super::support::{ALIKE, Finder, Near, SUPPORTED_MIN, with_parent};
use super::wording::otherwise;
use crate::domain::ItemVerdict;
use crate::language::analysis::terms;
use crate::language::lexicon::english;
use crate::language::values::{Met, Source, Value, values};

/// How many of the nearest clauses may have the values of a claim.
const CLAUSES_MAX: usize = 5;

/// What was found out about the values of a claim.
pub(super) enum Valued {
    /// This clause has them, or there are none.
    Met(Near),
    /// No clause has all of them: what is the matter, and the clause that comes nearest.
    Unmet(Near, ItemVerdict, String),
}

/// A clause, and how each value of a claim stands to those of the clause.
struct Beside<'n> {
    near: &'n Near,
    met: Vec<Met>,
}

/// Which of the clauses that come `near` has all values of `paraphrase`; `best` where it has none.
pub(super) fn valued(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    near: &[Near],
    best: &Near,
) -> Valued {
    let claimed = values(&paraphrase.told);
    let met = || Valued::Met(best.clone());
    if claimed.is_empty() {
        return met();
    }
    let nearest = near.iter().filter(|near| near.clause != best.clause);
    let nearest = nearest.take(CLAUSES_MAX - 1).filter(|near| near.score >= SUPPORTED_MIN / 2.0);
    let all: Vec<Beside<'_>> = std::iter::once(best)
        .chain(nearest)
        .map(|near| Beside::of(finder, &claimed, near))
        .collect();
    // A clause further off is about something else.
    let alike = |own: &&Beside<'_>| own.near.score + ALIKE >= best.score;
    let whole = |own: &Beside<'_>| own.met.iter().all(|met| *met == Met::Same);
    if let Some(own) = all.iter().filter(alike).find(|own| whole(own)) {
        return Valued::Met(own.near.clone());
    }
    let met_alike = |at: usize| all.iter().filter(alike).any(|own| own.met[at] == Met::Same);
    let apart = is_listed(&paraphrase.told, &claimed);
    let told = |at: usize| {
        // Of what each clause tells a part, none says all.
        let some = if met_alike(at) { usize::from(!apart) } else { all.len() };
        // What is told further off may be of something else.
        let elsewhere = all.iter().any(|own| own.met[at] == Met::Same);
        let own = |own: &&Beside<'_>| own.near.clause == best.clause || !elsewhere;
        all.iter().take(some).filter(own).find_map(|own| Some((own.near, at, own.rival(at)?)))
    };
    match (0..claimed.len()).find_map(told) {
        Some((near, at, actual)) => {
            let message = otherwise(finder.corpus, near.clause, &claimed[at].wording, actual);
            Valued::Unmet(near.clone(), ItemVerdict::Contradicted, message)
        }
        None => met(),
    }
}

/// Whether `values` of `text` are of deeds that are told one after the other.
fn is_listed(text: &str, values: &[Value]) -> bool {
    let listing = &english().claims.sources.listing;
    values.windows(2).any(|pair| {
        let between = &text[pair[0].bytes.end..pair[1].bytes.start.max(pair[0].bytes.end)];
        between.contains(';') || terms(between).iter().any(|term| listing.has(&term.word))
    })
}

impl<'n> Beside<'n> {
    fn of(finder: &Finder<'_>, claimed: &[Value], near: &'n Near) -> Self {
        let text = with_parent(finder.corpus, near.clause);
        finder.stop.count(text.len() / 8);
        let source = Source::of(&text);
        Self { near, met: claimed.iter().map(|value| value.among(&source)).collect() }
    }

    /// What the clause has in place of the value at `at`.
    fn rival(&self, at: usize) -> Option<&str> {
        match &self.met[at] {
            Met::Otherwise(other) => Some(&other.wording),
            _ => None,
        }
    }
}
