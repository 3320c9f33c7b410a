//! Questions about which document refers to which: "which resolutions recall resolution 72/233?",
//! "what does resolution 80/4 recall?".

use std::ops::Range;

use super::scope::Scope;
use super::words::{Role, Words};
use crate::language::analysis::stem;
use crate::language::dates::{is_month_name, year_of};
use crate::language::lexicon::english;
use crate::language::references;

/// A question about references: either end may be what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referring {
    /// What refers; what does is asked for where there is none.
    pub by: Option<Target>,
    /// What is referred to.
    pub to: Option<Target>,
    /// Lemmas of verbs by which it is to be referred to; any do where there are none.
    pub lemmas: Vec<String>,
    /// Whether it names years that are no part of a symbol or its date.
    pub of_years: bool,
    /// Whether resolutions are asked for, and no other texts: "which resolutions does it recall?".
    pub resolutions: bool,
}

/// A text at one end of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Known by its symbols.
    Symbols(Vec<AskedSymbol>),
    /// Documents of the corpus.
    Documents(Vec<usize>),
    /// Known by its name alone: "the Charter of the United Nations".
    Name(String),
    /// The document that answered the question before, which is found by searching for that.
    Meant,
}

/// A symbol in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedSymbol {
    /// As symbols are compared.
    pub key: String,
    /// Whether `key` is the beginning alone: "resolution 1325" leaves out the year.
    pub open: bool,
    /// What it is called in running text: "resolution 72/233".
    pub name: String,
}

