//! The verb of the sentence around a quotation: what the document does in the words quoted.

use super::phrase::governing;
use crate::domain::{Clause, Corpus, DocumentKind, Excerpt, OperativeVerb, Part, Span, Text};
use crate::language::lexicon::english;
use crate::language::predicate::predicate;
use crate::language::sentences::ends;
use crate::language::verbs::{Form, entries};

/// What is told of a document where no verb leads in the words quoted.
const SAYS: &str = "says";
/// What is told of a page.
const REPORTS: &str = "reports";

/// What the document of `clause` does in its words at `span`, in the third person: "strongly urges",
/// "is mindful"; of a page "reports"; "says" where no verb tells it.
pub(super) fn saying(corpus: &Corpus, clause: &Clause, span: Span) -> Excerpt {
    let document = corpus.document_of(clause);
    if document.kind.is_report() {
        return Excerpt { span, doing: REPORTS.to_owned(), has_verb: false };
    }
    let verb = leading(&document.text, clause, span).filter(|verb| speaks(corpus, clause, verb));
    let told = verb.and_then(|verb| Some((predicate(&verb.wording)?, span.contains(verb.span))));
    let (doing, has_verb) = told.unwrap_or_else(|| (SAYS.to_owned(), false));
    Excerpt { span, doing, has_verb }
}

/// Whether `doing` is only "says" or "reports".
pub(super) fn is_plain(doing: &str) -> bool {
    doing == SAYS || doing == REPORTS
}

/// `doing` of a document that was the subject before: "it also recalls", "it is also mindful".
pub(super) fn also(doing: &str) -> String {
    let (first, rest) = doing.split_once(' ').unwrap_or((doing, ""));
    // "Has considered", but "has regard" has no other verb.
    if first == "is" || first == "has" && has_form(rest, Form::Past) {
        return format!("it {first} also {rest}");
    }
    format!("it also {doing}")
}

/// Whether the document itself does what `verb` says. What stands in a point is done by those whom
/// the line above it names, and so is what stands in the body of a document without a subject.
fn speaks(corpus: &Corpus, clause: &Clause, verb: &OperativeVerb) -> bool {
    let document = corpus.document_of(clause);
    let under = clause.parent.map(|parent| corpus.clauses()[parent].part);
    let sentence = sentence_at(&document.text, clause, verb.span.start);
    let before = document.text.slice(Span::new(sentence.start, verb.span.start));
    let ours = || is_third(verb) || before.split_whitespace().any(is_we);
    match clause.part {
        Part::Frame => false,
        _ if under.is_some_and(|under| under != Part::Frame) => ours(),
        Part::Preambular => true,
        _ if document.kind == DocumentKind::Treaty => ours(),
        Part::Body => ours() || is_participle(verb),
        Part::Operative => true,
    }
}

fn ends_with_we(words: &str) -> bool {
    words.split_whitespace().next_back().is_some_and(is_we)
}

fn is_we(word: &str) -> bool {
    word.trim_end_matches(',').eq_ignore_ascii_case("we")
}

fn is_participle(verb: &OperativeVerb) -> bool {
    has_form(&verb.wording, Form::Participle)
}

fn is_third(verb: &OperativeVerb) -> bool {
    has_form(&verb.wording, Form::Third)
}

/// Whether one of `words` is a verb that leads in, in this form.
fn has_form(words: &str, form: Form) -> bool {
    let is = |word: &str| entries(word).iter().any(|entry| entry.form == form);
    words.split_whitespace().any(is)
}

/// The verb that leads in the words of `clause` at `span`: it stands in the sentence that they begin
/// in, and that sentence begins with it or with another that leads.
fn leading<'c>(text: &Text, clause: &'c Clause, span: Span) -> Option<&'c OperativeVerb> {
    let sentence = sentence_at(text, clause, span.start);
    let inside = |verb: &OperativeVerb| sentence.contains(verb.span);
    let leads = |verb: &OperativeVerb| inside(verb) && leads(text, clause, sentence, verb);
    let before = || clause.verbs.iter().rfind(|verb| verb.span.start <= span.start && leads(verb));
    let after = || clause.verbs.iter().find(|verb| verb.span.start > span.start && leads(verb));
    governing(text, clause, span).filter(|verb| leads(verb)).or_else(before).or_else(after)
}

