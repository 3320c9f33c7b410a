//! The verbs that lead in a clause: "Strongly urge", "Recalling ..., strive ... and support".
//!
//! A verb counts at the start of a clause, where adverbs or "Although"/"While" may go before it,
//! and after a boundary: a comma, a semicolon, a full stop, "and", "as well as". Away from the
//! start many look-alikes stand: lists of infinitives ("to prevent, suppress, and counter"),
//! gerunds under a preposition ("by preventing ... and supporting"), nouns ("training and
//! support"). [`Scan::counts`] holds the rules that tell them apart. Emphasis has no part in it.

use std::ops::Range;

use super::lexicon::{self, Form};
use super::words::{Word, words};
use crate::domain::Strength;

/// A verb that was found; the range is in bytes of the text that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) lemma: String,
    pub(super) strength: Strength,
    pub(super) form: Form,
    /// The verb with its adverbs.
    pub(super) range: Range<usize>,
}

/// How many words of an infinitive's list a verb must be away from its "to".
const INFINITIVE_WORDS: usize = 8;
/// How many words at the end of a frame line can lead in the clauses below it.
const LEAD_IN_WORDS: usize = 6;

/// What a verb stands after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// A semicolon, a full stop, or a phrase such as "in this regard".
    Strong,
    Comma,
    /// "and" or "as well as", without a comma.
    Bare,
}

/// A verb at a place of the text, before it is decided whether it leads in.
struct Candidate {
    lemma: String,
    strength: Strength,
    form: Form,
    also_noun: bool,
    has_adverb: bool,
    /// Words: the first one (adverbs included), the verb itself, and one past the last.
    first: usize,
    verb: usize,
    end: usize,
}

/// All lead-in verbs of a clause, in order.
pub(super) fn of_clause(text: &str) -> Vec<Found> {
    let words = words(text);
    let mut scan = Scan { words: &words, taken: Vec::new() };
    scan.start();
    scan.boundaries();
    scan.found()
}

/// The verb with which a paragraph of a document without labels leads in: "We reaffirm ...",
/// "Decides ...", but not a heading or a sentence that begins with a noun ("Support for ...").
pub(super) fn of_paragraph(text: &str) -> Vec<Found> {
    let words = words(text);
    let mut scan = Scan { words: &words, taken: Vec::new() };
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
pub(super) fn of_lead_in(text: &str) -> Vec<Found> {
    let words = words(text);
    let scan = Scan { words: &words, taken: Vec::new() };
    let spoken: Vec<usize> = (0..words.len()).filter(|&at| !words[at].is_mark()).collect();
    let tail = &spoken[spoken.len().saturating_sub(LEAD_IN_WORDS)..];
    let ends_line = |candidate: &Candidate| {
        words.get(candidate.end).is_none_or(|next| {
            next.is_mark() || next.is_one_of(&["to", "that", "as", "on", "upon", "the", "all"])
        })
    };
    let perfect = |at: usize| at > 0 && words[at - 1].is_one_of(&["have", "has"]);
    let verb = tail.iter().filter_map(|&at| scan.candidate(at)).rfind(|candidate| {
        (candidate.form != Form::Past || perfect(candidate.verb)) && ends_line(candidate)
    });
    Scan { words: &words, taken: verb.into_iter().collect() }.found()
}

/// A pass over the words of a clause.
struct Scan<'t> {
    words: &'t [Word<'t>],
    taken: Vec<Candidate>,
}

