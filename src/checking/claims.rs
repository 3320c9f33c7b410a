//! What a text ascribes to the documents in its own words: "the Rome declaration condemns ...".
//!
//! A claim has a subject (a document that is named, the ministers who met there, or what stands
//! for either), a verb, and what follows it up to the next claim or the end of the sentence.

use std::ops::Range;

use super::page::Passage;
use super::reference::{Reference, Sureness};
use crate::domain::{Corpus, VerbUse};
use crate::language::analysis::has_stem;
use crate::language::lexicon::english;
use crate::language::verbs::{self, Form};

/// Something that documents are said to say. Ranges are bytes of the passage.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// From the subject to the end of the content.
    pub range: Range<usize>,
    /// Where the verb ends.
    pub verb_end: usize,
    /// What they are said to say.
    pub content: Range<usize>,
    /// The documents: each list of them has to say it, in one of its documents.
    pub subjects: Vec<Vec<usize>>,
    /// The clause that is named.
    pub clause: Option<usize>,
    /// Where the documents are named; nothing where they were named earlier.
    pub named_at: Option<Range<usize>>,
    /// The verb, where it binds.
    pub verb: Option<VerbUse>,
    /// Whether they are said not to say it.
    pub silent: bool,
}

/// Who is said to say something.
struct Subject {
    /// Words of it.
    words: Range<usize>,
    documents: Vec<Vec<usize>>,
    clause: Option<usize>,
    named_at: Option<Range<usize>>,
}

/// A verb behind a subject, in words.
struct Verb {
    end: usize,
    binding: Option<VerbUse>,
    silent: bool,
}

/// How many words may stand between a subject and its verb.
const BETWEEN_MAX: usize = 8;

/// Finds the claims of one sentence.
pub(super) struct Finder<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) passage: &'a Passage,
    pub(super) references: &'a [Reference],
    /// The documents named last before the sentence.
    pub(super) meant: &'a [usize],
    /// The sentence.
    pub(super) sentence: Range<usize>,
}

