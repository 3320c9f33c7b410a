//! Logistic regression over several collections, each of which counts the same.

use std::collections::{BTreeMap, BTreeSet};

/// Ridge penalty on the weights of standardised features.
const RIDGE: f64 = 1.0;
/// Newton steps; the likelihood is concave and settles long before.
const STEPS: usize = 50;

/// One thing that is or is not so, with what the model sees of it.
#[derive(Debug, Clone)]
pub(super) struct Instance {
    pub(super) features: Vec<f64>,
    pub(super) holds: bool,
    pub(super) weight: f64,
    /// Which collection it is of.
    pub(super) collection: usize,
}

/// What each instance counts for: each collection the same, and with a `share` so much that this share
/// of each holds.
pub(super) fn weighing(instances: &[Instance], share: Option<f64>) -> impl Fn(&Instance) -> f64 {
    let mut sums: BTreeMap<(usize, Option<bool>), f64> = BTreeMap::new();
    let side = move |instance: &Instance| (instance.collection, share.map(|_| instance.holds));
    for instance in instances {
        *sums.entry(side(instance)).or_default() += instance.weight;
    }
    let all: f64 = instances.iter().map(|instance| instance.weight).sum();
    let collections = sums.keys().map(|(collection, _)| *collection).collect::<BTreeSet<_>>();
    let each = all / (collections.len().max(1) as f64);
    move |instance| {
        let part = match share {
            None => 1.0,
            Some(share) if instance.holds => share,
            Some(share) => 1.0 - share,
        };
        instance.weight * part * each / sums[&side(instance)].max(f64::MIN_POSITIVE)
    }
}

/// Logistic regression with a ridge penalty, by Newton's method on standardised features. Returns
/// the bias and the weights for the features as they are. With a `share`, instances are weighted
/// so that this share holds.
pub(super) fn logistic(instances: &[Instance], share: Option<f64>) -> Vec<f64> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::probability;

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
                Instance {
                    features: vec![a, b, c],
                    holds: 2.0 * a - b > 0.5,
                    weight: 1.0,
                    collection: 0,
                }
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

    #[test]
    fn collections_weigh_alike_however_many_questions_they_have() {
        let instance =
            |collection, holds| Instance { features: Vec::new(), holds, weight: 1.0, collection };
        let few = [instance(0, true), instance(0, false)];
        let many = (0..10).map(|at| instance(1, at < 8));
        let all: Vec<Instance> = few.into_iter().chain(many).collect();
        let weight = weighing(&all, Some(0.6));
        let sum = |collection, holds| {
            let own = all.iter().filter(|one| (one.collection, one.holds) == (collection, holds));
            own.map(&weight).sum::<f64>()
        };
        for (collection, holds, expected) in
            [(0, true, 3.6), (0, false, 2.4), (1, true, 3.6), (1, false, 2.4)]
        {
            assert!((sum(collection, holds) - expected).abs() < 1e-9, "{collection} {holds}");
        }
    }
}
