//! Floor 2: what a question asks, and of which documents.
//!
//! Rules of English questions, none of any one corpus: what documents are called comes from their
//! front matter, verbs from their clauses. Each rule marks the words that it has understood; what
//! is left is the topic.

mod about;
mod acts;
mod again;
mod answer_type;
mod article_place;
mod asking;
mod carrying;
mod cost;
mod counting;
mod definition;
mod documents;
mod following;
mod force;
mod framing;
mod intent;
mod labels;
mod linking;
mod mentions;
mod names;
mod ordered;
mod other_languages;
mod outcome;
mod quotation;
mod referring;
mod said_by;
mod scale;
mod scope;
mod selection;
mod several;
mod sides;
mod small_talk;
mod speakers;
mod topic;
mod without;
mod words;
mod years;

use crate::domain::{Corpus, Part, QuestionType, Strength};

use crate::language::analysis::{Term, TextLanguage, terms};
use crate::language::lexicon::english;
use crate::language::states::called_otherwise;
pub use about::{About, Fact};
pub use acts::Act;
pub use answer_type::AnswerType;
pub(crate) use asking::{
    asking_word_meant, asks_of_publication, asks_whether, is_asking_word, is_of_votes,
};
pub use counting::Counted;
use following::Following;
pub use force::Force;
use framing::mark_frame;
use intent::KnownVerb;
use labels::{Labelled, Labels};
pub(crate) use linking::numeral;
pub use mentions::Mention;
pub(crate) use names::{Names, in_order};
pub(crate) use quotation::marked as marked_quotation;
pub use referring::{AskedSymbol, Referring, Target};
pub use said_by::Pronoun;
use said_by::{asked_speaker, of_what_is_spoken_about, pronoun, speaker};
pub use scale::{Scale, ScaledVerb};
pub use scope::Scope;
pub use selection::{DocumentSelection, Order, Pool, Sequence};
pub(crate) use several::{names_several, questions};
pub(crate) use sides::sides;
pub(crate) use small_talk::{asks_for_its_words, small_talk, without_greeting, without_mentions};
pub(crate) use words::{Role, Words};

/// More documents than these are not compared one with another.
const COMPARED_MAX: usize = 12;

/// What a corpus lends to the reading of questions about it.
#[derive(Debug)]
pub struct Phrasebook {
    names: Names,
    verbs: Vec<KnownVerb>,
    labels: Labels,
}

/// A question, read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it asks for.
    pub asks: QuestionType,
    /// What an answer has to give, whatever its topic.
    pub answer_type: Option<AnswerType>,
    /// What it asks about documents themselves, if it does.
    pub about: Option<About>,
    /// What it asks about the force of clauses on its topic, if it does.
    pub force: Option<Force>,
    /// Where it says to look.
    pub scope: Scope,
    /// The stem of what is done by whom it asks for: "appoint" of "who appoints the judges?".
    pub deed: Option<String>,
    /// In which order documents are told.
    pub sequence: Sequence,
    /// Whether it is about the meeting or the adoption itself, and nothing that was said there.
    pub of_meeting: bool,
    /// Where the clauses that are ranked come from.
    pub pool: Pool,
    /// Which of the documents that say it are asked for.
    pub selection: DocumentSelection,
    /// Parts that it asks for.
    pub parts: Vec<Part>,
    /// Lemmas of verbs that it uses.
    pub verbs: Vec<String>,
    /// The strongest of them.
    pub strength: Option<Strength>,
    /// Positions of the clauses that it names by label.
    pub clauses: Vec<usize>,
    /// What the documents that it asks for may not speak of: "but not gangs".
    pub without: Option<String>,
    /// Labels that the document which it names does not have.
    pub missing_labels: Vec<String>,
    /// The quotation that it asks about, without marks.
    pub quotation: Option<String>,
    /// Who is said to have said it.
    pub speaker: Option<String>,
    /// Whose words are asked for: "what did Ronald Noble tell them?".
    pub asked_speaker: Option<String>,
    /// The person whom the question before asks for or names, where a pronoun stands for one: "was he in Rome?".
    pub person: Option<Pronoun>,
    /// Whether it continues an earlier question.
    pub follow_up: bool,
    /// Whether it points at the document that answered the earlier question, without naming it.
    pub points_back: bool,
    /// The language by which its words are read.
    pub language: TextLanguage,
    /// Its own topic, as typed.
    pub topic: String,
    /// Terms of its own topic.
    pub terms: Vec<Term>,
    /// Topic of the earlier questions, where it follows up.
    pub earlier_topic: String,
    /// Terms of that topic.
    pub earlier_terms: Vec<Term>,
}

impl Phrasebook {
    /// Learns the names and verbs of `corpus`.
    pub fn new(corpus: &Corpus) -> Self {
        let verbs = intent::known_verbs(corpus);
        Self { names: Names::new(corpus), verbs, labels: Labels::default() }
    }

