//! The verdict on a quotation.

use std::cmp::Ordering;
use std::sync::Arc;

use super::chain::Chain;
use super::debris::Plain;
use super::index::QuoteIndex;
use super::passage::Known;
use super::place::{Among, Searched};
use super::quote::{Piece, Role, literal, pieces};
use crate::domain::{
    Corpus, QUOTE_MATCHES_MAX, QuoteClaim, QuoteMatch, QuoteVerdict, Stop, Stopped, Text, Verdict,
};

/// How like a place must be, from 0 to 1, for the quotation to count as altered rather than as
/// absent.
const SIMILARITY_MIN: f64 = 0.75;
/// Words that an altered quotation must share with its source: a shorter text is found as it is,
/// or not at all.
const HELD_MIN: usize = 4;

/// The document and the clause that a quotation is ascribed to.
#[derive(Clone, Copy, Default)]
struct Ascribed {
    document: Option<usize>,
    clause: Option<usize>,
}

impl Ascribed {
    fn admits(self, place: &QuoteMatch) -> bool {
        self.document.is_none_or(|document| place.document == document)
            && self.clause.is_none_or(|clause| place.spans.iter().any(|span| span.clause == clause))
    }
}

/// Says whether and where the quotation of `claim`, which has been validated, stands in `corpus`,
/// of which `index` is.
pub fn verify(corpus: &Arc<Corpus>, index: &QuoteIndex, claim: &QuoteClaim) -> QuoteVerdict {
    verify_among(corpus, index, claim, None)
}

/// The same of the clauses alone that `among` passes.
pub fn verify_among(
    corpus: &Arc<Corpus>,
    index: &QuoteIndex,
    claim: &QuoteClaim,
    among: Among<'_>,
) -> QuoteVerdict {
    let never = Stop::never();
    let verifier = Verifier::new(corpus, index, &never);
    verifier.verify_among(claim, among).expect("nobody tells it to stop")
}

/// Says so of several quotations, one after the other: what was read for one is known for the next.
pub struct Verifier<'c> {
    corpus: &'c Arc<Corpus>,
    index: &'c QuoteIndex,
    known: Known,
    stop: &'c Stop,
}

impl<'c> Verifier<'c> {
    /// Searches `corpus`, of which `index` is, until it is told to `stop`.
    pub fn new(corpus: &'c Arc<Corpus>, index: &'c QuoteIndex, stop: &'c Stop) -> Self {
        Self { corpus, index, known: Known::default(), stop }
    }

    /// Says whether and where the quotation of `claim`, which has been validated, stands.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn verify(&self, claim: &QuoteClaim) -> Result<QuoteVerdict, Stopped> {
        self.verify_among(claim, None)
    }

    /// The same of the clauses alone that `among` passes.
    ///
    /// # Errors
    /// When it was told to stop.
    pub fn verify_among(
        &self,
        claim: &QuoteClaim,
        among: Among<'_>,
    ) -> Result<QuoteVerdict, Stopped> {
        let found = self.verify_as_is(claim, among)?;
        let stands = matches!(found.verdict, Verdict::Exact | Verdict::Normalised);
        let plain = if stands { None } else { Plain::of(&claim.text, self.index) };
        let Some(plain) = plain else { return Ok(found) };
        let without = QuoteClaim { text: plain.text.clone(), ..claim.clone() };
        if !without.text.contains(char::is_alphanumeric) {
            return Ok(found);
        }
        let better = self.verify_as_is(&without, among)?;
        let worse = better.verdict > found.verdict;
        Ok(if worse { found } else { plain.as_pasted(better, &claim.text) })
    }

    fn verify_as_is(&self, claim: &QuoteClaim, among: Among<'_>) -> Result<QuoteVerdict, Stopped> {
        self.stop.check()?;
        let Self { corpus, index, known, stop } = self;
        let clause = claim.clause.as_deref().and_then(|id| corpus.clause_position(id));
        let document = claim.document.as_deref().and_then(|id| corpus.document_index(id));
        let document = document.or_else(|| clause.map(|at| corpus.clauses()[at].document));
        let ascribed = Ascribed { document, clause };
        let searched = Searched { corpus, index, among, known, stop };
        let meant = pieces(&claim.text, index);
        let mut found = searched.matches(&claim.text, &meant, ascribed);
        let marked = meant.len() > 1
            || meant.iter().flat_map(|piece| &piece.tokens).any(|token| token.role != Role::Quoted);
        if marked {
            // Ellipses and brackets may be the document's own.
            let literal = literal(&claim.text, index);
            let own = searched.matches(&claim.text, &literal, ascribed);
            found.extend(own.into_iter().filter(stands));
        }
        if let Some(among) = among {
            found.retain(|place| place.found.spans.iter().all(|span| among(span.clause)));
        }
        // Where it was told to, not all was searched.
        stop.check()?;
        Ok(judge(Arc::clone(corpus), Text::new(claim.text.clone()), found, ascribed))
    }
}

