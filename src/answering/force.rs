//! How strongly clauses on a topic bind: by their verbs, and by "shall" and "must".

use super::compare::{Topic, strongest};
use super::phrase::{capitalised, place_in, short_name};
use super::ranking::Ranked;
use super::select::said;
use super::sources::Sources;
use super::strength::{meaning, obliges};
use crate::domain::{ClauseVerb, Corpus, RankedClause, Strength};
use crate::reading::Force;

/// `chosen` with the clause that has the strongest verb first, where that is asked for.
pub(super) fn strongest_first(
    sources: &Sources,
    ranked: &Ranked,
    mut chosen: Vec<RankedClause>,
) -> Vec<RankedClause> {
    if ranked.reading.force != Some(Force::Strongest) {
        return chosen;
    }
    let Some(verb) = strongest_of(sources, ranked, &chosen) else { return chosen };
    let known = chosen.iter().position(|one| one.clause == verb.clause);
    let relevance = |clause: usize| {
        let own = ranked.hits.iter().find(|(hit, _)| hit.clause == clause);
        own.map_or(0.0, |(_, relevance)| *relevance)
    };
    let first = match known {
        Some(at) => chosen.remove(at),
        None => RankedClause { clause: verb.clause, relevance: relevance(verb.clause) },
    };
    chosen.insert(0, first);
    chosen
}

/// The first sentence, where the force of clauses is asked for: "The strongest verb is 'strongly urge' (P3F)."
pub(super) fn lead(sources: &Sources, ranked: &Ranked, chosen: &[RankedClause]) -> Option<String> {
    let corpus = &*sources.corpus;
    match ranked.reading.force? {
        Force::Strongest => {
            let verb = strongest_of(sources, ranked, chosen)?;
            let wording = verb.in_corpus(corpus).wording.to_lowercase();
            let place = place(corpus, verb.clause);
            Some(format!("The strongest verb on this is \u{2018}{wording}\u{2019} ({place})."))
        }
        Force::Binding => chosen.iter().find_map(|one| how_it_binds(sources, ranked, one.clause)),
    }
}

/// "The verb of P3F of the Rome declaration is 'urge', which asks firmly and does not oblige."; `None` where the
/// clause has neither a verb that leads in nor a word that obliges.
fn how_it_binds(sources: &Sources, ranked: &Ranked, position: usize) -> Option<String> {
    const DUTY: &str = "it says \u{2018}shall\u{2019} or \u{2018}must\u{2019}";
    let corpus = &*sources.corpus;
    let place = place(corpus, position);
    let duty = obliges(corpus.text_of(&corpus.clauses()[position]));
    let Some(verb) = Topic::new(sources, ranked).verb(position) else {
        return duty.then(|| format!("{} obliges: {DUTY}.", capitalised(&place)));
    };
    let verb = verb.in_corpus(corpus);
    let more = match (duty, verb.strength >= Strength::Commit) {
        (true, _) => format!("; {DUTY}"),
        (false, true) => String::new(),
        (false, false) => ", and does not oblige".to_owned(),
    };
    let (wording, does) = (verb.wording.to_lowercase(), meaning(verb.strength));
    Some(format!("The verb of {place} is \u{2018}{wording}\u{2019}, which {does}{more}."))
}

/// "P3F of the Rome declaration".
fn place(corpus: &Corpus, position: usize) -> String {
    let clause = &corpus.clauses()[position];
    format!(
        "{} of {}",
        place_in(corpus.document_of(clause), clause),
        short_name(corpus, clause.document)
    )
}

/// The strongest of the verbs under which the topic stands, in the clauses that speak of it.
fn strongest_of(sources: &Sources, ranked: &Ranked, chosen: &[RankedClause]) -> Option<ClauseVerb> {
    let topic = Topic::new(sources, ranked);
    let speaking = said(&sources.corpus, ranked).into_values().flatten();
    let all: Vec<usize> = chosen.iter().copied().chain(speaking).map(|one| one.clause).collect();
    strongest(&topic, &all)
}