    /// Reads `question` after `history`. `spoken` tells whether a word stands in some clause.
    pub fn read_question(
        &self,
        corpus: &Corpus,
        question: &str,
        history: &[String],
        spoken: &dyn Fn(&str) -> bool,
    ) -> Reading {
        let earlier = history
            .split_last()
            .map(|(last, before)| self.read_question(corpus, last, before, spoken));
        let before = earlier.as_ref().map_or(&[][..], |reading| &reading.scope.named);
        let mut words = Words::new(question);
        let quoted = quotation::marked(question);
        if let Some(range) = &quoted {
            words.mark_bytes(range, Role::Frame);
        }
        let scope = documents::find_scope(&mut words, corpus, &self.names, before, spoken);
        let Labelled { clauses, missing: missing_labels } =
            self.labels.find(&mut words, corpus, &scope.named);
        let speaker = quoted.as_ref().and_then(|range| speaker(&words, range));
        let answer_type = answer_type::expected(&words, &self.names).filter(|_| quoted.is_none());
        let again = earlier.as_ref().and_then(|earlier| again::asks(&words, &scope, earlier));
        let own = || self.asks(&words, quoted.is_some(), &clauses, &scope, answer_type.as_ref());
        let asks = again.unwrap_or_else(own);
        // So many are not laid side by side: each that speaks of it is listed.
        let many = asks == QuestionType::Comparison && scope.named.len() > COMPARED_MAX;
        let asks = if many { QuestionType::WhichDocument } else { asks };
        let changes = intent::asks_for_changes(&words);
        let lists_compared = many || asks == QuestionType::WhichDocument && changes;
        let adopted_alone = asks == QuestionType::Comparison || self.are_adopted(before);
        let scope = if adopted_alone { leave_out_reports(&self.names, scope) } else { scope };
        let parts = intent::parts(&words);
        let (verbs, strength) = intent::verbs(&words, &self.verbs);
        // What a clause does by its own verb, "encourage" or "urge", is no outcome.
        let outcome = quoted.is_none() && verbs.is_empty();
        let outcome = || outcome.then(|| answer_type::outcome(&words, &self.names, asks)).flatten();
        let answer_type = answer_type.or_else(outcome);
        let which = asks == QuestionType::WhichDocument;
        let gathers = which || asks == QuestionType::Comparison;
        let selection = self.selection(&mut words, which, lists_compared);
        let without = without::without(&mut words, which && quoted.is_none(), selection);
        let about = again::about(&about::Asking {
            question,
            words: &words,
            scope: &scope,
            verbs: &verbs,
            quoted: quoted.is_some(),
            earlier: earlier.as_ref(),
        });
        let counted = counting::counted(&mut words).filter(|_| quoted.is_none());
        let act = acts::act(&words, &self.names, asks);
        let force = force::force(&mut words, asks);
        let asked_speaker = if quoted.is_some() { None } else { asked_speaker(&words) };
        let person = pronoun(&words).filter(|_| earlier.as_ref().is_some_and(Reading::of_person));
        let scope =
            of_what_is_spoken_about(&mut words, corpus, scope, asked_speaker.as_ref(), spoken);
        let others = earlier.is_some() && following::mark_others(&mut words);
        let framed = if lists_compared { QuestionType::Comparison } else { asks };
        mark_frame(&mut words, &self.names, framed);
        let terms: Vec<Term> = words.topic().filter(|term| !term.is_stopword()).cloned().collect();
        // Documents that are asked for by a word have that word.
        let terms = if which { terms } else { with_states(terms, spoken) };
        let counts = selection::counts_documents(&words, &self.names);
        let lists = lists_adopted(asks, counts, &scope, &terms);
        let asks = if lists { QuestionType::Listing } else { asks };
        let answer_type = answer_type.filter(|_| !lists);
        let following = Following::of(&words, &terms, others);
        let follow_up = earlier.is_some() && following.follows();
        let happened = about::tells_of(&words);
        let scope =
            if happened { about::on_its_day(&words, corpus, &self.names, scope) } else { scope };
        let plain = terms.is_empty() || happened;
        let own = counted.filter(|_| !terms.is_empty()).map(About::Count).or(act.map(About::Act));
        let about = about.or(own);
        let mut reading = Reading {
            asks,
            answer_type,
            about,
            force,
            deed: intent::deed(&words).filter(|_| asks == QuestionType::Who),
            sequence: if changes { Sequence::Changes } else { Sequence::BySureness },
            of_meeting: again.is_some() || intent::of_meeting(&words, &self.names),
            pool: if gathers { Pool::Documents } else { Pool::Corpus },
            selection,
            parts,
            verbs,
            strength,
            clauses,
            missing_labels,
            without,
            asked_speaker,
            person,
            quotation: quoted.map(|range| question[range].to_owned()),
            speaker,
            follow_up,
            points_back: false,
            language: TextLanguage::English,
            topic: words.topic_text(),
            terms,
            earlier_topic: String::new(),
            earlier_terms: Vec::new(),
            scope,
        };
        if reading.asks_for_gist(plain) {
            reading.about = about::gist(&reading.scope);
        }
        if let Some(earlier) = earlier.filter(|_| follow_up) {
            reading.carry_over(earlier, following);
        }
        reading
    }

