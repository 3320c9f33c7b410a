//! Names of a claim that the clause which says so does not have: it speaks of somebody else.

use super::acronyms::{Name, is_named, names};
use super::paraphrase::Paraphrase;
use super::support::{Finder, Near};
use crate::domain::Document;
use crate::language::analysis::{Term, is_stopword, terms};
use crate::language::lexicon::english;

/// Clauses whose score comes so near to that of the best may hold the name.
const ALIKE: f64 = 0.25;
/// So many words may stand between a name and what tells its place in the sentence.
const BESIDE_MAX: usize = 3;

/// What a clause has somebody else do.
pub(super) enum Exchanged {
    /// The name stands nowhere in the documents.
    Nowhere(String),
    /// It stands in other clauses than the nearest.
    Elsewhere(String),
}

impl Finder<'_> {
    /// A name of `paraphrase` that `documents` have nowhere, or that the best of `near`, which says so of another, has not.
    pub(super) fn exchanged(
        &self,
        paraphrase: &Paraphrase<'_>,
        documents: &[usize],
        near: &[Near],
    ) -> Option<Exchanged> {
        let topic = &paraphrase.told;
        let words = terms(topic);
        let own: Vec<Name> = names(topic, &words);
        own.iter().find_map(|name| {
            let written = topic
                [words[name.words.start].bytes.start..words[name.words.end - 1].bytes.end]
                .to_owned();
            // Whoever speaks in the documents may be meant by other words there, but not by a noun's own.
            let known = self.is_known(name, documents);
            if known && !modifies(topic, &words, name) {
                return None;
            }
            if !known && self.naming(&variants(&name.typed), documents).is_none() {
                return Some(Exchanged::Nowhere(written));
            }
            let best = near.first()?;
            let alike = near.iter().take_while(|near| near.score + ALIKE >= best.score);
            let named = alike.into_iter().any(|near| self.has_name(near.clause, name));
            let other = || self.has_another(best.clause, &words, name);
            (!named && other()).then_some(Exchanged::Elsewhere(written))
        })
    }

    /// Whether `name` is of what `documents` are, or of whoever speaks in them.
    fn is_known(&self, name: &Name, documents: &[usize]) -> bool {
        let roles = &english().claims.force.roles;
        let all_roles = name.typed.iter().all(|word| roles.has(&word.to_lowercase()));
        let told = |document: &Document| {
            let catalogue = &document.catalogue;
            let known = [&document.place, &document.occasion, &document.source, &catalogue.issuer];
            let known = known.map(|own| own.as_deref().unwrap_or_default());
            format!("{} {} {}", document.title, known.join(" "), catalogue.aliases.join(" "))
        };
        all_roles
            || documents.iter().any(|&at| {
                let told = told(&self.corpus.documents()[at]);
                let words = terms(&told);
                variants(&name.typed).iter().any(|name| is_named(&told, &words, name))
            })
    }

    /// Whether the clause at `position`, the line that it hangs from or its heading has `name`.
    fn has_name(&self, position: usize, name: &Name) -> bool {
        let clause = &self.corpus.clauses()[position];
        let heading = clause.heading.map(|span| self.corpus.document_of(clause).text.slice(span));
        let parent = self.corpus.parent_of(clause).map(|parent| self.corpus.text_of(parent));
        let own = Some(self.corpus.text_of(clause));
        [own, parent, heading].into_iter().flatten().any(|text| {
            let words = terms(text);
            self.stop.count(words.len());
            variants(&name.typed).iter().any(|name| is_named(text, &words, name))
        })
    }

    /// Whether the clause at `position` has another name where the claim of `words` has `name`: beside
    /// the same word.
    fn has_another(&self, position: usize, words: &[Term], name: &Name) -> bool {
        let text = self.corpus.text_of(&self.corpus.clauses()[position]);
        let source = &*self.terms_of(position);
        let weighs = |at: &usize| !is_stopword(&words[*at].word);
        let before =
            (name.words.start.saturating_sub(BESIDE_MAX)..name.words.start).rev().find(weighs);
        let behind = (name.words.end..words.len().min(name.words.end + BESIDE_MAX)).find(weighs);
        let capital =
            |at: usize| at > 0 && text[source[at].bytes.clone()].starts_with(char::is_uppercase);
        let is = |at: usize, beside: Option<usize>| {
            beside.is_some_and(|beside| words[beside].stem == source[at].stem)
        };
        let weighs = |at: usize| !is_stopword(&source[at].word);
        (0..source.len()).any(|at| {
            let mut behind_it = at + 1..source.len().min(at + 2 + BESIDE_MAX);
            let mut before_it = at.saturating_sub(BESIDE_MAX)..at;
            // "Host country ownership" is that of somebody else, whatever it is called.
            is(at, before) && behind_it.any(capital) || is(at, behind) && before_it.any(weighs)
        })
    }
}

/// Whether `name` stands right before the noun that it belongs to: "United Nations ownership".
fn modifies(topic: &str, words: &[Term], name: &Name) -> bool {
    let end = name.words.end;
    words.get(end).is_some_and(|next| {
        let gap = &topic[words[end - 1].bytes.end..next.bytes.start];
        let before =
            name.words.start.checked_sub(1).map_or("", |before| words[before].word.as_str());
        gap == " " && !next.is_stopword() && !english().claims.documents.articles.has(before)
    })
}

/// `name`, and what is left of it without its first words.
fn variants(name: &[String]) -> Vec<Vec<String>> {
    const WORDS_MIN: usize = 2;
    let mut all = vec![name.to_vec()];
    let shorter = WORDS_MIN..name.len();
    for length in shorter {
        all.push(name[name.len() - length..].to_vec());
    }
    all
}
