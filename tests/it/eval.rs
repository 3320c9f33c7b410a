//! Measuring: what is left out is gone, and what is measured is what was asked.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rapporteur::answering::{Engine, Ranking};
use rapporteur::domain::{Query, SignalName, Stop};
use rapporteur::eval::{
    AbstentionSet, Beir, LabelledQuestion, ablate_beir, ablate_questions, as_corpus,
    read_questions, render_ablation, render_abstention, risk_coverage_svg, run_abstention,
    run_beir,
};
use rapporteur::retrieval::{Component, Embedder, Priority, Weights};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::app::{WordEmbedder, engine};

/// Signals of the ranking, with the component that each is.
const SIGNALS: [(Component, SignalName); 4] = [
    (Component::Dense, SignalName::Dense),
    (Component::Segment, SignalName::Segment),
    (Component::Late, SignalName::MaxSim),
    (Component::Lexical, SignalName::Lexical),
];

fn search(left_out: Option<Component>, question: &str) -> Ranking {
    let embedder = WordEmbedder::new();
    let weights = left_out.map_or_else(Weights::default, |one| Weights::default().without(one));
    let engine = engine(1, &embedder).with_weights(weights);
    let query = Query { question: question.to_owned(), ..Query::default() };
    engine.search(&query, &embedder, &Stop::never()).expect("a ranking")
}

/// What all clauses of a ranking together owe to the part called `name`.
fn owed(ranking: &Ranking, name: SignalName) -> f64 {
    let signals = ranking.evidence.iter().flat_map(|evidence| &evidence.explanation.signals);
    signals.filter(|signal| signal.name == name).map(|signal| signal.contribution.abs()).sum()
}

#[test]
fn a_signal_that_is_left_out_adds_nothing_and_the_others_do() {
    let question = "What did Monaco say about police performance?";
    for (left_out, _) in SIGNALS {
        let ranking = search(Some(left_out), question);
        for (component, name) in SIGNALS {
            let owed = owed(&ranking, name);
            assert_eq!(owed > 0.0, component != left_out, "{left_out:?}: {name:?} adds {owed}");
        }
    }
}

#[test]
fn the_weights_that_are_left_sum_to_one() {
    for component in Component::ALL {
        let Weights { dense, segment, max_sim, lexical, .. } =
            Weights::default().without(component);
        let sum = dense + segment + max_sim + lexical;
        assert!((sum - 1.0).abs() < 1e-6, "{component:?}: {sum}");
        assert!(!Weights::default().without(component).has(component));
    }
}

#[test]
fn rules_that_are_left_out_do_not_work() {
    let question = "What did the Rome declaration say about polise violence?";
    let whole = search(None, question);
    assert_eq!(whole.understood.documents, ["rome-2012"]);
    assert_eq!(whole.understood.corrections.len(), 1);
    assert!(owed(&whole, SignalName::Scope) > 0.0);

    let unread = search(Some(Component::Reading), question);
    assert!(unread.understood.documents.is_empty());
    assert_eq!(unread.understood.topic, question.replace("polise", "police"));
    assert!(search(Some(Component::Spelling), question).understood.corrections.is_empty());
    let level = search(Some(Component::Priors), question);
    assert_eq!(level.understood.documents, ["rome-2012"]);
    assert!(
        owed(&level, SignalName::Scope)
            + owed(&level, SignalName::Part)
            + owed(&level, SignalName::Report)
            < 1e-9
    );
}

/// Four documents and three questions, of which the last has no answer.
fn benchmark() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = [
        ("d1", "apples grow on trees in an orchard"),
        ("d2", "ships sail over the sea by wind"),
        ("d3", "snow falls in winter on mountains"),
        ("d4", "bread is baked of flour and water"),
    ];
    let corpus = texts.map(|(id, text)| json!({ "_id": id, "title": "", "text": text }));
    let queries = [
        ("q1", "apples grow trees orchard", true),
        ("q2", "ships sail sea wind", true),
        ("q3", "violins and quartets", false),
    ];
    let queries = queries.map(|(id, text, answerable)| {
        json!({ "_id": id, "text": text, "metadata": { "answerable": answerable } })
    });
    let lines = |rows: &[Value]| rows.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    write(folder.path(), "corpus.jsonl", &lines(&corpus));
    write(folder.path(), "queries.jsonl", &lines(&queries));
    let qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq2\td3\t0\nq3\td4\t0\n";
    write(folder.path(), "qrels.tsv", qrels);
    folder
}

fn write(folder: &Path, name: &str, content: &str) {
    fs::write(folder.join(name), content).expect("a file");
}

fn engine_over(beir: &Beir, embedder: &WordEmbedder) -> Engine {
    let corpus = as_corpus(beir);
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let embeddings = embedder.embed(&texts, Priority::Bulk).expect("words can be embedded");
    Engine::build(Arc::new(corpus), embeddings)
}