    fn selection(&self, words: &mut Words<'_>, which: bool, several: bool) -> DocumentSelection {
        if !which {
            return DocumentSelection::Any;
        }
        let selection = selection::selection(words, &self.names);
        if several { DocumentSelection::Several } else { selection }
    }

    /// Whether there are documents, and none is a report.
    fn are_adopted(&self, documents: &[usize]) -> bool {
        !documents.is_empty() && documents.iter().all(|&index| !self.names.is_report(index))
    }

    fn asks(
        &self,
        words: &Words<'_>,
        quotes: bool,
        clauses: &[usize],
        scope: &Scope,
        answer_type: Option<&AnswerType>,
    ) -> QuestionType {
        intent::asks(words, &self.names, quotes, !clauses.is_empty(), scope, answer_type)
    }
}

impl Reading {
    fn of_person(&self) -> bool {
        self.asks == QuestionType::Who || self.asked_speaker.is_some()
    }

    /// Whether it only asks what a document is about; `plain` says that the question has no topic.
    fn asks_for_gist(&self, plain: bool) -> bool {
        self.about.is_none()
            && self.asks == QuestionType::Topic
            && !self.follow_up
            && plain
            && self.quotation.is_none()
            && self.answer_type.is_none()
            && self.asked_speaker.is_none()
            && self.clauses.is_empty()
            && self.missing_labels.is_empty()
            && self.parts.is_empty()
    }

    /// `question` without any reading: all its words are its topic.
    pub fn unread(question: &str) -> Self {
        Self {
            asks: QuestionType::Topic,
            answer_type: None,
            about: None,
            force: None,
            deed: None,
            sequence: Sequence::BySureness,
            scope: Scope::default(),
            of_meeting: false,
            pool: Pool::Corpus,
            selection: DocumentSelection::Any,
            parts: Vec::new(),
            verbs: Vec::new(),
            strength: None,
            clauses: Vec::new(),
            missing_labels: Vec::new(),
            without: None,
            quotation: None,
            speaker: None,
            asked_speaker: None,
            person: None,
            follow_up: false,
            points_back: false,
            language: TextLanguage::English,
            topic: question.to_owned(),
            terms: terms(question).into_iter().filter(|term| !term.is_stopword()).collect(),
            earlier_topic: String::new(),
            earlier_terms: Vec::new(),
        }
    }

    /// The same of a topic, on which documents are compared.
    pub fn unread_topic(topic: &str) -> Self {
        Self { asks: QuestionType::WhichDocument, pool: Pool::Documents, ..Self::unread(topic) }
    }

    /// The text to embed: the topic, behind that of the earlier questions where it follows up.
    pub fn search_text(&self) -> String {
        join(&self.earlier_topic, &self.topic)
    }
}

fn join(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{first}, {second}"),
    }
}

/// Whether `question` asks something of each of several.
pub(crate) fn asks_of_each(question: &str) -> bool {
    intent::of_each(&Words::new(question))
}

/// `terms` with what else the states are called that they name. A seat of a government that no clause speaks of,
/// as `spoken` tells, stands for the state.
fn with_states(mut terms: Vec<Term>, spoken: &dyn Fn(&str) -> bool) -> Vec<Term> {
    for at in 0..terms.len() {
        let others = called_otherwise(&terms, at, &|seat| !spoken(seat)).to_vec();
        terms[at].others.extend(others);
    }
    terms
}

/// Whether the documents that are named are asked for by their adoption alone: "which statement was adopted on
/// 5 November 2012?", "how many were adopted in 2012?".
fn lists_adopted(asks: QuestionType, counts: bool, scope: &Scope, terms: &[Term]) -> bool {
    let adoption = &english().documents.adoption;
    (asks == QuestionType::WhichDocument || counts)
        && !scope.named.is_empty()
        && !terms.is_empty()
        && terms.iter().all(|term| adoption.has(&term.word) || counts && term.word == "many")
}

/// A place names all that was written there. What is compared, and what a conversation about
/// declarations goes on to, are declarations, unless the question speaks of reports.
fn leave_out_reports(names: &Names, mut scope: Scope) -> Scope {
    let adopted = |index: &usize| !names.is_report(*index);
    if !scope.wants_reports && scope.named.iter().any(adopted) {
        scope.named.retain(adopted);
    }
    scope
}

#[cfg(test)]
mod conversation_tests;
#[cfg(test)]
mod tests;
