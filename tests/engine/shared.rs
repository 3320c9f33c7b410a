//! On servers that are there, or on one of our own.

use std::env;

use qdrant_client::Qdrant;
use qdrant_client::qdrant::{DeletePointsBuilder, PointId, PointsIdsList};
use rapporteur::backends::qdrant::{QdrantError, QdrantVectors};
use rapporteur::retrieval::{Embedder, Priority};

use super::cluster::Cluster;
use super::{
    SumEmbedder, corpus, first_ten, flat, options, questions, remote, tell, uploaded, vectors,
};

/// Servers that are there, by `QDRANT_URL`, or else one of our own, by `QDRANT`.
struct Servers {
    urls: Vec<String>,
    _own: Option<Cluster>,
}

fn servers() -> Servers {
    if let Ok(urls) = env::var("QDRANT_URL") {
        return Servers { urls: urls.split(',').map(str::to_owned).collect(), _own: None };
    }
    let own = Cluster::start(1);
    Servers { urls: own.urls(), _own: Some(own) }
}

#[test]
fn vectors_in_qdrant_hold_to_the_port_and_rank_alike() {
    let servers = servers();
    let (embedder, corpus) = (SumEmbedder::new(), corpus(1, 100));
    let (options, model) = (options(&servers.urls, "alike"), embedder.model().clone());
    let flat = flat(&corpus, &embedder);
    assert_eq!(uploaded(&options, &flat, &model).written, corpus.clauses().len());
    let remote = remote(&options, &corpus, &model);
    let asked = questions(&corpus, 200);
    let texts: Vec<&str> = asked[..20].iter().map(|query| query.question.as_str()).collect();
    let embedded = embedder.embed(&texts, Priority::Question).expect("vectors");
    let queries: Vec<Vec<f32>> = embedded.into_iter().map(|one| one.vector).collect();
    vectors::hold(&corpus, remote.index().vectors(), flat.index().vectors(), &queries);
    let (mut same, mut in_order) = (0, 0);
    for query in &asked {
        let (mut expected, _) = first_ten(&flat, query, &embedder);
        let (mut found, by_words) = first_ten(&remote, query, &embedder);
        assert!(!by_words, "vectors were searched");
        in_order += usize::from(expected == found);
        expected.sort_unstable();
        found.sort_unstable();
        same += usize::from(expected == found);
    }
    tell(&format!("the same first ten clauses: {same} of {}, in order {in_order}", asked.len()));
    assert!(same * 100 >= asked.len() * 95, "{same} of {}", asked.len());
}

#[test]
fn an_upload_goes_on_where_it_was_and_writes_nothing_twice() {
    let servers = servers();
    let (embedder, corpus) = (SumEmbedder::new(), corpus(2, 20));
    let (options, model) = (options(&servers.urls, "resumed"), embedder.model().clone());
    let flat = flat(&corpus, &embedder);
    let first = uploaded(&options, &flat, &model);
    assert_eq!(first.written, corpus.clauses().len());
    assert_eq!(uploaded(&options, &flat, &model).written, 0);
    let gone: Vec<PointId> = (300..500_u64).map(PointId::from).collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let client = Qdrant::from_url(&servers.urls[0])
            .skip_compatibility_check()
            .build()
            .expect("a client");
        let ids = PointsIdsList { ids: gone.clone() };
        let request = DeletePointsBuilder::new(&first.collection).points(ids).wait(true);
        client.delete_points(request).await.expect("deleted");
    });
    let incomplete = QdrantVectors::open(&options, &corpus, &model).map(drop);
    assert!(matches!(incomplete, Err(QdrantError::Incomplete { .. })), "{incomplete:?}");
    assert_eq!(uploaded(&options, &flat, &model).written, gone.len());
    QdrantVectors::open(&options, &corpus, &model).expect("all are there again");
}

#[test]
fn a_corpus_that_was_not_brought_there_is_missed_by_name() {
    let servers = servers();
    let (embedder, corpus) = (SumEmbedder::new(), corpus(3, 1));
    let options = options(&servers.urls, "missing");
    let opened = QdrantVectors::open(&options, &corpus, embedder.model()).map(drop);
    let message = opened.expect_err("there is no such collection").to_string();
    assert!(message.contains(&options.alias) && message.contains("rapporteur index"), "{message}");
}
