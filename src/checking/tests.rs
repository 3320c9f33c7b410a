//! Texts against a small corpus, with an embedder that knows words only.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::sample::{Made, corpus_of};
use crate::domain::{ItemKind, ItemVerdict, Standing, Text, sample};
use crate::fake_embedder::FakeEmbedder;
use crate::quoting::{QuoteIndex, Verifier};
use crate::retrieval::{PassagesInMemory, Priority};

pub(super) struct Desk {
    pub(super) corpus: Arc<Corpus>,
    pub(super) index: Index,
    pub(super) quotes: QuoteIndex,
    pub(super) embedder: FakeEmbedder,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::over(sample::corpus())
    }

    fn over(corpus: Corpus) -> Self {
        let corpus = Arc::new(corpus);
        let embedder = FakeEmbedder::new(1);
        let passages = Index::passages(&corpus);
        let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
        let embeddings = embedder.embed(&passages, Priority::Bulk).expect("it does not fail");
        let vectors: PassagesInMemory = embeddings.into_iter().collect();
        let index = Index::build(&corpus, Arc::new(vectors)).expect("vectors in memory");
        let quotes = QuoteIndex::build(&corpus);
        Self { corpus, index, quotes, embedder }
    }

    fn check(&self, text: &str) -> TextVerdict {
        let stop = Stop::never();
        let verifier = Verifier::new(&self.corpus, &self.quotes, &stop);
        let verify = |claim: &QuoteClaim| verifier.verify(claim);
        let sources = Sources { corpus: &self.corpus, index: &self.index, verify: &verify };
        check(sources, text, &self.embedder, &stop).expect("it does not fail")
    }

    /// Verdict, kind and words of each item.
    fn told(&self, text: &str) -> Vec<String> {
        let verdict = self.check(text);
        let told = |item: &TextItem| {
            format!("{} {} {}", item.verdict.name(), item.kind.name(), item.words)
        };
        verdict.items.iter().map(told).collect()
    }
}

#[test]
fn documents_are_cited_by_whoever_adopted_them_and_their_titles() {
    let made = |id: &str, title: &str| {
        let mut made = Made::new(id, title, 1990).clause("Bees shall be counted.");
        made.document.catalogue.issuer = Some("Town Council".to_owned());
        made
    };
    let desk = Desk::over(corpus_of([
        made("bees", "Care of bees"),
        made("wild", "Care of bees in the wild"),
    ]));
    for (text, id) in [
        ("Town Council, Care of bees in the wild, paragraph 1.", "wild/1"),
        ("See Town Council, Care of bees, paragraph 1.", "bees/1"),
    ] {
        let verdict = desk.check(text);
        let mut references = verdict.items.iter().filter(|item| item.kind == ItemKind::Reference);
        let item = references.next().expect("a reference");
        assert!(references.next().is_none(), "{text}: {:?}", desk.told(text));
        let clause = item.attribution.as_ref().and_then(|own| own.clause);
        let found = clause.map(|at| desk.corpus.id_of(&desk.corpus.clauses()[at]));
        assert_eq!((item.verdict, found.as_deref()), (ItemVerdict::Valid, Some(id)), "{text}");
    }
    assert!(desk.told("Village Council, Care of birds, paragraph 1.").is_empty());
}

#[test]
fn what_would_leave_braces_open_is_not_replaced() {
    let text =
        "Monaco speaks of \u{201c}a largely lawless and seemingly limitless ocean\u{201d} (P2A).";
    let mut item = Desk::new().check(text).items.swap_remove(0);
    let corrected = item.corrected().expect("a changed word");
    for (words, expected) in [
        (format!(" {} ", item.words), Some(format!(" {corrected} "))),
        (format!("\\emph{{{}}}", item.words), Some(corrected.clone())),
        (format!("\\emph{{{}", item.words), None),
    ] {
        item.words = words;
        assert_eq!(item.replacement(), expected, "{}", item.words);
    }
}

