//! Fitting the calibration on labelled questions, and seeing how well it holds.

use std::collections::BTreeMap;

use super::questions::LabelledQuestion;
use crate::answering::Engine;
use crate::domain::Filter;
use crate::retrieval::{
    CLAUSE_FEATURES, Calibration, Embedder, QUESTION_FEATURES, RankError, probability,
};

/// Clauses of a ranking that are looked at: those below are never cited.
const DEPTH: usize = 20;
/// Ridge penalty on the weights of standardised features.
const RIDGE: f64 = 1.0;
/// Newton steps; the likelihood is concave and settles long before.
const STEPS: usize = 50;
/// Bins of a reliability plot.
const BINS: usize = 10;

/// One thing that is or is not so, with what the model sees of it.
#[derive(Debug, Clone)]
struct Instance {
    features: Vec<f64>,
    holds: bool,
    weight: f64,
}

/// What a question counts that is asked of a document which its author did not name, beside one
/// that stands as its author asked it.
const ASKED_ANEW_WEIGHT: f64 = 0.3;

/// Share of questions that are taken to have an answer: the instances are weighted to it, since
/// asking every question of every document makes far more that have none.
const ANSWERABLE_SHARE: f64 = 0.7;

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

/// Fits both models on `questions`. Each question is also asked of every single document: a
/// document without its gold makes it one that nothing answers.
///
/// # Errors
/// When a model fails, or the questions are too few or too alike to fit on.
pub fn fit(
    engine: &Engine,
    embedder: &dyn Embedder,
    questions: &[LabelledQuestion],
) -> Result<Fit, FitError> {
    let mut clauses = Vec::new();
    let mut asked = Vec::new();
    for question in questions {
        gather(engine, embedder, question, &mut clauses, &mut asked)?;
    }
    for (model, instances) in [("clause", &clauses), ("question", &asked)] {
        if !has_both_sides(instances) {
            return Err(FitError::OneSided(model));
        }
    }
    let clause = logistic(&clauses, None);
    let question = logistic(&asked, Some(ANSWERABLE_SHARE));
    Ok(Fit {
        clause_bins: bins(&clause, &clauses, None),
        question_bins: bins(&question, &asked, Some(ANSWERABLE_SHARE)),
        instances: (clauses.len(), asked.len()),
        calibration: Calibration {
            clause: clause.try_into().expect("one weight for each feature, and a bias"),
            question: question.try_into().expect("one weight for each feature, and a bias"),
        },
    })
}

fn has_both_sides(instances: &[Instance]) -> bool {
    instances.iter().any(|instance| instance.holds)
        && instances.iter().any(|instance| !instance.holds)
}

fn gather(
    engine: &Engine,
    embedder: &dyn Embedder,
    question: &LabelledQuestion,
    clauses: &mut Vec<Instance>,
    asked: &mut Vec<Instance>,
) -> Result<(), RankError> {
    let corpus = engine.corpus();
    let query = question.query();
    let measured = engine.measure(&query, embedder)?;
    // Where rules decide, there is nothing to fit.
    let Some(features) = measured.question else { return Ok(()) };
    asked.push(Instance { features: features.to_vec(), holds: question.answerable, weight: 1.0 });
    if question.answerable {
        clauses.extend(measured.clauses.iter().take(DEPTH).map(|(position, features)| Instance {
            features: features.to_vec(),
            holds: question.grade(corpus, *position) == 2,
            weight: 1.0,
        }));
    }
    for document in corpus.documents() {
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
        let (features, weight) = (features.to_vec(), ASKED_ANEW_WEIGHT);
        asked.push(Instance { features, holds: best == 2, weight });
    }
    Ok(())
}

/// What each instance counts for: so much that `share` of all holds, or the same for all.
fn weighing(instances: &[Instance], share: Option<f64>) -> impl Fn(&Instance) -> f64 {
    let all: f64 = instances.iter().map(|instance| instance.weight).sum();
    let held: f64 =
        instances.iter().filter(|instance| instance.holds).map(|instance| instance.weight).sum();
    move |instance| {
        instance.weight
            * match share {
                None => 1.0,
                Some(share) if instance.holds => share * all / held.max(1.0),
                Some(share) => (1.0 - share) * all / (all - held).max(1.0),
            }
    }
}

