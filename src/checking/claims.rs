//! What a text ascribes to the documents in its own words: "the Rome declaration condemns ...".
//!
//! A claim has a subject (a document that is named, the ministers who met there, or what stands
//! for either), a verb, and what follows it up to the next claim or the end of the sentence.

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use super::claim::{Claim, Rank, Verb};
use super::lone_labels::is_aside;
use super::named::References;
use super::page::Passage;
use super::ranges::looked_up;
use super::reference::{Documents, Lists, Reference, adopted, are_called};
use super::timeline::opening_year;
use crate::domain::Corpus;
use crate::language::analysis::{is_stopword, terms};
use crate::language::lexicon::english;
use crate::language::numbers::small_count;
use crate::reading::Phrasebook;

/// Who is said to say something.
struct Subject {
    /// Words of it.
    words: Range<usize>,
    documents: Vec<Documents>,
    clause: Option<usize>,
    clauses: Range<usize>,
    named_at: Option<Range<usize>>,
    /// Whether none of them is meant.
    denied: bool,
}

/// Of more documents nobody says what all of them say.
const ALL_MAX: usize = 8;
/// "They" are those who speak in at most so many documents.
const SPOKEN_MAX: usize = 3;

/// Finds the claims of one sentence.
pub(super) struct Finder<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) lists: &'a Lists,
    pub(super) book: &'a Phrasebook,
    pub(super) passage: &'a Passage,
    pub(super) references: &'a References,
    /// The documents named last before the sentence.
    pub(super) meant: &'a Documents,
    /// Whether a document was said to say something shortly before.
    pub(super) spoke: bool,
    /// Whether they were named more than a paragraph before.
    pub(super) far: bool,
    /// The sentence.
    pub(super) sentence: Range<usize>,
}