/// A place, and how many words of the quotation it holds.
struct Place {
    found: QuoteMatch,
    held: usize,
}

impl Searched<'_> {
    /// Places of the quotation in what it is ascribed to and in the whole corpus, in no order.
    fn matches(&self, text: &str, pieces: &[Piece], ascribed: Ascribed) -> Vec<Place> {
        let clause = ascribed.clause.map(|clause| self.index.words_of(clause));
        let document = ascribed.document.map(|document| self.document(document));
        let mut chains: Vec<Chain<'_>> = Vec::new();
        for words in clause.into_iter().chain(document) {
            chains.extend(self.chains(pieces, Some(words)));
        }
        chains.extend(self.chains(pieces, None));
        let place = |chain: &Chain<'_>| Place {
            found: self.assemble(text, pieces, chain),
            held: chain.held(),
        };
        chains.iter().map(place).collect()
    }
}

/// Puts places in order and draws the verdict from them.
fn judge(
    corpus: Arc<Corpus>,
    text: Text,
    mut found: Vec<Place>,
    ascribed: Ascribed,
) -> QuoteVerdict {
    found.sort_by(|a, b| order(&a.found, &b.found));
    found.dedup_by(|a, b| a.found.document == b.found.document && a.found.spans == b.found.spans);
    let (own, others): (Vec<Place>, Vec<Place>) =
        found.into_iter().partition(|place| ascribed.admits(&place.found));
    let claimed = ascribed.document.is_some();
    let first = |places: &[Place], is: fn(&Place) -> bool| places.first().is_some_and(is);
    let (verdict, matches, nearest) = if first(&own, stands) {
        let exact = own[0].found.is_exact();
        let verdict = if exact { Verdict::Exact } else { Verdict::Normalised };
        let all = own.into_iter().chain(others).filter(stands).collect();
        (verdict, all, None)
    } else if claimed && first(&others, stands) {
        let nearest = own.into_iter().find(is_near);
        (Verdict::Misattributed, others.into_iter().filter(stands).collect(), nearest)
    } else if first(&own, is_near) {
        (Verdict::Altered, alike(own), None)
    } else if claimed && first(&others, is_near) {
        (Verdict::Misattributed, alike(others), own.into_iter().next())
    } else {
        let (own, other) = (own.into_iter().next(), others.into_iter().next());
        let better = |a: Place, b: Place| {
            if order(&b.found, &a.found) == Ordering::Less { b } else { a }
        };
        (Verdict::NotFound, Vec::new(), own.into_iter().chain(other).reduce(better))
    };
    let matches: Vec<Place> = matches;
    let matches = matches.into_iter().take(QUOTE_MATCHES_MAX).map(|place| place.found).collect();
    let nearest = nearest.map(|place| place.found).filter(|found| found.similarity > 0.0);
    QuoteVerdict { verdict, text, matches, nearest, corpus }
}

/// What stands word for word first, then what is most like it, then in order of the corpus.
fn order(a: &QuoteMatch, b: &QuoteMatch) -> Ordering {
    let rank = |place: &QuoteMatch| (!place.is_verbatim(), !place.is_exact());
    let at = |place: &QuoteMatch| place.spans.first().map(|span| (span.clause, span.span));
    rank(a)
        .cmp(&rank(b))
        .then(b.similarity.total_cmp(&a.similarity))
        .then(a.normalised.len().cmp(&b.normalised.len()))
        .then_with(|| at(a).cmp(&at(b)))
}

/// Of places in order those that are as like as the first.
fn alike(places: Vec<Place>) -> Vec<Place> {
    let best = places.first().map_or(1.0, |place| place.found.similarity);
    places.into_iter().take_while(|place| place.found.similarity >= best).collect()
}

fn stands(place: &Place) -> bool {
    place.found.is_verbatim()
}

/// Whether the quotation comes from there, altered.
fn is_near(place: &Place) -> bool {
    place.found.similarity >= SIMILARITY_MIN && place.held >= HELD_MIN
}
