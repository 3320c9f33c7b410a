//! An answer in stages: what was read and found goes out before what is said about it.

use std::pin::Pin;
use std::sync::Arc;

use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use super::served::ServedAnswer;
use super::{Ranking, ServiceError};

/// A stage on the way to an answer.
#[derive(Debug, Clone)]
pub enum Stage {
    /// What was read out of the question, and the ranking. An answer that was kept goes without.
    Ranked(Arc<Ranking>),
    /// The answer: the last stage.
    Answered(ServedAnswer),
}

type Answering = Pin<Box<dyn Future<Output = Result<ServedAnswer, ServiceError>> + Send>>;

/// Where a stream of stages stands.
enum State {
    Ranking(watch::Receiver<Option<Arc<Ranking>>>, Answering),
    Answering(Answering),
    Over,
}

/// The stages of `answering`, whose ranking comes by `preview`.
pub(super) fn stages(
    preview: watch::Receiver<Option<Arc<Ranking>>>,
    answering: Answering,
) -> impl Stream<Item = Result<Stage, ServiceError>> + Send + 'static {
    unfold(State::Ranking(preview, answering), |state| async move {
        let mut answering = match state {
            State::Ranking(mut preview, mut answering) => {
                let ranked = async {
                    let ranking = preview.wait_for(Option::is_some).await;
                    ranking.ok().and_then(|ranking| ranking.clone())
                };
                tokio::select! {
                    // A ranking that is there goes out, though the answer may be there as well.
                    biased;
                    Some(ranking) = ranked => {
                        return Some((Ok(Stage::Ranked(ranking)), State::Answering(answering)));
                    }
                    served = &mut answering => {
                        return Some((served.map(Stage::Answered), State::Over));
                    }
                }
            }
            State::Answering(answering) => answering,
            State::Over => return None,
        };
        let served = answering.as_mut().await;
        Some((served.map(Stage::Answered), State::Over))
    })
}
