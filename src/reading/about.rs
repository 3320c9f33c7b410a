//! Questions about documents themselves, rather than about what they say on a topic.

use super::Reading;
use super::documents::Scope;
use super::referring::{Asked, Referring, Target, referring, symbols};
use super::words::Words;

/// What is asked about documents themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Which document refers to which.
    References(Referring),
}

/// What is known of a question when that is looked for in it.
pub(super) struct Asking<'a> {
    pub(super) question: &'a str,
    pub(super) words: &'a Words<'a>,
    pub(super) scope: &'a Scope,
    pub(super) verbs: &'a [String],
    /// Whether it asks about a quotation.
    pub(super) quoted: bool,
    /// The question before it.
    pub(super) earlier: Option<&'a Reading>,
}

/// What the question asks about documents themselves, if it does.
pub(super) fn about(asking: &Asking<'_>) -> Option<About> {
    if asking.quoted {
        return None;
    }
    let symbols = symbols(asking.question, asking.words);
    let asked = Asked {
        words: asking.words,
        symbols: &symbols,
        scope: asking.scope,
        verbs: asking.verbs,
        before: asking.earlier.and_then(spoken_of),
    };
    referring(&asked).map(About::References)
}

/// The document that an earlier question was about.
fn spoken_of(earlier: &Reading) -> Option<Target> {
    match &earlier.about {
        Some(About::References(
            Referring { by: Some(target), .. } | Referring { to: Some(target), .. },
        )) => Some(target.clone()),
        _ => {
            let named = &earlier.scope.named;
            (!named.is_empty()).then(|| Target::Documents(named.clone()))
        }
    }
}