/// Whether `verb` has "we" before it, or its sentence begins with it or with another such verb: a
/// participle behind a verb of another form says what others do.
fn leads(text: &Text, clause: &Clause, sentence: Span, verb: &OperativeVerb) -> bool {
    let lead = |verb: &OperativeVerb| text.slice(Span::new(sentence.start, verb.span.start));
    let first = clause.verbs.iter().find(|verb| sentence.contains(verb.span));
    let begins = |first: &OperativeVerb| {
        first.span.start <= verb.span.start
            && (is_participle(first) || !is_participle(verb))
            && begins_with_verb(lead(first))
    };
    let words = lead(verb);
    first.is_some_and(begins)
        || ends_with_we(words)
        || is_third(verb) && words.trim_end().ends_with(',')
}

/// Whether the words before a verb leave it the first of its sentence: none, such as join it to what
/// is before, or a subject set off by a comma ("The General Assembly,").
fn begins_with_verb(words: &str) -> bool {
    const SUBJECT_WORDS_MAX: usize = 8;
    let known = &english().documents.lead_ins;
    if ends_with_we(words) {
        return true;
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let named = |word: &&str| word.starts_with(char::is_uppercase);
    let subject = words.first().is_some_and(|word| is_we(word) || word.eq_ignore_ascii_case("the"));
    let joins = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // An ordinal, or a mark.
        bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit())
            || word.starts_with('(') && word.ends_with(')')
            || word.ends_with(')') && bare.len() == 1
            || known.before_governing.has(&bare)
            || known.concessive.has(&bare)
    };
    let set_off = subject
        && words.iter().skip(1).any(named)
        && words.len() <= SUBJECT_WORDS_MAX
        && words.last().is_some_and(|word| word.ends_with(','));
    set_off || words.iter().all(joins)
}

