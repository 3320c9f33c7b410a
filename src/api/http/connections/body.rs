//! The body of a response, which goes out in pieces, so that it is seen whether the client takes them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use super::activity::UnderWay;

/// The largest piece, in bytes. What a protocol holds back of a body is little more.
const PIECE_BYTES: usize = 16 << 10;

/// A body that tells whom it waits for.
pub(in crate::api::http) struct FollowedBody {
    body: Body,
    /// What has come of the body, and is not taken yet.
    rest: Bytes,
    request: UnderWay,
}

impl FollowedBody {
    /// `body`, which answers `request`.
    pub(in crate::api::http) fn new(body: Body, request: UnderWay) -> Self {
        request.waits_for_client();
        Self { body, rest: Bytes::new(), request }
    }

    fn piece(&mut self) -> Frame<Bytes> {
        let end = self.rest.len().min(PIECE_BYTES);
        self.request.waits_for_client();
        Frame::data(self.rest.split_to(end))
    }
}

impl HttpBody for FollowedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(self.piece())));
        }
        self.request.waits_for_us();
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        Poll::Ready(frame.map(|frame| {
            Ok(match frame?.into_data() {
                Ok(data) => {
                    self.rest = data;
                    self.piece()
                }
                Err(trailers) => trailers,
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, body) = (self.rest.len() as u64, self.body.size_hint());
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures_util::stream;

    use super::super::activity::Activity;
    use super::*;

    #[tokio::test]
    async fn bodies_go_out_in_pieces_and_stay_the_same() {
        let activity = Activity::new();
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        let whole = || Body::from(bytes.clone());
        let in_parts = || {
            let parts: Vec<_> =
                bytes.chunks(30_000).map(|part| Bytes::from(part.to_vec())).collect();
            Body::from_stream(stream::iter(parts.into_iter().map(Ok::<_, axum::Error>)))
        };
        for (body, exact) in [(whole(), Some(100_000)), (in_parts(), None)] {
            let followed = FollowedBody::new(body, activity.request());
            assert_eq!(followed.size_hint().exact(), exact);
            let mut body = Body::new(followed);
            let mut got = Vec::new();
            while let Some(frame) =
                std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
            {
                let piece = frame.expect("no errors").into_data().expect("data");
                assert!((1..=PIECE_BYTES).contains(&piece.len()));
                got.extend(piece);
            }
            assert!(got == bytes && (exact.is_none() || body.is_end_stream()));
            drop(body);
            assert!(activity.idle_since().is_some());
        }
        let empty = FollowedBody::new(Body::empty(), activity.request());
        assert!(empty.is_end_stream());
        assert!(to_bytes(Body::new(empty), 1).await.expect("nothing").is_empty());
    }
}
