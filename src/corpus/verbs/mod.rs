//! The verbs that lead in a clause: "Strongly urge", "Recalling ..., strive ... and support".
//!
//! A verb counts at the start of a clause, where adverbs or "Although"/"While" may go before it,
//! and after a boundary: a comma, a semicolon, a full stop, "and", "as well as". Away from the
//! start many look-alikes stand: lists of infinitives ("to prevent, suppress, and counter"),
//! gerunds under a preposition ("by preventing ... and supporting"), nouns ("training and
//! support"). [`Scan::counts`] holds the rules that tell them apart. Emphasis has no part in it.

mod phrase;

use std::ops::Range;

pub(super) use crate::language::verbs::Form;
use phrase::{Candidate, Phrases};

use super::words::{Word, words};
use crate::domain::Strength;
use crate::language::analysis::TextLanguage;
use crate::language::lexicon::english;
use crate::language::{lead_ins, verbs};

/// A verb that was found; the range is in bytes of the text that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) lemma: String,
    pub(super) strength: Strength,
    pub(super) form: Form,
    /// The verb with its adverbs.
    pub(super) range: Range<usize>,
    /// Whether one of them makes it stronger.
    pub(super) intensified: bool,
}

/// How many words of an infinitive's list a verb must be away from its "to".
const INFINITIVE_WORDS: usize = 8;
/// How many words at the end of a frame line can lead in the clauses below it.
const LEAD_IN_WORDS: usize = 6;

/// What a verb stands after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// "we", which begins a main clause.
    Subject,
    /// A semicolon, a full stop, or a phrase such as "in this regard".
    Strong,
    Comma,
    /// "and" or "as well as", without a comma.
    Bare,
}

/// All lead-in verbs of a clause, in order.
pub(super) fn find_in_clause(text: &str) -> Vec<Found> {
    let words = words(text);
    let mut scan = Scan::new(&words);
    scan.start();
    scan.boundaries();
    scan.found()
}

/// The verb with which a paragraph of a document without labels leads in: "We reaffirm ...",
/// "Decides ...", but not a heading or a sentence that begins with a noun ("Support for ...").
pub(super) fn find_in_paragraph(text: &str) -> Vec<Found> {
    let words = words(text);
    let mut scan = Scan::new(&words);
    let says_we = scan.words.get(skip_ordinal(&words)).is_some_and(|word| word.is("we"));
    scan.start();
    let leads = |candidate: &Candidate| says_we || candidate.form != Form::Base;
    if !scan.taken.first().is_some_and(leads) {
        return Vec::new();
    }
    scan.boundaries();
    scan.found()
}

/// The verb at the end of a frame line, which the clauses below it complete: "Agree to,", "we the
/// participating Ministers decide to:".
pub(super) fn find_in_lead_in(text: &str) -> Vec<Found> {
    let known = &english().documents.lead_ins;
    let words = words(text);
    let scan = Scan::new(&words);
    let spoken: Vec<usize> = (0..words.len()).filter(|&at| !words[at].is_mark()).collect();
    let tail = &spoken[spoken.len().saturating_sub(LEAD_IN_WORDS)..];
    let ends_line = |candidate: &Candidate| {
        words
            .get(candidate.end)
            .is_none_or(|next| next.is_mark() || next.is_one_of(&known.after_last))
    };
    let perfect = |at: usize| at > 0 && words[at - 1].is_one_of(&known.auxiliaries);
    let verb = tail.iter().filter_map(|&at| scan.phrases.candidate(at)).rfind(|candidate| {
        (candidate.form != Form::Past || perfect(candidate.verb)) && ends_line(candidate)
    });
    Scan { taken: verb.into_iter().collect(), ..scan }.found()
}

/// The verb with which a clause in `language`, which is not English, begins.
pub(super) fn find_in_language(language: TextLanguage, text: &str) -> Vec<Found> {
    let found = lead_ins::lead_in(language, text).map(|lead_in| {
        let form = if lead_in.is_recital { Form::Participle } else { Form::Third };
        Found {
            lemma: lead_in.lemma.to_owned(),
            strength: strength(lead_in.strength, form),
            form,
            range: lead_in.range,
            intensified: lead_in.intensified,
        }
    });
    found.into_iter().collect()
}

