//! Fitting the calibration on labelled questions, and seeing how well it holds.

use std::collections::BTreeMap;

use super::logistic::{Instance, logistic, weighing};
use super::metrics::{auroc, mean};
use super::questions::LabelledQuestion;
use crate::answering::Engine;
use crate::domain::Filter;
use crate::retrieval::{
    CLAUSE_FEATURES, Calibration, Embedder, QUESTION_FEATURES, RankError, probability,
};

/// Clauses of a ranking that are looked at: those below are never cited.
const DEPTH: usize = 20;
/// Bins of a reliability plot.
const BINS: usize = 10;

/// Documents, and questions about them.
pub struct Collection<'a> {
    /// What it is called in reports.
    pub name: String,
    /// Answers from the documents.
    pub engine: &'a Engine,
    /// The questions.
    pub questions: Vec<LabelledQuestion>,
}

/// A question as its author asked it: what the model sees of it, or what rules make of it.
#[derive(Debug, Clone)]
struct Asked {
    seen: Result<Vec<f64>, f64>,
    holds: bool,
    collection: usize,
}

/// How well parameters that were fitted on all other collections do on one.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The collection.
    pub name: String,
    /// How many of its questions have an answer, and how many have none.
    pub questions: (usize, usize),
    /// Share of those with an answer that are answered.
    pub answered: f64,
    /// Share of those without one that are not.
    pub refused: f64,
    /// Area under the curve of confidence.
    pub auroc: Option<f64>,
    /// Mean confidence where there is no answer.
    pub unanswerable_confidence: f64,
    /// Mean distance of confidence from what holds, in ten bins.
    pub calibration_error: f64,
}

/// What a question counts that is asked of a document which its author did not name, beside one
/// that stands as its author asked it.
const ASKED_ANEW_WEIGHT: f64 = 0.3;

/// Share of questions that are taken to have an answer: the instances are weighted to it, since
/// asking every question of every document makes far more that have none.
const ANSWERABLE_SHARE: f64 = 0.62;

/// In a collection of so few documents, if it is the only one, each question is also asked of every
/// single document.
const FEW_DOCUMENTS: usize = 10;

/// A bin of a reliability plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Mean probability given.
    pub predicted: f64,
    /// Share that held.
    pub observed: f64,
    /// How many instances.
    pub count: usize,
}

/// A fitted calibration, with its reliability on the instances that it was fitted on.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The parameters.
    pub calibration: Calibration,
    /// Of the clause model.
    pub clause_bins: Vec<Bin>,
    /// Of the question model.
    pub question_bins: Vec<Bin>,
    /// How many clauses and questions it was fitted on.
    pub instances: (usize, usize),
    /// Each collection, left out in turn; none where there is but one.
    pub left_out: Vec<LeftOut>,
}

/// A calibration cannot be fitted. Completes "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A question cannot be asked.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// There is nothing to tell apart.
    #[error("fit the {0} model: all its instances answer, or none does; label more questions")]
    OneSided(&'static str),
}

