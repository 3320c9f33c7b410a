//! What each signal counts in a ranking.

use super::component::Component;
use super::hit::Signals;

/// Weights of the signals, which sum to 1, and what is left out of the ranking altogether.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Of [`Signals::dense`].
    pub dense: f32,
    /// Of [`Signals::segment`].
    pub segment: f32,
    /// Of [`Signals::max_sim`].
    pub max_sim: f32,
    /// Of [`Signals::lexical`].
    pub lexical: f32,
    /// What is left out, to see what it is worth.
    pub left_out: Option<Component>,
    /// Whether all that compares vectors of clauses is left out.
    pub words_alone: bool,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            dense: 0.25,
            segment: 0.17,
            max_sim: 0.37,
            lexical: 0.21,
            left_out: None,
            words_alone: false,
        }
    }
}

impl Weights {
    /// These weights without `component`; those of the other signals are raised so that they sum
    /// to 1 again.
    #[must_use]
    pub fn without(self, component: Component) -> Self {
        let mut left = Self { left_out: Some(component), ..self };
        let weight = match component {
            Component::Dense => &mut left.dense,
            Component::Segment => &mut left.segment,
            Component::Late => &mut left.max_sim,
            Component::Lexical => &mut left.lexical,
            _ => return left,
        };
        let rest = 1.0 - std::mem::take(weight);
        for weight in [&mut left.dense, &mut left.segment, &mut left.max_sim, &mut left.lexical] {
            *weight /= rest;
        }
        left
    }

    /// These weights where vectors of clauses cannot be had: clauses are ranked by their words.
    #[must_use]
    pub const fn words_alone(self) -> Self {
        let Self { left_out, .. } = self;
        Self { dense: 0.0, segment: 0.0, max_sim: 0.0, lexical: 1.0, left_out, words_alone: true }
    }

    /// Whether `component` takes part.
    pub fn has(&self, component: Component) -> bool {
        self.left_out != Some(component) && !(self.words_alone && component.compares_vectors())
    }

    /// `signals` with 0 for what is left out: what all clauses have alike decides nothing.
    pub(super) fn seen(&self, mut signals: Signals) -> Signals {
        match self.left_out {
            Some(Component::Dense) => signals.dense = 0.0,
            Some(Component::Segment) => signals.segment = 0.0,
            Some(Component::Late) => signals.max_sim = 0.0,
            Some(Component::Weakest) => signals.weakest = 0.0,
            Some(Component::Lexical) => signals.lexical = 0.0,
            Some(Component::Coverage) => signals.coverage = 0.0,
            _ => {}
        }
        signals
    }
}
