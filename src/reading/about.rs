//! Questions about documents themselves, rather than about what they say on a topic.

use super::Reading;
use super::acts::Act;
use super::counting::Counted;
use super::linking::{periods, speaks_of};
use super::names::Names;
use super::referring::{Asked, Referring, Target, frames, referring, symbols};
use super::scale::{Scale, scale};
use super::scope::Scope;
use super::words::{Role, Words};
use crate::domain::{Corpus, Part};
use crate::language::lexicon::{PhraseList, english};

/// What is asked about documents themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Which document refers to which.
    References(Referring),
    /// How documents were adopted, and who voted how: of the one that is named, or of all.
    Votes(Option<Target>),
    /// A fact about the documents that are named.
    Fact(Fact, Target),
    /// How often they mention the topic.
    Count(Counted),
    /// What they do by a verb: proclaim, appoint.
    Act(Act),
    /// Which of several verbs is the stronger.
    Scale(Scale),
    /// What the one has that the other has not: two documents.
    New {
        /// The document that is asked about.
        of: usize,
        /// The one that it is compared with.
        beside: usize,
    },
    /// Which of all documents has the most clauses, or the fewest.
    Longest {
        /// Whether the longest is asked for.
        most: bool,
    },
}

impl About {
    /// The text that is asked about.
    const fn target(&mut self) -> Option<&mut Target> {
        match self {
            Self::Votes(target) => target.as_mut(),
            Self::Fact(_, target) | Self::References(Referring { by: Some(target), .. }) => {
                Some(target)
            }
            Self::References(Referring { to, .. }) => to.as_mut(),
            _ => None,
        }
    }

    /// Whether it is asked about the document that answered the question before.
    pub fn is_of_meant(&self) -> bool {
        matches!(self.clone().target(), Some(Target::Meant))
    }

    /// The same, about these documents if it is about the one that answered before; `None` if it is, and there are no
    /// such documents.
    #[must_use]
    pub fn of_meant(mut self, documents: Vec<usize>) -> Option<Self> {
        if let Some(target) = self.target().filter(|target| **target == Target::Meant) {
            if documents.is_empty() {
                return None;
            }
            *target = Target::Documents(documents);
        }
        Some(self)
    }
}

/// A fact about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// On which day that is which it proclaims.
    Observed,
    /// Its title.
    Title,
    /// Who adopted it.
    Issuer,
    /// When it was adopted.
    Date,
    /// Its official symbol.
    Symbol,
    /// How many clauses it has: in all, or in a part.
    Clauses(Option<Part>),
    /// How many articles it has.
    Articles,
    /// Which of its clauses are of a part.
    ClausesOf(Part),
    /// What it commits to, clause by clause.
    Commitments,
    /// Its strongest verb.
    Strongest,
    /// Whether it binds in law.
    Binding,
    /// Where it can be read.
    Source,
    /// Its subjects.
    Subjects,
    /// The items of the agenda that it was adopted under.
    Agenda,
    /// Who proposed it.
    Sponsors,
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
    let Asking { words, scope, .. } = *asking;
    // What is denied or singled out is counted by nobody here.
    let saying = &english().questions.saying;
    let singled = &english().questions.about_documents.singling;
    if let Some(new) = novelty(words, scope) {
        return Some(new);
    }
    if words.any(&saying.denying) {
        return None;
    }
    let singled = words.any(singled);
    let symbols = symbols(asking.question, words);
    let before = asking.earlier.and_then(spoken_of);
    let asked = Asked { words, symbols: &symbols, scope, verbs: asking.verbs, before };
    // "Which others mention it?", behind a topic, asks of the topic and not of the document.
    let known = &english().questions.about_documents.referring;
    let of_topic = asking.earlier.is_some_and(|earlier| !earlier.terms.is_empty())
        && words.any(&known.speaking);
    let before = asked.before.clone().filter(|_| !of_topic);
    let referred = Asked { before, ..asked.clone() };
    if let Some(referring) = referring(&referred).filter(|_| !singled) {
        return Some(About::References(referring));
    }
    let pronoun = words.any(&english().questions.pronouns);
    let target = match (symbols.is_empty(), scope.named.is_empty()) {
        (false, _) => Some(Target::Symbols(symbols.iter().map(|(_, one)| one.clone()).collect())),
        (true, false) => Some(Target::Documents(scope.named.clone())),
        (true, true) => asked.before.filter(|_| pronoun || goes_on(asking)),
    };
    let pointed = symbols.is_empty() && scope.named.is_empty();
    let named = !scope.named.is_empty();
    let target = target.or_else(|| meant(asking));
    let known = &english().questions.about_documents;
    let compared = words.has_phrase(&known.votes.how) || words.has_phrase(&known.votes.same);
    let how = compared && words.any(&known.votes.adopting);
    if words.has_phrase(&known.votes.asking) || how || takes_part(words) {
        // "How was it adopted?", where nothing was spoken of.
        return (target.is_some() || !pronoun).then_some(About::Votes(target));
    }
    if singled {
        return None;
    }
    // "And resolution 80/5?", behind a question on votes.
    let same = matches!(asking.earlier.map(|earlier| &earlier.about), Some(Some(About::Votes(_))));
    let bare = same
        && target.is_some()
        && !pronoun
        && (0..words.len())
            .all(|at| frames(words, at) || symbols.iter().any(|(range, _)| range.contains(&at)));
    if bare {
        return Some(About::Votes(target));
    }
    let symbol_at = |at: usize| symbols.iter().any(|(range, _)| range.contains(&at));
    // Beside the phrase that asks for a fact no topic stands.
    let asks = |phrases: &PhraseList| {
        let found: Vec<_> =
            (0..words.len()).filter_map(|at| words.phrase_at(at, phrases)).collect();
        !found.is_empty() && {
            (0..words.len()).all(|at| {
                found.iter().any(|own| own.contains(&at))
                    || symbol_at(at)
                    || frames(words, at)
                    || known.facts.beside.has(words.word(at))
            })
        }
    };
    let (most, least) = (asks(&known.facts.longest), asks(&known.facts.shortest));
    if most || least {
        return Some(About::Longest { most });
    }
    if let Some(scale) = scale(words) {
        return Some(About::Scale(scale));
    }
    if let Some(observed) = observed(words, scope) {
        return Some(observed);
    }
    let undertaken = words.find(&known.facts.undertakings).is_some_and(|own| {
        let beside = [&known.facts.beside, &known.facts.undertaking];
        let rest = |at: usize| {
            symbol_at(at) || frames(words, at) || beside.iter().any(|list| list.has(words.word(at)))
        };
        (0..words.len()).all(|at| own.contains(&at) || rest(at))
    });
    let undertaken = undertaken.then_some(Fact::Clauses(Some(Part::Operative)));
    let fact = undertaken.or_else(|| fact(words, &asks))?;
    // "Is a declaration binding?", of all that there are.
    let nouns = &english().documents.kinds.nouns;
    let any = || {
        let of_all = fact == Fact::Binding && words.any(nouns) && asking.earlier.is_none();
        of_all.then(|| Target::Documents(Vec::new()))
    };
    let target = target.or_else(any)?;
    let told = match fact {
        // The date of what is named by its place or title may stand in a clause as well.
        Fact::Date => !named || matches!(target, Target::Symbols(_) | Target::Meant),
        // Whether that binds which was found is asked of its clauses.
        Fact::Binding if pointed => asking.earlier.is_none_or(|earlier| earlier.terms.is_empty()),
        Fact::Commitments | Fact::Strongest | Fact::ClausesOf(_) => target != Target::Meant,
        _ => true,
    };
    told.then_some(About::Fact(fact, target))
}

