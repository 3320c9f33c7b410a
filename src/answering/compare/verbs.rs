//! The verb behind what a clause says on a topic.

use crate::answering::phrase::governing;
use crate::answering::ranking::Ranked;
use crate::answering::sources::Sources;
use crate::domain::{Clause, ClauseVerb, Corpus, OperativeVerb, Part, Span};
use crate::language::analysis::{TextLanguage, terms_in};
use crate::retrieval::{Index, WeightedTerm};

/// What the best cosine of a segment counts beside the rarity of the words held.
const MEANING_WEIGHT: f32 = 6.0;

/// A topic as clauses are measured by it.
pub(in crate::answering) struct Topic<'a> {
    corpus: &'a Corpus,
    index: &'a Index,
    terms: &'a [WeightedTerm],
    vector: &'a [f32],
}

impl<'a> Topic<'a> {
    /// The topic that was ranked for.
    pub(in crate::answering) fn new(sources: &'a Sources, ranked: &'a Ranked) -> Self {
        Self {
            corpus: &sources.corpus,
            index: &sources.index,
            terms: &ranked.terms,
            vector: &ranked.embedding.vector,
        }
    }

    /// The verb of the clause at `position` under which the topic stands: of several, the one
    /// whose words, up to the next verb, hold most of it. Frame lines hold a document together and
    /// say nothing of their own.
    pub(in crate::answering) fn verb(&self, position: usize) -> Option<ClauseVerb> {
        let clause = &self.corpus.clauses()[position];
        let report = self.corpus.document_of(clause).kind.is_report();
        if clause.part == Part::Frame || clause.verbs.is_empty() || report {
            return None;
        }
        let text = &self.corpus.document_of(clause).text;
        let whole = governing(text, clause, clause.span)?;
        let leading = clause.verbs.iter().position(|verb| verb == whole)?;
        let leading = Some(leading).filter(|&verb| says(clause, verb));
        let leading = leading.or_else(|| (0..clause.verbs.len()).find(|&v| says(clause, v)))?;
        let cosines = self.index.vectors().segment_cosines(position, self.vector);
        let mut best = (leading, self.held(clause, leading, &cosines));
        for verb in (0..clause.verbs.len()).filter(|&verb| says(clause, verb)) {
            let held = self.held(clause, verb, &cosines);
            if held > best.1 {
                best = (verb, held);
            }
        }
        Some(ClauseVerb { clause: position, verb: best.0 })
    }

    /// How much of the topic stands between a verb and the next.
    fn held(&self, clause: &Clause, verb: usize, cosines: &[f32]) -> f32 {
        let start = clause.verbs[verb].span.start;
        let end = clause.verbs.get(verb + 1).map_or(clause.span.end, |next| next.span.start);
        let scope = Span::new(start, end.max(start));
        let document = self.corpus.document_of(clause);
        let (text, language) = (document.text.slice(scope), TextLanguage::of_document(document));
        let own: Vec<String> = terms_in(language, text).into_iter().map(|term| term.stem).collect();
        let held = self.terms.iter().filter(|term| own.contains(&term.stem));
        let words: f32 = held.map(|term| self.index.lexical().idf(&term.stem) * term.weight).sum();
        let touched = clause.segments.iter().zip(cosines);
        let touched = touched.filter(|(segment, _)| segment.overlaps(scope));
        let meaning = touched.map(|(segment, cosine)| {
            let shared = segment.end.min(scope.end) - segment.start.max(scope.start);
            cosine * shared as f32 / segment.len().max(1) as f32
        });
        words + MEANING_WEIGHT * meaning.fold(0.0, f32::max)
    }
}

/// Whether a verb says something of its own. Beside a finite verb a participle only leads up to it:
/// "While commending the work of academies, acknowledge that more is needed".
fn says(clause: &Clause, verb: usize) -> bool {
    let participle =
        |verb: &OperativeVerb| verb.wording.split_whitespace().any(|word| word.ends_with("ing"));
    !participle(&clause.verbs[verb]) || clause.verbs.iter().all(participle)
}

/// The strongest of the verbs under which the topic stands in these clauses; of several, that of
/// the first clause.
pub(in crate::answering) fn strongest(topic: &Topic<'_>, clauses: &[usize]) -> Option<ClauseVerb> {
    let verbs = clauses.iter().filter_map(|&position| topic.verb(position));
    verbs.reduce(|best, next| {
        let stronger = next.in_corpus(topic.corpus).force() > best.in_corpus(topic.corpus).force();
        if stronger { next } else { best }
    })
}