impl Scan<'_> {
    fn found(self) -> Vec<Found> {
        let words = self.words;
        let found = |candidate: Candidate| Found {
            lemma: candidate.lemma,
            strength: strength(candidate.strength, candidate.form),
            form: candidate.form,
            range: words[candidate.first].range.start..words[candidate.end - 1].range.end,
        };
        self.taken.into_iter().map(found).collect()
    }

    fn word(&self, at: usize, any_of: &[&str]) -> bool {
        self.words.get(at).is_some_and(|word| word.is_one_of(any_of))
    }

    /// Whether the words from `at` on are those of `phrase`.
    fn phrase(&self, at: usize, phrase: &[&str]) -> bool {
        phrase.iter().enumerate().all(|(offset, word)| self.word(at + offset, &[word]))
    }

    /// Takes the verb that the clause begins with.
    fn start(&mut self) {
        let at = self.skip_subject(skip_ordinal(self.words));
        let at = at + usize::from(self.word(at, &["although", "while", "whilst", "and"]));
        let Some(candidate) = self.candidate(at) else { return };
        let noun = candidate.also_noun && self.word(candidate.end, &["for", "of", "from"]);
        if !noun && candidate.form != Form::Past {
            self.taken.push(candidate);
        }
    }

    /// Steps over "We", "We, the Ministers," and "The General Assembly,".
    fn skip_subject(&self, at: usize) -> usize {
        const APPOSITION_WORDS: usize = 8;
        let we = self.word(at, &["we"]);
        if !we && !self.word(at, &["the"]) {
            return at;
        }
        let comma = |from: usize| {
            (from..from + APPOSITION_WORDS).find(|&at| self.word(at, &[","])).map(|at| at + 1)
        };
        match (we, self.word(at + 1, &[","])) {
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
            let Some(candidate) = self.candidate(next) else { continue };
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
        const PHRASES: [&[&str]; 8] = [
            &["in", "this", "regard"],
            &["in", "that", "regard"],
            &["in", "this", "context"],
            &["in", "this", "respect"],
            &["to", "this", "end"],
            &["therefore"],
            &["accordingly"],
            &["hereby"],
        ];
        let (mut boundary, mut next) = match self.words[at].text {
            ";" | "." => (Boundary::Strong, at + 1),
            "," => (Boundary::Comma, at + 1),
            _ if self.word(at, &["and"]) => (Boundary::Bare, at + 1),
            _ if self.phrase(at, &["as", "well", "as"]) => (Boundary::Bare, at + 3),
            _ => return None,
        };
        if boundary != Boundary::Bare {
            next += usize::from(self.word(next, &["and"]));
        }
        if let Some(phrase) = PHRASES.iter().find(|phrase| self.phrase(next, phrase)) {
            boundary = Boundary::Strong;
            next += phrase.len();
            next += usize::from(self.word(next, &[","]));
        }
        next += usize::from(self.word(next, &["while", "although", "whilst"]));
        Some((boundary, next))
    }

    /// The verb, with its adverbs, that begins at word `first`.
    fn candidate(&self, first: usize) -> Option<Candidate> {
        let (mut verb, mut has_adverb, mut continues) = (first, false, None);
        while let Some(word) = self.words.get(verb) {
            if self.phrase(verb, &["once", "again"]) {
                verb += 2;
            } else if is_adverb(word) {
                verb += 1;
            } else if word.is_one_of(&["continue", "continues", "continuing"])
                && self.word(verb + 1, &["to"])
            {
                continues = Some(if word.is("continuing") { Form::Participle } else { Form::Base });
                verb += 2;
            } else {
                break;
            }
            has_adverb = true;
        }
        let having = self.word(verb, &["having"])
            && self.words.get(verb + 1).is_some_and(|next| {
                lexicon::entries(next.text).iter().any(|entry| entry.form == Form::Past)
            });
        let head = verb + usize::from(having);
        let entry = lexicon::entries(self.words.get(head)?.text).iter().find(|entry| {
            (!having || entry.form == Form::Past) && self.phrase(head + 1, &entry.particles)
        })?;
        let mut candidate = Candidate {
            lemma: entry.lemma.to_owned(),
            strength: entry.strength,
            form: if having { Form::Participle } else { continues.unwrap_or(entry.form) },
            // "continue to support" can only be a verb.
            also_noun: entry.also_noun && continues.is_none(),
            has_adverb,
            first,
            verb,
            end: head + 1 + entry.particles.len(),
        };
        if entry.lemma == "express" {
            self.express(&mut candidate);
        }
        candidate.end = self.trailing(candidate.end);
        Some(candidate)
    }

    /// Completes "express" by what is expressed: "its deep appreciation", "particular concern".
    fn express(&self, candidate: &mut Candidate) {
        const MODIFIERS_MAX: usize = 4;
        for at in candidate.end..=candidate.end + MODIFIERS_MAX {
            let Some(word) = self.words.get(at).filter(|word| !word.is_mark()) else { return };
            if let Some((noun, strength)) = lexicon::expression(word.text) {
                candidate.lemma = format!("express {noun}");
                candidate.strength = strength;
                candidate.end = at + 1;
                return;
            }
        }
    }

    /// Steps over what follows a verb and belongs to it: "further", "in particular", "with deep
    /// concern".
    fn trailing(&self, end: usize) -> usize {
        const FEELINGS: [&str; 8] = [
            "alarm",
            "appreciation",
            "concern",
            "gratitude",
            "interest",
            "regret",
            "satisfaction",
            "sorrow",
        ];
        if self.word(end, &["further", "also", "again", "specifically", "particularly", "strongly"])
        {
            return end + 1;
        }
        if self.phrase(end, &["in", "particular"]) {
            return end + 2;
        }
        if self.phrase(end, &["as", "well"]) && !self.word(end + 2, &["as"]) {
            return end + 2;
        }
        if self.word(end, &["with"]) {
            let feeling = (end + 1..end + 4).find(|&at| self.word(at, &FEELINGS));
            return feeling.map_or(end, |at| at + 1);
        }
        end
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
                if known || self.word(candidate.end, &["that"]) {
                    return boundary != Boundary::Bare || recital;
                }
                (boundary != Boundary::Bare || recital) && !self.gerund_open(since, at)
            }
            Form::Base | Form::Third => {
                if candidate.also_noun && !self.object_at(candidate.end) {
                    return false;
                }
                let same = last.is_some_and(|last| last.form == candidate.form);
                let main_due = last.is_none_or(|last| last.form == Form::Participle);
                match boundary {
                    _ if last.is_none() => false,
                    Boundary::Strong => main_due || same,
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
        const PREPOSITIONS: [&str; 14] = [
            "at",
            "by",
            "for",
            "from",
            "in",
            "including",
            "into",
            "of",
            "on",
            "through",
            "to",
            "via",
            "with",
            "without",
        ];
        (from..to.saturating_sub(1))
            .any(|at| self.word(at, &PREPOSITIONS) && is_gerund(&self.words[at + 1]))
    }

    /// Whether an infinitive's "to" stands close before word `to`: its list may still go on.
    fn infinitive_near(&self, from: usize, to: usize) -> bool {
        let nearest = to.saturating_sub(INFINITIVE_WORDS).max(from);
        (nearest..to).any(|at| {
            // "contributing to today's threat", "related to ...", "to the Charter": a preposition.
            let governed =
                at > 0 && ["ing", "ed"].iter().any(|end| self.words[at - 1].text.ends_with(end));
            let governed =
                governed || self.word(at + 1, &["a", "all", "its", "our", "the", "their"]);
            self.word(at, &["to"]) && !governed
        })
    }

    /// How many words stand between the comma at word `at` and the comma or "to" before it.
    fn conjunct_words(&self, at: usize) -> usize {
        let breaks = |at: usize| {
            self.words[at].is_mark() || (self.word(at, &["to"]) && !self.word(at + 1, &["date"]))
        };
        (0..at).rev().take_while(|&before| !breaks(before)).count()
    }

    /// Whether an object can begin at word `at`, so that the word before it is a verb.
    fn object_at(&self, at: usize) -> bool {
        const OBJECTS: [&str; 25] = [
            "a", "all", "an", "any", "both", "each", "every", "further", "its", "no", "one",
            "other", "our", "relevant", "states", "such", "that", "the", "their", "these", "this",
            "those", "upon", "with", "whether",
        ];
        let aside = self.word(at, &[","])
            && self.word(at + 1, &["where", "as", "in", "inter", "when", "if"]);
        aside || self.word(at, &OBJECTS)
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

/// Adverbs that may go before a lead-in verb.
fn is_adverb(word: &Word<'_>) -> bool {
    const ADVERB_BYTES_MIN: usize = 5;
    let manner = word.text.len() >= ADVERB_BYTES_MIN && word.text.ends_with("ly");
    manner || word.is_one_of(&["further", "also", "again", "hereby", "thus", "therefore", "once"])
}

/// Whether a word may be a gerund: not a name ("Department of Peacekeeping Operations"), nor one
/// of the nouns that this field is full of.
pub(super) fn is_gerund(word: &Word<'_>) -> bool {
    const GERUND_BYTES_MIN: usize = 6;
    const NOUNS: [&str; 14] = [
        "being",
        "financing",
        "funding",
        "hearing",
        "housing",
        "laundering",
        "meeting",
        "peacebuilding",
        "peacekeeping",
        "planning",
        "policing",
        "smuggling",
        "trafficking",
        "training",
    ];
    word.text.len() >= GERUND_BYTES_MIN
        && word.text.ends_with("ing")
        && word.text.starts_with(char::is_lowercase)
        && !word.is_one_of(&NOUNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(found: &[Found], text: &str) -> String {
        let each = found.iter().map(|verb| {
            format!("{} = {} ({})", &text[verb.range.clone()], verb.lemma, verb.strength.name())
        });
        each.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn lead_in_verbs_of_clauses() {
        let cases = [
            ("Decides to remain seized of the matter", "Decides = decide (decide)"),
            ("1. Calls upon all States to act", "Calls upon = call upon (urge)"),
            ("(a) Requests the Secretary-General to report", "Requests = request (urge)"),
            ("Reaffirming the Charter,", "Reaffirming = reaffirm (recognize)"),
            ("Reaffirms its commitment", "Reaffirms = reaffirm (commit)"),
            (
                "Deeply concerned at the rise of crime,",
                "Deeply concerned = express concern (recognize)",
            ),
            (
                "Expresses its deep appreciation to Peru",
                "Expresses its deep appreciation = express appreciation (encourage)",
            ),
            (
                "Takes note with appreciation of the report",
                "Takes note with appreciation = take note (note)",
            ),
            ("Having considered the report,", "Having considered = consider (note)"),
            ("Having regard to article 5,", "Having regard = have regard (note)"),
            ("Once again urges all Parties", "Once again urges = urge (urge)"),
            (
                "Notes the report, and requests the Secretary-General to publish it",
                "Notes = note (note); requests = request (urge)",
            ),
            (
                "Recognising the efforts of States, and noting that more is needed,",
                "Recognising = recognize (recognize); noting = note (note)",
            ),
            (
                "We, the Ministers, hereby resolve to meet again",
                "hereby resolve = resolve (decide)",
            ),
            (
                "We commit to the Charter and reaffirm our unity",
                "commit = commit (commit); reaffirm = reaffirm (commit)",
            ),
            ("The General Assembly, Recalling its resolution 1,", "Recalling = recall (note)"),
            ("Continue to support the work", "Continue to support = support (encourage)"),
            ("Work toward a common policy", "Work toward = work towards (commit)"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&of_clause(text), text), expected, "{text}");
        }
    }

    #[test]
    fn look_alikes_are_no_lead_in_verbs() {
        let cases = [
            "Urge States to prevent, suppress, and condemn all forms of crime",
            "Urge States to train, support and encourage officers",
            "Urge States to act by recognizing risks, supporting victims and welcoming refugees",
            "Urge States to provide technical and operational support, tools, and support services",
            "Urge States to act under Resolution 2178 (2014) condemning violent extremism",
            "Urge States to use research and development, training, and support for police",
            "Urge States to focus on monitoring, observing, and reporting",
            "Urge the creation of and national support for institutions",
        ];
        for text in cases {
            assert_eq!(shown(&of_clause(text), text), "Urge = urge (urge)", "{text}");
        }
        assert!(of_clause("Support for the police is vital").is_empty());
        assert!(of_clause("The police welcome the report").is_empty());
        assert!(of_clause("").is_empty());
    }

    #[test]
    fn paragraphs_need_a_subject_or_an_inflected_verb() {
        let cases = [
            ("Support remains vital, and we note it.", ""),
            ("Decides to meet again.", "Decides = decide (decide)"),
            ("We welcome the report.", "welcome = welcome (encourage)"),
            ("3. Noting the report,", "Noting = note (note)"),
            ("Ministers met in Rome, noting the heat.", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&of_paragraph(text), text), expected, "{text}");
        }
    }

    #[test]
    fn frame_lines_lead_in_with_their_last_words() {
        let cases = [
            ("Agree to,", "Agree = agree (commit)"),
            ("Given all this, we the Ministers decide to:", "decide = decide (decide)"),
            ("Have agreed as follows:", "agreed = agree (commit)"),
            ("We, the Ministers,", ""),
            ("the following Declaration was adopted by the Ministers present:", ""),
            ("On what was agreed in Rome, we the participating Ministers:", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&of_lead_in(text), text), expected, "{text}");
        }
    }
}
