//! Questions about documents themselves, rather than about what they say on a topic.

use super::Reading;
use super::counting::Counted;
use super::linking::{periods, speaks_of};
use super::names::Names;
use super::referring::{Asked, Referring, Target, frames, referring, symbols};
use super::scope::Scope;
use super::words::Words;
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
    /// Which of all documents has the most clauses, or the fewest.
    Longest {
        /// Whether the longest is asked for.
        most: bool,
    },
}

/// A fact about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
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
    let known = &english().questions.about_documents;
    let how = words.has_phrase(&known.votes.how) && words.any(&known.votes.adopting);
    if words.has_phrase(&known.votes.asking) || how {
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
        words.find(phrases).is_some_and(|own| {
            (0..words.len()).all(|at| {
                own.contains(&at)
                    || symbol_at(at)
                    || frames(words, at)
                    || known.facts.beside.has(words.word(at))
            })
        })
    };
    let (most, least) = (asks(&known.facts.longest), asks(&known.facts.shortest));
    if most || least {
        return Some(About::Longest { most });
    }
    let (fact, target) = fact(words, &asks).zip(target)?;
    // The date of what is named by its place or title may stand in a clause as well.
    let told = fact != Fact::Date || matches!(target, Target::Symbols(_));
    told.then_some(About::Fact(fact, target))
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
