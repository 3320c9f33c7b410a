//! What every way to search vectors must do, whatever is behind the port.

use rapporteur::domain::{Corpus, Filter, Part};
use rapporteur::retrieval::{Admitted, ClauseVectors};

/// Clauses that are asked for.
const MOST: usize = 10;
/// The share of the first clauses by exact cosine that must be found.
const RECALL_MIN: f64 = 0.95;

/// Holds `vectors`, which are those of `corpus`, against `exact`: cosines, tokens and records alike,
/// and nearly the same clauses nearest to each of `queries`, whatever the filter.
pub(crate) fn hold(
    corpus: &Corpus,
    vectors: &dyn ClauseVectors,
    exact: &dyn ClauseVectors,
    queries: &[Vec<f32>],
) {
    assert_eq!(vectors.len(), corpus.clauses().len());
    assert!(!vectors.is_empty());
    let some: Vec<usize> = (0..vectors.len()).step_by(vectors.len().div_ceil(300)).collect();
    vectors.fetch(&some).expect("vectors are there");
    for &clause in &some {
        same_vectors(clause, vectors, exact, &queries[clause % queries.len()]);
    }
    let documents: Vec<String> = corpus.documents().iter().map(|one| one.id.clone()).collect();
    let third = documents.iter().step_by(3).take(1_000).cloned().collect();
    let filters = [
        Filter::default(),
        Filter { parts: vec![Part::Operative], ..Filter::default() },
        Filter { documents: third, ..Filter::default() },
        Filter { documents: [documents[0].clone()].into(), ..Filter::default() },
    ];
    for filter in &filters {
        for excluded in [&[][..], &[0]] {
            let admitted = Admitted::by_filter(corpus, filter, excluded);
            nearest(vectors, exact, &admitted, queries);
        }
    }
}

fn same_vectors(
    clause: usize,
    vectors: &dyn ClauseVectors,
    exact: &dyn ClauseVectors,
    query: &[f32],
) {
    let alike = |a: &[f32], b: &[f32]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4)
    };
    assert!((vectors.cosine(clause, query) - exact.cosine(clause, query)).abs() < 1e-4);
    assert!(alike(&vectors.segment_cosines(clause, query), &exact.segment_cosines(clause, query)));
    assert!(alike(&vectors.vector(clause), &exact.vector(clause)));
    assert!(alike(&vectors.nearest_segment(clause, query), &exact.nearest_segment(clause, query)));
    let tokens = |of: &dyn ClauseVectors| of.tokens(clause).expect("tokens").into_owned();
    assert_eq!(tokens(vectors), tokens(exact));
    let bytes = |vectors: &dyn ClauseVectors| vectors.record(clause).map(|one| one.to_bytes());
    if let Some(expected) = bytes(exact) {
        assert_eq!(bytes(vectors), Some(expected), "clause {clause}");
    }
}

fn nearest(
    vectors: &dyn ClauseVectors,
    exact: &dyn ClauseVectors,
    admitted: &Admitted,
    queries: &[Vec<f32>],
) {
    let (mut found, mut wanted) = (0, 0);
    for query in queries {
        let near = vectors.nearest(query, MOST, admitted).expect("vectors are there");
        assert_eq!(near.len(), MOST.min(admitted.count()));
        assert!(near.is_sorted_by(|a, b| a.1 >= b.1), "{near:?}");
        assert!(near.iter().all(|(clause, _)| admitted.has(*clause)));
        let mut cosines: Vec<f32> =
            admitted.positions().map(|clause| exact.cosine(clause, query)).collect();
        cosines.sort_by(|a, b| b.total_cmp(a));
        // Of clauses that are equally near, any will do.
        let Some(least) = cosines.get(near.len().saturating_sub(1)) else { continue };
        wanted += near.len();
        found +=
            near.iter().filter(|(clause, _)| exact.cosine(*clause, query) >= least - 1e-4).count();
    }
    assert!(found as f64 >= RECALL_MIN * wanted as f64, "{found} of {wanted}");
}
