//! Answers made by hand, scored.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::domain::{Citation, Evidence, QueryReading, ScoreExplanation, Span, sample};

/// A question with these fields in place of its own.
fn question(fields: Value) -> LabelledQuestion {
    let mut line = json!({
        "id": "1", "type": "lookup", "question": "What?", "answerable": true,
        "gold": [
            { "clause": "rome-2012/P2A", "grade": 2 },
            { "clause": "monaco-2014/P3A", "grade": 2 },
            { "clause": "rome-2012/P3A", "grade": 1 },
        ],
    });
    let Value::Object(fields) = fields else { panic!("an object") };
    for (key, value) in fields {
        line[key] = value;
    }
    serde_json::from_value(line).expect("a question")
}

/// An answer that ranks and cites these clauses; nothing is cited where nothing is answered.
fn answer(ranked: &[&str], cited: &[&str], text: &str) -> Answer {
    let corpus = sample::corpus();
    let position = |id: &&str| corpus.clause_position(id).expect("a clause of the sample");
    let citation = |id: &&str| Citation {
        marker: 1,
        clause: position(id),
        quote: corpus.text_of(&corpus.clauses()[position(id)]).to_owned(),
        span: Span::new(0, 1),
        prefix: String::new(),
        suffix: String::new(),
        meets: Vec::new(),
        relevance: 0.9,
    };
    let evidence = |id: &&str| Evidence {
        clause: position(id),
        relevance: 0.5,
        explanation: ScoreExplanation { score: 0.0, signals: Vec::new() },
    };
    let (citations, evidence) =
        (cited.iter().map(citation).collect(), ranked.iter().map(evidence).collect());
    Answer {
        status: if cited.is_empty() { AnswerStatus::NotFound } else { AnswerStatus::Answered },
        refusal: None,
        unmet: Vec::new(),
        text: text.to_owned(),
        parts: Vec::new(),
        confidence: 0.8,
        citations,
        coverage: Vec::new(),
        evidence,
        quotation: None,
        understood: QueryReading::default(),
        corpus: Arc::new(corpus),
    }
}

fn scored(fields: Value, ranked: &[&str], cited: &[&str], text: &str) -> QuestionScore {
    score(&question(fields), &answer(ranked, cited, text))
}

#[test]
fn the_ranking_is_scored_by_its_first_five() {
    let ranked = [
        "singapore-2009/P2A", "rome-2012/P2A", "rome-2012/P3A", "rome-2012/INTRO", "rome-2012/P3B",
        "monaco-2014/P3A",
    ];
    let score = scored(json!({}), &ranked, &["rome-2012/P2A"], "");
    // Gains 3 at rank 2 and 1 at rank 3; ideal 3, 3, 1. The sixth is too late.
    let expected = (3.0 / 3.0_f64.log2() + 1.0 / 2.0) / (3.0 + 3.0 / 3.0_f64.log2() + 1.0 / 2.0);
    assert!((score.ndcg.expect("answerable") - expected).abs() < 1e-12, "{score:?}");
    assert_eq!(score.recall, Some(0.5));
    let shown: Vec<u8> = score.ranking.iter().map(|(_, grade)| *grade).collect();
    assert_eq!(shown, [0, 2, 1, 0, 0, 2]);

    let unanswerable = scored(json!({ "answerable": false, "gold": [] }), &ranked, &[], "");
    assert_eq!((unanswerable.ndcg, unanswerable.recall), (None, None));
}

#[test]
fn the_first_citation_counts_where_an_answer_was_due_and_given() {
    for (fields, cited, expected) in [
        (json!({}), &["rome-2012/P2A", "rome-2012/INTRO"][..], Some(2)),
        (json!({}), &["rome-2012/P3A", "rome-2012/P2A"], Some(1)),
        (json!({}), &["rome-2012/INTRO", "rome-2012/P2A"], Some(0)),
        (json!({}), &[], None),
        (json!({ "answerable": false, "gold": [] }), &["rome-2012/INTRO"], None),
    ] {
        let score = scored(fields, &["rome-2012/P2A"], cited, "");
        assert_eq!(score.first_citation, expected, "{cited:?}");
        assert_eq!(score.answered, !cited.is_empty());
    }
}