/// The sentence of `clause` that character `at` stands in.
fn sentence_at(text: &Text, clause: &Clause, at: u32) -> Span {
    let start = text.byte_of(clause.span.start);
    let ends: Vec<u32> =
        ends(text.slice(clause.span)).into_iter().map(|end| text.char_of(start + end)).collect();
    let from = ends.iter().copied().rfind(|&end| end <= at).unwrap_or(clause.span.start);
    let to = ends.iter().copied().find(|&end| end > at).unwrap_or(clause.span.end);
    Span::new(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Digest, Document, Strength, sample};

    /// A document of `kind` with these clauses, each of which hangs from the one before it if it is
    /// a point. Verbs stand between bars.
    fn corpus(kind: DocumentKind, clauses: &[(Part, bool, &str)]) -> Corpus {
        let plain: Vec<String> = clauses.iter().map(|(_, _, text)| text.replace('|', "")).collect();
        let text = Text::new(plain.join("\n"));
        let mut from = 0;
        let mut made: Vec<Clause> = Vec::new();
        for ((part, point, marked), plain) in clauses.iter().zip(&plain) {
            let span = text.span_of(from..from + plain.len());
            let verbs = marked.split('|').scan(from, |at, piece| {
                let start = *at;
                *at += piece.len();
                Some((start, piece))
            });
            let verbs = verbs.skip(1).step_by(2).map(|(start, wording)| OperativeVerb {
                lemma: String::new(),
                wording: wording.to_owned(),
                strength: Strength::Note,
                intensified: false,
                span: text.span_of(start..start + wording.len()),
            });
            made.push(Clause {
                document: 0,
                label: made.len().to_string().into(),
                part: *part,
                span,
                verbs: verbs.collect(),
                parent: point.then(|| made.len() - 1),
                heading: None,
                references: Box::default(),
                segments: [span].into(),
            });
            from += plain.len() + 1;
        }
        let document = Document { kind, text, ..sample::corpus().documents()[0].clone() };
        Corpus::new(vec![(document, made)], Digest([1; 32])).expect("one document")
    }

    /// What is said of `quoted` in the last of these clauses.
    fn said(kind: DocumentKind, clauses: &[(Part, bool, &str)], quoted: &str) -> String {
        let corpus = corpus(kind, clauses);
        let clause = corpus.clauses().last().expect("a clause");
        let text = &corpus.documents()[0].text;
        let at = text.byte_of(clause.span.start)
            + text.slice(clause.span).find(quoted).expect("it stands there");
        saying(&corpus, clause, text.span_of(at..at + quoted.len())).doing
    }

    #[test]
    fn a_verb_is_told_where_it_leads_in_the_words_quoted() {
        use DocumentKind::{Communique, Declaration, Page, Resolution, Treaty};
        use Part::{Body, Frame, Operative, Preambular};
        let cases = [
            (Resolution, Preambular, "|Mindful| of the sea", "is mindful"),
            (Resolution, Preambular, "|Having considered| the report", "has considered"),
            (Resolution, Operative, "1. |Also decides| to meet", "decides"),
            (Resolution, Operative, "Acting under its rules, |decides| to meet", "decides"),
            (Resolution, Operative, "|Urges| all |approving| it", "urges"),
            (Declaration, Operative, "|Call upon| all to act", "calls upon"),
            (Resolution, Preambular, "The General Assembly, |recalling| its rules,", "recalls"),
            (Declaration, Frame, "|Agree| to", "says"),
            (Communique, Body, "On the sea, we |also stress| its worth.", "stresses"),
            (Communique, Body, "The leaders spoke, |welcoming| it.", "says"),
            (Communique, Body, "|Support| for the sea", "says"),
            (Communique, Body, "|Recalling| the sea, both act.", "recalls"),
            (Treaty, Body, "|Declaring| that no quarter will be given;", "says"),
            (Treaty, Operative, "|Request| the presence of witnesses;", "says"),
            (Treaty, Preambular, "|Desiring| peace,", "desires"),
            (Treaty, Body, "Each Party shall act.", "says"),
            (Page, Body, "|Welcoming| guests", "reports"),
        ];
        for (kind, part, clause, expected) in cases {
            let whole = clause.replace('|', "");
            assert_eq!(said(kind, &[(part, false, clause)], &whole), expected, "{clause}");
        }
    }

    #[test]
    fn a_verb_of_another_sentence_is_not_told() {
        let clause =
            "We |recall| the past. The future is open. We |urge| all to act and |invite| aid.";
        let cases = [
            ("We recall the past.", "recalls"),
            ("The future is open.", "says"),
            ("We urge all to act", "urges"),
            ("invite aid", "invites"),
        ];
        for (quoted, expected) in cases {
            let told = said(DocumentKind::Communique, &[(Part::Body, false, clause)], quoted);
            assert_eq!(told, expected, "{quoted}");
        }
    }

    #[test]
    fn what_stands_in_a_point_is_done_by_others() {
        let lead = (Part::Operative, false, "|Requests| the Secretary to:");
        let cases = [("|Invite| all to a meeting", "says"), ("|Decides| to meet", "decides")];
        for (point, expected) in cases {
            let clauses = [lead, (Part::Operative, true, point)];
            let whole = point.replace('|', "");
            assert_eq!(said(DocumentKind::Resolution, &clauses, &whole), expected, "{point}");
        }
        let clauses =
            [(Part::Frame, false, "We agree to:"), (Part::Operative, true, "|Strive| on")];
        assert_eq!(said(DocumentKind::Declaration, &clauses, "Strive on"), "strives");
    }

    #[test]
    fn what_is_said_in_addition_is_told_with_also_in_its_place() {
        let cases = [
            ("recalls", "it also recalls"),
            ("is mindful", "it is also mindful"),
            ("has considered", "it has also considered"),
            ("has regard", "it also has regard"),
        ];
        for (doing, expected) in cases {
            assert_eq!(also(doing), expected);
        }
    }
}
