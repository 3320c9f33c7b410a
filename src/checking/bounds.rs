//! Texts that mean harm: how much is looked at for them, what is left out, and that a check ends
//! when it is told to.

use std::cell::Cell;

use super::attribution::Voices;
use super::tests::Desk;
use super::*;
use crate::domain::TEXT_CHARS_MAX;
use crate::hostile_texts::{looked_up, of_a_kind};
use crate::language::looks::counted;
use crate::quoting::Verifier;
use crate::retrieval::{EmbedError, Embedding, ModelInfo, Priority};

/// How much is looked at to read `text`, to find out whose words it quotes, and what it claims.
fn looked_at(desk: &Desk, text: &str) -> usize {
    counted::take();
    let reading = Reading::of(text, &desk.corpus, &desk.index, &Stop::never());
    let reading = reading.expect("nobody stops it");
    let work = Work::of(&reading, &desk.corpus);
    let mut voices = Voices::new(&reading);
    for quoted in &work.quotations {
        voices.of(quoted.passage, &quoted.outer);
    }
    counted::take()
}

#[test]
fn what_is_looked_at_grows_as_the_text_does() {
    let desk = Desk::new();
    let texts = looked_up(TEXT_CHARS_MAX / 8).into_iter().zip(looked_up(TEXT_CHARS_MAX));
    for ((name, short), (_, long)) in texts {
        let (some, all) = (looked_at(&desk, &short), looked_at(&desk, &long));
        // Eight times the text; a few looks more for each that is looked up.
        assert!(all <= 14 * some, "{name}: {some} looks became {all}");
        assert!((TEXT_CHARS_MAX..=200 * long.len()).contains(&all), "{name}: {all} looks");
    }
}

/// Checks `text` in so many steps; `verified` is called for each quotation that is looked up.
fn check_by(
    desk: &Desk,
    steps: Steps,
    text: &str,
    embedder: &dyn Embedder,
    stop: &Stop,
    verified: &dyn Fn(),
) -> Result<TextVerdict, RankError> {
    let verifier = Verifier::new(&desk.corpus, &desk.quotes, stop);
    let verify = |claim: &QuoteClaim| {
        verified();
        verifier.verify(claim)
    };
    let sources = Sources { corpus: &desk.corpus, index: &desk.index, verify: &verify };
    check_within(steps, sources, text, embedder, stop)
}

#[test]
fn the_longest_texts_take_a_bounded_number_of_steps() {
    let desk = Desk::new();
    let mut items = 0;
    for (name, text) in looked_up(TEXT_CHARS_MAX).into_iter().chain(of_a_kind(TEXT_CHARS_MAX)) {
        let stop = Stop::never();
        counted::take();
        let verdict = check_by(&desk, STEPS_MAX, &text, &desk.embedder, &stop, &|| ());
        let looks = counted::take();
        assert!(looks <= 200 * text.len(), "{name}: {looks} looks");
        assert!(stop.steps() < 3_000_000, "{name}: {} steps", stop.steps());
        items += verdict.expect("it does not fail").items.len();
    }
    assert!(items > 10 * TEXT_ITEMS_MAX, "{items} items were checked");
}

/// A claim, a quotation, and a reference for each.
const LONG: &str = "The Rome declaration condemns criminal violence in cities. \
    The Monaco declaration mentions \"seemingly limitless cyberspace\". ";

#[test]
fn what_takes_too_many_steps_is_left_out_and_counted() {
    let (desk, text) = (Desk::new(), LONG.repeat(10));
    let checked = |steps| {
        let verdict = check_by(&desk, steps, &text, &desk.embedder, &Stop::never(), &|| ());
        let verdict = verdict.expect("it does not fail");
        let count = |kind| verdict.items.iter().filter(|item| item.kind == kind).count();
        (ItemKind::ALL.map(count), verdict.left_out)
    };
    assert_eq!(checked(STEPS_MAX), ([10, 20, 10], 0));
    let few = Steps { quotations: 1, paraphrases: 1 };
    assert_eq!(checked(few), ([1, 20, 1], 18));
}

#[test]
fn a_check_that_nobody_waits_for_looks_nothing_more_up() {
    let (desk, text) = (Desk::new(), LONG.repeat(40));
    let (stop, verified) = (Stop::default(), Cell::new(0));
    let leave = || {
        verified.set(verified.get() + 1);
        if verified.get() == 3 {
            stop.set();
        }
    };
    let stopped = check_by(&desk, STEPS_MAX, &text, &desk.embedder, &stop, &leave);
    assert!(matches!(stopped, Err(RankError::Stopped(_))), "{stopped:?}");
    let embedded = desk.embedder.texts_embedded();
    assert_eq!(verified.get(), 3);
    // Of what comes behind the quotations, nothing is begun.
    let again = check_by(&desk, STEPS_MAX, "It urges police.", &desk.embedder, &stop, &|| ());
    assert!(matches!(again, Err(RankError::Stopped(_))), "{again:?}");
    assert_eq!(desk.embedder.texts_embedded(), embedded);
}

/// An embedder whose caller goes away at its first call.
struct Left<'a>(&'a Desk, &'a Stop);

impl Embedder for Left<'_> {
    fn model(&self) -> &ModelInfo {
        self.0.embedder.model()
    }

    fn embed(&self, texts: &[&str], priority: Priority) -> Result<Vec<Embedding>, EmbedError> {
        self.1.set();
        self.0.embedder.embed(texts, priority)
    }

    fn knows(&self, word: &str) -> bool {
        self.0.embedder.knows(word)
    }
}

#[test]
fn claims_that_nobody_waits_for_are_not_embedded() {
    const AT_ONCE: usize = 16;
    let (desk, stop) = (Desk::new(), Stop::default());
    let before = desk.embedder.texts_embedded();
    let stopped = check_by(&desk, STEPS_MAX, &LONG.repeat(40), &Left(&desk, &stop), &stop, &|| ());
    assert!(matches!(stopped, Err(RankError::Stopped(_))), "{stopped:?}");
    let embedded = desk.embedder.texts_embedded() - before;
    assert!((1..=AT_ONCE).contains(&embedded), "{embedded} of 40 claims");
}