impl Finder<'_> {
    /// The claims of the sentence, in order.
    pub(super) fn find(&self) -> Vec<Claim> {
        let words = self.passage.terms_in(&self.sentence);
        let mut claims: Vec<Claim> = Vec::new();
        let mut at = words.start;
        // Found out where there is a first claim.
        let mut asides: Option<Vec<usize>> = None;
        while at < words.end {
            let start = self.passage.terms[at].bytes.start;
            if self.passage.is_quoted(start) {
                at += 1;
                continue;
            }
            if let Some(aside) = self.passage.aside_at(start) {
                at = self.passage.terms_in(aside).end.max(at + 1);
                continue;
            }
            let Some(mut subject) = self.subject(at, words.start) else {
                at += 1;
                continue;
            };
            let verb = self.verb(subject.words.end, words.end);
            let verb = verb.filter(|_| !self.is_asked(at, words.start));
            let reference = self.reference_from(at);
            at = subject.words.end;
            let Some(mut verb) = verb else { continue };
            if let Some(reference) = reference {
                self.join(&mut subject, reference, words.start);
            }
            if subject.denied || self.is_denied(&subject.words, words.start) {
                verb = Verb { silent: true, binding: None, ..verb };
            }
            if verb.mentions && !verb.silent && self.is_only(&subject.words, words.start) {
                verb.rank = Some(Rank::Only);
            }
            if let Some(last) = claims.last_mut() {
                last.end_before(self.passage, start);
            }
            let asides =
                asides.get_or_insert_with(|| asides_in(self.passage.text(), &self.sentence));
            let mut claim = self.claim(subject, verb, asides);
            if claims.is_empty() {
                self.by_the_way(&mut claim);
            }
            claims.push(claim);
        }
        if claims.is_empty() {
            let own = self.according(words.clone()).or_else(|| self.inserted(&words));
            claims.extend(own.or_else(|| self.passive(&words)).or_else(|| self.loosely(&words)));
        }
        claims
    }

    /// A claim, which ends with the first of `asides` behind its verb or else with the sentence.
    fn claim(&self, subject: Subject, verb: Verb, asides: &[usize]) -> Claim {
        let verb_end = self.passage.terms[verb.end - 1].bytes.end;
        let start = self.passage.terms[subject.words.start].bytes.start;
        let aside = asides.get(looked_up(asides, |aside| *aside < verb_end));
        let mut content = verb_end..aside.copied().unwrap_or(self.sentence.end);
        if self.passage.word(verb.end) == "that" {
            content.start = self.passage.terms[verb.end].bytes.end.min(content.end);
        }
        Claim {
            verb_end,
            clause: subject.clause,
            clauses: subject.clauses,
            named_at: subject.named_at,
            verb: verb.binding,
            silent: verb.silent,
            mentions: verb.mentions,
            obliges: verb.obliges,
            rank: verb.rank,
            ..Claim::plain(start..content.end, content, subject.documents)
        }
    }

    /// The subject that begins at word `at`.
    fn subject(&self, at: usize, first: usize) -> Option<Subject> {
        if let Some(reference) = self.reference_from(at) {
            return self.named(reference, at, first);
        }
        if let Some(all) = self.all_of_them(at) {
            return Some(all);
        }
        let words = self.stand_in(at, first)?;
        // The document is named beside it, in the same sentence, or was before.
        let beside = self.beside(&words);
        let (documents, (clause, clauses), named_at) = match beside {
            Some(reference) if reference.holds() => (
                reference.spoken_of(self.corpus, self.lists),
                (reference.clause, reference.clauses.clone()),
                Some(reference.range.clone()),
            ),
            Some(_) => return None,
            None => match self.year_before(&words) {
                Some(year) => (self.of_year(year), (None, 0..0), None),
                // Those whom the text itself is about.
                None if self.speaks_for_itself(&words) => return None,
                None => (Rc::clone(self.meant), (None, 0..0), None),
            },
        };
        (!documents.is_empty()).then(|| Subject {
            words,
            documents: vec![documents],
            clause,
            clauses,
            named_at,
            denied: false,
        })
    }

    /// Whether "neither" goes before the subject at `words`.
    fn is_denied(&self, words: &Range<usize>, first: usize) -> bool {
        let article = words.start > first && self.passage.word(words.start - 1) == "the";
        let before = words.start - usize::from(article);
        // "Nor does the text".
        let helped = before > first + 1
            && english().text.auxiliaries.has(self.passage.word(before - 1))
            && self.passage.word(before - 2) == "nor";
        before > first && self.passage.word(before - 1) == "neither" || helped
    }

    /// A document as a subject.
    fn named(&self, reference: &Reference, at: usize, first: usize) -> Option<Subject> {
        let before = at - usize::from(at > first && self.passage.word(at - 1) == "the");
        let governed = reference.governed || self.is_governed(before);
        if !reference.holds() || reference.documents.is_empty() || governed {
            return None;
        }
        Some(Subject {
            words: at..self.passage.terms_in(&reference.range).end,
            documents: vec![reference.spoken_of(self.corpus, self.lists)],
            clause: reference.clause,
            clauses: reference.clauses.clone(),
            named_at: Some(reference.range.clone()),
            denied: false,
        })
    }

    /// "All three declarations", "every declaration", "none of the declarations": each of those that
    /// were adopted.
    fn all_of_them(&self, at: usize) -> Option<Subject> {
        const NOUN_WORDS_MAX: usize = 4;
        let known = &english().claims.documents;
        if !known.all.has(self.passage.word(at)) && !known.none.has(self.passage.word(at)) {
            return None;
        }
        let end = (at + 1..at + 1 + NOUN_WORDS_MAX).find(|&at| {
            known.meant.has(self.passage.word(at)) || known.several.has(self.passage.word(at))
        })?;
        let between = at + 1..end;
        let mut count = None;
        for word in between {
            let word = self.passage.word(word);
            if let Some(number) = small_count(word) {
                count = Some(number);
            } else if !is_stopword(word) {
                return None;
            }
        }
        let all: Vec<usize> = (0..self.corpus.documents().len()).collect();
        let all = adopted(self.corpus, &all);
        let counted = count.is_none_or(|count| usize::try_from(count) == Ok(all.len()));
        let free = self.references.covering(end).is_none();
        (counted && free && (1..=ALL_MAX).contains(&all.len())).then(|| Subject {
            words: at..end + 1,
            documents: all.into_iter().map(|own| self.lists.shared(vec![own])).collect(),
            clause: None,
            clauses: 0..0,
            named_at: None,
            denied: known.none.has(self.passage.word(at)),
        })
    }

    /// Adds the documents that are joined to `subject`, which `reference` names, by "and".
    fn join(&self, subject: &mut Subject, reference: &Reference, first: usize) {
        let known = &english().claims.documents;
        for other in self.references.beginning(&(0..reference.range.start)).iter().rev() {
            let own = self.passage.terms_in(&other.range);
            let between = own.end..subject.words.start;
            let joins = |at| known.coordinating.has(self.passage.word(at));
            let listed = own.start >= first && between.len() <= 2 && between.clone().all(joins);
            if !listed || between.is_empty() || !other.holds() || self.is_governed(own.start) {
                break;
            }
            subject.documents.push(other.spoken_of(self.corpus, self.lists));
            subject.words.start = own.start;
        }
        // Of lists that come twice the last counts.
        let mut seen = HashSet::new();
        subject.documents.reverse();
        subject.documents.retain(|own| seen.insert(Rc::as_ptr(own)));
        subject.documents.reverse();
    }

    /// Whether the word before word `at` makes it something else than a subject.
    fn is_governed(&self, at: usize) -> bool {
        english().claims.documents.governing.has(self.passage.word(at.wrapping_sub(1)))
    }

    /// "In 2014, ministers": the year that tells which of those who speak are meant.
    fn year_before(&self, words: &Range<usize>) -> Option<i16> {
        const BEFORE_MAX: usize = 4;
        let first = self.passage.terms_in(&self.sentence).start;
        let near = words.start.saturating_sub(BEFORE_MAX).max(first)..words.start;
        let speaks = self.passage.is_speaker(words.start);
        near.rev().filter(|_| speaks).find_map(|at| {
            let year = Phrasebook::year(self.passage.word(at))?;
            let before = self.passage.word(at.wrapping_sub(1));
            let opens = at == 0 && opening_year(self.passage.text()).is_some();
            // "In 2014, ministers", and no year that another part of the sentence ends with.
            let start = at.wrapping_sub(1);
            let own = start == first
                || english().claims.documents.opening.has(self.passage.word(start.wrapping_sub(1)));
            let dates = opens || own && english().text.times.before_years.has(before);
            (dates && self.references.covering(at).is_none()).then_some(year)
        })
    }

    /// Whether `words` stand for people of whom the text tells: "the two leaders", or "they" where no document
    /// spoke before.
    fn speaks_for_itself(&self, words: &Range<usize>) -> bool {
        let known = &english().claims.documents;
        let before = self.passage.word(words.start.wrapping_sub(1));
        let people = self.passage.is_speaker(words.start);
        // "NCG Principals", of a body that publishes none of the documents.
        let own = || {
            let typed = self.passage.typed(words.start.wrapping_sub(1));
            let initials = typed.len() > 1 && typed.chars().all(char::is_uppercase);
            initials && self.passage.gap(words.start) == " " && !self.book.is_publisher(before)
        };
        let they = self.passage.word(words.start) == "they";
        let pronoun = known.pronouns.has(self.passage.word(words.start));
        (people || pronoun) && self.far
            || people && (known.both.has(before) || own())
            || they && (!self.spoke || self.meant.len() > SPOKEN_MAX)
    }

    /// What was adopted in `year`.
    fn of_year(&self, year: i16) -> Documents {
        self.lists.shared(adopted(self.corpus, self.book.of_year(year)))
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
        // "The Convention against Torture" is named, and stands for no other.
        let free = self.references.covering(noun).is_none();
        let word = self.passage.word(noun);
        let named = || {
            let kinds = &english().documents.kinds.named;
            kinds.has(word) && are_called(self.corpus, self.meant, word)
        };
        // "The Assembly", of a resolution of the General Assembly.
        let issuer = || {
            let last = |&document: &usize| {
                let issuer = self.corpus.documents()[document].catalogue.issuer.as_deref();
                let last = issuer.and_then(|issuer| terms(issuer).pop());
                last.is_some_and(|last| last.word == word)
            };
            self.passage.is_capital(noun) && !self.meant.is_empty() && self.meant.iter().all(last)
        };
        (stands && free && (known.meant.has(word) || named() || issuer())).then(|| at..noun + 1)
    }

    /// The reference of the sentence that tells what the stand-in at `words` stands for.
    fn beside(&self, words: &Range<usize>) -> Option<&Reference> {
        const BEHIND_MAX: usize = 3;
        const BEFORE_MAX: usize = 8;
        let places = &english().claims.documents.places;
        let start = self.passage.terms[words.start].bytes.start;
        let own = |reference: &&Reference| self.sentence.contains(&reference.range.start);
        let before = || {
            let earlier = self.references.beginning(&(self.sentence.start..start + 1));
            let near = earlier.iter().rev().take(BEFORE_MAX);
            near.into_iter().find(|reference| {
                reference.range.end <= start && !is_aside(self.passage, reference)
            })
        };
        if !self.passage.is_speaker(words.start) {
            return before();
        }
        // "In 2012, ministers in Rome": the year and the place stand around them.
        let around = self.references.covering(words.start).filter(own);
        let near = self.references.first_in(self.passage, &(words.end..words.end + BEHIND_MAX));
        let behind = || {
            near.iter().filter(own).find(|reference| {
                let first = self.passage.terms_in(&reference.range).start;
                places.has(self.passage.word(first.wrapping_sub(1)))
            })
        };
        around.or_else(behind).or_else(before)
    }

    /// The reference whose first word is word `at`.
    fn reference_from(&self, at: usize) -> Option<&Reference> {
        let start = self.passage.terms[at].bytes.start;
        let first = self.references.first_in(self.passage, &(at..at + 1));
        first.iter().find(|reference| reference.range.contains(&start))
    }
}

/// Where subordinate clauses begin in `sentence`, with which claims end; in order.
fn asides_in(text: &str, sentence: &Range<usize>) -> Vec<usize> {
    const MARKS: [&str; 3] = ["; ", " \u{2013} ", " \u{2014} "];
    let known = &english().claims.saying;
    let text = &text[sentence.clone()];
    let begins = |comma: &usize| {
        let next = text[comma + 1..].trim_start();
        let mut words = next.split(|c: char| !c.is_alphabetic());
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        known.asides.has(first) || first == "and" && known.subjects.has(second)
    };
    let commas = text.match_indices(',').map(|(at, _)| at).filter(begins);
    let marks = MARKS.iter().flat_map(|mark| text.match_indices(mark)).map(|(at, _)| at);
    let mut found: Vec<usize> = marks.chain(commas).map(|at| sentence.start + at).collect();
    found.sort_unstable();
    found
}
