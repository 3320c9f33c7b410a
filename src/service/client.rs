//! For whom something is computed: one client leaves a share of the computing to others.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::LazyLock;

tokio::task_local! {
    /// The client that this task serves.
    static CLIENT: Option<Client>;
}

/// One client, told apart from others by a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client(u64);

impl Client {
    /// The client whose key or address `owner` is.
    pub fn new(owner: &impl Hash) -> Self {
        static HASHES: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        Self(HASHES.hash_one(owner))
    }

    /// The client that this task serves; none where its share is not counted.
    pub(super) fn current() -> Option<Self> {
        CLIENT.try_with(|client| *client).ok().flatten()
    }

    /// Computes what `asking` asks for on behalf of `client`.
    pub async fn serve<F: Future>(client: Option<Self>, asking: F) -> F::Output {
        CLIENT.scope(client, asking).await
    }

    /// `asking`, for another task, on behalf of the client that this one serves.
    pub fn carry<F: Future>(asking: F) -> impl Future<Output = F::Output> {
        CLIENT.scope(Self::current(), asking)
    }
}