#[test]
fn a_benchmark_is_scored_by_its_judgements() {
    let (folder, embedder) = (benchmark(), WordEmbedder::new());
    let beir = Beir::read(folder.path()).expect("a benchmark");
    let mut heard = Vec::new();
    let mut progress = |done, of| heard.push((done, of));
    let engine = engine_over(&beir, &embedder);
    let report = run_beir(&beir, &engine, &embedder, &mut progress).expect("scores");
    // A judgement of 0 counts as none: the third query has no other.
    assert_eq!((report.documents, report.queries), (4, 2));
    assert_eq!(heard, [(1, 2), (2, 2)]);
    assert!(report.systems.len() > 1);
    for system in &report.systems {
        let scores = [system.ndcg_10, system.recall_10, system.recall_100, system.mrr_10];
        assert!(scores.iter().all(|score| (score - 1.0).abs() < 1e-9), "{system:?}");
    }
}

#[test]
fn each_component_has_a_row_and_each_set_its_columns() {
    let (folder, embedder) = (benchmark(), WordEmbedder::new());
    let beir = Beir::read(folder.path()).expect("a benchmark");
    let over = engine_over(&beir, &embedder);
    let table = ablate_beir("small", over, &embedder, &beir, &mut |_, _| ()).expect("a table");
    assert_eq!(table.rows.len(), Component::ALL.len() + 1);
    assert!(table.rows.iter().all(|row| row.values == [Some(1.0), Some(1.0)]), "{table:?}");

    let questions = questions(&[("What about criminal violence that results?", true)]);
    let more = ablate_questions("asked", engine(1, &embedder), &embedder, &questions, &[]);
    let table = table.beside(more.expect("a table"));
    let text = render_ablation(&table);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), table.rows.len() + 2, "{text}");
    for (line, words) in [
        (0, vec!["small", "small", "asked", "asked", "asked", "asked"]),
        (2, vec!["nothing", "1.000", "1.000", "1.000", "1.000", "1.000", "-"]),
        (
            3,
            vec![
                "dense", "1.000", "(+0.000)", "1.000", "(+0.000)", "1.000", "(+0.000)", "1.000",
                "(+0.000)", "1.000", "(+0.000)", "-",
            ],
        ),
    ] {
        assert_eq!(lines[line].split_whitespace().collect::<Vec<_>>(), words, "{text}");
    }
}

/// Every word of these questions is misspelt: without mending them, nothing is found.
#[test]
fn a_row_is_scored_without_its_component() {
    let embedder = WordEmbedder::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let other = |at: usize| json!({ "_id": format!("d{at}"), "text": format!("plain text {at}") });
    let lines = (0..20).map(|at| other(at).to_string() + "\n").collect::<String>();
    let gold = json!({ "_id": "gold", "text": "snowfall covers mountains" });
    write(folder.path(), "corpus.jsonl", &format!("{lines}{gold}\n"));
    let query = json!({ "_id": "q", "text": "snowfll covrs montains" });
    write(folder.path(), "queries.jsonl", &query.to_string());
    write(folder.path(), "qrels.tsv", "query-id\tcorpus-id\tscore\nq\tgold\t1\n");
    let beir = Beir::read(folder.path()).expect("a benchmark");
    let over = engine_over(&beir, &embedder);
    let mut heard = Vec::new();
    let mut progress = |done, of| heard.push((done, of));
    let table = ablate_beir("s", over, &embedder, &beir, &mut progress).expect("a table");
    assert_eq!(table.rows.len(), Component::ALL.len() + 1);
    for row in &table.rows {
        let expected = if row.left_out == Some("spelling") { 0.0 } else { 1.0 };
        assert_eq!(row.values, [Some(expected), Some(1.0)], "{row:?}");
    }
    let rows = table.rows.len();
    assert_eq!(heard, (1..=rows).map(|done| (done, rows)).collect::<Vec<_>>());

    let asked = questions(&[("Condmning vilence rsult injry", true)]);
    let table = ablate_questions("q", engine(1, &embedder), &embedder, &asked, &[]);
    let rows = table.expect("a table").rows;
    assert_eq!(rows.len(), Component::ALL.len() + 1);
    for row in rows {
        let found = row.values[0].is_some_and(|ndcg| ndcg > 0.99);
        assert_eq!(found, row.left_out != Some("spelling"), "{row:?}");
    }
}

/// Questions of which those with an answer have it in one clause.
fn questions(asked: &[(&str, bool)]) -> Vec<LabelledQuestion> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |(question, answerable): &(&str, bool)| {
        let gold = json!([{ "clause": "rome-2012/P2A", "grade": 2 }]);
        let gold = if *answerable { gold } else { json!([]) };
        json!({
            "id": question, "type": "lookup", "question": question, "gold": gold,
            "answerable": answerable,
        })
        .to_string()
    };
    let lines = asked.iter().map(line).collect::<Vec<_>>().join("\n");
    write(folder.path(), "questions.jsonl", &lines);
    read_questions(&folder.path().join("questions.jsonl")).expect("questions")
}

