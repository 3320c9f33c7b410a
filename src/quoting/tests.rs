//! Verdicts on quotations of a few small documents.

use std::sync::Arc;

use super::{QuoteIndex, Verifier, verify, verify_among};
use crate::domain::Normalisation::{
    self, Accents, Brackets, Case, Dashes, Ellipsis, Emphasis, Joined, Labels, Ocr, Punctuation,
    QuotationMarks, Spelling, WhiteSpace,
};
use crate::domain::Verdict::{self, Altered, Exact, Misattributed, Normalised, NotFound};
use crate::domain::{
    Clause, Corpus, DifferenceKind, Digest, Document, DocumentKind, Part, QuoteClaim, QuoteMatch,
    QuoteVerdict, Span, Stop, Stopped, Text,
};

/// Documents of clauses with labels, which stand in the text before them.
pub(super) fn corpus(documents: &[(&str, &[(&str, &str)])]) -> Arc<Corpus> {
    let parts = documents.iter().map(|(id, clauses)| {
        let mut body = String::new();
        let mut spans = Vec::new();
        for (label, text) in *clauses {
            body.push_str(&format!("{label}: "));
            spans.push(body.len()..body.len() + text.len());
            body.push_str(&format!("{text}\n\n"));
        }
        let text = Text::new(body);
        let clause = |((label, _), bytes): (&(&str, &str), std::ops::Range<usize>)| Clause {
            document: 0,
            label: (*label).into(),
            part: Part::Operative,
            span: text.span_of(bytes),
            verbs: Box::default(),
            parent: None,
            heading: None,
            references: Box::default(),
            segments: Box::default(),
        };
        let clauses = clauses.iter().zip(spans).map(clause).collect();
        let document = Document::new(*id, DocumentKind::Declaration, "DECLARATION", text);
        (document, clauses)
    });
    Arc::new(Corpus::new(parts.collect(), Digest([3; 32])).expect("ids differ"))
}

fn declarations() -> Arc<Corpus> {
    corpus(&[
        (
            "a",
            &[
                ("P1", "We, the Ministers, met in Rome on 5 November 2012."),
                (
                    "P2A",
                    "Recognizing that organised crime \u{2013} in whatever form \u{2013} threatens the \
                     citizens\u{2019} trust in cross-border programmes, and that Mr Maizi\u{e8}re \
                     agreed;",
                ),
                (
                    "P2B",
                    "States shall not, under any circumstances, surrender the modern tools of \
                     illicit trade to 1,000 unnamed networks of the \u{201c}dark web\u{201d}.",
                ),
                ("P2C", "They agree to support the work of INTERPOL on human trafficking."),
            ],
        ),
        (
            "b",
            &[
                ("P1", "We, the Ministers, met in Monaco on 4 November 2014."),
                (
                    "P2A",
                    "Recognizing that organised crime threatens the trust of citizens everywhere;",
                ),
                ("P2C", "They agree to support the work of Europol on cyber crime."),
                ("P2D", "A caption that is on two pages."),
            ],
        ),
        ("c", &[("1", "A caption that is on two pages."), ("2", "A caption.")]),
    ])
}

pub(super) fn ask(corpus: &Arc<Corpus>, text: &str, document: &str, clause: &str) -> QuoteVerdict {
    let named = |id: &str| (!id.is_empty()).then(|| id.to_owned());
    let claim =
        QuoteClaim { text: text.to_owned(), document: named(document), clause: named(clause) };
    claim.validate(corpus).expect("a claim that can be checked");
    let verdict = verify(corpus, &QuoteIndex::build(corpus), &claim);
    for place in verdict.matches.iter().chain(&verdict.nearest) {
        holds(corpus, text, place);
    }
    verdict
}

/// Every span is one of the document's text, and every word that differs is there.
pub(super) fn holds(corpus: &Corpus, text: &str, place: &QuoteMatch) {
    let source = &corpus.documents()[place.document].text;
    assert!((0.0..=1.0).contains(&place.similarity), "{place:?}");
    assert!(!place.spans.is_empty());
    for span in &place.spans {
        let clause = &corpus.clauses()[span.clause];
        assert_eq!(clause.document, place.document);
        assert!(clause.span.contains(span.span) && !span.span.is_empty());
        assert_eq!(source.slice(span.span), span.quote);
    }
    let quoted = Text::new(text.to_owned());
    for run in &place.differences {
        let (left, right) = (source.slice(run.left), quoted.slice(run.right));
        assert_eq!(left.is_empty(), run.kind == DifferenceKind::Inserted, "{run:?} {text}");
        assert_eq!(right.is_empty(), run.kind == DifferenceKind::Deleted, "{run:?} {text}");
    }
}

