//! Selective answering: what is risked, and what is covered, by whom is sure enough only.
//!
//! El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification" (2010); the
//! area under the curve is that of Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty
//! Estimation for Deep Neural Classifiers" (2019).

use serde::Serialize;

/// Points of a curve, at coverages that are as far from each other.
const POINTS: usize = 100;

/// An answer that would be given, if its confidence were enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Attempt {
    /// The surer, the sooner it is given.
    pub(super) confidence: f64,
    /// Whether it would be a mistake.
    pub(super) error: bool,
}

/// Selective risk by coverage: of the questions that are answered when the surest of this share
/// are, the share answered wrongly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskCoverage {
    /// Mean of the risk over all coverages `1/n, 2/n, ... n/n`. Lower is better.
    pub area: f64,
    /// The risk at coverage 0.01, 0.02, ... 1.
    pub risks: Vec<f64>,
}

impl RiskCoverage {
    /// The curve of `attempts`. Those of one confidence are answered together or not at all; between
    /// such steps the risk is what a choice among them by lot is expected to have.
    pub(super) fn from_attempts(mut attempts: Vec<Attempt>) -> Self {
        attempts.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let mut risks = Vec::with_capacity(attempts.len());
        let mut errors = 0.0;
        for tied in attempts.chunk_by(|a, b| a.confidence.total_cmp(&b.confidence).is_eq()) {
            let wrong = tied.iter().filter(|attempt| attempt.error).count() as f64;
            for at in 1..=tied.len() {
                let expected = errors + wrong * at as f64 / tied.len() as f64;
                risks.push(expected / (risks.len() + 1) as f64);
            }
            errors += wrong;
        }
        let count = risks.len();
        let area = if count > 0 { risks.iter().sum::<f64>() / count as f64 } else { 0.0 };
        let at = |point: usize| risks.get((count * point).div_ceil(POINTS).saturating_sub(1));
        let risks = (1..=POINTS).filter_map(at).copied().collect();
        Self { area, risks }
    }

    /// The risk where `percent` of the questions are answered.
    pub fn at(&self, percent: usize) -> f64 {
        self.risks.get(percent.saturating_sub(1)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(attempts: &[(f64, bool)]) -> RiskCoverage {
        let attempt = |&(confidence, error): &(f64, bool)| Attempt { confidence, error };
        RiskCoverage::from_attempts(attempts.iter().map(attempt).collect())
    }

    #[test]
    fn worked_by_hand() {
        // Risks 0, 0, 1/3, 2/4 when the surest are right; the other way round 1, 1, 2/3, 2/4.
        for (attempts, area, half, all) in [
            (&[(0.2, true), (0.9, false), (0.8, false), (0.3, true)][..], 5.0 / 24.0, 0.0, 0.5),
            (&[(0.2, false), (0.9, true), (0.8, true), (0.3, false)][..], 19.0 / 24.0, 1.0, 0.5),
            // By lot among equals: half of what is answered is wrong, however much it is.
            (&[(0.5, true), (0.5, false)][..], 0.5, 0.5, 0.5),
            // 0, then 1/2 of the two errors among three: (1 + 0)/2, (4/3)/3, 2/4.
            (
                &[(0.9, false), (0.5, true), (0.5, true), (0.5, false)][..],
                (0.0 + (2.0 / 3.0) / 2.0 + (4.0 / 3.0) / 3.0 + 0.5) / 4.0,
                1.0 / 3.0,
                0.5,
            ),
        ] {
            let curve = curve(attempts);
            assert!((curve.area - area).abs() < 1e-12, "{attempts:?}: {curve:?}");
            assert!((curve.at(50) - half).abs() < 1e-12, "{attempts:?}");
            assert!((curve.at(100) - all).abs() < 1e-12, "{attempts:?}");
            assert_eq!(curve.risks.len(), POINTS);
        }
    }

    #[test]
    fn points_lie_at_whole_percents() {
        // Of 200, the surest 100 are right: from there on the share of errors grows.
        let attempts: Vec<(f64, bool)> = (0..200).map(|at| (-f64::from(at), at >= 100)).collect();
        let curve = curve(&attempts);
        for (percent, risk) in
            [(1, 0.0), (50, 0.0), (51, 2.0 / 102.0), (99, 98.0 / 198.0), (100, 0.5)]
        {
            assert!((curve.at(percent) - risk).abs() < 1e-12, "{percent}: {}", curve.at(percent));
        }
    }

    #[test]
    fn nothing_asked_risks_nothing() {
        let curve = curve(&[]);
        assert!(curve.risks.is_empty() && curve.area.abs() < 1e-12 && curve.at(50).abs() < 1e-12);
    }
}