#[test]
fn which_declarations_are_named_has_to_be_exact() {
    let ranked = ["rome-2012/P2A", "rome-2012/P3B", "monaco-2014/P3A", "singapore-2009/P2A"];
    let page = "event-2014/1";
    for (cited, right) in [
        (&["rome-2012/P2A", "monaco-2014/P3A"][..], true),
        // Of which clause, and whether a report is cited as well, makes no difference.
        (&["monaco-2014/P2A", "rome-2012/P3B", page], true),
        (&["rome-2012/P2A"], false),
        (&["rome-2012/P2A", "monaco-2014/P3A", "singapore-2009/P2A"], false),
        (&[], false),
    ] {
        let score = scored(json!({ "type": "which" }), &ranked, cited, "");
        assert_eq!(score.which, Some(right), "{cited:?}");
        assert_eq!(score.which_ranking, Some(true));
    }
    let ranked = ["rome-2012/P2A", "singapore-2009/P2A", "monaco-2014/P3A"];
    let score = scored(json!({ "type": "which" }), &ranked, &["rome-2012/P2A"], "");
    assert_eq!(score.which_ranking, Some(false));
    // A declaration that only supports the answer is not one that says so.
    let gold = json!([
        { "clause": "rome-2012/P2A", "grade": 2 }, { "clause": "monaco-2014/P3A", "grade": 1 },
    ]);
    let fields = json!({ "type": "which", "gold": gold });
    assert_eq!(scored(fields, &ranked, &["rome-2012/P2A"], "").which, Some(true));
    let other = scored(json!({}), &ranked, &["rome-2012/P2A"], "");
    assert_eq!((other.which, other.which_ranking, other.attribution), (None, None, None));
}

#[test]
fn a_quotation_is_attributed_to_its_place_its_speaker_and_its_letter() {
    let (right, wrong) = (&["rome-2012/P2A"][..], &["rome-2012/P3A"][..]);
    let exact = "These words are verbatim. The speaker is Mr Noble.";
    let loose = "These words are not verbatim; this is the nearest wording.";
    for (fields, cited, text, expected) in [
        (json!({ "quote_exact": true, "speaker": "Noble" }), right, exact, true),
        (json!({ "quote_exact": true, "speaker": "Noble" }), wrong, exact, false),
        (json!({ "quote_exact": true, "speaker": "Dupont" }), right, exact, false),
        (json!({ "quote_exact": true }), right, loose, false),
        (json!({ "quote_exact": false }), right, exact, false),
        (json!({ "quote_exact": false }), right, loose, true),
        (json!({}), right, loose, true),
        (json!({ "quote_exact": true }), right, "These words are there.", false),
        (json!({ "answerable": false, "gold": [] }), &[][..], "Not found.", true),
        (json!({ "answerable": false, "gold": [] }), right, exact, false),
        (json!({}), &[][..], "Not found.", false),
    ] {
        let mut fields = fields;
        fields["type"] = json!("quote");
        let case = format!("{fields} {cited:?} {text}");
        let score = scored(fields, &["rome-2012/P2A"], cited, text);
        assert_eq!(score.attribution, Some(expected), "{case}");
    }
}