#[test]
fn confidence_is_fitted_where_questions_to_fit_on_are_given() {
    let embedder = WordEmbedder::new();
    let (known, strange) = ("criminal violence that results in injury", "zebras and quartets");
    let asked = questions(&[(known, true), (strange, false)]);
    // Fitted on the contrary of what is true.
    let contrary = questions(&[(known, false), (strange, true)]);
    for (fitted_on, expected) in [(&[][..], 1.0), (&contrary, 0.0)] {
        let table = ablate_questions("q", engine(1, &embedder), &embedder, &asked, fitted_on);
        let rows = table.expect("a table").rows;
        assert_eq!(rows[0].values[3], Some(expected));
    }
    let one_sided = questions(&[(strange, false)]);
    let error = ablate_questions("q", engine(1, &embedder), &embedder, &asked, &one_sided);
    assert!(error.expect_err("nothing to tell apart").to_string().contains("label more questions"));
}

#[test]
fn abstention_is_measured_against_the_cosine() {
    let (folder, embedder) = (benchmark(), WordEmbedder::new());
    let set = AbstentionSet::read(folder.path(), 1).expect("a set");
    let engine = engine_over(set.beir(), &embedder);
    let report = run_abstention(&set, &engine, &embedder, &mut |_, _| ()).expect("a report");
    assert_eq!((report.paragraphs, report.answerable, report.unanswerable), (4, 2, 1));
    let names: Vec<&str> = report.systems.iter().map(|scores| scores.system).collect();
    assert_eq!(names, ["shipped", "cosine", "shipped by cosine"]);
    for scores in &report.systems {
        // Both questions with an answer have all their words in one text, the third has none.
        assert_eq!(scores.auroc, Some(1.0), "{scores:?}");
        for curve in [&scores.answerable, &scores.right_paragraph] {
            assert!((curve.area - 1.0 / 9.0).abs() < 1e-9, "{scores:?}");
            assert!((curve.at(100) - 1.0 / 3.0).abs() < 1e-9 && curve.at(50) < 1e-9);
        }
    }
    assert!(
        render_abstention(&report).starts_with("4 paragraphs, 2 answerable and 1 unanswerable")
    );
    let svg = risk_coverage_svg(&report);
    assert_eq!(svg.matches("<polyline").count(), 6);
    assert!(svg.contains("shipped by cosine (area 0.111)"), "{svg}");
}

#[test]
fn a_wrong_paragraph_is_a_mistake_of_its_own() {
    let (folder, embedder) = (benchmark(), WordEmbedder::new());
    write(folder.path(), "qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td4\t1\n");
    let set = AbstentionSet::read(folder.path(), 1).expect("a set");
    let engine = engine_over(set.beir(), &embedder);
    let report = run_abstention(&set, &engine, &embedder, &mut |_, _| ()).expect("a report");
    assert_eq!(report.systems.len(), 3);
    for scores in &report.systems {
        assert!((scores.answerable.at(100) - 1.0 / 3.0).abs() < 1e-9, "{scores:?}");
        assert!((scores.right_paragraph.at(100) - 2.0 / 3.0).abs() < 1e-9, "{scores:?}");
    }
}

#[test]
fn a_sample_is_every_so_many_th_question() {
    let (folder, embedder) = (benchmark(), WordEmbedder::new());
    for (every, expected) in [(1, (2, 1)), (2, (1, 1)), (3, (1, 0))] {
        let set = AbstentionSet::read(folder.path(), every).expect("a set");
        let engine = engine_over(set.beir(), &embedder);
        let report = run_abstention(&set, &engine, &embedder, &mut |_, _| ()).expect("a report");
        assert_eq!((report.answerable, report.unanswerable), expected, "every {every}");
    }
}

#[test]
fn what_is_wrong_with_a_set_is_said_with_the_remedy() {
    for (file, content, expected) in [
        (
            "qrels.tsv",
            "query-id\tcorpus-id\tscore\nq1 d1 1\n",
            "line 2: write query, document and a grade up to 255, with tabs",
        ),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tgood\n", "line 2: write query"),
        (
            "corpus.jsonl",
            "{\"_id\": \"d1\"}\n",
            "line 1: missing field `text` at line 1 column 13; write one JSON object a line",
        ),
        ("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"?\"}\n", "`metadata.answerable`"),
    ] {
        let folder = benchmark();
        write(folder.path(), file, content);
        let error = AbstentionSet::read(folder.path(), 1).expect_err("malformed").to_string();
        assert!(error.contains(expected) && error.contains(file), "{error}");
    }
    let folder = benchmark();
    fs::remove_file(folder.path().join("qrels.tsv")).expect("it was there");
    let error = Beir::read(folder.path()).expect_err("no judgements").to_string();
    assert!(
        error.contains("it has neither qrels.tsv nor a folder qrels; add the judgements"),
        "{error}"
    );
    fs::create_dir(folder.path().join("qrels")).expect("a folder");
    let content = "query-id\tcorpus-id\tscore\nq1\td1\t2\n";
    write(&folder.path().join("qrels"), "dev.tsv", content);
    assert_eq!(Beir::read(folder.path()).map(|_| ()).map_err(|e| e.to_string()), Ok(()));
    write(&folder.path().join("qrels"), "test.tsv", content);
    let error = Beir::read(folder.path()).expect_err("two").to_string();
    assert!(error.contains("qrels has 2 files; leave the one to be scored"), "{error}");
}
