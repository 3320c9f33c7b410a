//! Documents in other languages than English: their words, their verbs and their sentences, without a model
//! that knows them.

use std::sync::Arc;

use rapporteur::answering::Engine;
use rapporteur::corpus::{assemble, parse};
use rapporteur::domain::{Answer, AnswerStatus, Corpus, Query, Stop, WORDS_ALONE};
use rapporteur::retrieval::{Embedder, Priority};

use crate::fake_embedder::FakeEmbedder;

/// Of one text in five languages: its tag, its clauses, a question, and the label of the clause that answers.
const DOCUMENTS: [(&str, &str, &str, &str); 5] = [
    (
        "fr",
        "P1: Rappelant la résolution sur les phares,\n\nP2: Décide que chaque port entretient un phare et \
         nomme des gardiens.\n\nP3: Prie instamment les pêcheurs de signaler les épaves.\n\nP4: Invite les \
         armateurs à payer les remorqueurs.",
        "Que doivent signaler les pêcheurs quand ils voient une épave ?",
        "P3",
    ),
    (
        "es",
        "P1: Recordando la resolución sobre los faros,\n\nP2: Decide que cada puerto mantenga un faro y nombre \
         guardianes.\n\nP3: Insta a los pescadores a comunicar los naufragios.\n\nP4: Invita a los armadores a \
         pagar los remolcadores.",
        "¿Qué deben comunicar los pescadores sobre un naufragio?",
        "P3",
    ),
    (
        "ru",
        "P1: ссылаясь на резолюцию о маяках,\n\nP2: постановляет, что каждый порт содержит маяк и назначает \
         смотрителей.\n\nP3: настоятельно призывает рыбаков сообщать о затонувших судах.\n\nP4: предлагает \
         судовладельцам платить за буксиры.",
        "О чём должны сообщать рыбаки, если видят затонувшее судно?",
        "P3",
    ),
    (
        "ar",
        "P1: إذ تشير إلى القرار بشأن المنارات،\n\nP2: تقرر أن يصون كل ميناء منارة وأن يعين حراسا لها.\n\nP3: تحث \
         الصيادين على الإبلاغ عن حطام السفن.\n\nP4: تدعو مالكي السفن إلى دفع أجور القاطرات.",
        "ماذا عن حطام السفن والصيادين؟",
        "P3",
    ),
    (
        "zh",
        "P1: 回顾关于灯塔的决议，\n\nP2: 决定每个港口维护一座灯塔并任命看守人；\n\nP3: 敦促渔民报告沉船；\n\nP4: \
         邀请船东支付拖船费用。",
        "渔民应当报告什么？",
        "P3",
    ),
];

/// A model that knows English alone.
fn model() -> FakeEmbedder {
    let mut model = FakeEmbedder::new(7);
    model.model.languages = vec!["en".to_owned()];
    model
}

/// The documents in these languages, and one in English.
fn corpus(languages: &[&str]) -> Corpus {
    let file = |tag: &str, body: &str| {
        let path = format!("{tag}.md");
        let text = format!(
            "---\nid: {tag}\ntitle: On harbours\nkind: resolution\nlanguage: {tag}\n---\n{body}\n"
        );
        let parsed = parse(&path, text.as_bytes()).expect("a sound file");
        (path, parsed)
    };
    let english =
        "P1: Recalling the resolution on lighthouses,\n\nP2: Urges pilots to keep logbooks.";
    let own = DOCUMENTS.iter().filter(|(tag, ..)| languages.contains(tag));
    let own = own.map(|(tag, body, ..)| file(tag, body));
    let english = languages.contains(&"en").then(|| file("en", english));
    assemble(own.chain(english).collect())
}

fn engine(languages: &[&str], model: &FakeEmbedder) -> Engine {
    let corpus = corpus(languages);
    let passages = Engine::passages(&corpus);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let before = model.texts_embedded();
    let embeddings = model.embed(&texts, Priority::Bulk).expect("vectors");
    assert_eq!(model.texts_embedded() - before, texts.len(), "each passage has a vector");
    Engine::build(Arc::new(corpus), embeddings)
}

fn ask(engine: &Engine, model: &FakeEmbedder, question: &str) -> Answer {
    let query = Query { question: question.to_owned(), ..Query::default() };
    let ranked = engine.rank(&query, model, &Stop::never()).expect("a ranking");
    engine.answer(ranked).expect("an answer")
}

#[test]
fn clauses_have_the_verbs_of_their_language() {
    for (tag, ..) in DOCUMENTS {
        let corpus = corpus(&[tag]);
        let led_in: Vec<&str> =
            corpus.clauses().iter().map(|clause| clause.verbs[0].lemma.as_str()).collect();
        assert_eq!(led_in, ["recall", "decide", "urge", "invite"], "{tag}");
        let parts: Vec<&str> = corpus.clauses().iter().map(|clause| clause.part.name()).collect();
        assert_eq!(parts, ["preambular", "operative", "operative", "operative"], "{tag}");
        assert!(!corpus.documents()[0].catalogue.limits.is_empty());
    }
}

#[test]
fn what_the_model_does_not_know_is_found_by_its_words() {
    let model = model();
    let all: Vec<&str> = DOCUMENTS.iter().map(|(tag, ..)| *tag).chain(["en"]).collect();
    let together = engine(&all, &model);
    for (tag, _, question, label) in DOCUMENTS {
        for engine in [&engine(&[tag], &model), &together] {
            let answer = ask(engine, &model, question);
            assert_eq!(answer.status, AnswerStatus::Answered, "{question}: {}", answer.text);
            let corpus = engine.corpus();
            let cited = &corpus.clauses()[answer.citations[0].clause];
            assert_eq!(corpus.id_of(cited), format!("{tag}/{label}"), "{question}");
            assert!(answer.understood.words_alone && answer.text.contains(WORDS_ALONE));
        }
    }
    // No document is in German, and English is known.
    let refused = ask(&together, &model, "Was wird zum illegalen Waffenhandel gesagt?");
    assert_eq!(refused.refusal.map(|refusal| refusal.kind().name()), Some("language_not_known"));
    assert!(!ask(&together, &model, "Who keeps logbooks?").understood.words_alone);
}