/// A pass over the words of a clause.
struct Scan<'t> {
    words: &'t [Word<'t>],
    phrases: Phrases<'t>,
    taken: Vec<Candidate>,
}

impl<'t> Scan<'t> {
    fn new(words: &'t [Word<'t>]) -> Self {
        Self { words, phrases: Phrases(words), taken: Vec::new() }
    }

    fn found(self) -> Vec<Found> {
        let words = self.words;
        let found = |candidate: Candidate| {
            let own = &words[candidate.first..candidate.end];
            Found {
                lemma: candidate.lemma,
                strength: strength(candidate.strength, candidate.form),
                form: candidate.form,
                range: own[0].range.start..own[own.len() - 1].range.end,
                intensified: own.len() > 1
                    && own.iter().any(|word| verbs::intensifies(&word.lower)),
            }
        };
        self.taken.into_iter().map(found).collect()
    }

    /// Takes the verb that the clause begins with.
    fn start(&mut self) {
        let at = self.skip_subject(skip_ordinal(self.words));
        let known = &english().documents.lead_ins;
        let joined = self.phrases.word(at, &known.concessive) || self.phrases.is(at, "and");
        let Some(candidate) = self.phrases.candidate(at + usize::from(joined)) else { return };
        let noun = candidate.also_noun && self.phrases.word(candidate.end, &known.after_noun);
        if !noun && candidate.form != Form::Past {
            self.taken.push(candidate);
        }
    }

    /// Steps over "We", "We, the Ministers," and "The General Assembly,".
    fn skip_subject(&self, at: usize) -> usize {
        const APPOSITION_WORDS: usize = 8;
        let we = self.phrases.is(at, "we");
        if !we && !self.phrases.is(at, "the") {
            return at;
        }
        let comma = |from: usize| {
            (from..from + APPOSITION_WORDS).find(|&at| self.phrases.is(at, ",")).map(|at| at + 1)
        };
        match (we, self.phrases.is(at + 1, ",")) {
            (true, true) => comma(at + 2).unwrap_or(at + 2),
            (true, false) => at + 1,
            (false, _) => comma(at + 1).unwrap_or(at),
        }
    }

    /// Takes the verbs that follow a boundary.
    fn boundaries(&mut self) {
        let mut seen = None;
        for at in 0..self.words.len() {
            let Some((boundary, next)) = self.boundary(at) else { continue };
            let Some(candidate) = self.phrases.candidate(next) else { continue };
            let after_last = self.taken.last().is_none_or(|last| last.end <= candidate.first);
            // ", and" is met twice, as a comma and as an "and": the first decides.
            if !after_last || seen == Some(candidate.verb) {
                continue;
            }
            seen = Some(candidate.verb);
            if self.counts(&candidate, boundary, at) {
                self.taken.push(candidate);
            }
        }
    }

    /// The boundary that begins at word `at`, and where the words after it begin.
    fn boundary(&self, at: usize) -> Option<(Boundary, usize)> {
        let known = &english().documents.lead_ins;
        let (mut boundary, mut next) = match self.words[at].text {
            ";" | "." => (Boundary::Strong, at + 1),
            "," => (Boundary::Comma, at + 1),
            _ => (Boundary::Bare, at + self.phrases.phrase(at, &known.joining)?),
        };
        if boundary != Boundary::Bare {
            next += usize::from(self.phrases.is(next, "and"));
        }
        if let Some(length) = self.phrases.phrase(next, &known.transitions) {
            boundary = Boundary::Strong;
            next += length;
            next += usize::from(self.phrases.is(next, ","));
        }
        next += usize::from(self.phrases.word(next, &known.concessive));
        if self.phrases.is(next, "we") {
            return Some((Boundary::Subject, next + 1));
        }
        Some((boundary, next))
    }

    /// Whether `candidate`, which stands after the boundary at word `at`, leads in.
    fn counts(&self, candidate: &Candidate, boundary: Boundary, at: usize) -> bool {
        let last = self.taken.last();
        let since = last.map_or(0, |last| last.end);
        match candidate.form {
            Form::Past => false,
            Form::Participle => {
                let known = self.taken.iter().any(|taken| taken.lemma == candidate.lemma);
                let recital = self.taken.iter().any(|taken| taken.form == Form::Participle);
                if known || self.phrases.is(candidate.end, "that") {
                    return boundary != Boundary::Bare || recital;
                }
                (boundary != Boundary::Bare || recital) && !self.gerund_open(since, at)
            }
            Form::Base | Form::Third => {
                if boundary == Boundary::Subject {
                    return candidate.form == Form::Base;
                }
                if candidate.also_noun && !self.object_at(candidate.end) {
                    return false;
                }
                let same = last.is_some_and(|last| last.form == candidate.form);
                let main_due = last.is_none_or(|last| last.form == Form::Participle);
                match boundary {
                    _ if last.is_none() => false,
                    Boundary::Subject | Boundary::Strong => main_due || same,
                    Boundary::Comma if main_due => self.conjunct_words(at) >= 3,
                    Boundary::Comma | Boundary::Bare => {
                        same && (candidate.has_adverb || !self.infinitive_near(since, at))
                    }
                }
            }
        }
    }

    /// Whether a preposition governs a gerund between two words: "by preventing", "of fighting".
    fn gerund_open(&self, from: usize, to: usize) -> bool {
        let prepositions = &english().documents.lead_ins.prepositions;
        (from..to.saturating_sub(1))
            .any(|at| self.phrases.word(at, prepositions) && is_gerund(&self.words[at + 1]))
    }

    /// Whether an infinitive's "to" stands close before word `to`: its list may still go on.
    fn infinitive_near(&self, from: usize, to: usize) -> bool {
        let nearest = to.saturating_sub(INFINITIVE_WORDS).max(from);
        (nearest..to).any(|at| {
            // "contributing to today's threat", "related to ...", "to the Charter": a preposition.
            let governed =
                at > 0 && ["ing", "ed"].iter().any(|end| self.words[at - 1].text.ends_with(end));
            let noun = &english().documents.lead_ins.after_preposition;
            self.phrases.is(at, "to") && !governed && !self.phrases.word(at + 1, noun)
        })
    }

    /// How many words stand between the comma at word `at` and the comma or "to" before it.
    fn conjunct_words(&self, at: usize) -> usize {
        let breaks = |at: usize| {
            self.words[at].is_mark()
                || (self.phrases.is(at, "to") && !self.phrases.is(at + 1, "date"))
        };
        (0..at).rev().take_while(|&before| !breaks(before)).count()
    }

    /// Whether an object can begin at word `at`, so that the word before it is a verb.
    fn object_at(&self, at: usize) -> bool {
        let known = &english().documents.lead_ins;
        let aside = self.phrases.is(at, ",") && self.phrases.word(at + 1, &known.before_asides);
        aside || self.phrases.word(at, &known.before_objects)
    }
}

