//! The text of an answer, part by part.

use crate::domain::{AnswerPart, Excerpt, PartKind};

/// Parts in the order in which they are added, and the text that they make.
#[derive(Debug, Default)]
pub(super) struct Parts {
    text: String,
    parts: Vec<AnswerPart>,
}

impl Parts {
    /// Whether nothing was added.
    pub(super) const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds a sentence or more of our own.
    pub(super) fn add(&mut self, kind: PartKind, text: &str) {
        self.push(kind, text, Vec::new(), None);
    }

    /// Adds each of `texts` as a part of its own.
    pub(super) fn add_all(&mut self, kind: PartKind, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.add(kind, &text);
        }
    }

    /// Adds a sentence that has these markers.
    pub(super) fn add_marked(&mut self, kind: PartKind, text: &str, markers: Vec<u32>) {
        self.push(kind, text, markers, None);
    }

    /// Adds a sentence around the quotation with this marker.
    pub(super) fn add_quoting(
        &mut self,
        kind: PartKind,
        text: &str,
        marker: u32,
        quoting: Excerpt,
    ) {
        self.push(kind, text, vec![marker], Some(quoting));
    }

    /// The text, and where each part stands in it.
    pub(super) fn finish(self) -> (String, Vec<AnswerPart>) {
        (self.text, self.parts)
    }

    fn push(&mut self, kind: PartKind, text: &str, markers: Vec<u32>, quoting: Option<Excerpt>) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push(AnswerPart { kind, place: start..self.text.len(), markers, quoting });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    #[test]
    fn parts_stand_where_they_say() {
        let mut parts = Parts::default();
        parts.add(PartKind::Lead, "Déjà vu.");
        parts.add(PartKind::Note, "");
        let doing = "urges".to_owned();
        let excerpt = Excerpt { span: Span::new(4, 7), doing, has_verb: false };
        parts.add_quoting(PartKind::Point, "It urges: “act” [1].", 1, excerpt);
        parts.add_all(PartKind::Silence, ["Rome is silent.".to_owned()]);
        let (text, parts) = parts.finish();
        assert_eq!(text, "Déjà vu. It urges: “act” [1]. Rome is silent.");
        let told: Vec<(PartKind, &str, &[u32])> = parts
            .iter()
            .map(|part| (part.kind, &text[part.place.clone()], &*part.markers))
            .collect();
        assert_eq!(
            told,
            [
                (PartKind::Lead, "Déjà vu.", &[][..]),
                (PartKind::Point, "It urges: “act” [1].", &[1]),
                (PartKind::Silence, "Rome is silent.", &[]),
            ]
        );
    }
}
