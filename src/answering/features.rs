//! What the models of confidence see of a question and its ranking.

use super::in_scope::{admits, hits_in_scope};
use super::ranking::Ranked;
use super::sources::Sources;
use crate::domain::{MetBy, Query, TermKind};
use crate::retrieval::{Account, Hit, background, question_features, unknown_share};

/// Clauses that are looked at closely.
const NEAR: usize = 5;

/// What the question model sees of a ranking.
pub(super) fn evidence_features(sources: &Sources, query: &Query, ranked: &Ranked) -> [f64; 6] {
    let corpus = &*sources.corpus;
    let near: Vec<&Hit> = hits_in_scope(corpus, query, ranked).map(|(hit, _)| hit).collect();
    // A topic that is carried over was worded for another document: that this comes nearer says
    // nothing.
    let carried = !ranked.reading.earlier_topic.is_empty();
    let all: Vec<&Hit> =
        if carried { near.clone() } else { ranked.hits.iter().map(|(hit, _)| hit).collect() };
    let admits = |position: usize| admits(corpus, query, ranked, position);
    let occurs = |stem: &str| sources.index.lexical().occurs(stem, &admits);
    let unknown = unknown_share(&sources.index, &ranked.terms, &occurs);
    question_features(&near, &all, unknown, ranked.told)
}

/// More of what may be seen.
pub(super) fn more(sources: &Sources, query: &Query, ranked: &Ranked) -> Vec<(&'static str, f64)> {
    let corpus = &*sources.corpus;
    let index = &sources.index;
    let near: Vec<&(Hit, f64)> = hits_in_scope(corpus, query, ranked).take(NEAR).collect();
    let account = Account::of(index, &ranked.question, &ranked.reading, &ranked.terms);
    let mets: Vec<_> = near.iter().map(|(hit, _)| account.met_by(corpus, hit.clause)).collect();
    let share = |met: &Vec<crate::domain::TermMet>, document: bool| {
        met.iter()
            .filter(|term| term.how.is_met() && (document || term.how != MetBy::Document))
            .map(|term| term.weight)
            .sum::<f64>()
    };
    let best = |document| mets.iter().map(|met| share(met, document)).fold(0.0, f64::max);
    let admits = |position: usize| admits(corpus, query, ranked, position);
    let nowhere = account.nowhere(index, &admits);
    let nowhere_share: f64 = nowhere.iter().map(|term| term.weight).sum();
    let nowhere_name: f64 =
        nowhere.iter().filter(|term| term.kind != TermKind::Word).map(|term| term.weight).sum();
    // Of the terms, those that no near clause meets.
    let count = account.terms().len();
    let unmet = |at: usize| mets.iter().all(|met| !met[at].how.is_met());
    let unmet_at: Vec<usize> = (0..count).filter(|&at| unmet(at)).collect();
    let sum = |kind: fn(TermKind) -> bool| {
        unmet_at
            .iter()
            .filter(|&&at| kind(account.terms()[at].kind))
            .map(|&at| account.terms()[at].weight)
            .sum::<f64>()
    };
    let first_unmet: f64 = mets.first().map_or(1.0, |met| 1.0 - share(met, true));
    let heaviest = unmet_at.iter().map(|&at| account.terms()[at].weight).fold(0.0, f64::max);
    let strict = |mets: &Vec<Vec<crate::domain::TermMet>>| {
        let share = |met: &Vec<crate::domain::TermMet>| {
            met.iter()
                .filter(|term| term.how < MetBy::OtherWords || term.how == MetBy::Document)
                .map(|term| term.weight)
                .sum::<f64>()
        };
        mets.iter().map(share).fold(0.0, f64::max)
    };
    let near_clauses: Vec<usize> = near.iter().map(|(hit, _)| hit.clause).collect();
    let wide: Vec<usize> =
        hits_in_scope(corpus, query, ranked).take(60).map(|(hit, _)| hit.clause).collect();
    let pairs = (account.pairs(corpus, &near_clauses), account.pairs(corpus, &wide));
    let signals = |pick: fn(&Hit) -> f32| -> Vec<f64> {
        let mut all: Vec<f64> =
            hits_in_scope(corpus, query, ranked).map(|(hit, _)| f64::from(pick(hit))).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        all
    };
    let gap = |all: &[f64], at: usize| {
        all.first().copied().unwrap_or(0.0)
            - all.get(at.min(all.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    let z = |all: &[f64]| {
        let n = all.len().max(1) as f64;
        let mean = all.iter().sum::<f64>() / n;
        let sd = (all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt().max(1e-6);
        (all.first().copied().unwrap_or(0.0) - mean) / sd
    };
    let own: Vec<usize> = (0..corpus.clauses().len()).filter(|&at| admits(at)).collect();
    let step = (own.len() / 128).max(1);
    let some: Vec<usize> = own.iter().copied().step_by(step).collect();
    let n = own.len().max(1) as f64;
    let back = if ranked.embedding.vector.is_empty() {
        Default::default()
    } else {
        background(index, &ranked.embedding, &some).unwrap_or_default()
    };
    let chance = (2.0 * n.max(3.0).ln()).sqrt();
    let max_sims = signals(|hit| hit.signals.max_sim);
    let dense = signals(|hit| hit.signals.dense.max(hit.signals.segment));
    vec![
        ("met", best(true)),
        ("strict", strict(&mets)),
        ("pairs", pairs.0),
        ("pairs_any", pairs.1),
        ("met_own", best(false)),
        ("first_unmet", first_unmet),
        ("unmet", unmet_at.iter().map(|&at| account.terms()[at].weight).sum()),
        ("unmet_name", sum(|kind| kind == TermKind::Name)),
        ("unmet_number", sum(|kind| kind == TermKind::Number)),
        ("unmet_word", sum(|kind| kind == TermKind::Word)),
        ("heaviest", heaviest),
        ("nowhere", nowhere_share),
        ("nowhere_name", nowhere_name),
        ("terms", count as f64),
        ("log_n", n.ln()),
        ("ms_mean", back.max_sim.0),
        ("ms_sd", back.max_sim.1),
        ("de_mean", back.dense.0),
        ("de_sd", back.dense.1),
        (
            "ms_excess",
            max_sims.first().copied().unwrap_or(0.0) - back.max_sim.0 - chance * back.max_sim.1,
        ),
        ("de_excess", dense.first().copied().unwrap_or(0.0) - back.dense.0 - chance * back.dense.1),
        ("ms_gap5", gap(&max_sims, 5)),
        ("ms_gap20", gap(&max_sims, 20)),
        ("ms_gap90", gap(&max_sims, 90)),
        ("ms_z", z(&max_sims)),
        ("de_gap5", gap(&dense, 5)),
        ("de_gap20", gap(&dense, 20)),
        ("de_gap90", gap(&dense, 90)),
        ("de_z", z(&dense)),
        ("relevance", near.first().map_or(0.0, |(_, relevance)| *relevance)),
        ("named", f64::from(u8::from(!ranked.reading.scope.named.is_empty()))),
    ]
}