/// A participle states; it neither binds nor settles, whatever its verb does elsewhere.
fn strength(strength: Strength, form: Form) -> Strength {
    match (form, strength) {
        (Form::Participle, Strength::Commit | Strength::Decide) => Strength::Recognize,
        _ => strength,
    }
}

/// Steps over a paragraph's ordinal: `1.`, `12)`, `(a)`, `(iv)`.
fn skip_ordinal(words: &[Word<'_>]) -> usize {
    const ORDINAL_BYTES_MAX: usize = 4;
    let is =
        |at: usize, marks: &[&str]| words.get(at).is_some_and(|word| marks.contains(&word.text));
    let open = usize::from(is(0, &["("]));
    let short = words.get(open).is_some_and(|word| {
        let digits = word.text.bytes().all(|byte| byte.is_ascii_digit());
        let letters = word.text.bytes().all(|byte| byte.is_ascii_lowercase());
        word.text.len() <= ORDINAL_BYTES_MAX && (digits || letters) && !word.is_mark()
    });
    if short && is(open + 1, &[".", ")"]) { open + 2 } else { 0 }
}

/// Whether a word may be a gerund: not a name ("Department of Peacekeeping Operations"), nor one
/// of the nouns that this field is full of.
pub(super) fn is_gerund(word: &Word<'_>) -> bool {
    const GERUND_BYTES_MIN: usize = 6;
    word.text.len() >= GERUND_BYTES_MIN
        && word.text.ends_with("ing")
        && word.text.starts_with(char::is_lowercase)
        && !word.is_one_of(&english().documents.lead_ins.ing_nouns)
}

#[cfg(test)]
mod tests;
