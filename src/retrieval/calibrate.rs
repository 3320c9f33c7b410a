//! Calibrated relevance: from signals to probabilities.
//!
//! Two logistic models with few parameters, fitted on labelled questions: one for a clause
//! ("does it answer?"), one for a question ("does anything?"). They see raw signals, never the
//! normalised ones, since those say only which clause of a list is best.

use super::hit::Hit;
use super::index::Index;
use super::lexical::WeightedTerm;
use super::ports::Cosines;
use super::related::RelatedTerm;

/// Parameters of the two models.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Of a clause: bias, then one weight for each of [`clause_features`].
    pub clause: [f64; 8],
    /// Of a question: bias, then one weight for each of [`question_features`].
    pub question: [f64; 7],
}

impl Default for Calibration {
    /// The parameters that this crate was reviewed with: `calibration.toml`.
    fn default() -> Self {
        Self::parse(include_str!("calibration.toml"))
    }
}

impl Calibration {
    /// Reads `[clause]` and `[question]`, each a bias and one weight for each feature.
    fn parse(toml: &str) -> Self {
        let mut numbers: Vec<f64> = Vec::new();
        let values = toml.lines().filter_map(|line| line.split_once(" = "));
        numbers.extend(values.filter_map(|(_, value)| value.trim().parse::<f64>().ok()));
        let (clause, question) = numbers.split_at(CLAUSE_FEATURES.len() + 1);
        Self {
            clause: clause.try_into().expect("a test reads the file"),
            question: question.try_into().expect("a test reads the file"),
        }
    }
}

/// What tells whether clauses answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    /// All signals, by a model with such cosines.
    Signals(Cosines),
    /// The vectors of such a model: words are of another language than the documents.
    Meaning(Cosines),
    /// Words: vectors cannot be searched.
    Words,
}

/// The parameters for all that tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrations {
    wide: Calibration,
    narrow: Calibration,
    by_meaning: Calibration,
    by_words: Calibration,
}

impl Default for Calibrations {
    fn default() -> Self {
        Self {
            wide: Calibration::default(),
            narrow: Calibration::parse(include_str!("calibration-narrow.toml")),
            by_meaning: Calibration::parse(include_str!("calibration-by-meaning.toml")),
            by_words: Calibration::parse(include_str!("calibration-by-words.toml")),
        }
    }
}

impl From<Calibration> for Calibrations {
    /// The same parameters, whatever tells.
    fn from(only: Calibration) -> Self {
        let [wide, narrow, by_meaning] = [0; 3].map(|_| only.clone());
        Self { wide, narrow, by_meaning, by_words: only }
    }
}

impl Calibrations {
    /// The parameters for what tells.
    pub const fn of(&self, told: ToldBy) -> &Calibration {
        match told {
            ToldBy::Signals(Cosines::Narrow) => &self.narrow,
            ToldBy::Meaning(Cosines::Narrow) => &self.by_meaning,
            ToldBy::Signals(Cosines::Wide) | ToldBy::Meaning(Cosines::Wide) => &self.wide,
            ToldBy::Words => &self.by_words,
        }
    }
}

/// Names of [`clause_features`], for reports.
pub const CLAUSE_FEATURES: [&str; 7] =
    ["late", "cosine", "coverage", "lead", "late lead", "score", "weakest"];

/// Names of [`question_features`], for reports.
pub const QUESTION_FEATURES: [&str; 6] =
    ["best late", "best cosine", "short apart", "name nowhere", "elsewhere", "clauses"];

/// What the clause model sees of `hit`, the first hit being `best`.
pub fn clause_features(hit: &Hit, best: &Hit) -> [f64; 7] {
    let signals = &hit.signals;
    [
        f64::from(signals.max_sim),
        f64::from(signals.dense.max(signals.segment)),
        f64::from(signals.coverage),
        f64::from(hit.score - best.score),
        f64::from(signals.max_sim - best.signals.max_sim),
        f64::from(hit.score),
        f64::from(signals.weakest),
    ]
}

/// What is known of a question beside its ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The share of its words that stand together in some clause near it, as in the question.
    pub together: f64,
    /// How many terms it has.
    pub terms: usize,
    /// Whether a name or a number of it occurs nowhere in what was searched.
    pub name_nowhere: bool,
    /// How many clauses were searched.
    pub clauses: usize,
}