#[test]
fn references_are_read_in_many_forms() {
    let desk = Desk::new();
    let digest = desk.corpus.digest().short();
    let cases: Vec<(String, &[&str])> = vec![
        ("the Rome declaration, P3A".into(), &["VALID Rome declaration, P3A"]),
        ("Rome 2012, P3A; P3Z".into(), &["VALID Rome 2012, P3A", "NO_SUCH_CLAUSE P3Z"]),
        ("(Singapore 2009, P2A)".into(), &["VALID Singapore 2009, P2A"]),
        (
            "paragraph 3A of the Monaco declaration".into(),
            &["VALID paragraph 3A of the Monaco declaration"],
        ),
        ("the 2012 declaration".into(), &["VALID 2012 declaration"]),
        ("the 2011 declaration".into(), &["NO_SUCH_DOCUMENT 2011 declaration"]),
        ("the Rome declaration of 2014".into(), &["MISMATCHED Rome declaration of 2014"]),
        ("see the Lyon declaration".into(), &["NO_SUCH_DOCUMENT Lyon declaration"]),
        (
            "the Universal Declaration of Human Rights".into(),
            &["UNCHECKED Universal Declaration of Human Rights"],
        ),
        (
            "rome-2012/P3B and rome-2012/P9 and/or I-24/7".into(),
            &["VALID rome-2012/P3B", "NO_SUCH_CLAUSE rome-2012/P9"],
        ),
        (
            format!("at https://a.example/c/{digest}/rome-2012/P3B."),
            &["VALID https://a.example/c/070707070707/rome-2012/P3B"],
        ),
        ("/c/0123456789ab/rome-2012/P3B".into(), &["OTHER_STATE /c/0123456789ab/rome-2012/P3B"]),
        ("Rome 2012, P2A. Ibid., P3A".into(), &["VALID Rome 2012, P2A", "VALID Ibid., P3A"]),
        ("In 2014, the Rome declaration was read out.".into(), &["VALID Rome declaration"]),
        ("When they met in Monaco in 1914, they spoke.".into(), &[]),
        ("Monaco 1914".into(), &["MISMATCHED Monaco 1914"]),
        ("a holiday in Rome, with G20 and P3A".into(), &["VALID P3A"]),
    ];
    for (text, expected) in cases {
        let told: Vec<String> =
            desk.told(&text).into_iter().filter(|told| told.contains(" reference ")).collect();
        let told: Vec<String> =
            told.into_iter().map(|told| told.replace(" reference", "")).collect();
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn quotations_are_judged_by_what_ascribes_them() {
    let desk = Desk::new();
    let exact = "the soaring demands for police";
    let cases: Vec<(String, &str)> = vec![
        (format!("The Singapore declaration recognizes \"{exact}\"."), "EXACT"),
        (format!("\"{exact}\" (Singapore 2009, P2A)"), "EXACT"),
        (format!("The Rome declaration recognizes \"{exact}\"."), "MISATTRIBUTED"),
        (format!("Nobody knows \"{exact}\"."), "EXACT"),
        ("The Rome declaration speaks of \"a ban on every kind of boat\".".into(), "NOT_FOUND"),
        ("As my aunt said, \"a ban on every kind of boat\".".into(), "UNCHECKED"),
        ("Rome 2012 is no \"paper tiger\".".into(), "UNCHECKED"),
        (
            "The Rome declaration says, in other words, \"be kind to one another\".".into(),
            "UNCHECKED",
        ),
        (
            "The Rome declaration:\n\n> Condemning all acts of criminal violence in towns".into(),
            "ALTERED",
        ),
        // Nothing stands before its mark.
        ("\"Condemning all acts of criminal violence in towns\" (Rome 2012)".into(), "ALTERED"),
    ];
    for (text, expected) in cases {
        let verdict = desk.check(&text);
        let quotation = verdict.items.iter().find(|item| item.kind == ItemKind::Quotation);
        assert_eq!(quotation.map(|item| item.verdict.name()), Some(expected), "{text}");
    }
}

#[test]
fn too_much_is_left_out_and_counted() {
    let desk = Desk::new();
    let text = "The Rome declaration condemns criminal violence. ".repeat(450);
    let verdict = desk.check(&text);
    assert_eq!(verdict.items.len(), TEXT_ITEMS_MAX);
    assert_eq!(verdict.left_out, 2 * 450 - TEXT_ITEMS_MAX);
    assert_eq!(verdict.all_right(), Some(false), "what was not checked is not right");
}

#[test]
fn claims_that_are_too_many_are_told_but_not_compared() {
    let desk = Desk::new();
    let claims = TEXT_PARAPHRASES_MAX + 10;
    let verdict = desk.check(&"It condemns criminal violence in cities. ".repeat(claims - 1));
    assert_eq!(verdict.items.len(), 0, "nobody is named");
    let text = "It condemns criminal violence in cities. ".repeat(claims - 1);
    let verdict = desk.check(&format!("The Rome declaration condemns criminal violence. {text}"));
    assert_eq!((verdict.claims(), verdict.left_out), ((claims, TEXT_PARAPHRASES_MAX), 0));
    assert_eq!((verdict.uncompared, verdict.count(Standing::Wrong)), (10, 0));
    assert_eq!(verdict.all_right(), Some(false), "what was not compared is not right");
    let last = verdict.items.last().expect("items");
    assert_eq!(last.verdict, ItemVerdict::Unchecked);
    assert!(last.message.starts_with("Not compared: of a text, at most 120"), "{}", last.message);
}

#[test]
fn two_quotations_in_single_marks_are_two() {
    let desk = Desk::new();
    let expected = ["EXACT quotation such measures", "EXACT quotation criminal violence in cities"];
    for [open, close] in [["'", "'"], ["\u{2018}", "\u{2019}"], ["\u{201a}", "\u{2018}"]] {
        let quoted = |words: &str| format!("{open}{words}{close}");
        let (first, second) = (quoted("such measures"), quoted("criminal violence in cities"));
        let told = desk.told(&format!("The Rome declaration speaks of {first} and of {second}."));
        let told: Vec<&String> = told.iter().filter(|told| told.contains("quotation")).collect();
        assert_eq!(told, expected, "{first} {second}");
    }
}

/// Words and marks of all sorts, quotation marks of all languages above all.
fn scraps() -> impl Strategy<Value = &'static str> {
    const WORDS: &str = "the Rome declaration~says that~\n\n~\n> ~| ~(P3A)~Monaco 2014~paragraph~3A~\
        ministers~urge~/c/0123456789ab/rome-2012/P3B~ibid.~[^1]: ~\u{e9}~does not mention~it~\
        according to~1,000~2012~express~criminal violence in cities~states~duty~of~s~na\u{ef}ve~\
        [1]~\u{b9}~<sup>3</sup>~&quot;~&#8217;~<q>~</q>~``~\n> \u{2014} Rome 2012~unlike~(citing~P3(a)~(B)~, which~\
         \u{2013} ~\n12\n~was adopted on 5 November 2012~the Doha Declaration of 2015~\n\n\u{b9} Rome 2012, P3A.~\
        all declarations mention~2012: ~\n\n2014 \u{2013} ~80/23~\\emph{~\\enquote{~}~sub-\nject~Subject: ~wrote:\n> ~>> ~is not mentioned in~Under the~the UN~draft article 1~said Ronald K. Noble~the first declaration to mention~Resolution 2178 (2014)~\
        <blockquote>~</blockquote>~\\footnote{~}~\n\\begin{quote}\n~\n\\end{quote}\n~\n> Rome 2012, P3A\n~?~Article 3(b) of~must~may not be invoked~, says Rome 2012,~It fears ~Its ~Nor does the text~the World Health Organization~\u{b6}2~, 5 November 2012, para. P3A~See~(Rome 2012, P3A)~\
        \u{4eba}\u{6743}~\u{17f}~\u{a0}~- ~...~[and]~\u{1f694}~*~:~;~.";
    const MARKS: &str = "\"~'~`~''~ '~s' ~'s~\u{2018}~\u{2019}~\u{201a}~\u{201b}~\u{201c}~\u{201d}~\
        \u{201e}~\u{ab}~\u{bb}~\u{2039}~\u{203a}~\u{300c}~\u{300d}~\u{300e}~\u{300f}~ \u{2018}~\
        (\u{2018}~s\u{2019} ~\u{2019}s~\u{201c}\u{2018}~\u{2019}\u{201d}~\u{2018}states\u{2019} duty";
    let one_of = |scraps: &'static str| prop::sample::select(scraps.split('~').collect::<Vec<_>>());
    prop_oneof![one_of(WORDS), one_of(MARKS)]
}

thread_local! {
    static DESK: Desk = Desk::new();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn any_text_is_checked_and_items_are_spans_of_it(
        scraps in prop::collection::vec((scraps(), any::<bool>()), 0..40),
    ) {
        let spaced = |(scrap, space): (&str, bool)| format!("{scrap}{}", if space { " " } else { "" });
        let text: String = scraps.into_iter().map(spaced).collect();
        let verdict = DESK.with(|desk| desk.check(&text));
        let own = Text::new(text);
        for item in &verdict.items {
            prop_assert_eq!(own.slice(item.span), &item.words);
            if let Some(support) = &item.support {
                let clause = &verdict.corpus.clauses()[support.span.clause];
                let source = &verdict.corpus.document_of(clause).text;
                prop_assert_eq!(source.slice(support.span.span), &support.span.quote);
            }
        }
        let place = |item: &TextItem| (item.span.start, item.span.end, item.kind);
        prop_assert!(verdict.items.is_sorted_by_key(place));
        prop_assert_eq!(verdict.left_out, 0, "so few words are no more than are checked");
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}") {
        let _ = DESK.with(|desk| desk.check(&text));
    }
}