/// Whether it asks who was for or against: "which countries were against the day of bees?", "did Fiji support the
/// resolution?".
fn takes_part(words: &Words<'_>) -> bool {
    let asking = &english().questions;
    let known = &asking.about_documents.votes;
    let nouns = &english().documents.kinds.nouns;
    let auxiliary = |at: usize| asking.several.auxiliaries.has(words.word(at));
    let opens = (0..words.len()).find(|&at| !asking.opening.has(words.word(at))).unwrap_or(0);
    let Some(part) = (opens..words.len()).find(|&at| known.taking_part.has(words.word(at))) else {
        return false;
    };
    let subject = (opens..part).rfind(|&at| !auxiliary(at));
    let who = subject.is_some_and(|at| {
        let asks = asking.which.has(words.word(opens)) || words.word(opens) == "who";
        asks && at <= opens + 1 && known.voters.has(words.word(at))
    });
    let noun = (part + 1..words.len().min(part + 3)).any(|at| nouns.has(words.word(at)));
    who || noun && known.before_voters.has(words.word(opens))
}

/// The document that answered the question before, where that named none and one is pointed at.
fn meant(asking: &Asking<'_>) -> Option<Target> {
    let earlier = asking.earlier?;
    let scope = &earlier.scope;
    let known = scope.named.is_empty()
        && scope.missing_names.is_empty()
        && scope.missing_years.is_empty()
        && earlier.about.is_none()
        && !earlier.terms.is_empty();
    let points = asking.words.any(&english().questions.pronouns_of_one);
    (known && points).then_some(Target::Meant)
}

/// What one of two documents has that the other has not: "what is new in Monaco that Rome did not have?".
fn novelty(words: &Words<'_>, scope: &Scope) -> Option<About> {
    let comparing = &english().questions.comparing;
    let new = (0..words.len()).find(|&at| comparing.new.has(words.word(at)))?;
    let own = |group: &Vec<usize>| {
        let mut named = scope.named.iter().filter(|at| group.contains(at));
        named.next().copied().filter(|_| named.next().is_none())
    };
    let lists = [
        &comparing.beside_new,
        &comparing.always,
        &comparing.of_several,
        &comparing.opposing,
        &english().questions.saying.denying,
    ];
    let rest = |at: usize| {
        at == new || frames(words, at) || lists.iter().any(|list| list.has(words.word(at)))
    };
    if !(0..words.len()).all(rest) {
        return None;
    }
    let [first, second] = &scope.groups[..] else { return None };
    let (first, second) = (own(first)?, own(second)?);
    let names = |mut range: std::ops::Range<usize>| range.any(|at| words.role(at) == Role::Scope);
    // "Compared with Rome, what is new in Monaco?"
    let behind = names(0..new) && words.word(new + 1) == "in" && names(new..words.len());
    let (of, beside) = if behind { (second, first) } else { (first, second) };
    (of != beside).then_some(About::New { of, beside })
}

