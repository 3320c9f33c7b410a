//! Nodes that fail while the service goes on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rapporteur::retrieval::Embedder;

use super::cluster::{Cluster, wait_until};
use super::{
    SumEmbedder, corpus, first_ten, flat, options, questions, remote, tell, upload, uploaded,
};

#[test]
fn with_one_of_three_nodes_killed_no_read_fails_and_no_write_is_lost() {
    let mut cluster = Cluster::start(3);
    let (embedder, served) = (SumEmbedder::new(), corpus(11, 30));
    let model = embedder.model().clone();
    let options = options(&cluster.urls(), "killed");
    let local = flat(&served, &embedder);
    uploaded(&options, &local, &model);
    let remote = remote(&options, &served, &model);
    let asked = questions(&served, 200);
    let expected: Vec<Vec<usize>> =
        asked.iter().map(|query| first_ten(&local, query, &embedder).0).collect();
    let written = corpus(12, 120);
    let writing = flat(&written, &embedder);
    let (done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    let batches = AtomicUsize::new(0);
    let collection = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            // Records that were looked at are kept: all 200 are asked at least once.
            while !done.load(Ordering::Relaxed) || reads.load(Ordering::Relaxed) < asked.len() {
                let at = reads.fetch_add(1, Ordering::Relaxed) % asked.len();
                let (found, by_words) = first_ten(&remote, &asked[at], &embedder);
                assert!(!by_words, "read {at} failed");
                let same = found.iter().filter(|clause| expected[at].contains(clause)).count();
                assert!(same >= 9, "{found:?} for {:?}", expected[at]);
            }
        });
        let writer = scope.spawn(|| {
            let report = upload(&options, &written, writing.index(), &model, &mut |_, _| {
                batches.fetch_add(1, Ordering::Relaxed);
            });
            done.store(true, Ordering::Relaxed);
            report.expect("two nodes take it").collection
        });
        wait_until("writes are under way", || batches.load(Ordering::Relaxed) >= 5);
        cluster.kill(2);
        reader.join().expect("no read fails");
        writer.join().expect("no write is lost")
    });
    let reads = reads.into_inner();
    tell(&format!(
        "{reads} reads, {} batches of clauses, one of three nodes killed",
        batches.into_inner()
    ));
    cluster.start_node(2);
    let count = cluster.counts(&collection)[0];
    assert!(count > Some(written.clauses().len() as u64), "{count:?}");
    wait_until("all nodes have all points", || {
        cluster.counts(&collection).iter().all(|own| *own == count)
    });
    // What comes is at the service's own pace: the collection is complete, and opens.
    super::remote(&options, &written, &model);
}

#[test]
fn while_no_node_answers_clauses_are_ranked_by_words_and_it_is_said() {
    let mut cluster = Cluster::start(1);
    let (embedder, corpus) = (SumEmbedder::new(), corpus(13, 20));
    let model = embedder.model().clone();
    let options = options(&cluster.urls(), "down");
    let local = flat(&corpus, &embedder);
    uploaded(&options, &local, &model);
    let remote = remote(&options, &corpus, &model);
    let asked = questions(&corpus, 20);
    let (whole, by_words) = first_ten(&remote, &asked[0], &embedder);
    assert!(!by_words && !whole.is_empty());
    cluster.kill(0);
    for query in &asked[1..] {
        let answer = remote.ask(query, &embedder).expect("an answer all the same");
        assert!(answer.understood.words_alone);
        assert!(answer.text.ends_with("what is put otherwise may be missed."), "{}", answer.text);
        assert!(!answer.evidence.is_empty());
    }
    cluster.start_node(0);
    let mut found = (Vec::new(), true);
    wait_until("vectors are searched again", || {
        found = first_ten(&remote, &asked[0], &embedder);
        thread::sleep(Duration::from_millis(100));
        !found.1
    });
    assert_eq!(found.0, whole);
}
