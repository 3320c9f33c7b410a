//! Whom a document asks to do something: "urges the Council to meet".

use super::acronyms::{Name, is_named, names};
use crate::domain::{Clause, Corpus, Span};
use crate::language::analysis::{Term, Worded, terms};
use crate::language::lexicon::english;

/// The most words that may tell whom.
const WORDS_MAX: usize = 14;

/// Whom `claimed`, which stands behind a verb, asks by name, where the clause at `position` asks only others: as
/// written in both.
pub(super) fn other_addressee(
    corpus: &Corpus,
    claimed: &str,
    position: usize,
) -> Option<(String, String)> {
    let said = addressee(claimed)?;
    let words = terms(said);
    let named: Vec<Name> = names(said, &words);
    // Whoever has no name may go by another.
    let first = named.first().filter(|_| !are_peoples(&words))?;
    let clause = &corpus.clauses()[position];
    let all: Vec<&str> = addressees(corpus, clause);
    let same = |other: &&str| {
        let theirs = terms(other);
        let shares = |own: &Term| theirs.iter().any(|term| term.stem == own.stem);
        is_named(other, &theirs, &first.typed)
            || words.iter().any(|own| !own.is_stopword() && shares(own))
    };
    let named = |other: &&str| other.chars().any(char::is_uppercase);
    let other = all.iter().find(|other| named(other))?;
    (!all.iter().any(same)).then(|| (said.to_owned(), (*other).to_owned()))
}

/// Whom each verb that leads in `clause` asks to do something.
fn addressees<'c>(corpus: &'c Corpus, clause: &Clause) -> Vec<&'c str> {
    let document = corpus.document_of(clause);
    let behind = |end: u32| document.text.slice(Span::new(end, clause.span.end.max(end)));
    let asking = clause.verbs.iter().filter(|verb| addresses(&verb.lemma));
    asking.filter_map(|verb| addressee(behind(verb.span.end))).collect()
}

/// Whether the verb `lemma` says whom it asks: "request", but not "support".
pub(super) fn addresses(lemma: &str) -> bool {
    english().claims.contradiction.addressing.has(lemma)
}

/// The words of `text` before "to", with which it goes on.
fn addressee(text: &str) -> Option<&str> {
    let read = Worded::of(text);
    let within = |at: &usize| !read.gap(*at).contains(['.', ';', ':']);
    let mut behind = (1..read.words.len().min(WORDS_MAX)).take_while(within);
    let to = behind.find(|&at| read.word(at) == "to")?;
    let before = read.words[to - 1].bytes.end;
    let end = text[..read.words[to].bytes.start].find(',').unwrap_or(before);
    let own = text[..end].trim();
    (!own.is_empty()).then_some(own)
}

/// Whether `words` only say that states or their governments are meant, who go by many names.
fn are_peoples(words: &[Term]) -> bool {
    let peoples = &english().claims.contradiction.peoples;
    words.iter().all(|term| term.is_stopword() || peoples.has(&term.word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_stands_before_what_is_asked() {
        let cases = [
            ("the Harbour Board to meet", Some("the Harbour Board")),
            ("the Board, as before, to meet", Some("the Board")),
            ("the Board; the Council is to meet", None),
            ("trade", None),
        ];
        for (text, expected) in cases {
            assert_eq!(addressee(text), expected, "{text}");
        }
        assert!(are_peoples(&terms("all Member States")) && !are_peoples(&terms("the Board")));
    }
}