#[test]
fn what_must_be_quoted_is_looked_for_in_the_text_and_the_quotes() {
    let quote = json!({ "must_quote": "acts of *criminal*  violence" });
    for (fields, cited, text, expected) in [
        (quote.clone(), &["rome-2012/P2A"][..], "", Some(true)),
        (quote.clone(), &["rome-2012/P3A", "rome-2012/P2A"], "", Some(true)),
        (
            quote.clone(),
            &["rome-2012/P3A"],
            "It says: \u{201c}acts of criminal violence\u{201d}.",
            Some(true),
        ),
        (quote.clone(), &["rome-2012/P3A"], "", Some(false)),
        (quote, &[], "Not found: acts of criminal violence.", Some(false)),
        (json!({}), &["rome-2012/P2A"], "", None),
    ] {
        let score = scored(fields, &[], cited, text);
        assert_eq!(score.must_quote, expected, "{cited:?} {text}");
    }
}

#[test]
fn shares_count_what_they_are_about() {
    let silent = json!({ "answerable": false, "gold": [], "type": "quote" });
    let (ranked, right) = (&["rome-2012/P2A"][..], &["rome-2012/P2A"][..]);
    let scores = vec![
        scored(json!({ "must_quote": "acts" }), ranked, right, ""),
        scored(json!({ "must_quote": "none" }), ranked, &["rome-2012/P3A"], ""),
        scored(json!({}), ranked, &["rome-2012/INTRO"], ""),
        scored(json!({}), ranked, &[], "Not found."),
        scored(json!({ "type": "which" }), &["rome-2012/P2A", "monaco-2014/P3A"], right, ""),
        scored(silent.clone(), ranked, &[], "Not found."),
        scored(silent.clone(), ranked, &[], "Not found."),
        scored(silent, ranked, right, "These words are verbatim."),
    ];
    let report = report(scores);
    for (name, share, expected) in [
        ("citation", report.citation_precision, (2, 4)),
        ("lenient", report.citation_precision_lenient, (3, 4)),
        ("which", report.which, (0, 1)),
        ("which ranking", report.which_ranking, (1, 1)),
        ("attribution", report.attribution, (2, 3)),
        ("must_quote", report.must_quote, (1, 2)),
        ("abstention precision", report.abstention_precision, (2, 3)),
        ("abstention recall", report.abstention_recall, (2, 3)),
    ] {
        assert_eq!((share.right, share.of), expected, "{name}");
    }
    assert_eq!((report.all.questions, report.all.answerable), (8, 5));
    let counts: Vec<(&str, usize, usize)> = report
        .by_type
        .iter()
        .map(|(kind, score)| (kind.as_str(), score.questions, score.answerable))
        .collect();
    assert_eq!(counts, [("lookup", 4, 4), ("quote", 3, 0), ("which", 1, 1)]);
    // Four lookups find one of two, the which-question both; the others have none to find.
    assert!((report.all.recall - 0.6).abs() < 1e-12, "{:?}", report.all);
    assert!((report.by_type["which"].recall - 1.0).abs() < 1e-12);
}

#[test]
fn abstaining_surely_is_little_hope_of_an_answer() {
    let answered = scored(json!({}), &[], &["rome-2012/P2A"], "");
    let abstained = scored(json!({}), &[], &[], "");
    assert!((answered.answerability() - 0.8).abs() < 1e-12);
    assert!((abstained.answerability() - 0.2).abs() < 1e-12);
}

#[test]
fn rows_are_counted_over_all_comparisons() {
    let with = |rows: Option<(usize, usize, usize)>| {
        let rows = rows.map(|(speaking, wanted, right)| RowsScore { speaking, wanted, right });
        QuestionScore { rows, ..scored(json!({}), &[], &["rome-2012/P2A"], "") }
    };
    let report = report(vec![
        with(Some((2, 2, 2))),
        with(Some((1, 2, 1))),
        with(Some((1, 0, 0))),
        with(None),
    ]);
    let shown = |share: Share| (share.right, share.of);
    assert_eq!(shown(report.rows_exact), (1, 3));
    assert_eq!(shown(report.row_precision), (3, 4));
    assert_eq!(shown(report.row_recall), (3, 4));
}