/// What differs: `-source`, `+quotation`, `source>quotation`.
pub(super) fn changes(corpus: &Corpus, text: &str, place: &QuoteMatch) -> String {
    let source = &corpus.documents()[place.document].text;
    let quoted = Text::new(text.to_owned());
    let shown = |span: Span, text: &Text| text.slice(span).to_owned();
    let runs = place.differences.iter().filter_map(|run| {
        let (left, right) = (shown(run.left, source), shown(run.right, &quoted));
        match run.kind {
            DifferenceKind::Equal => None,
            DifferenceKind::Replaced => Some(format!("{left}>{right}")),
            DifferenceKind::Inserted => Some(format!("+{right}")),
            DifferenceKind::Deleted => Some(format!("-{left}")),
        }
    });
    runs.collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_changes_no_word_is_named() {
    let corpus = declarations();
    let cases: [(&str, Verdict, &[Normalisation]); 41] = [
        ("They agree to support the work of INTERPOL", Exact, &[]),
        ("\u{201c}They agree to support the work of INTERPOL.\u{201d}", Exact, &[]),
        ("  ... *support the work of INTERPOL* ...", Exact, &[]),
        ("INTERPOL", Exact, &[]),
        ("of the", Exact, &[]),
        ("they agree to support the work of interpol", Normalised, &[Case]),
        ("support  the\nwork of\u{a0}INTERPOL", Normalised, &[WhiteSpace]),
        ("*support* the work of INTERPOL", Normalised, &[Emphasis]),
        ("organized crime \u{2013} in whatever form", Normalised, &[Spelling]),
        ("organised crime - in whatever form", Normalised, &[Dashes]),
        ("organised crime, in whatever form", Normalised, &[WhiteSpace, Dashes, Punctuation]),
        ("the citizens' trust in cross-border", Normalised, &[QuotationMarks]),
        ("trust in cross border programmes", Normalised, &[WhiteSpace, Dashes]),
        ("trust in crossborder programmes", Normalised, &[Dashes]),
        ("trust in cross-border pro-\ngrammes, and that", Normalised, &[WhiteSpace, Dashes]),
        ("trust in cross-border programs", Normalised, &[Spelling]),
        ("and that Mr Maiziere agreed", Normalised, &[Accents]),
        ("MR MAIZI\u{c8}RE AGREED", Normalised, &[Case]),
        ("networks of the \"dark web\"", Normalised, &[QuotationMarks]),
        ("1000 unnamed networks", Normalised, &[Punctuation]),
        ("1 000 unnamed networks", Normalised, &[WhiteSpace]),
        ("the modem tools of illicit trade", Normalised, &[Ocr]),
        ("the rnodern tools of i1licit trade", Normalised, &[Ocr]),
        ("the mod ern tools of il-\nlicit trade", Normalised, &[WhiteSpace, Dashes]),
        ("surrender themodern tools", Normalised, &[WhiteSpace]),
        ("[T]he modern tools of illicit trade", Normalised, &[Brackets]),
        ("[the ministers] agree to support the work", Normalised, &[Brackets]),
        ("They agree[d] to support the work", Normalised, &[Brackets]),
        (
            "agree to support the work of [the organization called] INTERPOL",
            Normalised,
            &[Brackets],
        ),
        ("They agree to support [its] work of INTERPOL", Normalised, &[Brackets]),
        ("met in Rome ... support the work of INTERPOL", Normalised, &[Ellipsis]),
        ("We, the Ministers, [\u{2026}] agree to support the work", Normalised, &[Ellipsis]),
        ("The Ministers\u{2026}met", Normalised, &[Case, Ellipsis]),
        ("Mr Maizi\u{e8}re agreed; States shall not", Normalised, &[Joined]),
        ("Maizi\u{e8}re agreed; P2B: States shall not", Normalised, &[Labels, Joined]),
        ("P2C: They agree to support the work of INTERPOL", Normalised, &[Labels]),
        ("We, the Ministers, met in Rome on 5 November 2012 Recognizing", Normalised, &[Joined]),
        ("the", Exact, &[]),
        ("cyberspace", NotFound, &[]),
        ("police in space", NotFound, &[]),
        ("\u{4eba}\u{6743}", NotFound, &[]),
    ];
    for (text, verdict, kinds) in cases {
        let found = ask(&corpus, text, "", "");
        assert_eq!(found.verdict, verdict, "{text}: {found:?}");
        let first = found.matches.first().map(|first| first.normalised.as_slice());
        assert_eq!(first, (verdict != NotFound).then_some(kinds), "{text}");
    }
}

#[test]
fn only_the_clauses_that_are_searched_count() {
    let corpus = declarations();
    let index = QuoteIndex::build(&corpus);
    let cases: [(&str, &[&str], Verdict, &[&str]); 5] = [
        ("A caption that is on two pages.", &["b", "c"], Exact, &["b/P2D", "c/1"]),
        ("A caption that is on two pages.", &["c"], Exact, &["c/1"]),
        ("A caption that is on two pages.", &["a"], NotFound, &[]),
        ("They agree to support the work of INTERPOL", &["b"], Altered, &["b/P2C"]),
        ("A caption that was on two pages.", &["c"], Altered, &["c/1"]),
    ];
    for (text, searched, verdict, places) in cases {
        let among = |position: usize| {
            let document = corpus.document_of(&corpus.clauses()[position]);
            searched.contains(&document.id.as_str())
        };
        let claim = QuoteClaim { text: text.to_owned(), ..QuoteClaim::default() };
        let found = verify_among(&corpus, &index, &claim, Some(&among));
        let clauses = found.matches.iter().flat_map(|place| &place.spans);
        let ids: Vec<String> =
            clauses.map(|span| corpus.id_of(&corpus.clauses()[span.clause])).collect();
        assert_eq!(found.verdict, verdict, "{text} {searched:?}: {found:?}");
        assert_eq!(ids, places, "{text} {searched:?}");
    }
}

#[test]
fn what_changes_a_word_is_told() {
    let corpus = declarations();
    let cases = [
        ("They agree to promote the work of INTERPOL on human trafficking", "support>promote"),
        ("They agree to support work of INTERPOL on human trafficking", "-the"),
        ("They fully agree to support the work of INTERPOL", "+fully"),
        // The negation, whichever way.
        ("States shall, under any circumstances, surrender the modern tools", "-not"),
        ("They agree not to support the work of INTERPOL", "+not"),
        ("States shall ... surrender the modern tools of illicit trade", "-not"),
        ("They agree [not] to support the work of INTERPOL", "+not"),
        ("States [may], under any circumstances, surrender the modern tools", "shall not>may"),
        ("States shall notunder any circumstances, surrender", "not, under>notunder"),
        // A number is what it is.
        ("We, the Ministers, met in Rome on five November 2012", "5>five"),
        ("trade to 1,00 unnamed networks of the dark web", "1,000>1,00"),
        // A word that the documents use is no slip.
        ("agree to support the work of Rome on human trafficking", "INTERPOL>Rome"),
        ("We, the Ministers, met in Rome in November 2012", "on 5>in"),
        // Each side of the end of a clause is told by itself.
        ("that Mr Maizi\u{e8}re agreed to it, States shall not, under any", "+to it"),
    ];
    for (text, expected) in cases {
        let found = ask(&corpus, text, "", "");
        assert_eq!(found.verdict, Altered, "{text}: {found:?}");
        assert_eq!(changes(&corpus, text, &found.matches[0]), expected, "{text}");
    }
}

/// What an ellipsis or a bracket at the end of a quotation leaves out must not deny what is quoted.
///
/// A plain quotation that begins within a sentence owns to no omission, and its words stand there:
/// it is exact, be its sentence about what it likes, for the writer's own words may say "not". But
/// where "not" stands right before its first verb, it says of itself the opposite of what the
/// document says, and whoever reads it alone is misled as by an ellipsis. Nouns say nothing of
/// themselves ("no | refuge for criminals"), and three words or less are a term.
#[test]
fn a_quotation_is_held_to_what_it_is_ascribed_to() {
    let corpus = declarations();
    let human = "support the work of INTERPOL on human trafficking";
    let crime = "Recognizing that organised crime threatens the trust of citizens";
    let cases = [
        (human, "a", "", Exact, &["a/P2C"][..], None),
        (human, "", "a/P2C", Exact, &["a/P2C"], None),
        (human, "a", "a/P1", Misattributed, &["a/P2C"], None),
        // A near variant stands where it was said to, too.
        (
            "agree to support the work of INTERPOL",
            "b",
            "",
            Misattributed,
            &["a/P2C"],
            Some("b/P2C"),
        ),
        (crime, "a", "", Misattributed, &["b/P2A"], Some("a/P2A")),
        (crime, "", "", Exact, &["b/P2A"], None),
        // What it is ascribed to comes first.
        ("A caption that is on two pages", "", "", Exact, &["b/P2D", "c/1"], None),
        ("A caption that is on two pages", "c", "", Exact, &["c/1", "b/P2D"], None),
        ("They agree to support all the work of Europol", "b", "", Altered, &["b/P2C"], None),
        ("They agree to support all the work of Europol", "c", "", Misattributed, &["b/P2C"], None),
    ];
    for (text, document, clause, verdict, places, nearest) in cases {
        let found = ask(&corpus, text, document, clause);
        assert_eq!(found.verdict, verdict, "{text} in {document}{clause}: {found:?}");
        let id = |place: &QuoteMatch| corpus.id_of(&corpus.clauses()[place.spans[0].clause]);
        assert_eq!(found.matches.iter().map(id).collect::<Vec<_>>(), places, "{text}");
        let near = found.nearest.as_ref().map(id);
        assert_eq!(near.as_deref(), nearest, "{text} in {document}{clause}");
    }
}

#[test]
fn what_cannot_be_checked_is_refused() {
    let corpus = declarations();
    let long = "word ".repeat(401);
    let cases = [
        ("", None, None, "text: is empty"),
        (" \n", None, None, "text: is empty"),
        ("\u{2026} !", None, None, "text: has no words"),
        ("[murder] [is]", None, None, "text: has no words outside square brackets"),
        (&long[..2_001], None, None, "text: has 2001 characters; check at most 2000"),
        ("x", Some("z"), None, "document: no document 'z' in the corpus; use one of: a, b"),
        (
            "x",
            None,
            Some("a/P9"),
            "clause: no clause 'a/P9' in the corpus; use one of: a/P1, a/P2A",
        ),
        ("x", Some("b"), Some("a/P1"), "clause: 'a/P1' is a clause of 'a', not of 'b'"),
    ];
    for (text, document, clause, message) in cases {
        let claim = QuoteClaim {
            text: text.to_owned(),
            document: document.map(str::to_owned),
            clause: clause.map(str::to_owned),
        };
        let refused = claim.validate(&corpus).expect_err(message).to_string();
        assert!(refused.starts_with(message), "{refused}");
    }
}

#[test]
fn what_stands_everywhere_is_found_and_bounded() {
    let sentence = "we agree that the ministers shall meet again in the year to come";
    let clauses: Vec<(String, &str)> = (0..3_000).map(|at| (format!("P{at}"), sentence)).collect();
    let clauses: Vec<(&str, &str)> =
        clauses.iter().map(|(label, text)| (label.as_str(), *text)).collect();
    let own = [("P1", "we agree that the ministers shall never meet again")];
    let corpus = corpus(&[("a", &clauses), ("b", &own)]);
    let cases = [
        (sentence, "", Exact, 20),
        ("the ministers", "b", Exact, 20),
        ("we agree that the ministers shall never meet again in the year to come", "", Altered, 11),
        ("the ministers shall never meet", "", Exact, 1),
        ("meet again in the year", "b", Misattributed, 20),
    ];
    for (text, document, verdict, places) in cases {
        let found = ask(&corpus, text, document, "");
        assert_eq!((found.verdict, found.matches.len()), (verdict, places), "{text}: {found:?}");
    }
}

#[test]
fn a_quotation_in_pieces_takes_a_bounded_number_of_steps() {
    // Every word stands everywhere, the longest piece at many places, and no other at any.
    let words = ["of", "the", "and", "to", "in", "a", "on", "as"];
    let run = |count: usize, of: &dyn Fn(usize) -> usize| -> String {
        let all: Vec<&str> = (0..count).map(|at| words[of(at) % words.len()]).collect();
        all.join(" ")
    };
    let clause = run(100, &|at| at);
    let labels: Vec<String> = (0..60).map(|at| format!("P{at}")).collect();
    let clauses: Vec<(&str, &str)> =
        labels.iter().map(|label| (label.as_str(), &*clause)).collect();
    let corpus = corpus(&[("a", &clauses)]);
    let mut pieces: Vec<String> = (0..16).map(|piece| run(30, &|at| at * at + piece)).collect();
    pieces[0] = run(40, &|at| at);
    let text = pieces.join(" ... ");
    let claim = QuoteClaim { text, document: Some("a".to_owned()), clause: None };
    claim.validate(&corpus).expect("a claim that can be checked");
    let (index, stop) = (QuoteIndex::build(&corpus), Stop::never());
    Verifier::new(&corpus, &index, &stop).verify(&claim).expect("nobody stops it");
    assert!(stop.steps() < 8_000_000, "{} steps", stop.steps());
    stop.set();
    let stopped = Verifier::new(&corpus, &index, &stop).verify(&claim);
    assert_eq!(stopped.err(), Some(Stopped));
}