/// On which day that is which some document proclaims: "what day is Wolf Day?", but not when it was proclaimed.
fn observed(words: &Words<'_>, scope: &Scope) -> Option<About> {
    let asking = &english().questions;
    let first = (0..words.len()).find(|&at| !asking.opening.has(words.word(at)))?;
    let when = words.word(first) == "when" && asking.events.present.has(words.word(first + 1));
    let asks = if when { Some(first..first + 1) } else { words.find(&asking.events.dates) }?;
    let present = words.any(&asking.events.present) && !words.any(&asking.answer_types.past);
    let named =
        (0..words.len()).any(|at| !asks.contains(&at) && asking.events.days.has(words.word(at)));
    (present && named && scope.named.len() < 2)
        .then(|| About::Fact(Fact::Observed, Target::Documents(scope.named.clone())))
}

/// Whether a question on votes names no document, and goes on with one that did: "Who abstained?".
fn goes_on(asking: &Asking<'_>) -> bool {
    let nouns = &english().documents.kinds.nouns;
    matches!(asking.earlier.map(|earlier| &earlier.about), Some(Some(About::Votes(Some(_)))))
        && !asking.words.any(nouns)
}

/// What the documents that are named say, where nothing else is asked of them: "What does the Rome
/// declaration say?", "Rome declaration".
pub(super) fn gist(scope: &Scope) -> Option<About> {
    let whole = scope.missing_names.is_empty() && scope.missing_years.is_empty();
    let named = (!scope.named.is_empty() && whole).then(|| scope.named.clone())?;
    Some(About::Fact(Fact::Commitments, Target::Documents(named)))
}

/// Whether all that a question has, beside names and dates, asks what happened then: "What happened on 5
/// November 2012?".
pub(super) fn tells_of(words: &Words<'_>) -> bool {
    let happening = &english().questions.about_documents.facts.happening;
    let dates = periods(words);
    words.any(happening)
        && (0..words.len()).all(|at| {
            happening.has(words.word(at))
                || frames(words, at)
                || dates.iter().any(|date| date.words.contains(&at))
        })
}

/// `scope` without documents of the same year where what happened on one day is asked, and none is of that
/// day: such a document is missing, unless a clause speaks of the day.
pub(super) fn on_its_day(words: &Words<'_>, corpus: &Corpus, names: &Names, scope: Scope) -> Scope {
    let days = periods(words);
    let Some(day) = days.iter().rfind(|period| period.from == period.to) else { return scope };
    let own = names.links().of_days(|of| of == day.from);
    if !own.is_empty() {
        return scope;
    }
    let typed = words.text_of(&day.words);
    if speaks_of(corpus, typed) {
        return scope;
    }
    let missing_names = vec![format!("document of {typed}")];
    Scope {
        named: Vec::new(),
        years: Vec::new(),
        missing_years: Vec::new(),
        missing_names,
        ..scope
    }
}

/// The fact that is asked for.
fn fact(words: &Words<'_>, asks: &dyn Fn(&PhraseList) -> bool) -> Option<Fact> {
    let known = &english().questions.about_documents.facts;
    let part = if words.any(&known.operative) {
        Some(Part::Operative)
    } else {
        words.any(&known.preambular).then_some(Part::Preambular)
    };
    let facts = [
        (&known.articles, Fact::Articles),
        (&known.clauses, Fact::Clauses(part)),
        (&known.binding, Fact::Binding),
        (&known.strongest, Fact::Strongest),
        (&known.commitments, Fact::Commitments),
        (&known.issuer, Fact::Issuer),
        (&known.date, Fact::Date),
        (&known.title, Fact::Title),
        (&known.symbol, Fact::Symbol),
        (&known.source, Fact::Source),
        (&known.subjects, Fact::Subjects),
        (&known.agenda, Fact::Agenda),
        (&known.sponsors, Fact::Sponsors),
    ];
    let parts = part.filter(|_| asks(&known.which_clauses)).map(Fact::ClausesOf);
    parts.or_else(|| facts.into_iter().find(|(phrases, _)| asks(phrases)).map(|(_, fact)| fact))
}

/// The document that an earlier question was about.
fn spoken_of(earlier: &Reading) -> Option<Target> {
    if let Some(
        About::References(Referring { by: Some(target), .. } | Referring { to: Some(target), .. })
        | About::Fact(_, target)
        | About::Votes(Some(target)),
    ) = &earlier.about
    {
        return Some(target.clone());
    }
    let named = &earlier.scope.named;
    (!named.is_empty()).then(|| Target::Documents(named.clone()))
}