#[test]
fn documents_that_are_asked_for_are_counted() {
    let cites = |kind: &str, cited: &[&str]| {
        let asked = question(json!({ "type": kind }));
        let score = score(&asked, &answer(cited, cited, "x")).documents;
        score.map(|score| (score.cited, score.wanted, score.right))
    };
    assert_eq!(cites("lookup", &["rome-2012/P2A"]), None);
    // The page is cited and not asked for.
    assert_eq!(cites("which", &["rome-2012/P2A", "event-2014/1"]), Some((2, 2, 1)));
    // A comparison wants the clause that answers.
    assert_eq!(cites("compare", &["rome-2012/P3A", "monaco-2014/P3A"]), Some((2, 2, 1)));
    let supporting = question(json!({
        "type": "which",
        "gold": [{ "clause": "rome-2012/P2A", "grade": 2 }, { "clause": "monaco-2014/P3A", "grade": 1 }],
    }));
    let cited = ["rome-2012/P2A", "monaco-2014/P3A"];
    let score = score(&supporting, &answer(&cited, &cited, "x")).documents;
    assert_eq!(score.map(|score| (score.cited, score.right)), Some((1, 1)));
}

#[test]
fn look_ups_are_right_by_the_first_clause_or_one_of_five() {
    let ranked = |ranked: &[&str]| {
        let score = score(&question(json!({})), &answer(ranked, &["rome-2012/P2A"], "x"));
        (score.first_ranked, score.in_five)
    };
    assert_eq!(ranked(&["rome-2012/P2A"]), (Some(true), Some(true)));
    assert_eq!(ranked(&["rome-2012/P3A", "monaco-2014/P3A"]), (Some(false), Some(true)));
    assert_eq!(ranked(&["rome-2012/P3A", "event-2014/1"]), (Some(false), Some(false)));
}

#[test]
fn confidence_tells_what_has_an_answer() {
    let sure = score(&question(json!({})), &answer(&[], &["rome-2012/P2A"], "x"));
    let none = question(json!({ "answerable": false, "gold": [] }));
    let unsure = score(&none, &answer(&[], &[], "x"));
    let report = report(vec![sure, unsure]);
    assert_eq!(report.auroc, Some(1.0));
    let confidence = report.unanswerable_confidence.expect("one has no answer");
    assert!((confidence - 0.2).abs() < 1e-9, "{confidence}");
}

#[test]
fn documents_that_questions_are_linked_with_are_counted() {
    let reads = |kind: &str, linked: &[&str], searched: &[&str]| {
        let own = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        let understood = QueryReading {
            documents: own(linked),
            searched: own(searched),
            ..QueryReading::default()
        };
        let answer = Answer { understood, ..answer(&[], &["rome-2012/P2A"], "x") };
        score(&question(json!({ "type": kind })), &answer)
    };
    let (rome, monaco, other) = ("rome-2012", "monaco-2014", "singapore-2009");
    let exact = reads("compare", &[rome, monaco], &[rome, monaco]);
    let wide = reads("compare", &[rome, monaco, other], &[rome, monaco, other]);
    let half = reads("compare", &[rome], &[rome]);
    let none = reads("compare", &[], &[rome, monaco, other]);
    // One of the two is enough for a look-up, and not for a question for all.
    let one = reads("lookup", &[rome], &[rome]);
    let astray = reads("lookup", &[other], &[other]);
    let which = reads("which", &[rome], &[rome]);
    let report = report(vec![exact, wide, half, none, one, astray, which]);
    let shown = |share: Share| (share.right, share.of);
    assert_eq!(shown(report.linked_exact), (1, 4));
    assert_eq!(shown(report.linked_recall), (5, 8));
    assert_eq!(shown(report.linked_precision), (5, 6));
    assert_eq!(shown(report.shut_out), (1, 2));
    // The comparison of one document, and the which-question.
    assert_eq!(shown(report.partly_shut_out), (2, 5));

    let unanswerable = question(json!({ "answerable": false, "gold": [] }));
    assert_eq!(score(&unanswerable, &answer(&[], &[], "")).links, None);
}