/// What the question model sees of a ranking.
///
/// `hits` are those in scope, best first, of `all`. What words tell is nothing where meaning alone
/// tells.
pub fn question_features(hits: &[&Hit], all: &[&Hit], seen: &Seen, told: ToldBy) -> [f64; 6] {
    let words = f64::from(u8::from(!matches!(told, ToldBy::Meaning(_))));
    let near = &hits[..hits.len().min(3)];
    // The more clauses there are, the nearer one comes by chance.
    let clauses = (seen.clauses.max(1) as f64).ln();
    // In few words each counts: a topic of one or two is there, or it is not.
    let apart = words * (1.0 - seen.together) / seen.terms.max(1) as f64;
    let nowhere = words * f64::from(u8::from(seen.name_nowhere));
    if near.is_empty() {
        return [0.0, 0.0, words, nowhere, 0.0, clauses];
    }
    let best = |hits: &[&Hit], pick: fn(&Hit) -> f32| {
        hits.iter().map(|hit| pick(hit)).fold(f32::NEG_INFINITY, f32::max)
    };
    let max_sim: fn(&Hit) -> f32 = |hit| hit.signals.max_sim;
    [
        f64::from(best(near, max_sim)),
        f64::from(best(near, |hit| hit.signals.dense.max(hit.signals.segment))),
        apart,
        nowhere,
        // How much nearer another document comes than those that are asked.
        f64::from(best(all, max_sim) - best(hits, max_sim)),
        clauses,
    ]
}

/// Share of the query's weight, by rarity, that lies on terms which occur nowhere in scope, nor
/// anything that means the same.
pub fn unknown_share(index: &Index, query: &[WeightedTerm], occurs: &dyn Fn(&str) -> bool) -> f32 {
    let weight = |term: &WeightedTerm| term.weight * index.lexical().idf(&term.stem);
    let unknown = |term: &WeightedTerm| {
        let related = term.related.iter().filter(|related| occurs(&related.stem));
        let known = related.map(RelatedTerm::nearness).fold(0.0, f32::max);
        if occurs(&term.stem) { 0.0 } else { 1.0 - known }
    };
    let total: f32 = query.iter().map(weight).sum();
    let missing: f32 = query.iter().map(|term| weight(term) * unknown(term)).sum();
    if total > 0.0 { missing / total } else { 0.0 }
}

/// The logistic function over `bias + weights * features`.
pub fn probability(parameters: &[f64], features: &[f64]) -> f64 {
    let (bias, weights) = parameters.split_first().expect("a bias before the weights");
    let sum: f64 = bias + weights.iter().zip(features).map(|(w, x)| w * x).sum::<f64>();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::Signals;

    #[test]
    fn the_file_has_every_parameter_in_order() {
        let keys = |features: &[&str]| {
            let names = features.iter().map(|name| name.replace(' ', "_"));
            std::iter::once("bias".to_owned()).chain(names).collect::<Vec<_>>()
        };
        let expected = [keys(&CLAUSE_FEATURES), keys(&QUESTION_FEATURES)].concat();
        let files = [
            include_str!("calibration.toml"),
            include_str!("calibration-by-words.toml"),
            include_str!("calibration-narrow.toml"),
            include_str!("calibration-by-meaning.toml"),
        ];
        for file in files {
            let keys = file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
            assert_eq!(keys.collect::<Vec<_>>(), expected);
            assert!(Calibration::parse(file).clause.iter().all(|weight| weight.is_finite()));
        }
    }

    #[test]
    fn where_meaning_alone_tells_words_have_no_part() {
        let signals = Signals { max_sim: 0.5, coverage: 0.75, ..Signals::default() };
        let hit = Hit { clause: 0, score: 0.0, signals, contributions: Vec::new() };
        let seen = Seen { together: 0.5, terms: 2, name_nowhere: true, clauses: 1 };
        let features = |told| question_features(&[&hit], &[&hit], &seen, told);
        let of_words = |told| (features(told)[2], features(told)[3]);
        let max_sim = features(ToldBy::Meaning(Cosines::Narrow))[0];
        assert!((max_sim - 0.5).abs() < 1e-9);
        assert_eq!(of_words(ToldBy::Meaning(Cosines::Narrow)), (0.0, 0.0));
        assert_eq!(of_words(ToldBy::Signals(Cosines::Narrow)), (0.25, 1.0));
    }

    #[test]
    fn what_tells_has_its_own_parameters() {
        let all = Calibrations::default();
        let of = |told| all.of(told);
        assert_eq!(of(ToldBy::Signals(Cosines::Wide)), &Calibration::default());
        assert_eq!(of(ToldBy::Meaning(Cosines::Wide)), &Calibration::default());
        let narrow = [ToldBy::Signals(Cosines::Narrow), ToldBy::Meaning(Cosines::Narrow)].map(of);
        assert_ne!(narrow[0], narrow[1]);
        assert_ne!(of(ToldBy::Words), &Calibration::default());
        let only = Calibrations::from(Calibration::default());
        assert_eq!(only.of(ToldBy::Words), &Calibration::default());
    }

    #[test]
    fn probabilities_grow_with_their_features() {
        let half = probability(&[0.0, 1.0], &[0.0]);
        assert!((half - 0.5).abs() < 1e-12);
        assert!(probability(&[0.0, 2.0], &[1.0]) > 0.85);
        assert!(probability(&[-5.0, 2.0], &[1.0]) < 0.05);
    }
}