impl Finder<'_> {
    /// The claims of the sentence, in order.
    pub(super) fn find(&self) -> Vec<Claim> {
        let words = self.passage.terms_in(&self.sentence);
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = words.start;
        while at < words.end {
            let start = self.passage.terms[at].bytes.start;
            if self.passage.is_quoted(start) {
                at += 1;
                continue;
            }
            let Some(subject) = self.subject(at, words.start) else {
                at += 1;
                continue;
            };
            let verb = self.verb(subject.words.end, words.end);
            at = subject.words.end;
            let Some(verb) = verb else { continue };
            if let Some(last) = claims.last_mut() {
                last.end_before(self.passage, start);
            }
            claims.push(self.claim(subject, verb));
        }
        if claims.is_empty() {
            claims.extend(self.according(words));
        }
        claims
    }

    fn claim(&self, subject: Subject, verb: Verb) -> Claim {
        let verb_end = self.passage.terms[verb.end - 1].bytes.end;
        let start = self.passage.terms[subject.words.start].bytes.start;
        let end = verb_end + self.passage.text()[verb_end..self.sentence.end].trim_end().len();
        let mut content = verb_end..aside(&self.passage.text()[..end], verb_end);
        if self.passage.word(verb.end) == "that" {
            content.start = self.passage.terms[verb.end].bytes.end.min(end);
        }
        Claim {
            range: start..content.end,
            verb_end,
            content,
            subjects: subject.documents,
            clause: subject.clause,
            named_at: subject.named_at,
            verb: verb.binding,
            silent: verb.silent,
        }
    }

    /// "According to the Rome declaration, ..." and "..., according to the Rome declaration".
    fn according(&self, words: Range<usize>) -> Option<Claim> {
        let at = words.clone().find(|&at| {
            self.passage.word(at) == "according" && self.passage.word(at + 1) == "to"
        })?;
        let reference = self.references.iter().find(|reference| {
            let first = self.passage.terms_in(&reference.range).start;
            reference.holds() && (at + 2..=at + 3).contains(&first)
        })?;
        let own = self.passage.terms[at].bytes.start;
        let content = if at == words.start {
            reference.range.end..self.sentence.end
        } else {
            self.sentence.start..own
        };
        Some(Claim {
            range: self.sentence.clone(),
            verb_end: reference.range.end,
            content,
            subjects: vec![self.adopted(reference)],
            clause: reference.clause,
            named_at: Some(reference.range.clone()),
            verb: None,
            silent: false,
        })
    }

    /// The subject that begins at word `at`.
    fn subject(&self, at: usize, first: usize) -> Option<Subject> {
        if let Some(reference) = self.reference_from(at) {
            return self.named(reference, at, first);
        }
        let words = self.stand_in(at, first)?;
        // The document is named beside it, in the same sentence, or was before.
        let beside = self.beside(&words);
        let (documents, clause, named_at) = match beside {
            Some(reference) if reference.holds() => {
                (self.adopted(reference), reference.clause, Some(reference.range.clone()))
            }
            Some(_) => return None,
            None => (self.meant.to_vec(), None, None),
        };
        (!documents.is_empty()).then(|| Subject {
            words,
            documents: vec![documents],
            clause,
            named_at,
        })
    }

    /// A document as a subject, with others that are joined to it by "and".
    fn named(&self, reference: &Reference, at: usize, first: usize) -> Option<Subject> {
        let words = self.passage.terms_in(&reference.range);
        let governing = &english().claims.documents.governing;
        let governed = |at: usize| governing.has(self.passage.word(at.wrapping_sub(1)));
        let before = at - usize::from(at > first && self.passage.word(at - 1) == "the");
        if !reference.holds() || reference.documents.is_empty() || governed(before) {
            return None;
        }
        let mut documents = vec![self.adopted(reference)];
        let earlier = self
            .references
            .iter()
            .rev()
            .skip_while(|other| other.range.start >= reference.range.start);
        let mut start = at;
        for other in earlier {
            let own = self.passage.terms_in(&other.range);
            let between = own.end..start;
            let joins = |at| matches!(self.passage.word(at), "and" | "the");
            let listed = own.start >= first && between.len() <= 2 && between.clone().all(joins);
            if !listed || between.is_empty() || !other.holds() || governed(own.start) {
                break;
            }
            documents.push(self.adopted(other));
            start = own.start;
        }
        Some(Subject {
            words: start..words.end,
            documents,
            clause: reference.clause,
            named_at: Some(reference.range.clone()),
        })
    }

    /// Words that stand for the documents: "ministers", "it", "the same declaration".
    fn stand_in(&self, at: usize, first: usize) -> Option<Range<usize>> {
        let known = &english().claims.documents;
        let word = self.passage.word(at);
        if self.passage.is_speaker(at) {
            return Some(at..at + 1);
        }
        let before = self.passage.word(at.wrapping_sub(1));
        let opens = at == first
            || known.opening.has(before)
            || self.passage.gap(at).contains([',', ';', ':']);
        if known.pronouns.has(word) && opens {
            return Some(at..at + 1);
        }
        let noun = at + 1 + usize::from(known.same.has(self.passage.word(at + 1)));
        // "in the same declaration" is no subject.
        let stands = known.articles.has(word) && !known.governing.has(before);
        (stands && known.meant.has(self.passage.word(noun))).then(|| at..noun + 1)
    }

    /// The reference of the sentence that tells what the stand-in at `words` stands for.
    fn beside(&self, words: &Range<usize>) -> Option<&Reference> {
        const BEHIND_MAX: usize = 3;
        let places = &english().claims.documents.places;
        let start = self.passage.terms[words.start].bytes.start;
        let own = |reference: &&Reference| self.sentence.contains(&reference.range.start);
        let behind = self.references.iter().filter(own).find(|reference| {
            let first = self.passage.terms_in(&reference.range).start;
            // "In 2012, ministers in Rome": the year and the place stand around them.
            let around = reference.range.contains(&start);
            around
                || (words.end..words.end + BEHIND_MAX).contains(&first)
                    && places.has(self.passage.word(first.wrapping_sub(1)))
        });
        let pronoun = !self.passage.is_speaker(words.start);
        let before = || {
            let mut earlier = self.references.iter().filter(own);
            earlier.rfind(|reference| reference.range.end <= start)
        };
        if pronoun { before() } else { behind.or_else(before) }
    }

    fn reference_from(&self, at: usize) -> Option<&Reference> {
        let start = self.passage.terms[at].bytes.start;
        self.references.iter().find(|reference| {
            reference.range.start == start
                || reference.range.contains(&start)
                    && self.passage.terms_in(&reference.range).start == at
        })
    }

    /// A place alone means what was adopted there.
    fn adopted(&self, reference: &Reference) -> Vec<usize> {
        let is_adopted = |index: &usize| !self.corpus.documents()[*index].kind.is_report();
        let adopted: Vec<usize> = reference.documents.iter().copied().filter(is_adopted).collect();
        if reference.sureness == Sureness::Document || adopted.is_empty() {
            reference.documents.clone()
        } else {
            adopted
        }
    }

    /// The verb that follows the subject which ends before word `at`.
    fn verb(&self, mut at: usize, end: usize) -> Option<Verb> {
        let saying = &english().claims.saying;
        let (limit, mut denied) = (at + BETWEEN_MAX, false);
        while at < end.min(limit) {
            let start = self.passage.terms[at].bytes.start;
            if let Some(reference) =
                self.references.iter().find(|reference| reference.range.contains(&start))
            {
                at = self.passage.terms_in(&reference.range).end.max(at + 1);
                continue;
            }
            if !self.passage.is_joined(at) || self.passage.is_quoted(start) {
                return None;
            }
            if let Some(length) = saying.silences.at(|ahead| self.passage.word(at + ahead)) {
                return Some(Verb { end: at + length, binding: None, silent: true });
            }
            if let Some(verb) = self.verb_at(at, denied) {
                return Some(verb);
            }
            let word = self.passage.word(at);
            let adverb = word.len() > 4 && word.ends_with("ly");
            denied |= saying.denying.has(word);
            if !(adverb || saying.between.has(word) || saying.denying.has(word)) {
                return None;
            }
            at += 1;
        }
        None
    }

    fn verb_at(&self, at: usize, denied: bool) -> Option<Verb> {
        let entry = verbs::entries(self.passage.word(at)).iter().find(|entry| {
            let particles = entry.particles.iter().enumerate();
            entry.form != Form::Participle
                && particles
                    .into_iter()
                    .all(|(ahead, word)| self.passage.word(at + 1 + ahead) == *word)
        });
        let Some(entry) = entry else {
            let stem = self.passage.terms[at].stem.as_str();
            let says = has_stem(&english().claims.saying.verbs, stem)
                && !self.passage.word(at).ends_with("ing");
            return says.then_some(Verb { end: at + 1, binding: None, silent: denied });
        };
        let mut end = at + 1 + entry.particles.len();
        let mut verb = VerbUse { lemma: entry.lemma.to_owned(), strength: entry.strength };
        if entry.lemma == "express" {
            const MODIFIERS_MAX: usize = 4;
            let noun = (end..end + MODIFIERS_MAX)
                .find_map(|at| Some((at, verbs::expression(self.passage.word(at))?)));
            if let Some((noun, (name, strength))) = noun {
                verb = VerbUse { lemma: format!("express {name}"), strength };
                end = (noun + 1).min(self.passage.terms.len());
            }
        }
        Some(Verb { end, binding: (!denied).then_some(verb), silent: denied })
    }
}

