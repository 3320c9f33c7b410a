//! The terms of a question that carry weight: names, numbers and other words.

use crate::domain::TermKind;
use crate::language::analysis::{Term, stem, terms as read_terms};
use crate::language::lexicon::english;
use crate::language::numbers::ordinal;
use crate::language::states::{is_state_of_single_words, word_called_otherwise};
use crate::retrieval::index::Index;
use crate::retrieval::lexical::WeightedTerm;
use crate::retrieval::related::RelatedTerm;
use crate::retrieval::word_family::compounds;

/// The most bytes between two words of one name.
const BETWEEN_BYTES_MAX: usize = 8;

/// A term of a question: one word, or the words of a name.
#[derive(Debug, Clone)]
pub struct AskedTerm {
    /// As typed.
    pub typed: String,
    /// What it is.
    pub kind: TermKind,
    /// Its share of what all terms weigh.
    pub weight: f64,
    /// Whether it follows the term before, with nothing between.
    pub(super) follows: bool,
    /// Its words, function words left out.
    pub(super) words: Vec<AskedWord>,
}

impl AskedTerm {
    /// Whether it is one state, of which all names are searched for.
    pub(super) fn is_state(&self) -> bool {
        matches!(&self.words[..], [word] if is_state_of_single_words(&word.word))
    }

    /// Whether what it names may well be called otherwise: a state or its people, a document, several of what
    /// initials stand for.
    pub(super) fn has_other_names(&self) -> bool {
        let of_places = &english().text.persons.of_places;
        let initials = self.typed.chars().filter(|c| c.is_uppercase()).count() > 1;
        let kinds = &english().documents.kinds;
        let is_known = |word: &AskedWord| {
            let word = word.word.as_str();
            !word_called_otherwise(word, true).is_empty()
                || of_places.iter().any(|ending| word.ends_with(ending))
                || kinds.named.has(word)
                || ordinal(word).is_some()
        };
        initials && self.typed.ends_with('s') || self.words.iter().any(is_known)
    }
}

/// A word of a term, with what else it may be called.
#[derive(Debug, Clone)]
pub(super) struct AskedWord {
    pub(super) word: String,
    pub(super) stem: String,
    /// Stems that mean it together: of its halves, of what its initials stand for, or of the one word
    /// that it is a half of. Each list for itself meets it.
    pub(super) spelt: Vec<Vec<String>>,
    /// Words of about the same meaning.
    pub(super) related: Vec<RelatedTerm>,
}

/// The terms of a topic that stand in `question`, whose `query` they were made into.
pub(super) fn asked_terms(
    index: &Index,
    question: &str,
    topic: &[Term],
    query: &[WeightedTerm],
) -> Vec<AskedTerm> {
    // "How many", "how wide": what is asked for.
    let measured = |term: &&Term| {
        let before = question.get(..term.bytes.start).unwrap_or_default();
        read_terms(before).last().is_none_or(|last| last.word != "how")
    };
    let topic: Vec<Term> = topic.iter().filter(measured).cloned().collect();
    let topic = topic.as_slice();
    let kinds: Vec<TermKind> = topic.iter().map(|term| kind(question, topic, term)).collect();
    let mut asked: Vec<AskedTerm> = Vec::new();
    let mut weights: Vec<f32> = Vec::new();
    for (at, term) in topic.iter().enumerate() {
        let word = asked_word(index, topic, at, kinds[at], query);
        let rarity = index.lexical().idf(&term.stem);
        let continues = kinds[at] == TermKind::Name
            && at > 0
            && kinds[at - 1] == TermKind::Name
            && follows(question, &topic[at - 1], term);
        if let Some(name) = asked.last_mut().filter(|_| continues) {
            name.typed.push_str(&question[topic[at - 1].bytes.end..term.bytes.end]);
            name.words.push(word);
        } else {
            let typed = question[term.bytes.clone()].to_owned();
            let words = vec![word];
            let before = at.checked_sub(1).map(|before| &topic[before]);
            let follows = before.is_some_and(|before| {
                let between = question.get(before.bytes.end..term.bytes.start);
                between.is_some_and(|between| matches!(between.trim(), "" | "-"))
            });
            asked.push(AskedTerm { typed, kind: kinds[at], weight: 0.0, follows, words });
            weights.push(0.0);
        }
        if let Some(weight) = weights.last_mut() {
            *weight += rarity;
        }
    }
    let total: f32 = weights.iter().sum();
    for (term, weight) in asked.iter_mut().zip(weights) {
        term.weight = if total > 0.0 { f64::from(weight / total) } else { 0.0 };
    }
    asked
}

/// What `term` is. Where nearly every word has a capital, capitals tell nothing; nor does that of the
/// first word.
fn kind(question: &str, topic: &[Term], term: &Term) -> TermKind {
    if term.word.bytes().any(|byte| byte.is_ascii_digit()) {
        return TermKind::Number;
    }
    let typed = |term: &Term| question.get(term.bytes.clone()).unwrap_or_default();
    let capital = |term: &Term| typed(term).chars().next().is_some_and(char::is_uppercase);
    let initials = |term: &Term| typed(term).chars().filter(|c| c.is_uppercase()).count() > 1;
    let opens = question.get(..term.bytes.start).is_some_and(|before| {
        !before.chars().any(char::is_alphanumeric) || before.trim_end().ends_with(['.', '?', '!'])
    });
    let shouted = topic.len() > 1 && topic.iter().all(initials);
    let name = !shouted && capital(term) && (!opens || initials(term));
    if name { TermKind::Name } else { TermKind::Word }
}

/// Whether `next` is the next word of one name: nothing but a blank, a hyphen or a small word between.
fn follows(question: &str, term: &Term, next: &Term) -> bool {
    let between = question.get(term.bytes.end..next.bytes.start).unwrap_or(",");
    let particles = &english().text.persons.particles;
    let inside = |word: &str| word == "of" || word == "the" || particles.has(word);
    between.len() <= BETWEEN_BYTES_MAX
        && between.split([' ', '-']).all(|word| word.is_empty() || inside(word))
}

fn asked_word(
    index: &Index,
    topic: &[Term],
    at: usize,
    kind: TermKind,
    query: &[WeightedTerm],
) -> AskedWord {
    let term = &topic[at];
    let vocabulary = index.vocabulary();
    let mut spelt: Vec<Vec<String>> = Vec::new();
    let beside = |other: Option<&Term>, first: bool| {
        let other = other?;
        let joined = if first {
            format!("{}{}", other.word, term.word)
        } else {
            format!("{}{}", term.word, other.word)
        };
        vocabulary.has(&joined).then(|| vec![stem(&joined)])
    };
    spelt.extend(beside(at.checked_sub(1).and_then(|before| topic.get(before)), true));
    spelt.extend(beside(topic.get(at + 1), false));
    if let Some(stems) = vocabulary.expand(&term.word) {
        spelt.push(stems.into_iter().map(str::to_owned).collect());
    }
    // "Greenland" is no green land.
    if kind != TermKind::Name
        && let Some((first, second)) = vocabulary.split(&term.word)
    {
        spelt.push(vec![stem(first), stem(second)]);
    }
    spelt.extend(compounds(vocabulary, &term.word));
    spelt.extend(term.others.iter().map(|stem| vec![stem.clone()]));
    let known = query.iter().find(|known| known.stem == term.stem);
    let related = known.map_or_else(Vec::new, |known| known.related.clone());
    AskedWord { word: term.word.clone(), stem: term.stem.clone(), spelt, related }
}
