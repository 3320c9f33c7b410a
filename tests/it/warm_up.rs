//! Questions that are asked in advance.

use std::pin::pin;

use futures_util::FutureExt;
use rapporteur::api::graphql::plain_query;
use rapporteur::domain::Query;
use rapporteur::service::WarmedUp;

use crate::app::TestApp;

fn queries(questions: &[&str]) -> Vec<Query> {
    questions.iter().map(|question| plain_query((*question).to_owned())).collect()
}

#[tokio::test]
async fn answers_are_kept_before_anybody_asks() {
    let app = TestApp::new();
    let long = "x".repeat(3_000);
    let went = app.service.warm_up(queries(&["extradition", &long, "police cooperation"])).await;
    assert_eq!(went, WarmedUp { answered: 2, failed: 1 });
    let embedded = app.embedder.questions();
    app.data("{ ask(question: \"police cooperation\") { text } }").await;
    assert_eq!(app.get("/v1/ask?q=extradition", &[]).await.status, 200);
    assert_eq!(app.service.answer_stats().hits, 2, "each way in finds them");
    assert_eq!(app.embedder.questions(), embedded);
}

#[tokio::test]
async fn others_go_first() {
    let app = TestApp::new();
    app.embedder.close(true);
    let service = app.service.clone();
    let asked = tokio::spawn(async move { service.ask(queries(&["drugs"]).remove(0)).await });
    while app.embedder.questions() == 0 {
        tokio::task::yield_now().await;
    }
    let mut warm_up = pin!(app.service.warm_up(queries(&["extradition"])));
    assert!(warm_up.as_mut().now_or_never().is_none());
    assert_eq!(app.embedder.questions(), 1, "nothing is asked meanwhile");
    app.embedder.close(false);
    asked.await.expect("no panic").expect("an answer");
    assert_eq!(warm_up.await, WarmedUp { answered: 1, failed: 0 });
}