/// Where a subordinate clause begins in `text` behind byte `from`, with which the claim ends; the
/// end of the text where there is none.
fn aside(text: &str, from: usize) -> usize {
    const MARKS: [&str; 3] = ["; ", " \u{2013} ", " \u{2014} "];
    let asides = &english().claims.saying.asides;
    let begins = |comma: &usize| {
        let next = text[comma + 1..].trim_start();
        let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        asides.has(word)
    };
    let commas = text[from..].match_indices(',').map(|(at, _)| from + at).find(begins);
    let marks = MARKS.iter().filter_map(|mark| text[from..].find(mark).map(|at| from + at));
    let found = marks.chain(commas);
    found.min().unwrap_or(text.len())
}

impl Claim {
    /// Ends it before byte `at`, where the next one begins, and before what joins the two.
    fn end_before(&mut self, passage: &Passage, at: usize) {
        let joining = &english().claims.saying.joining;
        let mut end = at.clamp(self.content.start, self.content.end);
        loop {
            let words = passage.text()[self.content.start..end].trim_end();
            let joined = words.rsplit_once(' ').filter(|(_, last)| joining.has(last));
            let shorter =
                joined.map(|(before, _)| before).or_else(|| words.strip_suffix([',', ';']));
            end = self.content.start + shorter.unwrap_or(words).len();
            if shorter.is_none() {
                break;
            }
        }
        self.content.end = end;
        self.range.end = end;
    }

    /// Every document that is meant, in order, each once.
    pub(super) fn documents(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.subjects.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