/// Fits both models on the questions of `collections`, each of which counts the same. Of a small
/// collection alone, each question is also asked of every single document: a document without its gold
/// makes it one that nothing answers.
///
/// # Errors
/// When a model fails, or the questions are too few or too alike to fit on.
pub fn fit(collections: &[Collection<'_>], embedder: &dyn Embedder) -> Result<Fit, FitError> {
    let mut gathered = Gathered::default();
    for (at, collection) in collections.iter().enumerate() {
        for question in &collection.questions {
            gathered.ask(at, collection.engine, embedder, question)?;
            if collections.len() == 1 {
                gathered.ask_of_each(at, collection.engine, embedder, question)?;
            }
        }
    }
    let Gathered { clauses, asked, scored } = gathered;
    for (model, instances) in [("clause", &clauses), ("question", &asked)] {
        if !has_both_sides(instances) {
            return Err(FitError::OneSided(model));
        }
    }
    let clause = logistic(&clauses, None);
    let question = logistic(&asked, Some(ANSWERABLE_SHARE));
    let several = collections.len() > 1;
    let left_out = collections.iter().enumerate().filter(|_| several);
    Ok(Fit {
        left_out: left_out.map(|(at, own)| left_out_of(&own.name, at, &asked, &scored)).collect(),
        clause_bins: bins(&clause, &clauses, None),
        question_bins: bins(&question, &asked, Some(ANSWERABLE_SHARE)),
        instances: (clauses.len(), asked.len()),
        calibration: Calibration {
            clause: clause.try_into().expect("one weight for each feature, and a bias"),
            question: question.try_into().expect("one weight for each feature, and a bias"),
        },
    })
}

/// How the questions of the collection at `at` are judged by what is fitted on all others.
fn left_out_of(name: &str, at: usize, asked: &[Instance], scored: &[Asked]) -> LeftOut {
    let others: Vec<Instance> = asked.iter().filter(|one| one.collection != at).cloned().collect();
    let model = logistic(&others, Some(ANSWERABLE_SHARE));
    let judged = scored.iter().filter(|one| one.collection == at).map(|one| {
        let seen = one.seen.as_ref().map(|features| probability(&model, features));
        (seen.unwrap_or_else(|by_rules| *by_rules), one.holds)
    });
    let judged: Vec<(f64, bool)> = judged.collect();
    let share = |holds: bool, answers: bool| {
        let own = judged.iter().filter(|(_, own)| *own == holds);
        mean(own.map(|(p, _)| f64::from(u8::from((*p >= 0.5) == answers))))
    };
    let held = judged.iter().filter(|(_, holds)| *holds).count();
    LeftOut {
        name: name.to_owned(),
        questions: (held, judged.len() - held),
        answered: share(true, true),
        refused: share(false, false),
        auroc: auroc(&judged),
        unanswerable_confidence: mean(judged.iter().filter(|(_, holds)| !holds).map(|(p, _)| *p)),
        calibration_error: calibration_error(&judged),
    }
}

/// Mean distance of probabilities from the share that held, by bins of the probability.
fn calibration_error(judged: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); BINS];
    for (p, holds) in judged {
        let bin = &mut bins[((p * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1.0, bin.1 + p, bin.2 + f64::from(u8::from(*holds)));
    }
    let distance = |(_, given, held): &(f64, f64, f64)| (given - held).abs();
    bins.iter().map(distance).sum::<f64>() / (judged.len().max(1) as f64)
}

fn has_both_sides(instances: &[Instance]) -> bool {
    instances.iter().any(|instance| instance.holds)
        && instances.iter().any(|instance| !instance.holds)
}

/// What the models see of questions.
#[derive(Default)]
struct Gathered {
    clauses: Vec<Instance>,
    asked: Vec<Instance>,
    scored: Vec<Asked>,
}

impl Gathered {
    fn ask(
        &mut self,
        collection: usize,
        engine: &Engine,
        embedder: &dyn Embedder,
        question: &LabelledQuestion,
    ) -> Result<(), RankError> {
        let corpus = engine.corpus();
        let query = question.query();
        let measured = engine.measure(&query, embedder)?;
        let instance = |features: &[f64], holds, weight| Instance {
            features: features.to_vec(),
            holds,
            weight,
            collection,
        };
        let seen =
            measured.question.map_or(Err(measured.by_rules), |features| Ok(features.to_vec()));
        self.scored.push(Asked { seen, holds: question.answerable, collection });
        // Where rules decide, there is nothing to fit.
        let Some(features) = measured.question else { return Ok(()) };
        self.asked.push(instance(&features, question.answerable, 1.0));
        if question.answerable {
            let clauses = measured.clauses.iter().take(DEPTH);
            self.clauses.extend(clauses.map(|(position, features)| {
                instance(features, question.grade(corpus, *position) == 2, 1.0)
            }));
        }
        Ok(())
    }

    /// Asks `question` of each of few documents.
    fn ask_of_each(
        &mut self,
        collection: usize,
        engine: &Engine,
        embedder: &dyn Embedder,
        question: &LabelledQuestion,
    ) -> Result<(), RankError> {
        let corpus = engine.corpus();
        let query = question.query();
        let few = corpus.documents().len() <= FEW_DOCUMENTS;
        for document in corpus.documents().iter().filter(|_| few) {
            let grades = question.gold.iter().filter(|gold| gold.document() == document.id);
            let best = grades.map(|gold| gold.grade).max().unwrap_or(0);
            if best == 1 || !question.query().filter.admits_document(document) {
                continue;
            }
            let mut alone = query.clone();
            alone.filter = Filter { documents: [document.id.clone()].into(), ..alone.filter };
            let measured = engine.measure(&alone, embedder)?;
            let Some(features) = measured.question.filter(|_| !measured.clauses.is_empty()) else {
                continue;
            };
            let (holds, weight) = (best == 2, ASKED_ANEW_WEIGHT);
            self.asked.push(Instance { features: features.to_vec(), holds, weight, collection });
        }
        Ok(())
    }
}

fn bins(parameters: &[f64], instances: &[Instance], share: Option<f64>) -> Vec<Bin> {
    let weight = weighing(instances, share);
    let mut bins: BTreeMap<usize, Vec<(f64, &Instance)>> = BTreeMap::new();
    for instance in instances {
        let p = probability(parameters, &instance.features);
        let bin = ((p * BINS as f64) as usize).min(BINS - 1);
        bins.entry(bin).or_default().push((p, instance));
    }
    bins.into_values()
        .map(|entries| {
            let total: f64 = entries.iter().map(|(_, instance)| weight(instance)).sum();
            let mean = |value: &dyn Fn(f64, &Instance) -> f64| {
                let weighted = entries.iter().map(|(p, i)| weight(i) * value(*p, i));
                weighted.sum::<f64>() / total
            };
            Bin {
                predicted: mean(&|p, _| p),
                observed: mean(&|_, instance| f64::from(u8::from(instance.holds))),
                count: entries.len(),
            }
        })
        .collect()
}

/// How each collection does that was left out, a line for each, as comments of TOML.
fn left_out_lines(fit: &Fit) -> String {
    let line = |one: &LeftOut| {
        let (with, without) = one.questions;
        format!(
            "# {}, left out: {:.2} of {with} answered, {:.2} of {without} refused, AUROC {:.3}, confidence \
             without an answer {:.2}, calibration error {:.2}\n",
            one.name,
            one.answered,
            one.refused,
            one.auroc.unwrap_or(f64::NAN),
            one.unanswerable_confidence,
            one.calibration_error,
        )
    };
    fit.left_out.iter().map(line).collect()
}

/// The parameters as TOML, with the name of each feature.
pub fn render_calibration(fit: &Fit) -> String {
    let table = |name: &str, parameters: &[f64], features: &[&str]| {
        let mut out = format!("[{name}]\nbias = {:.4}\n", parameters[0]);
        for (feature, weight) in features.iter().zip(&parameters[1..]) {
            out.push_str(&format!("{} = {weight:.4}\n", feature.replace(' ', "_")));
        }
        out
    };
    let Calibration { clause, question } = &fit.calibration;
    let (clauses, questions) = fit.instances;
    format!(
        "# Fitted by `rapporteur calibrate` on {clauses} clauses and {questions} questions.\n{}\n{}\n{}",
        left_out_lines(fit),
        table("clause", clause, &CLAUSE_FEATURES),
        table("question", question, &QUESTION_FEATURES),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_both_sides_there_is_nothing_to_fit() {
        let instance = |holds| Instance { features: vec![0.0], holds, weight: 1.0, collection: 0 };
        for (holds, expected) in [
            (&[][..], false),
            (&[true, true][..], false),
            (&[false][..], false),
            (&[false, true][..], true),
        ] {
            let instances: Vec<Instance> = holds.iter().map(|&holds| instance(holds)).collect();
            assert_eq!(has_both_sides(&instances), expected, "{holds:?}");
        }
    }

    #[test]
    fn a_collection_is_judged_by_what_the_others_taught() {
        // In the first, great features hold; in the second, small ones.
        let of = |collection: usize, turned: bool| {
            (0..40).map(move |at| {
                let great = f64::from(at % 2);
                let holds = (great > 0.5) != turned;
                Instance { features: vec![great], holds, weight: 1.0, collection }
            })
        };
        let asked: Vec<Instance> = of(0, false).chain(of(1, true)).collect();
        let scored = |one: &Instance| Asked {
            seen: Ok(one.features.clone()),
            holds: one.holds,
            collection: one.collection,
        };
        let mut scored: Vec<Asked> = asked.iter().map(scored).collect();
        let own = left_out_of("second", 1, &asked, &scored);
        assert_eq!((own.answered, own.refused, own.auroc), (0.0, 0.0, Some(0.0)), "all is turned");
        assert!(own.unanswerable_confidence > 0.8 && own.calibration_error > 0.8, "{own:?}");
        // What rules decide is judged as they decide it.
        for one in &mut scored {
            one.seen = Err(if one.holds { 0.99 } else { 0.01 });
        }
        let own = left_out_of("second", 1, &asked, &scored);
        assert_eq!((own.answered, own.refused, own.questions), (1.0, 1.0, (20, 20)));
        assert!(own.calibration_error < 0.02, "{own:?}");
    }
}