/// Logistic regression with a ridge penalty, by Newton's method on standardised features. Returns
/// the bias and the weights for the features as they are. With a `share`, instances are weighted
/// so that this share holds.
fn logistic(instances: &[Instance], share: Option<f64>) -> Vec<f64> {
    let weight = weighing(instances, share);
    let width = instances.first().map_or(0, |instance| instance.features.len());
    let count = instances.len() as f64;
    let column = |at: usize| instances.iter().map(move |instance| instance.features[at]);
    let means: Vec<f64> = (0..width).map(|at| column(at).sum::<f64>() / count).collect();
    let deviation = |at: usize| {
        let squares = column(at).map(|value| (value - means[at]).powi(2)).sum::<f64>();
        (squares / count).sqrt().max(1e-9)
    };
    let deviations: Vec<f64> = (0..width).map(deviation).collect();
    let rows: Vec<Vec<f64>> = instances
        .iter()
        .map(|instance| {
            let scaled = (0..width).map(|at| (instance.features[at] - means[at]) / deviations[at]);
            std::iter::once(1.0).chain(scaled).collect()
        })
        .collect();
    let mut weights = vec![0.0; width + 1];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> =
            (0..=width).map(|at| if at == 0 { 0.0 } else { -RIDGE * weights[at] }).collect();
        let mut hessian = vec![vec![0.0; width + 1]; width + 1];
        for (at, row) in hessian.iter_mut().enumerate() {
            row[at] = if at == 0 { 1e-9 } else { RIDGE };
        }
        for (row, instance) in rows.iter().zip(instances) {
            let sum: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let weight = weight(instance);
            let error = weight * (f64::from(u8::from(instance.holds)) - p);
            for (i, x) in row.iter().enumerate() {
                gradient[i] += error * x;
                for (j, y) in row.iter().enumerate() {
                    hessian[i][j] += weight * p * (1.0 - p) * x * y;
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight += step;
        }
    }
    let slopes: Vec<f64> = (0..width).map(|at| weights[at + 1] / deviations[at]).collect();
    let bias =
        weights[0] - slopes.iter().zip(&means).map(|(slope, mean)| slope * mean).sum::<f64>();
    std::iter::once(bias).chain(slopes).collect()
}

/// Solves `matrix * x = vector` by Gaussian elimination with partial pivoting.
fn solve(mut matrix: Vec<Vec<f64>>, mut vector: Vec<f64>) -> Vec<f64> {
    let size = vector.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))
            .unwrap_or(column);
        matrix.swap(column, pivot);
        vector.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            let above = matrix[column].clone();
            for (value, above) in matrix[row].iter_mut().zip(above).skip(column) {
                *value -= factor * above;
            }
            vector[row] -= factor * vector[column];
        }
    }
    for column in (0..size).rev() {
        let known: f64 = (column + 1..size).map(|at| matrix[column][at] * vector[at]).sum();
        vector[column] = (vector[column] - known) / matrix[column][column];
    }
    vector
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
        "# Fitted by `rapporteur calibrate` on {clauses} clauses and {questions} questions.\n\n{}\n{}",
        table("clause", clause, &CLAUSE_FEATURES),
        table("question", question, &QUESTION_FEATURES),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_both_sides_there_is_nothing_to_fit() {
        let instance = |holds| Instance { features: vec![0.0], holds, weight: 1.0 };
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
    fn recovers_the_direction_of_a_known_model() {
        // Holds where 2a - b > 0.5; c is noise without meaning.
        let instances: Vec<Instance> = (0..400)
            .map(|at| {
                let (a, b, c) = (
                    f64::from(at % 20) / 20.0,
                    f64::from(at / 20) / 20.0,
                    f64::from(at * 7 % 13) / 13.0,
                );
                Instance { features: vec![a, b, c], holds: 2.0 * a - b > 0.5, weight: 1.0 }
            })
            .collect();
        let weights = logistic(&instances, None);
        assert!((weights[1] / -weights[2] - 2.0).abs() < 0.3, "{weights:?}");
        assert!(weights[3].abs() < 0.2 * weights[1], "{weights:?}");
        let right = instances
            .iter()
            .filter(|instance| (probability(&weights, &instance.features) > 0.5) == instance.holds)
            .count();
        assert!(right > 380, "{right} of 400");
    }
}