/// Symbols in a question with the words that they are made of, in order.
pub(super) fn symbols(question: &str, words: &Words<'_>) -> Vec<(Range<usize>, AskedSymbol)> {
    let over = |bytes: &Range<usize>| {
        let of = |&at: &usize| {
            let own = &words.term(at).bytes;
            own.start < bytes.end && bytes.start < own.end
        };
        let first = (0..words.len()).find(of)?;
        let last = (0..words.len()).rfind(of)?;
        Some(first..last + 1)
    };
    let found = references::find_in_question(question);
    let mut found: Vec<_> = found
        .into_iter()
        .filter_map(|one| {
            let typed = &question[one.range.clone()];
            let spelt_out =
                typed.starts_with(|c: char| c.is_ascii_uppercase()) && typed.contains("/RES/");
            let bare = typed.starts_with(|c: char| c.is_ascii_digit() || c == 'E' || c == 'S');
            let name = match typed.split_once("/RES/").filter(|_| spelt_out) {
                Some((_, number)) => format!("resolution {number}"),
                None if bare && one.key.contains("RES/") => format!("resolution {typed}"),
                None => typed.to_owned(),
            };
            Some((over(&one.range)?, AskedSymbol { key: one.key, open: false, name }))
        })
        .collect();
    // "resolution 1325": the year is left out.
    for at in 1..words.len() {
        let number = words.word(at);
        let counts = (2..=4).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
        let behind = english().documents.kinds.nouns.has(words.word(at - 1));
        let apart = found.iter().all(|(range, _)| !range.contains(&at));
        if counts && behind && apart && words.stem(at - 1) == stem("resolution") {
            let (key, name) = (format!("RES/{number}("), format!("resolution {number}"));
            found.push((at..at + 1, AskedSymbol { key, open: true, name }));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// What is known of a question when references are looked for in it.
#[derive(Clone)]
pub(super) struct Asked<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) symbols: &'a [(Range<usize>, AskedSymbol)],
    pub(super) scope: &'a Scope,
    /// Lemmas of lead-in verbs in it.
    pub(super) verbs: &'a [String],
    /// What "it" means.
    pub(super) before: Option<Target>,
}

/// Which references the question asks for, if it does and asks for nothing else.
pub(super) fn referring(asked: &Asked<'_>) -> Option<Referring> {
    let Asked { words, symbols, verbs, .. } = *asked;
    let known = &english().questions.about_documents.referring;
    let symbol_at = |at: usize| symbols.iter().any(|(range, _)| range.contains(&at));
    let lemma_at = |at: usize| {
        let own = |lemma: &&String| stem(lemma) == words.stem(at);
        verbs.iter().find(own)
    };
    // "When was it adopted?", "who adopted it?" ask for no other document.
    let nouns = &english().documents.kinds.nouns;
    let which = (1..words.len())
        .any(|at| nouns.has(words.word(at)) && english().questions.which.has(words.word(at - 1)));
    let verb_at = |at: usize| {
        !symbol_at(at)
            && (known.verbs.has(words.word(at))
                || which && !symbols.is_empty() && lemma_at(at).is_some())
    };
    let verb = (0..words.len()).find(|&at| verb_at(at))?;
    let general = (0..words.len()).any(|at| known.general.has(words.word(at)));
    let named_end = |to: &Option<Target>| matches!(to, Some(Target::Name(_)));
    let (by, to) = ends(asked, verb)?;
    // "Resolution 2178 (2014)", "resolution 72/233 of 20 December 2017".
    let of_years = (0..words.len()).any(|at| {
        let dated = at > 0 && is_month_name(words.word(at - 1));
        !symbol_at(at) && !dated && year_of(words.word(at)).is_some()
    });
    // A name may hold what looks like a verb: "Declaration".
    let end = if named_end(&to) { verb + 1 } else { words.len() };
    let lemmas: Vec<String> = (0..end).filter_map(lemma_at).cloned().collect();
    let lemmas = if general { Vec::new() } else { lemmas };
    let framed = (0..end).all(|at| symbol_at(at) || verb_at(at) || frames(words, at));
    // A document may be asked what else it does; who refers to it is a matter of references alone.
    let speaks = known.speaking.has(words.word(verb));
    let referred = to.is_some() || known.verbs.has(words.word(verb)) && !speaks;
    // "Which earlier resolutions does it recall?"
    let resolutions = stem("resolutions");
    let asked = |at: usize| {
        let mut before = at.saturating_sub(NOUN_WORDS_MAX)..at;
        let which = before.any(|at| english().questions.which.has(words.word(at)));
        which && words.stem(at) == resolutions && !symbol_at(at + 1)
    };
    let resolutions = (1..words.len()).any(asked);
    (framed && referred).then_some(Referring { by, to, lemmas, of_years, resolutions })
}

/// So far behind "which" its noun may stand: "which of the earlier resolutions".
const NOUN_WORDS_MAX: usize = 4;

/// Whether the word at `at` only frames a question about documents.
pub(super) fn frames(words: &Words<'_>, at: usize) -> bool {
    let asking = &english().questions;
    let word = words.word(at);
    let lists = [
        &english().documents.kinds.nouns,
        &asking.which,
        &asking.interrogatives,
        &asking.saying.words,
        &asking.fillers,
        &asking.pronouns,
        &asking.about_documents.beside,
    ];
    words.role(at) == Role::Scope
        || words.term(at).is_stopword()
        || lists.iter().any(|list| list.has(word))
}

/// What refers, and what is referred to: by the verb at `verb`.
fn ends(asked: &Asked<'_>, verb: usize) -> Option<(Option<Target>, Option<Target>)> {
    let Asked { words, symbols, .. } = *asked;
    let known = &english().questions.about_documents.referring;
    let side = |behind: bool| {
        let own = symbols.iter().filter(|(range, _)| (range.start > verb) == behind);
        let own: Vec<AskedSymbol> = own.map(|(_, symbol)| symbol.clone()).collect();
        if !own.is_empty() {
            return Some(Target::Symbols(own));
        }
        let mut words_there = if behind { verb + 1..words.len() } else { 0..verb };
        let named = words_there.any(|at| words.role(at) == Role::Scope);
        let named = named && symbols.is_empty() && !asked.scope.named.is_empty();
        named.then(|| Target::Documents(asked.scope.named.clone()))
    };
    let pronoun = |behind: bool| {
        let mut there = if behind { verb + 1..words.len() } else { 0..verb };
        let points = |at: usize| english().questions.pronouns.has(words.word(at));
        asked.before.clone().filter(|_| there.any(points))
    };
    let participle = known.participles.has(words.word(verb));
    let copula = (0..verb).any(|at| known.copula.has(words.word(at)));
    let agent = participle && known.agents.has(words.word(verb + 1));
    let (before, behind) = (side(false), side(true));
    if agent && behind.is_some() {
        return Some((behind, before));
    }
    if participle && copula {
        let to = before.or(behind).or_else(|| pronoun(false))?;
        return Some((None, Some(to)));
    }
    if before.is_some() || behind.is_some() {
        let by = before.or_else(|| pronoun(false));
        return Some((by, behind));
    }
    let named = || name_behind(words, verb).map(Target::Name);
    match (pronoun(false), pronoun(true)) {
        (Some(by), _) => Some((Some(by), None)),
        (None, to) => Some((None, Some(to.or_else(named)?))),
    }
}

/// The name of an instrument that ends the question, behind its verb: "the Charter of the United
/// Nations".
fn name_behind(words: &Words<'_>, verb: usize) -> Option<String> {
    let known = &english().questions.about_documents.referring;
    let skipped = |at: &usize| known.before_names.has(words.word(*at));
    let start = verb + 1 + (verb + 1..words.len()).take_while(skipped).count();
    let instrument = (start..words.len()).any(|at| {
        known.instruments.has(words.word(at)) && words.typed(at).starts_with(char::is_uppercase)
    });
    let spoken = known.verbs.has(words.word(verb)) && !known.speaking.has(words.word(verb));
    (instrument && spoken).then(|| words.text_between(start..words.len()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(question: &str, verbs: &[&str]) -> Option<Referring> {
        let words = Words::new(question);
        let symbols = symbols(question, &words);
        let verbs: Vec<String> = verbs.iter().map(|&verb| verb.to_owned()).collect();
        let asked = Asked {
            words: &words,
            symbols: &symbols,
            scope: &Scope::default(),
            verbs: &verbs,
            before: Some(Target::Documents(vec![3])),
        };
        referring(&asked)
    }

    /// The keys or the name of one end.
    fn shown(target: Option<Target>) -> String {
        match target {
            None => String::new(),
            Some(Target::Symbols(own)) => {
                own.into_iter().map(|one| one.key).collect::<Vec<_>>().join(" ")
            }
            Some(Target::Documents(own)) => format!("{own:?}"),
            Some(Target::Name(name)) => name,
            Some(Target::Meant) => "meant".to_owned(),
        }
    }

    #[test]
    fn either_end_of_a_reference_is_asked_for() {
        let cases: &[(&str, &str, &str, usize)] = &[
            ("Which resolutions recall resolution 72/233?", "", "RES/72/233", 1),
            ("Which resolutions recall or refer to resolution 72/233?", "", "RES/72/233", 0),
            ("who cites A/RES/72/233", "", "RES/72/233", 0),
            ("Who cited this later?", "", "[3]", 0),
            ("Is resolution 72/233 cited anywhere?", "", "RES/72/233", 0),
            ("Where is 2178 (2014) mentioned?", "", "RES/2178(2014)", 0),
            ("Which resolutions recall resolution 1325?", "", "RES/1325(", 1),
            ("What does resolution 80/4 recall?", "RES/80/4", "", 1),
            ("Which resolutions are cited in resolution 80/4?", "RES/80/4", "", 0),
            ("What does it recall?", "[3]", "", 1),
            ("Does resolution 80/4 recall resolution 74/7?", "RES/80/4", "RES/74/7", 1),
            (
                "Which resolutions recall the Charter of the United Nations?",
                "",
                "Charter of the United Nations",
                1,
            ),
        ];
        for &(question, by, to, lemmas) in cases {
            let found = read(question, &["recall"]).unwrap_or_else(|| panic!("{question}"));
            let found = (shown(found.by), shown(found.to), found.lemmas.len());
            assert_eq!(found, (by.to_owned(), to.to_owned(), lemmas), "{question}");
        }
    }

    #[test]
    fn what_asks_for_more_than_references_is_left_alone() {
        for question in [
            "What does resolution 80/4 decide on trade?",
            "Which resolutions recall resolution 72/233 and mention poverty?",
            "Which declarations mention the charter of cities?",
            "What does resolution 80/4 recall about banks?",
            "When was resolution 80/4 adopted?",
            "When did the General Assembly adopt resolution 80/4?",
        ] {
            assert_eq!(read(question, &["recall", "decide", "adopt"]), None, "{question}");
        }
    }
}
